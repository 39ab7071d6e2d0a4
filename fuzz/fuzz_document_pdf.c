/* What poppler would tell of a PDF: a drawn page of 120 by 160 points with lines and words anywhere, three pages of it; and the way back from the child. */
#include "fuzz_document.h"
#include "intake/document/pack_.h"
#include "intake/document/pdf_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { WIDTH = 120, HEIGHT = 160, MOST_WORDS = 64, PAGES = 3 };

typedef struct Input { const uint8_t *at; size_t n; } Input;

static uint32_t byte(Input *in)
{
    if (in->n == 0) return 0;
    in->n--;
    return *in->at++;
}

static bool page_of(Input *in, Arena *arena, PdfPage *page, Err *err)
{
    static const char *const texts[] = { "1.", "План", "май", "мероприя-", "тия", "- сдан", "№", "Что" };
    bool *dark = arena_array(arena, bool, WIDTH * HEIGHT);
    PdfWord *words = arena_array(arena, PdfWord, MOST_WORDS);
    for (uint32_t n_lines = byte(in) % 32; n_lines > 0; n_lines--) {
        uint32_t across = byte(in), at = byte(in), from = byte(in), to = byte(in);
        for (uint32_t i = from; i < to; i++) dark[across & 1 ? at % HEIGHT * WIDTH + i % WIDTH : i % HEIGHT * WIDTH + at % WIDTH] = true;
    }
    *page = (PdfPage){ .width = WIDTH, .height = HEIGHT, .words = words };
    for (page->n_words = 0; page->n_words < MOST_WORDS && in->n > 3; page->n_words++) {
        uint32_t what = byte(in), x = byte(in), y = byte(in);
        if (what == 255) break;
        words[page->n_words] = (PdfWord){ { (float)x, (float)y, (float)(x + 1 + what % 40), (float)(y + 10) }, str_of(texts[what % 8]), what & 64, what & 128 };
    }
    return pdf_grids((PdfDots){ dark, WIDTH, HEIGHT, 1 }, arena, arena, page, err) && pdf_gaps(arena, arena, page, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)256 << 20);
    SourceDoc doc = { 0 }, back = { 0 };
    Err err = { 0 };
    Input in = { bytes, n };
    PdfPage pages[PAGES];
    bool ok = true;
    if (n > 0 && bytes[0] == 255) {
        if (doc_unpack((Str){ (const char *)bytes + 1, n - 1 }, arena, &back, &err)) fuzz_document(true, &back, &err);
    } else {
        DocBuild *build = build_new(arena, &doc, &err);
        for (uint32_t p = 0; ok && p < PAGES; p++) ok = page_of(&in, arena, &pages[p], &err);
        ok = ok && pdf_flow(pages, PAGES, build, arena, &err) && build_finish(build);
        fuzz_document(ok, &doc, &err);
    }
    arena_free(arena);
    return 0;
}
