"""html."""


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def unescape(s):
    import re
    names = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0"}

    def one(m):
        t = m.group(1)
        if t.startswith("#"):
            return chr(int(t[2:], 16) if t[1] in "xX" else int(t[1:]))
        return names.get(t, m.group())
    return re.sub(r"&(#[xX]?[0-9a-fA-F]+|\w+);", one, s)
