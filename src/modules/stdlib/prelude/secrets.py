"""secrets."""
from _hash import random_bytes as _random_bytes
import base64
from random import SystemRandom

DEFAULT_ENTROPY = 32
_random = SystemRandom()
choice = _random.choice
randbits = _random.getrandbits


def randbelow(n):
    if n <= 0:
        raise ValueError("Upper bound must be positive.")
    return _random.randrange(n)


def token_bytes(nbytes=None):
    return _random_bytes(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    return base64.urlsafe_b64encode(token_bytes(nbytes)).decode().rstrip("=")


def compare_digest(a, b):
    return a == b
