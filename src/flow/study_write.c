/* Counts as members of a line: only what is not zero, short keys, so that hundreds of replicates stay small. */
#include "flow/study_.h"
#include "indicator/indicator.h"

static void put_list(Json *json, const char *key, const uint32_t *x, uint32_t n)
{
    json_key(json, key);
    json_array(json);
    for (uint32_t i = 0; i < n; i++) json_int(json, x[i]);
    json_array_end(json);
}

typedef struct Words { const char *kind[MAX_KINDS]; uint32_t n; } Words;

static void put_tallies(Json *json, const char *key, const Tally *of_kind, const Words *words)
{
    bool any = false;
    for (uint32_t i = 0; i < words->n; i++) any |= of_kind[i].n > 0;
    if (!any) return;
    json_key(json, key);
    json_object(json);
    for (uint32_t i = 0; i < words->n; i++) {
        const Tally *t = &of_kind[i];
        const uint32_t row[] = { t->n, t->p[0], t->p[1], t->p[2], t->midp[0], t->midp[1], t->midp[2] };
        if (t->n > 0) put_list(json, words->kind[i], row, 7);
    }
    json_object_end(json);
}

static void put_shares(Json *json, const char *key, const Share *of_kind, const Words *words)
{
    bool any = false;
    for (uint32_t i = 0; i < words->n; i++) any |= of_kind[i].n > 0;
    if (!any) return;
    json_key(json, key);
    json_object(json);
    for (uint32_t i = 0; i < words->n; i++)
        if (of_kind[i].n > 0) put_list(json, words->kind[i], (const uint32_t[]){ of_kind[i].n, of_kind[i].k }, 2);
    json_object_end(json);
}

static void put_tests(const StudyPart *part, const Words *words, Json *json)
{
    static const char *const units[N_UNITS] = { "school", "class", "pooled" };
    json_key(json, "tests");
    json_object(json);
    for (uint32_t k = 0; indicator_registry[k] != NULL; k++) {
        bool any = false;
        for (int unit = 0; unit < N_UNITS; unit++)
            for (uint32_t i = 0; i < words->n; i++) any |= part->test[k][unit][i].n > 0;
        if (!any) continue;
        json_key(json, indicator_registry[k]->id);
        json_object(json);
        for (int unit = 0; unit < N_UNITS; unit++) put_tallies(json, units[unit], part->test[k][unit], words);
        json_object_end(json);
    }
    json_object_end(json);
}

/* kind: five levels for schools of one class, then of two, three, four */
static void put_levels(const StudyPart *part, const Words *words, Json *json)
{
    json_key(json, "levels");
    json_object(json);
    for (uint32_t i = 0; i < words->n; i++) {
        uint32_t sum = 0;
        for (int n = 0; n < 4; n++)
            for (int level = 0; level < N_LEVELS; level++) sum += part->level[i][n][level];
        if (sum > 0) put_list(json, words->kind[i], &part->level[i][0][0], 4 * N_LEVELS);
    }
    json_object_end(json);
}

static void put_moved(const StudyPart *part, const Words *words, Json *json)
{
    static const char *const units[] = { "school", "class" };
    json_key(json, "moved");
    json_object(json);
    for (int unit = 0; unit < 2; unit++) {
        json_key(json, units[unit]);
        json_object(json);
        for (uint32_t i = 0; i < words->n; i++) {
            const Moved *moved = &part->moved[unit][i];
            if (moved->n == 0) continue;
            json_key(json, words->kind[i]);
            json_array(json);
            json_int(json, moved->n);
            json_int(json, moved->covered);
            json_int(json, moved->above);
            json_num(json, moved->truth);
            json_num(json, (double)(long long)(moved->estimate + .5));
            json_array_end(json);
        }
        json_object_end(json);
    }
    json_object_end(json);
}

/* Rows made while counting: already JSON, a comma between them. */
static void put_rows(Json *json, const char *key, const Buf *rows)
{
    json_key(json, key);
    json_array(json);
    buf_add(json->out, buf_str(rows));
    json_array_end(json);
}

void study_write(const StudyPart *part, const SimPlan *plan, Json *json, Arena *arena)
{
    static const char *const rules[N_RULES] = { "inflated", "mismatch", "mean-se", "mean-sd" };
    Words words = { .n = plan->n_plants + 2 };
    for (uint32_t i = 0; i < words.n; i++) words.kind[i] = arena_z(arena, study_kind_word(plan, i, arena));
    put_rows(json, "lists", &part->lists);
    put_rows(json, "norm", &part->norm);
    put_rows(json, "habit", &part->habit);
    json_key(json, "expected");
    json_array(json);
    for (int level = LEVEL_ATTENTION; level < N_LEVELS; level++) json_num(json, part->expected[level]);
    json_array_end(json);
    put_tests(part, &words, json);
    put_tallies(json, "conclusion", part->conclusion, &words);
    put_levels(part, &words, json);
    put_shares(json, "classes", part->class_all, &words);
    json_key(json, "flat");
    json_object(json);
    for (uint32_t k = 0; indicator_registry[k] != NULL; k++) put_shares(json, indicator_registry[k]->id, part->flat[k], &words);
    json_object_end(json);
    json_key(json, "rules");
    json_object(json);
    for (int rule = 0; rule < N_RULES; rule++) put_shares(json, rules[rule], part->rule[rule], &words);
    json_object_end(json);
    put_moved(part, &words, json);
}
