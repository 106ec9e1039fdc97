"""textwrap."""
import re as _re


def dedent(text):
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None or margin.startswith(indent):
            margin = indent
        elif not indent.startswith(margin):
            n = 0
            while n < min(len(margin), len(indent)) and margin[n] == indent[n]:
                n += 1
            margin = margin[:n]
    if margin:
        lines = [line[len(margin):] for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    if predicate is None:
        predicate = str.strip
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))


class TextWrapper:
    def __init__(self, width=70, initial_indent="", subsequent_indent="", break_long_words=True,
                 break_on_hyphens=True, **kw):
        self.width = width
        self.initial_indent, self.subsequent_indent = initial_indent, subsequent_indent
        self.break_long_words, self.break_on_hyphens = break_long_words, break_on_hyphens

    def wrap(self, text):
        chunks = [c for c in _re.split(r"(\s+)", text.expandtabs().translate(
            {ord(c): " " for c in "\n\r\t\v\f"})) if c]
        pieces = []
        for c in chunks:
            if self.break_on_hyphens and not c.isspace():
                pieces += [p for p in _re.split(r"(?<=[a-zA-Z]-)(?=[a-zA-Z])", c) if p]
            else:
                pieces.append(c)
        lines, line, used = [], [], 0
        for p in pieces:
            lead = self.initial_indent if not lines else self.subsequent_indent
            room = self.width - len(lead)
            if p.isspace() and not line and lines:
                continue
            if used + len(p) <= room:
                line.append(p)
                used += len(p)
                continue
            if p.isspace():
                p = ""
            self._flush(lines, line)
            line, used = [], 0
            while len(p) > self.width - len(self.subsequent_indent) and self.break_long_words:
                room = self.width - len(self.subsequent_indent if lines else self.initial_indent)
                self._flush(lines, [p[:room]])
                p = p[room:]
            if p:
                line, used = [p], len(p)
        self._flush(lines, line)
        return lines

    def _flush(self, lines, line):
        while line and line[-1].isspace():
            line.pop()
        if line:
            lines.append((self.initial_indent if not lines else self.subsequent_indent) + "".join(line))

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kw):
    return TextWrapper(width, **kw).wrap(text)


def fill(text, width=70, **kw):
    return TextWrapper(width, **kw).fill(text)


def shorten(text, width, placeholder=" [...]", **kw):
    words = text.split()
    if len(" ".join(words)) <= width:
        return " ".join(words)
    while words and len(" ".join(words)) + len(placeholder) > width:
        words.pop()
    return " ".join(words) + placeholder if words else placeholder.strip()
