/* Small invented forms: pages of text «a|b|c» become an XLSX in memory and go through intake. */
#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include "reader_fixture.h"

#include "intake/intake.h"

typedef struct Page { const char *name, *text; } Page;

static inline void put_cells(Buf *out, const char *text)
{
    unsigned row = 1, column = 0;
    buf_printf(out, "<row r=\"1\">");
    for (const char *from = text;; from++) {
        const char *to = from;
        while (*to != '\0' && *to != '|' && *to != '\n') to++;
        if (to > from) {
            buf_printf(out, "<c r=\"");
            if (column >= 26) buf_add_char(out, (char)('A' + column / 26 - 1));
            buf_printf(out, "%c%u\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", 'A' + (int)(column % 26), row);
            for (Str rest = { from, (size_t)(to - from) }; rest.n > 0;) { /* «¦» in a page is a bar inside a cell */
                size_t bar = str_find(rest, STR("¦"));
                buf_add_xml(out, str_slice(rest, 0, bar));
                if (bar != SIZE_MAX) buf_add_char(out, '|');
                rest = bar == SIZE_MAX ? STR_EMPTY : str_slice(rest, bar + STR("¦").n, rest.n);
            }
            buf_printf(out, "</t></is></c>");
        }
        column++;
        if (*to == '\n' || *to == '\0') buf_printf(out, "</row>");
        if (*to == '\0') break;
        if (*to == '\n') buf_printf(out, "<row r=\"%u\">", ++row), column = 0;
        from = to;
    }
}

static inline Str pages_book(Arena *arena, const Page *pages, size_t n)
{
    Buf part, list, links;
    Part parts[16];
    size_t n_parts = 0;
    assert_true(n <= 8);
    buf_init(&list, 0), buf_init(&links, 0);
    for (size_t i = 0; i < n; i++) {
        buf_init(&part, 0);
        buf_printf(&part, "<?xml version=\"1.0\"?><worksheet xmlns=\"" NS_MAIN "\"><sheetData>");
        put_cells(&part, pages[i].text);
        buf_printf(&part, "</sheetData></worksheet>");
        parts[n_parts++] = (Part){ arena_z(arena, arena_printf(arena, "xl/worksheets/sheet%zu.xml", i + 1)), arena_str(arena, buf_str(&part)) };
        buf_printf(&list, "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", pages[i].name, i + 1, i + 1);
        buf_printf(&links, "<Relationship Id=\"rId%zu\" Type=\"" NS_REL "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>", i + 1, i + 1);
        buf_free(&part);
    }
    parts[n_parts++] = (Part){ "xl/workbook.xml", arena_printf(arena, "<?xml version=\"1.0\"?><workbook xmlns=\"" NS_MAIN "\" xmlns:r=\"" NS_REL "\"><sheets>%s</sheets></workbook>", list.at) };
    parts[n_parts++] = (Part){ "xl/_rels/workbook.xml.rels",
                               arena_printf(arena, "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">%s</Relationships>", links.at) };
    parts[n_parts++] = (Part){ "[Content_Types].xml", STR("<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>") };
    buf_free(&list), buf_free(&links);
    return zip_of(arena, parts, n_parts, false, NULL);
}

static inline InputFile take_book(Arena *arena, const char *name, const Page *pages, size_t n, const char *procedure)
{
    InputFile file;
    IntakeOptions options = { .procedure = procedure };
    intake_bytes(str_of(name), pages_book(arena, pages, n), &options, arena, &file);
    return file;
}

/* One sheet. */
static inline InputFile take(Arena *arena, const char *name, const char *text)
{
    return take_book(arena, name, &(Page){ "Лист1", text }, 1, NULL);
}

static inline const Complaint *complaint_of(const InputFile *file, const char *code)
{
    for (uint32_t i = 0; i < file->n_complaints; i++)
        if (strcmp(file->complaints[i].code, code) == 0) return &file->complaints[i];
    return NULL;
}

static inline unsigned count_of(const InputFile *file, const char *code)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < file->n_complaints; i++) n += strcmp(file->complaints[i].code, code) == 0;
    return n;
}

#define assert_str(s, expected)                                                                      \
    do {                                                                                             \
        Str got_ = (s);                                                                              \
        if (!str_eq(got_, str_of(expected))) fail_msg("«%.*s», expected «%s»", STR_ARG(got_), expected); \
    } while (0)

#endif
