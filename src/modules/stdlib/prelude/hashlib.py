"""hashlib."""
from _hash import digest as _digest

_sizes = {"md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64), "sha384": (48, 128),
          "sha512": (64, 128), "sha3_256": (32, 136), "sha3_512": (64, 72), "blake2b": (64, 128), "blake2s": (32, 64)}
algorithms_guaranteed = set(_sizes)
algorithms_available = set(_sizes)
_openssl = {"sha3_256": "sha3-256", "sha3_512": "sha3-512", "blake2b": "blake2b512", "blake2s": "blake2s256"}


class _Hash:
    def __init__(self, name, data=b""):
        self.name = name
        self.digest_size, self.block_size = _sizes[name]
        self._data = b""
        self.update(data)

    def update(self, data):
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        self._data += data

    def digest(self):
        return _digest(_openssl.get(self.name, self.name), self._data)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return _Hash(self.name, self._data)

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object>"


def new(name, data=b"", **kw):
    name = name.lower().replace("-", "")
    if name not in _sizes:
        raise ValueError("unsupported hash type " + name)
    return _Hash(name, data)


def _maker(name):
    def make(data=b"", **kw):
        return _Hash(name, data)
    make.__name__ = name
    return make


md5, sha1, sha224, sha256, sha384, sha512 = map(_maker, ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))
sha3_256, sha3_512, blake2b, blake2s = map(_maker, ("sha3_256", "sha3_512", "blake2b", "blake2s"))
