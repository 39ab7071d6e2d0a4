/* A new record of a register. Values may come in the address («?procedure=2026-5-математика») or from another record («?of=event/12»): minutes of a meeting begin with its agenda.
 * «?measure=12/3»: it is made for that measure of a plan. */
#include "publish/rich.h"
#include "web/record_measure.h"
#include "web/url.h"

static const Param params[] = { RECORD_MEASURE_PARAM, { .name = "of", .kind = PARAM_TEXT, .title = "запись, из которой берутся слова", .max_length = 60 }, { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 }, { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 }, { .name = NULL } };

/* Cells of columns that both lists have. */
static void take_list(Ctx *ctx, const RecordList *from, const RecordRows *rows, const RecordList *to, RecordRows *out)
{
    RecordRow *taken = arena_array(ctx->arena, RecordRow, rows->n + 1u);
    for (uint32_t r = 0; r < rows->n; r++) {
        Str *cells = arena_array(ctx->arena, Str, record_fields_n(to->fields) + 1u);
        for (uint32_t c = 0; to->fields[c].name != NULL; c++) {
            const RecordField *same = record_field_find(from->fields, str_of(to->fields[c].name));
            if (same != NULL && same->kind == to->fields[c].kind) cells[c] = rows->rows[r].cells[same - from->fields];
        }
        taken[r].cells = cells;
    }
    *out = (RecordRows){ rows->n, taken };
}

/* Who came, a line each, for a field «present». */
static bool take_present(Ctx *ctx, const Record *row, const RecordType *type, Str *out, Err *err)
{
    RecordPerson *people;
    uint32_t n;
    if (!record_people(ctx->db, row, str_of(type->people->name), ctx->arena, &people, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(people[i].mark, str_of(type->people->done))) *out = CTX_TEXT(ctx, "%.*s%s%.*s%s%.*s", STR_ARG(*out), out->n > 0 ? "\n" : "", STR_ARG(people[i].name), people[i].post.n > 0 ? ", " : "", STR_ARG(people[i].post));
    return true;
}

static bool take(Ctx *ctx, Str of, RecordData *data, Err *err)
{
    Record row;
    const RecordType *type;
    RecordData *from;
    long long number = 0;
    size_t slash = str_find(of, STR("/"));
    if (slash == SIZE_MAX || !str_to_int(str_slice(of, slash + 1, of.n), &number) || number > UINT32_MAX) return err_set(err, ERR_NOT_FOUND, "Откройте запись и начните с неё.", "Такой записи нет, или она вам не открыта.");
    if (!flow_record_get(ctx->db, ctx->who, str_slice(of, 0, slash), (uint32_t)number, ctx->arena, &row, &type, err)) return false;
    if (row.restricted) return true; /* its words stay there */
    if (!record_data_read(type, row.fields, ctx->arena, &from, err)) return false;
    for (uint32_t i = 0; data->type->fields[i].name != NULL; i++) {
        const RecordField *field = &data->type->fields[i], *same = record_field_find(type->fields, str_of(field->name));
        if (field->kind == RECORD_OTHER && strcmp(field->of, type->id) == 0) data->values[i] = of;
        else if (same != NULL && same->kind == field->kind && field->choices == NULL) data->values[i] = from->values[same - type->fields];
        else if (strcmp(field->name, "present") == 0 && type->people != NULL && !take_present(ctx, &row, type, &data->values[i], err)) return false;
    }
    for (uint32_t i = 0; i < record_lists_n(data->type); i++)
        for (uint32_t k = 0; k < record_lists_n(type); k++)
            if (strcmp(data->type->lists[i].name, type->lists[k].name) == 0) take_list(ctx, &type->lists[k], &from->lists[k], &data->type->lists[i], &data->lists[i]);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    const RecordType *type;
    const RecordMeasure *measure;
    if (!record_part_type(ctx, &type, err) || !record_measure_open(ctx, &measure, err)) return false;
    Str address = CTX_TEXT(ctx, "/records/%s/new?org=%.*s", type->id, STR_ARG(url_encode(ctx->arena, ctx->org.code)));
    RecordForm form = { .action = measure == NULL ? address : CTX_TEXT(ctx, "%.*s&measure=%u/%u", STR_ARG(address), measure->plan.number, measure->row.n), .button = "Записать", .org = &ctx->org, .n_blank = 3 };
    if (ctx->error != NULL) {
        form.data = record_form_read(ctx, type, ctx->org.path, NULL);
        form.restricted = ctx_field(ctx, "restricted").n > 0;
        if (ctx->error->code == ERR_INPUT && !flow_record_check(flow_reader(ctx->flow), ctx->who, type, ctx->org.path, form.data, ctx->arena, &form.n_complaints, &form.complaints, err)) return false;
    } else {
        form.data = record_data_new(type, ctx->arena);
        for (uint32_t i = 0; type->fields[i].name != NULL; i++) form.data->values[i] = request_query(ctx->request, type->fields[i].name);
        if (ctx_param(ctx, "of").n > 0 && !take(ctx, ctx_param(ctx, "of"), form.data, err)) return false;
    }
    record_part_crumbs(ctx, type, 0);
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = str_of(type->fresh);
    ctx->doc->lead = str_of(type->what);
    if (measure != NULL) record_measure_fill(ctx, measure, &form);
    return record_form_show(ctx, NULL, &form, err);
}

static bool act(Ctx *ctx, Err *err)
{
    const RecordType *type;
    const RecordMeasure *measure;
    uint32_t number;
    if (!record_part_type(ctx, &type, err) || !record_measure_open(ctx, &measure, err)) return false;
    RecordEdit edit = { .type = str_of(type->id), .org_code = ctx->org.code, .data = record_form_read(ctx, type, ctx->org.path, NULL), .restricted = ctx_field(ctx, "restricted").n > 0 };
    if (!flow_record_save(ctx->flow, ctx->who, &edit, &number, err)) return false;
    Str kept = measure != NULL ? record_measure_keep(ctx, measure, type, number) : STR_EMPTY;
    ctx_done(ctx, CTX_TEXT(ctx, "Записано: %s № %u.%.*s", type->one, number, STR_ARG(kept)));
    return ctx_go(ctx, record_address(ctx, type, number, ctx_field(ctx, "more").n > 0 ? "/edit" : ""));
}

const Page page_record_new = { .path = "/records/:type/new", .title = "Новая запись", .section = SECTION_RECORDS, .right = RIGHT_RECORD_WRITE, .params = params, .sample = "/records/event/new", .no_formats = true, .show = show, .act = act };
