/* What in Merilo does a measure, chosen by a person: what its words call for is ticked already, everything else stands below. */
#include "publish/rich.h"
#include "web/capability_link.h"
#include "web/measure_form.h"

static const Param params[] = { PLAN_PARAM, MEASURE_PARAM, { .name = "back", .kind = PARAM_CHOICE, .title = "куда вернуться", .choices = "source" }, { .name = NULL } };

static bool holds(uint32_t n, const uint8_t *numbers, uint8_t number)
{
    for (uint32_t i = 0; i < n; i++)
        if (numbers[i] == number) return true;
    return false;
}

static bool is_typed(const Ctx *ctx, uint8_t number)
{
    long long one;
    for (uint32_t i = 0; i < ctx->request->n_fields; i++)
        if (str_eq(ctx->request->fields[i].name, STR("c")) && str_to_int(ctx->request->fields[i].value, &one) && one == number) return true;
    return false;
}

/* What stands and what the words call for first, then by groups. */
static void add_boxes(Ctx *ctx, Ask *ask, const MeasureRow *row)
{
    uint32_t n, n_words;
    const uint8_t *numbers, *by_words;
    (void)capabilities_read(row->capabilities, ctx->arena, &n, &numbers);
    (void)capabilities_read(flow_measure_capabilities(row, ctx->arena), ctx->arena, &n_words, &by_words);
    FieldOption *options = arena_array(ctx->arena, FieldOption, 2u * N_CAPABILITIES);
    uint32_t n_first = 0, n_all = N_CAPABILITIES;
    for (uint8_t c = 1; c <= N_CAPABILITIES; c++) { // NOLINT(bugprone-too-small-loop-variable): sixty
        bool stands = holds(n, numbers, c), called = holds(n_words, by_words, c);
        FieldOption option = { .value = CTX_TEXT(ctx, "%u", c), .title = str_of(capability_title(c)), .chosen = ctx->error != NULL ? is_typed(ctx, c) : stands };
        if (called && !stands) option.hint = STR("подходит по словам пункта");
        if (stands || called) options[n_first++] = option;
        else options[n_all++] = option;
    }
    if (n_first > 0) {
        Field *first = ask_field(ask, FIELD_CHECK, "c", "По словам пункта и по вашему выбору", STR_EMPTY);
        first->multiple = true;
        ask_options(first, n_first, options);
    }
    for (uint32_t g = 0, from = N_CAPABILITIES; g < N_CAPABILITY_GROUPS; g++) {
        const CapabilityGroup *group = capability_group(g);
        uint32_t n_group = 0;
        for (uint8_t c = group->from; c <= group->to; c++) n_group += !holds(n, numbers, c) && !holds(n_words, by_words, c);
        if (n_group == 0) continue;
        Field *field = ask_field(ask, FIELD_CHECK, "c", group->title, STR_EMPTY);
        field->multiple = true;
        ask_options(field, n_group, options + from);
        from += n_group;
    }
}

static bool show(Ctx *ctx, Err *err)
{
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    if (!measure_view_open(ctx, view, err)) return false;
    measure_crumbs(ctx, view, true);
    ctx->doc->title = STR("Что делает этот пункт в Мериле");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. Отметьте, чем его выполнить: на странице пункта появятся кнопки. Отмеченное останется и в следующих редакциях, и в плане на новый год.", STR_ARG(measure_heading(ctx, &view->row)));
    measure_form_conflict(ctx, NULL);
    Ask *ask = ask_new(ctx, measure_address(ctx, "/capabilities"));
    bool from_draft = ctx_param(ctx, "back").n > 0 || ctx_field(ctx, "back").n > 0;
    if (from_draft) ask_field(ask, FIELD_HIDDEN, "back", "", STR("source"));
    ask_field(ask, FIELD_HIDDEN, "revision", "", CTX_TEXT(ctx, "%u", view->row.revision));
    add_boxes(ctx, ask, &view->row);
    ask_button(ask, "Сохранить", true);
    ask_end(ask, NULL);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t plan = (uint32_t)ctx_int(ctx, "plan", 0), n, n_chosen = 0;
    uint8_t chosen[N_CAPABILITIES];
    long long revision = 0;
    MeasureEdit edit;
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    if (!measure_view_open(ctx, view, err) || !plan_view_read(ctx, &view->plan, err)) return false;
    for (uint8_t c = 1; c <= N_CAPABILITIES; c++) // NOLINT(bugprone-too-small-loop-variable): sixty
        if (is_typed(ctx, c)) chosen[n_chosen++] = c;
    measure_form_keep(&view->plan, &view->row, &edit);
    str_to_int(ctx_field(ctx, "revision"), &revision);
    edit.revision = revision > 0 && revision <= UINT32_MAX ? (uint32_t)revision : 0;
    edit.capabilities = capabilities_words(ctx->arena, n_chosen, chosen);
    if (!flow_measure_edit(ctx->flow, ctx->who, plan, &edit, &n, err)) return false;
    ctx_done(ctx, STR("Сохранено."));
    return ctx_go(ctx, ctx_field(ctx, "back").n > 0 ? CTX_TEXT(ctx, "/plans/%u/source#m%u", plan, n) : measure_address(ctx, ""));
}

const Page page_measure_capabilities = { .path = "/plans/:plan/measures/:n/capabilities", .title = "Что делает пункт в Мериле", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/1/capabilities", .no_formats = true, .show = show, .act = act };
