/* Lists from outside: results of an olympiad or contest, schools that somebody asks to study. */
#include <math.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static bool score_fits(double score) { return isnan(score) || (score >= 0 && score <= LIMIT_TOTAL); }

static void check_contest(Str bytes, Arena *arena)
{
    ContestList list;
    Err err = { 0 };
    bool read = intake_contest(bytes, STR("школьный"), arena, &list, &err);
    BUG_ON(!read && (err.code == ERR_NONE || err.what[0] == '\0'));
    if (!read) return;
    BUG_ON(list.n > list.n_rows || list.n_complaints > LIMIT_COMPLAINTS_KEPT || (list.n < list.n_rows && list.n_complaints == 0));
    for (uint32_t i = 0; i < list.n; i++) {
        const ContestRow *row = &list.rows[i];
        BUG_ON(row->source_row == 0 || row->school.n == 0 || row->code.n == 0 || row->stage.n == 0 || row->status.n == 0);
        BUG_ON(!score_fits(row->score) || !score_fits(row->score_max) || row->score > row->score_max);
    }
    for (uint32_t i = 0; i < list.n_complaints; i++)
        BUG_ON(list.complaints[i].row == 0 || list.complaints[i].text.n == 0 || !utf8_valid(list.complaints[i].value));
}

static void check_study(Str bytes, Arena *arena)
{
    StudyList list;
    Err err = { 0 };
    bool read = intake_study_list(STR("список"), bytes, arena, &list, &err);
    BUG_ON(!read && (err.code == ERR_NONE || err.what[0] == '\0'));
    if (!read) return;
    BUG_ON(list.n == 0);
    for (uint32_t i = 0; i < list.n; i++) BUG_ON(list.rows[i].school.n == 0 || !utf8_valid(list.rows[i].until));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)1 << 30);
    Str text = { (const char *)bytes, n };
    check_contest(text, arena);
    check_study(text, arena);
    arena_free(arena);
    return 0;
}
