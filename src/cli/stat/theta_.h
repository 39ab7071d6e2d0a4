/* Level of each work for the methods that need one. */
#ifndef CLI_STAT_THETA__H
#define CLI_STAT_THETA__H

#include "cli/stat/items_.h"

typedef struct StatTheta {
    const double *theta; /* [n_works]; NaN = unknown */
    IrtEstimate how;     /* which equation it solves; eap counts as map */
    const char *word;    /* «ml» */
} StatTheta;

/* --theta COLUMN, or by --estimator ml|wle|map|eap (ml, within -4..4, when not said). items with a model.
 * fails ERR_INPUT: no such column, not a number, another word */
bool stat_theta(const StatTable *table, const Args *args, const StatItems *items, Arena *arena, StatTheta *out, Err *err);

/* Words of --statistics: taken[i] for known[i] (NULL ends); without the option all, *named false. fails ERR_INPUT: another word */
bool stat_statistics(const Args *args, const char *const *known, bool *taken, bool *named, Err *err);
/* Raw scores of the columns [n_rows * n], 255 = missing; fails as stat_items_read for what is no score. */
bool stat_scores(const StatTable *table, const StatColumn *const *column, size_t n, Arena *arena, uint8_t **out, Err *err);
#define STAT_THETA_OPTIONS \
    { .name = "--theta", .argument = "СТОЛБЕЦ", .help = "готовые уровни работ" }, \
    { .name = "--estimator", .argument = "ml|wle|map|eap", .help = "какой оценкой найден или найти уровень (ml)" }
#define STAT_MODEL_OPTIONS \
    { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе названные в параметрах или все числа, кроме id, group, total и подобных" }, \
    { .name = "--model", .argument = "rasch|pcm|2pl|gpcm", .help = "модель (по умолчанию gpcm)" }, \
    { .name = "--parameters", .argument = "ФАЙЛ", .help = "готовые параметры: item, a, b1, b2…" }, \
    { .name = "--prior", .argument = "0.5", .help = "разброс логарифма a до опыта; без ключа — чистое правдоподобие" }

#endif
