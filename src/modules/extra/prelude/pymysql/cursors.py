"""pymysql.cursors: names that connect_args take; rows come from SQLAlchemy."""


class Cursor:
    pass


class DictCursor(Cursor):
    pass


class SSCursor(Cursor):
    pass


class SSDictCursor(SSCursor):
    pass
