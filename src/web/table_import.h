/* A table from outside that becomes rows: brought or pasted, looked at, then written. It waits under the hash of its bytes, so the address of the look can be opened again. */
#ifndef WEB_TABLE_IMPORT_H
#define WEB_TABLE_IMPORT_H

#include "web/ask.h"

/* Parameter of the address: the hash of what waits. */
#define TABLE_IMPORT_PARAM { .name = "file", .kind = PARAM_TEXT, .title = "отпечаток загруженного файла", .max_length = 64 }

/* base with the parameter; base has a query already. file empty: base */
Str table_import_address(Ctx *ctx, Str base, Str file);
/* The form of the first step. heads: what the first row holds, rich; paste: the same of pasted rows */
void table_import_form(Ctx *ctx, Str action, const char *heads, const char *paste);
/* The form of the second step; words: what its button says; empty: nothing can be written, and only a failure is said. */
void table_import_confirm(Ctx *ctx, Str action, Str file, Str words);
/* In act(). The hash of what is confirmed; empty: a table was brought, see below. */
Str table_import_confirmed(const Ctx *ctx);
/* The file that was brought, else what was pasted. fails  ERR_INPUT: neither */
bool table_import_brought(const Ctx *ctx, Str *bytes, Err *err);
/* What waits under this hash. fails  ERR_NOT_FOUND */
bool table_import_kept(Ctx *ctx, Str file, Str *bytes, Err *err);

#endif
