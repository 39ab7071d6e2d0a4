#include <jansson.h>
#include <math.h>

#include "base/limits.h"
#include "intake/reference_.h"
#include "intake/reference_look_.h"

static bool flag(const json_t *object, const char *key) { return json_is_true(json_object_get(object, key)); }

/* A distribution: shares that sum to 1. */
static const double *shares(Look *look, const json_t *object, const char *key, size_t n)
{
    double *x = look_numbers(look, object, key, n, 0, 1), sum = 0;
    if (x == NULL) return NULL;
    for (size_t i = 0; i < n; i++) sum += x[i];
    if (!(fabs(sum - 1) < 1e-6)) look_wrong(look, key, "доли не дают единицу");
    return x;
}

static void read_threshold(Look *look, const json_t *object, uint16_t max, NormThreshold *out)
{
    *out = (NormThreshold){ .at = (uint16_t)look_whole(look, object, "at", 1, max), .mark = (uint8_t)look_whole(look, object, "mark", 3, 5) };
    out->below = look_number(look, object, "below", 0, 1e9);
    out->reached = look_number(look, object, "reached", 0, 1e9);
    out->ratio = look_number(look, object, "ratio", 0, 1e9);
    out->expected_ratio = look_number(look, object, "expected_ratio", 0, 1e9);
    out->excess = look_number(look, object, "excess", -1e9, 1e9);
    out->low = look_number(look, object, "low", -1e9, 1e9);
    out->high = look_number(look, object, "high", -1e9, 1e9);
    out->cell_from = (uint16_t)look_whole(look, object, "cell_from", 0, out->at);
    out->cell_to = (uint16_t)look_whole(look, object, "cell_to", 0, max);
    if (out->cell_to < out->at) look_wrong(look, "cell_to", "меньше границы");
}

static void read_journal(Look *look, const json_t *object, uint16_t max, NormJournal *out)
{
    *out = (NormJournal){ .known = flag(object, "known") };
    if (!out->known) return;
    out->n = look_number(look, object, "n", 0, 1e9);
    out->lowered = look_number(look, object, "lowered", 0, 1);
    out->confirmed = look_number(look, object, "confirmed", 0, 1);
    out->raised = look_number(look, object, "raised", 0, 1);
    out->lowered2 = look_number(look, object, "lowered2", 0, 1);
    out->raised2 = look_number(look, object, "raised2", 0, 1);
    const double *a = look_numbers(look, object, "a", 3, -1e6, 1e6);
    if (a != NULL) memcpy(out->a, a, sizeof out->a);
    out->b = look_numbers(look, object, "b", max + 1u, -1e6, 1e6);
    out->tau2 = look_number(look, object, "tau2", 0, 1e6);
    out->tau2_class = look_number(look, object, "tau2_class", 0, 1e6);
    out->tau2_raised = look_number(look, object, "tau2_raised", 0, 1e6);
    out->tau2_lowered = look_number(look, object, "tau2_lowered", 0, 1e6);
    if (a == NULL || out->b == NULL) look_wrong(look, "journal", "нет рядов a и b");
}

static void read_norm(Look *look, const json_t *object, Norm *out)
{
    if (!json_is_object(object)) {
        look_wrong(look, "norms", "нужен объект");
        return;
    }
    *out = (Norm){ .source = NORM_EXPORT, .procedure_id = look_text(look, object, "procedure_id"), .source_text = look_text(look, object, "source_text") };
    out->max = (uint16_t)look_whole(look, object, "max", 1, LIMIT_TOTAL);
    out->n_works = look_number(look, object, "n_works", 0, 1e9);
    out->n_schools = look_number(look, object, "n_schools", 0, LIMIT_SCHOOLS);
    out->mean = look_number(look, object, "mean", 0, out->max);
    out->sd = look_number(look, object, "sd", 0, out->max);
    out->tau2_mean = look_number(look, object, "tau2_mean", 0, 1e6);
    out->within_sd = look_number(look, object, "within_sd", 0, out->max);
    out->lumpy = shares(look, object, "lumpy", out->max + 1u);
    out->honest = shares(look, object, "honest", out->max + 1u);
    out->lifted = shares(look, object, "lifted", out->max + 1u);
    if (out->lumpy == NULL) look_wrong(look, "lumpy", "нет распределения");
    out->degree = (int)look_whole(look, object, "degree", 0, 20);
    const json_t *thresholds = json_object_get(object, "thresholds");
    if (json_array_size(thresholds) > N_CUTOFFS) look_wrong(look, "thresholds", "больше трёх границ");
    for (size_t i = 0; i < json_array_size(thresholds) && !look->failed; i++) read_threshold(look, json_array_get(thresholds, i), out->max, &out->thresholds[out->n_thresholds++]);
    out->lifting_share = look_number(look, object, "lifting_share", 0, 1);
    out->lifting_share_low = look_number(look, object, "lifting_share_low", 0, 1);
    out->lifting_is_ordinary = flag(object, "lifting_is_ordinary");
    out->null_centre = look_number(look, object, "null_centre", -100, 100);
    out->null_scale = look_number(look, object, "null_scale", 0, 100);
    read_journal(look, json_object_get(object, "journal"), out->max, &out->journal);
    out->n_tasks = (uint16_t)look_whole(look, object, "n_tasks", 0, LIMIT_TASKS);
    out->task_mean = look_numbers(look, object, "task_mean", out->n_tasks, 0, 1);
    out->task_sd = look_numbers(look, object, "task_sd", out->n_tasks, 0, 1);
    out->task_tau2 = look_numbers(look, object, "task_tau2", out->n_tasks, 0, 1);
    out->task_model = look_task_model(look, object, out->n_tasks);
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
    Str words = look.failed ? STR_EMPTY : look_text(&look, root, "text");
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
