/* _hash: message digests and random bytes, for hashlib, uuid, secrets and random. */
#include <md5.h>
#include <sha1.h>
#include <sha2.h>
#include <stdio.h>

#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "os/random.h"

/* One-shot digests of libmd; BLAKE2 is _blake2.py, SHA-224 and SHA-3 are refused by name. */
#define DIGESTS(X)                                                                                 \
    X(md5, MD5_CTX, MD5Init, MD5Update, MD5Final, MD5_DIGEST_LENGTH)                               \
    X(sha1, SHA1_CTX, SHA1Init, SHA1Update, SHA1Final, SHA1_DIGEST_LENGTH)                         \
    X(sha256, SHA2_CTX, SHA256Init, SHA256Update, SHA256Final, SHA256_DIGEST_LENGTH)               \
    X(sha384, SHA2_CTX, SHA384Init, SHA384Update, SHA384Final, SHA384_DIGEST_LENGTH)               \
    X(sha512, SHA2_CTX, SHA512Init, SHA512Update, SHA512Final, SHA512_DIGEST_LENGTH)

#define DEFINE(name, Context, start, add, finish, size)                                            \
    static size_t name(Str data, uint8_t *digest)                                                  \
    {                                                                                              \
        Context context;                                                                           \
        start(&context);                                                                           \
        add(&context, (const uint8_t *)data.ptr, data.len);                                        \
        finish(digest, &context);                                                                  \
        return size;                                                                               \
    }
DIGESTS(DEFINE)
#undef DEFINE

static bool hash_digest(Eval *ev, Args *a, Value *out)
{
    static const struct {
        const char *name;
        size_t (*fn)(Str data, uint8_t *digest);
    } table[] = {
#define ROW(name, Context, start, add, finish, size) {#name, name},
        DIGESTS(ROW)
#undef ROW
    };
    Str name;
    if (!util_str(ev, a->v[0], "a digest's name", &name)) return false;
    if (!value_is_bytes(a->v[1]))
        return eval_raise(ev, "TypeError",
                          value_is_str(a->v[1]) ? "Strings must be encoded before hashing"
                                                : "object supporting the buffer API required");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        uint8_t digest[SHA512_DIGEST_LENGTH];
        if (!str_eq_z(name, table[i].name)) continue;
        size_t len = table[i].fn(value_as_bytes(a->v[1]), digest);
        *out = value_bytes(ev, (Str){(const char *)digest, len});
        return true;
    }
    return eval_raise(ev, "ValueError", "unsupported hash type %.*s", STR_ARG(name));
}

static bool hash_random(Eval *ev, Args *a, Value *out)
{
    /* More than a script can have a use for. */
    enum { MOST = 1 << 16 };
    static _Thread_local unsigned char bytes[MOST];
    int64_t n;
    Err err = err_init(eval_arena(ev));
    if (!util_int(ev, a->v[0], "a number of bytes", &n)) return false;
    if (n < 0 || n > MOST)
        return eval_raise(ev, "ValueError", "number of random bytes out of range");
    if (!random_bytes(bytes, (size_t)n, &err)) return eval_fail(ev, &err);
    *out = value_bytes(ev, (Str){(const char *)bytes, (size_t)n});
    return true;
}

static const NativeMember members[] = {NATIVE_FN("digest", "name, data", hash_digest),
                                       NATIVE_FN("random_bytes", "n", hash_random), NATIVE_END};

const NativeModule stdlib_hash = {.name = "_hash", .members = members};
