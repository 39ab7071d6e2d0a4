/* PNG of a drawn picture. Our own writer: libpng tries five filters on every row and compresses hard, which took three quarters of a document with charts; of flat drawings
 * rows mostly repeat the one above. */
#ifndef PUBLISH_OFFICE_PNG_OUT_H
#define PUBLISH_OFFICE_PNG_OUT_H

#include <stdint.h>

#include "base/buf.h"

/* in   pixels: rows of 0xAARRGGBB with alpha multiplied in, stride_bytes apart; opaque: alpha is left out
 * fails when there is no memory for it: false */
bool png_out(const unsigned char *pixels, uint32_t width, uint32_t height, size_t stride_bytes, bool opaque, Buf *out);

#endif
