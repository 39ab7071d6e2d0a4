#include <jansson.h>
#include <math.h>

#include "base/limits.h"
#include "intake/reference_.h"

/* Where the reading is, for the sentence of an error. The first thing that is wrong ends it. */
typedef struct Look {
    Str file;
    uint32_t i_norm;
    Arena *arena;
    Err *err;
    bool failed;
} Look;

static bool wrong(Look *look, const char *key, const char *what)
{
    if (!look->failed) err_set(look->err, ERR_INPUT, "Возьмите выгрузку заново: merilo export --reference.", "Выгрузка «%.*s», норма %u: %s — %s.", STR_ARG(look->file), look->i_norm + 1, key, what);
    look->failed = true;
    return false;
}

/* A number in [low, high]; null and a missing key are NaN. */
static double number(Look *look, const json_t *object, const char *key, double low, double high)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL || json_is_null(value)) return NAN;
    double x = json_number_value(value);
    if (!json_is_number(value) || !(x >= low && x <= high)) wrong(look, key, "не то число");
    return x;
}

static unsigned whole(Look *look, const json_t *object, const char *key, unsigned low, unsigned high)
{
    double x = number(look, object, key, low, high);
    if (isnan(x) || x != floor(x)) {
        wrong(look, key, "нужно целое число");
        return low;
    }
    return (unsigned)x;
}

static Str text(Look *look, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value) || json_string_length(value) > 1000) {
        wrong(look, key, "нужна строка");
        return STR_EMPTY;
    }
    return arena_str(look->arena, (Str){ json_string_value(value), json_string_length(value) });
}

static bool flag(const json_t *object, const char *key) { return json_is_true(json_object_get(object, key)); }

/* Exactly n numbers; NULL for null or a missing key. */
static double *numbers(Look *look, const json_t *object, const char *key, size_t n, double low, double high)
{
    const json_t *list = json_object_get(object, key);
    if (list == NULL || json_is_null(list)) return NULL;
    if (!json_is_array(list) || json_array_size(list) != n) {
        wrong(look, key, "не та длина ряда");
        return NULL;
    }
    double *x = arena_array(look->arena, double, n);
    for (size_t i = 0; i < n; i++) {
        const json_t *value = json_array_get(list, i);
        x[i] = json_is_null(value) ? (double)NAN : json_number_value(value);
        if (!json_is_null(value) && (!json_is_number(value) || !(x[i] >= low && x[i] <= high))) wrong(look, key, "в ряду не то число");
    }
    return x;
}

/* A distribution: shares that sum to 1. */
static const double *shares(Look *look, const json_t *object, const char *key, size_t n)
{
    double *x = numbers(look, object, key, n, 0, 1), sum = 0;
    if (x == NULL) return NULL;
    for (size_t i = 0; i < n; i++) sum += x[i];
    if (!(fabs(sum - 1) < 1e-6)) wrong(look, key, "доли не дают единицу");
    return x;
}

static void read_threshold(Look *look, const json_t *object, uint16_t max, NormThreshold *out)
{
    *out = (NormThreshold){ .at = (uint16_t)whole(look, object, "at", 1, max), .mark = (uint8_t)whole(look, object, "mark", 3, 5) };
    out->below = number(look, object, "below", 0, 1e9);
    out->reached = number(look, object, "reached", 0, 1e9);
    out->ratio = number(look, object, "ratio", 0, 1e9);
    out->expected_ratio = number(look, object, "expected_ratio", 0, 1e9);
    out->excess = number(look, object, "excess", -1e9, 1e9);
    out->low = number(look, object, "low", -1e9, 1e9);
    out->high = number(look, object, "high", -1e9, 1e9);
    out->cell_from = (uint16_t)whole(look, object, "cell_from", 0, out->at);
    out->cell_to = (uint16_t)whole(look, object, "cell_to", 0, max);
    if (out->cell_to < out->at) wrong(look, "cell_to", "меньше границы");
}

static void read_journal(Look *look, const json_t *object, uint16_t max, NormJournal *out)
{
    *out = (NormJournal){ .known = flag(object, "known") };
    if (!out->known) return;
    out->n = number(look, object, "n", 0, 1e9);
    out->lowered = number(look, object, "lowered", 0, 1);
    out->confirmed = number(look, object, "confirmed", 0, 1);
    out->raised = number(look, object, "raised", 0, 1);
    out->lowered2 = number(look, object, "lowered2", 0, 1);
    out->raised2 = number(look, object, "raised2", 0, 1);
    const double *a = numbers(look, object, "a", 3, -1e6, 1e6);
    if (a != NULL) memcpy(out->a, a, sizeof out->a);
    out->b = numbers(look, object, "b", max + 1u, -1e6, 1e6);
    out->tau2 = number(look, object, "tau2", 0, 1e6);
    out->tau2_class = number(look, object, "tau2_class", 0, 1e6);
    out->tau2_raised = number(look, object, "tau2_raised", 0, 1e6);
    out->tau2_lowered = number(look, object, "tau2_lowered", 0, 1e6);
    if (a == NULL || out->b == NULL) wrong(look, "journal", "нет рядов a и b");
}

static void read_norm(Look *look, const json_t *object, Norm *out)
{
    if (!json_is_object(object)) {
        wrong(look, "norms", "нужен объект");
        return;
    }
    *out = (Norm){ .source = NORM_EXPORT, .procedure_id = text(look, object, "procedure_id"), .source_text = text(look, object, "source_text") };
    out->max = (uint16_t)whole(look, object, "max", 1, LIMIT_TOTAL);
    out->n_works = number(look, object, "n_works", 0, 1e9);
    out->n_schools = number(look, object, "n_schools", 0, LIMIT_SCHOOLS);
    out->mean = number(look, object, "mean", 0, out->max);
    out->sd = number(look, object, "sd", 0, out->max);
    out->tau2_mean = number(look, object, "tau2_mean", 0, 1e6);
    out->within_sd = number(look, object, "within_sd", 0, out->max);
    out->lumpy = shares(look, object, "lumpy", out->max + 1u);
    out->honest = shares(look, object, "honest", out->max + 1u);
    out->lifted = shares(look, object, "lifted", out->max + 1u);
    if (out->lumpy == NULL) wrong(look, "lumpy", "нет распределения");
    out->degree = (int)whole(look, object, "degree", 0, 20);
    const json_t *thresholds = json_object_get(object, "thresholds");
    if (json_array_size(thresholds) > N_CUTOFFS) wrong(look, "thresholds", "больше трёх границ");
    for (size_t i = 0; i < json_array_size(thresholds) && !look->failed; i++) read_threshold(look, json_array_get(thresholds, i), out->max, &out->thresholds[out->n_thresholds++]);
    out->lifting_share = number(look, object, "lifting_share", 0, 1);
    out->lifting_share_low = number(look, object, "lifting_share_low", 0, 1);
    out->lifting_is_ordinary = flag(object, "lifting_is_ordinary");
    out->null_centre = number(look, object, "null_centre", -100, 100);
    out->null_scale = number(look, object, "null_scale", 0, 100);
    read_journal(look, json_object_get(object, "journal"), out->max, &out->journal);
    out->n_tasks = (uint16_t)whole(look, object, "n_tasks", 0, LIMIT_TASKS);
    out->task_mean = numbers(look, object, "task_mean", out->n_tasks, 0, 1);
    out->task_sd = numbers(look, object, "task_sd", out->n_tasks, 0, 1);
    out->task_tau2 = numbers(look, object, "task_tau2", out->n_tasks, 0, 1);
}

/* jansson recurses; brackets outside of strings tell how deep. */
static bool too_deep(Str bytes)
{
    unsigned depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.at[i];
        if (quoted && c == '\\') i++;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[') && ++depth > LIMIT_JSON_DEPTH) return true;
        else if (!quoted && (c == '}' || c == ']') && depth > 0) depth--;
    }
    return false;
}

bool reference_export(Str name, Str bytes, Arena *arena, Reference *out, Err *err)
{
    if (too_deep(bytes)) return err_set(err, ERR_LIMIT, "", "Выгрузка «%.*s» вложена глубже %u уровней.", STR_ARG(name), LIMIT_JSON_DEPTH);
    json_error_t where;
    json_t *root = json_loadb(bytes.at, bytes.n, JSON_REJECT_DUPLICATES, &where);
    if (root == NULL) {
        err_set(err, ERR_INPUT, "Возьмите выгрузку заново: merilo export --reference.", "Выгрузка «%.*s» повреждена в строке %d.", STR_ARG(name), where.line);
        err_detail(err, "%s", where.text);
        return false;
    }
    const json_t *list = json_object_get(root, "norms"), *version = json_object_get(root, "merilo_reference");
    Look look = { .file = name, .arena = arena, .err = err };
    size_t n = json_array_size(list);
    if (!json_is_integer(version) || json_integer_value(version) != 1 || n == 0 || n > LIMIT_PROCEDURES) {
        look.failed = true;
        err_set(err, ERR_INPUT, "Нужен файл, сделанный командой merilo export --reference.", "Файл «%.*s» — не выгрузка норм «Мерила».", STR_ARG(name));
    }
    Norm *norms = look.failed ? NULL : arena_array(arena, Norm, n);
    const Norm **found = look.failed ? NULL : arena_array(arena, const Norm *, n);
    Str words = look.failed ? STR_EMPTY : text(&look, root, "text");
    for (size_t i = 0; i < n && !look.failed; i++) {
        look.i_norm = (uint32_t)i;
        read_norm(&look, json_array_get(list, i), &norms[i]);
        found[i] = &norms[i];
    }
    json_decref(root);
    if (look.failed) return false;
    *out = (Reference){ (uint32_t)n, found, words };
    return true;
}
