#include "web/case_part.h"

#include "base/date.h"
#include "base/number.h"
#include "flow/study_case.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/url.h"

typedef enum Step { STEP_QUESTION, STEP_ANSWER, STEP_STUDY, STEP_LIFT, STEP_NOTE, STEP_CLOSE, STEP_LIST } Step;
static const struct { const char *word; CaseEntryKind kind; const char *done; } steps[] = {
    [STEP_QUESTION] = { "question", CASE_ENTRY_QUESTION, "Вопрос отправлен школе." },
    [STEP_ANSWER] = { "answer", CASE_ENTRY_ANSWER, "Ответ отправлен. Он стоит рядом с признаками." },
    [STEP_STUDY] = { "study", CASE_ENTRY_STUDY, "Работы школы взяты на изучение." },
    [STEP_LIFT] = { "lift", CASE_ENTRY_LIFTED, "Признак снят, причина записана." },
    [STEP_NOTE] = { "note", CASE_ENTRY_NOTE, "Заметка записана." },
    [STEP_CLOSE] = { "close", CASE_ENTRY_CLOSED, "Работа по школе закончена." },
    [STEP_LIST] = { "list", CASE_ENTRY_LISTED, "Школа внесена в список на изучение." },
};
#define N_STEPS (sizeof steps / sizeof *steps)

uint32_t case_part_sample(uint32_t n)
{
    uint32_t bad = (n + 9) / 10;
    double missed = 1;
    for (uint32_t k = 1; k <= n - bad; k++) {
        missed *= (double)(n - bad - (k - 1)) / (double)(n - (k - 1));
        if (missed <= 0.05) return k;
    }
    return n;
}

Str case_part_due(Ctx *ctx, const StudyCase *of, bool *late)
{
    int32_t day;
    *late = false;
    if (!date_parse(of->answer_by, &day)) return STR_EMPTY;
    *late = of->state == CASE_ASKED && day < date_of_time(ctx->now);
    return CTX_TEXT(ctx, "до %.*s", STR_ARG(date_short(ctx->arena, day)));
}

/* ---- forms ---- */

static bool was_sent(const Ctx *ctx, Step step) { return ctx->error != NULL && str_eq(ctx_field(ctx, "step"), str_of(steps[step].word)); }

typedef struct FormOf { Step step; const char *button; bool primary; uint32_t n; Field fields[4]; } FormOf;

static void add_form(Ctx *ctx, Node *parent, const CasePart *part, const FormOf *of)
{
    Field *fields = arena_array(ctx->arena, Field, of->n + 1u);
    fields[0] = (Field){ .kind = FIELD_HIDDEN, .name = STR("step"), .value = str_of(steps[of->step].word) };
    bool is_upload = false;
    for (uint32_t i = 0; i < of->n; i++) {
        fields[i + 1] = of->fields[i];
        is_upload = is_upload || of->fields[i].kind == FIELD_FILE;
        if (was_sent(ctx, of->step) && of->fields[i].kind != FIELD_FILE) fields[i + 1].value = ctx_field(ctx, arena_z(ctx->arena, of->fields[i].name));
    }
    FormButton *button = arena_one(ctx->arena, FormButton);
    *button = (FormButton){ .title = str_of(of->button), .primary = of->primary };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .id = str_of(steps[of->step].word), .action = part->action, .is_post = true, .is_upload = is_upload, .n_fields = of->n + 1, .fields = fields, .n_buttons = 1, .buttons = button };
    if (was_sent(ctx, of->step)) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, parent, form);
}

static bool is_alive(const StudyCase *of) { return of == NULL || (of->state != CASE_LIFTED && of->state != CASE_CLOSED); }

static void office_steps(Ctx *ctx, Node *parent, const CasePart *part)
{
    const StudyCase *of = part->of;
    int32_t by = date_add_working(date_of_time(ctx->now), CASE_ANSWER_DAYS);
    Node *panel = doc_panel(ctx->doc, parent, STR("Что сделать дальше"));
    if (is_alive(of)) {
        bool asked = of != NULL && of->state == CASE_ASKED;
        doc_heading(ctx->doc, panel, 4, asked ? STR("Спросить ещё") : STR("Спросить школу"));
        doc_small(ctx->doc, panel, CTX_TEXT(ctx, "Ответ ждут %d рабочих дней, до %.*s", CASE_ANSWER_DAYS, STR_ARG(date_short(ctx->arena, by))));
        add_form(ctx, panel, part, &(FormOf){ STEP_QUESTION, "Отправить вопрос", !asked && (of == NULL || of->state == CASE_LISTED), 2, {
            { .kind = FIELD_LONG_TEXT, .name = STR("words"), .label = STR("Вопрос"), .value = asked ? STR_EMPTY : part->question, .draft = true, .max_length = 4000 },
            { .kind = FIELD_DATE, .name = STR("answer_by"), .label = STR("Ответить до"), .value = date_iso(ctx->arena, by) } } });
    }
    if (of == NULL || of->state == CASE_LISTED || of->state == CASE_ASKED || of->state == CASE_ANSWERED) {
        uint32_t sample = part->n_works > 0 ? case_part_sample(part->n_works) : 0;
        doc_heading(ctx->doc, panel, 4, STR("Взять работы в перепроверку"));
        doc_small(ctx->doc, panel, sample == 0 ? STR("Вслепую, комиссией другой школы.") : CTX_TEXT(ctx, "Вслепую, комиссией другой школы: %u из %u, чтобы почти наверняка заметить завышение у каждой десятой.", sample, part->n_works));
        Str words = sample == 0 ? STR("Работы взяты в перепроверку.") : CTX_TEXT(ctx, "Взято в перепроверку: %.*s из %u.", STR_ARG(number_of(ctx->arena, sample, "работа", "работы", "работ")), part->n_works);
        Str title = sample == 0 ? STR("Взять на изучение") : CTX_TEXT(ctx, "Взять %.*s", STR_ARG(number_of(ctx->arena, sample, "работу", "работы", "работ")));
        add_form(ctx, panel, part, &(FormOf){ STEP_STUDY, arena_z(ctx->arena, title), false, 1, { { .kind = FIELD_HIDDEN, .name = STR("words"), .value = words } } });
    }
    if (is_alive(of)) {
        doc_heading(ctx->doc, panel, 4, STR("Снять признак"));
        add_form(ctx, panel, part, &(FormOf){ STEP_LIFT, "Снять с причиной", of != NULL && of->state == CASE_ANSWERED, 1, {
            { .kind = FIELD_LONG_TEXT, .name = STR("words"), .label = STR("Причина"), .hint = STR("Её запишут и подпишут вашим именем."), .max_length = 4000 } } });
    } else {
        doc_heading(ctx->doc, panel, 4, STR("Закончить работу"));
        doc_small(ctx->doc, panel, STR("Признак снят. Если по школе больше ничего не нужно, уберите её из списка раньше срока."));
    }
    if (of == NULL) return;
    Node *more = doc_add(ctx->doc, panel, NODE_DETAILS);
    more->text = STR("Заметка, конец работы");
    add_form(ctx, more, part, &(FormOf){ STEP_NOTE, "Записать заметку", false, 1, {
        { .kind = FIELD_LONG_TEXT, .name = STR("words"), .label = STR("Заметка для управления"), .hint = STR("Закрытая запись: школа её не видит, открывают её с причиной."), .max_length = 4000 } } });
    add_form(ctx, more, part, &(FormOf){ STEP_CLOSE, "Закончить работу по школе", false, 1, {
        { .kind = FIELD_LONG_TEXT, .name = STR("words"), .label = STR("Чем кончилось"), .max_length = 4000 } } });
}

static void school_steps(Ctx *ctx, Node *parent, const CasePart *part)
{
    if (!is_alive(part->of)) return;
    Node *panel = doc_panel(ctx->doc, parent, part->of != NULL && part->of->state == CASE_ANSWERED ? STR("Дополнить ответ") : STR("Ответить"));
    bool late;
    Str due = part->of == NULL ? STR_EMPTY : case_part_due(ctx, part->of, &late);
    if (due.n > 0 && part->of->state == CASE_ASKED) doc_small(ctx->doc, panel, CTX_TEXT(ctx, "Ответ ждут **%.*s**.", STR_ARG(due)));
    else doc_small(ctx->doc, panel, STR("Ждать вопроса не обязательно: ответ сразу встанет рядом с признаками."));
    add_form(ctx, panel, part, &(FormOf){ STEP_ANSWER, "Отправить ответ", true, 2, {
        { .kind = FIELD_LONG_TEXT, .name = STR("words"), .label = STR("Что школа считает причиной"), .draft = true, .max_length = 4000,
            .hint = STR("Фамилии детей не нужны: работу называют по коду, «работа 40017».") },
        { .kind = FIELD_FILE, .name = STR("file"), .label = STR("Документ"), .optional = true, .hint = STR("Протокол, приказ, скан — до 16 МБ.") } } });
}

void case_part_steps(Ctx *ctx, Node *parent, const CasePart *part)
{
    if (who_may(ctx->who, RIGHT_SIGNS_DECIDE, part->school->path)) office_steps(ctx, parent, part);
    if (who_may(ctx->who, RIGHT_SIGNS_ANSWER, part->school->path)) school_steps(ctx, parent, part);
}

/* ---- the answer ---- */

static Node *empty_answer(Ctx *ctx, Node *parent, const StudyCase *of)
{
    Str *questions = arena_array(ctx->arena, Str, 3);
    bool late, asked = of != NULL && of->state == CASE_ASKED;
    Str due = of == NULL ? STR_EMPTY : case_part_due(ctx, of, &late);
    questions[0] = asked ? CTX_TEXT(ctx, "Что школа считает причиной: ответа пока нет, ждут %.*s", STR_ARG(due)) : STR("Что школа считает причиной: ответа пока нет, вопрос не отправлен");
    questions[1] = STR("Приложенные документы: нет");
    questions[2] = STR("Кто ответил и когда");
    Node *node = doc_add(ctx->doc, parent, NODE_ANSWER);
    node->items = questions;
    node->n_items = 3;
    return node;
}

static Str who_of(Ctx *ctx, const CaseEntry *entry)
{
    Str name = entry->who.n > 0 ? rich_escape(ctx->arena, entry->who) : entry->account_id == 0 ? STR("программа") : STR("данные стёрты");
    return entry->post.n == 0 ? name : CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(name), STR_ARG(rich_escape(ctx->arena, entry->post)));
}

/* Documents are restricted, and so are their names: the school opens its own, the office goes to the case, where a reason is asked; others learn that there is one. */
static Str document_of(Ctx *ctx, const CasePart *part, const CaseEntry *entry, uint32_t at)
{
    if (entry->sha256.n == 0) return STR("нет");
    if (who_may(ctx->who, RIGHT_SIGNS_ANSWER, part->school->path)) return CTX_TEXT(ctx, "[%.*s](/cases/%u/files/%u)", STR_ARG(rich_escape(ctx->arena, entry->file_name)), part->of->number, at);
    if (who_may(ctx->who, RIGHT_CASE_OPEN, part->school->path)) return CTX_TEXT(ctx, "есть, [открыть в деле](/cases/%u)", part->of->number);
    return STR("есть, закрыты");
}

void case_part_answer(Ctx *ctx, Node *parent, const CasePart *part, const CaseEntry *entries, uint32_t n_entries)
{
    uint32_t n_answers = 0;
    const char *heading = "Ответ школы", *sub = "Стоит рядом с признаками на экране и в печатной справке. Видят школа, координатор и комиссия.";
    for (uint32_t i = 0; i < n_entries; i++) n_answers += entries[i].kind == CASE_ENTRY_ANSWER;
    if (n_answers == 0) {
        Node *node = empty_answer(ctx, parent, part->of);
        node->text = str_of(heading);
        node->sub = str_of(sub);
        return;
    }
    doc_heading(ctx->doc, parent, 2, str_of(heading))->sub = str_of(sub);
    for (uint32_t i = 0; i < n_entries; i++) {
        const CaseEntry *entry = &entries[i];
        if (entry->kind != CASE_ENTRY_ANSWER) continue;
        Fact *facts = arena_array(ctx->arena, Fact, 3);
        facts[0] = (Fact){ .name = STR("Что школа считает причиной"), .value = entry->words.n > 0 ? rich_escape(ctx->arena, entry->words) : STR("см. документ") };
        facts[1] = (Fact){ .name = STR("Приложенные документы"), .value = document_of(ctx, part, entry, i + 1) };
        facts[2] = (Fact){ .name = STR("Кто ответил и когда"), .value = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(who_of(ctx, entry)), STR_ARG(ctx_moment(ctx, entry->made_at))) };
        Node *panel = doc_panel(ctx->doc, parent, STR_EMPTY);
        doc_facts(ctx->doc, panel, 3, facts)->across = true;
    }
}

/* ---- addresses of cases ---- */

bool case_part_org(Ctx *ctx, Str *path, Err *err)
{
    StudyCase of;
    bool found, school;
    if (!case_get(ctx->db, ctx->who->region_id, (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, &of, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте список школ на изучение.", "Такого дела нет.");
    *path = of.school_path;
    return org_by_id(ctx->db, of.region_id, of.school_id, ctx->arena, &ctx->org, &school, err);
}

/* ---- sent forms ---- */

bool case_part_act(Ctx *ctx, Str school, Str done, Err *err)
{
    Str word = ctx_field(ctx, "step");
    for (size_t i = 0; i < N_STEPS; i++) {
        if (!str_eq(word, str_of(steps[i].word))) continue;
        CaseStep step = { .school = school, .kind = steps[i].kind, .words = str_trim(ctx_field(ctx, "words")), .answer_by = i == STEP_QUESTION ? ctx_field(ctx, "answer_by") : STR_EMPTY };
        if (i == STEP_ANSWER && ctx->request->n_files > 0) {
            step.file = ctx->request->files[0].bytes;
            step.file_name = ctx->request->files[0].name;
        }
        if (!flow_case_step(ctx->flow, ctx->who, &step, NULL, err)) return false;
        ctx_done(ctx, str_of(steps[i].done));
        return ctx_go(ctx, done);
    }
    return err_set(err, ERR_INPUT, "Откройте страницу снова и выберите, что сделать.", "Не понято, что сделать.");
}
