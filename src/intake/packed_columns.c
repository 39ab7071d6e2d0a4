#include "intake/packed_columns_.h"

#include <stdlib.h>

#include "base/limits.h"

#define BLOCK 2048u /* works whose totals are summed at once: they stay in the nearest cache while the tasks go by */

/* ---- spans ---- */

static bool spans_hold(Sheet *sheet, Err *err)
{
    const SheetSpans *spans = sheet->spans;
    uint64_t works = 0, absent = 0;
    uint32_t c = 0;
    for (uint32_t s = 0; s < sheet->n_schools; s++) {
        const SpanSchool *school = &spans->schools[s];
        if (school->n_classes == 0 || school->n_classes > spans->n_classes - c) return packed_bad("классы школ не сходятся с их числом", err);
        absent += school->absent;
        for (uint32_t k = 0; k < school->n_classes; k++, c++) {
            const SpanClass *one = &spans->classes[c];
            if (one->label >= sheet->n_class_labels || one->n == 0 || one->n > sheet->n_works) return packed_bad("у класса нет названия или работ", err);
            if (k > 0 && str_cmp(sheet->class_label[spans->classes[c - 1].label], sheet->class_label[one->label]) >= 0) return packed_bad("классы школы стоят не по порядку", err);
            works += one->n;
        }
    }
    if (c != spans->n_classes || works != sheet->n_works) return packed_bad("работы классов не сходятся с числом работ", err);
    if (absent > LIMIT_ROWS) return packed_bad("не писавших больше, чем бывает учеников", err);
    sheet->n_absent = (uint32_t)absent;
    return true;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* A code is one participant of the school; inside a class codes rise. */
static bool codes_hold(const Sheet *sheet, Err *err)
{
    const SheetSpans *spans = sheet->spans;
    const uint32_t *code = spans->code;
    if (code == NULL) return true;
    uint32_t *sorted = NULL, room = 0;
    bool holds = true;
    for (uint32_t s = 0, c = 0, at = 0; s < sheet->n_schools && holds; s++) {
        uint32_t first = at;
        bool rising = true;
        for (uint32_t k = 0; k < spans->schools[s].n_classes; k++, c++) {
            for (uint32_t i = at + 1; i < at + spans->classes[c].n; i++) holds &= code[i - 1] < code[i];
            rising &= k == 0 || code[at - 1] < code[at];
            at += spans->classes[c].n;
        }
        uint32_t n = at - first;
        if (rising || !holds || n == 0) continue;
        if (n > room) {
            free(sorted);
            sorted = malloc((size_t)(room = n) * sizeof *sorted);
            BUG_ON(sorted == NULL);
        }
        memcpy(sorted, code + first, n * sizeof *sorted);
        qsort(sorted, n, sizeof *sorted, by_number);
        for (uint32_t i = 1; i < n; i++) holds &= sorted[i - 1] != sorted[i];
    }
    free(sorted);
    return holds || packed_bad("коды участников повторяются или стоят не по порядку", err);
}

/* ---- columns ---- */

static bool at_most(const uint8_t *column, uint32_t n, uint8_t most)
{
    uint8_t top = 0;
    for (uint32_t i = 0; column != NULL && i < n; i++) top = column[i] > top ? column[i] : top;
    return top <= most;
}

/* n is BLOCK but for the last: a count known beforehand lets the compiler use the whole width of the machine. */
static uint8_t add_scores(const uint8_t *restrict score, uint8_t max, uint16_t *restrict sum, uint32_t n)
{
    uint8_t wrong = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t points = score[i] <= max ? score[i] : 0;
        wrong |= (uint8_t)((score[i] > max) & (score[i] < SCORE_EMPTY));
        sum[i] = (uint16_t)(sum[i] + points);
    }
    return wrong;
}

static bool scores_hold(const Sheet *sheet, Err *err)
{
    const Blueprint *blueprint = sheet->procedure.blueprint;
    uint16_t sum[BLOCK];
    for (uint32_t from = 0; from < sheet->n_works; from += BLOCK) {
        uint32_t n = sheet->n_works - from < BLOCK ? sheet->n_works - from : BLOCK;
        uint8_t wrong = 0;
        memset(sum, 0, sizeof sum);
        for (uint32_t t = 0; t < blueprint->n_tasks; t++) {
            const uint8_t *score = sheet->score + (size_t)t * sheet->n_works + from;
            wrong |= n == BLOCK ? add_scores(score, blueprint->tasks[t].max, sum, BLOCK) : add_scores(score, blueprint->tasks[t].max, sum, n);
        }
        if (wrong) return packed_bad("балл за задание больше возможного", err);
        if (memcmp(sum, sheet->total + from, n * sizeof *sum) != 0) return packed_bad("сумма баллов не сходится с баллами за задания", err);
    }
    return true;
}

static bool totals_hold(const Sheet *sheet, Err *err)
{
    if (sheet->procedure.blueprint->n_tasks > 0) return scores_hold(sheet, err);
    for (uint32_t i = 0; i < sheet->n_works; i++)
        if (sheet->total[i] > sheet->procedure.blueprint->max) return packed_bad("сумма баллов больше возможной", err);
    return true;
}

bool packed_columns_hold(Sheet *sheet, Err *err)
{
    if (!spans_hold(sheet, err) || !codes_hold(sheet, err)) return false;
    if (!at_most(sheet->journal, sheet->n_works, 5)) return packed_bad("отметка журнала больше пяти", err);
    if (!at_most(sheet->sex, sheet->n_works, SEX_FEMALE)) return packed_bad("пол записан неверно", err);
    return totals_hold(sheet, err);
}
