#include "web/plan_beside.h"

#include "base/number.h"
#include "publish/rich.h"

enum { MOST_LINES = 1500, MOST_NOTES = 40 };

/* ---- words of the document by lines ---- */

static Str para_words(Ctx *ctx, const DocPara *para)
{
    Str text = rich_escape(ctx->arena, para->text);
    if (para->label.n == 0) return text;
    return CTX_TEXT(ctx, "%.*s %.*s", STR_ARG(rich_escape(ctx->arena, para->label)), STR_ARG(text));
}

static Str cell_words(Ctx *ctx, const DocCell *cell)
{
    Str words = STR_EMPTY;
    for (uint32_t p = 0; p < cell->n_paras; p++) words = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(words), p > 0 ? " / " : "", STR_ARG(para_words(ctx, &cell->paras[p])));
    return words;
}

/* The measure that begins on this line; NULL: none. */
static const MeasureRow *begins_at(const PlanView *view, uint32_t line)
{
    for (uint32_t i = 0; i < view->n; i++)
        if (view->measures[i].line_from == line && line > 0) return &view->measures[i];
    return NULL;
}

static void put_line(Ctx *ctx, Table *table, const PlanView *view, uint32_t line, Str words)
{
    if (words.n == 0 || table->n_rows == table->max_rows) return;
    const MeasureRow *measure = begins_at(view, line);
    Cell *cells = table_row(ctx->doc, table, measure != NULL ? ROW_OURS : ROW_PLAIN);
    table->rows[table->n_rows - 1].anchor_id = CTX_TEXT(ctx, "l%u", line);
    cells[0] = measure != NULL ? cell_link(CTX_TEXT(ctx, "%u", line), CTX_TEXT(ctx, "#m%u", measure->n)) : cell_text(CTX_TEXT(ctx, "%u", line));
    cells[1] = cell_text(words);
}

static void put_table(Ctx *ctx, Table *table, const PlanView *view, const DocTable *of)
{
    for (uint32_t r = 0; r < of->n_rows; r++) {
        Str words = STR_EMPTY;
        for (uint32_t c = 0; c < of->rows[r].n_cells; c++) {
            Str cell = cell_words(ctx, &of->rows[r].cells[c]);
            if (cell.n > 0) words = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(words), words.n > 0 ? " · " : "", STR_ARG(cell));
        }
        put_line(ctx, table, view, of->rows[r].line, words);
        for (uint32_t c = 0; c < of->rows[r].n_cells; c++)
            for (uint32_t t = 0; t < of->rows[r].cells[c].n_tables; t++) put_table(ctx, table, view, &of->rows[r].cells[c].tables[t]);
    }
}

void plan_beside_document(Ctx *ctx, Node *parent, const PlanView *view, const SourceDoc *doc, const Err *why)
{
    static const Column columns[] = { { .head = { "строка", 12 }, .width = 0.12f }, { .head = { "слова документа", 29 }, .width = 0.88f } };
    doc_heading(ctx->doc, parent, 2, STR("Документ"));
    if (doc == NULL) {
        doc_note(ctx->doc, parent, NOTE_ATTENTION, STR("Документ не показать."), why->code != ERR_NONE ? CTX_TEXT(ctx, "%s %s", why->what, why->hint) : STR("План составлен без документа."));
        return;
    }
    if (doc->n_pictures > 0) doc_note(ctx->doc, parent, NOTE_ATTENTION, STR("Внутри есть картинки."), CTX_TEXT(ctx, "Слова на них не прочитаны: %.*s. Впишите их сами.", STR_ARG(number_of(ctx->arena, doc->n_pictures, "картинка", "картинки", "картинок"))));
    Table *table = table_new(ctx->doc, STR("source"), STR("Документ по строкам"), 2, columns, MOST_LINES);
    table->untitled = table->panel = table->dense = true;
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        const DocBlock *block = &doc->blocks[b];
        if (block->kind == DOC_TABLE) put_table(ctx, table, view, &block->table);
        else if (block->kind != DOC_PAGE) put_line(ctx, table, view, block->para.line, para_words(ctx, &block->para));
    }
    doc_table(ctx->doc, parent, table);
    if (table->n_rows == MOST_LINES) doc_small(ctx->doc, parent, STR("Показано начало документа; целиком он в файле."));
}

/* ---- what is unclear ---- */

bool plan_beside_is_unclear(const MeasureRow *row) { return row->title.n == 0 || row->term_notes.n > 0 || row->responsible.n == 0 || (row->windows.n == 0 && row->anchor.n == 0 && row->recurrence.n == 0); }

Str plan_beside_unclear_words(Ctx *ctx, const MeasureRow *row)
{
    Str notes = lines_joined(ctx, row->term_notes);
    const char *term = notes.n > 0 ? "" : row->term_text.n == 0 ? "срок не назван" : row->windows.n == 0 && row->anchor.n == 0 && row->recurrence.n == 0 ? "дни в сроке не названы" : "";
    if (row->title.n == 0) return STR("нет названия: впишите его или уберите строку");
    return CTX_TEXT(ctx, "%.*s%s%s%s", STR_ARG(notes), term, (notes.n > 0 || term[0] != '\0') && row->responsible.n == 0 ? "; " : "", row->responsible.n == 0 ? "ответственный не назван" : "");
}

void plan_beside_unclear(Ctx *ctx, const PlanView *view)
{
    Str *items = arena_array(ctx->arena, Str, MOST_NOTES);
    uint32_t n = 0, n_all = 0, n_untold = 0; /* untold: neither a term nor a person */
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        if (!plan_beside_is_unclear(row)) continue;
        if (n < MOST_NOTES) items[n++] = CTX_TEXT(ctx, "[%.*s](#m%u): %.*s", STR_ARG(rich_escape(ctx->arena, measure_brief(ctx, row))), row->n, STR_ARG(plan_beside_unclear_words(ctx, row)));
        n_all++;
        n_untold += row->term_text.n == 0 && row->responsible.n == 0;
    }
    ctx->doc->title = n_all == 0 ? CTX_TEXT(ctx, "Прочитано %.*s, сроки и люди понятны", STR_ARG(number_of(ctx->arena, view->n, "мероприятие", "мероприятия", "мероприятий")))
        : CTX_TEXT(ctx, "Прочитано %.*s, уточнить — %u", STR_ARG(number_of(ctx->arena, view->n, "мероприятие", "мероприятия", "мероприятий")), n_all);
    if (n == 0) return;
    if (n_all == view->n && n_untold == n_all) {
        doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("В документе нет сроков и ответственных."), STR("Это перечень, а не план: назовите дни и людей сами — здесь, у каждого пункта, или позже."));
        return;
    }
    Node *panel = doc_panel(ctx->doc, NULL, STR("Сначала это"));
    doc_list(ctx->doc, panel, n, items);
}
