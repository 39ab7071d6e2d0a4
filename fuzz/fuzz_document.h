/* What holds for every document that was read, however hostile. */
#ifndef FUZZ_DOCUMENT_H
#define FUZZ_DOCUMENT_H

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document.h"

#define HOLDS(condition) do { if (!(condition)) abort(); } while (0)

static inline void fuzz_para(const DocPara *para)
{
    HOLDS(para->text.n + para->label.n > 0 && utf8_valid(para->text) && utf8_valid(para->label) && para->heading <= 6);
    HOLDS(str_trim(para->text).n == para->text.n);
}

/* Every column of every row is met once: in a cell of the row or under one from above. */
static inline void fuzz_table(const DocTable *table)
{
    uint32_t free_from[LIMIT_DOC_COLUMNS] = { 0 };
    HOLDS(table->n_rows > 0 && table->n_rows <= LIMIT_DOC_ROWS && table->n_columns <= LIMIT_DOC_COLUMNS);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const DocRow *row = &table->rows[r];
        uint32_t at = 0;
        for (uint32_t c = 0; c < row->n_cells; c++) {
            const DocCell *cell = &row->cells[c];
            for (; at < cell->column; at++) HOLDS(free_from[at] > r);
            HOLDS(cell->column >= at && cell->col_span >= 1 && cell->row_span >= 1 && cell->column + cell->col_span <= table->n_columns && r + cell->row_span <= table->n_rows);
            for (; at < cell->column + cell->col_span; at++) free_from[at] = r + cell->row_span;
            for (uint32_t p = 0; p < cell->n_paras; p++) fuzz_para(&cell->paras[p]);
        }
        for (; at < table->n_columns; at++) HOLDS(free_from[at] > r);
    }
}

static inline void fuzz_document(bool ok, const SourceDoc *doc, const Err *err)
{
    HOLDS(ok || (err->code != ERR_NONE && err->what[0] != '\0' && err->hint[0] != '\0'));
    if (!ok) return;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const DocBlock *block = &doc->blocks[i];
        if (block->kind == DOC_PARA) fuzz_para(&block->para);
        if (block->kind == DOC_TABLE) fuzz_table(&block->table);
        HOLDS(block->kind != DOC_PAGE || i + 1 < doc->n_blocks);
    }
    for (uint32_t i = 0; i < doc->n_warnings; i++) HOLDS(utf8_valid(doc->warnings[i]));
}

#endif
