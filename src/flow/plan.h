/* The life of a plan: read from a document or a pack, corrected, approved as editions, sent down, rolled forward; its measures closed by evidence that a controller accepts.
 * Entries of the journal: «plan/12», «plan/12/measure/3», «cascade/4». Rights: PLAN_WRITE, PLAN_APPROVE, PLAN_CONTROL, EVIDENCE_WRITE of the plan's organisation (a measure's own controller
 * and responsible people may act on that measure with the right to see the plan; EVIDENCE_WRITE alone is enough only where the measure names the organisation: plan_may.c). */
#ifndef FLOW_PLAN_H
#define FLOW_PLAN_H

#include "domain/capability.h"
#include "domain/plan.h"
#include "flow/flow.h"
#include "intake/document.h"
#include "store/cascade.h"
#include "store/plan.h"

/* ---- making ---- */

/* From what was read (flow/plan_read.h): a draft with its measures; expected results become slots of evidence (one for each expected thing when they are told apart by «;», lines or bullets);
 * words of responsible people become roles where they name one («руководители ОО» is ROLE_SCHOOL below the plan's organisation). Orders and minutes: decisions become measures.
 * source: bytes of the document, kept as an attachment before the transaction; may be empty. number: of the new plan */
typedef struct PlanSource { Str name, bytes; } PlanSource;
bool flow_plan_new(Flow *flow, const Who *who, Str org_code, const PlanContent *content, const PlanSource *source, uint32_t *number, Err *err);
/* The same from a ready pack (plan/pack.h), for a school year. fails  ERR_NOT_FOUND: no such pack */
bool flow_plan_from_pack(Flow *flow, const Who *who, Str org_code, Str pack_id, int school_year, uint32_t *number, Err *err);
/* For pages, which do not see plan/: packs in the order of the registry, those for this kind of organisation first. */
typedef struct PackView { Str id, title, source, what; PlanKind kind; OrgKind level; uint32_t n_measures; } PackView;
uint32_t flow_plan_packs(OrgKind level, Arena *arena, const PackView **out);
/* What the pack would make, to look at before. *found false: no such pack */
void flow_plan_pack_content(Str pack_id, int school_year, Arena *arena, PlanContent *out, bool *found);

/* What stands now as content, corrections that nobody approved among it: for drafts, editions, comparison. */
bool flow_plan_content(DbRead *db, const PlanRow *plan, Arena *arena, PlanContent *out, Err *err);
/* An edition as it was approved; 0: what stands now. fails  ERR_NOT_FOUND */
bool flow_plan_edition(DbRead *db, const PlanRow *plan, uint32_t edition, Arena *arena, PlanContent *out, Err *err);

/* An entry of the journal with this verb tells of other words: «исправлен пункт», «добавлен пункт». */
bool plan_verb_corrects(Str verb);
/* What an entry of the plan with verb PLAN_VERB_MOVED says of this measure: «график ВПР»: 18.11.2026 → 20.12.2026»; empty: nothing. */
#define PLAN_VERB_MOVED "сдвинут срок"
Str plan_moved_words(Str words, const MeasureRow *row, Arena *arena);
/* What readers, addressees, papers and calendars get: words of the last approved edition with states, evidence and days of schedules as they are now. A draft, and a plan that was not corrected since: as it is.
 * Counts of out->plan follow; today (ISO): for n_late, empty: 0. */
typedef struct PlanWords { PlanRow plan; uint32_t n_sections; const SectionRow *sections; uint32_t n; const MeasureRow *measures; } PlanWords;
bool flow_plan_approved(DbRead *db, const PlanRow *plan, Str today, Arena *arena, PlanWords *out, Err *err);
/* Counts of rows: a plan as its writers see it has other ones than its edition. */
void plan_count_rows(PlanRow *plan, const MeasureRow *rows, uint32_t n, Str today);
/* Its title, goal, basis and year alone. */
bool flow_plan_approved_head(DbRead *db, PlanRow *plan, Arena *arena, Err *err);
/* One measure so. *found false: it was added since and is not approved yet */
bool flow_measure_approved(DbRead *db, const PlanRow *plan, MeasureRow *row, Arena *arena, bool *found, Err *err);
/* measure_mine() so, every part. */
bool flow_measures_mine(DbRead *db, const Who *who, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err);

/* «п. 2.1 приказа № 259», «п. 17 плана» in the words of a plan, where Merilo has that point and this person may open it: bytes of the text and the measure; cascade: through what was sent down, 0: itself.
 * Of this plan, of the one it was made from, of an approved document with that number in this organisation or above it. In the order of the text. */
typedef struct PlanLink { size_t from, to; uint32_t plan, n, cascade; } PlanLink;
bool flow_plan_links(DbRead *db, const Who *who, const PlanRow *plan, Str text, Arena *arena, const PlanLink **out, uint32_t *n, Err *err);

/* Own fields of a plan: those of edit that are not NULL. revision: what the person saw; ERR_CONFLICT says who changed what since. */
typedef struct PlanEdit { uint32_t revision; const Str *title, *goal, *basis, *controller /* of the whole plan, «заведующего ИМЦ Наумову Т.Я.»; empty: nobody */; const int *school_year; } PlanEdit;
bool flow_plan_edit(Flow *flow, const Who *who, uint32_t number, const PlanEdit *edit, Err *err);

/* A measure as a person typed it. n 0: a new one after «after_n» (0: last). Words of the term are understood again; windows (term_windows_parse) replace what they mean when given.
 * fails  ERR_CONFLICT: another has changed it since revision; err.detail holds «поле: было → стало» a line each, so nothing typed is lost */
typedef struct MeasureEdit {
    uint32_t n, after_n, revision;
    Str number, section, task, title, bullets, expected, participants, responsible, term, windows; /* section: its number or title; lists a line each; windows empty: by the words */
    Str capabilities;    /* «C36 C48»; of a new measure empty: by its words. They follow later words too, until somebody chooses others */
} MeasureEdit;
/* What the words of a measure call for: «C36 C48», empty when they say too little. */
Str flow_measure_capabilities(const MeasureRow *row, Arena *arena);
bool flow_measure_edit(Flow *flow, const Who *who, uint32_t plan, const MeasureEdit *edit, uint32_t *n, Err *err);
/* Many at once, all of one plan, none of them new: whole or nothing. refused (room n) says which could not be written and why; then nothing was, and err says how many. */
typedef struct MeasureRefusal { uint32_t n; Err why; } MeasureRefusal;
bool flow_measures_edit(Flow *flow, const Who *who, uint32_t plan, uint32_t n, const MeasureEdit *edits, MeasureRefusal *refused, uint32_t *n_refused, Err *err);
/* Columns of the plan's own document, read from its kept bytes, are taken otherwise (PlanRow.column_roles, plan_columns.h): the document is read so and so, and what differs is written into the plan;
 * what a person corrected by hand, or took out, stays as it is. was: the choices that the person saw; taking them again is the undo.
 * fails  ERR_CONFLICT: others were chosen since; ERR_INPUT: nothing is left to be a measure */
typedef struct PlanColumnsDone { uint32_t n_changed, n_added, n_removed; uint32_t n_kept; /* measures where words typed by hand stood in the way */ } PlanColumnsDone;
bool flow_plan_columns(Flow *flow, const Who *who, uint32_t number, const SourceDoc *doc, Str was, Str choices, PlanColumnsDone *out, Err *err);
/* What words mean as a term of this plan: windows as they stand in the database; empty: no days. Where days were set by hand and the words are changed, a form asks which days are right:
 * keeps: those set by hand are the ones to propose, since the new words name no days or the very days that the old words named. */
bool flow_term_reading(DbRead *db, const PlanRow *plan, const MeasureRow *row, Str words, Arena *arena, Str *windows, bool *keeps, Err *err);
bool flow_measure_remove(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t revision, Err *err);
bool flow_measure_restore(Flow *flow, const Who *who, uint32_t plan, uint32_t n, Err *err); /* undo of the above */
bool flow_measure_people(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t n_people, const MeasurePerson *people, Err *err);
bool flow_measure_slots(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t n_slots, const MeasureSlot *slots, Err *err);

/* Words of one responsible in whatever case and with whatever first letter give one key: «Руководители ОО», «руководителям ОО»; a person by name only as written. */
Str flow_plan_who_key(Str words, Arena *arena);

/* ---- approval ---- */

bool flow_plan_submit(Flow *flow, const Who *who, uint32_t number, Err *err);                    /* draft → waits */
bool flow_plan_return(Flow *flow, const Who *who, uint32_t number, Str reason, Err *err);        /* waits → draft */
/* draft, waits, or in force with corrections → the next edition. reason is asked from the second edition on. Of a plan made by cascade the sender may approve too. */
typedef struct PlanApproval { Str approved_by, number, reason; int32_t on; int school_year; /* of the first edition, confirmed; 0: as it stands */ } PlanApproval;
bool flow_plan_approve(Flow *flow, const Who *who, uint32_t number, const PlanApproval *approval, Err *err);
bool flow_plan_withdraw(Flow *flow, const Who *who, uint32_t number, Str reason, Err *err);
/* «отменён 12.03.2026: причина», «завершён 12.03.2026»; empty: it goes on. */
Str plan_ended(const PlanRow *plan, Arena *arena);
/* Withdrawn or closed by mistake: in force again, or a draft. fails  ERR_CONFLICT in words: another plan was made instead since */
bool flow_plan_reopen(Flow *flow, const Who *who, uint32_t number, Str reason, Err *err);
bool flow_plan_close(Flow *flow, const Who *who, uint32_t number, Err *err);                     /* the year is over; what is not done stays as it is */
/* Next year's draft: measures chosen by n (none: all not dropped), terms moved by a year, those not accepted marked as carried over. */
bool flow_plan_roll_forward(Flow *flow, const Who *who, uint32_t number, uint32_t n_chosen, const uint32_t *chosen, uint32_t *new_number, Err *err);

/* ---- down the tree ---- */

typedef struct CascadeAsk { uint32_t plan; Str record_type; uint32_t record; Str org_code /* sender, for a record */, title, words; int32_t see_by, plan_by; /* DATE_NONE: none */ uint32_t n_to; const Str *to; /* codes; none: all children */ } CascadeAsk;
/* A plan goes to each addressee once: those who have it already (flow_plan_sent_to) are left out. fails  ERR_CONFLICT: all of them have it */
bool flow_cascade(Flow *flow, const Who *who, const CascadeAsk *ask, uint32_t *number, Err *err);
/* Addressees of sendings of this plan that are still waited for. */
bool flow_plan_sent_to(DbRead *db, const PlanRow *plan, Arena *arena, const CascadeTo **out, uint32_t *n, Err *err);
bool flow_cascade_seen(Flow *flow, const Who *who, uint32_t cascade, Str org_code, Err *err);
bool flow_cascade_done(Flow *flow, const Who *who, uint32_t cascade, Str org_code, Str words, Err *err);
/* Whether a measure of a plan is for those below as well: they are named, or nobody is. Approving, checking and what named people of the office do is its own. to: their kind */
bool flow_plan_concerns(const PlanRow *above, const MeasureRow *measure, OrgKind to, Arena *arena);
/* «План мероприятий по исполнению …» of an order, minutes or a letter; a plan keeps its title. */
Str flow_plan_own_title(const PlanRow *above, Arena *arena);
/* The addressee's own draft: a copy of the measures that concern it (chosen: n of the higher plan; none: all), each derived from its source. title empty: flow_plan_own_title() */
bool flow_cascade_plan(Flow *flow, const Who *who, uint32_t cascade, Str org_code, Str title, uint32_t n_chosen, const uint32_t *chosen, uint32_t *plan, Err *err);
/* Sent by mistake: addressees do not see it any more, and it may be sent anew. fails  ERR_CONFLICT once somebody has acknowledged it */
bool flow_cascade_recall(Flow *flow, const Who *who, uint32_t cascade, Err *err);
bool flow_cascade_close(Flow *flow, const Who *who, uint32_t cascade, Err *err);

/* ---- corrections of the plan above ---- */

/* What the plan above says otherwise since this plan took it (its edition then, or the one that was answered last), measure by measure; what this plan says already, measures it never took and added ones that do not concern it are left out. */
typedef struct AboveField { Str field, before, after, own; bool own_words; /* own says neither */ } AboveField;
typedef struct AboveItem {
    PlanChangeKind kind;
    uint32_t n, own_n;                             /* of the measure above (0: the plan's title and goal) and here (0: none stands) */
    Str number, title, own_title, term;            /* term: words of an added one */
    uint32_t n_fields; const AboveField *fields;   /* of CHANGED */
    bool alone;                                    /* this plan has own words there, or has done something: never taken together with others */
} AboveItem;
typedef struct AboveView {
    PlanRow above;                                 /* id 0: there is none */
    Str reason, brief;                             /* of its last edition; items in one sentence: plan_changes_brief() */
    uint32_t n; const AboveItem *items;            /* in the order of the newer edition, what was taken out last */
    uint32_t n_answers; const PlanAnswer *answers; /* those that may be taken back: given since this plan's own edition */
} AboveView;
/* «пункт 1.1 — срок, участники; добавлен пункт 2.3; убран пункт 3 и ещё 4» */
Str plan_changes_brief(uint32_t n, const PlanChange *changes, Arena *arena);
bool flow_plan_above(DbRead *db, const PlanRow *own, Arena *arena, AboveView *out, Err *err);
/* edition: of the plan above that the person saw; a later one is ERR_CONFLICT. Taken: this plan says what the plan above says, as a correction by hand till its next approval. */
bool flow_plan_above_answer(Flow *flow, const Who *who, uint32_t number, uint32_t edition, uint32_t n, AboveChoice choice, Err *err);
/* All but those to be taken alone. */
bool flow_plan_above_take(Flow *flow, const Who *who, uint32_t number, uint32_t edition, uint32_t *n_taken, uint32_t *n_left, Err *err);
/* fails  ERR_CONFLICT: approved since, or the measure was corrected since */
bool flow_plan_above_undo(Flow *flow, const Who *who, uint32_t number, uint32_t n, Err *err);

/* ---- evidence ---- */

/* The day from which the slots of what repeats are asked for: of the plan's beginning, or empty when all of them are over by then. What is before it nobody is asked for; what comes for it counts. */
Str measure_since(const PlanRow *plan, uint32_t n, const MeasureSlot *slots);
bool slot_is_before(const MeasureSlot *slot, Str since);
/* Of a term that repeats: what something is expected for, an occurrence or a month of what is done every day or week; 0: it does not repeat. */
uint32_t measure_occasions(const MeasureRow *row, Arena *arena, const Window **out);
/* Its days to draw: each occurrence, also of every week; what is done every day is one bar. Of other terms their windows. */
uint32_t measure_days_to_draw(const MeasureRow *row, Arena *arena, const Window **out);
/* The occurrence that due_on is of begins its month when months are asked for: what ended before it is done. DATE_NONE: no day is known. */
int32_t measure_done_before(const MeasureRow *row);

typedef struct EvidenceAsk { EvidenceKind kind; uint32_t slot_n; Str org_code; /* empty: the plan's */ Str record_type; uint32_t record; Str file_name, file; Str href; Str title; } EvidenceAsk;
bool flow_evidence_offer(Flow *flow, const Who *who, uint32_t plan, uint32_t n, const EvidenceAsk *ask, uint32_t *number, Err *err);
bool flow_evidence_take_back(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t number, Err *err);
typedef struct EvidenceSeen { EvidenceState state; uint32_t record; /* EvidenceRow.record_now */ } EvidenceSeen;
/* seen, here and below: the state of the piece (and the revision of its record), the revision of the measure that the person looked at; 0: whatever stands. fails  ERR_CONFLICT: another has decided since; says what, who and when.
 * accept false: returned, with a reason. Nobody accepts what they brought themselves unless they are alone in their organisation to hold the right.
 * A piece whose record was corrected after it was accepted (EvidenceRow.record_changed) is accepted anew, also of a measure that is closed. */
bool flow_evidence_decide(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t number, EvidenceSeen seen, bool accept, Str reason, Err *err);
/* What this person may do with a measure, whatever its state: buttons of pages; the flow asks the same. */
typedef struct MeasureMay {
    bool brings;        /* evidence, in the name of that organisation */
    bool offers;        /* says «готово» */
    bool controls;      /* accepts and returns what others brought */
    bool alone;         /* nobody else could: what was brought oneself too; known when controls */
    bool decides;       /* controls, and nothing that waits was brought by this person, or alone: the measure as a whole */
    Str doers, others;  /* names, as they are: who answers; who else may accept, known when controls. May be empty */
} MeasureMay;
/* place: in whose name evidence would be brought; NULL, or not below the plan's organisation: in that one's */
bool flow_measure_may(DbRead *db, const Who *who, const PlanRow *plan, const MeasureRow *measure, const Org *place, Arena *arena, MeasureMay *out, Err *err);
/* fails  ERR_DENIED unless may->brings, in words: whom to ask */
bool flow_measure_demand(const MeasureMay *may, const MeasureRow *measure, Err *err);
/* «Готово»: to the controller; needs evidence in every slot. Then accepted as a whole or returned with a reason. */
bool flow_measure_offer(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, Err *err);
bool flow_measure_decide(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, bool accept, Str reason, Err *err);
bool flow_measure_drop(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, Str reason, Err *err);
bool flow_measure_reopen(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t seen, Str reason, Err *err);

/* Everything derived again: windows by the words and schedules, what is proven, counts; a transaction a plan. n_others: what was not as it should be; 0 on a sound database. */
bool flow_plan_rebuild(Flow *flow, const Who *who, uint32_t *n_plans, uint32_t *n_others, Err *err);

/* ---- schedules ---- */

/* id 0: new. Terms that are anchored to it get their windows again, and so do they when dates of a procedure change (flow_schedule_follow, in that transaction). */
bool flow_schedule_put(Flow *flow, const Who *who, Str org_code, int64_t id, Str name, Str procedure, int32_t from, int32_t to, int school_year, uint32_t *n_moved, Err *err);
bool flow_schedule_remove(Flow *flow, const Who *who, Str org_code, int64_t id, Err *err);
bool flow_schedule_follow(DbWrite *write, const Who *who, int64_t region_id, uint32_t *n_moved, Err *err);

#endif
