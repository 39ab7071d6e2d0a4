#include "publish/paper.h"

static void line(Buf *out, Str text)
{
    if (text.n == 0) return;
    buf_add(out, text);
    buf_add_char(out, '\n');
}

/* A cell is one line: the next cell begins after a tab, the next row on the next line. */
static void cell(Buf *out, const PaperCell *cell)
{
    for (size_t i = 0; i < cell->text.n; i++) buf_add_char(out, cell->text.at[i] == '\n' || cell->text.at[i] == '\t' ? ' ' : cell->text.at[i]);
    for (uint32_t i = 0; i < cell->n_items; i++) buf_printf(out, "%s– %.*s", i > 0 || cell->text.n > 0 ? " " : "", STR_ARG(cell->items[i]));
}

static void table(Buf *out, const PaperTable *table)
{
    line(out, table->title);
    for (uint32_t c = 0; c < table->n_columns; c++) buf_printf(out, "%s%.*s", c > 0 ? "\t" : "", STR_ARG(table->columns[c].head));
    buf_add_char(out, '\n');
    for (uint32_t r = 0; r < table->n_rows; r++) {
        for (uint32_t c = 0; c < table->n_columns;) {
            const PaperCell *at = &table->rows[r].cells[c];
            if (c > 0) buf_add_char(out, '\t');
            if (!at->same_as_above) cell(out, at);
            c += at->span > 1 ? at->span : 1;
        }
        buf_add_char(out, '\n');
    }
    line(out, table->note);
}

static void executor(const Paper *paper, Buf *out)
{
    if (paper->executor.n > 0) buf_add_char(out, '\n');
    line(out, paper->executor);
}

void paper_text(const Paper *paper, Buf *out)
{
    uint32_t n_own = paper_executor_at(paper);
    for (uint32_t i = 0; i < paper->n_blocks; i++) {
        const PaperBlock *block = &paper->blocks[i];
        if (i == n_own) executor(paper, out);
        bool tight = block->kind == PAPER_POINT || block->kind == PAPER_ITEM || block->kind == PAPER_SIGNATURE;
        if (i > 0 && !(tight && block->kind == paper->blocks[i - 1].kind)) buf_add_char(out, '\n');
        for (uint32_t k = 0; k < block->n_inner; k++) line(out, block->inner[k].text);
        switch (block->kind) {
        case PAPER_SHEET: break;
        case PAPER_TABLE: table(out, block->table); break;
        case PAPER_POINT: buf_printf(out, "%.*s %.*s\n", STR_ARG(block->label), STR_ARG(block->text)); break;
        case PAPER_ITEM: buf_printf(out, "– %.*s\n", STR_ARG(block->text)); break;
        case PAPER_SIGNATURE: buf_printf(out, "%.*s\t%.*s\n", STR_ARG(block->text), STR_ARG(block->other)); break;
        default:
            line(out, block->other);
            line(out, block->text);
        }
    }
    if (n_own == paper->n_blocks) executor(paper, out);
}
