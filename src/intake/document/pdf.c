/* PDF with a layer of text. poppler tells the words and their places; where the cells of tables are is seen on the drawn page. */
#include "intake/document/pdf_.h"

#include <cairo.h>
#include <poppler.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/child_.h"
#include "intake/document/hint_.h"

enum { MOST_DOTS = 2400 }; /* of a side of the drawn page: A4 at 144 dots an inch has 1684 */

/* The page drawn, a dot being dark or not. */
static bool draw(PopplerPage *page, double width, double height, Arena *arena, PdfDots *out, Err *err)
{
    double longest = width > height ? width : height, scale = longest * 2 > MOST_DOTS ? MOST_DOTS / longest : 2;
    int w = (int)(width * scale) + 1, h = (int)(height * scale) + 1;
    bool *dark = arena_try(arena, (size_t)w * (size_t)h, err);
    if (dark == NULL) return false;
    *out = (PdfDots){ .dark = dark, .width = (uint32_t)w, .height = (uint32_t)h, .scale = (float)scale };
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, scale, scale);
    poppler_page_render(page, cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const unsigned char *bytes = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; bytes != NULL && y < h; y++)
        for (int x = 0; x < w; x++) {
            const unsigned char *dot = bytes + (size_t)y * (size_t)stride + (size_t)x * 4;
            dark[(size_t)y * (size_t)w + (size_t)x] = dot[0] + dot[1] + dot[2] < 3 * 200; /* half of a hairline on each of two rows of dots is still a line, grey under a head is none */
        }
    cairo_surface_destroy(surface);
    return true;
}

static bool is_bold(const PopplerTextAttributes *attributes)
{
    return attributes->font_name != NULL && (strstr(attributes->font_name, "Bold") != NULL || strstr(attributes->font_name, "bold") != NULL);
}

typedef struct Glyphs { const char *text; const PopplerRectangle *boxes; guint n; GList *attributes; } Glyphs;

static PdfBox box_of(const PopplerRectangle *r) { return (PdfBox){ (float)r->x1, (float)r->y1, (float)r->x2, (float)r->y2 }; }

/* A glyph that does not stand right behind the word begins a new one. */
static bool apart(PdfBox word, PdfBox glyph)
{
    float h = word.y1 - word.y0, middle = (glyph.y0 + glyph.y1) / 2;
    return middle < word.y0 || middle > word.y1 || glyph.x0 > word.x1 + h * 0.22f || glyph.x0 < word.x1 - h;
}

/* n_strange: characters without a meaning of their own, from fonts that do not tell it. */
static bool words_of(Glyphs glyphs, Arena *arena, PdfPage *out, uint32_t *n_strange, Err *err)
{
    Str text = str_of(glyphs.text);
    PdfWord *words = arena_try(arena, sizeof(PdfWord) * ((size_t)glyphs.n + 1), err);
    char *copy = words != NULL ? arena_try(arena, text.n + 1, err) : NULL;
    if (copy == NULL) return false;
    memcpy(copy, text.at, text.n);
    text.at = copy;
    uint32_t n = 0;
    bool in_word = false, spaced = false;
    GList *attributes = glyphs.attributes;
    guint i = 0;
    for (size_t at = 0; at < text.n && i < glyphs.n; i++) {
        size_t from = at;
        uint32_t cp = utf8_next(text, &at);
        PdfBox box = box_of(&glyphs.boxes[i]);
        while (attributes != NULL && ((PopplerTextAttributes *)attributes->data)->end_index < (gint)i) attributes = attributes->next;
        *n_strange += cp == UTF8_BAD || cp == 0xFFFD || (cp >= 0xE000 && cp <= 0xF8FF) || cp < 9;
        if (cp <= ' ' || cp == 0xA0) {
            in_word = false;
            spaced = true;
            continue;
        }
        bool bold = attributes != NULL && is_bold(attributes->data);
        if (in_word && apart(words[n - 1].box, box)) in_word = false;
        if (!in_word) words[n++] = (PdfWord){ .box = box, .text = { text.at + from, 0 }, .bold = bold, .spaced = spaced };
        in_word = true;
        spaced = false;
        PdfWord *word = &words[n - 1];
        word->text.n = (size_t)(text.at + at - word->text.at);
        if (box.x1 > word->box.x1) word->box.x1 = box.x1;
        if (box.y0 < word->box.y0) word->box.y0 = box.y0;
        if (box.y1 > word->box.y1) word->box.y1 = box.y1;
    }
    out->words = words;
    out->n_words = n;
    return true;
}

typedef struct Reading { Arena *arena; SourceDoc *out; PdfPage *pages; uint32_t n_pages, n_glyphs, n_strange; } Reading;

static bool read_text(Reading *reading, PopplerPage *page, const char *text, Arena *scratch, Err *err)
{
    PopplerRectangle *boxes = NULL;
    guint n = 0;
    double width, height;
    poppler_page_get_size(page, &width, &height);
    if (!(width > 1 && height > 1 && width < 20000 && height < 20000) || !poppler_page_get_text_layout(page, &boxes, &n)) return true;
    GList *attributes = poppler_page_get_text_attributes(page);
    PdfPage out = { .width = (float)width, .height = (float)height };
    PdfDots dots;
    Glyphs glyphs = { text, boxes, n, attributes };
    bool ok = words_of(glyphs, reading->arena, &out, &reading->n_strange, err) && draw(page, width, height, scratch, &dots, err) && pdf_grids(dots, reading->arena, scratch, &out, err) &&
              pdf_gaps(reading->arena, scratch, &out, err);
    if (ok) reading->pages[reading->n_pages++] = out;
    reading->n_glyphs += n;
    poppler_page_free_text_attributes(attributes);
    g_free(boxes);
    return ok;
}

static bool read_page(Reading *reading, PopplerPage *page, Err *err)
{
    char *text = poppler_page_get_text(page);
    bool ok = true;
    if (text != NULL && str_trim(str_of(text)).n > 0) {
        Arena *scratch = arena_new(LIMIT_CHILD_BYTES);
        ok = read_text(reading, page, text, scratch, err);
        arena_free(scratch);
    }
    GList *pictures = poppler_page_get_image_mapping(page);
    reading->out->n_pictures += g_list_length(pictures);
    poppler_page_free_image_mapping(pictures);
    g_free(text);
    return ok;
}

static bool read_pages(PopplerDocument *document, Arena *arena, SourceDoc *out, Err *err)
{
    int n = poppler_document_get_n_pages(document);
    if (n > (int)LIMIT_DOC_PAGES) return err_set(err, ERR_LIMIT, "Разделите документ на части и загрузите их отдельно.", "В документе больше %u страниц.", LIMIT_DOC_PAGES);
    Reading reading = { .arena = arena, .out = out, .pages = arena_array(arena, PdfPage, LIMIT_DOC_PAGES) };
    for (int i = 0; i < n; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        if (page == NULL) continue;
        bool ok = read_page(&reading, page, err);
        g_object_unref(page);
        if (!ok) return false;
    }
    if (reading.n_strange * 4 > reading.n_glyphs)
        return err_set(err, ERR_INPUT, HINT_SCAN, "Слова в этом PDF не прочесть: его шрифты не говорят, какая буква что значит.");
    DocBuild *build = build_new(arena, out, err);
    uint32_t n_silent = (uint32_t)n - reading.n_pages;
    if (n_silent > 0 && reading.n_pages > 0) build_warn(build, arena_printf(arena, "Страницы без текста (сканы или пустые) не прочитаны: %u.", n_silent));
    return pdf_flow(reading.pages, reading.n_pages, build, arena, err) && build_finish(build);
}

bool pdf_read_here(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    GError *why = NULL;
    GBytes *whole = g_bytes_new_static(bytes.at, bytes.n);
    PopplerDocument *document = poppler_document_new_from_bytes(whole, NULL, &why);
    bool ok = document != NULL && read_pages(document, arena, out, err);
    if (document == NULL && why != NULL && g_error_matches(why, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        err_set(err, ERR_INPUT, "Сохраните документ без пароля и загрузите снова.", "Документ PDF защищён паролем.");
    else if (document == NULL)
        err_set(err, ERR_INPUT, HINT_SAVE_DOCX, "Файл PDF повреждён или скачан не полностью.");
    if (document != NULL) g_object_unref(document);
    g_clear_error(&why);
    g_bytes_unref(whole);
    return ok;
}

static bool pdf_read(Str bytes, Arena *arena, SourceDoc *out, Err *err) { return child_read(pdf_read_here, bytes, arena, out, err); }

static bool pdf_is_it(Str name, Str bytes)
{
    (void)name;
    return str_find(str_slice(bytes, 0, 1024), STR("%PDF-")) != SIZE_MAX;
}

const DocumentFormat document_pdf = { .name = "pdf", .title = "документ PDF с текстом", .extensions = ".pdf", .is_it = pdf_is_it, .read = pdf_read, .apart = true };
