from logging import FileHandler, NullHandler


class RotatingFileHandler(FileHandler):
    pass


class TimedRotatingFileHandler(FileHandler):
    pass


class SysLogHandler(NullHandler):
    pass


class QueueHandler(NullHandler):
    pass
