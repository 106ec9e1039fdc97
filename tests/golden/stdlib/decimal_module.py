from decimal import Decimal, ROUND_HALF_UP, ROUND_DOWN, ROUND_CEILING, getcontext, localcontext, InvalidOperation, DivisionByZero
D = Decimal
print(D("1.10"), repr(D("1.10")), D(5), D("-0.00"), D("1E+5"), D("1e-10"), D("0.0000001"), D("123456789.123456789"), D(0.1), D("NaN"), D("-Infinity"), D((1, (1, 2, 3), -2)), D("  12 "), D("1_000"), D(True))
print(D("1.1") + D("2.2"), D("1.10") * 3, D(1) / 3, D(10) / 4, D("7") // 2, D("-7") // 2, D("7.5") % 2, D("-7") % 3, D(2) ** 10, D("1.5") ** 2, D(2) ** -1, -D("1.0"), +D("1.234567890123456789012345678901"), abs(D("-3")), 5 - D("0.5"), 1 / D(8), divmod(D(7), 2), D(2).sqrt(), D("100").sqrt())
print(D("1.0") == 1, D("1.0") == D("1.00"), D("0.1") == 0.1, D(1) < 2, D("1.5") > 1.25, hash(D("1.0")) == hash(1), hash(D("0.5")) == hash(0.5), max(D(1), D(3)), sorted([D("2"), D("1.5")]), bool(D(0)), D("3.7") in [D("3.70")])
print(D("2.675").quantize(D("0.01")), D("2.675").quantize(D("0.01"), rounding=ROUND_HALF_UP), D("2.665").quantize(D("0.01")), D("-1.5").quantize(D("1"), ROUND_DOWN), D("1.1").quantize(D("1"), ROUND_CEILING), D("1234.5").quantize(D("1E+2")), D("1.20").normalize(), D("100").normalize(), D("1.5").to_integral_value(), round(D("2.5")), round(D("2.675"), 2), int(D("3.9")), float(D("1.25")), D("1.230").as_tuple(), D("0.75").as_integer_ratio(), D("12.30").adjusted(), D("-1").is_signed(), D("NaN").is_nan())
print(f"{D('1234567.891'):,.2f}", f"{D('1.5'):>10}|", f"{D('0.256'):.1%}", f"{D('12345'):e}", f"{D('3'):.2f}", f"{D('1.5'):010.2f}", f"{D('-1.5'):+}", "%s %.2f" % (D("1.0"), D("2.5")), str(D("1E+3")), f"{D('1E+3'):f}", f"{D('2.50')}", "{:<8}|".format(D("1")))
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / 3, getcontext().prec)
print(getcontext().prec, D(1) / 7, sum([D("0.1")] * 10), D("1e400") * 10)
for f in [lambda: D("abc"), lambda: D(1) / 0, lambda: D(0) / 0, lambda: D(None), lambda: D("NaN") < 1, lambda: int(D("Infinity"))]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
