/* libFuzzer entry: any bytes are read as a .env file, with and without ${…}. */
#include "config/dotenv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Str lookup(void *user, Str name) { return name.len & 1 ? STR("value") : STR_NULL; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int i = 0; i < 4; i++) {
        Arena arena = {0};
        DotenvOptions options = {.interpolate = i & 1, .override = i & 2, .lookup = lookup};
        DotenvPairVec pairs = {0};
        dotenv_parse((Str){(const char *)data, size}, &options, &arena, &pairs);
        for (size_t k = 0; k < pairs.len; k++)
            if (!pairs.items[k].key.ptr) __builtin_trap();
        arena_release(&arena);
    }
    return 0;
}
