#include "web/cascade_form.h"

#include "base/date.h"
#include "base/number.h"
#include "store/org.h"

static bool children_of(Ctx *ctx, const Org *from, Org **out, uint32_t *n, Err *err)
{
    const Org *all;
    uint32_t n_all;
    if (!org_within_path(ctx->db, from->region_id, from->path, (OrgKind)0, ctx->arena, &all, &n_all, err)) return false;
    *out = arena_array(ctx->arena, Org, n_all + 1u);
    *n = 0;
    for (uint32_t i = 0; i < n_all; i++)
        if (all[i].parent_id == from->id && all[i].kind != ORG_CLASS) (*out)[(*n)++] = all[i];
    return true;
}

static bool is_ticked(const Ctx *ctx, Str code)
{
    for (uint32_t i = 0; i < ctx->request->n_fields; i++)
        if (str_eq(ctx->request->fields[i].name, STR("to")) && str_eq(ctx->request->fields[i].value, code)) return true;
    return false;
}

static const CascadeTo *has_it(Str code, uint32_t n, const CascadeTo *have)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(have[i].org_code, code)) return &have[i];
    return NULL;
}

bool cascade_form(Ctx *ctx, const CascadeForm *form, Err *err)
{
    Org *children;
    uint32_t n;
    int32_t today = date_of_time(ctx->now);
    if (!children_of(ctx, form->from, &children, &n, err)) return false;
    if (n == 0) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Отправить некому."), STR("Ниже этой организации никого нет."));
        return true;
    }
    FieldOption *options = arena_array(ctx->arena, FieldOption, n);
    uint32_t n_has = 0;
    for (uint32_t i = 0; i < n; i++) {
        const CascadeTo *one = has_it(children[i].code, form->n_have, form->have);
        options[i] = (FieldOption){ .value = children[i].code, .title = children[i].name, .chosen = ctx->error != NULL && is_ticked(ctx, children[i].code) };
        if (one == NULL) continue;
        n_has++;
        options[i].hint = one->plan_id != 0 ? CTX_TEXT(ctx, "уже отправлено (№ %u), свой план составлен", one->cascade_number) : CTX_TEXT(ctx, "уже отправлено (№ %u)%s", one->cascade_number, one->seen_at != 0 ? ", ознакомлены" : "");
    }
    if (n_has > 0) doc_note(ctx->doc, NULL, NOTE_INFO, n_has == n ? STR("Этот план уже отправлен всем.") : CTX_TEXT(ctx, "Этот план уже отправлен: %.*s.", STR_ARG(number_of(ctx->arena, n_has, "адресат", "адресата", "адресатов"))),
        STR("Второй раз он им не уйдёт; правки следующих редакций доходят до них сами. [Кто ознакомлен](/cascades)"));
    Ask *ask = ask_new(ctx, form->action);
    Field *title = ask_field(ask, FIELD_TEXT, "title", "Что увидят адресаты", form->title);
    title->max_length = 400, title->width = 64;
    Field *words = ask_field(ask, FIELD_LONG_TEXT, "words", "Что сделать", form->words);
    words->max_length = 2000;
    Field *see = ask_field(ask, FIELD_DATE, "see", "Ознакомиться до", date_iso(ctx->arena, date_add_working(today, 5)));
    see->optional = true;
    if (form->with_plan) {
        Field *plan = ask_field(ask, FIELD_DATE, "plan", "Утвердить свой план до", date_iso(ctx->arena, date_add_working(today, 15)));
        plan->optional = true, plan->hint = STR("Пусто — план составлять не нужно.");
    }
    FieldOption *whom = arena_array(ctx->arena, FieldOption, 2);
    whom[0] = (FieldOption){ .value = STR("all"), .title = CTX_TEXT(ctx, n_has > 0 ? "всем, у кого ещё нет (%u)" : "всем, кто ниже (%u)", n - n_has) };
    whom[1] = (FieldOption){ .value = STR("some"), .title = STR("только отмеченным") };
    if (n_has < n) ask_options(ask_field(ask, FIELD_RADIO, "whom", "Кому", STR("all")), 2, whom);
    Field *to = ask_field(ask, FIELD_CHECK, "to", n_has < n ? "Отмеченные" : "Кому", STR_EMPTY);
    to->multiple = true, to->optional = true;
    ask_options(to, n, options);
    ask_button(ask, "Отправить", true);
    ask_end(ask, NULL);
    return true;
}

static bool day_field(Ctx *ctx, const char *name, int32_t *out, Err *err)
{
    Str typed = str_trim(ctx_field(ctx, name));
    *out = DATE_NONE;
    return typed.n == 0 || date_parse(typed, out) || err_set(err, ERR_INPUT, "Выберите день в календаре или оставьте поле пустым.", "День «%.*s» не читается.", STR_ARG(typed));
}

bool cascade_form_read(Ctx *ctx, CascadeAsk *out, Err *err)
{
    Str *to = arena_array(ctx->arena, Str, ctx->request->n_fields + 1u);
    *out = (CascadeAsk){ .record_type = STR_EMPTY, .org_code = STR_EMPTY, .title = str_trim(ctx_field(ctx, "title")), .words = str_trim(ctx_field(ctx, "words")), .to = to };
    bool all = str_eq(ctx_field(ctx, "whom"), STR("all"));
    for (uint32_t i = 0; i < ctx->request->n_fields && !all; i++)
        if (str_eq(ctx->request->fields[i].name, STR("to"))) to[out->n_to++] = ctx->request->fields[i].value;
    if (out->n_to == 0 && !all) return err_set(err, ERR_INPUT, "Отметьте хотя бы одну организацию или выберите «всем, кто ниже».", "Не выбран ни один адресат.");
    return day_field(ctx, "see", &out->see_by, err) && day_field(ctx, "plan", &out->plan_by, err);
}

bool cascade_form_send(Ctx *ctx, const CascadeAsk *ask, uint32_t n_have, const CascadeTo *have, Err *err)
{
    uint32_t number, n_left = 0;
    Str left = STR_EMPTY;
    for (uint32_t i = 0; i < ask->n_to; i++) {
        const CascadeTo *one = has_it(ask->to[i], n_have, have);
        if (one != NULL) left = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(left), n_left++ > 0 ? ", " : "", STR_ARG(one->org_name));
    }
    if (!flow_cascade(ctx->flow, ctx->who, ask, &number, err)) return false;
    if (ask->n_to == 0) {
        ctx_done(ctx, n_have > 0 ? STR("Отправлено всем, у кого этого ещё не было.") : STR("Отправлено всем, кто ниже."));
        return ctx_go(ctx, CTX_TEXT(ctx, "/cascades/%u", number));
    }
    Str sent = number_of(ctx->arena, ask->n_to - n_left, "организация", "организации", "организаций");
    ctx_done(ctx, n_left > 0 ? CTX_TEXT(ctx, "Отправлено: %.*s. Уже было у: %.*s.", STR_ARG(sent), STR_ARG(left)) : CTX_TEXT(ctx, "Отправлено: %.*s.", STR_ARG(sent)));
    return ctx_go(ctx, CTX_TEXT(ctx, "/cascades/%u", number));
}
