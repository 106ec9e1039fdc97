"""base64."""
import binascii


class Error(ValueError):
    pass


binascii_Error = Error


def _bytes(s):
    return s.encode("ascii") if isinstance(s, str) else s


def b64encode(s, altchars=None):
    out = binascii.b2a_base64(s, newline=False)
    return out.replace(b"+", altchars[:1]).replace(b"/", altchars[1:2]) if altchars else out


def b64decode(s, altchars=None, validate=False):
    s = _bytes(s)
    if altchars:
        altchars = _bytes(altchars)
        s = s.replace(altchars[:1], b"+").replace(altchars[1:2], b"/")
    return binascii.a2b_base64(s)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b16encode(s):
    return s.hex().upper().encode()


def b16decode(s, casefold=False):
    return binascii.unhexlify(_bytes(s))


def encodebytes(s):
    return b"".join([binascii.b2a_base64(s[i:i + 57]) for i in range(0, len(s), 57)])


def decodebytes(s):
    return binascii.a2b_base64(s)
