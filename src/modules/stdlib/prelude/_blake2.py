"""BLAKE2 in one go (RFC 7693), for hashlib: libmd has none."""
_SIGMA = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4), (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13), (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11), (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5), (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0))
_COLUMNS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
# Bits of a word, rounds, rotations, and the fractions of the square roots of the first primes.
_KINDS = {
    "blake2b": (64, 12, (32, 24, 16, 63), (
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179)),
    "blake2s": (32, 10, (16, 12, 8, 7), (
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19))}


def _compress(h, block, counted, last, kind):
    bits, rounds, (r1, r2, r3, r4), iv = kind
    size, mask = bits // 8, (1 << bits) - 1
    m = [int.from_bytes(block[i * size:(i + 1) * size], "little") for i in range(16)]
    v = h + list(iv)
    v[12] ^= counted & mask
    v[13] ^= counted >> bits
    if last:
        v[14] ^= mask
    for i in range(rounds):
        order = _SIGMA[i % 10]
        for k, (a, b, c, d) in enumerate(_COLUMNS):
            for x, first, second in ((m[order[2 * k]], r1, r2), (m[order[2 * k + 1]], r3, r4)):
                v[a] = v[a] + v[b] + x & mask
                w = v[d] ^ v[a]
                v[d] = w >> first | w << bits - first & mask
                v[c] = v[c] + v[d] & mask
                w = v[b] ^ v[c]
                v[b] = w >> second | w << bits - second & mask
    return [h[i] ^ v[i] ^ v[i + 8] for i in range(8)]


def digest(name, data, size, key, salt, person):
    kind = _KINDS[name]
    bits, iv = kind[0], kind[3]
    word, block = bits // 8, bits * 2
    params = bytes([size, len(key), 1, 1]) + bytes(word * 4 - 4)
    params += salt + bytes(word * 2 - len(salt)) + person + bytes(word * 2 - len(person))
    h = [iv[i] ^ int.from_bytes(params[i * word:(i + 1) * word], "little") for i in range(8)]
    if key:
        data = key + bytes(block - len(key)) + data
    at = 0
    while len(data) - at > block:
        at += block
        h = _compress(h, data[at - block:at], at, False, kind)
    rest = data[at:]
    h = _compress(h, rest + bytes(block - len(rest)), len(data), True, kind)
    return b"".join([n.to_bytes(word, "little") for n in h])[:size]
