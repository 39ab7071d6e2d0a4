/* merilo stat agreement: how far raters of the same works agree. */
#include "stats/agreement.h"

#include <math.h>

#include "cli/stat/items_.h"
#include "cli/stat_.h"

static const char *const level_names[] = { "nominal", "ordinal", "interval" };

static void put_interval(Json *json, const char *value, const char *low, const char *high, Interval x)
{
    json_put_num(json, value, x.value);
    json_put_num(json, low, x.low);
    json_put_num(json, high, x.high);
}

static bool read_level(const Args *args, bool coded, AgreementLevel *out, Err *err)
{
    const char *word = args_value(args, "--level");
    *out = coded ? AGREEMENT_NOMINAL : AGREEMENT_INTERVAL;
    if (word == NULL) return true;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(word, level_names[i]) == 0) {
            *out = (AgreementLevel)i;
            return true;
        }
    return err_set(err, ERR_INPUT, "Есть nominal, ordinal, interval.", "Нет шкалы «%s».", word);
}

/* Mean over pairs of raters; of two raters the pair itself. */
static AgreementPair mean_pair(const double *x, size_t n, size_t k, double *scratch)
{
    AgreementPair sum = { 0, 0, 0, NAN };
    double pairs = (double)k * (double)(k - 1) / 2;
    for (size_t a = 0; a < k; a++)
        for (size_t b = a + 1; b < k; b++) {
            AgreementPair one = agreement_pair(x + a, x + b, k, n, scratch);
            sum.kappa += one.kappa / pairs;
            sum.qwk += one.qwk / pairs;
            if (k == 2) sum.qwk_se = one.qwk_se;
        }
    return sum;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const StatColumn **column;
    size_t n = table->n_rows, k;
    bool coded;
    AgreementLevel level;
    if (!stat_pick(table, args, "--items", stat_not_items, true, arena, &column, &k, err)) return false;
    if (k < 2) return err_set(err, ERR_INPUT, "Один столбец — один проверяющий.", "Для согласия нужны хотя бы два проверяющих.");
    double *x = stat_categories(table, column, k, &coded, arena), *scratch = arena_array(arena, double, 3 * n * k);
    if (!read_level(args, coded, &level, err)) return false;
    AgreementSquares squares;
    AgreementIcc icc = { { NAN, NAN, NAN }, { NAN, NAN, NAN }, { NAN, NAN, NAN } };
    bool done = agreement_squares(x, n, k, &squares);
    if (done && (!coded || level == AGREEMENT_INTERVAL)) icc = agreement_icc(&squares, .95);
    AgreementPair pair = mean_pair(x, n, k, scratch);
    double alpha = agreement_krippendorff(x, n, k, level, scratch);
    json_put_int(result, "raters", (long long)k);
    json_put_int(result, "n_complete", done ? (long long)squares.n : 0);
    put_interval(result, "icc1", "icc1_low", "icc1_high", icc.one);
    put_interval(result, "icc2", "icc2_low", "icc2_high", icc.two);
    put_interval(result, "icc3", "icc3_low", "icc3_high", icc.three);
    json_put_num(result, "kappa", k == 2 ? pair.kappa : agreement_fleiss(x, n, k, scratch));
    json_put_num(result, "qwk", pair.qwk);
    json_put_num(result, "qwk_se", pair.qwk_se);
    json_put_num(result, "krippendorff", alpha);
    json_put_z(result, "level", level_names[level]);
    if (!done) json_put_z(result, "note", "Меньше двух работ, которые оценили все: коэффициенты ICC не считаются.");
    else if (isnan(alpha)) json_put_z(result, "note", "Все оценки одинаковы: согласие не отличить от случайного.");
    else if (coded && isnan(icc.one.value)) json_put_z(result, "note", "Категории записаны словами: коэффициенты ICC считаются только для чисел.");
    return true;
}

static const Option options[] = {
    { .name = "--items", .argument = "r1-r3", .help = "столбцы проверяющих; иначе все, кроме id, person, group и подобных" },
    { .name = "--level", .argument = "nominal|ordinal|interval", .help = "шкала для альфы Криппендорфа; для чисел — interval, для слов — nominal" },
    { 0 },
};

const StatMethod stat_agreement = { .name = "agreement", .summary = "согласие проверяющих: ICC, каппа, QWK, альфа Криппендорфа",
    .input = "по столбцу на проверяющего, по строке на работу; qwk при трёх и более — среднее по парам", .options = options, .run = run };
