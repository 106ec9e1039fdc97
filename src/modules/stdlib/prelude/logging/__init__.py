"""logging: records go to the host, which decides what is shown and where."""
from _typing import GenericAlias as _GenericAlias
import _host
import time as _time
import sys as _sys

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0
BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
_names = {CRITICAL: "CRITICAL", ERROR: "ERROR", WARNING: "WARNING", INFO: "INFO", DEBUG: "DEBUG", NOTSET: "NOTSET"}
_levels = {v: k for k, v in _names.items()} | {"FATAL": FATAL, "WARN": WARN}
raiseExceptions = True
lastResort = None


def getLevelName(level):
    return _names.get(level) if level in _names else _levels.get(level, f"Level {level}")


def getLevelNamesMapping():
    return dict(_levels)


def addLevelName(level, name):
    _names[level] = name
    _levels[name] = level


def _check_level(level):
    if isinstance(level, int):
        return level
    if isinstance(level, str):
        if level not in _levels:
            raise ValueError(f"Unknown level: {level!r}")
        return _levels[level]
    raise TypeError(f"Level not an integer or a valid string: {level!r}")


class LogRecord:
    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kw):
        self.name, self.levelno, self.levelname = name, level, getLevelName(level)
        self.msg = msg
        self.args = args[0] if len(args) == 1 and isinstance(args[0], dict) and args[0] else args
        self.pathname, self.lineno, self.funcName, self.exc_info = pathname, lineno, func, exc_info
        self.created = _time.time()
        self.module = self.filename = pathname
        self.process, self.thread, self.threadName, self.processName = 0, 0, "MainThread", "MainProcess"
        self.__dict__.update(kw)

    def getMessage(self):
        msg = str(self.msg)
        return msg % self.args if self.args else msg


class Formatter:
    default_time_format = "%Y-%m-%d %H:%M:%S"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        self._fmt, self.datefmt, self._style = fmt or "%(message)s", datefmt, style

    def formatTime(self, record, datefmt=None):
        import datetime
        t = datetime.datetime.fromtimestamp(record.created)
        if datefmt:
            return t.strftime(datefmt)
        return t.strftime(self.default_time_format) + ",%03d" % (t.microsecond // 1000)

    def format(self, record):
        record.message = record.getMessage()
        if "asctime" in self._fmt:
            record.asctime = self.formatTime(record, self.datefmt)
        if self._style == "{":
            return self._fmt.format(**record.__dict__)
        if self._style == "$":
            from string import Template
            return Template(self._fmt).substitute(**record.__dict__)
        return self._fmt % record.__dict__


class Filter:
    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        return not self.name or record.name == self.name or record.name.startswith(self.name + ".")


class Filterer:
    def __init__(self):
        self.filters = []

    def addFilter(self, f):
        if f not in self.filters:
            self.filters.append(f)

    def removeFilter(self, f):
        if f in self.filters:
            self.filters.remove(f)

    def filter(self, record):
        return all(f.filter(record) if hasattr(f, "filter") else f(record) for f in self.filters)


_by_file = False  # fileConfig() has had the last word
_BASIC_STYLES = {"%": BASIC_FORMAT, "{": "{levelname}:{name}:{message}", "$": "${levelname}:${name}:${message}"}
# What the host knows of levels; one in between counts as the next one above.
_HOST_LEVELS = (NOTSET, DEBUG, INFO, WARNING, ERROR, CRITICAL)


def _level_text(level):
    return _names[min((known for known in _HOST_LEVELS if known >= level), default=CRITICAL)]


def _shown_by_host(handler):
    return type(handler) is StreamHandler and handler.stream in (_sys.stderr, _sys.stdout)


def _publish():
    """What goes to the standard streams the host shows, Alembic's own records among it: it is told
    of all loggers whenever one of them or a handler changes."""
    if _by_file:
        return
    loggers = [root] + [logger for logger in manager.loggerDict.values()
                        if logger.handlers or logger.level or logger.disabled or not logger.propagate]
    handlers = []
    for logger in loggers:
        handlers += [h for h in logger.handlers if _shown_by_host(h) and h not in handlers]
    if not handlers:
        return
    text = ["[formatters]", "keys=", "[handlers]", "keys=" + ",".join("h%d" % i for i in range(len(handlers)))]
    for i, handler in enumerate(handlers):
        formatter = handler.formatter or Formatter()
        text += ["[handler_h%d]" % i, "class=StreamHandler", "formatter=f%d" % i, "level=" + _level_text(handler.level),
                 "args=(sys.%s,)" % ("stdout" if handler.stream is _sys.stdout else "stderr"),
                 "[formatter_f%d]" % i, "format=" + formatter._fmt.replace("\n", " "), "style=" + formatter._style]
        if formatter.datefmt:
            text.append("datefmt=" + formatter.datefmt)
    text += ["[loggers]", "keys=root" + "".join(",l%d" % i for i in range(1, len(loggers)))]
    for i, logger in enumerate(loggers):
        chosen = [] if logger.disabled else [h for h in logger.handlers if h in handlers]
        text += ["[logger_%s]" % ("l%d" % i if i else "root"), "qualname=" + logger.name,
                 "level=" + _level_text(logger.level), "propagate=%d" % (logger.propagate and not logger.disabled),
                 "handlers=" + ",".join("h%d" % handlers.index(h) for h in chosen)]
    _host.log_config("\n".join(text))


class Handler(Filterer):
    def __init__(self, level=NOTSET):
        super().__init__()
        self.level = _check_level(level)
        self.formatter = None
        self.name = None

    def setLevel(self, level):
        self.level = _check_level(level)
        _publish()

    def setFormatter(self, fmt):
        self.formatter = fmt
        _publish()

    def format(self, record):
        return (self.formatter or Formatter()).format(record)

    def handle(self, record):
        if self.filter(record):
            self.emit(record)

    def emit(self, record):
        pass

    def flush(self):
        pass

    def close(self):
        pass

    def acquire(self):
        pass

    def release(self):
        pass


class StreamHandler(Handler):
    __class_getitem__ = classmethod(_GenericAlias)

    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = _sys.stderr if stream is None else stream

    def emit(self, record):
        # What a real stream would show, the host's sink shows; streams in memory get the text.
        if self.stream not in (_sys.stderr, _sys.stdout):
            self.stream.write(self.format(record) + self.terminator)


class NullHandler(Handler):
    pass


class FileHandler(NullHandler):
    """Accepted, so that configurations load; no file is written."""

    def __init__(self, *args, **kw):
        super().__init__()


class Logger(Filterer):
    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name, self.level = name, _check_level(level)
        self.parent, self.propagate, self.disabled = None, True, False
        self.handlers = []

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name in ("disabled", "propagate", "level") and hasattr(self, "handlers"):
            _publish()

    def setLevel(self, level):
        self.level = _check_level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        # Levels that alembic.ini sets are the host's business; only a script's own are applied here.
        if self.disabled or level <= manager.disable:
            return False
        logger = self
        while logger is not None:
            if logger.level and (logger is not root or root._configured):
                return level >= logger.level
            logger = logger.parent
        return True

    def getChild(self, suffix):
        return getLogger(suffix if self is root else f"{self.name}.{suffix}")

    def addHandler(self, h):
        if h not in self.handlers:
            self.handlers.append(h)
            _publish()

    def removeHandler(self, h):
        if h in self.handlers:
            self.handlers.remove(h)
            _publish()

    def hasHandlers(self):
        return bool(self.handlers) or self.propagate and self.parent is not None and self.parent.hasHandlers()

    def debug(self, msg, *args, **kw):
        self._log(DEBUG, msg, args, **kw)

    def info(self, msg, *args, **kw):
        self._log(INFO, msg, args, **kw)

    def warning(self, msg, *args, **kw):
        self._log(WARNING, msg, args, **kw)

    warn = warning

    def error(self, msg, *args, **kw):
        self._log(ERROR, msg, args, **kw)

    def exception(self, msg, *args, exc_info=True, **kw):
        self._log(ERROR, msg, args, exc_info=exc_info, **kw)

    def critical(self, msg, *args, **kw):
        self._log(CRITICAL, msg, args, **kw)

    fatal = critical

    def log(self, level, msg, *args, **kw):
        self._log(level, msg, args, **kw)

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        return LogRecord(name, level, fn, lno, msg, args, exc_info, func, sinfo, **(extra or {}))

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if not self.isEnabledFor(level):
            return
        record = self.makeRecord(self.name, level, "", 0, msg, args, exc_info, extra=extra)
        if exc_info:
            error = exc_info if isinstance(exc_info, BaseException) else _sys.exc_info()[1]
            if error is not None:
                record.exc_text = f"{type(error).__name__}: {error}"
        self.handle(record)

    def handle(self, record):
        if self.disabled or not self.filter(record):
            return
        logger = self
        while logger is not None:
            for h in logger.handlers:
                if record.levelno >= h.level:
                    h.handle(record)
            logger = logger.parent if logger.propagate else None
        text = record.getMessage()
        if getattr(record, "exc_text", None):
            text += "\n" + record.exc_text
        _host.log(record.levelno, record.name, text)

    def __repr__(self):
        return f"<Logger {self.name} ({getLevelName(self.getEffectiveLevel())})>"


class RootLogger(Logger):
    _configured = False

    def __init__(self, level):
        super().__init__("root", level)

    def setLevel(self, level):
        super().setLevel(level)
        self._configured = True


class LoggerAdapter:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, logger, extra=None):
        self.logger, self.extra = logger, extra

    def process(self, msg, kwargs):
        kwargs["extra"] = self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **kw):
        msg, kw = self.process(msg, kw)
        self.logger._log(level, msg, args, **kw)

    def debug(self, msg, *args, **kw):
        self.log(DEBUG, msg, *args, **kw)

    def info(self, msg, *args, **kw):
        self.log(INFO, msg, *args, **kw)

    def warning(self, msg, *args, **kw):
        self.log(WARNING, msg, *args, **kw)

    def error(self, msg, *args, **kw):
        self.log(ERROR, msg, *args, **kw)

    def critical(self, msg, *args, **kw):
        self.log(CRITICAL, msg, *args, **kw)

    def exception(self, msg, *args, exc_info=True, **kw):
        self.log(ERROR, msg, *args, exc_info=exc_info, **kw)

    warn = warning

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        self.logger.setLevel(level)

    def getEffectiveLevel(self):
        return self.logger.getEffectiveLevel()

    @property
    def name(self):
        return self.logger.name


class Manager:
    def __init__(self):
        self.loggerDict = {}
        self.disable = NOTSET


root = RootLogger(WARNING)
manager = Manager()
Logger.root, Logger.manager = root, manager
_logger_class = Logger


def getLogger(name=None):
    if not name or name == "root":
        return root
    logger = manager.loggerDict.get(name)
    if logger is None:
        logger = manager.loggerDict[name] = _logger_class(name)
        for other in manager.loggerDict.values():
            other.parent = _parent(other.name)
    return logger


def _parent(name):
    while "." in name:
        name = name.rpartition(".")[0]
        if name in manager.loggerDict:
            return manager.loggerDict[name]
    return root


def setLoggerClass(cls):
    global _logger_class
    _logger_class = cls


def getLoggerClass():
    return _logger_class


def basicConfig(*, level=None, handlers=None, force=False, stream=None, filename=None, format=None, datefmt=None,
                style="%", **kw):
    global _by_file
    if force:
        _by_file = False
        root.handlers[:] = []
    if root.handlers or _by_file:
        return
    if style not in _BASIC_STYLES:
        raise ValueError("Style must be one of: %s" % ",".join(_BASIC_STYLES))
    if handlers is None:
        handlers = [FileHandler(filename) if filename else StreamHandler(stream)]
    formatter = Formatter(format or _BASIC_STYLES[style], datefmt, style)
    for handler in handlers:
        if handler.formatter is None:
            handler.formatter = formatter
    root.handlers[:] = handlers
    if level is not None:
        root.setLevel(level)
    _publish()


def disable(level=CRITICAL):
    manager.disable = _check_level(level)


def debug(msg, *args, **kw):
    basicConfig()
    root.debug(msg, *args, **kw)


def info(msg, *args, **kw):
    basicConfig()
    root.info(msg, *args, **kw)


def warning(msg, *args, **kw):
    basicConfig()
    root.warning(msg, *args, **kw)


warn = warning


def error(msg, *args, **kw):
    basicConfig()
    root.error(msg, *args, **kw)


def exception(msg, *args, exc_info=True, **kw):
    basicConfig()
    root.exception(msg, *args, exc_info=exc_info, **kw)


def critical(msg, *args, **kw):
    basicConfig()
    root.critical(msg, *args, **kw)


fatal = critical


def log(level, msg, *args, **kw):
    basicConfig()
    root.log(level, msg, *args, **kw)


def captureWarnings(capture):
    pass


def shutdown(*args):
    pass
