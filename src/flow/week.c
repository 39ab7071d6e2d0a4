#include "flow/week.h"

#include <stdlib.h>

#include "base/date.h"
#include "plan/term.h"
#include "store/plan.h"
#include "store/remind.h"

typedef struct Entry { WeekItem item; uint32_t order; } Entry;
typedef struct Entries { Arena *arena; uint32_t n, room; Entry *at; } Entries;

static int by_day(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    if (x->item.day != y->item.day) return x->item.day < y->item.day ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void add(Entries *it, const RemindWeek *row, int32_t day, uint32_t order)
{
    int32_t next;
    bool due = !date_parse(row->due_on, &next) || next <= day; /* of what repeats the days before the next one are done, or were before the plan */
    if (it->n == it->room) {
        uint32_t room = it->room == 0 ? 64 : it->room * 2;
        Entry *larger = arena_array(it->arena, Entry, room);
        if (it->n > 0) memcpy(larger, it->at, it->n * sizeof *larger);
        it->at = larger, it->room = room;
    }
    it->at[it->n++] = (Entry){ .order = order, .item = { .day = day, .measure_id = row->id, .plan_number = row->plan_number, .n = row->n, .state = row->state, .number = row->number, .title = row->title,
        .responsible = row->responsible, .org_name = row->org_name, .controllers = STR_EMPTY, .org_path = row->org_path, .corrected = row->corrected, .due = due } };
}

static void add_days(Entries *it, const RemindWeek *row, Window days, uint32_t order)
{
    uint32_t n = 0;
    const Window *windows = NULL;
    int32_t said = DATE_NONE;
    if (row->windows.n > 0 && !term_windows_parse(row->windows, it->arena, &n, &windows)) return;
    Term term = { .kind = row->term_kind, .text = STR_EMPTY, .n_windows = n, .windows = windows, .recurrence = row->recurrence };
    term_occurrences(&term, days, it->arena, &n, &windows);
    for (uint32_t i = 0; i < n; i++) {
        if (windows[i].to == DATE_NONE || windows[i].to == said || windows[i].to < days.from || windows[i].to > days.to) continue;
        said = windows[i].to;
        add(it, row, said, order);
    }
}

static bool name_controllers(DbRead *db, int64_t region_id, WeekItem *item, Arena *arena, Err *err)
{
    const MeasurePerson *people;
    uint32_t n;
    Buf out;
    if (!measure_people(db, region_id, item->measure_id, arena, &people, &n, err)) return false;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < n; i++) {
        if (people[i].part != MEASURE_CONTROLLER) continue;
        const char *laid = people[i].inherited && people[i].name.n == 0 && people[i].words.n > 0 ? "возложено на " : ""; /* in the accusative, as the document has it */
        Str name = people[i].name.n > 0 ? people[i].name : people[i].words.n > 0 ? people[i].words : str_of(people[i].role != 0 ? role_title(people[i].role) : "");
        buf_printf(&out, "%s%s%.*s", out.n > 0 && name.n > 0 ? ", " : "", laid, STR_ARG(name));
    }
    item->controllers = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return true;
}

bool flow_week(DbRead *db, int64_t region_id, Str path, bool own_only, Window days, Arena *arena, WeekItem **out, uint32_t *n, Err *err)
{
    const RemindWeek *rows;
    uint32_t n_rows;
    Entries entries = { .arena = arena };
    if (!remind_between(db, region_id, path, own_only, date_iso(arena, days.from), date_iso(arena, days.to), arena, &rows, &n_rows, err)) return false;
    for (uint32_t i = 0; i < n_rows; i++) add_days(&entries, &rows[i], days, i);
    if (entries.n > 0) qsort(entries.at, entries.n, sizeof *entries.at, by_day);
    WeekItem *items = arena_array(arena, WeekItem, entries.n + 1u);
    for (uint32_t i = 0; i < entries.n; i++) items[i] = entries.at[i].item;
    *out = items;
    *n = entries.n;
    return true;
}

bool flow_week_controllers(DbRead *db, int64_t region_id, WeekItem *items, uint32_t n, Arena *arena, Err *err)
{
    for (uint32_t i = 0; i < n; i++)
        if (!name_controllers(db, region_id, &items[i], arena, err)) return false;
    return true;
}
