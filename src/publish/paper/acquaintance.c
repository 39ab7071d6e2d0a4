#include "publish/paper/make_.h"

#include "base/date.h"

static const PaperField fields[] = {
    { "document", "С чем знакомят", "В творительном падеже: с приказом управления образования от 24.04.2026 № 87.", PAPER_LINES, NULL, NULL },
    { "readers", "Кого ознакомить", "По одному в строке: должность | Фамилия И. О. Пусто — строки для записи от руки.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

/* «с приказом от 12.03.2026 № 87 «Об утверждении плана»», «с документом «План …», утверждённым 12.03.2026 № 87»: under its own day and number when it was approved. */
static Str named(Make *make, const PlanContent *plan)
{
    static const char *const own[N_PLAN_KINDS] = { [PLAN_ORDER] = "приказом", [PLAN_MINUTES] = "протоколом", [PLAN_LETTER] = "письмом" };
    Arena *arena = make->arena;
    const char *kind = plan->kind > 0 && plan->kind < N_PLAN_KINDS ? own[plan->kind] : NULL;
    bool known = make->input->is_approved;
    Str on = known && plan->approved_on != DATE_NONE ? date_short(arena, plan->approved_on) : STR_EMPTY, number = known && plan->approved_number.n > 0 ? arena_printf(arena, " №\u00A0%.*s", STR_ARG(plan->approved_number)) : STR_EMPTY;
    if (kind != NULL && on.n > 0) return arena_printf(arena, "с %s от %.*s%.*s «%.*s»", kind, STR_ARG(on), STR_ARG(number), STR_ARG(plan->title));
    if (on.n == 0) return arena_printf(arena, "с документом «%.*s»", STR_ARG(plan->title));
    return arena_printf(arena, "с документом «%.*s», утверждённым %.*s%.*s", STR_ARG(plan->title), STR_ARG(on), STR_ARG(number));
}

/* What the person writes, else what is known of the plan. */
static Str document(Make *make)
{
    Str typed = make_value(make, "document");
    const PlanContent *plan = make->input->plan;
    if (typed.n > 0 || plan == NULL || plan->title.n == 0) return make_typed(make, typed);
    return make_kept(make, named(make, plan));
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    Make make = { input, input->org, paper, arena };
    make_org(&make);
    make_acquaintance(&make, document(&make), make_value(&make, "readers"));
    return true;
}

extern const PaperKind paper_acquaintance;
const PaperKind paper_acquaintance = { .id = "acquaintance", .title = "Лист ознакомления", .purpose = "Кто и когда ознакомлен с документом под подпись.", .needs = 0, .fields = fields, .build = build };
