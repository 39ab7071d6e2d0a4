/* Inside flow: what one run of reminders knows, and how it is told. */
#ifndef FLOW_REMIND__H
#define FLOW_REMIND__H

#include "flow/remind.h"
#include "store/remind.h"

/* Lines of a person's week: shown in the letter, so many; the rest is counted. */
enum { WEEK_LINES = 30 };
typedef struct WeekLine { int32_t day; bool late, waits; Str words, link; } WeekLine;
typedef struct PersonWeek { uint32_t n_due, n_late, n_waits, n_lines; WeekLine *lines; } PersonWeek;

typedef struct Told { uint32_t i_person, order; NoticeKind kind; Str about, words, link; } Told;

/* People, each once. below (by the place in people): told as one of an organisation under the plan's, whose pages he may not open. */
typedef struct Audience { uint32_t n, *people, *marks, mark; bool *below; } Audience;

typedef struct Reminder {
    DbRead *db;
    Arena *arena;
    int64_t region_id, now, escalate_days, check_days;
    int32_t today, monday;
    Str root_path;
    bool with_week;            /* the digest of this week is told too: everything late is counted */
    MailChoice otherwise;      /* of those who chose nothing */
    uint32_t n_people; RemindPerson *people; PersonWeek *weeks;
    uint32_t n_holders; const RemindHolder *holders; const RemindHolder **by_org;
    uint32_t n_derived; const RemindDerived *derived;
    uint32_t n_sent; const RemindSent *sent;
    uint32_t n_plans; const RemindPlan *plans;
    uint32_t n_told, room_told; Told *told;
    Audience audience, except; /* except: told already of the same thing in another part */
    uint32_t n_measures;
} Reminder;

/* ---- who ---- */

bool remind_open(Reminder *it, Err *err);
void audience_clear(Audience *audience);
bool audience_has(const Audience *audience, uint32_t i_person);
void audience_add(const Reminder *it, Audience *audience, int64_t account_id);
/* Holders of a role at the organisation; where nobody holds it there, those below to whom the plan was sent (others cannot open it) and who are not told of it from nearer:
 * neither they nor anybody between took the measure into a plan of their own. */
void audience_role(const Reminder *it, Audience *audience, Role role, Str path, const RemindMeasure *measure);
/* Whose role at this very organisation gives the right. */
void audience_right(const Reminder *it, Audience *audience, Right right, Str path);
Str remind_org_path(const Reminder *it, int64_t org_id); /* empty: nobody works there */

/* ---- what ---- */

/* What leads there for this one of an audience: a plan above is seen in what was sent down. */
Str remind_link(Arena *arena, const Audience *audience, uint32_t i, Str link);
/* To everybody of it->audience who is not in it->except. */
void remind_tell(Reminder *it, NoticeKind kind, Str about, Str words, Str link);
/* 7, 3, 1 or 0: the nearest distance that has come; -1: the day is farther or has passed. longest: 7, or 30 for what lives for years */
int remind_milestone(int32_t today, int32_t day, int longest);
/* «Осталось 3 дня», «Остался 1 день», «Сегодня срок» */
Str remind_left(Arena *arena, int32_t today, int32_t day);
/* So many characters of a title, cut at a word with «…». */
Str remind_short(Arena *arena, Str title);

/* «план «Мероприятия по …», Энский район», ««План работы», Школа № 5»: its number says nothing outside the program. */
Str remind_plan_name(const Reminder *it, uint32_t number);

bool remind_speak_measures(Reminder *it, Err *err);
bool remind_speak_others(Reminder *it, Err *err);
/* The week of each person who has one; after the measures. */
void remind_speak_weeks(Reminder *it);
/* A line of this person's week leads there. */
bool remind_in_week(const Reminder *it, uint32_t i_person, Str link);
/* Lines of the week for its letter. */
Str remind_week_text(Reminder *it, uint32_t i_person, Str base);

#endif
