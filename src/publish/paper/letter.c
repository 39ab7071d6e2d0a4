#include "publish/paper/make_.h"

static const PaperField fields[] = {
    { "addressee", "Кому", "В дательном падеже, строками: Руководителям общеобразовательных организаций.", PAPER_LINES, NULL, NULL },
    { "reply_number", "В ответ на письмо №", "Пусто — письмо не ответное.", PAPER_LINE, NULL, NULL },
    { "reply_day", "от", NULL, PAPER_DAY, NULL, NULL },
    { "subject", "О чём письмо", "Например: О направлении перечня мероприятий.", PAPER_LINES, NULL, NULL },
    { "greeting", "Обращение", NULL, PAPER_LINE, NULL, "Уважаемые коллеги!" },
    { "body", "Текст", "Абзацы — строками; строка с «1.» или «-» встанет списком.", PAPER_LINES, NULL, NULL },
    { "annex", "Приложение", "Например: перечень мероприятий на 2 л. в 1 экз. Пусто — по названию плана.", PAPER_LINES, NULL, NULL },
    { "layout", "Столбцы плана в приложении", NULL, PAPER_CHOICE, LAYOUT_CHOICES, "по содержанию плана" },
    { "signatures", "Подписи", "По одной в строке: должность | И. О. Фамилия. Пусто — подписывает руководитель.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

/* «Приложение: План мероприятий … на ___ л. в 1 экз.»: how many sheets it takes is known when it is printed. */
static void known_annexes(Make *make, const PlanContent *plan)
{
    bool has_plan = plan != NULL && plan->n_measures > 0;
    uint32_t n = make->input->n_annexes + (has_plan ? 1u : 0u), number = 0;
    for (uint32_t i = has_plan ? 0 : 1; i <= make->input->n_annexes; i++) {
        Str name = i > 0 ? make->input->annexes[i - 1].heading : plan->title.n == 0 || make_is_subject(plan->title) ? STR("перечень мероприятий") : plan->title;
        Str label = n == 1 ? STR("Приложение: ") : arena_printf(make->arena, "%s%u. ", number == 0 ? "Приложения: " : "", number + 1);
        make_block(make, PAPER_FLUSH, make_kept(make, arena_printf(make->arena, "%.*s%.*s на\u00A0___\u00A0л. в\u00A01\u00A0экз.", STR_ARG(label), STR_ARG(name))));
        number++;
    }
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const PlanContent *plan = input->plan;
    Make make = { input, input->org, paper, arena };
    Str reply = make_value(&make, "reply_number"), annex = make_value(&make, "annex"), signatures = make_value(&make, "signatures");
    if (reply.n > 0) {
        Str from = russian_from(arena, make_day(&make, "reply_day"), STR_EMPTY);
        reply = arena_printf(arena, "На №\u00A0%.*s %.*s", STR_ARG(reply), STR_ARG(str_slice(from, 0, str_find(from, STR(" №")))));
    }
    make_letterhead(&make, make_value(&make, "addressee"), reply);
    make_subject(&make, make_value(&make, "subject"));
    make_block(&make, PAPER_GREETING, make_typed(&make, make_value(&make, "greeting")));
    make_lines(&make, make_value(&make, "body"), false);
    if (annex.n > 0) make_block(&make, PAPER_FLUSH, make_typed(&make, arena_printf(arena, "Приложение: %.*s", STR_ARG(annex))));
    else known_annexes(&make, plan);
    if (signatures.n > 0) make_signatures(&make, signatures);
    else make_head_signature(&make);
    make_annexes(&make, "к письму", make_layout(make_value(&make, "layout")));
    make_executor(&make);
    paper->title = arena_printf(arena, "Письмо %.*s", STR_ARG(russian_from(arena, input->day, input->number)));
    return true;
}

extern const PaperKind paper_letter;
const PaperKind paper_letter = { .id = "letter", .title = "Письмо", .issued = "выпущено", .purpose = "Направить план или сведения: сопроводительное письмо на бланке.", .needs = 0, .fields = fields, .asks = "addressee subject body", .build = build };
