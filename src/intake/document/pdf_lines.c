#include "intake/document/pdf_.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "intake/document/text_.h"
#include "intake/hyphen.h"

static float height(PdfBox box) { return box.y1 - box.y0; }
static float centre(PdfBox box) { return (box.y0 + box.y1) / 2; }

static int by_y(const void *a, const void *b)
{
    float x = centre(((const PdfWord *)a)->box), y = centre(((const PdfWord *)b)->box);
    return x < y ? -1 : x > y;
}

static int by_x(const void *a, const void *b)
{
    float x = ((const PdfWord *)a)->box.x0, y = ((const PdfWord *)b)->box.x0;
    return x < y ? -1 : x > y;
}

/* word stands on the line that before stands on, and not before it. */
static bool same_line(const PdfWord *before, const PdfWord *word, bool apart)
{
    float h = height(before->box) < height(word->box) ? height(before->box) : height(word->box);
    if (fabsf(centre(before->box) - centre(word->box)) > h * 0.5f) return false;
    return !apart || word->box.x0 >= before->box.x1 - h;
}

static bool make_line(const PdfWord *words, uint32_t n, bool apart, Arena *arena, PdfLine *out, Err *err)
{
    size_t n_bytes = 0, k = 0;
    for (uint32_t i = 0; i < n; i++) n_bytes += words[i].text.n + 1;
    char *at = arena_try(arena, n_bytes, err);
    if (at == NULL) return false;
    *out = (PdfLine){ .box = words[0].box, .first_width = words[0].box.x1 - words[0].box.x0, .bold = true };
    for (uint32_t i = 0; i < n; i++) {
        PdfBox box = words[i].box;
        float gap = i > 0 ? box.x0 - words[i - 1].box.x1 : 0;
        if (apart && i > 0 && gap > height(box) * 3) at[k++] = '\t'; /* set apart by hand */
        else if (i > 0 && (words[i].spaced || gap > height(box) * 0.1f)) at[k++] = ' ';
        memcpy(at + k, words[i].text.at, words[i].text.n);
        k += words[i].text.n;
        if (box.x1 > out->box.x1) out->box.x1 = box.x1;
        if (box.y0 < out->box.y0) out->box.y0 = box.y0;
        if (box.y1 > out->box.y1) out->box.y1 = box.y1;
        out->bold &= words[i].bold;
    }
    out->text = (Str){ at, k };
    return true;
}

bool pdf_lines(const PdfWord *words, uint32_t n, bool apart, Arena *arena, PdfLine **lines, uint32_t *n_lines, Err *err)
{
    PdfWord *sorted = arena_try(arena, sizeof(PdfWord) * (n + 1), err);
    *lines = sorted != NULL ? arena_try(arena, sizeof(PdfLine) * (n + 1), err) : NULL;
    *n_lines = 0;
    if (*lines == NULL) return false;
    memcpy(sorted, words, sizeof(PdfWord) * n);
    if (!apart) qsort(sorted, n, sizeof *sorted, by_y);
    for (uint32_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && same_line(&sorted[apart ? to - 1 : from], &sorted[to], apart);) to++;
        if (!apart) qsort(sorted + from, to - from, sizeof *sorted, by_x);
        if (!make_line(sorted + from, to - from, apart, arena, &(*lines)[(*n_lines)++], err)) return false;
    }
    return true;
}

bool pdf_line_goes_on(const PdfLine *line, const PdfLine *next, float right, float gap)
{
    Str label;
    float h = height(line->box);
    if (next->box.y0 < line->box.y0 || next->box.y0 - line->box.y1 > gap || line->bold != next->bold) return false;
    if (text_number(next->text) > 0 || text_bullet(next->text, &label) > 0) return false;
    if (line->text.n > 1 && line->text.at[line->text.n - 1] == '-' && line->text.at[line->text.n - 2] != ' ') return true;
    return pdf_line_tears(line, next, right, false) || line->box.x1 + h * 0.22f + next->first_width > right; /* had its first word fitted, it would have stood on the line before */
}

bool pdf_line_tears(const PdfLine *line, const PdfLine *next, float right, bool last)
{
    size_t n_letters = utf8_length(line->text);
    if (n_letters == 0 || memchr(line->text.at, ' ', line->text.n) != NULL) return false;
    float letter = (line->box.x1 - line->box.x0) / (float)n_letters;
    return right - line->box.x1 < letter * 1.5f && hyphen_is_torn(line->text, next->text, last);
}

void pdf_join(Buf *buf, Str next, bool torn)
{
    bool hyphen = buf->n > 1 && buf->at[buf->n - 1] == '-' && buf->at[buf->n - 2] != ' ';
    if (hyphen && hyphen_is_soft(buf_str(buf), next)) buf->n--;
    else if (!hyphen && !torn) buf_add_char(buf, ' ');
    buf_add(buf, next);
}
