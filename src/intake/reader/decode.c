#include "intake/reader/decode_.h"

#include <stdint.h>

#include "base/utf8.h"
#include "intake/reader/hint_.h"

static const uint16_t cp1251_high[64] = { /* 0x80..0xBF; 0xC0..0xFF are U+0410..U+044F */
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A, 0x040C, 0x040B, 0x040F,
    0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122, 0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F,
    0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6, 0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407,
    0x00B0, 0x00B1, 0x0406, 0x0456, 0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457,
};

static uint32_t cp1251(unsigned char c)
{
    if (c < 0x80) return c;
    return c < 0xC0 ? cp1251_high[c - 0x80] : 0x410u + (c - 0xC0u);
}

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

static bool from_cp1251(Str bytes, Arena *arena, Str *out, Err *err)
{
    size_t n = 0;
    char put[4];
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        n += c < 0x80 ? 1 : utf8_put(cp1251(c), put);
    }
    char *at = arena_try(arena, n, err);
    if (at == NULL) return false;
    size_t k = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (c < 0x80) at[k++] = (char)c;
        else k += utf8_put(cp1251(c), at + k);
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
    return from_cp1251(bytes, arena, out, err);
}
