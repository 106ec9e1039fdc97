# Packing and unpacking: orders, sizes, alignment, text, floats and what is refused.
import struct

for fmt in ("", "b", ">4s c 15x 6l", "<bhilq", "@bhilq", "=bq", "bq", "!HHI", "3s2x?", "10p", "e f d", ">ef", "nN", "0i3b"):
    print(repr(fmt), struct.calcsize(fmt))

print(struct.pack(">bBhHiIqQ", -1, 255, -2, 65535, -3, 7, -9, 1 << 63))
print(struct.pack("@bi", 1, 2), struct.pack("=bi", 1, 2), struct.pack("b0i", 1))
print(struct.pack("5s3s3pc?", b"ab", b"abcdef", b"xyz", b"q", 3))
print(struct.unpack("<hBxI", struct.pack("<hBxI", -5, 6, 7)))
print(struct.unpack("3s5p?c", b"abc\x02xyzw\x01k"))
for v in (0.0, -0.0, 1.0, -2.5, 0.1, 1e-310, 65504.0, 5e-324, 1.7976931348623157e308, float("inf")):
    packed = struct.pack(">d", v)
    print(v, packed.hex(), struct.unpack(">d", packed)[0] == v)
for v in (0.0, 1.0, -2.5, 0.1, 1e-40, 3.4e38, float("-inf"), 16777217.0):
    print(v, struct.pack("<f", v).hex(), struct.unpack("<f", struct.pack("<f", v))[0])
for v in (0.5, 65504.0, 6e-8, 0.1, 2049.0):
    print(v, struct.pack("<e", v).hex(), struct.unpack("<e", struct.pack("<e", v))[0])
print(list(struct.iter_unpack(">H", b"\x00\x01\x00\x02")), struct.unpack_from("<I", b"ab\x01\x00\x00\x00z", 2))
s = struct.Struct("<IH")
print(s.size, s.format, s.pack(1, 2), s.unpack(b"\x01\x00\x00\x00\x02\x00"))
for call in (lambda: struct.pack("b", 200), lambda: struct.pack("B", -1), lambda: struct.pack("h", "x"),
             lambda: struct.pack("bb", 1), lambda: struct.unpack("I", b"abc"), lambda: struct.calcsize("y"),
             lambda: struct.calcsize("3"), lambda: struct.pack("c", b"ab"), lambda: struct.pack("s", 1),
             lambda: struct.pack("f", "x"), lambda: struct.unpack_from("I", b"abcd", 1)):
    try:
        print(call())
    except struct.error as e:
        print("error:", e)
try:
    struct.pack("<f", 1e39)
except OverflowError as e:
    print(e)
