"""logging.config: what it sets up is the host's to apply."""
import _host
import logging
import sys


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    if hasattr(fname, "readline") or hasattr(fname, "sections"):
        return
    existing = list(logging.root.manager.loggerDict) if disable_existing_loggers else None
    _host.file_config(fname, existing)
    logging._by_file = True


_STREAMS = {"ext://sys.stdout": sys.stdout, "ext://sys.stderr": sys.stderr}


def _make_handler(options, formatters):
    kind = options.get("class", "logging.StreamHandler")
    if kind not in ("logging.StreamHandler", "StreamHandler"):
        handler = logging.NullHandler()
    else:
        stream = options.get("stream")
        handler = logging.StreamHandler(_STREAMS.get(stream, None) if isinstance(stream, str) else stream)
    handler.level = logging._check_level(options.get("level", logging.NOTSET))
    handler.formatter = formatters.get(options.get("formatter"))
    return handler


def _set_up(logger, options, handlers):
    for name in options.get("handlers", ()):
        if name not in handlers:
            raise ValueError("Unable to add handler %r" % name)
    logger.handlers[:] = [handlers[name] for name in options.get("handlers", ())]
    logger.propagate = options.get("propagate", True)
    if "level" in options:
        logger.setLevel(options["level"])


def dictConfig(config):
    if config.get("version") != 1:
        raise ValueError("Unsupported version: %s" % config.get("version"))
    logging._by_file = False
    formatters = {name: logging.Formatter(options.get("format"), options.get("datefmt"), options.get("style", "%"))
                  for name, options in config.get("formatters", {}).items()}
    handlers = {name: _make_handler(options, formatters) for name, options in config.get("handlers", {}).items()}
    if config.get("disable_existing_loggers", True):
        for name, logger in logging.root.manager.loggerDict.items():
            logger.disabled = name not in config.get("loggers", {})
    for name, options in config.get("loggers", {}).items():
        _set_up(logging.getLogger(name), options, handlers)
    if "root" in config:
        _set_up(logging.root, config["root"], handlers)
    logging._publish()
