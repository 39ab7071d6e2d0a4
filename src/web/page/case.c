/* One case: why the school is on the list, what was asked, answered, decided. Notes of the office and documents are restricted: opened with a reason, which is logged. */
#include "base/date.h"
#include "base/number.h"
#include "flow/session.h"
#include "publish/rich.h"
#include "store/session.h"
#include "web/case_part.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = { { .name = "number", .kind = PARAM_INT, .title = "номер дела", .min = 1, .max = UINT32_MAX }, { .name = NULL } };

typedef struct Case { StudyCase of; CaseEntry *entries; uint32_t n, n_closed; bool open; CasePart part; } Case;

static Str address(Ctx *ctx, const Case *it) { return CTX_TEXT(ctx, "/cases/%u", it->of.number); }

static bool read_case(Ctx *ctx, Case *it, Err *err)
{
    bool found;
    if (!case_get(ctx->db, ctx->who->region_id, (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, &it->of, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте список школ на изучение.", "Такого дела нет.");
    if (!case_entries(ctx->db, &it->of, ctx->arena, &it->entries, &it->n, err)) return false;
    for (uint32_t i = 0; i < it->n; i++) it->n_closed += it->entries[i].kind == CASE_ENTRY_NOTE || it->entries[i].sha256.n > 0;
    it->part = (CasePart){ .school = &ctx->org, .of = &it->of, .question = STR("Что школа считает причиной? Приложите документы, если они есть."), .action = address(ctx, it) };
    return session_open_find(ctx->db, ctx->session, CTX_TEXT(ctx, "case/%u", it->of.number), ctx->now, &it->open, err);
}

static void head(Ctx *ctx, const Case *it)
{
    static const DocLink crumbs[] = { { .title = { "Признаки", 16 }, .href = { "/signs", 6 }, .count = NO_COUNT }, { .title = { "На изучение", 21 }, .href = { "/signs/list", 11 }, .count = NO_COUNT } };
    Doc *doc = ctx->doc;
    int32_t until;
    bool late;
    Str due = case_part_due(ctx, &it->of, &late);
    doc->n_crumbs = 2;
    doc->crumbs = crumbs;
    doc->title = CTX_TEXT(ctx, "Дело № %u: %.*s — %s", it->of.number, STR_ARG(rich_escape(ctx->arena, it->of.school_name)), case_state_title(it->of.state));
    Str *facts = arena_array(ctx->arena, Str, 4);
    facts[doc->n_factline++] = CTX_TEXT(ctx, "источник — **%s**", case_source_title(it->of.source));
    facts[doc->n_factline++] = CTX_TEXT(ctx, "внесена %.*s", STR_ARG(ctx_day(ctx, it->of.opened_at)));
    if (date_parse(it->of.until, &until)) facts[doc->n_factline++] = CTX_TEXT(ctx, "в списке до **%.*s**", STR_ARG(date_short(ctx->arena, until)));
    if (due.n > 0 && it->of.state == CASE_ASKED) facts[doc->n_factline++] = CTX_TEXT(ctx, "ответ ждут **%.*s**%s", STR_ARG(due), late ? ", срок прошёл" : "");
    doc->factline = facts;
}

static void reasons(Ctx *ctx, Node *parent, const Case *it)
{
    enum { MOST = 16 };
    Str *items = arena_array(ctx->arena, Str, MOST), rest = it->of.reasons;
    uint32_t n = 0;
    while (rest.n > 0 && n < MOST) {
        const char *end = memchr(rest.at, '\n', rest.n);
        size_t length = end == NULL ? rest.n : (size_t)(end - rest.at);
        items[n++] = rich_escape(ctx->arena, str_slice(rest, 0, length));
        rest = str_slice(rest, end == NULL ? rest.n : length + 1, rest.n);
    }
    doc_heading(ctx->doc, parent, 2, STR("Почему в списке"));
    if (n == 1) doc_text(ctx->doc, parent, items[0]);
    else doc_list(ctx->doc, parent, n, items);
    doc_text(ctx->doc, parent, CTX_TEXT(ctx, "[Признаки школы сейчас](/signs/%.*s)", STR_ARG(url_encode(ctx->arena, it->of.school_code))));
}

static bool is_own_school(const Ctx *ctx) { return who_may(ctx->who, RIGHT_SIGNS_ANSWER, ctx->org.path); }

static void entries(Ctx *ctx, Node *parent, const Case *it)
{
    HistoryEntry *shown = arena_array(ctx->arena, HistoryEntry, it->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = it->n; i-- > 0;) {
        const CaseEntry *entry = &it->entries[i];
        if (entry->kind == CASE_ENTRY_NOTE && !it->open) continue;
        Str words = entry->kind == CASE_ENTRY_LISTED ? STR_EMPTY : rich_escape(ctx->arena, entry->words); /* the reasons stand above */
        if (entry->sha256.n > 0) {
            Str name = rich_escape(ctx->arena, entry->file_name);
            words = it->open || is_own_school(ctx) ? CTX_TEXT(ctx, "%.*s [%.*s](/cases/%u/files/%u)", STR_ARG(words), STR_ARG(name), it->of.number, i + 1) : CTX_TEXT(ctx, "%.*s Приложен документ.", STR_ARG(words));
        }
        Str who = entry->who.n > 0 ? rich_escape(ctx->arena, entry->who) : entry->account_id == 0 ? STR("программа") : STR("данные стёрты");
        shown[n++] = (HistoryEntry){ .when = ctx_moment(ctx, entry->made_at), .who = who, .what = CTX_TEXT(ctx, "**%s.** %.*s", case_entry_title(entry->kind), STR_ARG(words)) };
    }
    doc_heading(ctx->doc, parent, 2, STR("Как шло дело"));
    doc_history(ctx->doc, parent, n, shown);
}

static void open_form(Ctx *ctx, Node *parent, const Case *it)
{
    static const FormButton buttons[] = { { .title = { "Открыть", 14 } } };
    if (it->n_closed == 0 || it->open || is_own_school(ctx) || !who_may(ctx->who, RIGHT_CASE_OPEN, ctx->org.path)) return;
    Field *fields = arena_array(ctx->arena, Field, 2);
    bool sent = ctx->error != NULL && str_eq(ctx_field(ctx, "step"), STR("open"));
    fields[0] = (Field){ .kind = FIELD_HIDDEN, .name = STR("step"), .value = STR("open") };
    fields[1] = (Field){ .kind = FIELD_TEXT, .name = STR("reason"), .label = STR("Зачем открываете"), .value = sent ? ctx_field(ctx, "reason") : STR_EMPTY, .hint = STR("Причину запишут в журнал."), .max_length = 300 };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .id = STR("open"), .action = address(ctx, it), .is_post = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = buttons };
    if (sent) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    Node *panel = doc_panel(ctx->doc, parent, CTX_TEXT(ctx, "Закрытых записей: %u", it->n_closed));
    doc_small(ctx->doc, panel, STR("Заметки управления и документы школы [закрыты](?restricted)."));
    doc_form(ctx->doc, panel, form);
}

static bool show(Ctx *ctx, Err *err)
{
    Case *it = arena_one(ctx->arena, Case);
    if (!read_case(ctx, it, err)) return false;
    head(ctx, it);
    Node *main, *side;
    doc_aside(ctx->doc, NULL, &main, &side);
    reasons(ctx, main, it);
    entries(ctx, main, it);
    if (it->of.state != CASE_CLOSED) case_part_steps(ctx, side, &it->part);
    open_form(ctx, side, it);
    Node *journal = doc_add(ctx->doc, main, NODE_DETAILS);
    journal->text = STR("Журнал дела: кто что сделал и открывал");
    return ctx_history(ctx, journal, CTX_TEXT(ctx, "case/%u", it->of.number), err);
}

static bool act(Ctx *ctx, Err *err)
{
    Str here = CTX_TEXT(ctx, "/cases/%lld", ctx_int(ctx, "number", 0));
    if (!str_eq(ctx_field(ctx, "step"), STR("open"))) return case_part_act(ctx, ctx->org.code, here, err);
    if (!flow_open_restricted(ctx->flow, ctx->who, ctx->session, RIGHT_CASE_OPEN, &ctx->org, CTX_TEXT(ctx, "case/%lld", ctx_int(ctx, "number", 0)), str_trim(ctx_field(ctx, "reason")), err)) return false;
    ctx_done(ctx, STR("Закрытые записи открыты вам на 15 минут, причина записана в журнал."));
    return ctx_go(ctx, here);
}

const Page page_case = {
    .path = "/cases/:number", .title = "Дело", .section = SECTION_SIGNS, .right = RIGHT_SIGNS_READ, .org_of = case_part_org, .params = params, .sample = "/cases/{case}", .show = show, .act = act,
};
