from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(schema="fl")
    type_annotation_map = {str: String(77)}


db = SQLAlchemy(model_class=Base)


class BlogPost(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class Comment(db.Model):
    __tablename__ = "remarks"
    id: Mapped[int] = mapped_column(db.Integer, primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("fl.blog_post.id"))


target_metadata = db.metadata
