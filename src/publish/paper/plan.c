#include "publish/paper/make_.h"

#include "base/date.h"

static const PaperField fields[] = {
    { "approval", "Гриф утверждения", "«Как утверждён» — кем, когда и под каким номером утверждена эта редакция; у черновика — «УТВЕРЖДАЮ» с вашим руководителем и днём этой формы.", PAPER_CHOICE,
        "как утверждён|УТВЕРЖДАЮ|УТВЕРЖДЕН приказом|без грифа", "как утверждён" },
    { "order_day", "Дата приказа", "Для «УТВЕРЖДЕН приказом»; пусто — как записано в плане.", PAPER_DAY, NULL, NULL },
    { "order_number", "Номер приказа", NULL, PAPER_LINE, NULL, NULL },
    { "agreed", "С кем согласовано", "Строки под словом «СОГЛАСОВАНО»: должность | И. О. Фамилия; пусто — без него.", PAPER_LINES, NULL, NULL },
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

/* The program declines nothing: the words stand as the document has them, the sentence is made to take them. */
static void basis(Make *make, const PlanContent *plan)
{
    if (plan->n_basis == 0) return;
    Str said = russian_basis(make->arena, plan->n_basis, plan->basis);
    Str words = said.n == 0 ? arena_printf(make->arena, "Основание: %.*s.", STR_ARG(russian_join(make->arena, plan->n_basis, plan->basis, "; ")))
        : arena_printf(make->arena, "%s %.*s.", plan->kind == PLAN_ROADMAP ? "Дорожная карта составлена" : "План составлен", STR_ARG(said));
    make_block(make, PAPER_PARA, make_kept(make, words));
}

/* A point of the order says it already. */
static bool is_said(const PlanContent *plan)
{
    for (uint32_t i = 0; i < plan->n_decisions; i++)
        if (str_find(plan->decisions[i].text, plan->controller) != SIZE_MAX) return true;
    for (uint32_t i = 0; i < plan->n_measures; i++)
        if (str_find(plan->measures[i].title, plan->controller) != SIZE_MAX) return true;
    return false;
}

/* «post | name» a line, as in the other fields. */
static Str agreed_lines(Arena *arena, Str typed)
{
    Buf out;
    buf_init(&out, 0);
    buf_add_z(&out, "СОГЛАСОВАНО");
    for (Str rest = typed; rest.n > 0;) {
        size_t end = str_find(rest, STR("\n"));
        Str line = str_trim(str_slice(rest, 0, end == SIZE_MAX ? rest.n : end));
        size_t bar = str_find(line, STR("|"));
        rest = end == SIZE_MAX ? STR_EMPTY : str_slice(rest, end + 1, rest.n);
        if (bar == SIZE_MAX) buf_printf(&out, "\n%.*s", STR_ARG(line));
        else buf_printf(&out, "\n%.*s\n____________ %.*s", STR_ARG(str_trim(str_slice(line, 0, bar))), STR_ARG(paper_name_signed(arena, str_trim(str_slice(line, bar + 1, line.n)))));
    }
    Str done = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return done;
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const PlanContent *plan = with_rows(input->plan, arena);
    Make make = { input, input->org, paper, arena };
    PlanLayout layout = make_layout(make_value(&make, "layout"));
    make_sheet(&make, make_plan_is_wide(plan, layout));
    Str approval = make_value(&make, "approval"), agreed = make_value(&make, "agreed");
    if (agreed.n > 0) agreed = agreed_lines(arena, agreed);
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
    basis(&make, plan);
    make_plan(&make, plan, layout);
    if (plan->controller.n > 0 && !is_said(plan)) make_block(&make, PAPER_PARA, make_kept(&make, arena_printf(arena, "Контроль за исполнением плана возложить на %.*s%s", STR_ARG(plan->controller), str_ends(plan->controller, STR(".")) ? "" : ".")));
    make_signatures(&make, make_value(&make, "signatures"));
    paper->title = plan->title.n > 0 ? plan->title : STR("План");
    return true;
}

extern const PaperKind paper_plan;
const PaperKind paper_plan = { .id = "plan", .title = "План", .purpose = "План мероприятий с грифом утверждения, в столбцах, какие приняты у вас.", .needs = PAPER_NEEDS_PLAN, .fields = fields, .build = build };
