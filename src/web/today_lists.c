/* Lists of the first page: the open procedure, what changed, works of the year, tasks that are harder here than in the region. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "store/analysis.h"
#include "store/audit.h"
#include "store/org.h"
#include "store/procedure.h"
#include "web/form_tiles.h"
#include "web/today.h"
#include "web/url.h"

/* ---- the procedure that is open ---- */

/* Of the open ones, that whose day to hand in is the nearest ahead, else the latest. */
static const ProcedureRow *open_procedure(const ProcedureRow *rows, uint32_t n, int32_t today)
{
    const ProcedureRow *best = NULL;
    int32_t best_day = 0;
    for (uint32_t i = 0; i < n; i++) {
        int32_t day;
        if (rows[i].state != PROCEDURE_OPEN || procedure_by_places(&rows[i])) continue;
        if (!date_parse(rows[i].hand_in_by, &day)) day = INT32_MIN / 2;
        bool nearer = best == NULL || (day >= today ? best_day < today || day < best_day : best_day < today && day > best_day);
        if (nearer) best = &rows[i], best_day = day;
    }
    return best;
}

bool today_board(Ctx *ctx, Node *side, Err *err)
{
    const ProcedureRow *rows;
    const SubmissionRow *forms;
    const Org *schools;
    uint32_t n, n_forms, n_schools, n_handed = 0, n_missing = 0;
    int32_t by = 0, today = date_of_time(ctx->now);
    if (!procedure_list(ctx->db, ctx->org.region_id, 0, ctx->arena, &rows, &n, err)) return false;
    const ProcedureRow *row = open_procedure(rows, n, today);
    if (row == NULL) return true;
    if (!org_within_path(ctx->db, ctx->org.region_id, ctx->org.path, ORG_SCHOOL, ctx->arena, &schools, &n_schools, err)) return false;
    if (!submission_list(ctx->db, ctx->org.region_id, ctx->org.path, row->code, (SubmissionState)0, ctx->arena, &forms, &n_forms, err)) return false;
    const FormPlace *places = form_places(ctx, schools, n_schools, forms, n_forms);
    Str *missing = arena_array(ctx->arena, Str, n_schools + 1u);
    for (uint32_t i = 0; i < n_schools; i++) {
        if (form_handed_in(places[i].form)) n_handed++;
        else missing[n_missing++] = places[i].school->name;
    }
    bool has_day = date_parse(row->hand_in_by, &by);
    doc_heading(ctx->doc, side, 3, row->title);
    doc_text(ctx->doc, side, CTX_TEXT(ctx, "Форму сдали **%u из %u** школ", n_handed, n_schools));
    form_tiles(ctx, side, row->code, places, n_schools, has_day && by < today);
    Str when = !has_day ? STR_EMPTY : CTX_TEXT(ctx, "; срок — %.*s", STR_ARG(date_agenda(ctx->arena, by)));
    if (n_missing > 0) doc_small(ctx->doc, side, CTX_TEXT(ctx, "Не сдали: %.*s%.*s. [Вся сдача форм](/forms?procedure=%.*s)", STR_ARG(today_names(ctx, missing, n_missing)), STR_ARG(when), STR_ARG(url_encode(ctx->arena, row->code))));
    return true;
}

/* ---- what changed ---- */

/* Forms, signs, cases; not who was invited and which setting was changed. */
static bool is_of_the_line(Str object)
{
    static const char *const kinds[] = { "submission/", "case/", "analysis/", "contest" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_starts(object, str_of(kinds[i]))) return true;
    return false;
}

/* What is said of one school among many says which. */
static Str whose(Ctx *ctx, const AuditEntry *entry)
{
    Str words = rich_escape(ctx->arena, entry->words);
    if (entry->org_id == ctx->org.id || str_find(entry->words, entry->org_name) != SIZE_MAX) return words;
    return CTX_TEXT(ctx, "%.*s: %.*s", STR_ARG(rich_escape(ctx->arena, entry->org_name)), STR_ARG(words));
}

bool today_changes(Ctx *ctx, Node *side, const Today *today, Err *err)
{
    enum { SHOWN = 5, LOOKED_AT = 60, WEEK = 7 };
    static const char *const days[] = { "пн", "вт", "ср", "чт", "пт", "сб", "вс" };
    const AuditEntry *entries;
    uint32_t n;
    int32_t last_friday = today->friday - WEEK;
    AuditAsk ask = { .org_path = ctx->org.path, .object = STR_EMPTY, .verb = STR_EMPTY, .from = (int64_t)last_friday * 86400 - DATE_ZONE_S, .limit = LOOKED_AT };
    if (!audit_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &entries, &n, err)) return false;
    doc_heading(ctx->doc, side, 3, STR("Что изменилось с пятницы"));
    HistoryEntry *shown = arena_array(ctx->arena, HistoryEntry, SHOWN);
    uint32_t n_shown = 0;
    for (uint32_t i = 0; i < n && n_shown < SHOWN; i++)
        if (is_of_the_line(entries[i].object) && !entries[i].erased)
            shown[n_shown++] = (HistoryEntry){ .when = str_of(days[date_weekday(date_of_time(entries[i].at))]), .what = whose(ctx, &entries[i]) };
    if (n_shown == 0) doc_small(ctx->doc, side, STR("Формы, признаки и дела не менялись."));
    else doc_history(ctx->doc, side, n_shown, shown);
    return true;
}

/* ---- works of the year ---- */

/* Of the chosen school year; of the latest that has any where it has none. */
static const ProcedureRow *works_of_year(Ctx *ctx, uint32_t *n_out, Err *err)
{
    const ProcedureRow *rows;
    uint32_t n;
    *n_out = 0;
    if (!procedure_list(ctx->db, ctx->org.region_id, 0, ctx->arena, &rows, &n, err)) return NULL;
    ProcedureRow *kept = arena_array(ctx->arena, ProcedureRow, n + 1u);
    for (int year = ctx->year; *n_out == 0 && year > ctx->year - 10; year--)
        for (uint32_t i = 0; i < n; i++)
            if (procedure_school_year(&rows[i]) == year) kept[(*n_out)++] = rows[i];
    return kept;
}

bool today_works(Ctx *ctx, Node *main, Err *err)
{
    static const Column columns[] = { { .head = { "процедура", 18 } }, { .head = { "состояние", 18 } }, { .head = { "формы до", 15 } } };
    uint32_t n;
    const ProcedureRow *rows = works_of_year(ctx, &n, err);
    if (rows == NULL) return false;
    const char *where = who_may(ctx->who, RIGHT_RESULTS_READ, ctx->org.path) ? "/results/" : "/procedures/";
    int year = n > 0 ? procedure_school_year(&rows[0]) : ctx->year;
    Str title = year == ctx->year ? STR("Работы этого года") : CTX_TEXT(ctx, "Работы %d/%02d учебного года", year, (year + 1) % 100);
    doc_heading(ctx->doc, main, 2, title);
    Table *table = table_new(ctx->doc, STR("works"), title, 3, columns, n);
    table->untitled = true;
    table->empty = STR("В этом учебном году работ ещё не было. Они появятся здесь сами.");
    for (uint32_t i = 0; i < n; i++) {
        int32_t by;
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_link(rich_escape(ctx->arena, rows[i].title), CTX_TEXT(ctx, "%s%.*s", where, STR_ARG(url_encode(ctx->arena, rows[i].code))));
        row[1] = cell_text(str_of(procedure_state_title(rows[i].state)));
        row[2] = date_parse(rows[i].hand_in_by, &by) ? cell_text(date_short(ctx->arena, by)) : cell_missing();
    }
    doc_table(ctx->doc, main, table);
    return true;
}

/* ---- tasks that are harder here ---- */

typedef struct Harder { const ProcedureAnalysis *of; uint16_t task; double here, region; uint32_t n; } Harder;

/* Share of points over the schools of the subtree; n 0: nobody wrote it. */
static Harder task_here(const ProcedureAnalysis *of, uint16_t task, const bool *is_here)
{
    Harder sum = { .of = of, .task = task, .region = of->tasks[task].mean_share };
    uint16_t n_tasks = of->frame->procedure->blueprint->n_tasks;
    for (uint32_t s = 0; s < of->frame->n_schools; s++) {
        const HeatCell *cell = &of->heat[(size_t)s * n_tasks + task];
        if (!is_here[of->frame->schools[s].org] || cell->n == 0 || !isfinite(cell->share)) continue;
        sum.here += (double)cell->share * cell->n;
        sum.n += cell->n;
    }
    if (sum.n > 0) sum.here /= sum.n;
    return sum;
}

/* Below the region by five points and by more than chance of the works does. */
static bool is_harder(const Harder *task)
{
    double se = sqrt(task->region * (1 - task->region) / (task->n > 0 ? task->n : 1));
    return task->n >= 10 && task->region - task->here >= 0.05 && task->region - task->here > 2 * se;
}

/* Descriptions of tasks are long, and official ones are cut where their table ends: whole words of the beginning. */
static Str in_short(Arena *arena, Str text)
{
    enum { MOST_BYTES = 220 };
    if (text.n <= MOST_BYTES) return text;
    size_t n = MOST_BYTES;
    while (n > 0 && text.at[n] != ' ') n--;
    if (n == 0) return text;
    while (n > 1 && strchr(" ,;:.(", text.at[n - 1]) != NULL) n--;
    return arena_printf(arena, "%.*s…", (int)n, text.at);
}

static void harder_table(Ctx *ctx, Node *main, const Harder *tasks, uint32_t n)
{
    static const Column columns[] = { { .head = { "работа", 12 } }, { .head = { "задание", 14 } }, { .head = { "здесь", 10 }, .kind = COLUMN_NUMBER }, { .head = { "все школы", 17 }, .kind = COLUMN_NUMBER },
        { .head = { "работ", 10 }, .kind = COLUMN_NUMBER }, { .head = { "что проверяется", 29 }, .width = 0.4f } };
    Table *table = table_new(ctx->doc, STR("harder"), STR("Задания, которые здесь труднее"), 6, columns, n);
    table->untitled = true;
    table->empty = STR("Заданий, которые здесь заметно труднее, чем у всех школ, нет.");
    for (uint32_t i = 0; i < n; i++) {
        const Procedure *procedure = tasks[i].of->frame->procedure;
        const Task *task = &procedure->blueprint->tasks[tasks[i].task];
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_link(rich_escape(ctx->arena, procedure->title), CTX_TEXT(ctx, "/results/%.*s?view=tasks", STR_ARG(url_encode(ctx->arena, procedure->id))));
        row[1] = cell_text(rich_escape(ctx->arena, task->label));
        row[2] = cell_share(tasks[i].here);
        row[3] = cell_share(tasks[i].region);
        row[4] = cell_int(tasks[i].n);
        row[5] = task->skill.n > 0 ? cell_text(rich_escape(ctx->arena, in_short(ctx->arena, task->skill))) : cell_missing();
    }
    doc_table(ctx->doc, main, table);
}

bool today_results(Ctx *ctx, Node *main, Err *err)
{
    enum { WORKS = 6, MOST = 12 }; /* a first page opens no more fragments than that */
    AnalysisRow row;
    Analysis *analysis;
    bool stands;
    uint32_t n, n_harder = 0, n_opened = 0;
    const ProcedureRow *rows = works_of_year(ctx, &n, err);
    if (rows == NULL || !today_works(ctx, main, err) || !analysis_current(ctx->db, ctx->org.region_id, ctx->arena, &row, &stands, err)) return false;
    if (!stands || ctx->org.kind == ORG_REGION) return true; /* a region has nobody above to be compared with */
    if (!analysis_open(ctx->db, &row, ctx->arena, &analysis, err)) return false;
    SchoolSigns *schools;
    uint32_t n_schools;
    if (!analysis_schools(ctx->db, &row, ctx->org.path, -1, STR_EMPTY, ctx->arena, &schools, &n_schools, err)) return false;
    if (n_schools == 0) return true; /* a class, or schools that handed in nothing */
    for (uint32_t i = 0; i < n && n_opened < WORKS; i++) {
        bool found;
        if (!analysis_open_procedure(ctx->db, &row, analysis, rows[i].code, ctx->arena, &found, err)) return false;
        n_opened += found;
    }
    bool *is_here = arena_array(ctx->arena, bool, analysis->schools.n + 1u);
    for (uint32_t i = 0; i < n_schools; i++) {
        uint32_t at = school_table_find(&analysis->schools, schools[i].code);
        if (at != UINT32_MAX) is_here[at] = true;
    }
    Harder *harder = arena_array(ctx->arena, Harder, MOST);
    for (uint32_t p = 0; p < analysis->n_procedures; p++) {
        const ProcedureAnalysis *of = &analysis->procedures[p];
        if (of->heat == NULL || of->tasks == NULL || of->frame->n_schools == 0) continue;
        for (uint16_t t = 0; t < of->frame->procedure->blueprint->n_tasks && n_harder < MOST; t++) {
            Harder task = task_here(of, t, is_here);
            if (is_harder(&task)) harder[n_harder++] = task;
        }
    }
    doc_heading(ctx->doc, main, 2, STR("Задания, которые здесь труднее"));
    harder_table(ctx, main, harder, n_harder);
    return true;
}
