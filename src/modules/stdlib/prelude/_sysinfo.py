"""Constants of sys that are easier said in Python."""
from collections import namedtuple

version_info = namedtuple("version_info", "major minor micro releaselevel serial")(3, 11, 7, "final", 0)


class _Namespace:
    def __init__(self, **kw):
        self.__dict__.update(kw)


implementation = _Namespace(name="cpython", version=version_info, cache_tag="cpython-311")
flags = _Namespace(optimize=0, debug=0, verbose=0, utf8_mode=1, dev_mode=False, interactive=0)
