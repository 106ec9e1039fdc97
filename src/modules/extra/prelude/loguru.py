# loguru: its logger, with the sink that it starts with, the standard error stream. What scripts do
# with sinks, levels and formats has no effect on a migration and is accepted.
import sys
from datetime import datetime

_LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "SUCCESS": 25, "WARNING": 30, "ERROR": 40, "CRITICAL": 50}


class _Logger:
    def log(self, level, message, *args, **kwargs):
        if _LEVELS.get(level, 10) < 10:
            return
        text = str(message)
        if args or kwargs:
            text = text.format(*args, **kwargs)
        now = datetime.now().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        sys.stderr.write(f"{now} | {level:<8} | {text}\n")

    def trace(self, message, *args, **kwargs):
        self.log("TRACE", message, *args, **kwargs)

    def debug(self, message, *args, **kwargs):
        self.log("DEBUG", message, *args, **kwargs)

    def info(self, message, *args, **kwargs):
        self.log("INFO", message, *args, **kwargs)

    def success(self, message, *args, **kwargs):
        self.log("SUCCESS", message, *args, **kwargs)

    def warning(self, message, *args, **kwargs):
        self.log("WARNING", message, *args, **kwargs)

    def error(self, message, *args, **kwargs):
        self.log("ERROR", message, *args, **kwargs)

    exception = error

    def critical(self, message, *args, **kwargs):
        self.log("CRITICAL", message, *args, **kwargs)

    def bind(self, **kwargs):
        return self

    def opt(self, **kwargs):
        return self

    def patch(self, patcher):
        return self

    def contextualize(self, **kwargs):
        return self

    def __enter__(self):
        return None

    def __exit__(self, kind, value, trace):
        return False

    def add(self, sink, **kwargs):
        return 0

    def remove(self, handler_id=None):
        pass

    def configure(self, **kwargs):
        return []

    def level(self, name, no=None, color=None, icon=None):
        _LEVELS[name] = _LEVELS.get(name, 10) if no is None else no

    def enable(self, name):
        pass

    def disable(self, name):
        pass


logger = _Logger()
