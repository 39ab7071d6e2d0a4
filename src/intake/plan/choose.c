#include "base/lines.h"
#include "intake/plan/columns_.h"
#include "intake/plan/prose_.h"

/* In the order of a form. ROLE_OTHER: the column is left out. */
static const Role chosen_role[] = { ROLE_NUMBER, ROLE_TITLE, ROLE_DETAIL, ROLE_TERM, ROLE_RESPONSIBLE, ROLE_HELPERS, ROLE_CONTROLLER, ROLE_PARTICIPANTS, ROLE_EXPECTED, ROLE_TASK, ROLE_OTHER };
const PlanColumnRole plan_column_roles[] = {
    { "number", "номер" }, { "title", "мероприятие" }, { "bullets", "перечень" }, { "term", "срок" }, { "responsible", "отвечает" }, { "helpers", "помогает" }, { "controller", "контролирует" },
    { "participants", "участники" }, { "expected", "ожидаемый результат" }, { "task", "задача" }, { "none", "не брать" }, { NULL, NULL },
};

const PlanColumnRole *plan_column_role(Str word)
{
    for (const PlanColumnRole *role = plan_column_roles; role->word != NULL; role++)
        if (str_eq(word, str_of(role->word))) return role;
    return NULL;
}

uint32_t plan_columns_choices(Str text, Arena *arena, const PlanColumnChoice **out)
{
    const Str *lines;
    uint32_t n_lines = lines_split(text, arena, &lines), n = 0;
    PlanColumnChoice *choices = arena_array(arena, PlanColumnChoice, n_lines + 1u);
    for (uint32_t i = 0; i < n_lines; i++) {
        size_t blank = str_find(lines[i], STR(" "));
        if (blank == SIZE_MAX) continue;
        choices[n] = (PlanColumnChoice){ str_slice(lines[i], blank + 1, lines[i].n), plan_column_role(str_slice(lines[i], 0, blank)) };
        n += choices[n].role != NULL;
    }
    *out = choices;
    return n;
}

static const PlanColumnRole *role_as_chosen(Role role)
{
    if (role >= ROLE_NOTE && role <= ROLE_NOTE_LAST) role = ROLE_DETAIL;
    if (role == ROLE_INDICATOR || role == ROLE_TARGET) role = ROLE_EXPECTED;
    for (size_t i = 0; i < sizeof chosen_role / sizeof *chosen_role; i++)
        if (chosen_role[i] == role) return &plan_column_roles[i];
    return NULL;
}

static Str sample_of(const Columns *columns, uint16_t c, const DocTable *table, Arena *arena)
{
    for (uint32_t i = columns->n_head_rows; i < table->n_rows; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            if (cell->column != c || cell->col_span > 1 || columns_repeated(columns, &table->rows[i], arena)) continue;
            Str text = columns_text(arena, cell);
            if (text.n > 0) return text;
        }
    return STR_EMPTY;
}

static PlanColumn *known(PlanColumns *seen, Str key)
{
    for (uint32_t i = 0; i < seen->n; i++)
        if (str_eq(seen->items[i].key, key)) return &seen->items[i];
    return NULL;
}

/* After «Показатель» or its target was taken for something else the other one stands alone. */
static void part_targets(Columns *columns)
{
    bool pair = columns_have(columns, ROLE_INDICATOR) && columns_have(columns, ROLE_TARGET);
    for (uint16_t c = 0; c < columns->n && !pair; c++)
        if (columns->role[c] == ROLE_INDICATOR || columns->role[c] == ROLE_TARGET) columns->role[c] = ROLE_EXPECTED;
}

void columns_choose(PlanDraft *draft, const DocTable *table)
{
    Columns *columns = &draft->columns;
    bool changed = false;
    for (uint16_t c = 0; c < columns->n; c++) {
        Str key = columns->folded[c].n > 0 ? columns->folded[c] : arena_printf(draft->arena, "%u", c + 1u);
        if (c > 0 && columns->folded[c].n > 0 && str_eq(columns->folded[c], columns->folded[c - 1])) { /* a head over two columns */
            if (changed) columns->role[c] = columns->role[c - 1];
            continue;
        }
        const PlanColumnRole *read = role_as_chosen(columns->role[c]);
        bool told = false;
        changed = false;
        for (uint32_t i = 0; i < draft->n_choices; i++) {
            const PlanColumnChoice *choice = &draft->choices[i];
            if (!str_eq(choice->key, key)) continue;
            told = true;
            if (choice->role == read) continue;
            columns->role[c] = chosen_role[choice->role - plan_column_roles];
            columns->left_out[c] = columns->role[c] == ROLE_OTHER;
            changed = true;
        }
        if (draft->seen == NULL) continue;
        PlanColumn *column = known(draft->seen, key);
        if (column == NULL) {
            draft->seen->items = prose_grow(draft->arena, draft->seen->items, draft->seen->n, &draft->seen->room, sizeof *draft->seen->items);
            column = &draft->seen->items[draft->seen->n++];
            *column = (PlanColumn){ .key = key, .head = columns->head[c], .role = role_as_chosen(columns->role[c]), .read = read };
        }
        if (column->sample.n == 0) column->sample = sample_of(columns, c, table, draft->arena);
        column->told = column->told || told;
        column->lost = column->lost || (!told && columns_lost(columns, c, table, draft->arena));
    }
    part_targets(columns);
}
