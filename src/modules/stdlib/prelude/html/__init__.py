"""html."""


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def unescape(s):
    import re
    from html.entities import html5
    if "&" not in s:
        return s

    def one(m):
        t = m.group(1)
        if t[0] == "#":
            digits = t[1:].rstrip(";")
            return _numbered(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
        # Browsers take the longest name that there is, with or without the rest.
        for n in range(len(t), 1, -1):
            if t[:n] in html5:
                return html5[t[:n]] + t[n:]
        return "&" + t
    return re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)", one, s)


# What browsers make of the numbers 128 to 159, which are those of Windows in old pages.
_WINDOWS = "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" \
    "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178"


def _numbered(n):
    if n == 0 or n > 0x10FFFF or 0xD800 <= n <= 0xDFFF:
        return "\ufffd"
    if 0x80 <= n <= 0x9F:
        return _WINDOWS[n - 0x80]
    nothing = n < 0x20 and n not in (9, 10, 12, 13) or n == 0x7F or 0xFDD0 <= n <= 0xFDEF or n & 0xFFFE == 0xFFFE
    return "" if nothing else chr(n)
