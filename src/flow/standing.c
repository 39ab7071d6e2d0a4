#include "flow/standing.h"

#include "base/date.h"

bool measure_is_over(const MeasureRow *row) { return row->state == MEASURE_ACCEPTED || row->state == MEASURE_DROPPED; }

bool evidence_is_own(const EvidenceRow *one) { return one->state == EVIDENCE_ACCEPTED && one->decided_by != 0 && one->decided_by == one->account_id; }

bool measure_is_undated(const MeasureRow *row) { return row->due_on.n == 0 && !measure_is_over(row); }

bool measure_term_means_nothing(const MeasureRow *row)
{
    return row->term_text.n > 0 && row->windows.n == 0 && row->anchor.n == 0 && row->recurrence.n == 0 && row->term_kind != TERM_WHOLE_YEAR;
}

int32_t measure_days_late(const MeasureRow *row, int32_t today)
{
    int32_t due;
    return !measure_is_over(row) && date_parse(row->due_on, &due) && due < today ? today - due : 0;
}

bool measure_is_late(const MeasureRow *row, int32_t today) { return measure_days_late(row, today) > 0 && measure_standing(row, today) != STANDING_CHECKED; }

Standing measure_standing(const MeasureRow *row, int32_t today)
{
    int32_t first;
    switch (row->state) {
    case MEASURE_ACCEPTED: return STANDING_DONE;
    case MEASURE_DROPPED: return STANDING_DROPPED;
    case MEASURE_OFFERED: return STANDING_CHECKED;
    case MEASURE_RETURNED: return STANDING_RETURNED;
    case MEASURE_OPEN: break;
    }
    if (row->n_back > 0) return STANDING_RETURNED;
    bool late = measure_days_late(row, today) > 0, all_came = row->n_proven + row->n_waiting >= row->n_slots;
    if (row->n_waiting > 0 && (all_came || !late)) return STANDING_CHECKED; /* what is late and has brought a part is late */
    if (late) return STANDING_LATE;
    return date_parse(row->first_on, &first) && first > today ? STANDING_AHEAD : STANDING_RUNS;
}

const char *standing_title(Standing standing)
{
    static const char *const titles[N_STANDINGS] = { "идёт", "впереди", "просрочено", "возвращено", "на проверке", "сделано", "снято" };
    return titles[standing];
}
