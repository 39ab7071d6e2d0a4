/* merilo stat gtheory: how much of the spread of scores is works, raters, the rest; how many raters are enough. */
#include <math.h>

#include "cli/stat/items_.h"
#include "cli/stat_.h"
#include "stats/agreement.h"

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const StatColumn **column;
    size_t k;
    if (!stat_pick(table, args, "--items", stat_not_items, false, arena, &column, &k, err)) return false;
    double *x = stat_matrix(table, column, k, arena);
    AgreementSquares squares;
    if (k < 2) return err_set(err, ERR_INPUT, "Один столбец — один проверяющий.", "Нужны хотя бы два проверяющих.");
    if (!agreement_squares(x, table->n_rows, k, &squares)) return err_set(err, ERR_INPUT, "", "Нужны хотя бы две работы, которые оценили все проверяющие.");
    AgreementG g = agreement_components(&squares);
    json_put_int(result, "n_complete", (long long)squares.n);
    json_put_int(result, "raters", (long long)k);
    json_put_num(result, "person", g.person);
    json_put_num(result, "rater", g.rater);
    json_put_num(result, "residual", g.residual);
    json_key(result, "phi");
    json_array(result);
    for (int raters = 1; raters <= 10; raters++) {
        json_object(result);
        json_put_int(result, "raters", raters);
        json_put_num(result, "phi", agreement_phi(g, raters));
        json_put_num(result, "rho", agreement_rho(g, raters));
        json_object_end(result);
    }
    json_array_end(result);
    if (isnan(agreement_phi(g, 1))) json_put_z(result, "note", "Все оценки одинаковы: надёжность не определена.");
    else if (squares.rows < squares.error || squares.columns < squares.error) json_put_z(result, "note", "Разброс работ или проверяющих вышел меньше нуля и заменён нулём.");
    return true;
}

static const Option options[] = { { .name = "--items", .argument = "r1-r3", .help = "столбцы проверяющих; иначе все числа, кроме id, person, group и подобных" }, { 0 } };

const StatMethod stat_gtheory = { .name = "gtheory", .summary = "разброс оценок: работы, проверяющие, прочее; сколько проверяющих нужно",
    .input = "по столбцу на проверяющего, по строке на работу", .options = options, .run = run };
