"""struct: packing of numbers and bytes, without padding between native fields that need none."""
import math as _math

_SIZES = {"x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4, "q": 8, "Q": 8,
          "e": 2, "f": 4, "d": 8, "s": 1, "p": 1}
_NATIVE = {**_SIZES, "l": 8, "L": 8, "n": 8, "N": 8, "P": 8}
# A float's exponent and fraction, in bits.
_FLOATS = {"e": (5, 10), "f": (8, 23), "d": (11, 52)}


class error(Exception):
    pass


def _parse(format):
    """Byte order, and of each field: code, count, offset, size of one; last the size of all."""
    if isinstance(format, bytes):
        format = format.decode("ascii")
    mark = format[:1] if format[:1] in ("@", "=", "<", ">", "!") else ""
    sizes = _SIZES if mark and mark != "@" else _NATIVE
    fields, count, at = [], "", 0
    for c in format[len(mark):]:
        if c.isdigit():
            count += c
        elif c in sizes:
            size = sizes[c]
            if sizes is _NATIVE:  # aligned to its own size
                at += -at % size
            n = int(count) if count else 1
            fields.append((c, n, at, size))
            at += n * size
            count = ""
        elif count or not c.isspace():
            raise error("bad char in struct format")
    if count:
        raise error("repeat count given without format specifier")
    return "big" if mark and mark in ">!" else "little", fields, at


def calcsize(format, /):
    return _parse(format)[2]


def _float_to_int(value, code):
    exp_bits, bits = _FLOATS[code]
    top = (1 << exp_bits) - 1
    sign = 1 if _math.copysign(1.0, value) < 0 else 0
    value = abs(value)
    if value != value:
        exp, fraction = top, 1 << (bits - 1)
    elif value == float("inf"):
        exp, fraction = top, 0
    elif value == 0:
        exp, fraction = 0, 0
    else:
        m, e = _math.frexp(value)
        exp = max(e - 1 + top // 2, 0)
        # rounds half to even, as round() does; what runs over goes into the exponent
        whole = round(_math.ldexp(m, bits + 1 if exp else bits + e + top // 2 - 1))
        rest = (exp - 1 << bits) + whole if exp else whole
        exp, fraction = rest >> bits, rest & ((1 << bits) - 1)
        if exp >= top:
            raise OverflowError("float too large to pack with %s format" % code)
    return sign << (exp_bits + bits) | exp << bits | fraction


def _int_to_float(n, code):
    exp_bits, bits = _FLOATS[code]
    top = (1 << exp_bits) - 1
    exp, fraction = n >> bits & top, n & ((1 << bits) - 1)
    if exp == top:
        value = float("nan") if fraction else float("inf")
    elif exp == 0:
        value = _math.ldexp(float(fraction), 1 - top // 2 - bits)
    else:
        value = _math.ldexp(float(fraction | 1 << bits), exp - top // 2 - bits)
    return -value if n >> (exp_bits + bits) else value


def _pack_one(code, size, order, value):
    if code == "c":
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return bytes(value)
    if code == "?":
        return b"\x01" if value else b"\x00"
    if code in _FLOATS:
        if not isinstance(value, (int, float)):
            raise error("required argument is not a float")
        return _float_to_int(float(value), code).to_bytes(size, order)
    if not isinstance(value, int):
        if not hasattr(value, "__index__"):
            raise error("required argument is not an integer")
        value = value.__index__()
    signed = code in "bhilqn"
    low = -(1 << (size * 8 - 1)) if signed else 0
    high = (1 << (size * 8 - signed)) - 1
    if not low <= value <= high:
        name = {"b": "byte", "B": "ubyte"}.get(code, "'%s'" % code)
        raise error("%s format requires %d <= number <= %d" % (name, low, high))
    return value.to_bytes(size, order, signed=signed)


def pack(format, /, *values):
    order, fields, total = _parse(format)
    need = sum(0 if c == "x" else 1 if c in "sp" else n for c, n, _, _ in fields)
    if len(values) != need:
        raise error("pack expected %d items for packing (got %d)" % (need, len(values)))
    out, values = b"", iter(values)
    for code, n, at, size in fields:
        out += bytes(at - len(out))
        if code == "x":
            out += bytes(n)
        elif code in "sp":
            value = next(values)
            if not isinstance(value, (bytes, bytearray)):
                raise error("argument for '%s' must be a bytes object" % code)
            if code == "p" and n:
                value = bytes([min(len(value), n - 1, 255)]) + bytes(value)
            out += bytes(value[:n]) + bytes(max(n - len(value), 0))
        else:
            for _ in range(n):
                out += _pack_one(code, size, order, next(values))
    return out


def unpack_from(format, /, buffer, offset=0):
    order, fields, total = _parse(format)
    if offset < 0:
        offset += len(buffer)
    if len(buffer) - offset < total:
        raise error("unpack_from requires a buffer of at least %d bytes for unpacking %d bytes at offset %d "
                    "(actual buffer size is %d)" % (offset + total, total, offset, len(buffer)))
    out = []
    for code, n, at, size in fields:
        at += offset
        if code == "x":
            continue
        if code == "s":
            out.append(bytes(buffer[at:at + n]))
            continue
        if code == "p":
            out.append(bytes(buffer[at + 1:at + 1 + min(buffer[at], max(n - 1, 0))]) if n else b"")
            continue
        for i in range(n):
            part = bytes(buffer[at + i * size:at + (i + 1) * size])
            if code == "c":
                out.append(part)
            elif code == "?":
                out.append(part != b"\x00")
            elif code in _FLOATS:
                out.append(_int_to_float(int.from_bytes(part, order), code))
            else:
                out.append(int.from_bytes(part, order, signed=code in "bhilqn"))
    return tuple(out)


def unpack(format, buffer, /):
    size = calcsize(format)
    if len(buffer) != size:
        raise error("unpack requires a buffer of %d bytes" % size)
    return unpack_from(format, buffer)


def iter_unpack(format, buffer, /):
    size = calcsize(format)
    if size == 0:
        raise error("cannot iteratively unpack with a struct of length 0")
    if len(buffer) % size:
        raise error("iterative unpacking requires a buffer of a multiple of %d bytes" % size)
    return iter([unpack_from(format, buffer, at) for at in range(0, len(buffer), size)])


class Struct:
    def __init__(self, format):
        self.format = format.decode("ascii") if isinstance(format, bytes) else format
        self.size = calcsize(format)

    def pack(self, *values):
        return pack(self.format, *values)

    def unpack(self, buffer, /):
        return unpack(self.format, buffer)

    def unpack_from(self, /, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def iter_unpack(self, buffer, /):
        return iter_unpack(self.format, buffer)
