/* «Циклограмма»: months, quarters, weeks or days of the week are columns. Measures stand in the cells and their row is a part of the plan, or rows are measures and cells have marks, days, weeks. */
#include "base/utf8.h"
#include "intake/plan/cycle_.h"
#include "intake/plan/date_.h"
#include "intake/plan/prose_.h"

#define NOWHERE UINT32_MAX
enum { HEAD_ROWS = 8, LEAST_PERIODS = 3, PERIOD_BYTES = 40, MARK_BYTES = 24, WORD_BYTES = 8 /* «Отчёт» is a measure, «да» and «5-й» are not */, LABEL_BYTES = 400 };

static const struct { const char *stem, *of; } months[] = {
    { "янв", "января" }, { "фев", "февраля" }, { "мар", "марта" }, { "апр", "апреля" }, { "ма", "мая" }, { "июн", "июня" }, { "июл", "июля" }, { "авг", "августа" }, { "сен", "сентября" }, { "окт", "октября" }, { "ноя", "ноября" }, { "дек", "декабря" },
};
static const char *const month_names[] = { "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь" };
static const struct { const char *day, *every, *nth; } weekdays[] = {
    { "понедельник", "каждый понедельник", "й понедельник месяца" }, { "вторник", "каждый вторник", "й вторник месяца" }, { "среда", "каждую среду", "я среда месяца" }, { "четверг", "каждый четверг", "й четверг месяца" },
    { "пятница", "каждую пятницу", "я пятница месяца" }, { "суббота", "каждую субботу", "я суббота месяца" }, { "воскресенье", "каждое воскресенье", "е воскресенье месяца" },
};

/* ---- heads ---- */

static Str cell_words(Arena *arena, const DocCell *cell)
{
    Prose text = { 0 };
    for (uint32_t i = 0; i < cell->n_paras; i++) prose_add(arena, &text, prose_flat(arena, cell->paras[i].text));
    return prose_str(&text);
}

static bool month_of(Str folded, Str *of)
{
    Str word = prose_word(folded, 0);
    while (word.n > 0 && word.at[word.n - 1] == '.') word.n--;
    if (word.n == 0 || word.n > strlen("сентябрь") + 2) return false;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (!str_starts(word, str_of(months[i].stem)) || (i == 4 && !str_eq(word, STR("май")) && !str_eq(word, STR("мая")))) continue;
        for (size_t k = word.n; k < folded.n; k++) /* a year may follow, and nothing else */
            if (strchr(" .,20123456789", folded.at[k]) == NULL && !str_eq(str_slice(folded, k, folded.n), STR("г.")) && !str_eq(str_slice(folded, k, folded.n), STR("г"))) return false;
        *of = str_of(months[i].of);
        return true;
    }
    return false;
}

/* «1 неделя», «III неделя», «2-я неделя» → 1, 3, 2; 0: none */
static uint32_t week_of(Str folded)
{
    static const char *const names[][4] = { { "1", "i ", "i-", "перв" }, { "2", "ii ", "ii-", "втор" }, { "3", "iii ", "iii-", "трет" }, { "4", "iv ", "iv-", "четверт" }, { "5", "v ", "v-", "пят" } };
    if (!prose_holds(folded, "недел") || folded.n > PERIOD_BYTES) return 0;
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t k = 0; k < 4; k++)
            if (str_starts(folded, str_of(names[i][k]))) return i + 1;
    return 0;
}

static bool period_of(Arena *arena, Str text, Period *out)
{
    Str folded = prose_fold(arena, text);
    *out = (Period){ .term = text };
    if (folded.n == 0 || folded.n > PERIOD_BYTES) return false;
    if (month_of(folded, &out->of)) return true;
    for (uint32_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
        if (str_eq(folded, str_of(weekdays[i].day))) return out->i_weekday = i + 1, out->term = str_of(weekdays[i].every), true;
    if (week_of(folded) > 0) return out->term = arena_printf(arena, "%u-я неделя месяца", week_of(folded)), true;
    return prose_holds(folded, "четверть|квартал|триместр|полугодие|модуль") && !prose_holds(folded, "итог|отчет|план");
}

/* The cell that stands in this column of the row, or over it. */
static const DocCell *cell_at(const DocTable *table, uint32_t i_row, uint32_t column)
{
    for (uint32_t r = i_row + 1; r-- > 0;)
        for (uint32_t k = 0; k < table->rows[r].n_cells; k++) {
            const DocCell *cell = &table->rows[r].cells[k];
            if (cell->column <= column && column < (uint32_t)cell->column + cell->col_span && r + cell->row_span > i_row) return cell;
        }
    return NULL;
}

/* 1..12 of «IX», «9», «09»; 0: none */
static uint32_t numbered_month(Str text)
{
    static const char *const roman[] = { "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII" };
    long long value;
    for (uint32_t i = 0; i < 12; i++)
        if (str_eq(text, str_of(roman[i]))) return i + 1;
    if (text.n > 0 && text.at[0] == '0') text = str_slice(text, 1, text.n);
    return str_to_int(text, &value) && value >= 1 && value <= 12 ? (uint32_t)value : 0;
}

/* Months by their numbers, «IX X XI XII I II»: only where one follows another and September or the New Year is among them, for numbers of columns and quarters look alike. */
static uint32_t numbered_months(const DocRow *row, Arena *arena, Cycle *out)
{
    uint32_t last = 0, n = 0;
    bool school = false;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t k = 0; k < row->n_cells; k++) {
            const DocCell *cell = &row->cells[k];
            Str text = cell_words(arena, cell);
            uint32_t month = cell->column < PLAN_COLUMNS && cell->col_span == 1 ? numbered_month(text) : 0;
            if (month == 0) continue;
            if (pass == 1) {
                out->period[cell->column] = (Period){ .term = str_of(month_names[month - 1]), .of = str_of(months[month - 1].of) };
                out->head[cell->column] = text;
                continue;
            }
            if (n > 0 && month != last % 12 + 1) return 0;
            school = school || (n == 0 && month == 9) || (last == 12 && month == 1);
            last = month;
            n++;
        }
        if (!school || n < LEAST_PERIODS) return 0;
    }
    return n;
}

static bool head_in(const DocTable *table, uint32_t i_row, Arena *arena, Cycle *out)
{
    *out = (Cycle){ .n = table->n_columns, .i_title = UINT16_MAX, .n_head_rows = i_row + 1 };
    uint32_t n_periods = 0;
    for (uint32_t k = 0; k < table->rows[i_row].n_cells; k++) {
        const DocCell *cell = &table->rows[i_row].cells[k];
        Period period;
        if (cell->column >= PLAN_COLUMNS || cell->col_span > 1 || !period_of(arena, cell_words(arena, cell), &period)) continue;
        out->period[cell->column] = period;
        out->head[cell->column] = cell_words(arena, cell);
        n_periods++;
    }
    if (n_periods == 0) n_periods = numbered_months(&table->rows[i_row], arena, out);
    if (n_periods < LEAST_PERIODS) return false;
    for (uint16_t c = 0; c < out->n; c++) {
        const DocCell *cell = cell_at(table, i_row, c);
        if (out->period[c].term.n > 0 || cell == NULL) continue;
        out->head[c] = cell_words(arena, cell);
        out->role[c] = columns_role(out->head[c], arena);
        if (out->role[c] == ROLE_OTHER && prose_starts(prose_fold(arena, out->head[c]), "школ|оо|оу|организац|учрежден")) out->role[c] = ROLE_PARTICIPANTS;
    }
    for (int pass = 0; pass < 3 && out->i_title == UINT16_MAX; pass++) /* what is done, else what it is for, else whatever names the row */
        for (uint16_t c = out->n; c-- > 0;) {
            Role role = out->role[c];
            bool fits = pass == 0 ? role == ROLE_TITLE : pass == 1 ? role == ROLE_TASK : role == ROLE_OTHER || role == ROLE_PARTICIPANTS;
            if (fits && out->period[c].term.n == 0) out->i_title = c;
        }
    return true;
}

/* ---- cells ---- */

static bool is_mark(Str folded)
{
    if (str_eq(folded, STR("да")) || str_eq(folded, STR("x")) || str_eq(folded, STR("х")) || str_eq(folded, STR("v"))) return true;
    for (size_t i = 0; i < folded.n;) {
        uint32_t cp = utf8_next(folded, &i);
        if (cp != '+' && cp != '*' && cp != '-' && cp != 0x2013 && cp != 0x2014 && cp != 0x2713 && cp != 0x2714 && cp != 0x2611 && cp != 0x2022 && cp != 0x25CF && cp != 0x2212 && cp != ' ') return false;
    }
    return folded.n > 0;
}

/* «–» where nothing is to be done. */
static bool is_dash(Str text) { return str_eq(text, STR("-")) || str_eq(text, STR("–")) || str_eq(text, STR("—")) || str_eq(text, STR("−")); }

static bool is_short(Str folded)
{
    bool figure = folded.n > 0 && folded.at[0] >= '0' && folded.at[0] <= '9';
    return is_mark(folded) || (folded.n <= MARK_BYTES && (figure || prose_starts(folded, "до |с |i|v|недел|посл|перв|втор|трет|весь|в теч")));
}

/* «12», «5, 12», «5–10», «до 15»: days of the column's month. */
static bool only_days(Str folded)
{
    bool figure = false;
    for (size_t i = 0; i < folded.n;) {
        size_t from = i;
        uint32_t cp = utf8_next(folded, &i);
        Str rest = str_slice(folded, from, folded.n);
        bool word = false;
        static const char *const words[] = { "до ", "с ", "по ", "не позднее " };
        for (size_t k = 0; k < sizeof words / sizeof *words && !word; k++)
            if (str_starts(rest, str_of(words[k]))) word = true, i = from + strlen(words[k]);
        if (word) continue;
        if (cp >= '0' && cp <= '9') figure = true;
        else if (cp != ' ' && cp != ',' && cp != '-' && cp != 0x2013 && cp != 0x2014) return false;
    }
    return figure;
}

static Str term_of(Arena *arena, const Period *period, Str text)
{
    Str folded = prose_fold(arena, text);
    if (is_mark(folded)) return period->term;
    if (period->of.n == 0 && prose_is_time(folded)) return text; /* «апрель» in the column of its quarter */
    if (period->of.n == 0) return arena_printf(arena, "%.*s (%.*s)", STR_ARG(period->term), STR_ARG(text));
    if (only_days(folded) || (prose_holds(folded, "недел|нед.|декад") && !prose_holds(folded, "месяц"))) return arena_printf(arena, "%.*s %.*s", STR_ARG(text), STR_ARG(period->of));
    if (folded.n > 0 && folded.at[0] >= '0' && folded.at[0] <= '9') return text; /* «12.09», «12 сентября» */
    return arena_printf(arena, "%.*s (%.*s)", STR_ARG(period->term), STR_ARG(text));
}

/* A cell over several columns goes from the first to the last. */
static Period period_at(Arena *arena, const Cycle *cycle, const DocCell *cell)
{
    Period first = cycle->period[cell->column];
    uint32_t last = (uint32_t)cell->column + cell->col_span - 1;
    if (cell->col_span > 1 && last < cycle->n && cycle->period[last].term.n > 0) return (Period){ .term = arena_printf(arena, "%.*s – %.*s", STR_ARG(first.term), STR_ARG(cycle->period[last].term)) };
    return first;
}

static bool is_period_cell(const Cycle *cycle, const DocCell *cell) { return cell->column < cycle->n && cycle->period[cell->column].term.n > 0; }

bool cycle_find(const DocTable *table, Arena *arena, Cycle *out)
{
    if (table->n_columns > PLAN_COLUMNS) return false;
    uint32_t i = 0;
    while (i < table->n_rows && i < HEAD_ROWS && !head_in(table, i, arena, out)) i++;
    if (i == table->n_rows || i == HEAD_ROWS) return false;
    uint32_t n_filled = 0, n_marks = 0, n_words = 0;
    for (uint32_t r = out->n_head_rows; r < table->n_rows; r++)
        for (uint32_t k = 0; k < table->rows[r].n_cells; k++) {
            const DocCell *cell = &table->rows[r].cells[k];
            Str folded = is_period_cell(out, cell) ? prose_fold(arena, cell_words(arena, cell)) : STR_EMPTY;
            if (folded.n == 0) continue;
            n_filled++;
            n_marks += is_short(folded);
            n_words += folded.n >= WORD_BYTES && !is_short(folded) && prose_holds(folded, "а|б|в|г|д|е|ж|з|и|к|л|м|н|о|п|р|с|т|у|ф|х|ц|ч|ш|щ|э|ю|я");
        }
    out->marked = n_marks * 10 >= n_filled * 6;
    return n_filled > 0 && (out->marked ? out->i_title != UINT16_MAX : n_words * 2 >= n_filled); /* numbers of pupils by months are no plan */
}

/* ---- taking ---- */

/* NULL: the plan is full */
static Draft *add_measure(PlanDraft *draft, const Cycle *cycle, const DocTable *table, uint32_t i_row)
{
    Draft *measure = draft_add(draft, table->rows[i_row].line);
    if (measure == NULL) return NULL;
    for (uint16_t c = 0; c < cycle->n; c++) {
        Role role = cycle->role[c];
        if (c == cycle->i_title || role == ROLE_OTHER || role == ROLE_NUMBER || role == ROLE_TITLE || role == ROLE_TASK || role == ROLE_TERM) continue;
        const DocCell *cell = cell_at(table, i_row, c);
        for (uint32_t p = 0; cell != NULL && p < cell->n_paras; p++) lines_add(draft->arena, &measure->cell[role], prose_flat(draft->arena, cell->paras[p].text), cell->paras[p].label.n > 0);
    }
    return measure;
}

static void take_marked(PlanDraft *draft, const Cycle *cycle, const DocTable *table, uint32_t i_row)
{
    const DocCell *title = cell_at(table, i_row, cycle->i_title);
    const DocRow *row = &table->rows[i_row];
    Prose term = { 0 };
    Str number;
    for (uint32_t k = 0; k < row->n_cells; k++) {
        Str text = is_period_cell(cycle, &row->cells[k]) ? cell_words(draft->arena, &row->cells[k]) : STR_EMPTY;
        if (text.n == 0 || is_dash(text)) continue;
        Period period = period_at(draft->arena, cycle, &row->cells[k]);
        prose_add_after(draft->arena, &term, ", ", term_of(draft->arena, &period, text));
    }
    if (title == NULL || (cell_words(draft->arena, title).n == 0 && term.n == 0)) return;
    Draft *measure = add_measure(draft, cycle, table, i_row);
    if (measure == NULL) return;
    for (uint32_t p = 0; p < title->n_paras; p++) lines_add(draft->arena, &measure->cell[ROLE_TITLE], prose_flat(draft->arena, title->paras[p].text), title->paras[p].label.n > 0 && p > 0);
    lines_add(draft->arena, &measure->cell[ROLE_TERM], prose_str(&term), false);
    for (uint16_t c = 0; c < cycle->n; c++)
        if (cycle->role[c] == ROLE_NUMBER && cell_at(table, i_row, c) != NULL && prose_is_number(cell_words(draft->arena, cell_at(table, i_row, c)), &number)) measure->number = number;
}

/* Each paragraph and each line of a cell is a measure, but for what goes on the one before it or stands in its list. */
static void take_words(PlanDraft *draft, const Cycle *cycle, const DocTable *table, uint32_t i_row, const DocCell *cell, Str term)
{
    Draft *measure = NULL;
    bool listing = false;
    for (uint32_t p = 0; p < cell->n_paras; p++)
        for (size_t from = 0, i = 0; i <= cell->paras[p].text.n; i++) {
            if (i < cell->paras[p].text.n && cell->paras[p].text.at[i] != '\n') continue;
            Str text = prose_flat(draft->arena, str_slice(cell->paras[p].text, from, i)), rest;
            bool labelled = (from == 0 && cell->paras[p].label.n > 0) || prose_bullet(text) > 0 || prose_take_number(text, &rest).n > 0;
            from = i + 1;
            if (prose_take_number(text, &rest).n > 0) text = rest;
            else text = str_slice(text, prose_bullet(text), text.n);
            if (text.n == 0 || is_mark(text)) continue;
            bool goes_on = measure != NULL && (listing ? labelled || prose_is_lower(text) : !labelled && (prose_is_lower(text) || prose_is_open(lines_text(draft->arena, &measure->cell[ROLE_TITLE]))));
            if (!goes_on) {
                measure = add_measure(draft, cycle, table, i_row);
                if (measure == NULL) return;
                lines_add(draft->arena, &measure->cell[ROLE_TERM], term, false);
            }
            lines_add(draft->arena, &measure->cell[ROLE_TITLE], text, goes_on && listing && labelled);
            listing = text.at[text.n - 1] == ':' || (goes_on && listing);
        }
}

static void take_filled(PlanDraft *draft, const Cycle *cycle, const DocTable *table, uint32_t i_row)
{
    const DocRow *row = &table->rows[i_row];
    const DocCell *label = cycle->i_title != UINT16_MAX ? cell_at(table, i_row, cycle->i_title) : NULL;
    Str words = label != NULL ? cell_words(draft->arena, label) : STR_EMPTY;
    bool weeks = cycle->i_title != UINT16_MAX && prose_starts(prose_fold(draft->arena, cycle->head[cycle->i_title]), "недел");
    uint32_t week = week_of(prose_fold(draft->arena, weeks ? arena_printf(draft->arena, "%.*s неделя", STR_ARG(words)) : words));
    if (words.n > 0) draft_section(draft, words);
    for (uint32_t k = 0; k < row->n_cells; k++) {
        if (!is_period_cell(cycle, &row->cells[k])) continue;
        Period period = period_at(draft->arena, cycle, &row->cells[k]);
        Str term = week > 0 && period.i_weekday > 0 ? arena_printf(draft->arena, "%u-%s", week, weekdays[period.i_weekday - 1].nth) : period.term;
        take_words(draft, cycle, table, i_row, &row->cells[k], term);
    }
}

/* One cell over the whole row names a part. */
static bool is_section(PlanDraft *draft, const Cycle *cycle, const DocRow *row, Str *name)
{
    uint32_t n_filled = 0;
    for (uint32_t k = 0; k < row->n_cells; k++) {
        Str text = cell_words(draft->arena, &row->cells[k]);
        if (text.n == 0) continue;
        n_filled++;
        *name = text;
        if (row->cells[k].col_span + 1 < cycle->n) n_filled++;
    }
    return n_filled == 1 && name->n <= LABEL_BYTES;
}

void cycle_take(PlanDraft *draft, const DocTable *table, const Cycle *cycle)
{
    for (uint32_t i = cycle->n_head_rows; i < table->n_rows; i++) {
        Str name;
        if (is_section(draft, cycle, &table->rows[i], &name)) {
            draft_section(draft, name);
            continue;
        }
        (cycle->marked ? take_marked : take_filled)(draft, cycle, table, i);
    }
}
