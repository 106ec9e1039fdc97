"""fnmatch."""
import re as _re


def translate(pat):
    out = ""
    i, n = 0, len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == "*":
            out += ".*"
        elif c == "?":
            out += "."
        elif c == "[":
            j = pat.find("]", i + 2 if pat[i:i + 1] == "!" else i + 1)
            if j < 0:
                out += "\\["
            else:
                inner = pat[i:j].replace("\\", "\\\\")
                out += "[" + ("^" + inner[1:] if inner.startswith("!") else inner) + "]"
                i = j + 1
        else:
            out += _re.escape(c)
    return f"(?s:{out})\\Z"


def fnmatchcase(name, pat):
    return _re.match(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    return [n for n in names if fnmatchcase(n, pat)]
