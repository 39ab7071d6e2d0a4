/* What proves a measure: pieces of evidence that are expected, one a line. */
#include "flow/plan.h"
#include "publish/rich.h"
#include "record/record.h"
#include "web/measure_part.h"

static const Param params[] = { PLAN_PARAM, MEASURE_PARAM, { .name = NULL } };

enum { NEW_LINES = 3, MOST = 32 };

/* A register usually proves something; a file or a link always may. */
static const FieldOption *registers(Ctx *ctx, uint32_t *n)
{
    uint32_t n_types = 0;
    while (record_registry[n_types] != NULL) n_types++;
    FieldOption *options = arena_array(ctx->arena, FieldOption, n_types + 1u);
    options[0] = (FieldOption){ .title = STR("файл или ссылка") };
    for (uint32_t i = 0; i < n_types; i++) options[i + 1] = (FieldOption){ .value = str_of(record_registry[i]->id), .title = str_of(record_registry[i]->one) };
    *n = n_types + 1;
    return options;
}

static void put_line(Ctx *ctx, Table *table, uint32_t i, const MeasureSlot *slot)
{
    Field *fields = arena_array(ctx->arena, Field, 3);
    uint32_t line = i + 1;
    Str numbers[3] = { CTX_TEXT(ctx, "title%u", i), CTX_TEXT(ctx, "type%u", i), CTX_TEXT(ctx, "each%u", i) };
    bool typed = ctx->error != NULL;
    Str title = typed ? ctx_field(ctx, arena_z(ctx->arena, numbers[0])) : slot != NULL ? slot->title : STR_EMPTY;
    Str type = typed ? ctx_field(ctx, arena_z(ctx->arena, numbers[1])) : slot != NULL ? slot->record_type : STR_EMPTY;
    Str each = typed ? ctx_field(ctx, arena_z(ctx->arena, numbers[2])) : slot != NULL && slot->each_school ? STR("1") : STR_EMPTY;
    uint32_t n_registers;
    const FieldOption *from = registers(ctx, &n_registers);
    static const FieldOption whose[] = { { .title = { "одно на весь план", 31 } }, { .value = { "1", 1 }, .title = { "своё от каждой школы", 37 } } };
    fields[0] = (Field){ .kind = FIELD_TEXT, .name = numbers[0], .label = CTX_TEXT(ctx, "чем подтверждается, строка %u", line), .value = title, .optional = true, .max_length = 400 };
    fields[1] = (Field){ .kind = FIELD_SELECT, .name = numbers[1], .label = CTX_TEXT(ctx, "откуда, строка %u", line), .value = type, .n_options = n_registers, .options = from, .optional = true };
    fields[2] = (Field){ .kind = FIELD_SELECT, .name = numbers[2], .label = CTX_TEXT(ctx, "чьё, строка %u", line), .value = each, .n_options = 2, .options = whose, .optional = true };
    Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
    for (int c = 0; c < 3; c++) cells[c] = cell_field(&fields[c]);
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "чем подтверждается", 35 }, .width = 0.5f }, { .head = { "откуда", 12 } }, { .head = { "чьё", 6 } } };
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    if (!measure_view_open(ctx, view, err)) return false;
    measure_crumbs(ctx, view, true);
    ctx->doc->title = STR("Чем подтверждается пункт");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. Пункт закроется, когда контролирующий примет каждое подтверждение. Пустая строка убирает его.", STR_ARG(measure_heading(ctx, &view->row)));
    if (view->row.expected.n > 0) doc_note(ctx->doc, NULL, NOTE_RULE, STR("Ожидаемый результат в плане:"), lines_joined(ctx, view->row.expected));
    Table *table = table_new(ctx->doc, STR("slots"), STR("Подтверждения"), 3, columns, view->slots.n + NEW_LINES);
    table->untitled = true;
    Ask *ask = ask_new(ctx, measure_address(ctx, "/slots"));
    uint32_t i = 0;
    for (uint32_t s = 0; s < view->slots.n && i < MOST; s++)
        if (!view->slots.slots[s].deleted) {
            ask_field(ask, FIELD_HIDDEN, arena_z(ctx->arena, CTX_TEXT(ctx, "n%u", i)), "", CTX_TEXT(ctx, "%u", view->slots.slots[s].n));
            put_line(ctx, table, i++, &view->slots.slots[s]);
        }
    for (uint32_t k = 0; k < NEW_LINES && i < MOST; k++) put_line(ctx, table, i++, NULL);
    ask_button(ask, "Сохранить", true);
    Node *form = ask_end(ask, NULL);
    doc_table(ctx->doc, form, table);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    MeasureSlot *slots = arena_array(ctx->arena, MeasureSlot, MOST);
    uint32_t n = 0;
    for (uint32_t i = 0; i < MOST; i++) {
        Str title = str_trim(ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "title%u", i))));
        long long number = 0;
        if (title.n == 0) continue;
        str_to_int(ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "n%u", i))), &number);
        MeasureSlot slot = { .n = number > 0 && number < UINT32_MAX ? (uint32_t)number : 0, .title = title,
            .record_type = ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "type%u", i))), .each_school = ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "each%u", i))).n > 0 };
        slots[n++] = slot;
    }
    if (!flow_measure_slots(ctx->flow, ctx->who, (uint32_t)ctx_int(ctx, "plan", 0), (uint32_t)ctx_int(ctx, "n", 0), n, slots, err)) return false;
    ctx_done(ctx, STR("Подтверждения записаны."));
    return ctx_go(ctx, measure_address(ctx, ""));
}

const Page page_measure_slots = { .path = "/plans/:plan/measures/:n/slots", .title = "Чем подтверждается", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/1/slots", .no_formats = true, .show = show, .act = act };
