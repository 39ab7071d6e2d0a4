#include "publish/paper/make_.h"

#include "base/utf8.h"

typedef enum PlanColumn { COL_NUMBER, COL_TASK, COL_TITLE, COL_TERM, COL_RESPONSIBLE, COL_EXPECTED, COL_PARTICIPANTS, N_PLAN_COLUMNS } PlanColumn;

/* Heads that a plan without its own gets; stems by which the plan's own are known; widths in parts. */
static const struct { const char *head; const char *stems; uint16_t width; } columns_of[N_PLAN_COLUMNS] = {
    [COL_NUMBER] = { "№ п/п", "№|п/п|номер", 13 },
    [COL_TASK] = { "Задачи", "задач", 46 },
    [COL_TITLE] = { "Наименование мероприятия", "мероприят|наименован|содержан|направлен", 80 },
    [COL_TERM] = { "Срок исполнения", "срок|дата", 38 },
    [COL_RESPONSIBLE] = { "Ответственный исполнитель", "ответствен|исполнител", 46 },
    [COL_EXPECTED] = { "Ожидаемый результат", "результат|показател|итог", 72 },
    [COL_PARTICIPANTS] = { "Участники", "участник|категори", 50 },
};

/* Columns of each layout in their order; N_PLAN_COLUMNS ends it. */
static const PlanColumn layouts[N_LAYOUTS][N_PLAN_COLUMNS + 1] = {
    [LAYOUT_FULL] = { COL_NUMBER, COL_TITLE, COL_TERM, COL_RESPONSIBLE, COL_EXPECTED, N_PLAN_COLUMNS },
    [LAYOUT_SECTIONS] = { COL_NUMBER, COL_TITLE, COL_TERM, COL_RESPONSIBLE, N_PLAN_COLUMNS },
    [LAYOUT_TASKS] = { COL_TASK, COL_TITLE, COL_EXPECTED, COL_TERM, COL_RESPONSIBLE, N_PLAN_COLUMNS },
    [LAYOUT_RESULTS] = { COL_TITLE, COL_PARTICIPANTS, COL_EXPECTED, N_PLAN_COLUMNS },
};

PlanLayout make_layout(Str choice)
{
    Str rest = STR(LAYOUT_CHOICES);
    for (unsigned i = 0; i < N_LAYOUTS; i++) {
        size_t bar = str_find(rest, STR("|"));
        if (str_eq(choice, str_slice(rest, 0, bar == SIZE_MAX ? rest.n : bar))) return (PlanLayout)i;
        if (bar != SIZE_MAX) rest = str_slice(rest, bar + 1, rest.n);
    }
    return LAYOUT_AUTO;
}

static bool holds(const Measure *measure, PlanColumn column)
{
    switch (column) {
    case COL_NUMBER: return measure->number.n > 0;
    case COL_TASK: return measure->task.n > 0;
    case COL_TITLE: return true;
    case COL_TERM: return measure->term.text.n > 0;
    case COL_RESPONSIBLE: return measure->n_responsible > 0;
    case COL_EXPECTED: return measure->expected.n > 0;
    case COL_PARTICIPANTS: return measure->n_participants > 0;
    case N_PLAN_COLUMNS: break;
    }
    return false;
}

static bool any_holds(const PlanContent *plan, PlanColumn column)
{
    for (uint32_t i = 0; i < plan->n_measures; i++)
        if (holds(&plan->measures[i], column)) return true;
    return false;
}

static PlanLayout layout_for(const PlanContent *plan)
{
    if (any_holds(plan, COL_TASK)) return LAYOUT_TASKS;
    if (any_holds(plan, COL_PARTICIPANTS) && !any_holds(plan, COL_TERM)) return LAYOUT_RESULTS;
    return any_holds(plan, COL_EXPECTED) ? LAYOUT_FULL : LAYOUT_SECTIONS;
}

/* The layout's columns, without a column of numbers that nobody gave, then those that it has not but the plan fills: nothing is lost by a choice of looks. */
static uint32_t columns_for(const PlanContent *plan, PlanLayout layout, PlanColumn *columns)
{
    uint32_t n = 0;
    bool taken[N_PLAN_COLUMNS] = { false };
    if (layout == LAYOUT_AUTO) layout = layout_for(plan);
    if (any_holds(plan, COL_NUMBER)) taken[columns[n++] = COL_NUMBER] = true;
    for (uint32_t i = 0; layouts[layout][i] != N_PLAN_COLUMNS; i++) {
        PlanColumn column = layouts[layout][i];
        if (column == COL_NUMBER || (column == COL_TASK && !any_holds(plan, column))) continue;
        taken[columns[n++] = column] = true;
    }
    for (unsigned c = 0; c < N_PLAN_COLUMNS; c++)
        if (!taken[c] && any_holds(plan, (PlanColumn)c)) columns[n++] = (PlanColumn)c;
    return n;
}

static bool has_stem(Str folded, const char *stems)
{
    for (Str rest = str_of(stems); rest.n > 0;) {
        size_t bar = str_find(rest, STR("|"));
        if (str_find(folded, str_slice(rest, 0, bar == SIZE_MAX ? rest.n : bar)) != SIZE_MAX) return true;
        rest = bar == SIZE_MAX ? STR_EMPTY : str_slice(rest, bar + 1, rest.n);
    }
    return false;
}

/* The plan's own head of a column. Results are looked for before measures: «результат мероприятия» is a result. */
static Str head_of(const Make *make, const PlanContent *plan, PlanColumn column)
{
    static const PlanColumn order[] = { COL_NUMBER, COL_EXPECTED, COL_RESPONSIBLE, COL_PARTICIPANTS, COL_TASK, COL_TERM, COL_TITLE };
    for (uint32_t i = 0; i < plan->n_columns; i++) {
        Str folded = utf8_fold(make->arena, plan->columns[i]);
        for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
            if (!has_stem(folded, columns_of[order[k]].stems)) continue;
            if (order[k] == column) return plan->columns[i];
            break;
        }
    }
    return str_of(columns_of[column].head);
}

/* As the document had them: by commas, and by semicolons when a part has a comma of its own. */
static Str people(Make *make, uint32_t n, const Str *parts)
{
    bool comma = false;
    for (uint32_t i = 0; i < n; i++) comma |= memchr(parts[i].at, ',', parts[i].n) != NULL;
    return russian_join(make->arena, n, parts, comma ? "; " : ", ");
}

/* The content of a plan leaves out the colon over a list and the semicolons in it. */
static Str closed(Make *make, Str text, const char *mark)
{
    if (text.n == 0 || strchr(":;.,!?", text.at[text.n - 1]) != NULL) return text;
    return arena_printf(make->arena, "%.*s%s", STR_ARG(text), mark);
}

static PaperCell cell_of(Make *make, const Measure *measure, const Measure *above, PlanColumn column)
{
    switch (column) {
    case COL_NUMBER: return (PaperCell){ .text = measure->number };
    case COL_TASK: return (PaperCell){ .text = make_cell(make, measure->task), .same_as_above = above != NULL && measure->task.n > 0 && str_eq(above->task, measure->task) };
    case COL_TITLE: {
        Str *items = arena_array(make->arena, Str, measure->n_bullets);
        for (uint32_t i = 0; i < measure->n_bullets; i++) items[i] = make_cell(make, i + 1 < measure->n_bullets ? closed(make, measure->bullets[i], ";") : measure->bullets[i]);
        return (PaperCell){ .text = make_cell(make, measure->n_bullets > 0 ? closed(make, measure->title, ":") : measure->title), .n_items = measure->n_bullets, .items = items };
    }
    case COL_TERM: return (PaperCell){ .text = make_cell(make, measure->term.text) };
    case COL_RESPONSIBLE: return (PaperCell){ .text = make_cell(make, people(make, measure->n_responsible, measure->responsible)) };
    case COL_EXPECTED: return (PaperCell){ .text = make_cell(make, measure->expected) };
    case COL_PARTICIPANTS: return (PaperCell){ .text = make_cell(make, people(make, measure->n_participants, measure->participants)) };
    case N_PLAN_COLUMNS: break;
    }
    return (PaperCell){ .text = STR_EMPTY };
}

static PaperRow section_row(Make *make, const PlanSection *section, bool has_numbers, uint32_t n_columns)
{
    PaperCell *cells = arena_array(make->arena, PaperCell, n_columns);
    Str title = make_kept(make, section->title);
    if (has_numbers && section->number.n > 0 && n_columns > 1) {
        cells[0] = (PaperCell){ .text = section->number, .bold = true };
        cells[1] = (PaperCell){ .text = title, .span = (uint8_t)(n_columns - 1), .bold = true };
    } else {
        if (section->number.n > 0) title = arena_printf(make->arena, "%.*s%s %.*s", STR_ARG(section->number), str_ends(section->number, STR(".")) ? "" : ".", STR_ARG(title));
        cells[0] = (PaperCell){ .text = title, .span = (uint8_t)n_columns, .bold = true };
    }
    return (PaperRow){ .cells = cells, .is_section = true };
}

static void table(Make *make, const PlanContent *plan, PlanLayout layout)
{
    PlanColumn which[N_PLAN_COLUMNS];
    uint32_t n = columns_for(plan, layout, which);
    bool has_numbers = which[0] == COL_NUMBER;
    PaperColumn *columns = arena_array(make->arena, PaperColumn, n);
    for (uint32_t c = 0; c < n; c++)
        columns[c] = (PaperColumn){ .head = head_of(make, plan, which[c]), .width = columns_of[which[c]].width, .centred = which[c] == COL_NUMBER };
    PaperRow *rows = arena_array(make->arena, PaperRow, (size_t)plan->n_measures * 2 + plan->n_sections);
    uint32_t n_rows = 0, i_section = PLAN_NO_SECTION;
    const Measure *above = NULL;
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        const Measure *measure = &plan->measures[i];
        if (measure->i_section != i_section && measure->i_section < plan->n_sections) {
            rows[n_rows++] = section_row(make, &plan->sections[measure->i_section], has_numbers, n);
            above = NULL;
        }
        i_section = measure->i_section;
        PaperCell *cells = arena_array(make->arena, PaperCell, n);
        for (uint32_t c = 0; c < n; c++) cells[c] = cell_of(make, measure, above, which[c]);
        rows[n_rows++] = (PaperRow){ .cells = cells };
        above = measure;
    }
    PaperTable *made = arena_one(make->arena, PaperTable);
    *made = (PaperTable){ .title = STR_EMPTY, .n_columns = n, .columns = columns, .n_rows = n_rows, .rows = rows, .is_numbered = n > 2, .note = STR_EMPTY };
    make_table(make, made);
}

bool make_plan_is_wide(const PlanContent *plan, PlanLayout layout)
{
    PlanColumn which[N_PLAN_COLUMNS];
    return columns_for(plan, layout, which) > 4;
}

/* «Об утверждении …» is the subject of an order, which stands over its text. */
bool make_is_subject(Str title) { return str_starts(title, STR("О ")) || str_starts(title, STR("Об ")) || str_starts(title, STR("Обо ")); }

/* «на 2026/2027 учебный год» stays on one line. */
static Str with_whole_year(Arena *arena, Str title)
{
    Str words = STR(" учебный год");
    size_t at = str_find(title, words);
    if (at == SIZE_MAX || at < 4 || title.at[at - 1] < '0' || title.at[at - 1] > '9') return title;
    size_t from = at;
    while (from > 0 && title.at[from - 1] != ' ') from--;
    bool on = str_ends(str_slice(title, 0, from), STR(" на "));
    return arena_printf(arena, "%.*s%s%.*s\u00A0учебный\u00A0год%.*s", STR_ARG(str_slice(title, 0, on ? from - 1 : from)), on ? "\u00A0" : "", STR_ARG(str_slice(title, from, at)), STR_ARG(str_slice(title, at + words.n, title.n)));
}

static bool names_a_year(Str title)
{
    for (size_t i = 0, n = 0; i < title.n; i++) {
        n = title.at[i] >= '0' && title.at[i] <= '9' ? n + 1 : 0;
        if (n == 4) return true;
    }
    return false;
}

void make_plan_title(Make *make, const PlanContent *plan)
{
    if (make_is_subject(plan->title)) return;
    make_block(make, PAPER_TITLE, with_whole_year(make->arena, make_kept(make, plan->title)));
    if (plan->title.n > 0 && plan->school_year > 0 && !names_a_year(plan->title)) /* its months are of that year */
        make_block(make, PAPER_PARA, arena_printf(make->arena, "Учебный год: %d/%d.", plan->school_year, plan->school_year + 1));
}

/* One aim stands behind its word, several under it. */
static void goal(Make *make, Str goal)
{
    bool many = memchr(goal.at, '\n', goal.n) != NULL;
    if (!many) make_block(make, PAPER_PARA, make_kept(make, arena_printf(make->arena, "Цель: %.*s", STR_ARG(goal))));
    else make_block(make, PAPER_PARA, STR("Цель:"))->stay = true;
    while (many && goal.n > 0) {
        size_t end = str_find(goal, STR("\n"));
        make_block(make, PAPER_ITEM, make_kept(make, str_slice(goal, 0, end == SIZE_MAX ? goal.n : end)));
        goal = end == SIZE_MAX ? STR_EMPTY : str_slice(goal, end + 1, goal.n);
    }
}

void make_plan(Make *make, const PlanContent *plan, PlanLayout layout)
{
    if (plan->goal.n > 0) goal(make, plan->goal);
    if (plan->n_measures > 0) table(make, plan, layout);
}

/* «2.1» under «2»: whether label begins with the given number of its parent. */
static Str parent_of(Str number)
{
    while (number.n > 0 && number.at[number.n - 1] == '.') number.n--;
    while (number.n > 0 && number.at[number.n - 1] != '.') number.n--;
    return number.n > 0 ? str_slice(number, 0, number.n - 1) : STR_EMPTY;
}

static bool same_people(const PlanDecision *a, const PlanDecision *b)
{
    if (a->n_responsible != b->n_responsible) return false;
    for (uint32_t i = 0; i < a->n_responsible; i++)
        if (!str_eq(a->responsible[i], b->responsible[i])) return false;
    return true;
}

static bool is_written(const PlanDecision *decisions, uint32_t n, Str number)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(decisions[i].number, number)) return true;
    return false;
}

/* How many decisions from i on stand under the same parent with the same people: they are addressed once, in the point over them. */
static uint32_t n_under(const PlanDecision *decisions, uint32_t n, uint32_t i)
{
    Str parent = parent_of(decisions[i].number);
    if (parent.n == 0 || decisions[i].n_responsible == 0 || is_written(decisions, i, parent)) return 0;
    uint32_t k = i;
    while (k < n && str_eq(parent_of(decisions[k].number), parent)) {
        if (!same_people(&decisions[k], &decisions[i])) return 0;
        k++;
    }
    return k - i;
}

/* «… возложить на заведующего», «… до 30 октября»: said already. */
static bool is_said(Str text, uint32_t n, const Str *words)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_find(text, words[i]) == SIZE_MAX) return false;
    return true;
}

/* A decision with what its words do not say: «Срок: … Ответственные: …», each part closed by one full stop. */
static Str with_tail(Make *make, const PlanDecision *decision, bool addressed, bool more_beside)
{
    Str term = is_said(decision->text, 1, &decision->term.text) ? STR_EMPTY : decision->term.text;
    bool named = addressed || is_said(decision->text, decision->n_responsible, decision->responsible);
    Str who = named ? STR_EMPTY : people(make, decision->n_responsible, decision->responsible);
    if (term.n + who.n == 0) return more_beside ? closed(make, decision->text, ";") : decision->text;
    bool many = decision->n_responsible > 1 || russian_gender(who) == GENDER_THEY;
    Buf buf;
    buf_init(&buf, 0);
    buf_add(&buf, closed(make, decision->text, "."));
    if (term.n > 0) buf_printf(&buf, " Срок: %.*s%s", STR_ARG(term), str_ends(term, STR(".")) ? "" : ".");
    if (who.n > 0) buf_printf(&buf, " %s: %.*s%s", many ? "Ответственные" : "Ответственный", STR_ARG(who), str_ends(who, STR(".")) ? "" : ".");
    Str out = arena_str(make->arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}

void make_decisions(Make *make, uint32_t n, const PlanDecision *decisions, bool grouped)
{
    Str last_parent = STR_EMPTY;
    uint32_t n_addressed = 0;
    for (uint32_t i = 0; i < n; i++) {
        const PlanDecision *decision = &decisions[i];
        Str parent = grouped ? parent_of(decision->number) : STR_EMPTY;
        if (!str_eq(parent, last_parent)) {
            n_addressed = n_under(decisions, n, i);
            if (n_addressed > 0) {
                Str who = russian_join(make->arena, decision->n_responsible, decision->responsible, ", ");
                make_point(make, parent, make_kept(make, arena_printf(make->arena, "%.*s:", STR_ARG(who))))->stay = true;
            }
            last_parent = parent;
        }
        bool addressed = n_addressed > 0;
        if (addressed) n_addressed--;
        Str text = with_tail(make, decision, addressed, parent.n > 0 && i + 1 < n && str_eq(parent_of(decisions[i + 1].number), parent));
        if (decision->number.n > 0) make_point(make, decision->number, make_kept(make, text));
        else make_block(make, PAPER_PARA, make_kept(make, text));
    }
}
