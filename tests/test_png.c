/* Our PNG is what cairo reads back, pixel by pixel. */
#include <cairo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "publish/office/png_out.h"

typedef struct Reader { Str bytes; size_t at; } Reader;

static cairo_status_t read_part(void *closure, unsigned char *to, unsigned int n)
{
    Reader *reader = closure;
    if (n > reader->bytes.n - reader->at) return CAIRO_STATUS_READ_ERROR;
    memcpy(to, reader->bytes.at + reader->at, n);
    reader->at += n;
    return CAIRO_STATUS_SUCCESS;
}

static uint32_t next(uint32_t *state) { return *state = *state * 1664525u + 1013904223u; }

/* Alpha multiplied in: no colour is above it. */
static uint32_t pixel_of(uint32_t *state, bool opaque)
{
    static const uint32_t alphas[] = { 255, 0, 128, 1, 254 };
    uint32_t alpha = opaque ? 255 : alphas[next(state) >> 16 & 3], pixel = alpha << 24;
    for (int shift = 0; shift <= 16; shift += 8) pixel |= (alpha == 0 ? 0 : (next(state) >> 16) % (alpha + 1)) << shift;
    return pixel;
}

static void check(int width, int height, bool opaque, bool noisy)
{
    cairo_surface_t *drawn = cairo_image_surface_create(opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, width, height);
    unsigned char *pixels = cairo_image_surface_get_data(drawn);
    size_t stride = (size_t)cairo_image_surface_get_stride(drawn);
    uint32_t state = 7;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t pixel = noisy || x % 31 == 0 ? pixel_of(&state, opaque) : 0xFFFFFFFFu;
            memcpy(pixels + (size_t)y * stride + (size_t)x * 4, &pixel, sizeof pixel);
        }
    Buf png;
    buf_init(&png, 0);
    assert_true(png_out(pixels, (uint32_t)width, (uint32_t)height, stride, opaque, &png));
    Reader reader = { buf_str(&png), 0 };
    cairo_surface_t *back = cairo_image_surface_create_from_png_stream(read_part, &reader);
    assert_int_equal(cairo_surface_status(back), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_image_surface_get_width(back), width);
    assert_int_equal(cairo_image_surface_get_height(back), height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t a, b, mask = opaque ? 0xFFFFFFu : 0xFFFFFFFFu;
            memcpy(&a, pixels + (size_t)y * stride + (size_t)x * 4, sizeof a);
            memcpy(&b, cairo_image_surface_get_data(back) + (size_t)y * (size_t)cairo_image_surface_get_stride(back) + (size_t)x * 4, sizeof b);
            assert_int_equal(a & mask, b & mask);
        }
    cairo_surface_destroy(back);
    cairo_surface_destroy(drawn);
    buf_free(&png);
}

static void test_pixels_come_back(void **state)
{
    (void)state;
    for (int opaque = 0; opaque <= 1; opaque++) {
        check(1, 1, opaque, true);
        check(7, 3, opaque, true);
        check(640, 480, opaque, true); /* many chunks: noise does not pack */
        check(1400, 900, opaque, false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pixels_come_back) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
