/* _hash: message digests and random bytes, for hashlib, uuid, secrets and random. */
#include <openssl/evp.h>
#include <stdio.h>

#include "modules/stdlib/modules.h"
#include "modules/stdlib/native_util.h"
#include "os/random.h"

static bool hash_digest(Eval *ev, Args *a, Value *out)
{
    Str name;
    if (!util_str(ev, a->v[0], "a digest's name", &name)) return false;
    if (!value_is_bytes(a->v[1]))
        return eval_raise(ev, "TypeError", value_is_str(a->v[1])
                                               ? "Strings must be encoded before hashing"
                                               : "object supporting the buffer API required");
    char cname[32];
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    Str data = value_as_bytes(a->v[1]);
    snprintf(cname, sizeof cname, "%.*s", STR_ARG(name));
    const EVP_MD *md = EVP_get_digestbyname(cname);
    if (!md || !EVP_Digest(data.ptr, data.len, digest, &len, md, NULL))
        return eval_raise(ev, "ValueError", "unsupported hash type %.*s", STR_ARG(name));
    *out = value_bytes(ev, (Str){(const char *)digest, len});
    return true;
}

static bool hash_random(Eval *ev, Args *a, Value *out)
{
    /* More than a script can have a use for. */
    enum { MOST = 1 << 16 };
    static _Thread_local unsigned char bytes[MOST];
    int64_t n;
    Err err = err_init(eval_arena(ev));
    if (!util_int(ev, a->v[0], "a number of bytes", &n)) return false;
    if (n < 0 || n > MOST) return eval_raise(ev, "ValueError", "number of random bytes out of range");
    if (!random_bytes(bytes, (size_t)n, &err)) return eval_fail(ev, &err);
    *out = value_bytes(ev, (Str){(const char *)bytes, (size_t)n});
    return true;
}

static const NativeMember members[] = {
    NATIVE_FN("digest", "name, data", hash_digest),
    NATIVE_FN("random_bytes", "n", hash_random),
    NATIVE_END};

const NativeModule stdlib_hash = {.name = "_hash", .members = members};
