"""logging.config: the [loggers] sections are the host's to apply."""
import _host
import logging


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    if hasattr(fname, "readline") or hasattr(fname, "sections"):
        return
    existing = list(logging.root.manager.loggerDict) if disable_existing_loggers else None
    _host.file_config(fname, existing)


def dictConfig(config):
    if config.get("version") != 1:
        raise ValueError("Unsupported version: %s" % config.get("version"))
    for name, options in config.get("loggers", {}).items():
        logger = logging.getLogger(name)
        if "level" in options:
            logger.setLevel(options["level"])
        if "propagate" in options:
            logger.propagate = options["propagate"]
    if "level" in config.get("root", {}):
        logging.root.setLevel(config["root"]["level"])
