import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB, ARRAY, UUID
from sqlalchemy.orm import declarative_base, relationship, DeclarativeBase, Mapped, mapped_column, declared_attr
Base = declarative_base()
class Mixin:
    created = Column(DateTime(timezone=True), server_default=func.now(), nullable=False)
    @declared_attr
    def owner_id(cls):
        return Column(Integer, ForeignKey('user.id', ondelete='CASCADE'), index=True)
class User(Base):
    __tablename__ = 'user'
    id = Column(Integer, primary_key=True)
    name = Column(String(50), unique=True, nullable=False, index=True)
    tags = Column(ARRAY(String), server_default='{}')
    data = Column(JSONB, default=dict)
    uid = Column(UUID(as_uuid=True))
    kind = Column(Enum('a','b',name='kind_enum'))
    amount = Column(Numeric(10,2), CheckConstraint('amount > 0'), default=1)
    __table_args__ = (UniqueConstraint('name','uid', name='uq_x'), Index('ix_low', func.lower(name), postgresql_using='gin'), {'comment': 'hey'})
class Post(Mixin, Base):
    __tablename__ = 'post'
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey(User.id))
    author = relationship('User')
    x: int = Column(Integer)
Index('ix_post_u', Post.user_id, Post.id.desc())
assoc = Table('assoc', Base.metadata, Column('u', Integer, ForeignKey('user.id'), primary_key=True), Column('p', ForeignKey(Post.id), primary_key=True))
class Child(User):
    extra = Column(Boolean)
class B2(Base):
    __abstract__ = True
    id = Column(BigInteger, Identity(), primary_key=True)
class C2(B2):
    __tablename__='c2'
    c: Mapped[int] = mapped_column(comment='x')
    d: Mapped[str]
Index('ix_lower_out', func.lower(User.name))
target_metadata = Base.metadata
