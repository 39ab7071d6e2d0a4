#include "publish/paper/make_.h"

static const PaperField fields[] = {
    { "document", "С чем знакомят", "В творительном падеже: с приказом управления образования от 24.04.2026 № 87.", PAPER_LINES, NULL, NULL },
    { "readers", "Кого ознакомить", "По одному в строке: должность | Фамилия И. О. Пусто — строки для записи от руки.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

/* «с приказом от … № …» the person writes; of a plan its title is known. */
static Str document(Make *make)
{
    Str typed = make_value(make, "document");
    const PlanContent *plan = make->input->plan;
    if (typed.n > 0 || plan == NULL || plan->title.n == 0) return make_typed(make, typed);
    return make_kept(make, arena_printf(make->arena, "с документом «%.*s»", STR_ARG(plan->title)));
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
