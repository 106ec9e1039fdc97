"""configparser: reading, with %(name)s interpolation."""
import io as _io
import re as _re

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()


class Error(Exception):
    def __init__(self, msg=""):
        self.message = msg
        super().__init__(msg)


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self.section = section


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section


class DuplicateSectionError(Error):
    pass


class DuplicateOptionError(Error):
    pass


class ParsingError(Error):
    pass


class MissingSectionHeaderError(ParsingError):
    pass


class InterpolationError(Error):
    pass


class InterpolationMissingOptionError(InterpolationError):
    pass


class InterpolationSyntaxError(InterpolationError):
    pass


class Interpolation:
    def value(self, parser, section, option, raw, values, depth=1):
        return raw


class BasicInterpolation(Interpolation):
    def value(self, parser, section, option, raw, values, depth=1):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationError("Recursion limit exceeded in value substitution: option "
                                     f"{option!r} in section {section!r} contains an interpolation key which cannot be "
                                     "substituted in 10 steps. Raw value: " + repr(raw))

        def replace(m):
            if m.group() == "%%":
                return "%"
            name = m.group(1)
            if name is None:
                raise InterpolationSyntaxError(f"'%' must be followed by '%' or '(', found: {raw[m.start():]!r}")
            key = parser.optionxform(name)
            if key not in values:
                raise InterpolationMissingOptionError(
                    f"Bad value substitution: option {option!r} in section {section!r} contains an interpolation key "
                    f"{key!r} which is not a valid option name. Raw value: {raw!r}")
            return self.value(parser, section, key, values[key], values, depth + 1)
        return _re.sub(r"%%|%\(([^)]+)\)s|%", replace, raw)


class ExtendedInterpolation(Interpolation):
    pass


class RawConfigParser:
    _default_interpolation = Interpolation()
    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=("=", ":"),
                 comment_prefixes=("#", ";"), inline_comment_prefixes=None, strict=True,
                 empty_lines_in_values=True, default_section=DEFAULTSECT, interpolation=_UNSET, converters=None):
        self._sections = {}
        self._defaults = {}
        self._allow_no_value, self._delimiters = allow_no_value, delimiters
        self._comments, self._inline = comment_prefixes, inline_comment_prefixes or ()
        self.default_section = default_section
        self._interpolation = self._default_interpolation if interpolation is _UNSET else interpolation or Interpolation()
        for k, v in (defaults or {}).items():
            self._defaults[self.optionxform(k)] = str(v)

    def optionxform(self, option):
        return option.lower()

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section in self._sections:
            raise DuplicateSectionError(f"Section {section!r} already exists")
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def has_option(self, section, option):
        option = self.optionxform(option)
        return option in self._defaults or option in self._sections.get(section, {})

    def options(self, section):
        if section not in self._sections:
            raise NoSectionError(section)
        return list(self._sections[section] | self._defaults)

    def read(self, filenames, encoding=None):
        if isinstance(filenames, str) or hasattr(filenames, "__fspath__"):
            filenames = [filenames]
        done = []
        for name in filenames:
            try:
                with _io.open(name, encoding=encoding) as f:
                    self.read_file(f, name)
            except OSError:
                continue
            done.append(str(name))
        return done

    def read_string(self, string, source="<string>"):
        self.read_file(string.splitlines(True), source)

    def read_dict(self, dictionary, source="<dict>"):
        for section, values in dictionary.items():
            if section == self.default_section:
                target = self._defaults
            else:
                target = self._sections.setdefault(section, {})
            for k, v in values.items():
                target[self.optionxform(str(k))] = None if v is None else str(v)

    def read_file(self, f, source=None):
        target = option = None
        indent = 0
        for number, line in enumerate(f, 1):
            text = line.strip()
            if not text or text.startswith(tuple(self._comments)):
                if option is not None and not text and target[option] is not None:
                    target[option].append("")
                continue
            for p in self._inline:
                at = text.find(" " + p)
                if at >= 0:
                    text = text[:at].strip()
            depth = len(line) - len(line.lstrip())
            if option is not None and depth > indent and target[option] is not None:
                target[option].append(text)
                continue
            m = _re.match(r"\[(.+)\]", text)
            if m:
                option = None
                name = m.group(1)
                if name == self.default_section:
                    target = self._defaults
                else:
                    target = self._sections.setdefault(name, {})
                continue
            if target is None:
                raise MissingSectionHeaderError(f"File contains no section headers.\nfile: {source!r}, line: {number}\n{line!r}")
            indent = depth
            ends = [i for i in (text.find(d) for d in self._delimiters) if i >= 0]
            if not ends:
                if not self._allow_no_value:
                    raise ParsingError(f"Source contains parsing errors: {source!r}\n\t[line {number:2d}]: {line!r}")
                option = self.optionxform(text)
                target[option] = None
                continue
            at = min(ends)
            option = self.optionxform(text[:at].rstrip())
            target[option] = [text[at + 1:].strip()]
        for values in (self._defaults, *self._sections.values()):
            for k, v in values.items():
                if isinstance(v, list):
                    values[k] = "\n".join(v).rstrip()

    def _values(self, section, vars=None):
        values = dict(self._defaults)
        if section in self._sections:
            values.update(self._sections[section])
        elif section != self.default_section:
            raise NoSectionError(section)
        for k, v in (vars or {}).items():
            values[self.optionxform(k)] = v
        return values

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        try:
            values = self._values(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        option = self.optionxform(option)
        if option not in values:
            if fallback is _UNSET:
                raise NoOptionError(option, section)
            return fallback
        value = values[option]
        return value if raw or value is None else self._interpolation.value(self, section, option, value, values)

    def _converted(self, convert, section, option, kw):
        fallback = kw.pop("fallback", _UNSET)
        try:
            return convert(self.get(section, option, **kw))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, **kw):
        return self._converted(int, section, option, kw)

    def getfloat(self, section, option, **kw):
        return self._converted(float, section, option, kw)

    def getboolean(self, section, option, **kw):
        return self._converted(self._boolean, section, option, kw)

    def _boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f"Not a boolean: {value}")
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        if section is _UNSET:
            return [(self.default_section, self[self.default_section])] + [(s, self[s]) for s in self._sections]
        return [(k, self.get(section, k, raw=raw, vars=vars)) for k in self._values(section, vars)]

    def set(self, section, option, value=None):
        if section == self.default_section:
            self._defaults[self.optionxform(option)] = value
        elif section in self._sections:
            self._sections[section][self.optionxform(option)] = value
        else:
            raise NoSectionError(section)

    def remove_option(self, section, option):
        return self._sections[section].pop(self.optionxform(option), None) is not None

    def remove_section(self, section):
        return self._sections.pop(section, None) is not None

    def __contains__(self, section):
        return section == self.default_section or section in self._sections

    def __iter__(self):
        return iter([self.default_section, *self._sections])

    def __len__(self):
        return len(self._sections) + 1

    def __getitem__(self, section):
        if section not in self:
            raise KeyError(section)
        return SectionProxy(self, section)

    def __setitem__(self, section, values):
        self.read_dict({section: values})

    def write(self, fp, space_around_delimiters=True):
        d = " = " if space_around_delimiters else "="
        sections = ([(self.default_section, self._defaults)] if self._defaults else []) + list(self._sections.items())
        for name, values in sections:
            fp.write(f"[{name}]\n")
            for k, v in values.items():
                fp.write(k + ("" if v is None else d + str(v).replace("\n", "\n\t")) + "\n")
            fp.write("\n")


class ConfigParser(RawConfigParser):
    _default_interpolation = BasicInterpolation()

    def set(self, section, option, value=None):
        if value is not None and not isinstance(value, str):
            raise TypeError("option values must be strings")
        super().set(section, option, value)


SafeConfigParser = ConfigParser


class SectionProxy:
    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    @property
    def name(self):
        return self._name

    @property
    def parser(self):
        return self._parser

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __iter__(self):
        return iter(list(self._parser._values(self._name)))

    def __len__(self):
        return len(self._parser._values(self._name))

    def keys(self):
        return list(self)

    def values(self):
        return [self[k] for k in self]

    def items(self):
        return [(k, self[k]) for k in self]

    def get(self, option, fallback=None, *, raw=False, vars=None, **kw):
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def getint(self, option, fallback=None, **kw):
        return self._parser.getint(self._name, option, fallback=fallback)

    def getfloat(self, option, fallback=None, **kw):
        return self._parser.getfloat(self._name, option, fallback=fallback)

    def getboolean(self, option, fallback=None, **kw):
        return self._parser.getboolean(self._name, option, fallback=fallback)

    def __repr__(self):
        return f"<Section: {self._name}>"
