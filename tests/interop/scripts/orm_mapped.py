from __future__ import annotations
import datetime, enum, uuid
from typing import List, Optional
from alembic import op
import sqlalchemy as sa
from sqlalchemy import select, func, ForeignKey, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, Session, aliased, validates, synonym, object_session, contains_eager, load_only, declared_attr
revision='r1'; down_revision=None
class Base(DeclarativeBase): pass
class Kind(enum.Enum):
    A='a'; B='b'
class Stamp:
    created: Mapped[datetime.datetime] = mapped_column(default=lambda: datetime.datetime(2024,1,1))
    @declared_attr
    def owner_id(cls) -> Mapped[Optional[int]]:
        return mapped_column(ForeignKey('person.id'))
    @declared_attr
    def owner(cls) -> Mapped[Optional['Person']]:
        return relationship('Person', foreign_keys=[cls.owner_id])
class Person(Base):
    __tablename__ = 'person'
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str] = mapped_column(String(20))
    last: Mapped[Optional[str]] = mapped_column(String(20))
    kind: Mapped[Kind] = mapped_column(sa.Enum(Kind, native_enum=False, name='kk'), default=Kind.A)
    age: Mapped[int] = mapped_column(default=0, onupdate=5)
    pets: Mapped[List['Pet']] = relationship(back_populates='person', foreign_keys='Pet.person_id', order_by='Pet.name.desc()')
    profile: Mapped[Optional['Profile']] = relationship(back_populates='person', uselist=False, cascade='all, delete-orphan')
    nick = synonym('first')
    @hybrid_property
    def full(self): return self.first + ' ' + self.last
    @hybrid_property
    def upper(self): return self.first.upper()
    @upper.expression
    def upper(cls): return func.upper(cls.first)
    @validates('first')
    def _check(self, key, value):
        if not value: raise ValueError('empty ' + key)
        return value.strip()
class Pet(Base, Stamp):
    __tablename__ = 'pet'
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[Optional[int]] = mapped_column(ForeignKey('person.id'))
    person: Mapped[Optional['Person']] = relationship(back_populates='pets', foreign_keys=[person_id])
    data: Mapped[Optional[dict]] = mapped_column(sa.JSON)
class Profile(Base):
    __tablename__ = 'profile'
    id: Mapped[int] = mapped_column(primary_key=True)
    bio: Mapped[str] = mapped_column(sa.Text)
    person_id: Mapped[int] = mapped_column(ForeignKey('person.id'), unique=True)
    person: Mapped[Person] = relationship(back_populates='profile')
class Animal(Base):
    __tablename__ = 'animal'
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(10))
    __mapper_args__ = {'polymorphic_on': 'type', 'polymorphic_identity': 'animal'}
class Dog(Animal):
    bark: Mapped[Optional[str]] = mapped_column(String(10))
    __mapper_args__ = {'polymorphic_identity': 'dog'}
class Cat(Animal):
    __mapper_args__ = {'polymorphic_identity': 'cat'}
def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    with Session(b) as s:
        try: Person(first='')
        except ValueError as e: print('VE', e)
        try: Person(nope=1)
        except TypeError as e: print(e)
        p = Person(first=' Ann ', last='Lee', profile=Profile(bio='x'))
        s.add(p)
        s.flush()
        print(p.id, p.first, p.full, p.kind, p.age, p.upper, p.nick, p.profile.id, p.profile.person_id)
        pet = Pet(name='rex', data={'a': [1]}, person=p, owner=p)
        s.add(pet); s.add(Pet(name='ace', person=p))
        s.commit()
        print([(x.name, x.created, x.data, x.owner is p) for x in p.pets])
        print(s.scalars(select(Person).where(Person.upper == 'ANN')).one().id)
        print(s.scalars(select(Person).where(Person.full == 'Ann Lee')).one().id)
        print(s.scalars(select(Person).where(Person.nick == 'Ann')).one().id)
        p.kind = Kind.B; s.commit(); print(p.kind, p.age)
        print(b.execute(sa.text('select kind, age from person')).all())
        pet.data = {'b': 2}; s.flush()
        pet.data['c'] = 3; print(s.is_modified(pet)); s.commit(); print(pet.data)
        p.profile = None; s.commit(); print(s.query(Profile).count())
        p.profile = Profile(bio='new'); s.commit(); print(p.profile.bio, s.query(Profile.person_id).scalar() == p.id)
        other = Person(first='Bob', last='Z'); s.add(other)
        pet.person = other; s.commit()
        print([x.name for x in p.pets], [x.name for x in other.pets], s.scalar(select(Pet.person_id).where(Pet.name == 'rex')) == other.id)
        A = aliased(Person); 
        print(s.execute(select(Person.first, A.first).join(A, A.id > Person.id)).all())
        print([x.first for x in s.query(A).order_by(A.first.desc())], s.query(A).filter_by(first='Bob').count())
        print(s.query(Pet).join(Pet.person).filter(Person.first == 'Bob').one().name)
        print(s.query(Pet).filter(Pet.person == other).one().name, s.query(Pet).filter(Pet.owner == None).one().name, s.query(Pet).filter(Pet.person != other).one().name)
        print(s.query(Person).options(load_only(Person.first)).order_by(Person.id).all()[0].last)
        s.add_all([Dog(name='d', bark='w'), Cat(name='c'), Animal(name='a')]); s.commit()
        print([(type(x).__name__, x.name, x.type) for x in s.query(Animal).order_by(Animal.id)], s.query(Dog).count(), s.query(Dog).one().bark, [x.name for x in s.scalars(select(Cat))])
        s.expire(p); print(p.first)
        b.execute(sa.text("update person set first = 'Raw' where id = %d" % p.id))
        s.refresh(p); print(p.first)
        print(object_session(p) is s, p in s, sa.inspect(p).persistent)
        s.expunge(p); print(p in s, p.first)
        s.add(p); p.last = 'Back'; s.commit(); print(s.query(Person.last).filter(Person.id == p.id).scalar())
        s.delete(other)
        s.flush()
        print(s.query(Pet.person_id).filter(Pet.name == 'rex').all())
        s.commit()
        print(s.query(Person).filter(Person.id.in_([])).all(), s.query(Person).filter(sa.or_(Person.first == 'Raw', Person.first.is_(None))).count())
        print(s.query(Person.kind, func.count()).group_by(Person.kind).order_by(Person.kind).all())
        print(s.query(Person).with_entities(Person.id, Person.first).all(), s.query(Person.id.label('pid')).first().pid)
        r = s.query(Person.first, Person.last).first(); print(r.first, r.last, r._asdict(), tuple(r))
        with s.no_autoflush:
            s.add(Person(first='nf', last='x')); print(s.query(Person).filter_by(first='nf').count())
        print(s.query(Person).filter_by(first='nf').count())
        for x in s.query(Person).yield_per(1): print(x.first)
        print(sorted(x.first for x in s.execute(select(Person).execution_options(yield_per=2)).scalars()))
        sub = select(func.count(Pet.id)).where(Pet.person_id == Person.id).scalar_subquery()
        print(s.query(Person.first, sub).order_by(Person.id).all())
        sq = s.query(Pet.person_id, func.count().label('n')).group_by(Pet.person_id).subquery()
        print(s.query(Person.first, sq.c.n).outerjoin(sq, sq.c.person_id == Person.id).order_by(Person.id).all())
        s.execute(sa.insert(Person).values(first='ins', last='y'))
        print(s.scalars(sa.insert(Person).returning(Person), [{'first': 'q1'}, {'first': 'q2'}]).all()[1].first)
        s.query(Person).filter(Person.first.like('q%')).delete(); print(s.query(Person).count())
        s.commit()
    Base.metadata.drop_all(b)
def downgrade(): pass
