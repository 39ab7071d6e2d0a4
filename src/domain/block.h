/* The block: rows of one school in one procedure, packed for the database. Works and absent pupils; rejected rows wait in their file.
 * It holds the whole procedure and blueprint, so that it is read back without another table. The same rows are the same bytes; rows without a code keep their order. */
#ifndef DOMAIN_BLOCK_H
#define DOMAIN_BLOCK_H

#include "domain/sheet.h"

/* What stands before the rows: cheap to read for lists of sheets. Texts point into the bytes. */
typedef struct BlockHead { Str school, procedure; int year, grade; uint32_t n_works, n_absent; } BlockHead;

/* Rows stand by class label, then code. in: school < sheet->n_schools; a packed sheet (spans) is unpacked first (sheet_unpack) */
Str block_write(const Sheet *sheet, uint32_t school, Arena *arena);

bool block_head(Str bytes, BlockHead *out, Err *err);

/* The block as a sheet of rows of one school; source_row counts from 1. Texts point into the bytes, which live as long as the arena.
 * Any bytes may be given: ERR_INPUT for what block_write() did not make, ERR_LIMIT. */
bool block_read(Str bytes, Arena *arena, Sheet **out, Err *err);

/* Blocks of one procedure as one sheet, schools in the order given. 28,000 blocks with 1.3 million works take under half a second.
 * in   n > 0
 * in   as: the procedure as it is known now, whose cut-offs and words count; NULL: that of the first block
 * ERR_CONFLICT: another procedure, other maxima of tasks, other cut-offs without as, a school twice. Else as block_read() */
bool block_merge(const Str *blocks, uint32_t n, const Procedure *as, Arena *arena, Sheet **out, Err *err);

#endif
