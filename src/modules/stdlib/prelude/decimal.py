"""decimal: exact decimal arithmetic on big integers, with the default context's rules."""
import math as _math
import re as _re
from collections import namedtuple as _namedtuple

ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR = "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR"
ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP = (
    "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP")
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Clamped(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException):
    pass


DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent")
_syntax = _re.compile(r"\s*([-+])?(?:(\d[\d_]*)?(?:\.([\d_]*))?(?:[eE]([-+]?\d+))?|(inf(?:inity)?)|(s?nan)(\d*))\s*", _re.I)


class Context:
    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0,
                 flags=None, traps=None):
        self.prec, self.rounding, self.Emin, self.Emax = prec, rounding, Emin, Emax
        self.capitals, self.clamp, self.flags, self.traps = capitals, clamp, flags or {}, traps or {}

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp)

    def create_decimal(self, num="0"):
        return +Decimal(num)

    def quantize(self, a, b):
        return Decimal(a).quantize(Decimal(b))

    def divide(self, a, b):
        return Decimal(a) / Decimal(b)

    def __repr__(self):
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, "
                f"capitals={self.capitals}, clamp={self.clamp}, flags=[], traps=[InvalidOperation, "
                "DivisionByZero, Overflow])")


DefaultContext = BasicContext = ExtendedContext = Context()
_current = [Context()]


def getcontext():
    return _current[-1]


def setcontext(context):
    _current[-1] = context


class localcontext:
    def __init__(self, ctx=None, **kw):
        self._ctx = (ctx or getcontext()).copy()
        for k, v in kw.items():
            setattr(self._ctx, k, v)

    def __enter__(self):
        _current.append(self._ctx)
        return self._ctx

    def __exit__(self, *exc):
        _current.pop()


def _divide(n, d, rounding, sign=0):
    """n / d rounded to an int, by magnitude; sign matters for floor and ceiling."""
    q, r = divmod(n, d)
    if not r:
        return q
    half = 2 * r - d
    up = {ROUND_UP: True, ROUND_DOWN: False, ROUND_CEILING: not sign, ROUND_FLOOR: bool(sign),
          ROUND_HALF_UP: half >= 0, ROUND_HALF_DOWN: half > 0,
          ROUND_HALF_EVEN: half > 0 or half == 0 and q % 2 == 1, ROUND_05UP: q % 5 == 0}[rounding]
    return q + up


class Decimal:
    __slots__ = ("_sign", "_int", "_exp", "_special")

    def __new__(cls, value="0", context=None):
        self = object.__new__(cls)
        self._special = None
        if isinstance(value, Decimal):
            self._sign, self._int, self._exp, self._special = value._sign, value._int, value._exp, value._special
        elif isinstance(value, int):
            self._sign, self._int, self._exp = int(value < 0), abs(int(value)), 0
        elif isinstance(value, str):
            self._parse(value)
        elif isinstance(value, float):
            self._from_float(value)
        elif isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError("argument must be a sequence of length 3")
            sign, digits, exp = value
            self._sign, self._exp = sign, exp
            self._int = int("".join(map(str, digits)) or "0")
            if exp == "F":
                self._special, self._exp = "Infinity", 0
            elif exp in ("n", "N"):
                self._special, self._exp = "NaN", 0
        else:
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        return self

    def _parse(self, text):
        m = _syntax.fullmatch(text)
        whole, frac = (m.group(2) or "", m.group(3) or "") if m else ("", "")
        if not m or not (whole or frac or m.group(5) or m.group(6)):
            raise InvalidOperation([ConversionSyntax])
        self._sign = int(m.group(1) == "-")
        self._int = self._exp = 0
        if m.group(5):
            self._special = "Infinity"
        elif m.group(6):
            self._special = "sNaN" if m.group(6).lower() == "snan" else "NaN"
        else:
            whole, frac = whole.replace("_", ""), frac.replace("_", "")
            self._int = int((whole + frac) or "0") if len(whole + frac) < 4000 else 0
            self._exp = int(m.group(4) or 0) - len(frac)

    def _from_float(self, value):
        if value != value or value in (_math.inf, -_math.inf):
            self._sign, self._int, self._exp = int(value < 0), 0, 0
            self._special = "NaN" if value != value else "Infinity"
            return
        n, d = abs(value).as_integer_ratio()
        k = d.bit_length() - 1
        self._sign = int(_math.copysign(1.0, value) < 0)
        self._int, self._exp = n * 5 ** k, -k

    @classmethod
    def from_float(cls, f):
        return cls(f)

    @classmethod
    def _make(cls, sign, n, exp, special=None):
        self = object.__new__(Decimal)
        self._sign, self._int, self._exp, self._special = sign, n, exp, special
        return self

    def _fix(self, context=None):
        ctx = context or getcontext()
        if self._special:
            return self
        n, exp = self._int, self._exp
        extra = len(str(n)) - ctx.prec
        if n and extra > 0:
            n = _divide(n, 10 ** extra, ctx.rounding, self._sign)
            exp += extra
            if len(str(n)) > ctx.prec:
                n //= 10
                exp += 1
        if n and exp + len(str(n)) - 1 > ctx.Emax:
            raise Overflow([Overflow])
        return Decimal._make(self._sign, n, exp)

    @staticmethod
    def _other(v):
        if isinstance(v, Decimal):
            return v
        if isinstance(v, int):
            return Decimal(v)
        return None

    def _value(self):
        return -self._int if self._sign else self._int

    def _nan(self, *others):
        for v in (self, *others):
            if v._special == "sNaN":
                raise InvalidOperation([InvalidOperation])
            if v._special == "NaN":
                return v
        return None

    def __add__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self._special or other._special:
            if nan := self._nan(other):
                return nan
            if self._special and other._special and self._sign != other._sign:
                raise InvalidOperation([InvalidOperation])
            return self if self._special else other
        exp = min(self._exp, other._exp)
        n = self._value() * 10 ** (self._exp - exp) + other._value() * 10 ** (other._exp - exp)
        sign = int(n < 0) if n else int(self._sign and other._sign)
        return Decimal._make(sign, abs(n), exp)._fix()

    __radd__ = __add__

    def __sub__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else self + other.copy_negate()

    def __rsub__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other - self

    def __mul__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        sign = self._sign ^ other._sign
        if self._special or other._special:
            if nan := self._nan(other):
                return nan
            if not (self or True) or (not self._special and not self._int) or (not other._special and not other._int):
                raise InvalidOperation([InvalidOperation])
            return Decimal._make(sign, 0, 0, "Infinity")
        return Decimal._make(sign, self._int * other._int, self._exp + other._exp)._fix()

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        sign = self._sign ^ other._sign
        if self._special or other._special:
            if nan := self._nan(other):
                return nan
            if self._special and other._special:
                raise InvalidOperation([InvalidOperation])
            return Decimal._make(sign, 0, 0, "Infinity") if self._special else Decimal._make(sign, 0, getcontext().Emin)
        if not other._int:
            raise DivisionByZero([DivisionByZero]) if self._int else InvalidOperation([DivisionUndefined])
        ideal = self._exp - other._exp
        if not self._int:
            return Decimal._make(sign, 0, ideal)._fix()
        prec = getcontext().prec
        shift = max(len(str(other._int)) - len(str(self._int)) + prec + 1, 0)
        q, r = divmod(self._int * 10 ** shift, other._int)
        exp = ideal - shift
        if r:
            if q % 5 == 0:
                q += 1
        else:
            while exp < ideal and q % 10 == 0:
                q //= 10
                exp += 1
        return Decimal._make(sign, q, exp)._fix()

    def __rtruediv__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other / self

    def _divmod(self, other):
        if not other._int:
            raise DivisionByZero([DivisionByZero]) if self._int else InvalidOperation([DivisionUndefined])
        exp = min(self._exp, other._exp)
        a, b = self._int * 10 ** (self._exp - exp), other._int * 10 ** (other._exp - exp)
        return (Decimal._make(self._sign ^ other._sign, a // b, 0), Decimal._make(self._sign, a % b, exp))

    def __floordiv__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else self._divmod(other)[0]

    def __rfloordiv__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other // self

    def __mod__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if not other._int and not other._special:
            raise InvalidOperation([InvalidOperation])
        return self._divmod(other)[1]._fix()

    def __rmod__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other % self

    def __divmod__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else self._divmod(other)

    def __pow__(self, other, modulo=None):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if other._exp >= 0 or other == int(other):
            n = int(other)
            if n >= 0:
                result = Decimal._make(self._sign & n & 1, self._int ** n, self._exp * n)
                return result._fix()
            return Decimal(1) / self ** -n
        if other == Decimal("0.5"):
            return self.sqrt()
        raise NotImplementedError("Decimal ** with a fractional exponent is not supported")

    def __rpow__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other ** self

    def __neg__(self):
        if not self._special and not self._int:
            return self.copy_abs()._fix()
        return self.copy_negate()._fix()

    def __pos__(self):
        if not self._special and not self._int:
            return self.copy_abs()._fix()
        return self._fix()

    def __abs__(self):
        return self.copy_abs()._fix()

    def copy_abs(self):
        return Decimal._make(0, self._int, self._exp, self._special)

    def copy_negate(self):
        return Decimal._make(1 - self._sign, self._int, self._exp, self._special)

    def copy_sign(self, other):
        return Decimal._make(Decimal(other)._sign, self._int, self._exp, self._special)

    def _compare(self, other):
        if isinstance(other, float):
            other = Decimal(other)
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self._nan_quiet() or other._nan_quiet():
            return None
        a = (-1 if self._sign else 1) * (2 if self._special else 0)
        b = (-1 if other._sign else 1) * (2 if other._special else 0)
        if a or b:
            return (a > b) - (a < b)
        exp = min(self._exp, other._exp)
        a, b = self._value() * 10 ** (self._exp - exp), other._value() * 10 ** (other._exp - exp)
        return (a > b) - (a < b)

    def _nan_quiet(self):
        return self._special in ("NaN", "sNaN")

    def __eq__(self, other):
        c = self._compare(other)
        return c if c is NotImplemented else c == 0 and c is not None

    def __ne__(self, other):
        c = self._compare(other)
        return c if c is NotImplemented else c != 0

    def _ordered(self, other, test):
        c = self._compare(other)
        if c is NotImplemented:
            return c
        if c is None:
            raise InvalidOperation([InvalidOperation])
        return test(c)

    def __lt__(self, other):
        return self._ordered(other, lambda c: c < 0)

    def __le__(self, other):
        return self._ordered(other, lambda c: c <= 0)

    def __gt__(self, other):
        return self._ordered(other, lambda c: c > 0)

    def __ge__(self, other):
        return self._ordered(other, lambda c: c >= 0)

    def compare(self, other):
        c = self._compare(other)
        return Decimal("NaN") if c is None else Decimal(c)

    def __hash__(self):
        if self._special:
            return 314159 if self._special == "Infinity" else 0
        if self._exp >= 0:
            return hash(self._value() * 10 ** self._exp)
        p = 2 ** 61 - 1
        h = self._int * pow(10, p - 1 + self._exp % (p - 1), p) % p if self._exp < 0 else 0
        return -2 if self._sign and h == 1 else -h if self._sign else h

    def __bool__(self):
        return bool(self._special or self._int)

    def __int__(self):
        if self._special:
            if self._special == "Infinity":
                raise OverflowError("cannot convert Infinity to integer")
            raise ValueError("cannot convert NaN to integer")
        n = self._int * 10 ** self._exp if self._exp >= 0 else self._int // 10 ** -self._exp
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        return float(str(self).replace("sNaN", "nan"))

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    def __round__(self, n=None):
        if n is None:
            return int(self.to_integral_value(ROUND_HALF_EVEN))
        return self.quantize(Decimal._make(0, 1, -n), ROUND_HALF_EVEN)

    def _rescale(self, exp, rounding):
        if self._exp >= exp:
            return Decimal._make(self._sign, self._int * 10 ** (self._exp - exp), exp)
        return Decimal._make(self._sign, _divide(self._int, 10 ** (exp - self._exp), rounding, self._sign), exp)

    def quantize(self, exp, rounding=None, context=None):
        exp = self._other(exp)
        ctx = context or getcontext()
        if self._special or exp._special:
            if self._special and exp._special:
                return self
            raise InvalidOperation([InvalidOperation])
        result = self._rescale(exp._exp, rounding or ctx.rounding)
        if len(str(result._int)) > ctx.prec:
            raise InvalidOperation([InvalidOperation])
        return result

    def to_integral_value(self, rounding=None, context=None):
        if self._special or self._exp >= 0:
            return self
        return self._rescale(0, rounding or getcontext().rounding)

    to_integral = to_integral_exact = to_integral_value

    def normalize(self, context=None):
        d = self._fix()
        if d._special:
            return d
        if not d._int:
            return Decimal._make(d._sign, 0, 0)
        n, exp = d._int, d._exp
        while n % 10 == 0:
            n //= 10
            exp += 1
        return Decimal._make(d._sign, n, exp)

    def sqrt(self, context=None):
        if self._sign and self._int:
            raise InvalidOperation([InvalidOperation])
        if not self._int:
            return Decimal._make(self._sign, 0, self._exp // 2)
        prec = getcontext().prec + 1
        exp, n = self._exp, self._int
        if exp % 2:
            n *= 10
            exp -= 1
        shift = max(prec * 2 - len(str(n)), 0)
        shift += shift % 2
        root = _math.isqrt(n * 10 ** shift)
        exact = root * root == n * 10 ** shift
        e = (exp - shift) // 2
        if exact:
            while e < exp // 2 and root % 10 == 0:
                root //= 10
                e += 1
        elif root % 5 == 0:
            root += 1
        return Decimal._make(0, root, e)._fix()

    def max(self, other, context=None):
        other = self._other(other)
        return self if self >= other else other

    def min(self, other, context=None):
        other = self._other(other)
        return self if self <= other else other

    def is_nan(self):
        return self._nan_quiet()

    def is_infinite(self):
        return self._special == "Infinity"

    def is_finite(self):
        return self._special is None

    def is_zero(self):
        return not self._special and not self._int

    def is_signed(self):
        return bool(self._sign)

    def adjusted(self):
        return 0 if self._special else self._exp + len(str(self._int)) - 1

    def as_tuple(self):
        exp = {"Infinity": "F", "NaN": "n", "sNaN": "N"}.get(self._special, self._exp)
        return DecimalTuple(self._sign, tuple(map(int, str(self._int))) if not self._nan_quiet() else (), exp)

    def as_integer_ratio(self):
        if self._special:
            raise (OverflowError if self._special == "Infinity" else ValueError)(
                f"cannot convert {self._special} to integer ratio")
        n, d = (self._value() * 10 ** self._exp, 1) if self._exp >= 0 else (self._value(), 10 ** -self._exp)
        g = _math.gcd(n, d)
        return n // g, d // g

    def scaleb(self, other, context=None):
        return Decimal._make(self._sign, self._int, self._exp + int(other))._fix()

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def conjugate(self):
        return self

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return self.__class__, (str(self),)

    def to_eng_string(self, context=None):
        return str(self)

    def __str__(self):
        sign = "-" if self._sign else ""
        if self._special:
            return sign + self._special
        digits = str(self._int)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            if self._exp == 0:
                return sign + digits
            if left > 0:
                return sign + digits[:left] + "." + digits[left:]
            return sign + "0." + "0" * -left + digits
        head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        return f"{sign}{head}E{left - 1:+d}"

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec, context=None):
        if not spec:
            return str(self)
        m = _re.fullmatch(r"(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGn%])?", spec, _re.S)
        if not m:
            raise ValueError("invalid format string")
        fill, align, sign, _, _, zero, width, group, prec, kind = m.groups()
        if zero and not align:
            fill, align = "0", "="
        body = self._body(kind, None if prec is None else int(prec))
        lead = "-" if self._sign else "+" if sign == "+" else " " if sign == " " else ""
        whole, dot, rest = body.partition(".")
        if not dot:
            for i, c in enumerate(whole):
                if not c.isdigit():
                    whole, rest = whole[:i], whole[i:]
                    break
        width = int(width or 0)
        if group and whole.isdigit():
            if zero and align == "=":
                room = width - len(lead) - len(dot) - len(rest)
                while len(f"{int('1' + whole):{group}}") - 1 < room and len(whole) < room:
                    whole = "0" + whole
            whole = f"{int('1' + whole):{group}}"[1:].lstrip(group) if whole else whole
        body = whole + dot + rest
        pad = (fill or " ") * max(0, width - len(lead) - len(body))
        align = align or ">"
        if align == "=":
            return lead + pad + body
        text = lead + body
        if align == "<":
            return text + pad
        if align == ">":
            return pad + text
        half = len(pad) // 2
        return pad[:half] + text + pad[half:]

    def _body(self, kind, prec):
        if self._special:
            return self._special
        d = self.copy_abs()
        rounding = getcontext().rounding
        if kind == "%":
            d = Decimal._make(0, d._int, d._exp + 2)
        if kind in ("f", "F", "%"):
            if prec is not None:
                d = d._rescale(-prec, rounding)
            elif d._exp > 0:
                d = d._rescale(0, rounding)
            digits = str(d._int)
            if d._exp < 0:
                digits = digits.zfill(1 - d._exp)
                digits = digits[:d._exp] + "." + digits[d._exp:]
            return digits + ("%" if kind == "%" else "")
        if kind in ("e", "E"):
            digits = str(d._int)
            if prec is not None:
                extra = len(digits) - prec - 1
                exp = d._exp + len(digits) - 1
                n = _divide(d._int, 10 ** extra, rounding) if extra > 0 else d._int * 10 ** -extra
                if len(str(n)) > prec + 1:
                    n //= 10
                    exp += 1
                digits = str(n)
            else:
                exp = d._exp + len(digits) - 1
            return digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"{kind}{exp:+d}"
        if prec is not None:
            extra = len(str(d._int)) - max(prec, 1)
            if extra > 0:
                d = d._rescale(d._exp + extra, rounding)
        text = str(d)
        return text if kind != "g" else text.replace("E", "e")
