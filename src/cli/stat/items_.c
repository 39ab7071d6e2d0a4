#include <math.h>
#include <string.h>

#include "cli/stat/items_.h"

#define FEW_WORKS 100
#define NOTHING   1e-3 /* a slope or a spread that is none */

const char *const stat_not_items[] = { "id", "pid", "row", "unit", "person", "pupil", "student", "work", "code", "group", "class", "school", "total", "score", "theta", NULL };

bool stat_parameters_parse(const StatTable *table, size_t first, size_t last, Arena *arena, Str **names, IrtItem **items, Err *err)
{
    const StatColumn *name = stat_need(table, "item", err), *a = stat_column(table, "a"), *b[LIMIT_TASK_MAX];
    size_t n_steps = 0;
    if (name == NULL) return false;
    for (; n_steps < LIMIT_TASK_MAX; n_steps++)
        if ((b[n_steps] = stat_column(table, arena_z(arena, arena_printf(arena, "b%zu", n_steps + 1)))) == NULL) break;
    if (n_steps == 0 && (b[0] = stat_column(table, "b")) != NULL) n_steps = 1;
    if (n_steps == 0) return err_set(err, ERR_INPUT, "Столбцы параметров: item, a, b1, b2…", "В параметрах заданий нет столбца «b1».");
    *names = arena_array(arena, Str, last - first);
    *items = arena_array(arena, IrtItem, last - first);
    for (size_t i = first; i < last; i++) {
        IrtItem *item = &(*items)[i - first];
        size_t m = 0;
        while (m < n_steps && !isnan(b[m]->x[i])) {
            item->b[m] = b[m]->x[i];
            m++;
        }
        for (size_t k = m; k < n_steps; k++)
            if (b[k]->text[i].n > 0) m = 0; /* a gap, or words */
        item->a = a != NULL ? a->x[i] : 1;
        if (m > 0) irt_item_plain(item, (uint8_t)m);
        (*names)[i - first] = name->text[i];
        if (!irt_item_is_sane(item)) return err_set(err, ERR_INPUT, "Нужны a и b1, b2… подряд.", "Параметры задания «%.*s» не читаются.", STR_ARG(name->text[i]));
        for (size_t k = first; k < i; k++)
            if (str_eq(name->text[i], name->text[k])) return err_set(err, ERR_INPUT, "", "Задание «%.*s» в параметрах дважды.", STR_ARG(name->text[i]));
    }
    return true;
}

bool stat_parameters_read(const char *path, Arena *arena, Str **names, IrtItem **items, size_t *n, Err *err)
{
    StatTable table;
    if (!stat_table_read(path, arena, &table, err) || !stat_parameters_parse(&table, 0, table.n_rows, arena, names, items, err)) return false;
    *n = table.n_rows;
    return true;
}

/* «Item 1» of a table is «Item.1» in a file that R wrote, «1» is «X1». */
static bool same_item(Str ours, Str theirs)
{
    if (ours.n > 0 && ours.at[0] >= '0' && ours.at[0] <= '9' && theirs.n == ours.n + 1 && theirs.at[0] == 'X') theirs = str_slice(theirs, 1, theirs.n);
    if (ours.n != theirs.n) return false;
    for (size_t i = 0; i < ours.n; i++)
        if (ours.at[i] != theirs.at[i] && !(theirs.at[i] == '.' && strchr(" -_()/:", ours.at[i]) != NULL)) return false;
    return true;
}

/* Index among the given tasks, n_given when it is none of them. */
static size_t find_given(Str name, const Str *names, size_t n_given)
{
    for (size_t i = 0; i < n_given; i++)
        if (str_eq(names[i], name)) return i;
    size_t at = 0;
    while (at < n_given && !same_item(name, names[at])) at++;
    return at;
}

/* Works at each score of a column. */
static bool count_scores(const StatTable *table, const StatColumn *column, double count[IRT_CATEGORIES], Err *err)
{
    memset(count, 0, IRT_CATEGORIES * sizeof *count);
    for (size_t i = 0; i < table->n_rows; i++) {
        double x = column->x[i];
        if (isnan(x)) continue;
        if (!(x >= 0 && x <= LIMIT_TASK_MAX) || x != floor(x))
            return err_set(err, ERR_INPUT, "Назовите столбцы заданий: --items b1-b26.", "Столбец «%.*s», строка данных %zu: балл за задание — целое число от 0 до %u.", STR_ARG(column->name), i + 1, LIMIT_TASK_MAX);
        count[(size_t)x]++;
    }
    return true;
}

/* Scores of the data as categories of given steps: as they are; or, where the data go higher, the reached ones in order when there are m + 1 of them,
 * or 0 and the one other score of a task of one step. */
static bool recode_fixed(const double count[IRT_CATEGORIES], IrtItem *item)
{
    size_t max = 0, n = 0;
    for (size_t s = 0; s < IRT_CATEGORIES; s++)
        if (count[s] > 0) {
            max = s;
            n++;
        }
    if (max <= item->m) return true;
    if (n == item->m + 1u) return irt_item_recode(count, item);
    if (item->m != 1 || n != 1) return false;
    item->points[1] = (uint8_t)max;
    return true;
}

static bool take_column(const StatItems *out, size_t c, const Str *names, const IrtItem *given, size_t n_given, const double count[IRT_CATEGORIES], IrtItem *item, Err *err)
{
    const StatColumn *column = out->column[c];
    if (!out->fixed) {
        if (irt_item_recode(count, item)) return true;
        out->why_not[c] = "у всех один балл: о задании нечего сказать";
        return true;
    }
    size_t at = find_given(column->name, names, n_given);
    if (at == n_given) return err_set(err, ERR_INPUT, "Назовите нужные столбцы ключом --items.", "В параметрах нет задания «%.*s».", STR_ARG(column->name));
    *item = given[at];
    if (recode_fixed(count, item)) return true;
    return err_set(err, ERR_INPUT, "Столько шагов b1, b2…, сколько баллов.", "Задание «%.*s»: баллов в данных больше, чем шагов в параметрах.", STR_ARG(column->name));
}

/* Parameters say which columns are tasks. */
static bool pick_given(const StatTable *table, const Str *names, size_t n_given, Arena *arena, StatItems *out, Err *err)
{
    out->column = arena_array(arena, const StatColumn *, table->n_columns);
    for (size_t c = 0; c < table->n_columns; c++) {
        if (find_given(table->columns[c].name, names, n_given) == n_given) continue;
        if (stat_need_numbers(table, arena_z(arena, table->columns[c].name), err) == NULL) return false;
        out->column[out->n_columns++] = &table->columns[c];
    }
    return true;
}

/* --items, or all numbers save the usual other columns and the one of --theta. */
static bool pick_tasks(const StatTable *table, const Args *args, Arena *arena, StatItems *out, Err *err)
{
    size_t n = sizeof stat_not_items / sizeof *stat_not_items;
    const char **except = arena_array(arena, const char *, n + 1);
    memcpy(except, stat_not_items, sizeof stat_not_items);
    except[n - 1] = args_value(args, "--theta"); /* NULL ends the list as before */
    return stat_pick(table, args, "--items", except, false, arena, &out->column, &out->n_columns, err);
}

bool stat_items_read(const StatTable *table, const Args *args, Arena *arena, StatItems *out, Err *err)
{
    const char *path = args_value(args, "--parameters");
    Str *names = NULL;
    IrtItem *given = NULL;
    size_t n_given = 0;
    *out = (StatItems){ .n_works = table->n_rows, .fixed = path != NULL };
    if (path != NULL && !stat_parameters_read(path, arena, &names, &given, &n_given, err)) return false;
    if (path != NULL && args_value(args, "--items") == NULL && !pick_given(table, names, n_given, arena, out, err)) return false;
    if (out->n_columns == 0 && !pick_tasks(table, args, arena, out, err)) return false;
    if (out->n_columns > LIMIT_TASKS) return err_set(err, ERR_LIMIT, "Назовите столбцы заданий: --items b1-b26.", "Заданий больше %u.", LIMIT_TASKS);
    out->why_not = arena_array(arena, const char *, out->n_columns);
    out->column_of = arena_array(arena, size_t, out->n_columns);
    out->items = arena_array(arena, IrtItem, out->n_columns);
    for (size_t c = 0; c < out->n_columns; c++) {
        double count[IRT_CATEGORIES];
        IrtItem *item = &out->items[out->n_items];
        if (!count_scores(table, out->column[c], count, err) || !take_column(out, c, names, given, n_given, count, item, err)) return false;
        if (out->why_not[c] == NULL) out->column_of[out->n_items++] = c;
    }
    if (out->n_items == 0) return err_set(err, ERR_INPUT, "", "Ни в одном задании баллы не различаются.");
    out->x = arena_try(arena, out->n_works * out->n_items, err);
    if (out->x == NULL) return false;
    for (size_t j = 0; j < out->n_items; j++) {
        const double *x = out->column[out->column_of[j]]->x;
        for (size_t i = 0; i < out->n_works; i++)
            out->x[i * out->n_items + j] = isnan(x[i]) ? IRT_MISSING : irt_category(&out->items[j], (unsigned)x[i]);
    }
    return true;
}

static bool calibrate(StatItems *items, const IrtOptions *options, Arena *arena, Err *err)
{
    size_t least = options->kind == IRT_GPCM ? 3 : 2;
    if (items->n_items < least) return err_set(err, ERR_INPUT, "Задания, за которые у всех один балл, не считаются.", "Для этой модели нужно хотя бы %zu задания.", least);
    double *scratch = arena_try(arena, irt_fit_scratch_size(items->items, items->n_items) * sizeof *scratch, err);
    if (scratch == NULL) return false;
    if (!irt_fit(items->x, items->n_works, items->items, items->n_items, options, scratch, &items->fit))
        return err_set(err, ERR_INPUT, "Нужно больше работ; или модель проще: --model pcm, --model rasch.", "Параметры заданий по этим работам не находятся.");
    items->model = (IrtModel){ items->n_items, items->items, items->fit.sd };
    return true;
}

bool stat_items_model(StatItems *items, const Args *args, Arena *arena, Err *err)
{
    static const struct { const char *word; IrtKind kind; bool one_step; } known[] = {
        { "rasch", IRT_PCM, true }, { "pcm", IRT_PCM, false }, { "2pl", IRT_GPCM, true }, { "gpcm", IRT_GPCM, false } };
    const char *word = args_value(args, "--model");
    size_t at = 0;
    while (at < 4 && strcmp(known[at].word, word != NULL ? word : "gpcm") != 0) at++;
    if (at == 4) return err_set(err, ERR_INPUT, "Модели: rasch, pcm, 2pl, gpcm.", "Нет модели «%s».", word);
    items->word = known[at].word;
    for (size_t j = 0; known[at].one_step && j < items->n_items; j++)
        if (items->items[j].m > 1)
            return err_set(err, ERR_INPUT, "Для заданий на несколько баллов — pcm и gpcm.", "Модель «%s» — для заданий с двумя исходами, а у «%.*s» их больше.", items->word, STR_ARG(items->column[items->column_of[j]]->name));
    IrtOptions options = { .kind = known[at].kind };
    if (!stat_option(args, "--prior", 0, 0, 10, &options.prior_sd, err)) return false;
    if (!items->fixed) return calibrate(items, &options, arena, err);
    items->model = (IrtModel){ items->n_items, items->items, 1 };
    double *memory = arena_try(arena, irt_nodes_size(&items->model) * sizeof *memory, err);
    if (memory == NULL) return false;
    irt_fit_spread(items->x, items->n_works, &items->model, options.kind == IRT_PCM && word != NULL, memory, &items->fit);
    items->model.sd = items->fit.sd;
    return true;
}

void stat_items_put(const StatItems *items, Json *result, Arena *arena)
{
    json_put_z(result, "model", items->word);
    json_put_num(result, "loglik", items->fit.loglik);
    json_put_num(result, "variance", items->fit.sd * items->fit.sd);
    json_put_int(result, "iterations", items->fit.steps);
    json_put_bool(result, "converged", items->fit.converged);
    if (!items->fixed && items->n_works < FEW_WORKS) json_put_z(result, "note", "Работ мало: параметры заданий ненадёжны.");
    else if (items->fit.sd < NOTHING) json_put_z(result, "note", "Разброс уровней не отличается от нуля: задания не связаны между собой.");
    json_key(result, "items");
    json_array(result);
    for (size_t c = 0, j = 0; c < items->n_columns; c++) {
        json_object(result);
        json_put_str(result, "item", items->column[c]->name);
        if (items->why_not[c] != NULL) {
            json_put_num(result, "a", NAN);
            json_key(result, "b");
            json_array(result);
            json_array_end(result);
            json_put_z(result, "note", items->why_not[c]);
        } else {
            const IrtItem *item = &items->items[j++];
            bool lost = fabs(item->a) < NOTHING; /* then its places mean nothing */
            json_put_num(result, "a", item->a);
            json_key(result, "b");
            json_array(result);
            for (size_t k = 0; k < item->m; k++) json_num(result, lost ? NAN : item->b[k]);
            json_array_end(result);
            json_key(result, "points");
            json_array(result);
            for (size_t k = 0; k <= item->m; k++) json_int(result, item->points[k]);
            json_array_end(result);
            if (lost) json_put_z(result, "note", "задание не связано с остальными");
        }
        json_object_end(result);
    }
    json_array_end(result);
    (void)arena;
}
