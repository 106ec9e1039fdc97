from sqlalchemy import types


class ScalarListException(Exception):
    pass


class ScalarListType(types.TypeDecorator):
    impl = types.UnicodeText()
    cache_ok = True

    def __init__(self, coerce_func=str, separator=","):
        super().__init__()
        self.coerce_func = coerce_func
        self.separator = separator

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        for item in value:
            if self.separator in str(item):
                raise ScalarListException(
                    "the value %r holds the separator %r; choose another separator"
                    % (str(item), self.separator))
        return self.separator.join(map(str, value))

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return [self.coerce_func(item) for item in value.split(self.separator)] if value else []
