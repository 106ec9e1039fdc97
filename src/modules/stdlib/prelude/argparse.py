"""argparse: parsers can be built; parsing finds the defaults, since a command's options are not a script's."""


class ArgumentError(Exception):
    pass


class ArgumentTypeError(Exception):
    pass


class Namespace:
    def __init__(self, **kw):
        self.__dict__.update(kw)

    def __repr__(self):
        return "Namespace(" + ", ".join(f"{k}={v!r}" for k, v in self.__dict__.items()) + ")"


class HelpFormatter:
    pass


RawDescriptionHelpFormatter = ArgumentDefaultsHelpFormatter = RawTextHelpFormatter = HelpFormatter
SUPPRESS = "==SUPPRESS=="
REMAINDER = "..."


class ArgumentParser:
    def __init__(self, *args, **kw):
        self._defaults = {}

    def add_argument(self, *names, action=None, default=None, dest=None, **kw):
        dest = dest or max(names, key=len).lstrip("-").replace("-", "_")
        self._defaults[dest] = {"store_true": False, "store_false": True}.get(action, default) if default is None else default

    def add_argument_group(self, *args, **kw):
        return self

    add_mutually_exclusive_group = add_argument_group
    add_subparsers = add_argument_group

    def add_parser(self, *args, **kw):
        return ArgumentParser()

    def set_defaults(self, **kw):
        self._defaults.update(kw)

    def parse_args(self, args=None, namespace=None):
        return Namespace(**self._defaults)

    def parse_known_args(self, args=None, namespace=None):
        return self.parse_args(), []

    def print_help(self, file=None):
        pass

    def error(self, message):
        raise SystemExit(2)
