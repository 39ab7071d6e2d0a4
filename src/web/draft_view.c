#include "web/draft_view.h"

#include "base/number.h"
#include "publish/rich.h"
#include "web/url.h"

enum { MOST_REMARKS = 40, MOST_POINTS = 5 };

static const struct { const char *code, *title; } titles[] = {
    { "score-unreadable", "Балл не читается" }, { "score-over-max", "Балл больше возможного" }, { "score-letter", "«О» вместо нуля" }, { "total-differs", "Сумма не сходится" }, { "total-over-max", "Сумма больше возможной" },
    { "total-unreadable", "Сумма не читается" }, { "row-shifted", "Строка сдвинута" }, { "row-empty", "Строка пуста" }, { "code-repeated", "Код уже есть" }, { "code-is-name", "Имя вместо кода" },
    { "code-missing", "Нет кода участника" }, { "code-in-other-file", "Код есть и на другом листе" }, { "school-missing", "Нет школы" }, { "school-unknown", "Чья форма, неизвестно" },
    { "school-not-found", "Школы нет в списке" }, { "school-foreign", "Чужая школа" }, { "school-closed", "Школа закрыта" }, { "school-twice", "Школа записана дважды" },
    { "variant-unreadable", "Вариант не читается" }, { "journal-unreadable", "Отметка не читается" }, { "sex-unreadable", "Пол не читается" }, { "absent-with-scores", "Отсутствовал, но с баллами" },
    { "identity-guessed", "Работа узнана по виду" }, { "identity-unknown", "Работа не узнана" }, { "maxima-guessed", "Наибольшие баллы взяты из формы" }, { "blueprint-differs", "Задания не сходятся с описанием" },
    { "blueprint-conflict", "Задания на листах различаются" }, { "blueprint-other", "Задания не те" }, { "file-repeated", "Лист повторяется" },
};

const char *draft_complaint_title(const Complaint *complaint)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(titles[i].code, complaint->code) == 0) return titles[i].title;
    return "Замечание";
}

/* The same reading speaks to the command line, where things are set by options. */
Str draft_complaint_words(Arena *arena, const Complaint *complaint)
{
    static const struct { const char *from, *to; } words[] = {
        { "назовите работу: --procedure ГОД-КЛАСС-ПРЕДМЕТ", "выберите процедуру под «Понято неверно?»" }, { "Назовите работу: --procedure ГОД-КЛАСС-ПРЕДМЕТ", "Выберите процедуру под «Понято неверно?»" },
        { "через --blueprints", "в описании процедуры" }, { "описанием из --blueprints", "описанием процедуры" },
    };
    Str text = complaint->text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = str_find(text, str_of(words[i].from));
        if (at == SIZE_MAX) continue;
        Str before = str_slice(text, 0, at), after = str_slice(text, at + strlen(words[i].from), text.n);
        text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(before), words[i].to, STR_ARG(after));
    }
    return text;
}

Str draft_link(Arena *arena, Str org_code, int number) { return arena_printf(arena, "/forms/files/%.*s/%d", STR_ARG(url_encode(arena, org_code)), number); }

static bool of_sheet(const DraftView *view, const Complaint *complaint)
{
    return view->sheet == NULL || complaint->row == 0 || str_eq(complaint->sheet, view->sheet->name);
}

void draft_view_begin(DraftView *view, Ctx *ctx, const Draft *draft, const DraftSheet *sheet, bool editable)
{
    *view = (DraftView){ .ctx = ctx, .draft = draft, .sheet = sheet, .editable = editable };
    view->shown = arena_array(ctx->arena, const Complaint *, MOST_REMARKS);
    view->repaired = arena_array(ctx->arena, const Complaint *, MOST_REMARKS);
    for (int errors = 1; errors >= 0; errors--) /* what waits goes first; the order of cells is kept within */
        for (uint32_t i = 0; i < draft->n_complaints; i++) {
            const Complaint *complaint = &draft->complaints[i];
            if (!of_sheet(view, complaint) || draft_settled(draft, complaint)) continue;
            if (complaint->severity == SEVERITY_FIXED) {
                if (errors && view->n_repaired < MOST_REMARKS) view->repaired[view->n_repaired++] = complaint;
                continue;
            }
            if ((complaint->severity == SEVERITY_ERROR) != (errors == 1)) continue;
            if (view->n_shown < MOST_REMARKS) view->shown[view->n_shown++] = complaint;
            else view->n_left_out++;
        }
}

/* ---- ready answers ---- */

typedef struct Answers { FieldOption *options; uint32_t n; } Answers;

static void add(Answers *answers, Str value, Str title) { answers->options[answers->n++] = (FieldOption){ .value = value, .title = title }; }

static void words(Answers *answers, const char *const *list)
{
    for (; *list != NULL; list++) add(answers, str_of(*list), str_of(*list));
}

/* Largest score of the task in that column; 0: not a task. */
static unsigned max_of(const DraftView *view, uint32_t column)
{
    const DraftSheet *sheet = view->sheet;
    if (sheet == NULL || sheet->sheet == NULL) return 0;
    const Blueprint *blueprint = sheet->sheet->procedure.blueprint;
    for (uint32_t t = 0; t < sheet->layout.n_tasks && t < blueprint->n_tasks; t++)
        if (sheet->layout.task[t] == column) return blueprint->tasks[t].max;
    return 0;
}

/* Sum of tasks of the row, as counted; TOTAL_NONE where there is none. */
static int sum_of(const DraftView *view, uint32_t row)
{
    const Sheet *sheet = view->sheet == NULL ? NULL : view->sheet->sheet;
    for (uint32_t i = 0; sheet != NULL && i < sheet->n_rows; i++)
        if (sheet->source_row[i] == row && sheet->state[i] == ROW_WORK) return sheet->total[i];
    return TOTAL_NONE;
}

static Answers answers_of(const DraftView *view, const Complaint *complaint)
{
    static const char *const journal[] = { "2", "3", "4", "5", "нет", NULL }, *const sex[] = { "м", "ж", NULL }, *const variant[] = { "1", "2", NULL };
    Arena *arena = view->ctx->arena;
    Answers out = { .options = arena_array(arena, FieldOption, 12) };
    Str code = str_of(complaint->code);
    unsigned max = max_of(view, complaint->column);
    if (str_eq(code, STR("score-unreadable")) || (str_eq(code, STR("score-over-max")) && max > 0)) {
        for (unsigned points = 0; points <= (max == 0 ? 1 : max) && points <= MOST_POINTS; points++) { /* one point can always be had */
            Str digits = arena_printf(arena, "%u", points);
            add(&out, digits, digits);
        }
        add(&out, STR("X"), STR("x"));
    } else if (str_eq(code, STR("score-letter"))) {
        add(&out, STR("0"), STR("да, 0"));
        add(&out, STR("X"), STR("нет, x"));
    } else if (str_starts(code, STR("total-"))) {
        int sum = sum_of(view, complaint->row);
        if (sum != TOTAL_NONE) add(&out, arena_printf(arena, "%d", sum), arena_printf(arena, "взять %d", sum));
    } else if (str_eq(code, STR("journal-unreadable"))) words(&out, journal);
    else if (str_eq(code, STR("sex-unreadable"))) words(&out, sex);
    else if (str_eq(code, STR("variant-unreadable"))) words(&out, variant);
    if (complaint->severity == SEVERITY_WARNING) add(&out, draft_cell(view->draft, complaint->sheet, complaint->row, complaint->column), STR("оставить"));
    return out;
}

static Str whole_name(Arena *arena, const Complaint *complaint)
{
    return complaint->sheet.n == 0 ? STR_EMPTY : arena_printf(arena, "Лист «%.*s». ", STR_ARG(rich_escape(arena, complaint->sheet)));
}

static CellRemark remark_of(const DraftView *view, const Complaint *complaint, uint32_t number)
{
    Arena *arena = view->ctx->arena;
    const Draft *draft = view->draft;
    CellRemark out = { .number = number, .repaired = complaint->severity == SEVERITY_FIXED, .title = str_of(draft_complaint_title(complaint)), .cell = complaint_cell(arena, complaint), .value = complaint->value };
    Str text = rich_escape(arena, draft_complaint_words(arena, complaint));
    out.text = draft->n_sheets > 1 && complaint->row == 0 ? arena_printf(arena, "%.*s%.*s", STR_ARG(whole_name(arena, complaint)), STR_ARG(text)) : text;
    if (complaint->column > 0 && draft->read) out.href = arena_printf(arena, "#c-%.*s", STR_ARG(out.cell));
    Str code = str_of(complaint->code);
    bool school = str_eq(code, STR("school-not-found")) || str_eq(code, STR("school-foreign")) || str_eq(code, STR("school-closed"));
    if (!view->editable || (complaint->column == 0 && !school)) return out;
    DocPair *pairs = arena_array(arena, DocPair, 3);
    out.action = draft_link(arena, draft->org.code, draft->upload.number);
    if (view->sheet != NULL && draft->n_sheets > 1) out.action = arena_printf(arena, "%.*s?part=%u", STR_ARG(out.action), (uint32_t)(view->sheet - draft->sheets) + 1);
    out.name = STR("value"), out.pairs = pairs, out.n_pairs = 3, out.other = !draft->read || school; /* else the cell itself is an input */
    if (school) { /* the code as a whole, wherever it stands */
        pairs[0] = (DocPair){ STR("do"), STR("school") }, pairs[1] = (DocPair){ STR("sheet"), STR_EMPTY }, pairs[2] = (DocPair){ STR("before"), complaint->value };
        FieldOption *own = arena_array(arena, FieldOption, 1);
        own[0] = (FieldOption){ .value = draft->org.code, .title = arena_printf(arena, "это %.*s", STR_ARG(draft->org.name)) };
        if (draft->org.kind == ORG_SCHOOL) out.answers = own, out.n_answers = 1, out.other = false; /* nobody else's form is its to bring */
        return out;
    }
    pairs[0] = (DocPair){ STR("do"), STR("cell") }, pairs[1] = (DocPair){ STR("sheet"), complaint->sheet }, pairs[2] = (DocPair){ STR("cell"), out.cell };
    Answers answers = answers_of(view, complaint);
    out.answers = answers.options, out.n_answers = answers.n;
    return out;
}

void draft_view_remarks(const DraftView *view, Node *parent)
{
    Ctx *ctx = view->ctx;
    uint32_t n = view->n_shown + view->n_repaired;
    CellRemark *remarks = arena_array(ctx->arena, CellRemark, n);
    for (uint32_t i = 0; i < view->n_shown; i++) remarks[i] = remark_of(view, view->shown[i], i + 1);
    for (uint32_t i = 0; i < view->n_repaired; i++) remarks[view->n_shown + i] = remark_of(view, view->repaired[i], i + 1);
    if (n == 0) {
        doc_text(ctx->doc, parent, STR("Замечаний нет: все строки можно принять."));
        return;
    }
    doc_remarks(ctx->doc, parent, n, remarks);
    if (view->n_left_out > 0)
        doc_small(ctx->doc, parent, CTX_TEXT(ctx, "Ещё %.*s: они появятся здесь, когда исправлены первые. Все замечания — в файле с пометками.", STR_ARG(number_of(ctx->arena, view->n_left_out, "замечание", "замечания", "замечаний"))));
}
