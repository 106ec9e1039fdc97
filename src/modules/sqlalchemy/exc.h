/* SQLAlchemy's exceptions as Python classes: `sqlalchemy.exc`. */
#ifndef RETORT_MODULES_SQLALCHEMY_EXC_H
#define RETORT_MODULES_SQLALCHEMY_EXC_H

#include "eval/native.h"

extern const NativeClass exc_SQLAlchemyError, exc_ArgumentError, exc_InvalidRequestError,
    exc_CompileError, exc_UnsupportedCompilationError, exc_NoSuchTableError, exc_NoReferenceError,
    exc_NoReferencedTableError, exc_NoReferencedColumnError, exc_NoSuchColumnError,
    exc_UnboundExecutionError, exc_ResourceClosedError, exc_NoResultFound, exc_MultipleResultsFound,
    exc_StatementError, exc_DBAPIError, exc_InterfaceError, exc_DatabaseError, exc_DataError,
    exc_OperationalError, exc_IntegrityError, exc_InternalError, exc_ProgrammingError,
    exc_NotSupportedError, exc_DuplicateColumnError, exc_ConstraintColumnNotFoundError,
    exc_CircularDependencyError, exc_AmbiguousForeignKeysError, exc_NoForeignKeysError,
    exc_ObjectNotExecutableError, exc_TimeoutError, exc_DisconnectionError,
    exc_PendingRollbackError, exc_NoSuchModuleError, exc_IdentifierError, exc_NoInspectionAvailable,
    exc_UnreflectableTableError, exc_DontWrapMixin, exc_AwaitRequired, exc_MissingGreenlet,
    exc_UnmappedColumnError, exc_InvalidatePoolError, exc_IllegalStateChangeError,
    exc_MappedAnnotationError, exc_SADeprecationWarning, exc_Base20DeprecationWarning,
    exc_LegacyAPIWarning, exc_MovedIn20Warning, exc_SAPendingDeprecationWarning, exc_SAWarning;

/* Raises ArgumentError in SQLAlchemy's words, "<role> expected, got <repr of v>."; returns false. */
bool exc_expected(Eval *ev, const char *role, Value v);

extern const NativeModule exc_module, exc_orm_module;

#endif
