/* Measures of a plan as a table: words of the term beside its strip, who answers, evidence as squares, state, control; and the pieces of evidence of one measure. */
#ifndef WEB_PLAN_TABLE_H
#define WEB_PLAN_TABLE_H

#include "web/plan_view.h"

/* Which measures are shown. Empty: all. */
typedef struct PlanFilter { Str show; /* «late» returned week undated checked */ Str who, who_key; /* a line of «responsible»; flow_plan_who_key() of it */ Arena *arena; Str school; /* code: measures that this school takes part in */ } PlanFilter;

/* rolls: of PlanView's plan, for filter.school; may be NULL */
bool plan_filter_takes(const PlanView *view, const PlanFilter *filter, const MeasureRow *row, const RollCell *rolls, uint32_t n_rolls, int64_t school_id);
/* is_taken: [view->n]. Sections without a shown measure are left out. */
void plan_table(Ctx *ctx, Node *parent, const PlanView *view, const bool *is_taken, uint32_t n_taken);
/* «просрочено на 11 дней», «ждёт решения», the reason of a return, «не хватает 1 документа»: rich. */
Str measure_control_words(Ctx *ctx, const MeasureRow *row, int32_t today);

/* How it stands; of a plan that is over: what was left of it. */
Cell measure_state_cell(const PlanView *view, const MeasureRow *row);

/* Slots with what has come. actions: whom this person may serve. */
typedef struct MeasureSlots { const MeasureRow *row; Str since; /* as measure_since() */ uint32_t n; const MeasureSlot *slots; uint32_t n_evidence; const EvidenceRow *evidence; } MeasureSlots;
/* «3 дня», «6 лет»: of 2 214 days nobody needs the last one. Empty when not late */
Str late_words(Ctx *ctx, int32_t days);
/* «Справка — IV квартал, до 31.12.2026» */
Str slot_words(Ctx *ctx, const MeasureSlot *slot);
bool measure_slots_read(Ctx *ctx, const PlanRow *plan, const MeasureRow *row, MeasureSlots *out, Err *err);
/* One line a slot; brings: with links to bring evidence. */
void measure_slots_table(Ctx *ctx, Node *parent, const MeasureSlots *slots, bool brings);

#endif
