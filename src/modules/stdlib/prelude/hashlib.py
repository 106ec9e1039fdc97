"""hashlib."""
from _hash import digest as _digest

_sizes = {"md5": (16, 64), "sha1": (20, 64), "sha256": (32, 64), "sha384": (48, 128), "sha512": (64, 128)}
algorithms_guaranteed = set(_sizes)
algorithms_available = set(_sizes)


class _Hash:
    def __init__(self, name, data=b""):
        self.name = name
        if name not in _sizes:
            raise ValueError("unsupported hash type " + name)
        self.digest_size, self.block_size = _sizes[name]
        self._data = b""
        self.update(data)

    def update(self, data):
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        self._data += data

    def digest(self):
        return _digest(self.name, self._data)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return _Hash(self.name, self._data)

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object>"


def new(name, data=b"", **kw):
    return _Hash(name.lower().replace("-", ""), data)


def _maker(name):
    def make(data=b"", **kw):
        return _Hash(name, data)
    make.__name__ = name
    return make


md5, sha1, sha224, sha256, sha384, sha512 = map(_maker, ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))
sha3_256, sha3_512, blake2b, blake2s = map(_maker, ("sha3_256", "sha3_512", "blake2b", "blake2s"))
