/* What the cells of a column look like: for heads that say nothing, and for tables without any. */
#include "base/utf8.h"
#include "intake/plan/columns_.h"
#include "intake/plan/date_.h"

/* «0 из 1», «2 из 3»: how much is proved, on a page of ours, and no result that is expected. */
static bool is_share(Str text)
{
    size_t of = str_find(text, STR(" из "));
    long long n;
    return of != SIZE_MAX && str_to_int(str_trim(str_slice(text, 0, of)), &n) && str_to_int(str_trim(str_slice(text, of + strlen(" из "), text.n)), &n);
}

static bool is_people(Str text, Str folded)
{
    enum { PEOPLE_BYTES = 300 };
    static const char *const posts = "директор|заместител|зам|руководител|педагог|учител|методист|администрац|классн|завуч|специалист|имц|уо|оо|оу|мку|мбу|мкоу|мбоу|комитет|управлени|отдел|школ|рмо|шмо|ммс|иро|лоиро|начальник|психолог|библиотекар|комисси|рабочая групп|координатор|секретар|логопед|тьютор|завхоз|оргкомитет|жюри|эксперт|наблюдател|организатор|совет |советник|центр|члены|социальн|воспитател|заведующ|председател|куратор|инспектор|все педагог|все учител|родител|ученик|обучающ";
    return text.n < PEOPLE_BYTES && (prose_starts(folded, posts) || split_has_initials(text));
}

static bool is_paper(Str folded)
{
    return prose_starts(folded, "справк|протокол|приказ|отчет|акт|аналитическ|информационн|график|материал|лист |листы|журнал|фото|диплом|сертификат|удостоверен|положени|рекомендац|методическ|банк |реестр|список|списки|программ|договор|презентац|чек-лист|памятк|буклет|публикац|стать|сводн|таблиц|ведомост|решени|сценари|анкет");
}

void columns_look(const DocTable *table, uint32_t from, Arena *arena, Looks looks[PLAN_COLUMNS])
{
    for (uint32_t i = from; i < table->n_rows && i < from + COLUMNS_LOOKED_AT; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            Str text = columns_text(arena, cell), folded = prose_fold(arena, text), number;
            bool labelled = text.n == 0 && cell->n_paras > 0 && cell->paras[0].label.n > 0;
            if ((text.n == 0 && !labelled) || cell->col_span > 1 || cell->column >= PLAN_COLUMNS || str_eq(text, STR("—"))) continue;
            Looks *of = &looks[cell->column];
            of->n++;
            of->n_bytes += text.n;
            of->n_numbers += labelled || prose_is_number(text, &number);
            of->n_times += text.n < 200 && prose_is_time(folded);
            of->n_people += is_people(text, folded);
            of->n_papers += is_paper(folded);
            of->n_shares += is_share(text);
        }
}

static size_t mean_bytes(const Looks *looks) { return looks->n == 0 ? 0 : looks->n_bytes / looks->n; }

/* The unused column that has most of it, at least tenths of its cells; PLAN_COLUMNS: none. */
static uint16_t best_of(const Columns *columns, const Looks *looks, size_t member, uint32_t tenths)
{
    uint16_t best = PLAN_COLUMNS;
    uint32_t most = 0;
    for (uint16_t c = 0; c < columns->n; c++) {
        uint32_t n;
        memcpy(&n, (const char *)&looks[c] + member, sizeof n);
        if (columns->role[c] != ROLE_OTHER || columns->left_out[c] || !looks_most(&looks[c], n, tenths)) continue;
        uint32_t share = n * 100 / looks[c].n;
        if (share > most) most = share, best = c;
    }
    return best;
}

static void give(Columns *columns, const Looks *looks, Role role, size_t member, uint32_t tenths)
{
    uint16_t c = columns_have(columns, role) ? PLAN_COLUMNS : best_of(columns, looks, member, tenths);
    if (c != PLAN_COLUMNS) columns->role[c] = role;
}

/* A head that names no measures has an unnamed column of long words. */
static void give_title(Columns *columns, const Looks *looks)
{
    uint16_t best = PLAN_COLUMNS;
    if (columns_have(columns, ROLE_TITLE) || columns_have(columns, ROLE_TASK) || columns_have(columns, ROLE_OBJECT)) return;
    for (uint16_t c = 0; c < columns->n && best == PLAN_COLUMNS; c++)
        if (columns->role[c] == ROLE_OTHER && looks[c].n_bytes > 0 && prose_starts(columns->folded[c], "решил|решени|постановил|принятое реш|принятые реш")) best = c; /* beside «Слушали» */
    bool decides = best != PLAN_COLUMNS;
    for (uint16_t c = 0; c < columns->n && !decides; c++)
        if (columns->role[c] == ROLE_OTHER && !columns->left_out[c] && looks[c].n_bytes > 0 && (best == PLAN_COLUMNS || looks[c].n_bytes > looks[best].n_bytes)) best = c;
    if (best != PLAN_COLUMNS) columns->role[best] = ROLE_TITLE;
}

void columns_by_content(const DocTable *table, Arena *arena, Columns *out)
{
    Looks looks[PLAN_COLUMNS] = { 0 };
    columns_look(table, out->n_head_rows, arena, looks);
    for (uint16_t c = 0; c < out->n; c++) {
        const Looks *of = &looks[c];
        if (out->role[c] == ROLE_EXPECTED && of->n > 0 && of->n_shares == of->n) out->role[c] = ROLE_OTHER, out->left_out[c] = true;
        if (out->role[c] == ROLE_CONTROLLER && of->n > 0 && !looks_most(of, of->n_people, 5)) { /* «Контроль: справка»; «выполнено» */
            out->left_out[c] = !looks_most(of, of->n_papers, 5);
            out->role[c] = out->left_out[c] ? ROLE_OTHER : ROLE_EXPECTED;
        }
        if (out->role[c] == ROLE_OTHER && out->head[c].n == 0 && !columns_have(out, ROLE_NUMBER) && looks_most(of, of->n_numbers, 6)) out->role[c] = ROLE_NUMBER;
    }
    give_title(out, looks);
    give(out, looks, ROLE_TERM, offsetof(Looks, n_times), 6);
    give(out, looks, ROLE_RESPONSIBLE, offsetof(Looks, n_people), 5);
    give(out, looks, ROLE_EXPECTED, offsetof(Looks, n_papers), 5);
}

/* ---- without a head ---- */

/* Over columns of numbers and days stand short words that are neither. */
static bool heads_unknown(const DocTable *table, const Columns *columns, Arena *arena)
{
    enum { WORDS_BYTES = 120 };
    const DocRow *row = &table->rows[0];
    uint32_t n = 0;
    for (uint32_t k = 0; k < row->n_cells; k++) {
        Str text = columns_text(arena, &row->cells[k]), folded = prose_fold(arena, text), number;
        Role role = row->cells[k].column < columns->n ? columns->role[row->cells[k].column] : ROLE_OTHER;
        if (text.n == 0) continue;
        int32_t day;
        size_t from, to;
        bool word = columns_word(folded, &(Role){ 0 });
        if (row->cells[k].col_span > 1 || text.n > WORDS_BYTES || prose_is_number(text, &number) || prose_find_day(text, &day, &from, &to) || split_has_initials(text)) return false;
        if (role == ROLE_TERM && !word && prose_is_time(folded)) return false;
        n++;
    }
    return n >= 3;
}

static void put_heads(const DocTable *table, Columns *out, Arena *arena)
{
    for (uint32_t k = 0; k < table->rows[0].n_cells; k++) {
        const DocCell *cell = &table->rows[0].cells[k];
        Role role;
        if (cell->column >= out->n) continue;
        out->head[cell->column] = columns_text(arena, cell);
        out->folded[cell->column] = prose_fold(arena, out->head[cell->column]);
        if (columns_word(out->folded[cell->column], &role)) out->role[cell->column] = role;
    }
    out->n_head_rows = 1;
}

/* The rest: the longest words are the measure, then what is to come of it. */
static void guess_words(Columns *out, const Looks *looks, size_t longest)
{
    for (uint16_t c = 0; c < out->n; c++)
        if (out->role[c] == ROLE_OTHER && looks[c].n > 0 && mean_bytes(&looks[c]) == longest && !columns_have(out, ROLE_TITLE)) out->role[c] = ROLE_TITLE;
    give(out, looks, ROLE_EXPECTED, offsetof(Looks, n_papers), 5);
    for (uint16_t c = 0; c < out->n; c++) {
        if (out->role[c] != ROLE_OTHER || looks[c].n == 0) continue;
        if (looks_most(&looks[c], looks[c].n_people, 5)) out->role[c] = columns_have(out, ROLE_PARTICIPANTS) ? ROLE_HELPERS : ROLE_PARTICIPANTS;
        else if (!columns_have(out, ROLE_EXPECTED) && mean_bytes(&looks[c]) * 2 >= longest) out->role[c] = ROLE_EXPECTED;
    }
}

static bool guess_from(const DocTable *table, uint32_t from, Arena *arena, Columns *out)
{
    enum { LEAST_TITLE = 20, TERM_BYTES = 120, PEOPLE_BYTES = 200 };
    Looks looks[PLAN_COLUMNS] = { 0 };
    size_t longest = 0;
    columns_look(table, from, arena, looks);
    *out = (Columns){ .n = table->n_columns };
    if (looks_most(&looks[0], looks[0].n_numbers, 6)) out->role[0] = ROLE_NUMBER;
    uint16_t term = best_of(out, looks, offsetof(Looks, n_times), 6);
    if (term == PLAN_COLUMNS || mean_bytes(&looks[term]) >= TERM_BYTES) return false; /* words alone are no plan */
    out->role[term] = ROLE_TERM;
    for (uint16_t c = 0; c < out->n; c++)
        if (out->role[c] == ROLE_OTHER && !looks_most(&looks[c], looks[c].n_people, 5) && mean_bytes(&looks[c]) > longest) longest = mean_bytes(&looks[c]);
    for (uint16_t c = 0; longest == 0 && c < out->n; c++) /* all of people, so the longest is that of the measures */
        if (out->role[c] == ROLE_OTHER && mean_bytes(&looks[c]) > longest) longest = mean_bytes(&looks[c]);
    for (uint16_t c = 0; c < out->n; c++)
        if (out->role[c] == ROLE_OTHER && mean_bytes(&looks[c]) == longest && !columns_have(out, ROLE_TITLE)) out->role[c] = ROLE_TITLE;
    uint16_t people = best_of(out, looks, offsetof(Looks, n_people), 5);
    if (people != PLAN_COLUMNS && mean_bytes(&looks[people]) < PEOPLE_BYTES) out->role[people] = ROLE_RESPONSIBLE;
    guess_words(out, looks, longest);
    return longest >= LEAST_TITLE;
}

bool columns_guess(const DocTable *table, Arena *arena, Columns *out)
{
    if (table->n_columns < 2 || table->n_rows < 2) return false;
    Columns below;
    if (table->n_columns > 2 && guess_from(table, 1, arena, &below) && heads_unknown(table, &below, arena)) {
        *out = below;
        put_heads(table, out, arena);
        return true;
    }
    return guess_from(table, 0, arena, out);
}
