/* What letters, plans and registers say. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "flow/remind_.h"
#include "record/record.h"
#include "store/record.h"

enum { RETURNED_DAYS = 30, LONG_LIFE_DAYS = 180, YEAR_IS_NEAR_DAYS = 21 };

static bool speak_returned(Reminder *it, Err *err)
{
    const RemindReturned *rows;
    uint32_t n;
    if (!remind_returned(it->db, it->region_id, it->now - RETURNED_DAYS * 86400LL, it->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const RemindReturned *row = &rows[i];
        audience_clear(&it->audience);
        audience_add(it, &it->audience, row->account_id);
        remind_tell(it, NOTICE_RETURNED, arena_printf(it->arena, "evidence/%u/%u/%u/%lld", row->plan_number, row->n, row->number, (long long)row->decided_at),
            arena_printf(it->arena, "Вернули подтверждение № %u: «%.*s», %.*s", row->number, STR_ARG(remind_short(it->arena, row->measure_title)), STR_ARG(remind_plan_name(it, row->plan_number))),
            arena_printf(it->arena, "/plans/%u/measures/%u", row->plan_number, row->n));
    }
    return true;
}

/* ---- from above ---- */

typedef struct Asked { const RemindCascade *row; const char *word, *what, *missing; int32_t day; } Asked;

static void speak_asked(Reminder *it, const Asked *asked)
{
    Arena *arena = it->arena;
    const RemindCascade *row = asked->row;
    int milestone = remind_milestone(it->today, asked->day, 7);
    if (milestone < 0 && asked->day >= it->today) return;
    Str about = milestone >= 0 ? arena_printf(arena, "cascade/%u/%s-%d/%.*s", row->number, asked->word, milestone, STR_ARG(date_iso(arena, asked->day)))
                               : arena_printf(arena, "cascade/%u/%s-late/%.*s", row->number, asked->word, STR_ARG(date_iso(arena, asked->day)));
    Str head = milestone >= 0 ? remind_left(arena, it->today, asked->day) : arena_printf(arena, "Срок вышел %.*s", STR_ARG(date_short(arena, asked->day)));
    audience_clear(&it->audience);
    audience_right(it, &it->audience, RIGHT_PLAN_WRITE, row->org_path);
    remind_tell(it, NOTICE_CASCADE, about, arena_printf(arena, "%.*s, %s: «%.*s»", STR_ARG(head), asked->what, STR_ARG(remind_short(arena, row->title))), arena_printf(arena, "/inbox/%u", row->number));
}

/* The sender is told once how many did not answer in time. */
static void speak_sender(Reminder *it, const Asked *asked, uint32_t n)
{
    if (n == 0) return;
    audience_clear(&it->audience);
    audience_right(it, &it->audience, RIGHT_PLAN_CONTROL, asked->row->from_path);
    remind_tell(it, NOTICE_ESCALATED, arena_printf(it->arena, "cascade/%u/%s-missing/%.*s", asked->row->number, asked->word, STR_ARG(date_iso(it->arena, asked->day))),
        arena_printf(it->arena, "%s в срок: %.*s, «%.*s»", asked->missing, STR_ARG(number_of(it->arena, n, "организация", "организации", "организаций")), STR_ARG(remind_short(it->arena, asked->row->title))),
        arena_printf(it->arena, "/cascades/%u", asked->row->number));
}

static bool speak_cascades(Reminder *it, Err *err)
{
    const RemindCascade *rows;
    uint32_t n;
    if (!remind_cascades(it->db, it->region_id, date_iso(it->arena, it->today + 7), it->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0, n_unseen = 0, n_unplanned = 0; i < n; i++) {
        Asked see = { &rows[i], "see", "ознакомьтесь", "Не ознакомились", DATE_NONE }, plan = { &rows[i], "plan", "утвердите свой план", "Не утвердили свой план", DATE_NONE };
        bool asks_see = date_parse(rows[i].see_by, &see.day), asks_plan = date_parse(rows[i].plan_by, &plan.day);
        bool unseen = asks_see && rows[i].seen_at == 0, unplanned = asks_plan && rows[i].plan_state != PLAN_IN_FORCE && rows[i].plan_state != PLAN_CLOSED;
        if (unseen) speak_asked(it, &see);
        if (unplanned) speak_asked(it, &plan);
        n_unseen += unseen && see.day < it->today;
        n_unplanned += unplanned && plan.day < it->today;
        if (i + 1 < n && rows[i + 1].number == rows[i].number) continue;
        speak_sender(it, &see, n_unseen);
        speak_sender(it, &plan, n_unplanned);
        n_unseen = n_unplanned = 0;
    }
    return true;
}

/* ---- the plan above was corrected ---- */

static bool changes_of(const Reminder *it, const RemindAbove *row, Str *brief, Err *err)
{
    PlanContent contents[2];
    const PlanChange *changes;
    uint32_t n;
    *brief = STR_EMPTY;
    for (uint32_t i = 0; i < 2; i++) {
        PlanEdition edition;
        bool found;
        if (!plan_edition_get(it->db, it->region_id, row->above_id, row->above_edition - 1 + i, it->arena, &edition, &found, err)) return false;
        if (!found) return true;
        if (!plan_content_read(edition.content, it->arena, &contents[i], err)) return false;
    }
    plan_content_diff(&contents[0], &contents[1], it->arena, &n, &changes);
    *brief = plan_changes_brief(n, changes, it->arena);
    return true;
}

static bool speak_above(Reminder *it, Err *err)
{
    const RemindAbove *rows;
    uint32_t n;
    Str brief = STR_EMPTY;
    if (!remind_above(it->db, it->region_id, it->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if ((i == 0 || rows[i].above_id != rows[i - 1].above_id) && !changes_of(it, &rows[i], &brief, err)) return false;
        audience_clear(&it->audience);
        audience_right(it, &it->audience, RIGHT_PLAN_WRITE, rows[i].org_path);
        remind_tell(it, NOTICE_CASCADE, arena_printf(it->arena, "plan/%u/above/%u", rows[i].plan_number, rows[i].above_edition), arena_printf(it->arena, "В плане выше изменилось: %.*s. Ваш %.*s: примите или оставьте своё", STR_ARG(remind_short(it->arena, brief)), STR_ARG(remind_plan_name(it, rows[i].plan_number))),
            arena_printf(it->arena, "/plans/%u/above", rows[i].plan_number));
    }
    return true;
}

/* ---- registers ---- */

static bool speak_records(Reminder *it, Err *err)
{
    Record *rows;
    uint32_t n;
    if (!record_due(it->db, it->region_id, it->root_path, date_iso(it->arena, it->today + 30), INT32_MAX, it->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const Record *row = &rows[i];
        const RecordType *type = record_type_find(row->type);
        int32_t day, from;
        if (type == NULL || !record_waits(type, row->state) || !date_parse(row->until, &day)) continue;
        bool lives_long = date_parse(row->day, &from) && day - from > LONG_LIFE_DAYS;
        int milestone = remind_milestone(it->today, day, lives_long ? 30 : 7);
        if ((milestone < 0 && day >= it->today) || it->today - day > 30) continue;
        Str head = milestone >= 0 ? remind_left(it->arena, it->today, day) : arena_printf(it->arena, "Срок вышел %.*s", STR_ARG(date_short(it->arena, day)));
        Str about = milestone >= 0 ? arena_printf(it->arena, "record/%.*s/%u/due-%d/%.*s", STR_ARG(row->type), row->number, milestone, STR_ARG(row->until))
                                   : arena_printf(it->arena, "record/%.*s/%u/late/%.*s", STR_ARG(row->type), row->number, STR_ARG(row->until));
        Str title = row->restricted ? STR("закрытая запись") : arena_printf(it->arena, "«%.*s»", STR_ARG(remind_short(it->arena, row->title)));
        audience_clear(&it->audience);
        audience_right(it, &it->audience, RIGHT_RECORD_WRITE, row->org_path);
        remind_tell(it, NOTICE_EXPIRES, about, arena_printf(it->arena, "%.*s: %s № %u %.*s", STR_ARG(head), type->one, row->number, STR_ARG(title)), arena_printf(it->arena, "/records/%.*s/%u", STR_ARG(row->type), row->number));
    }
    return true;
}

/* ---- terms that hang on unknown days ---- */

static bool speak_undated(Reminder *it, Err *err)
{
    const RemindUndated *rows;
    uint32_t n;
    int year = date_school_year(it->today + YEAR_IS_NEAR_DAYS);
    if (!remind_undated(it->db, it->region_id, year, it->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const RemindUndated *row = &rows[i];
        audience_clear(&it->audience);
        audience_right(it, &it->audience, RIGHT_PLAN_WRITE, row->org_path);
        remind_tell(it, NOTICE_UNDATED, arena_printf(it->arena, "plan/%u/undated/%d", row->plan_number, year),
            arena_printf(it->arena, "Нет дат у %.*s плана № %u: ждут, например, «%.*s». Введите дни — сроки встанут сами", STR_ARG(number_of(it->arena, row->n, "пункта", "пунктов", "пунктов")), row->plan_number,
                STR_ARG(remind_short(it->arena, row->anchor))),
            STR("/schedules"));
    }
    return true;
}

bool remind_speak_others(Reminder *it, Err *err)
{
    audience_clear(&it->except);
    return speak_returned(it, err) && speak_cascades(it, err) && speak_above(it, err) && speak_records(it, err) && speak_undated(it, err);
}
