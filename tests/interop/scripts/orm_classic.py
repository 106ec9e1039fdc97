"""Rows of a data migration: what types, results and sessions make of them."""
from typing import List, Optional
from alembic import op
import sqlalchemy as sa
from sqlalchemy import orm, select, update, delete, insert, func
from sqlalchemy.orm import Session, declarative_base, relationship, backref, joinedload, selectinload, sessionmaker
revision='r1'; down_revision=None
Base = declarative_base()
assoc = sa.Table('assoc', Base.metadata, sa.Column('user_id', sa.ForeignKey('users.id'), primary_key=True), sa.Column('tag_id', sa.ForeignKey('tags.id'), primary_key=True))
class User(Base):
    __tablename__ = 'users'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(30))
    full = sa.Column('fullname', sa.String(50), default='nobody')
    n = sa.Column(sa.Integer, server_default='7')
    addresses = relationship('Address', back_populates='user', cascade='all, delete-orphan')
    tags = relationship('Tag', secondary=assoc, backref='users')
    def hello(self): return 'hello ' + self.name
class Address(Base):
    __tablename__ = 'addresses'
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String(50))
    user_id = sa.Column(sa.ForeignKey('users.id'))
    user = relationship(User, back_populates='addresses')
class Tag(Base):
    __tablename__ = 'tags'
    id = sa.Column(sa.Integer, primary_key=True)
    word = sa.Column(sa.String(20))
class Node(Base):
    __tablename__ = 'nodes'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(20))
    parent_id = sa.Column(sa.ForeignKey('nodes.id'))
    children = relationship('Node', backref=backref('parent', remote_side=[id]))
def dump(b):
    for t in ('users', 'addresses', 'tags', 'assoc', 'nodes'):
        print(t, [tuple(r) for r in b.execute(sa.text('select * from %s order by 1, 2' % t))])
def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    s = Session(bind=b)
    u = User(name='bob')
    print(u.id, u.name, u.n, u.addresses)
    s.add(u)
    s.flush()
    print(u.id, u.name, u.full, u.n)
    u.addresses.append(Address(email='a@x'))
    a2 = Address(email='b@x', user=u)
    print([a.email for a in u.addresses])
    s.commit()
    print([(a.id, a.email, a.user is u) for a in u.addresses])
    dump(b)
    s.add_all([User(name='al', tags=[Tag(word='red'), Tag(word='blue')]), User(name='cy', full='Cy C', n=3)])
    s.commit()
    dump(b)
    q = s.query(User).filter(User.name != 'x').order_by(User.name)
    print([x.hello() for x in q], q.count(), q.first().name)
    print(s.query(User).filter_by(name='bob').one() is u)
    print(s.query(User.id, User.name).order_by(User.id).all(), s.query(func.count(User.id)).scalar())
    print(s.query(User).filter(User.name.in_(['bob', 'cy'])).order_by(User.id.desc()).limit(1).all()[0].name)
    print(s.query(User).get(2).name, s.get(User, 99))
    print(s.query(User, Address).join(Address, User.id == Address.user_id).order_by(Address.id).all()[0][1].email)
    print([x.name for x in s.query(User).join(User.addresses).filter(Address.email == 'a@x')])
    print([(x.name, e) for x, e in s.query(User, Address.email).outerjoin(Address).order_by(User.id, Address.id)])
    print([x.name for x in s.query(User).join(User.tags).filter(Tag.word == 'red')])
    print([t.users[0].name for t in s.query(Tag).order_by(Tag.word)])
    u.name = 'Bobby'
    print(s.dirty == [u] or list(s.dirty) == [u], s.query(User.name).filter(User.id == u.id).scalar())
    s.query(User).filter(User.name == 'al').update({'full': 'AL'})
    s.query(User).filter(User.name == 'cy').update({User.n: User.n + 1}, synchronize_session=False)
    print([ (x.name, x.full, x.n) for x in s.query(User).order_by(User.id)])
    al = s.query(User).filter_by(name='al').one()
    red = al.tags[0]
    al.tags.remove(red)
    al.tags.append(Tag(word='green'))
    s.commit()
    dump(b)
    u.addresses.pop(0)
    s.commit()
    dump(b)
    root = Node(name='root', children=[Node(name='c1'), Node(name='c2', children=[Node(name='c21')])])
    s.add(root); s.commit()
    dump(b)
    print([n.name for n in root.children], root.children[1].children[0].parent.parent.name)
    s.delete(u); s.commit()
    dump(b)
    print(s.execute(select(User).order_by(User.id)).scalars().all()[0].name, s.scalars(select(User.name).order_by(User.id)).all())
    r = s.execute(select(User, Tag).join(User.tags).order_by(Tag.id)).all()
    print([(x.User.name, x.Tag.word, x[0] is al) for x in r])
    print(s.execute(select(User.id, User.name).filter_by(name='al')).all(), s.scalar(select(func.count()).select_from(User)))
    s.execute(update(User).where(User.name == 'cy').values(full='CC')); print(s.query(User).filter_by(name='cy').one().full)
    s.execute(insert(Tag), [{'word': 'w1'}, {'word': 'w2'}])
    s.execute(delete(Tag).where(Tag.word == 'w1'))
    print([x.name for x in s.query(User).options(joinedload(User.tags)).order_by(User.id)], [x.name for x in s.query(User).options(selectinload(User.tags)).order_by(User.id)])
    print(s.query(User).filter(User.tags.any(Tag.word == 'green')).count(), s.query(Address).filter(Address.user.has(name='al')).count())
    print(s.query(s.query(User).filter_by(name='al').exists()).scalar())
    m = s.merge(User(id=al.id, name='AL2')); print(m is al, al.name)
    s.commit()
    try:
        s.query(User).filter_by(name='nope').one()
    except Exception as e: print(type(e).__name__, e)
    s.expunge_all()
    s.close()
    Maker = sessionmaker(bind=b)
    with Maker() as s2:
        x = s2.query(User).filter(User.name.like('A%')).first()
        x.n = 100
        with s2.begin_nested():
            s2.add(User(name='sp'))
        sp = s2.begin_nested()
        s2.add(User(name='gone'))
        sp.rollback()
        s2.commit()
    dump(b)
    with Session(b) as s3:
        s3.bulk_save_objects([User(name='k1'), User(name='k2')])
        s3.bulk_insert_mappings(User, [{'name': 'k3', 'n': 1}, {'name': 'k4', 'n': 2}])
        k = s3.query(User.id).filter_by(name='k3').scalar()
        s3.bulk_update_mappings(User, [{'id': k, 'name': 'K3'}])
        s3.commit()
    dump(b)
    with Session(b) as s4, s4.begin_nested():
        s4.query(User).filter(User.name.like('k%')).delete(synchronize_session=False)
    dump(b)
    Base.metadata.drop_all(b)
def downgrade(): pass
