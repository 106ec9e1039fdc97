#include "modules/sqlalchemy/exc.h"

#define EXCEPTION(id, base_class)                                                                  \
    const NativeClass exc_##id = {.name = #id, .module = "sqlalchemy.exc", .base = &base_class};
#define ORM_EXCEPTION(id, base_class)                                                              \
    static const NativeClass orm_##id = {                                                          \
        .name = #id, .module = "sqlalchemy.orm.exc", .base = &base_class};

EXCEPTION(SQLAlchemyError, native_class_exception)
EXCEPTION(ArgumentError, exc_SQLAlchemyError)
EXCEPTION(DuplicateColumnError, exc_ArgumentError)
EXCEPTION(ObjectNotExecutableError, exc_ArgumentError)
EXCEPTION(NoSuchModuleError, exc_ArgumentError)
EXCEPTION(NoForeignKeysError, exc_ArgumentError)
EXCEPTION(AmbiguousForeignKeysError, exc_ArgumentError)
EXCEPTION(ConstraintColumnNotFoundError, exc_ArgumentError)
EXCEPTION(CircularDependencyError, exc_SQLAlchemyError)
EXCEPTION(CompileError, exc_SQLAlchemyError)
EXCEPTION(UnsupportedCompilationError, exc_CompileError)
EXCEPTION(IdentifierError, exc_SQLAlchemyError)
EXCEPTION(DisconnectionError, exc_SQLAlchemyError)
EXCEPTION(InvalidatePoolError, exc_DisconnectionError)
EXCEPTION(TimeoutError, exc_SQLAlchemyError)
EXCEPTION(InvalidRequestError, exc_SQLAlchemyError)
EXCEPTION(IllegalStateChangeError, exc_InvalidRequestError)
EXCEPTION(NoInspectionAvailable, exc_InvalidRequestError)
EXCEPTION(PendingRollbackError, exc_InvalidRequestError)
EXCEPTION(ResourceClosedError, exc_InvalidRequestError)
EXCEPTION(NoSuchColumnError, exc_InvalidRequestError)
EXCEPTION(NoResultFound, exc_InvalidRequestError)
EXCEPTION(MultipleResultsFound, exc_InvalidRequestError)
EXCEPTION(NoReferenceError, exc_InvalidRequestError)
EXCEPTION(AwaitRequired, exc_InvalidRequestError)
EXCEPTION(MissingGreenlet, exc_InvalidRequestError)
EXCEPTION(NoReferencedTableError, exc_NoReferenceError)
EXCEPTION(NoReferencedColumnError, exc_NoReferenceError)
EXCEPTION(NoSuchTableError, exc_InvalidRequestError)
EXCEPTION(UnreflectableTableError, exc_InvalidRequestError)
EXCEPTION(UnboundExecutionError, exc_InvalidRequestError)
EXCEPTION(DontWrapMixin, native_class_exception)
EXCEPTION(StatementError, exc_SQLAlchemyError)
EXCEPTION(DBAPIError, exc_StatementError)
EXCEPTION(InterfaceError, exc_DBAPIError)
EXCEPTION(DatabaseError, exc_DBAPIError)
EXCEPTION(DataError, exc_DatabaseError)
EXCEPTION(OperationalError, exc_DatabaseError)
EXCEPTION(IntegrityError, exc_DatabaseError)
EXCEPTION(InternalError, exc_DatabaseError)
EXCEPTION(ProgrammingError, exc_DatabaseError)
EXCEPTION(NotSupportedError, exc_DatabaseError)
/* Warnings are only named (filterwarnings, except clauses), never raised from here. */
EXCEPTION(SADeprecationWarning, native_class_exception)
EXCEPTION(Base20DeprecationWarning, exc_SADeprecationWarning)
EXCEPTION(LegacyAPIWarning, exc_Base20DeprecationWarning)
EXCEPTION(MovedIn20Warning, exc_Base20DeprecationWarning)
EXCEPTION(SAPendingDeprecationWarning, native_class_exception)
EXCEPTION(SAWarning, native_class_exception)

ORM_EXCEPTION(StaleDataError, exc_SQLAlchemyError)
ORM_EXCEPTION(FlushError, exc_SQLAlchemyError)
ORM_EXCEPTION(ObjectDereferencedError, exc_SQLAlchemyError)
ORM_EXCEPTION(DetachedInstanceError, exc_SQLAlchemyError)
ORM_EXCEPTION(UnmappedError, exc_InvalidRequestError)
ORM_EXCEPTION(UnmappedInstanceError, orm_UnmappedError)
ORM_EXCEPTION(UnmappedClassError, orm_UnmappedError)
ORM_EXCEPTION(ObjectDeletedError, exc_InvalidRequestError)
ORM_EXCEPTION(LoaderStrategyException, exc_InvalidRequestError)
const NativeClass exc_MappedAnnotationError = {
    .name = "MappedAnnotationError", .module = "sqlalchemy.orm.exc", .base = &exc_ArgumentError};
const NativeClass exc_UnmappedColumnError = {.name = "UnmappedColumnError",
                                             .module = "sqlalchemy.orm.exc",
                                             .base = &exc_InvalidRequestError};

#define MEMBER(id) NATIVE_CLASS(#id, &exc_##id)

static const NativeMember members[] = {MEMBER(SQLAlchemyError),
                                       MEMBER(ArgumentError),
                                       MEMBER(DuplicateColumnError),
                                       MEMBER(ObjectNotExecutableError),
                                       MEMBER(NoSuchModuleError),
                                       MEMBER(NoForeignKeysError),
                                       MEMBER(AmbiguousForeignKeysError),
                                       MEMBER(ConstraintColumnNotFoundError),
                                       MEMBER(CircularDependencyError),
                                       MEMBER(CompileError),
                                       MEMBER(UnsupportedCompilationError),
                                       MEMBER(IdentifierError),
                                       MEMBER(DisconnectionError),
                                       MEMBER(InvalidatePoolError),
                                       MEMBER(TimeoutError),
                                       MEMBER(InvalidRequestError),
                                       MEMBER(IllegalStateChangeError),
                                       MEMBER(NoInspectionAvailable),
                                       MEMBER(PendingRollbackError),
                                       MEMBER(ResourceClosedError),
                                       MEMBER(NoSuchColumnError),
                                       MEMBER(NoResultFound),
                                       MEMBER(MultipleResultsFound),
                                       MEMBER(NoReferenceError),
                                       MEMBER(AwaitRequired),
                                       MEMBER(MissingGreenlet),
                                       MEMBER(NoReferencedTableError),
                                       MEMBER(NoReferencedColumnError),
                                       MEMBER(NoSuchTableError),
                                       MEMBER(UnreflectableTableError),
                                       MEMBER(UnboundExecutionError),
                                       MEMBER(DontWrapMixin),
                                       MEMBER(StatementError),
                                       MEMBER(DBAPIError),
                                       MEMBER(InterfaceError),
                                       MEMBER(DatabaseError),
                                       MEMBER(DataError),
                                       MEMBER(OperationalError),
                                       MEMBER(IntegrityError),
                                       MEMBER(InternalError),
                                       MEMBER(ProgrammingError),
                                       MEMBER(NotSupportedError),
                                       MEMBER(SADeprecationWarning),
                                       MEMBER(Base20DeprecationWarning),
                                       MEMBER(LegacyAPIWarning),
                                       MEMBER(MovedIn20Warning),
                                       MEMBER(SAPendingDeprecationWarning),
                                       MEMBER(SAWarning),
                                       NATIVE_END};

static const NativeMember orm_members[] = {
    NATIVE_CLASS("StaleDataError", &orm_StaleDataError),
    NATIVE_CLASS("ConcurrentModificationError", &orm_StaleDataError),
    NATIVE_CLASS("FlushError", &orm_FlushError),
    NATIVE_CLASS("ObjectDereferencedError", &orm_ObjectDereferencedError),
    NATIVE_CLASS("DetachedInstanceError", &orm_DetachedInstanceError),
    NATIVE_CLASS("UnmappedError", &orm_UnmappedError),
    NATIVE_CLASS("UnmappedInstanceError", &orm_UnmappedInstanceError),
    NATIVE_CLASS("UnmappedClassError", &orm_UnmappedClassError),
    NATIVE_CLASS("ObjectDeletedError", &orm_ObjectDeletedError),
    NATIVE_CLASS("UnmappedColumnError", &exc_UnmappedColumnError),
    NATIVE_CLASS("MappedAnnotationError", &exc_MappedAnnotationError),
    NATIVE_CLASS("LoaderStrategyException", &orm_LoaderStrategyException),
    MEMBER(NoResultFound),
    MEMBER(MultipleResultsFound),
    NATIVE_END};

const NativeModule exc_module = {"sqlalchemy.exc", members, NULL};
const NativeModule exc_orm_module = {"sqlalchemy.orm.exc", orm_members, NULL};

bool exc_expected(Eval *ev, const char *role, Value v)
{
    Value shown;
    if (!eval_repr(ev, v, &shown)) return false;
    return eval_raise_native(ev, &exc_ArgumentError, "%s expected, got %.*s.", role,
                             STR_ARG(value_as_str(shown)));
}
