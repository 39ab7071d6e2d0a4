/* Decisions that stand in a table. */
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

/* Minutes whose decisions stand in a table: «№ | Решили | Срок | Ответственный», or right under «Решили:». */
void points_of_table(PlanDraft *draft, PlanContent *out)
{
    if (out->kind != PLAN_MINUTES || out->n_decisions > 0 || !(draft->table_decides || front_heads_decide(draft))) return;
    PlanDecision *decisions = arena_array(draft->arena, PlanDecision, out->n_measures + 1u);
    for (uint32_t i = 0; i < out->n_measures; i++) {
        const Measure *measure = &out->measures[i];
        Prose text = { 0 };
        prose_add(draft->arena, &text, measure->title);
        for (uint32_t k = 0; k < measure->n_bullets; k++) prose_add_after(draft->arena, &text, k == 0 ? ": " : "; ", measure->bullets[k]);
        decisions[i] = (PlanDecision){ .number = measure->number, .text = prose_str(&text), .term = measure->term, .n_responsible = measure->n_responsible, .responsible = measure->responsible, .line_from = measure->line_from, .line_to = measure->line_to };
    }
    out->n_decisions = out->n_measures, out->decisions = decisions;
    out->n_measures = 0;
}
