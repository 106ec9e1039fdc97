"""pymysql.err: what is in `orig` of a failed statement's exception on MySQL."""
from _dbapi_exceptions import exceptions as _exceptions


class MySQLError(Exception):
    pass


globals().update(_exceptions(__name__, MySQLError))
