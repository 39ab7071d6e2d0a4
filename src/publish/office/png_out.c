#include "publish/office/png_out.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { FILTER_NONE = 0, FILTER_UP = 2, LEVEL = 3 /* 6 takes twice the time for a tenth of the bytes */, CHUNK = 1 << 16 };

static void put_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (24 - 8 * i));
}

static void chunk(Buf *out, const char *name, const unsigned char *bytes, size_t n)
{
    unsigned char number[4];
    put_u32(number, (uint32_t)n);
    buf_add(out, (Str){ (const char *)number, 4 });
    buf_add(out, (Str){ name, 4 });
    buf_add(out, (Str){ (const char *)bytes, n });
    uLong crc = crc32(0, (const unsigned char *)name, 4);
    if (n > 0) crc = crc32(crc, bytes, (uInt)n);
    put_u32(number, (uint32_t)crc);
    buf_add(out, (Str){ (const char *)number, 4 });
}

/* One row as PNG has it: red, green, blue. */
static void convert_opaque(const unsigned char *pixels, uint32_t width, unsigned char *to)
{
    for (uint32_t x = 0; x < width; x++, to += 3) {
        uint32_t pixel;
        memcpy(&pixel, pixels + (size_t)x * 4, sizeof pixel);
        to[0] = (unsigned char)(pixel >> 16), to[1] = (unsigned char)(pixel >> 8), to[2] = (unsigned char)pixel;
    }
}

/* Red, green, blue and alpha, not multiplied in. */
static void convert(const unsigned char *pixels, uint32_t width, unsigned char *to)
{
    for (uint32_t x = 0; x < width; x++) {
        uint32_t pixel;
        memcpy(&pixel, pixels + (size_t)x * 4, sizeof pixel);
        uint32_t alpha = pixel >> 24, half = alpha / 2;
        for (int shift = 16; shift >= 0; shift -= 8) {
            uint32_t colour = pixel >> shift & 255;
            *to++ = (unsigned char)(alpha == 255 ? colour : alpha == 0 ? 0 : (colour * 255 + half) / alpha);
        }
        *to++ = (unsigned char)alpha;
    }
}

typedef struct Packer { z_stream stream; unsigned char out[CHUNK]; Buf *png; } Packer;

static bool pack(Packer *packer, const unsigned char *bytes, size_t n, int flush)
{
    packer->stream.next_in = (unsigned char *)bytes;
    packer->stream.avail_in = (uInt)n;
    for (;;) {
        int code = deflate(&packer->stream, flush);
        if (code == Z_STREAM_ERROR) return false;
        if (packer->stream.avail_out > 0 && flush == Z_NO_FLUSH) return true;
        if (packer->stream.avail_out == 0 || code == Z_STREAM_END) {
            chunk(packer->png, "IDAT", packer->out, CHUNK - packer->stream.avail_out);
            packer->stream.next_out = packer->out;
            packer->stream.avail_out = CHUNK;
        }
        if (code == Z_STREAM_END) return true;
    }
}

/* A chart is flat colour and letters: deflate finds the rows above by itself, in a quarter less bytes than their differences take. Of a small drawing in a cell the differences are fewer. */
static bool rows(Packer *packer, const unsigned char *pixels, uint32_t width, uint32_t height, size_t stride_bytes, bool opaque)
{
    size_t n = (size_t)width * (opaque ? 3 : 4);
    unsigned char *row = calloc(3, n + 1), *above = row != NULL ? row + n + 1 : NULL, *sent = row != NULL ? above + n + 1 : NULL;
    if (row == NULL) return false;
    bool done = true;
    sent[0] = opaque ? FILTER_NONE : FILTER_UP;
    for (uint32_t y = 0; y < height && done; y++) {
        if (opaque) convert_opaque(pixels + y * stride_bytes, width, sent + 1);
        else {
            convert(pixels + y * stride_bytes, width, row);
            for (size_t i = 0; i < n; i++) sent[i + 1] = (unsigned char)(row[i] - above[i]);
            memcpy(above, row, n);
        }
        done = pack(packer, sent, n + 1, Z_NO_FLUSH);
    }
    free(row);
    return done && pack(packer, NULL, 0, Z_FINISH);
}

bool png_out(const unsigned char *pixels, uint32_t width, uint32_t height, size_t stride_bytes, bool opaque, Buf *out)
{
    static const unsigned char sign[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
    unsigned char head[13] = { [8] = 8, [9] = opaque ? 2 : 6 }; /* eight bits of three or four colours */
    put_u32(head, width);
    put_u32(head + 4, height);
    Packer *packer = calloc(1, sizeof *packer);
    if (packer == NULL) return false;
    packer->png = out;
    packer->stream.next_out = packer->out;
    packer->stream.avail_out = CHUNK;
    buf_add(out, (Str){ (const char *)sign, sizeof sign });
    chunk(out, "IHDR", head, sizeof head);
    bool done = deflateInit(&packer->stream, LEVEL) == Z_OK;
    if (done) {
        done = rows(packer, pixels, width, height, stride_bytes, opaque);
        deflateEnd(&packer->stream);
    }
    chunk(out, "IEND", NULL, 0);
    free(packer);
    return done;
}
