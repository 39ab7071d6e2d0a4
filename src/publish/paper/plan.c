#include "publish/paper/make_.h"

#include "base/date.h"

static const PaperField fields[] = {
    { "approval", "Гриф утверждения", "«Как утверждён» — кем, когда и под каким номером утверждена эта редакция; у черновика — «УТВЕРЖДАЮ» с вашим руководителем и днём этой формы.", PAPER_CHOICE,
        "как утверждён|УТВЕРЖДАЮ|УТВЕРЖДЕН приказом|без грифа", "как утверждён" },
    { "order_day", "Дата приказа", "Для «УТВЕРЖДЕН приказом»; пусто — как записано в плане.", PAPER_DAY, NULL, NULL },
    { "order_number", "Номер приказа", NULL, PAPER_LINE, NULL, NULL },
    { "agreed", "С кем согласовано", "Строки под словом «СОГЛАСОВАНО»: должность, подпись, дата; пусто — без него.", PAPER_LINES, NULL, NULL },
    { "layout", "Столбцы", "Что план содержит сверх выбранных столбцов, встанет рядом: ничего не пропадёт.", PAPER_CHOICE, LAYOUT_CHOICES, "по содержанию плана" },
    { "signatures", "Подписи под планом", "По одной в строке: должность | И. О. Фамилия.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

/* Decisions of minutes and points of an order without a plan are printed as the table that controls them. */
static const PlanContent *with_rows(const PlanContent *plan, Arena *arena)
{
    if (plan->n_measures > 0 || plan->n_decisions == 0) return plan;
    PlanContent *out = arena_one(arena, PlanContent);
    Measure *rows = arena_array(arena, Measure, plan->n_decisions);
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        const PlanDecision *from = &plan->decisions[i];
        rows[i] = (Measure){ .number = from->number, .i_section = PLAN_NO_SECTION, .title = from->text, .term = from->term, .n_responsible = from->n_responsible, .responsible = from->responsible,
            .n_capabilities = from->n_capabilities, .capabilities = from->capabilities, .line_from = from->line_from, .line_to = from->line_to };
    }
    *out = *plan;
    out->n_measures = plan->n_decisions, out->measures = rows;
    return out;
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const PlanContent *plan = with_rows(input->plan, arena);
    Make make = { input, input->org, paper, arena };
    PlanLayout layout = make_layout(make_value(&make, "layout"));
    make_sheet(&make, make_plan_is_wide(plan, layout));
    Str approval = make_value(&make, "approval"), agreed = make_value(&make, "agreed");
    if (agreed.n > 0) agreed = arena_printf(arena, "СОГЛАСОВАНО\n%.*s", STR_ARG(agreed));
    if (str_eq(approval, STR("как утверждён")) && input->is_approved) {
        make_approved(&make, plan, agreed);
    } else if (str_eq(approval, STR("УТВЕРЖДАЮ")) || str_eq(approval, STR("как утверждён"))) {
        make_approval(&make, agreed);
    } else if (str_eq(approval, STR("УТВЕРЖДЕН приказом"))) {
        Str day = make_value(&make, "order_day"), number = make_value(&make, "order_number");
        make_approved_by_order(&make, plan->title, day.n > 0 ? day : date_iso(arena, plan->approved_on), number.n > 0 ? number : plan->approved_number, agreed);
    }
    make_plan_title(&make, plan);
    if (input->ended.n > 0) make_block(&make, PAPER_PARA, make_kept(&make, arena_printf(arena, "План %.*s.", STR_ARG(input->ended))));
    if (plan->n_basis > 0) make_block(&make, PAPER_PARA, make_kept(&make, arena_printf(arena, "Основание: %.*s.", STR_ARG(russian_join(arena, plan->n_basis, plan->basis, "; ")))));
    make_plan(&make, plan, layout);
    make_signatures(&make, make_value(&make, "signatures"));
    paper->title = plan->title.n > 0 ? plan->title : STR("План");
    return true;
}

extern const PaperKind paper_plan;
const PaperKind paper_plan = { .id = "plan", .title = "План", .purpose = "План мероприятий с грифом утверждения, в столбцах, какие приняты у вас.", .needs = PAPER_NEEDS_PLAN, .fields = fields, .build = build };
