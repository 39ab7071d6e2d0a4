/* Measures written one under another as cards: «Мероприятие | …», «Срок | …», «Ответственный | …», then «Мероприятие | …» again. */
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

enum { MOST_LABELS = 12, LABEL_BYTES = 120 };

typedef struct Labels { uint32_t n; const DocCell *cells[MOST_LABELS]; Str folded[MOST_LABELS]; } Labels;

static const DocCell *label_of(const DocRow *row) { return row->n_cells == 2 && row->cells[0].column == 0 && row->cells[0].col_span == 1 && row->cells[0].n_paras > 0 ? &row->cells[0] : NULL; }

static Str words_of(Arena *arena, const DocCell *cell) { return cell->n_paras == 1 && cell->paras[0].text.n <= LABEL_BYTES ? prose_fold(arena, prose_flat(arena, cell->paras[0].text)) : STR_EMPTY; }

/* Place of a label among those of one card; n: a new one. */
static uint32_t place_of(const Labels *labels, Str folded)
{
    uint32_t i = 0;
    while (i < labels->n && !str_eq(labels->folded[i], folded)) i++;
    return i;
}

/* Labels of the first card: up to where the first of them stands again. False: there are no cards. */
static bool labels_of(const DocTable *table, Arena *arena, Labels *out)
{
    bool titled = false, told = false;
    *out = (Labels){ 0 };
    for (uint32_t i = 0; i < table->n_rows; i++) {
        const DocCell *label = label_of(&table->rows[i]);
        Str folded = label != NULL ? words_of(arena, label) : STR_EMPTY;
        if (folded.n == 0) return false;
        if (out->n > 0 && str_eq(folded, out->folded[0])) return titled && told;
        Role role = columns_role(label->paras[0].text, arena);
        if (out->n == MOST_LABELS) return false;
        titled = titled || role == ROLE_TITLE;
        told = told || role == ROLE_TERM || role == ROLE_RESPONSIBLE;
        out->cells[out->n] = label;
        out->folded[out->n++] = folded;
    }
    return false; /* one card is a passport of the whole */
}

const DocTable *cards_as_rows(const DocTable *table, Arena *arena)
{
    Labels labels;
    if (table->n_columns != 2 || table->n_rows < 4 || !labels_of(table, arena, &labels)) return NULL;
    DocRow *rows = arena_array(arena, DocRow, table->n_rows + 1);
    uint32_t n = 0;
    DocCell *cells = arena_array(arena, DocCell, labels.n);
    for (uint32_t k = 0; k < labels.n; k++) cells[k] = *labels.cells[k], cells[k].column = (uint16_t)k;
    rows[n++] = (DocRow){ .n_cells = labels.n, .cells = cells, .line = table->rows[0].line, .is_head = true };
    for (uint32_t i = 0; i < table->n_rows; i++) {
        const DocCell *label = label_of(&table->rows[i]);
        uint32_t place = label != NULL ? place_of(&labels, words_of(arena, label)) : labels.n;
        if (place == labels.n) return NULL; /* something else stands among them */
        if (place == 0) {
            cells = arena_array(arena, DocCell, labels.n);
            for (uint32_t k = 0; k < labels.n; k++) cells[k] = (DocCell){ .column = (uint16_t)k, .col_span = 1, .row_span = 1 };
            rows[n++] = (DocRow){ .n_cells = labels.n, .cells = cells, .line = table->rows[i].line };
        }
        cells[place] = table->rows[i].cells[1];
        cells[place].column = (uint16_t)place, cells[place].col_span = cells[place].row_span = 1;
    }
    DocTable *out = arena_one(arena, DocTable);
    *out = (DocTable){ .n_columns = (uint16_t)labels.n, .n_rows = n, .rows = rows };
    return out;
}
