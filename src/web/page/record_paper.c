/* A paper of a record as it was issued: its DOCX, byte for byte. */
#include "web/paper_form.h"
#include "web/record_part.h"

static const Param params[] = {
    { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 },
    { .name = "number", .kind = PARAM_INT, .title = "номер записи", .min = 1, .max = UINT32_MAX },
    { .name = "kind", .kind = PARAM_TEXT, .title = "какой документ", .max_length = 40 },
    { .name = "year", .kind = PARAM_INT, .title = "год", .min = 1990, .max = 2200 },
    { .name = "paper", .kind = PARAM_INT, .title = "номер по порядку", .min = 1, .max = UINT32_MAX },
    RECORD_VIA,
    { .name = NULL },
};

static bool raw(Ctx *ctx, Reply *reply, Err *err)
{
    RecordPage page;
    return record_part_open(ctx, &page, err) && paper_form_file(ctx, page.row.region_id, page.row.org_id, 0, page.row.id, reply, err);
}

const Page page_record_paper = { .path = "/records/:type/:number/papers/:kind/:year/:paper", .title = "Выпущенный документ записи", .section = SECTION_RECORDS, .right = RIGHT_PLAN_READ, .org_of = record_part_org_read, .params = params,
    .sample = "/records/minutes/{minutes}/papers/minutes/2026/1", .raw = raw, .no_formats = true };
