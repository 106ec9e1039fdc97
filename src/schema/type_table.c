#include "schema/type_table.h"

/* The parameter sets: positional ones first, in the order of __init__; the last number is the place
 * in repr() where that differs from this order. */

static const TypeParam length_params[] = {
    {"length", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam item_type_as_tuple_dimensions_params[] = {
    {"item_type", NULL, TYPE_PARAM_POSITIONAL, false},
    {"as_tuple", "False", TYPE_PARAM_POSITIONAL, false},
    {"dimensions", "None", TYPE_PARAM_POSITIONAL, false},
    {"zero_indexes", "False", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam create_constraint_name_params[] = {
    {"create_constraint", "False", TYPE_PARAM_POSITIONAL, false},
    {"name", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam length_collation_params[] = {
    {"length", "None", TYPE_PARAM_POSITIONAL, false},
    {"collation", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam timezone_params[] = {
    {"timezone", "False", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam numeric_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"scale", "None", TYPE_PARAM_POSITIONAL, false},
    {"decimal_return_scale", "None", TYPE_PARAM_POSITIONAL, false},
    {"asdecimal", "True", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam float_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"asdecimal", "False", TYPE_PARAM_POSITIONAL, false},
    {"decimal_return_scale", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam enums_name_schema_params[] = {
    {"enums", NULL, TYPE_PARAM_VARARGS, false},
    {"name", "None", TYPE_PARAM_KEYWORD, false},
    {"schema", "None", TYPE_PARAM_KEYWORD, false},
    {"metadata", "None", TYPE_PARAM_KEYWORD, true},
    {"inherit_schema", "False", TYPE_PARAM_KEYWORD, false},
    {"quote", "None", TYPE_PARAM_KEYWORD, true},
    {"native_enum", "True", TYPE_PARAM_KEYWORD, false},
    {"create_constraint", "False", TYPE_PARAM_KEYWORD, false},
    {"length", "None", TYPE_PARAM_KEYWORD, false},
    {"values_callable", "None", TYPE_PARAM_KEYWORD, true},
    {"sort_key_function", "None", TYPE_PARAM_KEYWORD, true},
    {"validate_strings", "False", TYPE_PARAM_KEYWORD, true},
    {"omit_aliases", "True", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam native_second_precision_day_precision_params[] = {
    {"native", "True", TYPE_PARAM_POSITIONAL, true},
    {"second_precision", "None", TYPE_PARAM_POSITIONAL, true},
    {"day_precision", "None", TYPE_PARAM_POSITIONAL, true},
    {0}};
static const TypeParam none_as_null_params[] = {
    {"none_as_null", "False", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam protocol_pickler_comparator_params[] = {
    {"protocol", "5", TYPE_PARAM_POSITIONAL, true},
    {"pickler", "None", TYPE_PARAM_POSITIONAL, true},
    {"comparator", "None", TYPE_PARAM_POSITIONAL, true},
    {"impl", "None", TYPE_PARAM_POSITIONAL, true},
    {0}};
static const TypeParam types_params[] = {
    {"types", NULL, TYPE_PARAM_VARARGS, false},
    {0}};
static const TypeParam as_uuid_params[] = {
    {"as_uuid", "True", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam as_uuid_native_uuid_params[] = {
    {"as_uuid", "True", TYPE_PARAM_POSITIONAL, false},
    {"native_uuid", "True", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam length_varying_params[] = {
    {"length", "None", TYPE_PARAM_POSITIONAL, false},
    {"varying", "False", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam name_data_type_collation_params[] = {
    {"name", NULL, TYPE_PARAM_POSITIONAL, false},
    {"data_type", NULL, TYPE_PARAM_POSITIONAL, false},
    {"collation", "None", TYPE_PARAM_KEYWORD, true},
    {"default", "None", TYPE_PARAM_KEYWORD, true},
    {"constraint_name", "None", TYPE_PARAM_KEYWORD, true},
    {"not_null", "None", TYPE_PARAM_KEYWORD, true},
    {"check", "None", TYPE_PARAM_KEYWORD, true},
    {"create_type", "True", TYPE_PARAM_KEYWORD, true},
    {"schema", "None", TYPE_PARAM_KEYWORD, true},
    {"metadata", "None", TYPE_PARAM_KEYWORD, true},
    {"inherit_schema", "None", TYPE_PARAM_KEYWORD, true},
    {"quote", "None", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam enums_name_schema2_params[] = {
    {"enums", NULL, TYPE_PARAM_VARARGS, false},
    {"name", "None", TYPE_PARAM_KEYWORD, false},
    {"schema", "None", TYPE_PARAM_KEYWORD, false},
    {"metadata", "None", TYPE_PARAM_KEYWORD, true},
    {"inherit_schema", "False", TYPE_PARAM_KEYWORD, false},
    {"quote", "None", TYPE_PARAM_KEYWORD, true},
    {"create_type", "True", TYPE_PARAM_KEYWORD, true},
    {"native_enum", "True", TYPE_PARAM_KEYWORD, false},
    {"create_constraint", "False", TYPE_PARAM_KEYWORD, false},
    {"length", "None", TYPE_PARAM_KEYWORD, false},
    {"values_callable", "None", TYPE_PARAM_KEYWORD, true},
    {"sort_key_function", "None", TYPE_PARAM_KEYWORD, true},
    {"validate_strings", "False", TYPE_PARAM_KEYWORD, true},
    {"omit_aliases", "True", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam text_type_params[] = {
    {"text_type", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam precision_fields_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"fields", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam none_as_null_astext_type_params[] = {
    {"none_as_null", "False", TYPE_PARAM_POSITIONAL, false},
    {"astext_type", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam timezone_precision_params[] = {
    {"timezone", "False", TYPE_PARAM_POSITIONAL, false},
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam storage_format_regexp_params[] = {
    {"storage_format", "None", TYPE_PARAM_POSITIONAL, true},
    {"regexp", "None", TYPE_PARAM_POSITIONAL, true},
    {0}};
static const TypeParam timezone_storage_format_regexp_params[] = {
    {"timezone", "False", TYPE_PARAM_KEYWORD, true},
    {"storage_format", "None", TYPE_PARAM_KEYWORD, true},
    {"regexp", "None", TYPE_PARAM_KEYWORD, true},
    {"truncate_microseconds", "False", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam precision_scale_asdecimal_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"scale", "None", TYPE_PARAM_POSITIONAL, false},
    {"asdecimal", "False", TYPE_PARAM_POSITIONAL, false},
    {"unsigned", "False", TYPE_PARAM_KEYWORD, false},
    {"zerofill", "False", TYPE_PARAM_KEYWORD, false},
    {"decimal_return_scale", "None", TYPE_PARAM_KEYWORD, false},
    {0}};
static const TypeParam display_width_unsigned_zerofill_params[] = {
    {"display_width", "None", TYPE_PARAM_POSITIONAL, false},
    {"unsigned", "False", TYPE_PARAM_KEYWORD, false},
    {"zerofill", "False", TYPE_PARAM_KEYWORD, false},
    {0}};
static const TypeParam mystring_params[] = {
    {"charset", "None", TYPE_PARAM_POSITIONAL, false},
    {"collation", "None", TYPE_PARAM_POSITIONAL, false},
    {"ascii", "False", TYPE_PARAM_POSITIONAL, false},
    {"binary", "False", TYPE_PARAM_POSITIONAL, false},
    {"unicode", "False", TYPE_PARAM_POSITIONAL, false},
    {"national", "False", TYPE_PARAM_POSITIONAL, false},
    {"length", "None", TYPE_PARAM_KEYWORD, false},
    {0}};
static const TypeParam mystring2_params[] = {
    {"length", "None", TYPE_PARAM_POSITIONAL, false, 7},
    {"charset", "None", TYPE_PARAM_KEYWORD, false, 1},
    {"collation", "None", TYPE_PARAM_KEYWORD, false, 2},
    {"ascii", "False", TYPE_PARAM_KEYWORD, false, 3},
    {"binary", "False", TYPE_PARAM_KEYWORD, false, 4},
    {"unicode", "False", TYPE_PARAM_KEYWORD, false, 5},
    {"national", "False", TYPE_PARAM_KEYWORD, false, 6},
    {0}};
static const TypeParam timezone_fsp_params[] = {
    {"timezone", "False", TYPE_PARAM_POSITIONAL, false},
    {"fsp", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam unsigned_zerofill_precision_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false, 3},
    {"scale", "None", TYPE_PARAM_POSITIONAL, false, 4},
    {"asdecimal", "True", TYPE_PARAM_POSITIONAL, false, 6},
    {"unsigned", "False", TYPE_PARAM_KEYWORD, false, 1},
    {"zerofill", "False", TYPE_PARAM_KEYWORD, false, 2},
    {"decimal_return_scale", "None", TYPE_PARAM_KEYWORD, false, 5},
    {0}};
static const TypeParam enums_charset_collation_params[] = {
    {"enums", NULL, TYPE_PARAM_VARARGS, false},
    {"charset", "None", TYPE_PARAM_KEYWORD, false},
    {"collation", "None", TYPE_PARAM_KEYWORD, false},
    {"ascii", "False", TYPE_PARAM_KEYWORD, false},
    {"binary", "False", TYPE_PARAM_KEYWORD, false},
    {"unicode", "False", TYPE_PARAM_KEYWORD, false},
    {"national", "False", TYPE_PARAM_KEYWORD, false},
    {"name", "None", TYPE_PARAM_KEYWORD, true},
    {"schema", "None", TYPE_PARAM_KEYWORD, true},
    {"metadata", "None", TYPE_PARAM_KEYWORD, true},
    {"inherit_schema", "False", TYPE_PARAM_KEYWORD, true},
    {"quote", "None", TYPE_PARAM_KEYWORD, true},
    {"native_enum", "True", TYPE_PARAM_KEYWORD, true},
    {"create_constraint", "False", TYPE_PARAM_KEYWORD, true},
    {"length", "None", TYPE_PARAM_KEYWORD, true},
    {"values_callable", "None", TYPE_PARAM_KEYWORD, true},
    {"sort_key_function", "None", TYPE_PARAM_KEYWORD, true},
    {"validate_strings", "False", TYPE_PARAM_KEYWORD, true},
    {"omit_aliases", "True", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam mystring3_params[] = {
    {"charset", "None", TYPE_PARAM_KEYWORD, false},
    {"collation", "None", TYPE_PARAM_KEYWORD, false},
    {"ascii", "False", TYPE_PARAM_KEYWORD, false},
    {"binary", "False", TYPE_PARAM_KEYWORD, false},
    {"unicode", "False", TYPE_PARAM_KEYWORD, false},
    {"national", "False", TYPE_PARAM_KEYWORD, false},
    {"length", "None", TYPE_PARAM_KEYWORD, false},
    {0}};
static const TypeParam values_charset_collation_params[] = {
    {"values", NULL, TYPE_PARAM_VARARGS, false},
    {"charset", "None", TYPE_PARAM_KEYWORD, false},
    {"collation", "None", TYPE_PARAM_KEYWORD, false},
    {"ascii", "False", TYPE_PARAM_KEYWORD, false},
    {"binary", "False", TYPE_PARAM_KEYWORD, false},
    {"unicode", "False", TYPE_PARAM_KEYWORD, false},
    {"national", "False", TYPE_PARAM_KEYWORD, false},
    {"length", "None", TYPE_PARAM_KEYWORD, true},
    {"retrieve_as_bitwise", "False", TYPE_PARAM_KEYWORD, false},
    {0}};
static const TypeParam display_width_params[] = {
    {"display_width", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam precision_timezone_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"timezone", "False", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam double2_params[] = {
    {"precision", "53", TYPE_PARAM_KEYWORD, true},
    {"asdecimal", "False", TYPE_PARAM_KEYWORD, true},
    {"decimal_return_scale", "None", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam real2_params[] = {
    {"precision", "24", TYPE_PARAM_KEYWORD, true},
    {"asdecimal", "False", TYPE_PARAM_KEYWORD, true},
    {"decimal_return_scale", "None", TYPE_PARAM_KEYWORD, true},
    {0}};
static const TypeParam convert_int_params[] = {
    {"convert_int", "False", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam precision_dropped_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"timezone", "False", TYPE_PARAM_DROPPED, true},
    {0}};
static const TypeParam length_filestream_params[] = {
    {"length", "None", TYPE_PARAM_POSITIONAL, false},
    {"filestream", "False", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam binary_float_params[] = {
    {"binary_precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"asdecimal", "False", TYPE_PARAM_POSITIONAL, false},
    {"decimal_return_scale", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam day_precision_second_precision_params[] = {
    {"day_precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"second_precision", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam precision_scale_asdecimal2_params[] = {
    {"precision", "None", TYPE_PARAM_POSITIONAL, false},
    {"scale", "None", TYPE_PARAM_POSITIONAL, false},
    {"asdecimal", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam timezone_local_timezone_params[] = {
    {"timezone", "False", TYPE_PARAM_POSITIONAL, false},
    {"local_timezone", "False", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam dim_storage_format_storage_type_params[] = {
    {"dim", "None", TYPE_PARAM_POSITIONAL, false},
    {"storage_format", "None", TYPE_PARAM_POSITIONAL, false},
    {"storage_type", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam dim_params[] = {
    {"dim", "None", TYPE_PARAM_POSITIONAL, false},
    {0}};
static const TypeParam no_params[] = {{0}};

#define M_SQL_SQLTYPES "sqlalchemy.sql.sqltypes"
#define M_SQL_TYPE_API "sqlalchemy.sql.type_api"
#define M_POSTGRESQL_RANGES "sqlalchemy.dialects.postgresql.ranges"
#define M_POSTGRESQL_ARRAY "sqlalchemy.dialects.postgresql.array"
#define M_POSTGRESQL_TYPES "sqlalchemy.dialects.postgresql.types"
#define M_POSTGRESQL_NAMED_TYPES "sqlalchemy.dialects.postgresql.named_types"
#define M_POSTGRESQL_HSTORE "sqlalchemy.dialects.postgresql.hstore"
#define M_POSTGRESQL_JSON "sqlalchemy.dialects.postgresql.json"
#define M_SQLITE_BASE "sqlalchemy.dialects.sqlite.base"
#define M_SQLITE_JSON "sqlalchemy.dialects.sqlite.json"
#define M_MYSQL_TYPES "sqlalchemy.dialects.mysql.types"
#define M_MYSQL_ENUMERATED "sqlalchemy.dialects.mysql.enumerated"
#define M_MYSQL_MARIADB "sqlalchemy.dialects.mysql.mariadb"
#define M_MYSQL_JSON "sqlalchemy.dialects.mysql.json"
#define M_MSSQL_BASE "sqlalchemy.dialects.mssql.base"
#define M_MSSQL_JSON "sqlalchemy.dialects.mssql.json"
#define M_ORACLE_TYPES "sqlalchemy.dialects.oracle.types"
#define M_ORACLE_VECTOR "sqlalchemy.dialects.oracle.vector"
#define M_PGVECTOR_BIT "pgvector.sqlalchemy.bit"
#define M_PGVECTOR_HALFVEC "pgvector.sqlalchemy.halfvec"
#define M_PGVECTOR_SPARSEVEC "pgvector.sqlalchemy.sparsevec"
#define M_PGVECTOR_VECTOR "pgvector.sqlalchemy.vector"

/* X(id, name, module, __visit_name__, base, affinity, parameters, modules that export it) */
#define GENERIC_ROWS(X) \
    X(_AbstractInterval, "_AbstractInterval", M_SQL_SQLTYPES, "", &type_TypeEngine, INTERVAL, no_params, 0) \
    X(_Binary, "_Binary", M_SQL_SQLTYPES, "", &type_TypeEngine, BINARY, length_params, IN_TYPES) \
    X(ARRAY, "ARRAY", M_SQL_SQLTYPES, "ARRAY", &type_TypeEngine, ARRAY, item_type_as_tuple_dimensions_params, IN_SA | IN_TYPES) \
    X(BIGINT, "BIGINT", M_SQL_SQLTYPES, "BIGINT", &type_BigInteger, INTEGER, no_params, IN_SA | IN_TYPES | IN_PG | IN_MS) \
    X(BigInteger, "BigInteger", M_SQL_SQLTYPES, "big_integer", &type_Integer, INTEGER, no_params, IN_SA | IN_TYPES) \
    X(BINARY, "BINARY", M_SQL_SQLTYPES, "BINARY", &type__Binary, BINARY, length_params, IN_SA | IN_TYPES | IN_MY | IN_MS) \
    X(BLOB, "BLOB", M_SQL_SQLTYPES, "BLOB", &type_LargeBinary, BINARY, length_params, IN_SA | IN_TYPES | IN_LITE | IN_MY | IN_ORA) \
    X(BOOLEAN, "BOOLEAN", M_SQL_SQLTYPES, "BOOLEAN", &type_Boolean, BOOLEAN, create_constraint_name_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MY) \
    X(Boolean, "Boolean", M_SQL_SQLTYPES, "boolean", &type_TypeEngine, BOOLEAN, create_constraint_name_params, IN_SA | IN_TYPES) \
    X(CHAR, "CHAR", M_SQL_SQLTYPES, "CHAR", &type_String, STRING, length_collation_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MS | IN_ORA) \
    X(CLOB, "CLOB", M_SQL_SQLTYPES, "CLOB", &type_Text, STRING, length_collation_params, IN_SA | IN_TYPES | IN_ORA) \
    X(DATE, "DATE", M_SQL_SQLTYPES, "DATE", &type_Date, DATE, no_params, IN_SA | IN_TYPES | IN_PG | IN_MY | IN_MS) \
    X(Date, "Date", M_SQL_SQLTYPES, "date", &type_TypeEngine, DATE, no_params, IN_SA | IN_TYPES) \
    X(DATETIME, "DATETIME", M_SQL_SQLTYPES, "DATETIME", &type_DateTime, DATETIME, timezone_params, IN_SA | IN_TYPES | IN_MS) \
    X(DateTime, "DateTime", M_SQL_SQLTYPES, "datetime", &type_TypeEngine, DATETIME, timezone_params, IN_SA | IN_TYPES) \
    X(DECIMAL, "DECIMAL", M_SQL_SQLTYPES, "DECIMAL", &type_Numeric, NUMERIC, numeric_params, IN_SA | IN_TYPES | IN_LITE | IN_MS) \
    X(DOUBLE, "DOUBLE", M_SQL_SQLTYPES, "DOUBLE", &type_Double, FLOAT, float_params, IN_SA | IN_TYPES) \
    X(Double, "Double", M_SQL_SQLTYPES, "double", &type_Float, FLOAT, float_params, IN_SA | IN_TYPES) \
    X(DOUBLE_PRECISION, "DOUBLE_PRECISION", M_SQL_SQLTYPES, "DOUBLE_PRECISION", &type_Double, FLOAT, float_params, IN_SA | IN_TYPES | IN_PG | IN_ORA) \
    X(Enum, "Enum", M_SQL_SQLTYPES, "enum", &type_String, ENUM, enums_name_schema_params, IN_SA | IN_TYPES) \
    X(FLOAT, "FLOAT", M_SQL_SQLTYPES, "FLOAT", &type_Float, FLOAT, float_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MS) \
    X(Float, "Float", M_SQL_SQLTYPES, "float", &type_Numeric, FLOAT, float_params, IN_SA | IN_TYPES) \
    X(INTEGER, "INTEGER", M_SQL_SQLTYPES, "INTEGER", &type_Integer, INTEGER, no_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MS) \
    X(Integer, "Integer", M_SQL_SQLTYPES, "integer", &type_TypeEngine, INTEGER, no_params, IN_SA | IN_TYPES) \
    X(Interval, "Interval", M_SQL_SQLTYPES, "type_decorator", &type__AbstractInterval, INTERVAL, native_second_precision_day_precision_params, IN_SA | IN_TYPES) \
    X(JSON, "JSON", M_SQL_SQLTYPES, "JSON", &type_TypeEngine, JSON, none_as_null_params, IN_SA | IN_TYPES) \
    X(JSONElementType, "JSONElementType", M_SQL_SQLTYPES, "", &type_TypeEngine, OTHER, no_params, 0) \
    X(JSONPathType, "JSONPathType", M_SQL_SQLTYPES, "json_path", &type_JSONElementType, OTHER, no_params, 0) \
    X(LargeBinary, "LargeBinary", M_SQL_SQLTYPES, "large_binary", &type__Binary, BINARY, length_params, IN_SA | IN_TYPES) \
    X(MatchType, "MatchType", M_SQL_SQLTYPES, "boolean", &type_Boolean, BOOLEAN, create_constraint_name_params, IN_TYPES) \
    X(NCHAR, "NCHAR", M_SQL_SQLTYPES, "NCHAR", &type_Unicode, STRING, length_collation_params, IN_SA | IN_TYPES | IN_MS | IN_ORA) \
    X(NullType, "NullType", M_SQL_SQLTYPES, "null", &type_TypeEngine, NULL, no_params, IN_TYPES) \
    X(NUMERIC, "NUMERIC", M_SQL_SQLTYPES, "NUMERIC", &type_Numeric, NUMERIC, numeric_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MS) \
    X(Numeric, "Numeric", M_SQL_SQLTYPES, "numeric", &type_TypeEngine, NUMERIC, numeric_params, IN_SA | IN_TYPES) \
    X(NVARCHAR, "NVARCHAR", M_SQL_SQLTYPES, "NVARCHAR", &type_Unicode, STRING, length_collation_params, IN_SA | IN_TYPES | IN_MS | IN_ORA) \
    X(PickleType, "PickleType", M_SQL_SQLTYPES, "type_decorator", &type_TypeDecorator, BINARY, protocol_pickler_comparator_params, IN_SA | IN_TYPES) \
    X(REAL, "REAL", M_SQL_SQLTYPES, "REAL", &type_Float, FLOAT, float_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_ORA) \
    X(SMALLINT, "SMALLINT", M_SQL_SQLTYPES, "SMALLINT", &type_SmallInteger, INTEGER, no_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MS) \
    X(SmallInteger, "SmallInteger", M_SQL_SQLTYPES, "small_integer", &type_Integer, INTEGER, no_params, IN_SA | IN_TYPES) \
    X(String, "String", M_SQL_SQLTYPES, "string", &type_TypeEngine, STRING, length_collation_params, IN_SA | IN_TYPES) \
    X(TEXT, "TEXT", M_SQL_SQLTYPES, "TEXT", &type_Text, STRING, length_collation_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MS) \
    X(Text, "Text", M_SQL_SQLTYPES, "text", &type_String, STRING, length_collation_params, IN_SA | IN_TYPES) \
    X(TIME, "TIME", M_SQL_SQLTYPES, "TIME", &type_Time, TIME, timezone_params, IN_SA | IN_TYPES) \
    X(Time, "Time", M_SQL_SQLTYPES, "time", &type_TypeEngine, TIME, timezone_params, IN_SA | IN_TYPES) \
    X(TIMESTAMP, "TIMESTAMP", M_SQL_SQLTYPES, "TIMESTAMP", &type_DateTime, DATETIME, timezone_params, IN_SA | IN_TYPES | IN_LITE) \
    X(TupleType, "TupleType", M_SQL_SQLTYPES, "", &type_TypeEngine, OTHER, types_params, IN_SA | IN_TYPES) \
    X(TypeEngine, "TypeEngine", M_SQL_TYPE_API, "", NULL, OTHER, no_params, IN_TYPES) \
    X(Unicode, "Unicode", M_SQL_SQLTYPES, "unicode", &type_String, STRING, length_collation_params, IN_SA | IN_TYPES) \
    X(UnicodeText, "UnicodeText", M_SQL_SQLTYPES, "unicode_text", &type_Text, STRING, length_collation_params, IN_SA | IN_TYPES) \
    X(UUID, "UUID", M_SQL_SQLTYPES, "UUID", &type_Uuid, UUID, as_uuid_params, IN_SA | IN_TYPES | IN_PG) \
    X(Uuid, "Uuid", M_SQL_SQLTYPES, "uuid", &type_TypeEngine, UUID, as_uuid_native_uuid_params, IN_SA | IN_TYPES) \
    X(VARBINARY, "VARBINARY", M_SQL_SQLTYPES, "VARBINARY", &type__Binary, BINARY, length_params, IN_SA | IN_TYPES | IN_MY) \
    X(VARCHAR, "VARCHAR", M_SQL_SQLTYPES, "VARCHAR", &type_String, STRING, length_collation_params, IN_SA | IN_TYPES | IN_PG | IN_LITE | IN_MS | IN_ORA)

#define POSTGRESQL_ROWS(X) \
    X(postgresql_AbstractMultiRange, "AbstractMultiRange", M_POSTGRESQL_RANGES, "", &type_postgresql_AbstractRange, OTHER, no_params, IN_PG) \
    X(postgresql_AbstractRange, "AbstractRange", M_POSTGRESQL_RANGES, "", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_AbstractSingleRange, "AbstractSingleRange", M_POSTGRESQL_RANGES, "", &type_postgresql_AbstractRange, OTHER, no_params, IN_PG) \
    X(postgresql_ARRAY, "ARRAY", M_POSTGRESQL_ARRAY, "ARRAY", &type_ARRAY, ARRAY, item_type_as_tuple_dimensions_params, IN_PG) \
    X(postgresql_BIT, "BIT", M_POSTGRESQL_TYPES, "BIT", &type_TypeEngine, OTHER, length_varying_params, IN_PG) \
    X(postgresql_BYTEA, "BYTEA", M_POSTGRESQL_TYPES, "BYTEA", &type_LargeBinary, BINARY, length_params, IN_PG) \
    X(postgresql_CIDR, "CIDR", M_POSTGRESQL_TYPES, "CIDR", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_CITEXT, "CITEXT", M_POSTGRESQL_TYPES, "CITEXT", &type_TEXT, STRING, length_collation_params, IN_PG) \
    X(postgresql_DATEMULTIRANGE, "DATEMULTIRANGE", M_POSTGRESQL_RANGES, "DATEMULTIRANGE", &type_postgresql_AbstractMultiRange, OTHER, no_params, IN_PG) \
    X(postgresql_DATERANGE, "DATERANGE", M_POSTGRESQL_RANGES, "DATERANGE", &type_postgresql_AbstractSingleRange, OTHER, no_params, IN_PG) \
    X(postgresql_DOMAIN, "DOMAIN", M_POSTGRESQL_NAMED_TYPES, "DOMAIN", &type_postgresql_NamedType, OTHER, name_data_type_collation_params, IN_PG) \
    X(postgresql_ENUM, "ENUM", M_POSTGRESQL_NAMED_TYPES, "enum", &type_Enum, ENUM, enums_name_schema2_params, IN_PG) \
    X(postgresql_HSTORE, "HSTORE", M_POSTGRESQL_HSTORE, "HSTORE", &type_TypeEngine, OTHER, text_type_params, IN_PG) \
    X(postgresql_INET, "INET", M_POSTGRESQL_TYPES, "INET", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_INT4MULTIRANGE, "INT4MULTIRANGE", M_POSTGRESQL_RANGES, "INT4MULTIRANGE", &type_postgresql_AbstractMultiRange, OTHER, no_params, IN_PG) \
    X(postgresql_INT4RANGE, "INT4RANGE", M_POSTGRESQL_RANGES, "INT4RANGE", &type_postgresql_AbstractSingleRange, OTHER, no_params, IN_PG) \
    X(postgresql_INT8MULTIRANGE, "INT8MULTIRANGE", M_POSTGRESQL_RANGES, "INT8MULTIRANGE", &type_postgresql_AbstractMultiRange, OTHER, no_params, IN_PG) \
    X(postgresql_INT8RANGE, "INT8RANGE", M_POSTGRESQL_RANGES, "INT8RANGE", &type_postgresql_AbstractSingleRange, OTHER, no_params, IN_PG) \
    X(postgresql_INTERVAL, "INTERVAL", M_POSTGRESQL_TYPES, "INTERVAL", &type__AbstractInterval, INTERVAL, precision_fields_params, IN_PG) \
    X(postgresql_JSON, "JSON", M_POSTGRESQL_JSON, "JSON", &type_JSON, JSON, none_as_null_astext_type_params, IN_PG) \
    X(postgresql_JSONB, "JSONB", M_POSTGRESQL_JSON, "JSONB", &type_postgresql_JSON, JSON, none_as_null_astext_type_params, IN_PG) \
    X(postgresql_JSONPATH, "JSONPATH", M_POSTGRESQL_JSON, "JSONPATH", &type_postgresql_JSONPathType, OTHER, no_params, IN_PG) \
    X(postgresql_JSONPathType, "JSONPathType", M_POSTGRESQL_JSON, "json_path", &type_JSONPathType, OTHER, no_params, 0) \
    X(postgresql_MACADDR, "MACADDR", M_POSTGRESQL_TYPES, "MACADDR", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_MACADDR8, "MACADDR8", M_POSTGRESQL_TYPES, "MACADDR8", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_MONEY, "MONEY", M_POSTGRESQL_TYPES, "MONEY", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_NamedType, "NamedType", M_POSTGRESQL_NAMED_TYPES, "", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_NUMMULTIRANGE, "NUMMULTIRANGE", M_POSTGRESQL_RANGES, "NUMMULTIRANGE", &type_postgresql_AbstractMultiRange, OTHER, no_params, IN_PG) \
    X(postgresql_NUMRANGE, "NUMRANGE", M_POSTGRESQL_RANGES, "NUMRANGE", &type_postgresql_AbstractSingleRange, OTHER, no_params, IN_PG) \
    X(postgresql_OID, "OID", M_POSTGRESQL_TYPES, "OID", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_REGCLASS, "REGCLASS", M_POSTGRESQL_TYPES, "REGCLASS", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_REGCONFIG, "REGCONFIG", M_POSTGRESQL_TYPES, "REGCONFIG", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_TIME, "TIME", M_POSTGRESQL_TYPES, "TIME", &type_TIME, TIME, timezone_precision_params, IN_PG) \
    X(postgresql_TIMESTAMP, "TIMESTAMP", M_POSTGRESQL_TYPES, "TIMESTAMP", &type_TIMESTAMP, DATETIME, timezone_precision_params, IN_PG) \
    X(postgresql_TSMULTIRANGE, "TSMULTIRANGE", M_POSTGRESQL_RANGES, "TSMULTIRANGE", &type_postgresql_AbstractMultiRange, OTHER, no_params, IN_PG) \
    X(postgresql_TSQUERY, "TSQUERY", M_POSTGRESQL_TYPES, "TSQUERY", &type_TypeEngine, OTHER, no_params, IN_PG) \
    X(postgresql_TSRANGE, "TSRANGE", M_POSTGRESQL_RANGES, "TSRANGE", &type_postgresql_AbstractSingleRange, OTHER, no_params, IN_PG) \
    X(postgresql_TSTZMULTIRANGE, "TSTZMULTIRANGE", M_POSTGRESQL_RANGES, "TSTZMULTIRANGE", &type_postgresql_AbstractMultiRange, OTHER, no_params, IN_PG) \
    X(postgresql_TSTZRANGE, "TSTZRANGE", M_POSTGRESQL_RANGES, "TSTZRANGE", &type_postgresql_AbstractSingleRange, OTHER, no_params, IN_PG) \
    X(postgresql_TSVECTOR, "TSVECTOR", M_POSTGRESQL_TYPES, "TSVECTOR", &type_TypeEngine, OTHER, no_params, IN_PG)

#define SQLITE_ROWS(X) \
    X(sqlite_DATE, "DATE", M_SQLITE_BASE, "date", &type_Date, DATE, storage_format_regexp_params, IN_LITE) \
    X(sqlite_DATETIME, "DATETIME", M_SQLITE_BASE, "datetime", &type_DateTime, DATETIME, timezone_storage_format_regexp_params, IN_LITE) \
    X(sqlite_JSON, "JSON", M_SQLITE_JSON, "JSON", &type_JSON, JSON, none_as_null_params, IN_LITE) \
    X(sqlite_TIME, "TIME", M_SQLITE_BASE, "time", &type_Time, TIME, timezone_storage_format_regexp_params, IN_LITE)

#define MYSQL_ROWS(X) \
    X(mysql__FloatType, "_FloatType", M_MYSQL_TYPES, "float", &type_Float, FLOAT, precision_scale_asdecimal_params, 0) \
    X(mysql__IntegerType, "_IntegerType", M_MYSQL_TYPES, "integer", &type_Integer, INTEGER, display_width_unsigned_zerofill_params, 0) \
    X(mysql__StringType, "_StringType", M_MYSQL_TYPES, "string", &type_String, STRING, mystring_params, 0) \
    X(mysql_BIGINT, "BIGINT", M_MYSQL_TYPES, "BIGINT", &type_BIGINT, INTEGER, display_width_unsigned_zerofill_params, IN_MY) \
    X(mysql_BIT, "BIT", M_MYSQL_TYPES, "BIT", &type_TypeEngine, OTHER, length_params, IN_MY) \
    X(mysql_CHAR, "CHAR", M_MYSQL_TYPES, "CHAR", &type_CHAR, STRING, mystring2_params, IN_MY) \
    X(mysql_DATETIME, "DATETIME", M_MYSQL_TYPES, "DATETIME", &type_DATETIME, DATETIME, timezone_fsp_params, IN_MY) \
    X(mysql_DECIMAL, "DECIMAL", M_MYSQL_TYPES, "DECIMAL", &type_DECIMAL, NUMERIC, unsigned_zerofill_precision_params, IN_MY) \
    X(mysql_DOUBLE, "DOUBLE", M_MYSQL_TYPES, "DOUBLE", &type_DOUBLE, FLOAT, precision_scale_asdecimal_params, IN_MY) \
    X(mysql_ENUM, "ENUM", M_MYSQL_ENUMERATED, "ENUM", &type_Enum, ENUM, enums_charset_collation_params, IN_MY) \
    X(mysql_FLOAT, "FLOAT", M_MYSQL_TYPES, "FLOAT", &type_FLOAT, FLOAT, precision_scale_asdecimal_params, IN_MY) \
    X(mysql_INET4, "INET4", M_MYSQL_MARIADB, "INET4", &type_TypeEngine, OTHER, no_params, IN_MY) \
    X(mysql_INET6, "INET6", M_MYSQL_MARIADB, "INET6", &type_TypeEngine, OTHER, no_params, IN_MY) \
    X(mysql_INTEGER, "INTEGER", M_MYSQL_TYPES, "INTEGER", &type_INTEGER, INTEGER, display_width_unsigned_zerofill_params, IN_MY) \
    X(mysql_JSON, "JSON", M_MYSQL_JSON, "JSON", &type_JSON, JSON, none_as_null_params, IN_MY) \
    X(mysql_LONGBLOB, "LONGBLOB", M_MYSQL_TYPES, "LONGBLOB", &type__Binary, BINARY, length_params, IN_MY) \
    X(mysql_LONGTEXT, "LONGTEXT", M_MYSQL_TYPES, "LONGTEXT", &type_String, STRING, mystring3_params, IN_MY) \
    X(mysql_MEDIUMBLOB, "MEDIUMBLOB", M_MYSQL_TYPES, "MEDIUMBLOB", &type__Binary, BINARY, length_params, IN_MY) \
    X(mysql_MEDIUMINT, "MEDIUMINT", M_MYSQL_TYPES, "MEDIUMINT", &type_Integer, INTEGER, display_width_unsigned_zerofill_params, IN_MY) \
    X(mysql_MEDIUMTEXT, "MEDIUMTEXT", M_MYSQL_TYPES, "MEDIUMTEXT", &type_String, STRING, mystring3_params, IN_MY) \
    X(mysql_NCHAR, "NCHAR", M_MYSQL_TYPES, "NCHAR", &type_NCHAR, STRING, mystring2_params, IN_MY) \
    X(mysql_NUMERIC, "NUMERIC", M_MYSQL_TYPES, "NUMERIC", &type_NUMERIC, NUMERIC, unsigned_zerofill_precision_params, IN_MY) \
    X(mysql_NVARCHAR, "NVARCHAR", M_MYSQL_TYPES, "NVARCHAR", &type_NVARCHAR, STRING, mystring2_params, IN_MY) \
    X(mysql_REAL, "REAL", M_MYSQL_TYPES, "REAL", &type_REAL, FLOAT, precision_scale_asdecimal_params, IN_MY) \
    X(mysql_SET, "SET", M_MYSQL_ENUMERATED, "SET", &type_String, STRING, values_charset_collation_params, IN_MY) \
    X(mysql_SMALLINT, "SMALLINT", M_MYSQL_TYPES, "SMALLINT", &type_SMALLINT, INTEGER, display_width_unsigned_zerofill_params, IN_MY) \
    X(mysql_TEXT, "TEXT", M_MYSQL_TYPES, "TEXT", &type_TEXT, STRING, mystring2_params, IN_MY) \
    X(mysql_TIME, "TIME", M_MYSQL_TYPES, "TIME", &type_TIME, TIME, timezone_fsp_params, IN_MY) \
    X(mysql_TIMESTAMP, "TIMESTAMP", M_MYSQL_TYPES, "TIMESTAMP", &type_TIMESTAMP, DATETIME, timezone_fsp_params, IN_MY) \
    X(mysql_TINYBLOB, "TINYBLOB", M_MYSQL_TYPES, "TINYBLOB", &type__Binary, BINARY, length_params, IN_MY) \
    X(mysql_TINYINT, "TINYINT", M_MYSQL_TYPES, "TINYINT", &type_Integer, INTEGER, display_width_unsigned_zerofill_params, IN_MY) \
    X(mysql_TINYTEXT, "TINYTEXT", M_MYSQL_TYPES, "TINYTEXT", &type_String, STRING, mystring3_params, IN_MY) \
    X(mysql_VARCHAR, "VARCHAR", M_MYSQL_TYPES, "VARCHAR", &type_VARCHAR, STRING, mystring2_params, IN_MY) \
    X(mysql_YEAR, "YEAR", M_MYSQL_TYPES, "YEAR", &type_TypeEngine, OTHER, display_width_params, IN_MY)

#define MSSQL_ROWS(X) \
    X(mssql_BIT, "BIT", M_MSSQL_BASE, "BIT", &type_Boolean, BOOLEAN, create_constraint_name_params, IN_MS) \
    X(mssql_DATETIME2, "DATETIME2", M_MSSQL_BASE, "DATETIME2", &type_DateTime, DATETIME, precision_timezone_params, IN_MS) \
    X(mssql_DATETIMEOFFSET, "DATETIMEOFFSET", M_MSSQL_BASE, "DATETIMEOFFSET", &type_DateTime, DATETIME, precision_timezone_params, IN_MS) \
    X(mssql_DOUBLE_PRECISION, "DOUBLE_PRECISION", M_MSSQL_BASE, "DOUBLE_PRECISION", &type_DOUBLE_PRECISION, FLOAT, double2_params, IN_MS) \
    X(mssql_IMAGE, "IMAGE", M_MSSQL_BASE, "IMAGE", &type_LargeBinary, BINARY, length_params, IN_MS) \
    X(mssql_JSON, "JSON", M_MSSQL_JSON, "JSON", &type_JSON, JSON, none_as_null_params, IN_MS) \
    X(mssql_MONEY, "MONEY", M_MSSQL_BASE, "MONEY", &type_TypeEngine, OTHER, no_params, IN_MS) \
    X(mssql_NTEXT, "NTEXT", M_MSSQL_BASE, "NTEXT", &type_UnicodeText, STRING, length_collation_params, IN_MS) \
    X(mssql_REAL, "REAL", M_MSSQL_BASE, "REAL", &type_REAL, FLOAT, real2_params, IN_MS) \
    X(mssql_ROWVERSION, "ROWVERSION", M_MSSQL_BASE, "ROWVERSION", &type_mssql_TIMESTAMP, BINARY, convert_int_params, IN_MS) \
    X(mssql_SMALLDATETIME, "SMALLDATETIME", M_MSSQL_BASE, "SMALLDATETIME", &type_DateTime, DATETIME, timezone_params, IN_MS) \
    X(mssql_SMALLMONEY, "SMALLMONEY", M_MSSQL_BASE, "SMALLMONEY", &type_TypeEngine, OTHER, no_params, IN_MS) \
    X(mssql_SQL_VARIANT, "SQL_VARIANT", M_MSSQL_BASE, "SQL_VARIANT", &type_TypeEngine, OTHER, no_params, IN_MS) \
    X(mssql_TIME, "TIME", M_MSSQL_BASE, "TIME", &type_TIME, TIME, precision_dropped_params, IN_MS) \
    X(mssql_TIMESTAMP, "TIMESTAMP", M_MSSQL_BASE, "TIMESTAMP", &type__Binary, BINARY, convert_int_params, IN_MS) \
    X(mssql_TINYINT, "TINYINT", M_MSSQL_BASE, "TINYINT", &type_Integer, INTEGER, no_params, IN_MS) \
    X(mssql_UNIQUEIDENTIFIER, "UNIQUEIDENTIFIER", M_MSSQL_BASE, "UNIQUEIDENTIFIER", &type_Uuid, UUID, as_uuid_params, IN_MS) \
    X(mssql_VARBINARY, "VARBINARY", M_MSSQL_BASE, "VARBINARY", &type_VARBINARY, BINARY, length_filestream_params, IN_MS) \
    X(mssql_XML, "XML", M_MSSQL_BASE, "XML", &type_Text, STRING, length_collation_params, IN_MS)

#define ORACLE_ROWS(X) \
    X(oracle_BFILE, "BFILE", M_ORACLE_TYPES, "BFILE", &type_LargeBinary, BINARY, length_params, IN_ORA) \
    X(oracle_BINARY_DOUBLE, "BINARY_DOUBLE", M_ORACLE_TYPES, "BINARY_DOUBLE", &type_Double, FLOAT, float_params, IN_ORA) \
    X(oracle_BINARY_FLOAT, "BINARY_FLOAT", M_ORACLE_TYPES, "BINARY_FLOAT", &type_Float, FLOAT, float_params, IN_ORA) \
    X(oracle_DATE, "DATE", M_ORACLE_TYPES, "DATE", &type_DateTime, DATETIME, timezone_params, IN_ORA) \
    X(oracle_FLOAT, "FLOAT", M_ORACLE_TYPES, "FLOAT", &type_FLOAT, FLOAT, binary_float_params, IN_ORA) \
    X(oracle_INTERVAL, "INTERVAL", M_ORACLE_TYPES, "INTERVAL", &type__AbstractInterval, INTERVAL, day_precision_second_precision_params, IN_ORA) \
    X(oracle_LONG, "LONG", M_ORACLE_TYPES, "LONG", &type_Text, STRING, length_collation_params, IN_ORA) \
    X(oracle_NCLOB, "NCLOB", M_ORACLE_TYPES, "NCLOB", &type_Text, STRING, length_collation_params, IN_ORA) \
    X(oracle_NUMBER, "NUMBER", M_ORACLE_TYPES, "NUMBER", &type_Numeric, INTEGER, precision_scale_asdecimal2_params, IN_ORA) \
    X(oracle_RAW, "RAW", M_ORACLE_TYPES, "RAW", &type__Binary, BINARY, length_params, IN_ORA) \
    X(oracle_ROWID, "ROWID", M_ORACLE_TYPES, "ROWID", &type_TypeEngine, OTHER, no_params, IN_ORA) \
    X(oracle_TIMESTAMP, "TIMESTAMP", M_ORACLE_TYPES, "TIMESTAMP", &type_TIMESTAMP, DATETIME, timezone_local_timezone_params, IN_ORA) \
    X(oracle_VARCHAR2, "VARCHAR2", M_ORACLE_TYPES, "VARCHAR2", &type_VARCHAR, STRING, length_collation_params, IN_ORA) \
    X(oracle_VECTOR, "VECTOR", M_ORACLE_VECTOR, "VECTOR", &type_TypeEngine, OTHER, dim_storage_format_storage_type_params, IN_ORA)

#define PGVECTOR_ROWS(X)                                                                           \
    X(pgvector_BIT, "BIT", M_PGVECTOR_BIT, "BIT", &type_TypeDecorator, OTHER,                      \
      length_varying_params, IN_VEC)                                                               \
    X(pgvector_HALFVEC, "HALFVEC", M_PGVECTOR_HALFVEC, "user_defined", &type_UserDefinedType,      \
      OTHER, dim_params, IN_VEC)                                                                   \
    X(pgvector_SPARSEVEC, "SPARSEVEC", M_PGVECTOR_SPARSEVEC, "user_defined",                       \
      &type_UserDefinedType, OTHER, dim_params, IN_VEC)                                            \
    X(pgvector_VECTOR, "VECTOR", M_PGVECTOR_VECTOR, "user_defined", &type_UserDefinedType, OTHER,  \
      dim_params, IN_VEC)

#define ALL_ROWS(X) GENERIC_ROWS(X) POSTGRESQL_ROWS(X) PGVECTOR_ROWS(X) SQLITE_ROWS(X) MYSQL_ROWS(X) MSSQL_ROWS(X) ORACLE_ROWS(X)

static const TypeClass type_TypeDecorator, type_UserDefinedType;
#define DECLARE(id, name, mod, visit, parent, aff, pars, where) static const TypeClass type_##id;
ALL_ROWS(DECLARE)

static const TypeClass type_TypeDecorator = {.name = "TypeDecorator", .module = M_SQL_TYPE_API,
                                             .visit = "type_decorator", .base = &type_TypeEngine,
                                             .affinity = TYPE_AFFINITY_OTHER, .params = no_params,
                                             .is_decorator = true};
static const TypeClass type_UserDefinedType = {.name = "UserDefinedType", .module = M_SQL_TYPE_API,
                                               .visit = "user_defined", .base = &type_TypeEngine,
                                               .affinity = TYPE_AFFINITY_OTHER, .params = no_params,
                                               .is_user_defined = true};
#define DEFINE(id, nm, mod, vis, parent, aff, pars, where)                                         \
    static const TypeClass type_##id = {.name = nm, .module = mod, .visit = vis, .base = parent,  \
                                        .affinity = TYPE_AFFINITY_##aff, .params = pars};
ALL_ROWS(DEFINE)

#define ROW(id, nm, mod, vis, parent, aff, pars, where) {&type_##id, NULL, where},

const TypeRow type_table[] = {
    ALL_ROWS(ROW){&type_TypeDecorator, NULL, IN_SA | IN_TYPES},
    {&type_UserDefinedType, NULL, IN_TYPES},
    /* second names */
    {&type_INTEGER, "INT", IN_SA | IN_TYPES},
    {&type_NVARCHAR, "NVARCHAR2", IN_ORA},
    /* what the dialects called their types before they had SQL's names */
    {&type_mysql_TIME, "MSTime", IN_MY},
    {&type_mysql_SET, "MSSet", IN_MY},
    {&type_mysql_ENUM, "MSEnum", IN_MY},
    {&type_mysql_LONGBLOB, "MSLongBlob", IN_MY},
    {&type_mysql_MEDIUMBLOB, "MSMediumBlob", IN_MY},
    {&type_mysql_TINYBLOB, "MSTinyBlob", IN_MY},
    {&type_mysql_NCHAR, "MSNChar", IN_MY},
    {&type_mysql_NVARCHAR, "MSNVarChar", IN_MY},
    {&type_mysql_CHAR, "MSChar", IN_MY},
    {&type_mysql_VARCHAR, "MSString", IN_MY},
    {&type_mysql_LONGTEXT, "MSLongText", IN_MY},
    {&type_mysql_MEDIUMTEXT, "MSMediumText", IN_MY},
    {&type_mysql_TINYTEXT, "MSTinyText", IN_MY},
    {&type_mysql_TEXT, "MSText", IN_MY},
    {&type_mysql_YEAR, "MSYear", IN_MY},
    {&type_mysql_TIMESTAMP, "MSTimeStamp", IN_MY},
    {&type_mysql_BIT, "MSBit", IN_MY},
    {&type_mysql_SMALLINT, "MSSmallInteger", IN_MY},
    {&type_mysql_TINYINT, "MSTinyInteger", IN_MY},
    {&type_mysql_MEDIUMINT, "MSMediumInteger", IN_MY},
    {&type_mysql_BIGINT, "MSBigInteger", IN_MY},
    {&type_mysql_NUMERIC, "MSNumeric", IN_MY},
    {&type_mysql_DECIMAL, "MSDecimal", IN_MY},
    {&type_mysql_DOUBLE, "MSDouble", IN_MY},
    {&type_mysql_REAL, "MSReal", IN_MY},
    {&type_mysql_FLOAT, "MSFloat", IN_MY},
    {&type_mysql_INTEGER, "MSInteger", IN_MY},
    {&type_BLOB, "MSBlob", IN_MY},
    {&type_BINARY, "MSBinary", IN_MY},
    {&type_VARBINARY, "MSVarBinary", IN_MY},
    {&type_postgresql_BIT, "PGBit", IN_PG},
    {&type_postgresql_CIDR, "PGCidr", IN_PG},
    {&type_postgresql_INET, "PGInet", IN_PG},
    {&type_postgresql_INTERVAL, "PGInterval", IN_PG},
    {&type_postgresql_MACADDR, "PGMacAddr", IN_PG},
    {&type_postgresql_MACADDR8, "PGMacAddr8", IN_PG},
    {&type_mssql_REAL, "MSReal", IN_MS},
    {&type_mssql_TINYINT, "MSTinyInteger", IN_MS},
    {&type_mssql_TIME, "MSTime", IN_MS},
    {&type_mssql_SMALLDATETIME, "MSSmallDateTime", IN_MS},
    {&type_mssql_DATETIME2, "MSDateTime2", IN_MS},
    {&type_mssql_DATETIMEOFFSET, "MSDateTimeOffset", IN_MS},
    {&type_TEXT, "MSText", IN_MS},
    {&type_mssql_NTEXT, "MSNText", IN_MS},
    {&type_VARCHAR, "MSString", IN_MS},
    {&type_NVARCHAR, "MSNVarchar", IN_MS},
    {&type_CHAR, "MSChar", IN_MS},
    {&type_NCHAR, "MSNChar", IN_MS},
    {&type_BINARY, "MSBinary", IN_MS},
    {&type_mssql_VARBINARY, "MSVarBinary", IN_MS},
    {&type_mssql_IMAGE, "MSImage", IN_MS},
    {&type_mssql_BIT, "MSBit", IN_MS},
    {&type_mssql_MONEY, "MSMoney", IN_MS},
    {&type_mssql_SMALLMONEY, "MSSmallMoney", IN_MS},
    {&type_mssql_UNIQUEIDENTIFIER, "MSUniqueIdentifier", IN_MS},
    {&type_mssql_SQL_VARIANT, "MSVariant", IN_MS},
    {&type_oracle_RAW, "OracleRaw", IN_ORA},
    {&type_pgvector_VECTOR, "Vector", IN_VEC},
};
const size_t type_table_len = sizeof type_table / sizeof *type_table;
const SqlType type_table_null = {.cls = &type_NullType};
