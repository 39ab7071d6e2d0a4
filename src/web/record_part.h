/* What pages of registers share: which register and record an address means, whether it may be opened, its words. */
#ifndef WEB_RECORD_PART_H
#define WEB_RECORD_PART_H

#include "flow/record.h"
#include "web/ask.h"

/* «/records/event»; «/records/event/12» with rest behind it; number 0: the register */
Str record_address(Ctx *ctx, const RecordType *type, uint32_t number, const char *rest);
/* The register of the address. ERR_NOT_FOUND */
bool record_part_type(const Ctx *ctx, const RecordType **out, Err *err);
/* Page.org_of of a page about record «type/number»: the right is asked of its organisation, which becomes ctx->org. */
bool record_part_org(Ctx *ctx, Str *path, Err *err);

/* The same for pages that only look: what was sent to an organisation of this person is asked of that organisation. Page.params has RECORD_VIA. */
bool record_part_org_read(Ctx *ctx, Str *path, Err *err);
#define RECORD_VIA { .name = "via", .kind = PARAM_TEXT, .title = "документ, к которому это приложено: «order/5»", .max_length = 60 }

/* open: may be read now (not restricted, or opened with a reason). data: NULL while closed. look: for showing; is_sent: read as an addressee, who sees the document itself and nothing of the sender's work on it */
typedef struct RecordPage { Record row; const RecordType *type; bool open, may_write; RecordData *data; const RecordLook *look; bool is_sent; CascadeTo sent; } RecordPage;
bool record_part_read(Ctx *ctx, RecordPage *out, Err *err);
/* fails ERR_DENIED while it is closed: for pages that change or hand out. */
bool record_part_open(Ctx *ctx, RecordPage *out, Err *err);
/* «Документы › Мероприятия › № 12» */
void record_part_crumbs(Ctx *ctx, const RecordType *type, uint32_t number);
/* Is this field shown to this person? */
bool record_part_sees(const Ctx *ctx, const RecordField *field, Str org_path);
/* A value as rich text: links lead, references lead to their page, the rest is escaped. */
Str record_part_rich(Ctx *ctx, const RecordField *field, const RecordLook *look, Str value);
/* «Протокол педсовета», «Закрытая запись № 3» */
Str record_part_title(Ctx *ctx, const RecordType *type, const Record *row);
Str record_part_capital(Ctx *ctx, const char *words);

#endif
