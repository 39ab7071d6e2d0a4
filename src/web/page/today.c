/* «Что мне сделать до пятницы?»: the first page of every role. Decisions first, then terms, then how the year goes. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "web/today.h"
#include "web/url.h"

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL } };

/* «пять решений»: counts up to ten are words. */
static Str count_words(Ctx *ctx, uint32_t n, bool neuter, const char *one, const char *few, const char *many)
{
    static const char *const words[] = { "", "", "", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять" };
    const char *number = n == 1 ? (neuter ? "одно" : "один") : n == 2 ? "два" : n <= 10 ? words[n] : NULL;
    if (number == NULL) return number_of(ctx->arena, n, one, few, many);
    return CTX_TEXT(ctx, "%s %s", number, number_word(n, one, few, many));
}

static void title(Ctx *ctx, const Today *today)
{
    uint32_t n = today->n + today->n_more;
    const char *until = today->day == today->friday ? "Сегодня, в пятницу" : "До пятницы";
    Str decisions = count_words(ctx, n, true, "решение", "решения", "решений"), terms = count_words(ctx, today->n_terms, false, "срок", "срока", "сроков");
    ctx->doc->kicker = date_heading(ctx->arena, today->day);
    if (n > 0 && today->n_terms > 0) ctx->doc->title = CTX_TEXT(ctx, "%s: %.*s и %.*s", until, STR_ARG(decisions), STR_ARG(terms));
    else if (n > 0) ctx->doc->title = CTX_TEXT(ctx, "%s: %.*s", until, STR_ARG(decisions));
    else if (today->n_terms > 0) ctx->doc->title = CTX_TEXT(ctx, "%s: решений не ждут, %.*s", until, STR_ARG(terms));
    else ctx->doc->title = CTX_TEXT(ctx, "%s ничего не ждёт", until);
}

static void decisions(Ctx *ctx, Node *main, const Today *today)
{
    Decision *copy = arena_array(ctx->arena, Decision, today->n + 1u);
    memcpy(copy, today->decisions, today->n * sizeof *copy);
    doc_heading(ctx->doc, main, 2, STR("Ждут вашего решения"));
    doc_decisions(ctx->doc, main, today->n, copy, STR("Сейчас ничего. Новое появится здесь само: формы школ, ответы, признаки."));
    if (today->n_more > 0) doc_small(ctx->doc, main, CTX_TEXT(ctx, "И ещё %u: смотрите «Формы» и «Признаки».", today->n_more));
}

static void terms(Ctx *ctx, Node *main, const Today *today)
{
    static const Column columns[] = { { .head = { "срок", 8 }, .width = 0.18f }, { .head = { "что", 6 } }, { .head = { "как идёт", 15 } } };
    if (today->n_terms == 0) return;
    doc_heading(ctx->doc, main, 2, STR("Сроки"));
    Table *table = table_new(ctx->doc, STR("terms"), STR("Сроки до пятницы"), 3, columns, today->n_terms);
    table->untitled = true;
    for (uint32_t i = 0; i < today->n_terms; i++) {
        const DueTerm *term = &today->terms[i];
        bool late = term->day < today->day;
        Cell *row = table_row(ctx->doc, table, late ? ROW_ATTENTION : ROW_PLAIN);
        row[0] = cell_text(CTX_TEXT(ctx, "**%.*s**", STR_ARG(late ? date_short(ctx->arena, term->day) : date_agenda(ctx->arena, term->day))));
        row[1] = cell_link(rich_escape(ctx->arena, term->what), term->href);
        row[2] = cell_text(late ? CTX_TEXT(ctx, "%.*s; просрочено на %.*s", STR_ARG(term->left), STR_ARG(number_of(ctx->arena, today->day - term->day, "день", "дня", "дней"))) : term->left);
    }
    doc_table(ctx->doc, main, table);
}

/* ---- by role ---- */

static bool nobody(Ctx *ctx)
{
    ctx->doc->title = STR("У вас пока нет роли");
    ctx->doc->lead = STR("Вход есть, а организации и роли нет. Попросите координатора своей организации дать вам роль; этот экран изменится сам.");
    return true;
}

static void side_buttons(Ctx *ctx, Node *side, bool writes, bool decides)
{
    Button *buttons = arena_array(ctx->arena, Button, 2);
    uint32_t n = 0;
    if (writes) buttons[n++] = (Button){ .title = STR("Загрузить результаты"), .href = CTX_TEXT(ctx, "/forms/new?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), .primary = true, .icon = "up" };
    if (decides) buttons[n++] = (Button){ .title = STR("Справка к совещанию, DOCX"), .href = STR("/signs.docx"), .icon = "file" };
    if (n > 0) doc_buttons(ctx->doc, side, n, buttons, STR_EMPTY);
}

static bool gather(Ctx *ctx, Today *today, bool accepts, bool writes, Err *err)
{
    bool is_school = ctx->org.kind == ORG_SCHOOL;
    if (who_may(ctx->who, RIGHT_SYSTEM, ctx->org.path) && !today_system(ctx, today, err)) return false;
    if (accepts && !is_school && !today_office(ctx, today, err)) return false;
    if (writes && is_school && !today_school(ctx, today, err)) return false;
    return (!writes || today_own(ctx, today, err)) && today_plans(ctx, today, err);
}

/* Where one looks for help; paper needs none of it. */
static void ways_on(Ctx *ctx, Node *parent, bool signs, bool journal, bool system)
{
    DocLink *links = arena_array(ctx->arena, DocLink, 6);
    uint32_t n = 0;
    if (signs) links[n++] = (DocLink){ .title = STR("Признаки школ"), .href = STR("/signs"), .count = NO_COUNT };
    if (journal) links[n++] = (DocLink){ .title = STR("Весь журнал"), .href = STR("/journal"), .count = NO_COUNT };
    if (system) links[n++] = (DocLink){ .title = STR("Проверки сервера"), .href = STR("/system/doctor"), .count = NO_COUNT };
    if (system) links[n++] = (DocLink){ .title = STR("Копии базы"), .href = STR("/system/copies"), .count = NO_COUNT };
    links[n++] = (DocLink){ .title = STR("Помощь"), .href = STR("/help"), .count = NO_COUNT };
    links[n++] = (DocLink){ .title = STR("Вход и пароль"), .href = STR("/account"), .count = NO_COUNT };
    doc_chips(ctx->doc, parent, STR_EMPTY, n, links);
}

/* Who decides nothing still has a next step. */
static bool readers_page(Ctx *ctx, const Today *today, bool reads, Err *err)
{
    ctx->doc->kicker = date_heading(ctx->arena, today->day);
    ctx->doc->title = reads ? CTX_TEXT(ctx, "Результаты: %.*s", STR_ARG(ctx->org.name)) : STR("Работы, которые идут");
    ctx->doc->lead = reads ? STR("Результаты и сроки, которые вас касаются. Выберите работу: графики, задания, отметки рядом с журналом.") : STR("Назначения на перепроверку и наблюдение придут сюда. Результатов школ эта роль не видит.");
    if (!today_mine(ctx, NULL, today, err)) return false;
    if (!(reads ? today_results(ctx, NULL, err) : today_works(ctx, NULL, err))) return false;
    ways_on(ctx, NULL, who_may(ctx->who, RIGHT_SIGNS_READ, ctx->org.path), false, false);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    if (ctx->org.id == 0) return nobody(ctx);
    Str path = ctx->org.path;
    bool accepts = who_may(ctx->who, RIGHT_RESULTS_ACCEPT, path), writes = who_may(ctx->who, RIGHT_RESULTS_WRITE, path), reads = who_may(ctx->who, RIGHT_RESULTS_READ, path);
    bool system = who_may(ctx->who, RIGHT_SYSTEM, path), journal = who_may(ctx->who, RIGHT_AUDIT_READ, path);
    Today *today = arena_one(ctx->arena, Today);
    today->day = date_of_time(ctx->now);
    today->friday = date_friday(today->day);
    if (!gather(ctx, today, accepts, writes, err)) return false;
    title(ctx, today);
    if (!writes && !system) return readers_page(ctx, today, reads, err);
    Node *main, *side;
    doc_aside(ctx->doc, NULL, &main, &side);
    decisions(ctx, main, today);
    terms(ctx, main, today);
    if (!today_plan_strip(ctx, main, today, err) || !today_mine(ctx, main, today, err)) return false;
    if (reads && !today_results(ctx, main, err)) return false;
    side_buttons(ctx, side, writes, accepts);
    if (accepts && !today_board(ctx, side, err)) return false;
    if (journal && reads && !today_changes(ctx, side, today, err)) return false;
    ways_on(ctx, side, false, journal, system);
    return true;
}

const Page page_today = { .path = "/", .title = "Сегодня", .section = SECTION_TODAY, .in_menu = true, .right = RIGHT_SIGNED_IN, .params = params, .show = show };
