#include "publish/paper/make_.h"

static const PaperField fields[] = {
    { "subject", "О чём приказ", "Например: Об утверждении Плана мероприятий по обеспечению объективности.", PAPER_LINES, NULL, NULL },
    { "basis", "Основание и цель", "Например: На основании письма … от … № …, в целях …", PAPER_LINES, NULL, NULL },
    { "command", "Слово приказа", NULL, PAPER_LINE, NULL, "приказываю:" },
    { "points", "Пункты", "По одному в строке. Номер («2.1.») можно не писать: пункты получат номера по порядку.", PAPER_LINES, NULL, NULL },
    { "layout", "Столбцы плана в приложении", NULL, PAPER_CHOICE, LAYOUT_CHOICES, "по содержанию плана" },
    { "signatures", "Подписи", "По одной в строке: должность | И. О. Фамилия. Пусто — подписывает руководитель.", PAPER_LINES, NULL, NULL },
    { "readers", "Кого ознакомить", "По одному в строке: должность | Фамилия И. О. Пусто — без листа ознакомления.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

/* A noun that is the same in the accusative follows the verb; another is named after a colon: the program declines nothing. */
static void approve(Make *make, const PlanContent *plan)
{
    Str title = make_kept(make, plan->title);
    make_point(make, STR("1."), arena_printf(make->arena, "Утвердить%s %.*s (приложение).", russian_gender(title) == GENDER_SHE ? ":" : "", STR_ARG(title)));
    if (plan->controller.n == 0) make_point(make, STR("2."), STR("Контроль за исполнением приказа оставляю за собой."));
    else make_point(make, STR("2."), make_kept(make, arena_printf(make->arena, "Контроль за исполнением приказа возложить на %.*s%s", STR_ARG(plan->controller), str_ends(plan->controller, STR(".")) ? "" : ".")));
}

static Str preamble(Arena *arena, const PlanContent *plan)
{
    Str said = russian_basis(arena, plan->n_basis, plan->basis);
    if (said.n == 0) return arena_printf(arena, "Основание: %.*s", STR_ARG(russian_join(arena, plan->n_basis, plan->basis, "; ")));
    return russian_capital(arena, said);
}

/* «ВЫПИСКА ИЗ ПРОТОКОЛА совещания руководителей» → «Об исполнении решений совещания руководителей» */
static Str decided_by(Arena *arena, Str title)
{
    static const char *const meetings[] = { "совещания", "заседания", "собрания", "совета", "педагогического", "методического" };
    for (size_t i = 0; i < title.n; i++) {
        Str rest = str_slice(title, i, title.n);
        for (size_t k = 0; k < sizeof meetings / sizeof *meetings && (i == 0 || title.at[i - 1] == ' '); k++)
            if (str_starts(rest, str_of(meetings[k]))) return arena_printf(arena, "Об исполнении решений %.*s", STR_ARG(rest));
    }
    return STR("Об исполнении решений");
}

/* A register of orders tells them apart by this. */
static Str approval_of(Arena *arena, const PlanContent *plan)
{
    Str named = russian_approval_of(arena, plan->title);
    if (named.n > 0) return named;
    return plan->kind == PLAN_ROADMAP ? STR("Об утверждении дорожной карты") : STR("Об утверждении плана");
}

static void points(Make *make, const PlanContent *plan)
{
    Str typed = make_value(make, "points");
    if (typed.n > 0) make_lines(make, typed, true);
    else if (plan != NULL && plan->n_decisions > 0) make_decisions(make, plan->n_decisions, plan->decisions, true);
    else if (plan != NULL && plan->n_measures > 0) approve(make, plan);
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const PlanContent *plan = input->plan;
    Make make = { input, input->org, paper, arena };
    make_org(&make);
    make_type(&make, "ПРИКАЗ", STR_EMPTY);
    make_dateline(&make, input->day, input->org->place, input->number);
    Str subject = make_value(&make, "subject");
    if (subject.n == 0 && plan != NULL && make_is_subject(plan->title)) subject = plan->title;
    /* Every paper has a heading by the edition of 2025. */
    if (subject.n == 0 && plan != NULL && plan->n_measures > 0 && (plan->n_decisions == 0 || str_starts(plan->decisions[0].text, STR("Утвердить")))) subject = approval_of(arena, plan);
    if (subject.n == 0 && plan != NULL && plan->kind == PLAN_MINUTES) subject = decided_by(arena, plan->title);
    make_subject(&make, subject);
    Str basis = make_value(&make, "basis");
    if (basis.n > 0) make_lines(&make, basis, false);
    else if (plan != NULL && plan->n_basis > 0) make_block(&make, PAPER_PARA, make_kept(&make, preamble(arena, plan)));
    Str command = make_value(&make, "command");
    bool opens = basis.n == 0 && (plan == NULL || plan->n_basis == 0); /* nothing stands before it in its sentence */
    make_block(&make, PAPER_COMMAND, make_typed(&make, opens ? russian_capital(arena, command) : command));
    points(&make, plan);
    Str signatures = make_value(&make, "signatures"), readers = make_value(&make, "readers");
    if (signatures.n > 0) make_signatures(&make, signatures);
    else make_head_signature(&make);
    make_annexes(&make, "к приказу", make_layout(make_value(&make, "layout")));
    Str from = russian_from(arena, input->day, input->number);
    if (readers.n > 0) {
        Str org = make_typed(&make, input->org->name_genitive);
        make_sheet(&make, false);
        make_acquaintance(&make, arena_printf(arena, "с приказом%s%.*s\n%.*s", org.n > 0 ? " " : "", STR_ARG(org), STR_ARG(from)), readers);
    }
    make_executor(&make);
    paper->title = arena_printf(arena, "Приказ %.*s", STR_ARG(from));
    return true;
}

extern const PaperKind paper_order;
const PaperKind paper_order = { .id = "order", .title = "Приказ", .purpose = "Утвердить план, назначить ответственных и сроки; план встаёт приложением.", .needs = 0, .fields = fields, .build = build };
