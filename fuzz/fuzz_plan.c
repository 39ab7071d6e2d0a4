/* Plans out of any text: everything kept is text of the document, every place in lists is there, an edition of it is read back the same and differs from itself in nothing. */
#include <stdint.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "intake/plan_read.h"
#include "plan/capability.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_texts(uint32_t n, const Str *texts, bool filled)
{
    for (uint32_t i = 0; i < n; i++) BUG_ON(!utf8_valid(texts[i]) || (filled && texts[i].n == 0));
}

static void check_measure(const PlanContent *plan, const Measure *measure)
{
    const Str texts[] = { measure->number, measure->task, measure->title, measure->term.text, measure->expected };
    check_texts(sizeof texts / sizeof *texts, texts, false);
    check_texts(measure->n_bullets, measure->bullets, true);
    check_texts(measure->n_responsible, measure->responsible, true);
    check_texts(measure->n_participants, measure->participants, true);
    BUG_ON(measure->i_section != PLAN_NO_SECTION && measure->i_section >= plan->n_sections);
    BUG_ON(measure->line_from == 0 || measure->line_to < measure->line_from);
    BUG_ON(measure->n_capabilities > N_CAPABILITIES);
}

static void check_plan(const PlanContent *plan, Arena *arena)
{
    BUG_ON(plan->n_measures + plan->n_decisions == 0 || plan->n_measures > LIMIT_PLAN_MEASURES || plan->n_decisions > LIMIT_PLAN_MEASURES);
    for (uint32_t i = 0; i < plan->n_measures; i++) check_measure(plan, &plan->measures[i]);
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        const Str texts[] = { plan->decisions[i].number, plan->decisions[i].text, plan->decisions[i].term.text };
        check_texts(3, texts, false);
        check_texts(plan->decisions[i].n_responsible, plan->decisions[i].responsible, true);
        BUG_ON(plan->decisions[i].text.n == 0 || plan->decisions[i].line_to < plan->decisions[i].line_from);
    }
    check_texts(plan->n_basis, plan->basis, true);
    check_texts(plan->n_warnings, plan->warnings, true);
    Buf out;
    Err err = { 0 };
    PlanContent again;
    uint32_t n_changes;
    const PlanChange *changes;
    buf_init(&out, 0);
    BUG_ON(!plan_content_write(plan, &out, &err));
    BUG_ON(!plan_content_read(buf_str(&out), arena, &again, &err));
    plan_content_diff(plan, &again, arena, &n_changes, &changes);
    BUG_ON(n_changes != 0);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)1 << 30);
    SourceDoc doc = { 0 };
    PlanContent plan = { 0 };
    Err err = { 0 };
    bool read = document_read(STR("plan.txt"), (Str){ (const char *)bytes, n }, arena, &doc, &err) && plan_read(&doc, arena, &plan, &err);
    BUG_ON(!read && (err.code == ERR_NONE || err.what[0] == '\0'));
    if (read) {
        capability_recognise_plan(&plan, arena);
        check_plan(&plan, arena);
    }
    arena_free(arena);
    return 0;
}
