#include "publish/paper/make_.h"

static const PaperField fields[] = {
    { "addressee", "Кому", "В дательном падеже, строками: Руководителям общеобразовательных организаций.", PAPER_LINES, NULL, NULL },
    { "reply_number", "В ответ на письмо №", "Пусто — письмо не ответное.", PAPER_LINE, NULL, NULL },
    { "reply_day", "от", NULL, PAPER_DAY, NULL, NULL },
    { "subject", "О чём письмо", "Например: О направлении перечня мероприятий.", PAPER_LINES, NULL, NULL },
    { "greeting", "Обращение", NULL, PAPER_LINE, NULL, "Уважаемые коллеги!" },
    { "body", "Текст", "Абзацы — строками; строка с «1.» или «-» встанет списком.", PAPER_LINES, NULL, NULL },
    { "annex", "Приложение", "Например: перечень мероприятий на 2 л. в 1 экз.", PAPER_LINES, NULL, NULL },
    { "layout", "Столбцы плана в приложении", NULL, PAPER_CHOICE, LAYOUT_CHOICES, "по содержанию плана" },
    { "signatures", "Подписи", "По одной в строке: должность | И. О. Фамилия. Пусто — подписывает руководитель.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const PlanContent *plan = input->plan;
    bool has_annex = input->n_annexes > 0 || (plan != NULL && plan->n_measures > 0);
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
    if (annex.n == 0 && has_annex) annex = STR("по тексту.");
    if (annex.n > 0) make_block(&make, PAPER_FLUSH, make_typed(&make, arena_printf(arena, "Приложение: %.*s", STR_ARG(annex))));
    if (signatures.n > 0) make_signatures(&make, signatures);
    else make_head_signature(&make);
    make_annexes(&make, "к письму", make_layout(make_value(&make, "layout")));
    make_executor(&make);
    paper->title = arena_printf(arena, "Письмо %.*s", STR_ARG(russian_from(arena, input->day, input->number)));
    return true;
}

extern const PaperKind paper_letter;
const PaperKind paper_letter = { .id = "letter", .title = "Письмо", .issued = "выпущено", .purpose = "Направить план или сведения: сопроводительное письмо на бланке.", .needs = 0, .fields = fields, .asks = "addressee subject body", .build = build };
