"""hashlib."""
from _blake2 import digest as _blake2
from _hash import digest as _digest

_sizes = {"md5": (16, 64), "sha1": (20, 64), "sha256": (32, 64), "sha384": (48, 128), "sha512": (64, 128)}
algorithms_guaranteed = {*_sizes, "blake2b", "blake2s"}
algorithms_available = set(algorithms_guaranteed)


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


class blake2b(_Hash):
    MAX_DIGEST_SIZE = MAX_KEY_SIZE = 64
    SALT_SIZE = PERSON_SIZE = 16
    name, block_size = "blake2b", 128

    def __init__(self, data=b"", /, *, digest_size=None, key=b"", salt=b"", person=b"", usedforsecurity=True):
        if digest_size is None:
            digest_size = self.MAX_DIGEST_SIZE
        if not 1 <= digest_size <= self.MAX_DIGEST_SIZE:
            raise ValueError("digest_size must be between 1 and %d bytes" % self.MAX_DIGEST_SIZE)
        for what, given, most in (("key", key, self.MAX_KEY_SIZE), ("salt", salt, self.SALT_SIZE),
                                  ("person", person, self.PERSON_SIZE)):
            if len(given) > most:
                raise ValueError("maximum %s length is %d bytes" % (what, most))
        self.digest_size, self._extra = digest_size, (key, salt, person)
        self._data = b""
        self.update(data)

    def digest(self):
        return _blake2(self.name, self._data, self.digest_size, *self._extra)

    def copy(self):
        key, salt, person = self._extra
        return type(self)(self._data, digest_size=self.digest_size, key=key, salt=salt, person=person)

    def __repr__(self):
        return f"<_blake2.{self.name} object>"


class blake2s(blake2b):
    MAX_DIGEST_SIZE = MAX_KEY_SIZE = 32
    SALT_SIZE = PERSON_SIZE = 8
    name, block_size = "blake2s", 64


def new(name, data=b"", **kw):
    own = {"blake2b": blake2b, "blake2s": blake2s}.get(name.lower())
    return own(data, **kw) if own else _Hash(name.lower().replace("-", ""), data)


def _maker(name):
    def make(data=b"", **kw):
        return _Hash(name, data)
    make.__name__ = name
    return make


md5, sha1, sha224, sha256, sha384, sha512 = map(_maker, ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))
sha3_256, sha3_512 = map(_maker, ("sha3_256", "sha3_512"))
