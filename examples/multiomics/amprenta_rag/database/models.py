"""Programs, experiments, datasets, features and signatures of the multi-omics platform."""
from __future__ import annotations

import enum
import uuid
from datetime import date
from typing import Any, List, Optional

from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from amprenta_rag.database.base import Base, NotionMixin, TimestampMixin, UUIDMixin

# PostgreSQL has arrays and binary JSON; SQLite keeps both as JSON text.
StringList = ARRAY(String(100)).with_variant(JSON(), "sqlite")
JsonDocument = JSON().with_variant(JSONB(), "postgresql")


class OmicsType(enum.Enum):
    transcriptomics = "transcriptomics"
    proteomics = "proteomics"
    metabolomics = "metabolomics"
    lipidomics = "lipidomics"


def association(name: str, left: str, right: str, *columns: Column) -> Table:
    """A many-to-many table between two tables; the pair is its key."""
    return Table(
        name,
        Base.metadata,
        Column(f"{left[:-1]}_id", Uuid, ForeignKey(f"{left}.id", ondelete="CASCADE"), primary_key=True),
        Column(f"{right[:-1]}_id", Uuid, ForeignKey(f"{right}.id", ondelete="CASCADE"), primary_key=True),
        *columns,
    )


program_experiment = association("program_experiment", "programs", "experiments")
program_dataset = association("program_dataset", "programs", "datasets")
experiment_dataset = association("experiment_dataset", "experiments", "datasets")
dataset_feature = association("dataset_feature", "datasets", "features", Column("abundance", Float))
dataset_signature = association("dataset_signature", "datasets", "signatures", Column("match_score", Float))
program_signature = association("program_signature", "programs", "signatures")


class Program(UUIDMixin, NotionMixin, TimestampMixin, Base):
    __tablename__ = "programs"

    name: Mapped[str] = mapped_column(String(500), index=True)
    description: Mapped[Optional[str]] = mapped_column(Text)
    disease: Mapped[Optional[List[str]]] = mapped_column(StringList)
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))

    experiments: Mapped[List["Experiment"]] = relationship(secondary=program_experiment, back_populates="programs")
    datasets: Mapped[List["Dataset"]] = relationship(secondary=program_dataset)


class Experiment(UUIDMixin, NotionMixin, TimestampMixin, Base):
    __tablename__ = "experiments"

    name: Mapped[str] = mapped_column(String(500), index=True)
    type: Mapped[Optional[str]] = mapped_column(String(100))
    description: Mapped[Optional[str]] = mapped_column(Text)
    disease: Mapped[Optional[List[str]]] = mapped_column(StringList)
    matrix: Mapped[Optional[List[str]]] = mapped_column(StringList)
    started_on: Mapped[Optional[date]] = mapped_column(Date)
    design: Mapped[Optional[Any]] = mapped_column(JsonDocument)

    programs: Mapped[List[Program]] = relationship(secondary=program_experiment, back_populates="experiments")


class Dataset(UUIDMixin, NotionMixin, TimestampMixin, Base):
    __tablename__ = "datasets"
    __table_args__ = (
        Index("ix_datasets_omics_type_status", "omics_type", "status"),
        CheckConstraint("row_count >= 0", name="row_count_not_negative"),
    )

    name: Mapped[str] = mapped_column(String(500), index=True)
    omics_type: Mapped[OmicsType] = mapped_column(
        # A checked string rather than a type of its own: dropping the table leaves nothing behind.
        Enum(OmicsType, name="omics_type", native_enum=False, length=30)
    )
    status: Mapped[str] = mapped_column(String(30), server_default="pending")
    row_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    external_ids: Mapped[Optional[Any]] = mapped_column(JsonDocument)
    file_urls: Mapped[Optional[List[str]]] = mapped_column(StringList)

    features: Mapped[List["Feature"]] = relationship(secondary=dataset_feature, back_populates="datasets")


class Feature(UUIDMixin, TimestampMixin, Base):
    """Declared with plain columns: older parts of the platform are written this way."""

    __tablename__ = "features"
    __table_args__ = (UniqueConstraint("name", "feature_type"),)

    name = Column(String(500), nullable=False, index=True)
    feature_type = Column(String(50), nullable=False)
    normalized_name = Column(String(500), index=True)
    aliases = Column(StringList)
    external_ids = Column(JsonDocument)

    datasets: Mapped[List[Dataset]] = relationship(secondary=dataset_feature, back_populates="features")


class Signature(UUIDMixin, NotionMixin, TimestampMixin, Base):
    __tablename__ = "signatures"

    name: Mapped[str] = mapped_column(String(500), unique=True)
    description: Mapped[Optional[str]] = mapped_column(Text)
    modalities: Mapped[Optional[List[str]]] = mapped_column(StringList)

    components: Mapped[List["SignatureComponent"]] = relationship(back_populates="signature")


class SignatureComponent(UUIDMixin, Base):
    __tablename__ = "signature_components"

    signature_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signatures.id", ondelete="CASCADE"), index=True)
    feature_id: Mapped[Optional[uuid.UUID]] = mapped_column(ForeignKey("features.id", ondelete="SET NULL"))
    feature_name: Mapped[str] = mapped_column(String(500))
    direction: Mapped[Optional[str]] = mapped_column(String(10))
    weight: Mapped[float] = mapped_column(Float, server_default=text("1.0"))

    signature: Mapped[Signature] = relationship(back_populates="components")
