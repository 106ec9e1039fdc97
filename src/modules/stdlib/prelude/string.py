"""string."""
import re as _re

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = ascii_lowercase.upper()
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class Template:
    delimiter = "$"
    idpattern = r"(?a:[_a-zA-Z][_a-zA-Z0-9]*)"

    def __init__(self, template):
        self.template = template

    def _fill(self, mapping, kws, safe):
        def find(name):
            return kws[name] if name in kws or mapping is None else mapping[name]

        pattern = _re.compile(r"\$(?:(?P<escaped>\$)|(?P<named>[_a-zA-Z][_a-zA-Z0-9]*)|"
                              r"\{(?P<braced>[_a-zA-Z][_a-zA-Z0-9]*)\}|(?P<invalid>))")

        def convert(m):
            name = m.group("named") or m.group("braced")
            if name is not None:
                try:
                    return str(find(name))
                except KeyError:
                    if not safe:
                        raise
                    return m.group()
            if m.group("escaped") is not None:
                return "$"
            if safe:
                return m.group()
            before = self.template[:m.start()].splitlines(True) or [""]
            raise ValueError(f"Invalid placeholder in string: line {len(before)}, col {len(before[-1]) + 1}")
        return pattern.sub(convert, self.template)

    def substitute(self, mapping=None, /, **kws):
        return self._fill(mapping, kws, False)

    def safe_substitute(self, mapping=None, /, **kws):
        return self._fill(mapping, kws, True)


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
