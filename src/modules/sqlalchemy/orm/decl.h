/* Declarative mapping: from a class statement to a Table.
 *
 * A subclass of a declarative base is scanned as SQLAlchemy 2.0 scans it (own attributes in the
 * order of the class body, then mixins along the mro, whose columns are copied), annotations give
 * types and nullability, and the columns make a Table. Relationships have no part in a schema: what
 * sessions and queries need of them is written in Python (prelude/_sqlalchemy_orm). */
#ifndef RETORT_MODULES_SQLALCHEMY_ORM_DECL_H
#define RETORT_MODULES_SQLALCHEMY_ORM_DECL_H

#include "modules/sqlalchemy/objects.h"

extern const NativeClass decl_ConcreteBase, decl_AbstractConcreteBase, decl_DeferredReflection;
extern const NativeClass decl_Base;            /* what every declarative base derives from */
extern const NativeClass decl_DeclarativeBase; /* class Base(DeclarativeBase) */
extern const NativeClass decl_Registry, decl_MappedColumn, decl_declared_attr, decl_Mapped,
    decl_MappedAlias, decl_InstrumentedAttribute, decl_ColumnProperty, decl_MapperProperty,
    decl_Mapper;

typedef struct RegistryData {
    Value metadata;
    Value type_map; /* dict or unset */
    Value classes;  /* dict: name -> class */
} RegistryData;

typedef struct DeclaredAttrData {
    Value fn;
    bool cascading;
} DeclaredAttrData;

typedef struct PropertyData {
    Value columns; /* list of Column, or unset */
    Value args;    /* tuple of what it was made from */
    Value kw;
    Value expression; /* of column_property(), with its label; unset until somebody asks */
} PropertyData;

/* Maps cls; does nothing for an abstract class or a base. table: unset, or of imperative mapping.
 */
bool decl_map(Eval *ev, Class *cls, Value registry, Value table) MUST_CHECK;
/* The registry that a class finds through its bases; unset = none. */
bool decl_registry_of(Eval *ev, Value cls, Value *out) MUST_CHECK;
/* Gives their tables the columns that were assigned to mapped classes after mapping. */
bool decl_settle(Eval *ev) MUST_CHECK;
bool decl_is_mapped(Eval *ev, Value cls);

/* How the ORM reads a column, of the arguments deferred= and group=: see ColumnData. */
Value decl_deferral(Eval *ev, Value deferred, Value group);

/* ---- annotations (annotation.c) ---- */
typedef struct Annotation {
    bool is_mapped; /* Mapped[...] */
    Value inner;    /* what is in the brackets, strings evaluated; unset = nothing usable */
} Annotation;
bool annotation_read(Eval *ev, Class *owner, Value raw, bool evaluate, Annotation *out) MUST_CHECK;
/* A mapped_column() found in Annotated[...]; unset = none. */
bool annotation_column(Eval *ev, Value inner, Value *out) MUST_CHECK;
/* Gives a mapped_column its type and nullability. */
bool annotation_apply(Eval *ev, Value registry, Class *cls, Str name, Value inner,
                      Value column) MUST_CHECK;

/* ---- attributes (attribute.c) ---- */
Value attribute_new(Eval *ev, Value cls, Str key, Value column);
/* Setting it goes by the class's @validates functions. */
void attribute_validate(Value attribute);

extern const NativeModule orm_module;
/* declarative_base(), registry(), as_declarative … for sqlalchemy.ext.declarative as well. */
extern const NativeMember decl_members[];

#endif
