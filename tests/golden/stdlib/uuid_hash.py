import uuid, hashlib, base64, binascii, secrets, random, string
u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u, repr(u), u.hex, u.int, u.bytes, u.urn, u.version, u.variant, u.fields, uuid.UUID(int=5), uuid.UUID(bytes=b"\x01" * 16), uuid.UUID("{12345678123456781234567812345678}") == u, hash(u) == hash(uuid.UUID(str(u))), u < uuid.UUID(int=2 ** 127), str(u) == "x")
print(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "http://x"), uuid.uuid4().version, len(str(uuid.uuid4())), uuid.uuid1().version, uuid.uuid4() != uuid.uuid4(), uuid.NAMESPACE_OID)
for bad in ("x", "1234"):
    try: uuid.UUID(bad)
    except ValueError as e: print(e)
for name in ("md5", "sha1", "sha256", "sha512", "sha384"):
    print(name, getattr(hashlib, name)(b"abc").hexdigest(), hashlib.new(name, b"").digest()[:4])
h = hashlib.sha256(); h.update(b"a"); h.update(b"bc"); print(h.hexdigest() == hashlib.sha256(b"abc").hexdigest(), h.name, h.digest_size)
try: hashlib.md5("text")
except TypeError as e: print(e)
print(base64.b64encode(b"hello world!?"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xfb\xff\xfe"), base64.urlsafe_b64decode(b"-__-"), base64.b16encode(b"ab"), binascii.hexlify(b"\x01\xff"), binascii.unhexlify("01ff"), binascii.crc32(b"hello"))
print(len(secrets.token_hex(8)), len(secrets.token_bytes(5)), len(secrets.token_urlsafe(16)) > 10, 0 <= random.random() < 1, random.randint(3, 3), random.choice([7]), sorted(random.sample(range(3), 3)), 1 <= random.uniform(1, 2) <= 2, len(random.choices("ab", k=4)))
print(string.ascii_letters, string.digits, string.hexdigits, string.punctuation, string.Template("$a ${b} $$").substitute(a=1, b=2), string.Template("$x").safe_substitute(), string.capwords("hello wORLD"))
