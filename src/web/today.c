/* What waits for a decision, by role. */
#include "web/today.h"

#include "base/date.h"
#include "base/number.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "store/account.h"
#include "store/analysis.h"
#include "store/job.h"
#include "store/org.h"
#include "store/procedure.h"
#include "store/setting.h"
#include "store/study_case.h"
#include "store/upload.h"
#include "web/case_part.h"
#include "web/form_tiles.h"
#include "web/url.h"

/* ---- adding ---- */

void today_decide(Ctx *ctx, Today *today, Decision decision, const char *button)
{
    if (today->n == TODAY_DECISIONS) {
        today->n_more++;
        return;
    }
    Button *made = arena_one(ctx->arena, Button);
    *made = (Button){ .title = str_of(button), .href = decision.href, .about = decision.title, .primary = today->n == 0 };
    decision.button = made;
    today->decisions[today->n++] = decision;
}

void today_term(Ctx *ctx, Today *today, Str iso, Str what, Str href, Str left)
{
    int32_t day;
    (void)ctx;
    if (!date_parse(iso, &day) || day > today->friday || today->n_terms == TODAY_TERMS) return;
    uint32_t at = today->n_terms++;
    while (at > 0 && today->terms[at - 1].day > day) {
        today->terms[at] = today->terms[at - 1];
        at--;
    }
    today->terms[at] = (DueTerm){ day, what, href, left };
}

Str today_since(Ctx *ctx, const Today *today, int64_t at)
{
    int32_t days = today->day - date_of_time(at);
    if (days <= 0) return STR("сегодня");
    return days == 1 ? STR("вчера") : CTX_TEXT(ctx, "%d-й день", days + 1);
}

Str today_names(Ctx *ctx, const Str *names, uint32_t n)
{
    enum { SHOWN = 5 };
    Str text = STR_EMPTY;
    for (uint32_t i = 0; i < n && i < SHOWN; i++) text = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(text), i == 0 ? "" : ", ", STR_ARG(rich_escape(ctx->arena, names[i])));
    return n > SHOWN ? CTX_TEXT(ctx, "%.*s и ещё %u", STR_ARG(text), n - SHOWN) : text;
}

/* ---- the office ---- */

static bool unasked_signs(Ctx *ctx, Today *today, const StudyCase *cases, uint32_t n_cases, Err *err)
{
    AnalysisRow row;
    SchoolSigns *schools;
    uint32_t n, n_left = 0;
    bool stands;
    if (!analysis_current(ctx->db, ctx->org.region_id, ctx->arena, &row, &stands, err)) return false;
    if (!stands) return true;
    if (!analysis_schools(ctx->db, &row, ctx->org.path, -1, STR_EMPTY, ctx->arena, &schools, &n, err)) return false;
    Str *names = arena_array(ctx->arena, Str, n + 1u);
    Level level = LEVEL_SIGNS;
    Str code = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        bool taken = schools[i].level < LEVEL_SIGNS;
        for (uint32_t c = 0; c < n_cases && !taken; c++) taken = cases[c].school_id == schools[i].school_id;
        if (taken) continue;
        if (schools[i].level > level) level = schools[i].level;
        code = schools[i].code;
        names[n_left++] = schools[i].name;
    }
    if (n_left == 0) return true;
    today_decide(ctx, today, (Decision){ .has_level = true, .level = level, .title = CTX_TEXT(ctx, "%.*s с признаками", STR_ARG(number_of(ctx->arena, n_left, "школа", "школы", "школ"))),
        .href = n_left == 1 ? CTX_TEXT(ctx, "/signs/%.*s", STR_ARG(url_encode(ctx->arena, code))) : STR("/signs"),
        .sub = CTX_TEXT(ctx, "%.*s. Ждут вопроса от управления", STR_ARG(today_names(ctx, names, n_left))), .when = today_since(ctx, today, row.made_at) }, "Посмотреть");
    return true;
}

static void cases_to_decide(Ctx *ctx, Today *today, const StudyCase *cases, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const StudyCase *of = &cases[i];
        bool late;
        Str due = case_part_due(ctx, of, &late), name = of->school_name, href = CTX_TEXT(ctx, "/cases/%u", of->number);
        if (of->state == CASE_ANSWERED)
            today_decide(ctx, today, (Decision){ .icon = "file", .title = CTX_TEXT(ctx, "Ответ: %.*s", STR_ARG(name)), .href = href,
                .sub = CTX_TEXT(ctx, "Дело № %u. Прочитайте и решите: снять признак или изучать работы", of->number), .when = today_since(ctx, today, of->changed_at) }, "Прочитать");
        else if (late)
            today_decide(ctx, today, (Decision){ .icon = "bell", .title = CTX_TEXT(ctx, "Нет ответа: %.*s", STR_ARG(name)), .href = href, .late = true,
                .sub = CTX_TEXT(ctx, "Дело № %u. Ответ ждали %.*s", of->number, STR_ARG(due)), .when = STR("срок прошёл") }, "Открыть");
        else if (of->state == CASE_LISTED)
            today_decide(ctx, today, (Decision){ .icon = "eye", .title = CTX_TEXT(ctx, "В списке на изучение: %.*s", STR_ARG(name)), .href = href,
                .sub = CTX_TEXT(ctx, "Дело № %u, источник — %s. Вопрос не отправлен", of->number, case_source_title(of->source)), .when = today_since(ctx, today, of->opened_at) }, "Открыть");
        else if (of->state == CASE_ASKED)
            today_term(ctx, today, of->answer_by, CTX_TEXT(ctx, "Ответ на вопрос: %.*s", STR_ARG(name)), href, STR("ждём школу"));
    }
}

/* Forms that wait, a line a procedure. */
static bool forms_to_accept(Ctx *ctx, Today *today, Err *err)
{
    const SubmissionRow *forms;
    uint32_t n;
    if (!submission_list(ctx->db, ctx->org.region_id, ctx->org.path, STR_EMPTY, SUBMISSION_SENT, ctx->arena, &forms, &n, err)) return false;
    bool *told = arena_array(ctx->arena, bool, n + 1u);
    Str *names = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t count = 0;
        int64_t since = forms[i].changed_at;
        if (told[i]) continue;
        for (uint32_t j = i; j < n; j++) {
            if (!str_eq(forms[j].procedure, forms[i].procedure)) continue;
            told[j] = true;
            names[count++] = forms[j].school_name;
            if (forms[j].changed_at < since) since = forms[j].changed_at;
        }
        Str title = CTX_TEXT(ctx, "%.*s %s приёмки: %.*s", STR_ARG(number_of(ctx->arena, count, "форма", "формы", "форм")), number_word(count, "ждёт", "ждут", "ждут"), STR_ARG(forms[i].title));
        Str href = count == 1 ? form_link(ctx, forms[i].procedure, forms[i].school_code) : CTX_TEXT(ctx, "/forms?procedure=%.*s&show=waiting", STR_ARG(url_encode(ctx->arena, forms[i].procedure)));
        today_decide(ctx, today, (Decision){ .icon = "check", .title = title, .href = href, .sub = today_names(ctx, names, count), .when = today_since(ctx, today, since) }, count == 1 ? "Принять" : "Открыть");
    }
    return true;
}

/* Open procedures whose day to hand in is near. */
static bool days_to_hand_in(Ctx *ctx, Today *today, Err *err)
{
    const ProcedureRow *procedures;
    const OrgCount *counts;
    uint32_t n, n_counts, n_schools = 0;
    if (!procedure_list(ctx->db, ctx->org.region_id, 0, ctx->arena, &procedures, &n, err) || !org_counts(ctx->db, ctx->org.region_id, ctx->org.path, ctx->arena, &counts, &n_counts, err)) return false;
    for (uint32_t i = 0; i < n_counts; i++) n_schools += counts[i].kind == ORG_SCHOOL ? counts[i].n : 0;
    for (uint32_t i = 0; i < n; i++) {
        const SubmissionRow *forms;
        uint32_t n_forms, n_handed = 0;
        int32_t day;
        if (procedures[i].state != PROCEDURE_OPEN || procedure_by_places(&procedures[i]) || !date_parse(procedures[i].hand_in_by, &day) || day > today->friday) continue;
        if (!submission_list(ctx->db, ctx->org.region_id, ctx->org.path, procedures[i].code, (SubmissionState)0, ctx->arena, &forms, &n_forms, err)) return false;
        for (uint32_t f = 0; f < n_forms; f++) n_handed += form_handed_in(&forms[f]);
        today_term(ctx, today, procedures[i].hand_in_by, CTX_TEXT(ctx, "Формы школ: %.*s", STR_ARG(procedures[i].title)),
            CTX_TEXT(ctx, "/forms?procedure=%.*s", STR_ARG(url_encode(ctx->arena, procedures[i].code))), CTX_TEXT(ctx, "сдали %u из %u", n_handed, n_schools));
    }
    return true;
}

bool today_office(Ctx *ctx, Today *today, Err *err)
{
    StudyCase *cases;
    uint32_t n;
    CaseAsk ask = { .path = ctx->org.path };
    if (!case_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &cases, &n, err) || !unasked_signs(ctx, today, cases, n, err)) return false;
    cases_to_decide(ctx, today, cases, n);
    return forms_to_accept(ctx, today, err) && days_to_hand_in(ctx, today, err);
}

/* ---- the school ---- */

static const SubmissionRow *form_of(const SubmissionRow *forms, uint32_t n, Str procedure)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(forms[i].procedure, procedure)) return &forms[i];
    return NULL;
}

static void form_to_hand_in(Ctx *ctx, Today *today, const ProcedureRow *procedure, const SubmissionRow *form)
{
    Str title = procedure->title, href = form_link(ctx, procedure->code, ctx->org.code);
    int32_t by;
    bool has_day = date_parse(procedure->hand_in_by, &by);
    Str when = has_day ? CTX_TEXT(ctx, "до %.*s", STR_ARG(date_agenda(ctx->arena, by))) : STR_EMPTY;
    bool late = has_day && by < today->day;
    if (form == NULL || form->version == 0)
        today_decide(ctx, today, (Decision){ .icon = "up", .title = CTX_TEXT(ctx, "Сдать форму: %.*s", STR_ARG(title)), .sub = STR("Ничего ещё не загружено"), .when = when, .late = late,
            .href = CTX_TEXT(ctx, "/forms/new?org=%.*s&procedure=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code)), STR_ARG(url_encode(ctx->arena, procedure->code))) }, "Загрузить");
    else if (form->state == SUBMISSION_IN_HAND)
        today_decide(ctx, today, (Decision){ .icon = "check", .title = CTX_TEXT(ctx, "Отправить форму: %.*s", STR_ARG(title)), .href = href, .when = when, .late = late,
            .sub = CTX_TEXT(ctx, "Записано: %.*s. Управление увидит форму, когда вы её отправите", STR_ARG(number_of(ctx->arena, form->n_works, "работа", "работы", "работ"))) }, "Открыть");
    if (form == NULL || form->state == SUBMISSION_IN_HAND)
        today_term(ctx, today, procedure->hand_in_by, CTX_TEXT(ctx, "Форма: %.*s", STR_ARG(title)), href, STR("не сдана"));
}

static void form_to_mend(Ctx *ctx, Today *today, const SubmissionRow *form)
{
    Str title = form->title, href = form_link(ctx, form->procedure, form->school_code);
    if (form->state == SUBMISSION_RETURNED)
        today_decide(ctx, today, (Decision){ .icon = "pen", .title = CTX_TEXT(ctx, "Форму вернули: %.*s", STR_ARG(title)), .href = href, .late = true,
            .sub = form->reason.n > 0 ? rich_escape(ctx->arena, form->reason) : STR("Причина не написана"), .when = today_since(ctx, today, form->changed_at) }, "Исправить");
    else if (form->n_waiting > 0)
        today_decide(ctx, today, (Decision){ .icon = "pen", .title = CTX_TEXT(ctx, "%.*s %s исправления: %.*s", STR_ARG(number_of(ctx->arena, form->n_waiting, "строка", "строки", "строк")),
            number_word(form->n_waiting, "ждёт", "ждут", "ждут"), STR_ARG(title)), .href = href, .sub = STR("Они остались в черновике и в итоги не входят"), .when = today_since(ctx, today, form->changed_at) }, "Исправить");
}

bool today_school(Ctx *ctx, Today *today, Err *err)
{
    const SubmissionRow *forms;
    const ProcedureRow *procedures;
    StudyCase of;
    uint32_t n, n_procedures;
    bool found;
    if (!submission_list(ctx->db, ctx->org.region_id, ctx->org.path, STR_EMPTY, (SubmissionState)0, ctx->arena, &forms, &n, err)) return false;
    if (!procedure_list(ctx->db, ctx->org.region_id, 0, ctx->arena, &procedures, &n_procedures, err)) return false;
    if (!case_of_school(ctx->db, ctx->org.region_id, ctx->org.id, date_iso(ctx->arena, today->day), ctx->arena, &of, &found, err)) return false;
    if (found && of.state == CASE_ASKED) {
        bool late;
        Str due = case_part_due(ctx, &of, &late), href = CTX_TEXT(ctx, "/signs/%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code)));
        today_decide(ctx, today, (Decision){ .icon = "eye", .title = STR("Управление спрашивает о признаках"), .href = href, .sub = STR("Посмотрите, что увидела программа, и напишите, что школа считает причиной"),
            .when = due, .late = late }, "Ответить");
        today_term(ctx, today, of.answer_by, STR("Ответ о признаках"), href, STR("не отправлен"));
    }
    for (uint32_t i = 0; i < n; i++) form_to_mend(ctx, today, &forms[i]);
    for (uint32_t i = 0; i < n_procedures; i++) {
        const SubmissionRow *form = form_of(forms, n, procedures[i].code);
        if (procedures[i].state == PROCEDURE_OPEN && !procedure_by_places(&procedures[i]) && (form == NULL || form->state == SUBMISSION_IN_HAND)) form_to_hand_in(ctx, today, &procedures[i], form);
    }
    return true;
}

/* ---- drafts and jobs ---- */

static bool failed_jobs(Ctx *ctx, Today *today, Err *err)
{
    enum { LOOKED_AT = 30, DAYS = 7 };
    const JobRow *jobs;
    uint32_t n;
    if (!job_list(ctx->db, ctx->org.region_id, ctx->org.path, LOOKED_AT, ctx->arena, &jobs, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (jobs[i].state == JOB_FAILED && jobs[i].finished_at > ctx->now - DAYS * 86400)
            today_decide(ctx, today, (Decision){ .icon = "bell", .title = CTX_TEXT(ctx, "Не получилось: задание № %u", jobs[i].number), .href = CTX_TEXT(ctx, "/jobs/%u", jobs[i].number),
                .sub = rich_escape(ctx->arena, jobs[i].words), .when = today_since(ctx, today, jobs[i].finished_at) }, "Открыть");
    return true;
}

bool today_own(Ctx *ctx, Today *today, Err *err)
{
    enum { DRAFTS = 5 };
    const UploadRow *drafts;
    uint32_t n;
    if (!upload_list(ctx->db, ctx->org.region_id, ctx->org.path, true, 100, ctx->arena, &drafts, &n, err)) return false;
    for (uint32_t i = 0, told = 0; i < n && told < DRAFTS; i++) {
        if (drafts[i].org_id != ctx->org.id || drafts[i].state == UPLOAD_READING) continue; /* a school's draft is the school's to finish */
        told++;
        Str rest = drafts[i].n_rejected > 0 ? CTX_TEXT(ctx, "%.*s исправления", STR_ARG(number_of(ctx->arena, drafts[i].n_rejected, "строка ждёт", "строки ждут", "строк ждут"))) : STR("Прочитано, но ещё не записано");
        today_decide(ctx, today, (Decision){ .icon = "file", .title = CTX_TEXT(ctx, "Черновик: %.*s", STR_ARG(drafts[i].name)), .sub = rest, .when = today_since(ctx, today, drafts[i].made_at),
            .href = CTX_TEXT(ctx, "/forms/files/%.*s/%d", STR_ARG(url_encode(ctx->arena, ctx->org.code)), drafts[i].number) }, "Закончить");
    }
    return failed_jobs(ctx, today, err);
}

/* ---- the administrator ---- */

/* A new base: nothing comes by itself before there are schools and somebody who takes their forms. */
static bool first_steps(Ctx *ctx, Today *today, Err *err)
{
    const Org *schools;
    PersonRow *people;
    uint32_t n_schools, n, n_coordinators = 0;
    if (!org_within_path(ctx->db, ctx->org.region_id, ctx->org.path, ORG_SCHOOL, ctx->arena, &schools, &n_schools, err)) return false;
    if (n_schools == 0)
        today_decide(ctx, today, (Decision){ .icon = "up", .title = STR("Загрузить список школ"), .href = STR("/orgs/import"), .sub = STR("Таблица из Excel: код, название, тип, муниципалитет"), .when = STR_EMPTY }, "Загрузить");
    for (Role role = ROLE_REGION; role <= ROLE_MUNICIPALITY; role++) {
        PersonAsk ask = { .path = ctx->org.path, .role = role, .words = STR_EMPTY, .limit = 1 };
        if (!person_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &people, &n, err)) return false;
        n_coordinators += n;
    }
    if (n_coordinators == 0)
        today_decide(ctx, today, (Decision){ .icon = "people", .title = STR("Пригласить координатора"), .href = STR("/people/new"), .sub = STR("Он принимает формы и видит признаки; администратор результатов не видит"), .when = STR_EMPTY }, "Пригласить");
    return true;
}

bool today_system(Ctx *ctx, Today *today, Err *err)
{
    enum { COPY_DAYS = 2, SHOWN = 200 };
    int64_t verified;
    PersonRow *people;
    uint32_t n;
    if (!first_steps(ctx, today, err) || !setting_int(ctx->db, "backup.verified_at", &verified, err) || !failed_jobs(ctx, today, err)) return false;
    if (verified < ctx->now - COPY_DAYS * 86400)
        today_decide(ctx, today, (Decision){ .icon = "copy", .title = verified == 0 ? STR("Проверенной копии базы ещё нет") : STR("Копия базы устарела"), .href = STR("/system/copies"), .late = true,
            .sub = verified == 0 ? STR("Без неё потерянный диск — потерянные формы") : CTX_TEXT(ctx, "Последняя проверена %.*s", STR_ARG(ctx_moment(ctx, verified))), .when = STR_EMPTY }, "Открыть копии");
    PersonAsk ask = { .path = ctx->org.path, .state = ACCOUNT_INVITED, .words = STR_EMPTY, .limit = SHOWN };
    if (!person_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &people, &n, err)) return false;
    Str *names = arena_array(ctx->arena, Str, n + 1u);
    uint32_t n_people = 0;
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || people[i].account.id != people[i - 1].account.id) names[n_people++] = people[i].account.name;
    if (n_people > 0)
        today_decide(ctx, today, (Decision){ .icon = "people", .title = CTX_TEXT(ctx, "Приглашены и не вошли: %.*s", STR_ARG(number_of(ctx->arena, n_people, "человек", "человека", "человек"))), .href = STR("/people"),
            .sub = today_names(ctx, names, n_people), .when = STR_EMPTY }, "Открыть");
    return true;
}
