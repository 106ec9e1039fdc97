"""Attributes that change in place, hybrids with setters, proxies of associations."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Session, declarative_base, relationship
from sqlalchemy.orm.attributes import flag_modified
revision='r1'; down_revision=None
Base = declarative_base()
class Doc(Base):
    __tablename__ = 'doc'
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(20))
    data = sa.Column(MutableDict.as_mutable(sa.JSON))
    plain = sa.Column(sa.JSON)
    words = relationship('Word')
    texts = association_proxy('words', 'text', creator=lambda t: Word(text=t))
    @hybrid_property
    def name(self): return self.title
    @name.setter
    def name(self, v): self.title = v.upper()
class Word(Base):
    __tablename__ = 'word'
    id = sa.Column(sa.Integer, primary_key=True)
    text = sa.Column(sa.String(20))
    doc_id = sa.Column(sa.ForeignKey('doc.id'))
def upgrade():
    b = op.get_bind()
    Base.metadata.create_all(b)
    s = Session(b)
    d = Doc(name='abc', data={'a': 1}, plain={'x': [1]})
    d.texts.append('one'); d.texts.append('two')
    s.add(d); s.commit()
    print(d.title, d.name, list(d.texts), d.data, d.plain)
    d.data['b'] = 2; s.commit(); print(d.data)
    d.plain['y'] = 1; s.commit(); print(d.plain)
    d.plain['z'] = 1; flag_modified(d, 'plain'); s.commit(); print(d.plain)
    for x in s.query(Doc):
        x.data['loop'] = True
    s.commit()
    print(s.query(Doc.data).scalar())
    d.texts.remove('one'); s.commit(); print(list(d.texts), s.query(Word).filter(Word.doc_id.is_(None)).count())
    d.name = 'new'; s.commit(); print(b.execute(sa.text('select title from doc')).scalar())
    s.close()
    Base.metadata.drop_all(b)
def downgrade(): pass
