# oslo.db: values kept as JSON text, and integers that mark a row as deleted.
import json

from sqlalchemy.dialects import mysql
from sqlalchemy.types import Integer, Text, TypeDecorator


class JsonEncodedType(TypeDecorator):
    type = None
    impl = Text
    cache_ok = True

    def __init__(self, mysql_as_long=False, mysql_as_medium=False):
        super().__init__()
        if mysql_as_long and mysql_as_medium:
            raise TypeError("mysql_as_long and mysql_as_medium are mutually exclusive")
        if mysql_as_long or mysql_as_medium:
            larger = mysql.LONGTEXT() if mysql_as_long else mysql.MEDIUMTEXT()
            self.impl = Text().with_variant(larger, "mysql")

    def process_bind_param(self, value, dialect):
        if self.type is not None:
            if value is None:
                value = self.type()
            elif not isinstance(value, self.type):
                raise TypeError(
                    "%s supposes to store %s objects, but %s given"
                    % (self.__class__.__name__, self.type.__name__, type(value).__name__)
                )
        return json.dumps(value)

    def process_result_value(self, value, dialect):
        return None if value is None else json.loads(value)


class JsonEncodedDict(JsonEncodedType):
    type = dict


class JsonEncodedList(JsonEncodedType):
    type = list


class SoftDeleteInteger(TypeDecorator):
    impl = Integer
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else int(value)
