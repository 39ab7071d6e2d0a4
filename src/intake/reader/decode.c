#include "intake/reader/decode_.h"

#include "base/utf8.h"
#include "intake/reader/encoding_.h"
#include "intake/reader/hint_.h"

static bool utf16_bom(Str s) { return str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF")); }

bool decode_looks_text(Str bytes)
{
    Str start = str_slice(bytes, 0, 64 << 10);
    size_t n_control = 0;
    if (utf16_bom(start)) return true;
    for (size_t i = 0; i < start.n; i++) {
        unsigned char c = (unsigned char)start.at[i];
        if (c == 0) return false;
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A) n_control++;
    }
    return n_control <= start.n / 50;
}

static bool not_text(Err *err)
{
    return err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "Это не таблица и не текст: в файле двоичные данные.");
}

static bool from_page(Str bytes, const uint16_t page[128], Arena *arena, Str *out, Err *err)
{
    size_t n = 0;
    char put[4];
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        n += c < 0x80 ? 1 : utf8_put(page[c - 0x80], put);
    }
    char *at = arena_try(arena, n, err);
    if (at == NULL) return false;
    size_t k = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (c < 0x80) at[k++] = (char)c;
        else k += utf8_put(page[c - 0x80], at + k);
    }
    *out = (Str){ at, k };
    return true;
}

static bool from_utf16(Str bytes, Arena *arena, Str *out, Err *err)
{
    const unsigned char *p = (const unsigned char *)bytes.at;
    size_t low = p[0] == 0xFF ? 0 : 1;
    char *at = arena_try(arena, bytes.n / 2 * 3 + 1, err);
    if (at == NULL) return false;
    size_t k = 0;
    for (size_t i = 2; i + 1 < bytes.n; i += 2) {
        uint32_t unit = (uint32_t)(p[i + low] | p[i + 1 - low] << 8), next = 0;
        if (i + 3 < bytes.n) next = (uint32_t)(p[i + 2 + low] | p[i + 3 - low] << 8);
        if (unit == 0) return not_text(err);
        if (unit >= 0xD800 && unit <= 0xDBFF && next >= 0xDC00 && next <= 0xDFFF) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
            i += 2;
        } else if (unit >= 0xD800 && unit <= 0xDFFF) {
            unit = 0xFFFD;
        }
        k += utf8_put(unit, at + k);
    }
    *out = (Str){ at, k };
    return true;
}

/* Malformed only in its last character, with good ones of several bytes before: UTF-8 that lost its end. */
static bool cut_utf8(Str bytes, size_t bad)
{
    if (bytes.n - bad > 3) return false;
    for (size_t i = bad; i < bytes.n; i++)
        if (((unsigned char)bytes.at[i] & 0xC0) != (i == bad ? 0xC0 : 0x80)) return false;
    for (size_t i = 0; i < bad; i++)
        if ((unsigned char)bytes.at[i] >= 0x80) return true;
    return false;
}

bool decode_text(Str bytes, Arena *arena, Str *out, Err *err)
{
    if (!decode_looks_text(bytes)) return not_text(err);
    if (utf16_bom(bytes)) return from_utf16(bytes, arena, out, err);
    if (bytes.n > 0 && memchr(bytes.at, 0, bytes.n) != NULL) return not_text(err);
    bool bom = str_starts(bytes, STR("\xEF\xBB\xBF"));
    if (bom) bytes = str_slice(bytes, 3, bytes.n);
    size_t good = utf8_valid_prefix(bytes);
    if (good == bytes.n) {
        *out = bytes;
        return true;
    }
    if (bom || cut_utf8(bytes, good))
        return err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Текст повреждён или обрывается: байт %zu не читается как UTF-8.", good + 1);
    return from_page(bytes, encoding_of(bytes), arena, out, err);
}
