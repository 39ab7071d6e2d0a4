/* Who answers for a measure, who helps, who controls: people of the staff list, roles, or words alone. */
#include "flow/plan.h"
#include "publish/rich.h"
#include "store/account.h"
#include "web/measure_part.h"

static const Param params[] = { PLAN_PARAM, MEASURE_PARAM, { .name = NULL } };

enum { LINES = 8, MOST_PEOPLE = 200 };

static const FieldOption parts[] = { { .value = { "1", 1 }, .title = { "отвечает", 16 } }, { .value = { "2", 1 }, .title = { "соисполнитель", 26 } }, { .value = { "3", 1 }, .title = { "контролирует", 24 } } };

/* «a:12» an account by its number, «r:5» a role. */
static bool choices(Ctx *ctx, const MeasureView *view, FieldOption **out, uint32_t *n, Err *err)
{
    PersonRow *people;
    uint32_t n_people;
    PersonAsk ask = { .path = view->plan.row.org_path, .limit = MOST_PEOPLE };
    if (!person_list(ctx->db, view->row.region_id, &ask, ctx->arena, &people, &n_people, err)) return false;
    FieldOption *options = arena_array(ctx->arena, FieldOption, MOST_PEOPLE + N_ROLES + 1);
    *n = 0;
    options[(*n)++] = (FieldOption){ .title = STR("только слова") };
    for (int role = ROLE_REGION; role < N_ROLES; role++) options[(*n)++] = (FieldOption){ .value = CTX_TEXT(ctx, "r:%d", role), .title = CTX_TEXT(ctx, "роль: %s", role_title((Role)role)) };
    for (uint32_t i = 0; i < n_people && i < MOST_PEOPLE; i++) { /* a row a grant: one person once */
        const Account *one = &people[i].account;
        if (i > 0 && people[i - 1].account.id == one->id) continue;
        options[(*n)++] = (FieldOption){ .value = CTX_TEXT(ctx, "a:%lld", (long long)one->number), .title = one->post.n > 0 ? CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(one->name), STR_ARG(one->post)) : one->name };
    }
    *out = options;
    return true;
}

static Str chosen(Ctx *ctx, const MeasurePerson *person)
{
    if (person == NULL) return STR_EMPTY;
    if (person->account_id != 0) return CTX_TEXT(ctx, "a:%u", person->account_number);
    return person->role != 0 ? CTX_TEXT(ctx, "r:%d", (int)person->role) : STR_EMPTY;
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "как в документе", 28 }, .width = 0.4f }, { .head = { "часть", 10 } }, { .head = { "человек или роль", 30 } } };
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    FieldOption *options;
    uint32_t n_options;
    if (!measure_view_open(ctx, view, err) || !choices(ctx, view, &options, &n_options, err)) return false;
    measure_crumbs(ctx, view, true);
    ctx->doc->title = STR("Кто отвечает и кто контролирует");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. Слова документа сохраняются; человек или роль нужны, чтобы напоминания дошли и было кому принять подтверждения.", STR_ARG(measure_heading(ctx, &view->row)));
    const PlanRow *plan = &view->plan.row;
    if (plan->controller.n > 0) doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Если ниже контролирующий не назван — %.*s. [Изменить для всего плана](/plans/%u/edit)", STR_ARG(plan_controller_words(ctx, plan)), plan->number));
    Ask *ask = ask_new(ctx, measure_address(ctx, "/people"));
    Table *table = table_new(ctx->doc, STR("people"), STR("Люди"), 3, columns, LINES);
    table->untitled = true;
    const MeasurePerson **own = arena_array(ctx->arena, const MeasurePerson *, view->n_people + 1u);
    uint32_t n_own = 0;
    for (uint32_t i = 0; i < view->n_people; i++)
        if (!view->people[i].inherited) own[n_own++] = &view->people[i];
    for (uint32_t i = 0; i < LINES; i++) {
        const MeasurePerson *person = i < n_own ? own[i] : NULL;
        Field *fields = arena_array(ctx->arena, Field, 3);
        const char *names[3];
        for (int c = 0; c < 3; c++) names[c] = arena_z(ctx->arena, CTX_TEXT(ctx, "%s%u", c == 0 ? "words" : c == 1 ? "part" : "who", i));
        bool typed = ctx->error != NULL;
        fields[0] = (Field){ .kind = FIELD_TEXT, .name = str_of(names[0]), .label = CTX_TEXT(ctx, "как в документе, строка %u", i + 1), .value = typed ? ctx_field(ctx, names[0]) : person != NULL ? person->words : STR_EMPTY, .optional = true };
        fields[1] = (Field){ .kind = FIELD_SELECT, .name = str_of(names[1]), .label = CTX_TEXT(ctx, "часть, строка %u", i + 1), .value = typed ? ctx_field(ctx, names[1]) : CTX_TEXT(ctx, "%d", person != NULL ? (int)person->part : MEASURE_RESPONSIBLE), .n_options = 3, .options = parts };
        fields[2] = (Field){ .kind = FIELD_SELECT, .name = str_of(names[2]), .label = CTX_TEXT(ctx, "человек или роль, строка %u", i + 1), .value = typed ? ctx_field(ctx, names[2]) : chosen(ctx, person), .n_options = n_options, .options = options, .optional = true };
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        for (int c = 0; c < 3; c++) cells[c] = cell_field(&fields[c]);
    }
    ask_button(ask, "Сохранить", true);
    Node *form = ask_end(ask, NULL);
    doc_table(ctx->doc, form, table);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    MeasurePerson *people = arena_array(ctx->arena, MeasurePerson, LINES);
    uint32_t n = 0;
    for (uint32_t i = 0; i < LINES; i++) {
        Str words = str_trim(ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "words%u", i)))), who = ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "who%u", i)));
        Str part = ctx_field(ctx, arena_z(ctx->arena, CTX_TEXT(ctx, "part%u", i)));
        long long number = 0, kind = MEASURE_RESPONSIBLE;
        if (words.n == 0 && who.n == 0) continue;
        if (!str_to_int(part, &kind) || kind < MEASURE_RESPONSIBLE || kind > MEASURE_CONTROLLER) kind = MEASURE_RESPONSIBLE;
        if (who.n > 2 && !str_to_int(str_slice(who, 2, who.n), &number)) return err_set(err, ERR_INPUT, "Выберите человека или роль в списке.", "Непонятно, кто это: «%.*s».", STR_ARG(who));
        people[n] = (MeasurePerson){ .part = (MeasurePart)kind, .words = words };
        if (str_starts(who, STR("r:")) && number > 0 && number < N_ROLES) people[n].role = (Role)number;
        if (str_starts(who, STR("a:"))) {
            Account account;
            if (!account_by_number(ctx->db, ctx->who->region_id, number, ctx->arena, &account, err)) return false;
            people[n].account_id = account.id;
        }
        n++;
    }
    if (!flow_measure_people(ctx->flow, ctx->who, (uint32_t)ctx_int(ctx, "plan", 0), (uint32_t)ctx_int(ctx, "n", 0), n, people, err)) return false;
    ctx_done(ctx, STR("Люди записаны."));
    return ctx_go(ctx, measure_address(ctx, ""));
}

const Page page_measure_people = { .path = "/plans/:plan/measures/:n/people", .title = "Кто отвечает", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/1/people", .no_formats = true, .show = show, .act = act };
