/* Inside flow: one change of a plan or of a measure, in one transaction. */
#ifndef FLOW_PLAN__H
#define FLOW_PLAN__H

#include "flow/audit_.h"
#include "flow/plan.h"
#include "plan/term.h"
#include "store/account.h"
#include "store/org.h"
#include "store/procedure.h"

typedef struct PlanTask PlanTask;
typedef bool (*PlanStep)(DbWrite *write, PlanTask *task, Err *err);
struct PlanTask {
    const Who *who;
    PlanStep step;
    uint32_t number, n; /* of the plan, of the measure; 0: of none */
    const void *ask;    /* the step's own */
    uint32_t seen;      /* of decisions: what the person looked at (revision of the measure, EvidenceState of a piece); 0: whatever stands */
    uint32_t made;      /* number of what the step made */
    /* of one run: a transaction may be run again */
    struct Colleagues { bool read; uint32_t n; PersonRow *rows; } *colleagues; /* of the plan's organisation, read when a name is first looked for */
    Arena *arena;
    int64_t now;
    int32_t today;
    Str today_iso;
    PlanRow plan;
    MeasureRow measure;
    const Measure *said;             /* what the document says of the measure that is made; NULL: it is made of nothing */
};

/* Reads the plan and the measure that are named, then runs the step. fails  ERR_NOT_FOUND, as the step */
bool plan_task_run(Flow *flow, PlanTask *task, Err *err);
/* The right over the plan's organisation. */
bool plan_demand(const PlanTask *task, Right right, Err *err);
Org plan_own_org(const PlanRow *plan);
/* Who does the measure in this organisation's name: who runs its plan; who is responsible or helps, by account, by surname and initials, by post, by role; anybody there who brings evidence when it names the organisation alone. */
bool measure_is_done_by(const Who *who, const Org *org, uint32_t n, const MeasurePerson *people, Arena *arena);
/* fails  ERR_DENIED in words: whom to ask */
bool measure_demand_doer(DbRead *db, const PlanTask *task, const Org *org, Err *err);
/* PLAN_CONTROL over the plan's organisation, or a named controller with the right to see the plan: of the measure, or of the one above that it was made from. */
bool measure_demand_control(DbRead *db, const PlanTask *task, Err *err);
/* The plan may be corrected: a draft or in force. fails  ERR_CONFLICT in words */
bool plan_is_open(const PlanRow *plan, Err *err);
/* Entry of the journal about the plan, or about the measure. words: changes end by ";\n" (add_change()). */
bool plan_note(DbWrite *write, const PlanTask *task, const char *verb, Str words, Err *err);
bool measure_note(DbWrite *write, const PlanTask *task, const char *verb, Str words, Err *err);
/* It is in the plan for those who carry it out: in the edition, whatever corrections wait; in a draft as it stands. */
bool measure_stands(DbRead *db, const PlanTask *task, bool *stands, Err *err);
/* A measure as it is now in task->measure is written, its plan counted anew and, when content is true, marked as corrected since its edition; then the note. */
bool measure_write(DbWrite *write, PlanTask *task, bool content, const char *verb, Str words, Err *err);
/* Words that the search knows; written with the row itself: measure_make(), measure_write(), plan_make(), plan_write(); of a plan that was approved, with its next approval. */
bool plan_index_title(DbWrite *write, const PlanRow *plan, Arena *arena, Err *err);
bool plan_index_measure(DbWrite *write, const PlanRow *plan, const MeasureRow *row, Arena *arena, Err *err);
/* The plan as it is now in task->plan is written; then the note. */
bool plan_write(DbWrite *write, PlanTask *task, const char *verb, Str words, Err *err);
/* ERR_CONFLICT: what the journal says was changed since revision seen. Every raise of a revision has one entry. */
bool plan_conflict(DbRead *db, const PlanTask *task, bool of_measure, uint32_t seen, Err *err);
/* ERR_CONFLICT: what another decided about the measure since, who and when. */
bool decided_conflict(DbRead *db, const PlanTask *task, Err *err);
/* The reason that a step asks for. */
bool reason_fits(Str reason, const char *what, Err *err);

/* «поле: было → стало», when they differ; nothing stands as «—», line ends as «; ». */
void add_change(Buf *out, const char *field, Str before, Str after);
Str changes_words(Buf *out, Arena *arena); /* and frees */

Str plan_year_words(int school_year, Arena *arena); /* «2026/2027»; 0 gives empty */

/* ---- what readers see meanwhile ---- */

/* The edition of a corrected plan against what stands, written down anew for lists of many plans; counts of the plan are of what readers see. At the end of whatever changes a plan (plan_task_run does it for its own). */
bool plan_stood_follow(DbWrite *write, int64_t region_id, int64_t plan_id, Arena *arena, int64_t now, Err *err);
/* The search finds the words of the edition: of what plan_stood_follow() wrote down, as the plan stands now (corrected, or just approved). */
bool plan_stood_index(DbWrite *write, const PlanRow *plan, Arena *arena, Err *err);

/* ---- changing ---- */

#define VERB_EDITED "исправлен пункт"
/* task->measure becomes what edit says, with its people and expected evidence; nothing is written where nothing differs. fails  as flow_measure_edit() */
bool measure_change(DbWrite *write, PlanTask *task, const MeasureEdit *edit, const char *verb, Err *err);
/* task->measure is taken out of its plan, or put back. */
bool measure_stand(DbWrite *write, PlanTask *task, bool stands, Err *err);
/* The people of task->measure become those that its words name. */
bool measure_follow_people(DbWrite *write, const PlanTask *task, Err *err);
/* What stands, as an edit that changes nothing. section: the title of its section */
MeasureEdit measure_as_edit(const MeasureRow *row, Str section);
/* By number or title; a new one is put behind the others. words empty: 0 */
bool measure_section(DbWrite *write, const PlanTask *task, Str words, uint32_t *section_n, Err *err);
/* A measure of the plan above becomes one of this plan: row says its words, n and position, the rest is above's; what is asked from each school is asked here from this one. */
bool measure_copy_down(DbWrite *write, const PlanTask *task, const MeasureRow *above, MeasureRow row, const TermContext *terms, Err *err);
/* Words of the content as a row, not yet understood. Decisions come before measures: i counts both. */
MeasureRow plan_row_of(const PlanContent *content, uint32_t i, Arena *arena);
/* A decision of minutes or a point of an order; false: an item of the plan in its annex. */
bool plan_row_is_decision(const PlanRow *plan, const MeasureRow *row, const SectionRow *sections, uint32_t n_sections);
/* Its sections by n, the one of the decisions first when a plan follows them. */
const SectionRow *plan_sections_of(const PlanContent *content, Arena *arena, uint32_t *n);

/* ---- corrections of the plan above ---- */

/* Everything below that has nothing to answer in the last edition of this plan is up with it. */
bool plan_above_settle(DbWrite *write, const PlanTask *task, Err *err);

/* ---- words of a plan ---- */

/* How people call a measure: its number in the document, «4.2», or its name, cut between words. (n is the number of its page, nobody's word.) */
enum { MEASURE_SAID_BYTES = 160 };
typedef struct MeasureSaid { char text[MEASURE_SAID_BYTES]; } MeasureSaid;
MeasureSaid measure_said(const MeasureRow *row);

/* What an expected result asks for, told apart by lines, bullets, «;» and sentences; at most LIMIT_MEASURE_SLOTS, the last one holds the rest: no word is lost. n from 1. */
uint32_t plan_slots_of(Str expected, bool each_school, Arena *arena, const MeasureSlot **out);
/* The same for a measure: of a term that repeats, for each occurrence with its last day («Справка — IV квартал»; of what is done every week or day, a month), when these are at most LIMIT_MEASURE_SLOTS. */
uint32_t measure_slots_of(const MeasureRow *row, bool each_school, Arena *arena, const MeasureSlot **out);
/* Slots follow the words and the days of before → row as long as nobody changed them and nothing was brought. */
bool measure_follow_slots(DbWrite *write, const PlanRow *plan, const MeasureRow *before, MeasureRow *row, Arena *arena, Err *err);
/* Whom words name: the role, seen from an organisation of that kind; 0: none is recognised. */
Role plan_role_of(Str words, OrgKind kind, Arena *arena);
/* The surname in the accusative is this word: «Наумову» of «Наумова», «Иванова» of «Иванов». */
bool plan_is_accusative(Str word, Str surname, Arena *arena);
/* In the dative: «Ивановой» of «Иванова», «Петрову» of «Петров». */
bool plan_is_dative(Str word, Str surname, Arena *arena);
/* «Контроль за исполнением приказа возложить на заведующего ИМЦ Наумову Т.Я.»: «заведующего ИМЦ Наумову Т.Я.»; empty for any other point. */
Str plan_controller_of(Str decision, Arena *arena);
/* task->plan.controller becomes these words, an account where exactly one colleague fits. Measures follow apart: plan_control_follow(). */
bool plan_set_controller(DbRead *db, PlanTask *task, Str words, Err *err);
/* People of a measure, and whoever controls the whole plan where none of them controls it; room for one more. Inherited ones among people are left out first. */
uint32_t plan_control_add(const PlanTask *task, MeasurePerson *people, uint32_t n);
/* Every measure without a controller of its own has the one of the plan. */
bool plan_control_follow(DbWrite *write, const PlanTask *task, Err *err);
/* Initials stand in the words: they mean one person. */
bool plan_names_somebody(Str words);
/* A surname with initials in the words and this person's name are one: «Наумова Т.Я.», «Т. Я. Наумова» and «Наумова Татьяна Яковлевна». */
bool plan_names_person(Str words, Str name, bool accusative, Arena *arena);
/* A line each becomes a responsible person: an account of the organisation where exactly one fits by name, a role, or words alone. */
bool plan_people_of(DbRead *db, const PlanTask *task, Str lines, const MeasurePerson **out, uint32_t *n, Err *err);
/* «Соисполнители» and «Контроль» of a document, found among colleagues as those above. */
bool plan_others_of(DbRead *db, const PlanTask *task, const Measure *said, const MeasurePerson **out, uint32_t *n, Err *err);
/* Every line names people of schools: each school brings its own evidence. */
bool plan_asks_schools(const PlanRow *plan, Str lines, Arena *arena);

/* ---- terms ---- */

/* What words of this plan's terms are read with: its school year, its day, the schedules above its organisation, the dates of the region's procedures. */
bool plan_terms(DbRead *db, const PlanRow *plan, Arena *arena, TermContext *out, Err *err);
/* The same for many plans: read once, then without the database. */
typedef struct TermSources { uint32_t n_entries, n_procedures; const ScheduleEntry *entries; const ProcedureRow *procedures; } TermSources;
bool term_sources_read(DbRead *db, int64_t region_id, Arena *arena, TermSources *out, Err *err);
TermContext plan_terms_of(const PlanRow *plan, const TermSources *sources, Arena *arena);
/* Kind, windows, days and notes by row->term_text. */
void measure_understand(MeasureRow *row, const TermContext *terms, Arena *arena);
/* Of a term that repeats: its windows become the occurrences of that school year, one bar when they are more than LIMIT_MEASURE_SLOTS. measure_understand() has done it. */
void measure_repeat(MeasureRow *row, int school_year, int rule_from /* as Term has it */, Arena *arena);
/* After windows became others: slots of a term that repeats follow them, due_on is the next occurrence without evidence. Of other terms nothing. */
bool measure_follow_days(DbWrite *write, const PlanRow *plan, const MeasureRow *before, MeasureRow *row, Arena *arena, Err *err);
/* due_on of a measure whose slots have days: the first since that day without anything brought, else the last. is_brought NULL: nothing is. */
void measure_due_next(MeasureRow *row, Str since, uint32_t n, const MeasureSlot *slots, const bool *is_brought);
/* The same for every measure of the plan whose windows no person chose; n_moved (may be NULL): those that became others. */
bool plan_understand(DbWrite *write, const PlanRow *plan, Arena *arena, uint32_t *n_moved, Err *err);
/* Windows as they stand in the database, for people: «01.11.2020–31.12.2020; до 19.01.2022». */
Str measure_days_words(Str windows, Arena *arena);
void measure_set_windows(MeasureRow *measure, uint32_t n, const Window *windows, Arena *arena);

/* ---- evidence ---- */

/* n_slots and n_proven of a measure as its slots and evidence stand now. A slot of each school is proven when every open school below has accepted evidence in it, or its own derived measure accepted. */
bool measure_count_proof(DbRead *db, const PlanRow *plan, MeasureRow *measure, Arena *arena, Err *err);
/* The same written, for this measure and for the one above that it was made from. */
bool measure_prove(DbWrite *write, PlanTask *task, Err *err);
/* Of the measure above alone, when what stands below it has changed; 0: nothing. */
bool measure_prove_above(DbWrite *write, const PlanTask *task, int64_t measure_id, Err *err);
/* Nobody else of the plan's organisation, and no other named controller of the measure, could accept. */
bool controls_alone(DbRead *db, const PlanTask *task, bool *alone, Err *err);
/* Entries of the journal that go with no new revision: what somebody typed in a form does not fear them. */
#define VERB_BROUGHT  "принесено подтверждение"
#define VERB_TOOK     "отозвано подтверждение"
#define VERB_ACCEPTED "принято подтверждение"
#define VERB_RETURNED "возвращено подтверждение"
#define VERB_MOVED    PLAN_VERB_MOVED

/* ---- writing a plan ---- */

/* flow_plan_new() without a source, and one thing more in the same transaction, once the plan stands in task->plan. */
typedef bool (*PlanAlso)(DbWrite *write, PlanTask *task, void *context, Err *err);
bool plan_new_with(Flow *flow, const Who *who, Str org_code, const PlanContent *content, PlanAlso also, void *context, uint32_t *number, Err *err);

/* A measure with its people and slots, new. row->n and position are given. */
bool measure_make(DbWrite *write, const PlanTask *task, MeasureRow *row, Err *err);
/* Number, id, state draft: then the row is written and stands in task->plan. */
bool plan_make(DbWrite *write, PlanTask *task, const Org *org, PlanRow *row, Err *err);
bool plan_org(DbRead *db, const Who *who, Str code, Arena *arena, Org *out, Err *err);

#endif
