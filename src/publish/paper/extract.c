#include "publish/paper/make_.h"

static const PaperField fields[] = {
    { "items", "Вопросы повестки", "Номера через запятую; пусто — все.", PAPER_LINE, NULL, NULL },
    { "verified", "Дата выписки", "Ставится под словом «Верно».", PAPER_DAY, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

/* Is number among «1, 3»? An empty list holds all. */
static bool is_chosen(Str list, Str number)
{
    if (str_trim(list).n == 0) return true;
    while (list.n > 0) {
        size_t comma = str_find(list, STR(","));
        if (str_eq(str_trim(str_slice(list, 0, comma == SIZE_MAX ? list.n : comma)), number)) return true;
        list = comma == SIZE_MAX ? STR_EMPTY : str_slice(list, comma + 1, list.n);
    }
    return false;
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    const Minutes *minutes = input->minutes;
    Make make = { input, input->org, paper, arena };
    Str chosen = make_value(&make, "items");
    make_org(&make);
    make_type(&make, "ВЫПИСКА ИЗ ПРОТОКОЛА", make_meeting(&make, minutes));
    make_dateline(&make, minutes->day, input->org->place, minutes->number);
    make_chair(&make, "Председательствующий", minutes);
    make_present(&make, minutes);
    uint32_t n = 0;
    for (uint32_t i = 0; i < minutes->n_items; i++) {
        Str number = minutes->items[i].number.n > 0 ? minutes->items[i].number : arena_printf(arena, "%u", i + 1);
        if (!is_chosen(chosen, number)) continue;
        make_item(&make, &minutes->items[i], number);
        n++;
    }
    if (n == 0) return err_set(err, ERR_INPUT, "Укажите номера вопросов, как в протоколе, через запятую.", "Вопросов «%.*s» в протоколе нет.", STR_ARG(chosen));
    make_signature(&make, STR("Председатель"), minutes->chair_name);
    make_signature(&make, STR("Секретарь"), minutes->secretary_name);
    make_verified(&make, make_day(&make, "verified"));
    paper->title = arena_printf(arena, "Выписка из протокола %.*s", STR_ARG(russian_from(arena, minutes->day, minutes->number)));
    return true;
}

extern const PaperKind paper_extract;
const PaperKind paper_extract = { .id = "extract", .title = "Выписка из протокола", .issued = "выпущена", .purpose = "Решения для тех, кого они касаются, с отметкой «Верно».", .needs = PAPER_NEEDS_MINUTES, .fields = fields,
    .build = build };
