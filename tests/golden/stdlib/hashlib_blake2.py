import hashlib

for n in (0, 1, 3, 63, 64, 65, 127, 128, 129, 300):
    data = bytes(i * 7 % 256 for i in range(n))
    print(n, hashlib.blake2b(data).hexdigest(), hashlib.blake2s(data).hexdigest())
print(int.from_bytes(hashlib.blake2b(b"a|b", digest_size=8).digest(), "big", signed=True))
print(hashlib.blake2b(b"x", key=b"secret", salt=b"salt", person=b"me", digest_size=20).hexdigest())
print(hashlib.blake2s(b"x" * 100, key=b"k" * 32, digest_size=5).hexdigest())
h = hashlib.blake2b(b"ab")
h.update(b"cd")
c = h.copy()
c.update(b"e")
print(h.hexdigest() == hashlib.blake2b(b"abcd").hexdigest(), c.digest() == hashlib.blake2b(b"abcde").digest())
print(h.name, h.digest_size, h.block_size, hashlib.new("blake2s", b"q", digest_size=4).hexdigest())
for call in (lambda: hashlib.blake2b(digest_size=65), lambda: hashlib.blake2s(key=b"k" * 33),
             lambda: hashlib.blake2s(salt=b"k" * 9), lambda: hashlib.blake2b("text")):
    try:
        call()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
