/* Plans and their measures as rows: what stands now. Editions that were approved are blocks (plan_edition_*). Addresses say «plan 12, measure 3»: number of the plan in the region, n of the measure in the plan. */
#ifndef STORE_PLAN_H
#define STORE_PLAN_H

#include "domain/plan.h"
#include "domain/right.h"
#include "domain/state.h"
#include "store/db.h"

typedef struct PlanRow {
    int64_t region_id, id, org_id;
    uint32_t number;
    PlanKind kind;
    PlanState state;
    Str title, goal;
    int school_year;                     /* first calendar year; 0: unknown */
    Str approved_by, approved_on, approved_number, basis, controller, columns, source_sha256, source_name;
    Str column_roles;                    /* columns of the source that were taken for something else: plan_columns_text(), intake/plan_read.h */
    uint32_t edition; bool changed;
    Str began_on;                        /* read: the day of the first edition, of a draft that of its document: what repeats is asked for from then on; ISO, empty; not of lists */
    int64_t from_plan_id, cascade_id, previous_id;
    uint32_t from_edition, above_edition; /* of the plan above: made from this one; all corrections up to that one are answered */
    Str return_reason;
    int64_t controller_id;               /* of controller, who controls the whole plan; 0: words alone */
    int64_t ended_at; Str ended_reason;  /* closed or withdrawn; 0, empty */
    uint32_t n_measures, n_accepted, n_offered, n_returned, n_dropped, n_undated; /* of the approved measures while corrections wait */
    uint32_t revision;
    int64_t made_by, made_at, changed_at;
    Str org_code, org_name, org_path;    /* read */
    OrgKind org_kind;                    /* read */
    Str controller_name, controller_post; /* read */
    uint32_t from_number, from_last;     /* read: number of the plan above and its last edition; 0 */
    uint32_t n_late;                     /* read by plan_get(), plan_list(): of a plan in force, due before PlanAsk.today, and neither done nor with the controller */
} PlanRow;

typedef struct PlanAsk {
    Str path;           /* subtree */
    Str today;          /* ISO: what is late */
    int school_year;    /* 0: any */
    PlanState state;    /* 0: any but withdrawn */
    PlanKind kind;      /* 0: any */
    int64_t from_plan_id; /* 0: any; else those made from this one, which are below it: path is not asked */
    bool own_only;      /* of the organisation at path, not below it */
} PlanAsk;
bool plan_get(DbRead *db, int64_t region_id, uint32_t number, Str today, Arena *arena, PlanRow *out, bool *found, Err *err);
bool plan_get_id(DbRead *db, int64_t region_id, int64_t id, Str today, Arena *arena, PlanRow *out, bool *found, Err *err);
/* By level of the organisation (region first), its name, school year (later first), number. */
bool plan_list(DbRead *db, int64_t region_id, const PlanAsk *ask, Arena *arena, const PlanRow **out, uint32_t *n, Err *err);
/* Measures of plans in force of one organisation that want somebody now: returned; waiting for a check, when decides; else due within since..until (ISO). */
typedef struct PlanPress { Str path, since, until; bool decides; } PlanPress;
bool plan_pressing(DbRead *db, int64_t region_id, const PlanPress *press, Arena *arena, uint32_t *out, Err *err);
bool plan_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err);
bool plan_put(DbWrite *db, const PlanRow *row, Err *err);
/* Writes all own fields if revision is still row->revision; it becomes one more. *done tells. Counts are not written: see plan_recount(). */
bool plan_save(DbWrite *db, const PlanRow *row, int64_t now, bool *done, Err *err);
/* Corrected since its edition: without a new revision, for changes of its measures. */
bool plan_mark_changed(DbWrite *db, int64_t region_id, int64_t plan_id, Err *err);
bool plan_recount(DbWrite *db, int64_t region_id, int64_t plan_id, int64_t now, Err *err);
bool plans_recount(DbWrite *db, int64_t region_id, uint32_t n, const int64_t *plan_ids, int64_t now, Err *err); /* in few statements */
/* Neither closed nor withdrawn, by id; thin: id, number, whose (org_id, org_path), title, school_year, approved_on, as reading of terms wants them. */
bool plan_living(DbRead *db, int64_t region_id, Arena *arena, const PlanRow **out, uint32_t *n, Err *err);

/* Of the whole database: plans whose counts are not what their measures say, and pieces of evidence and sources whose file is missing. */
typedef struct PlanHealth { int64_t n_plans, n_miscounted, n_without_file; } PlanHealth;
bool plan_health(DbRead *db, PlanHealth *out, Err *err);

typedef struct PlanEdition { int64_t plan_id; uint32_t edition; Str content, sha256, reason, approved_by, approved_on, approved_number; int64_t account_id, made_at; Str who; } PlanEdition;
/* How a plan below answered corrections of the plan above: the last answer on each of its measures. */
typedef enum AboveChoice { ABOVE_TAKEN = 1, ABOVE_KEPT } AboveChoice;
typedef struct PlanAnswer { int64_t plan_id; uint32_t n, edition, was_edition; AboveChoice choice; uint32_t own_n, own_edition, own_revision; Str stood; int64_t account_id, made_at; Str who; /* read */ } PlanAnswer;
bool plan_answers(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const PlanAnswer **out, uint32_t *n, Err *err);
bool plan_answer_put(DbWrite *db, int64_t region_id, const PlanAnswer *row, Err *err); /* new, or instead of the one on this measure */
bool plan_answer_remove(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, Err *err);
/* Without a new revision: answering is nobody's correction. */
bool plan_set_above(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t above_edition, Err *err);
/* Plans made from this one, neither closed nor withdrawn: all, those that answered its last edition. */
bool plan_followers(DbRead *db, int64_t region_id, int64_t plan_id, uint32_t *n, uint32_t *n_up, Err *err);

bool plan_edition_put(DbWrite *db, int64_t region_id, const PlanEdition *edition, Err *err);
/* content is read by plan_edition_get() only */
bool plan_editions(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const PlanEdition **out, uint32_t *n, Err *err);
bool plan_edition_get(DbRead *db, int64_t region_id, int64_t plan_id, uint32_t edition, Arena *arena, PlanEdition *out, bool *found, Err *err);

typedef struct SectionRow { uint32_t n; Str number, title; } SectionRow;
bool plan_sections(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const SectionRow **out, uint32_t *n, Err *err);
bool plan_sections_put(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, const SectionRow *rows, Err *err); /* replaces all */

typedef struct MeasureRow {
    int64_t region_id, id, plan_id, org_id;
    uint32_t n, position, section_n;
    Str number, task, title, bullets, expected, participants, responsible, capabilities; /* lists a line each; capabilities «C36 C48» */
    Str term_text; TermKind term_kind; Str windows, anchor, term_offset, recurrence, term_notes; bool term_by_hand;
    Str first_on, due_on;
    uint32_t line_from, line_to;
    int64_t from_measure_id, carried_from_id;
    MeasureState state; Str reason;
    uint32_t n_slots, n_proven, n_waiting, n_back, revision; /* of the slots: accepted; with something that waits for the controller; returned and nothing since */
    uint32_t n_own;                      /* accepted pieces of evidence that were accepted by who brought them */
    Str back_reason;
    int64_t changed_by, changed_at; bool deleted;
    uint32_t plan_number; Str plan_title, org_code, org_name; /* read */
    int plan_school_year; bool plan_changed;                  /* read; 0: unknown */
    Str changed_by_name;                                      /* read */
} MeasureRow;
bool measure_get(DbRead *db, int64_t region_id, uint32_t plan_number, uint32_t n, Arena *arena, MeasureRow *out, bool *found, Err *err);
bool measure_get_id(DbRead *db, int64_t region_id, int64_t id, Arena *arena, MeasureRow *out, bool *found, Err *err);
/* In the order of the plan. deleted ones are left out. */
bool measure_list(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err);
/* By n, deleted ones among them. */
bool measure_list_all(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err);
/* Made in this plan from that measure of the plan above, also when taken out since. */
bool measure_of_source(DbRead *db, int64_t region_id, int64_t plan_id, int64_t from_measure_id, Arena *arena, MeasureRow *out, bool *found, Err *err);
/* Of plans in force in a subtree: not accepted, not dropped, due on or before until (ISO), by due_on, then plan, then position. limit 0: all */
bool measure_due(DbRead *db, int64_t region_id, Str path, Str until, uint32_t limit, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err);
/* Where this account is responsible, helps or controls (part 0: any), in plans in force, not accepted or dropped. */
bool measure_mine(DbRead *db, int64_t region_id, int64_t account_id, MeasurePart part, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err);
/* 152-ФЗ: every measure that names the person, of plans in any state; and the person out of all of them, with these words instead. */
bool measure_of_person(DbRead *db, int64_t region_id, int64_t account_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err);
bool measure_erase_person(DbWrite *db, int64_t region_id, int64_t account_id, Str words, Err *err);
/* With an anchor or an event: terms that a schedule may give windows. */
bool measure_anchored(DbRead *db, int64_t region_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err);
bool measure_next_n(DbRead *db, int64_t region_id, int64_t plan_id, uint32_t *out, Err *err);
/* Everything from this position on stands one lower: a place for one more. */
bool measure_make_room(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t position, Err *err);
/* What the words of the term mean, alone, when schedules move it: nobody's correction, so the revision stays. */
bool measure_move(DbWrite *db, const MeasureRow *row, Err *err);
/* The same for many of one tree: those that now mean the same are written together. rows change their order. */
bool measures_move(DbWrite *db, int64_t region_id, uint32_t n, MeasureRow *rows, Err *err);
/* A plan that is withdrawn proves nothing above: what its measures were made from is not found by them till it comes back. */
bool measure_unlink(DbWrite *db, int64_t region_id, int64_t plan_id, Err *err);
bool measure_relink(DbWrite *db, int64_t region_id, int64_t plan_id, Err *err);
bool measure_put(DbWrite *db, const MeasureRow *row, Err *err);
/* Writes all own fields if revision is still row->revision; it becomes one more. */
bool measure_save(DbWrite *db, const MeasureRow *row, bool *done, Err *err);

/* What readers see instead of what stands, while corrections of a plan wait for approval: derived, read by lists of many plans (reminders, weeks, counts, search). By measure.
 * rows replace all; id 0: the plan itself, by its title; deleted: added since, readers do not see it. Counts follow with plan_recount(). */
bool plan_stood_put(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, const MeasureRow *rows, Err *err);
bool plan_stood_measures(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const int64_t **out, uint32_t *n, Err *err);
bool plan_stood_plans(DbRead *db, int64_t region_id, Arena *arena, const int64_t **out, uint32_t *n, Err *err); /* that have any, by id */

typedef struct MeasurePerson { int64_t id, measure_id, account_id, org_id; MeasurePart part; Role role; bool inherited /* from the plan */; Str words; Str name, post, org_name; uint32_t account_number; /* the last four: read */ } MeasurePerson;
bool measure_people(DbRead *db, int64_t region_id, int64_t measure_id, Arena *arena, const MeasurePerson **out, uint32_t *n, Err *err);
bool measure_people_put(DbWrite *db, int64_t region_id, int64_t measure_id, uint32_t n, const MeasurePerson *people, Err *err); /* replaces all */

typedef struct MeasureSlot { int64_t measure_id; uint32_t n; Str title, record_type, due_on /* ISO: of the occurrence that it is for; empty: of the measure as a whole */; bool each_school, deleted; } MeasureSlot;
bool measure_slots(DbRead *db, int64_t region_id, int64_t measure_id, Arena *arena, const MeasureSlot **out, uint32_t *n, Err *err);
bool measure_slots_put(DbWrite *db, int64_t region_id, int64_t measure_id, uint32_t n, const MeasureSlot *slots, Err *err); /* by n: new, changed; missing ones become deleted */

typedef struct EvidenceRow {
    int64_t region_id, id, measure_id, org_id, record_id;
    uint32_t number, slot_n;
    EvidenceKind kind; EvidenceState state;
    Str sha256, file_name, href, title, reason;
    int64_t account_id, made_at, decided_by, decided_at;
    uint32_t record_revision; /* the record as it was brought, then as it was accepted; 0: not of a record */
    uint32_t record_now; bool record_changed; int64_t record_changed_at; /* read: the record as it stands; its words are others than those of record_revision */
    Str org_code, org_name, who, decided_who, record_type; uint32_t record_number; /* read */
} EvidenceRow;
bool evidence_list(DbRead *db, int64_t region_id, int64_t measure_id, Arena *arena, const EvidenceRow **out, uint32_t *n, Err *err);
bool evidence_get(DbRead *db, int64_t region_id, int64_t measure_id, uint32_t number, Arena *arena, EvidenceRow *out, bool *found, Err *err);
bool evidence_of_record(DbRead *db, int64_t region_id, int64_t record_id, Arena *arena, const EvidenceRow **out, uint32_t *n, Err *err);
bool evidence_next_number(DbRead *db, int64_t region_id, int64_t measure_id, uint32_t *out, Err *err);
bool evidence_put(DbWrite *db, const EvidenceRow *row, Err *err);
bool evidence_move(DbWrite *db, const EvidenceRow *row, EvidenceState from, bool *moved, Err *err); /* state, reason, decided_*, record_revision */

/* The record that evidence shall be: record_id, record_revision, org_id, title, record_type and record_number of out are filled, and whose it is. Neither what lies in the basket nor what is opened with a reason only. */
bool evidence_find_record(DbRead *db, int64_t region_id, Str type, uint32_t number, Arena *arena, EvidenceRow *out, Str *org_path, bool *found, Err *err);
/* n_left: open schools of a subtree without accepted evidence in this slot and without an accepted measure made from this one; n_all: open schools there. */
bool evidence_schools_left(DbRead *db, int64_t region_id, Str path, int64_t measure_id, uint32_t slot_n, Arena *arena, uint32_t *n_left, uint32_t *n_all, Err *err);
/* Without a new revision: evidence is nobody's correction. */
bool measure_set_proof(DbWrite *db, const MeasureRow *row, Err *err);

/* Roll-up: for each measure of a plan and each organisation below whose plan was made from it, the derived measure's state and evidence; organisations with evidence of their own on the measure too.
 * One row a measure and organisation, by ids. state of evidence alone: accepted when every slot of each school is proven, else what waits longest for an answer. */
typedef struct RollCell { int64_t measure_id, org_id; uint32_t plan_number, n; MeasureState state; uint32_t n_slots, n_proven, n_evidence, n_accepted, n_back, n_waiting, n_own /* of a derived measure */; Str due_on; } RollCell;
bool plan_roll(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const RollCell **out, uint32_t *n, Err *err);
/* Of one measure of that plan alone. */
bool measure_roll(DbRead *db, int64_t region_id, int64_t plan_id, int64_t measure_id, Arena *arena, const RollCell **out, uint32_t *n, Err *err);
/* Organisations with a plan made from this one or with evidence of their own on its measures, by id. */
bool plan_roll_orgs(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const int64_t **out, uint32_t *n, Err *err);
/* The same counted: of each measure of a plan, derived measures by state (those of drafts apart), two steps down (a region's municipalities and their schools). Measures without derived ones are left out. */
/* Of a region's plan: what schools made of the plans of a municipality, its measures by measure_id, or whole (measure_id 0, n_plans told). By measure, then municipality. */
typedef struct RollBelow { int64_t measure_id, org_id; uint32_t n_plans, n_measures, n_accepted; } RollBelow;
bool plan_roll_below(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const RollBelow **out, uint32_t *n, Err *err);
bool plan_roll_below_orgs(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const RollBelow **out, uint32_t *n, Err *err);
typedef struct RollCount { int64_t measure_id; uint32_t n_state[MEASURE_DROPPED + 1], n_draft, n_late, n_own /* accepted, with evidence that was accepted by who brought it */; } RollCount;
bool plan_roll_counts(DbRead *db, int64_t region_id, int64_t plan_id, Str today, Arena *arena, const RollCount **out, uint32_t *n, Err *err);

/* ---- words ---- */

/* n 0: the plan itself is found by its title. Of the latest plans first; of a plan by n. Withdrawn plans are not found, neither is what was taken out of a plan. */
typedef struct PlanFound { uint32_t plan_number, n; int school_year; Str plan_title, org_name, number, title, responsible; } PlanFound;
/* Measures and plans of a subtree whose words are all of these (stems, record_stems()). limit, n_words > 0 */
bool plan_search(DbRead *db, int64_t region_id, Str path, uint32_t n_words, const Str *words, uint32_t limit, Arena *arena, const PlanFound **out, uint32_t *n, Err *err);
/* Different words of a measure, or of the plan's title (n 0), in place of those it had. */
bool plan_index(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, uint32_t n_words, const Str *words, Err *err);

#endif
