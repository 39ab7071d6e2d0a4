/* Guarded access to a zip: every entry is looked up and unpacked under the ceilings. */
#include <stddef.h>

#include "base/limits.h"
#include "intake/reader/unzip_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Unzip zip;
    Err err = { 0 };
    if (!unzip_open((Str){ (const char *)bytes, n }, &zip, &err)) {
        BUG_ON(err.code == ERR_NONE);
        return 0;
    }
    for (uint32_t i = 0; i < zip.n_entries && i < 50; i++) {
        UnzipPart part;
        char chunk[4096];
        size_t got = 1;
        BUG_ON(unzip_find(&zip, unzip_name(&zip, i)) > i);
        if (!unzip_part_open(&zip, i, &part, &err)) continue;
        while (got != 0 && part.n < ((size_t)4 << 20) && unzip_part_read(&part, chunk, sizeof chunk, &got, &err)) BUG_ON(got > sizeof chunk);
        BUG_ON(part.n > LIMIT_ZIP_RATIO_FROM + sizeof chunk && part.n / LIMIT_ZIP_RATIO > n + sizeof chunk);
        unzip_part_close(&part);
    }
    unzip_close(&zip);
    return 0;
}
