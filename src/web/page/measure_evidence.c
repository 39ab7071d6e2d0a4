/* Evidence is brought: a record of a register, a file, or a link. */
#include "flow/plan.h"
#include "flow/record.h"
#include "publish/rich.h"
#include "record/record.h"
#include "store/record.h"
#include "web/measure_part.h"
#include "web/route.h"

static const Param params[] = { PLAN_PARAM, MEASURE_PARAM, { .name = "slot", .kind = PARAM_INT, .title = "какое подтверждение", .min = 0, .max = UINT32_MAX },
    { .name = "record", .kind = PARAM_TEXT, .title = "запись регистра: «event/4»", .max_length = 60 }, { .name = NULL } };

static const FieldOption kinds[] = {
    { .value = { "file", 4 }, .title = { "файл", 8 }, .hint = { "Протокол, приказ, фото без детей: PDF, DOCX, XLSX, ODT, JPEG, PNG.", 92 } },
    { .value = { "link", 4 }, .title = { "ссылка", 12 }, .hint = { "Страница сайта или этой программы.", 63 } },
    { .value = { "record", 6 }, .title = { "запись регистра", 29 }, .hint = { "Мероприятие, протокол, письмо, которые уже внесены в «Документы».", 119 } },
};

/* The first that is asked for and has nothing yet. */
static Str first_waiting(Ctx *ctx, const MeasureSlots *slots)
{
    for (uint32_t i = 0; i < slots->n; i++) {
        const MeasureSlot *slot = &slots->slots[i];
        bool waits = !slot->deleted && !slot_is_before(slot, slots->since);
        for (uint32_t k = 0; k < slots->n_evidence; k++) {
            const EvidenceRow *one = &slots->evidence[k];
            waits = waits && !(one->slot_n == slot->n && str_eq(one->org_code, ctx->org.code) && (one->state == EVIDENCE_OFFERED || one->state == EVIDENCE_ACCEPTED));
        }
        if (waits) return CTX_TEXT(ctx, "%u", slot->n);
    }
    return STR_EMPTY;
}

static void slot_field(Ask *ask, const MeasureView *view)
{
    Ctx *ctx = ask->ctx;
    FieldOption *options = arena_array(ctx->arena, FieldOption, view->slots.n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->slots.n; i++)
        if (!view->slots.slots[i].deleted) options[n++] = (FieldOption){ .value = CTX_TEXT(ctx, "%u", view->slots.slots[i].n), .title = slot_words(ctx, &view->slots.slots[i]) };
    options[n++] = (FieldOption){ .value = STR("0"), .title = STR("результат в целом") };
    Str asked = ctx_param(ctx, "slot"), waiting = first_waiting(ctx, &view->slots);
    ask_options(ask_field(ask, FIELD_SELECT, "for", "Что подтверждает", asked.n > 0 ? asked : waiting.n > 0 ? waiting : options[0].value), n, options);
}

/* The latest records of the organisation: of the register that proves this slot first. */
static bool record_field(Ask *ask, const MeasureView *view, Err *err)
{
    enum { OF_A_REGISTER = 15, MOST = 120 };
    Ctx *ctx = ask->ctx;
    FieldOption *options = arena_array(ctx->arena, FieldOption, MOST + 2);
    uint32_t n = 0;
    Str wanted = STR_EMPTY, chosen = ctx_param(ctx, "record");
    bool listed = chosen.n == 0;
    for (uint32_t i = 0; i < view->slots.n; i++)
        if (view->slots.slots[i].n == (uint32_t)ctx_int(ctx, "slot", 0)) wanted = view->slots.slots[i].record_type;
    options[n++] = (FieldOption){ .title = STR("не выбрана") };
    for (int other = 0; other < 2; other++)
        for (const RecordType *const *type = record_registry; *type != NULL; type++) {
            Record *rows;
            uint32_t n_rows;
            if (str_eq(str_of((*type)->id), wanted) == (other == 1)) continue;
            RecordAsk of = { .type = str_of((*type)->id), .path = ctx->place.path, .limit = OF_A_REGISTER };
            if (!record_list(ctx->db, view->row.region_id, &of, ctx->arena, &rows, &n_rows, err)) return false;
            for (uint32_t i = 0; i < n_rows && n < MOST; i++) {
                if (rows[i].restricted || flow_record_ahead(&rows[i], ctx->now)) continue;
                options[n++] = (FieldOption){ .value = CTX_TEXT(ctx, "%s/%u", (*type)->id, rows[i].number), .title = CTX_TEXT(ctx, "%s № %u: %.*s", (*type)->one, rows[i].number, STR_ARG(rows[i].title)) };
                listed = listed || str_eq(options[n - 1].value, chosen);
            }
        }
    if (!listed) options[n++] = (FieldOption){ .value = chosen, .title = CTX_TEXT(ctx, "запись %.*s", STR_ARG(chosen)) }; /* older than those listed */
    Field *field = ask_field(ask, FIELD_SELECT, "record", "Запись регистра", chosen);
    field->optional = true;
    field->hint = wanted.n > 0 ? CTX_TEXT(ctx, "Нет нужной — [внесите её](/records/%.*s/new?measure=%u/%u): она приложится сама.", STR_ARG(wanted), view->plan.row.number, view->row.n) : STR("Нет нужной — [внесите её](/records) и вернитесь.");
    ask_options(field, n, options);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    if (!measure_view_open(ctx, view, err) || !flow_measure_demand(&view->may, &view->row, err)) return false;
    measure_crumbs(ctx, view, true);
    ctx->doc->title = STR("Приложить подтверждение");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. Принимает контролирующий; пока он не решил, подтверждение можно забрать.", STR_ARG(measure_heading(ctx, &view->row)));
    Ask *ask = ask_new(ctx, measure_address(ctx, "/evidence"));
    ask->form.is_upload = true;
    slot_field(ask, view);
    ask_options(ask_field(ask, FIELD_RADIO, "kind", "Чем", ctx_param(ctx, "record").n > 0 ? STR("record") : STR("file")), sizeof kinds / sizeof *kinds, kinds);
    Field *file = ask_field(ask, FIELD_FILE, "file", "Файл", STR_EMPTY);
    file->optional = true, file->accept = ".pdf,.docx,.doc,.xlsx,.ods,.odt,.jpg,.jpeg,.png,.txt,.csv";
    Field *link = ask_field(ask, FIELD_TEXT, "href", "Ссылка", STR_EMPTY);
    link->optional = true, link->hint = STR("«https://…» или «/results/…»"), link->max_length = 1000, link->width = 48;
    if (!record_field(ask, view, err)) return false;
    Field *title = ask_field(ask, FIELD_TEXT, "title", "Что это", STR_EMPTY);
    title->hint = STR("«Протокол совещания от 12.01.2027 № 2»"), title->optional = true, title->max_length = 300, title->width = 48;
    ask_button(ask, "Отправить на проверку", true);
    ask_end(ask, NULL);
    return true;
}

/* «Результаты» of «/results?…»: an address says nothing to a person. Empty: no page of ours */
static Str page_title(Str href)
{
    size_t end = 0;
    while (end < href.n && href.at[end] != '?' && href.at[end] != '#') end++;
    const Page *page = href.n > 0 && href.at[0] == '/' ? route_find(str_slice(href, 0, end)).page : NULL;
    return page != NULL ? str_of(page->title) : STR_EMPTY;
}

static bool act(Ctx *ctx, Err *err)
{
    PlanView plan = { 0 };
    uint32_t number;
    long long slot = 0, record = 0;
    Str kind = ctx_field(ctx, "kind");
    str_to_int(ctx_field(ctx, "for"), &slot);
    EvidenceAsk ask = { .slot_n = slot > 0 && slot < UINT32_MAX ? (uint32_t)slot : 0, .title = str_trim(ctx_field(ctx, "title")) };
    if (str_eq(kind, STR("link"))) {
        ask.kind = EVIDENCE_LINK, ask.href = str_trim(ctx_field(ctx, "href"));
        if (ask.href.n == 0) return err_set(err, ERR_INPUT, "Вставьте адрес страницы.", "Ссылки нет.");
        if (ask.title.n == 0) ask.title = page_title(ask.href);
    } else if (str_eq(kind, STR("record"))) {
        Str chosen = ctx_field(ctx, "record");
        size_t slash = str_find(chosen, STR("/"));
        if (slash == SIZE_MAX || !str_to_int(str_slice(chosen, slash + 1, chosen.n), &record) || record < 1 || record > UINT32_MAX) return err_set(err, ERR_INPUT, "Выберите её в списке или внесите новую.", "Запись не выбрана.");
        ask.kind = EVIDENCE_RECORD, ask.record_type = str_slice(chosen, 0, slash);
        ask.record = (uint32_t)record;
    } else {
        ask.kind = EVIDENCE_FILE;
        for (uint32_t i = 0; i < ctx->request->n_files; i++)
            if (ctx->request->files[i].bytes.n > 0) ask.file_name = ctx->request->files[i].name, ask.file = ctx->request->files[i].bytes;
        if (ask.file.n == 0) return err_set(err, ERR_INPUT, "Выберите файл, или отметьте «ссылка» и вставьте адрес.", "Файл не выбран.");
    }
    if (!plan_view_open(ctx, &plan, err)) return false;
    if (ctx->place.id != 0 && org_within(ctx->place.path, plan.row.org_path)) ask.org_code = ctx->place.code; /* whoever works above brings in the name of the plan's organisation */
    uint32_t next;
    MeasureRow row;
    bool found;
    if (!measure_get(flow_reader(ctx->flow), plan.row.region_id, plan.row.number, (uint32_t)ctx_int(ctx, "n", 0), ctx->arena, &row, &found, err)) return false;
    if (found && !evidence_next_number(flow_reader(ctx->flow), plan.row.region_id, row.id, &next, err)) return false;
    if (!flow_evidence_offer(ctx->flow, ctx->who, (uint32_t)ctx_int(ctx, "plan", 0), (uint32_t)ctx_int(ctx, "n", 0), &ask, &number, err)) return false;
    ctx_done(ctx, found && number < next ? CTX_TEXT(ctx, "Это уже приложено: подтверждение № %u. Второй раз не записано.", number) : STR("Подтверждение отправлено контролирующему."));
    return ctx_go(ctx, measure_address(ctx, ""));
}

const Page page_measure_evidence = { .path = "/plans/:plan/measures/:n/evidence", .title = "Приложить подтверждение", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/1/evidence", .no_formats = true, .show = show, .act = act };
