/* What the region itself does at the pass mark, a row a work: works that were moved, with limits, and the jump against what would be even. */
#include <limits.h>
#include <math.h>

#include "publish/report/common.h"

enum { NORMS_ON_PAGE = 6 }; /* the first sheet stays one sheet of paper; the rest stand on their own sheets and in the workbook */

static const NormThreshold *pass_mark(const ProcedureAnalysis *of)
{
    return of->own != NULL && of->own->n_thresholds > 0 ? &of->own->thresholds[0] : NULL;
}

static void norm_row(Report *report, Table *table, uint32_t p)
{
    const ProcedureAnalysis *of = &report->in->procedures[p];
    const NormThreshold *t = pass_mark(of);
    Cell *row = table_row(report->doc, table, ROW_PLAIN);
    row[0] = cell_text(report_tag_link(report, p));
    if (t == NULL) {
        row[1] = cell_too_few(STR("пороги неизвестны"), 4);
        return;
    }
    if (isfinite(t->excess)) {
        row[1] = cell_int(llround(t->excess));
        row[2] = isfinite(t->low) ? cell_interval(t->low, t->high, false) : cell_missing();
    } else {
        row[1] = cell_too_few(STR("мало школ"), 2);
    }
    row[3] = cell_dec(t->ratio);
    row[4] = cell_dec(t->expected_ratio);
}

/* Works whose norm is known come first, later years before earlier: the page has no room for all of a large check. */
static void in_order(const Report *report, uint32_t *order)
{
    uint32_t n = report->in->n_procedures, n_out = 0;
    for (int unknown = 0; unknown < 2; unknown++)
        for (int year = INT_MAX, next; n_out < n; year = next) {
            next = INT_MIN;
            for (uint32_t p = 0; p < n; p++) {
                const ProcedureAnalysis *of = &report->in->procedures[p];
                const NormThreshold *t = pass_mark(of);
                int y = of->frame->procedure->year;
                if ((t == NULL || !isfinite(t->excess)) != (unknown == 1)) continue;
                if (y == year) order[n_out++] = p;
                if (y < year && y > next) next = y;
            }
            if (next == INT_MIN) break;
        }
}

Table *report_norms(Report *report, bool all)
{
    const Column columns[] = {
        { .head = STR("работа"), .kind = COLUMN_TEXT, .width = 0.21f },
        { .head = STR("около"), .kind = COLUMN_NUMBER, .group = STR("через порог «3» переместились") },
        { .head = STR("от–до, 95 %"), .kind = COLUMN_NUMBER, .width = 0.25f, .group = STR("через порог «3» переместились") },
        { .head = STR("есть"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("на нём больше, чем ниже, раз") },
        { .head = STR("было бы"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("на нём больше, чем ниже, раз") },
    };
    uint32_t n = report->in->n_procedures;
    Table *table = report_table(report, all ? STR("norms-all") : STR("norms"), STR("Норма региона по предметам"), 5, columns, n + 1);
    table->untitled = table->dense = true;
    table->data_only = all;
    table->page_only = !all;
    uint32_t *order = arena_array(report->arena, uint32_t, n + 1), left = 0;
    in_order(report, order);
    for (uint32_t i = 0; i < n; i++)
        if (all || i < NORMS_ON_PAGE) norm_row(report, table, order[i]);
        else left++;
    if (left > 0) table_row(report->doc, table, ROW_SECTION)[0] = cell_text(TEXT(report, "Остальные работы (%u) — на своих листах и в XLSX", left));
    return table;
}
