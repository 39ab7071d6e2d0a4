/* A document written down as lines: what tests compare.
 * «p|the paragraph», with marks before the bar: «h1» heading, «b» bold, «c» centred, «l2» level, «[2.1.]» label; «t 3» table of 3 columns, «r» row («R» a head),
 * «1+2x3:» cell in column 1 over two columns and three rows; paragraphs of a cell parted by «¶», a table inside it as «{r 0:… 1:…}»; line breaks as «⏎», tabs as «→». */
#ifndef TESTS_DOCUMENT_DUMP_H
#define TESTS_DOCUMENT_DUMP_H

#include "base/buf.h"
#include "intake/document.h"

static inline void dump_words(Buf *buf, Str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '\n') buf_add_z(buf, "⏎");
        else if (text.at[i] == '\t') buf_add_z(buf, "→");
        else buf_add_char(buf, text.at[i]);
    }
}

static inline void dump_marks(Buf *buf, const DocPara *para)
{
    if (para->heading > 0) buf_printf(buf, "h%u", para->heading);
    if (para->bold) buf_add_z(buf, "b");
    if (para->centred) buf_add_z(buf, "c");
    if (para->level > 0) buf_printf(buf, "l%u", para->level);
    if (para->label.n > 0) buf_printf(buf, "[%.*s]", STR_ARG(para->label));
}

static inline void dump_cell(Buf *buf, const DocCell *cell);

static inline void dump_row(Buf *buf, const DocRow *row)
{
    buf_add_z(buf, row->is_head ? "R" : "r");
    for (uint32_t c = 0; c < row->n_cells; c++) dump_cell(buf, &row->cells[c]);
}

static inline void dump_inner(Buf *buf, const DocTable *table)
{
    buf_add_z(buf, "{");
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (r > 0) buf_add_z(buf, " ");
        dump_row(buf, &table->rows[r]);
    }
    buf_add_z(buf, "}");
}

static inline void dump_cell(Buf *buf, const DocCell *cell)
{
    buf_printf(buf, " %u", cell->column);
    if (cell->col_span > 1) buf_printf(buf, "+%u", cell->col_span);
    if (cell->row_span > 1) buf_printf(buf, "x%u", cell->row_span);
    buf_add_z(buf, ":");
    for (uint32_t p = 0, t = 0; p < cell->n_paras || t < cell->n_tables; p++) {
        while (t < cell->n_tables && cell->tables[t].after == p) dump_inner(buf, &cell->tables[t++]);
        if (p == cell->n_paras) break;
        if (p > 0) buf_add_z(buf, "¶");
        dump_marks(buf, &cell->paras[p]);
        dump_words(buf, cell->paras[p].text);
    }
}

static inline void document_dump(Buf *buf, const SourceDoc *doc)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const DocBlock *block = &doc->blocks[i];
        if (block->kind == DOC_PAGE) buf_add_z(buf, "page\n");
        if (block->kind == DOC_PARA || block->kind == DOC_SHEET) {
            if (block->kind == DOC_SHEET) buf_add_z(buf, "sheet ");
            else buf_add_z(buf, "p");
            dump_marks(buf, &block->para);
            buf_add_z(buf, "|");
            dump_words(buf, block->para.text);
            buf_add_z(buf, "\n");
        }
        if (block->kind != DOC_TABLE) continue;
        buf_printf(buf, "t %u\n", block->table.n_columns);
        for (uint32_t r = 0; r < block->table.n_rows; r++) {
            dump_row(buf, &block->table.rows[r]);
            buf_add_z(buf, "\n");
        }
    }
}

#endif
