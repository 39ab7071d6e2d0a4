#include "publish/paper/make_.h"

static const PaperField fields[] = {
    { "type", "Вид документа", "ПРОТОКОЛ или ПРОТОКОЛ ЗАСЕДАНИЯ — как принято у вас.", PAPER_LINE, NULL, "ПРОТОКОЛ" },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

static void list(Make *make, const char *title, uint32_t n, const Str *who)
{
    if (n <= 12) return;
    make_block(make, PAPER_TITLE, str_of(title));
    make_points(make, n, who);
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const Minutes *minutes = input->minutes;
    Make make = { input, input->org, paper, arena };
    make_org(&make);
    make_type(&make, arena_z(arena, make_value(&make, "type")), make_meeting(&make, minutes));
    make_dateline(&make, minutes->day, input->org->place, minutes->number);
    make_chair(&make, "Председатель", minutes);
    make_secretary(&make, minutes);
    make_present(&make, minutes);
    if (minutes->n_items > 1) {
        make_heading(&make, "Повестка дня:");
        for (uint32_t i = 0; i < minutes->n_items; i++)
            if (minutes->items[i].question.n > 0) make_point(&make, arena_printf(arena, "%u.", i + 1), make_kept(&make, minutes->items[i].question));
    }
    for (uint32_t i = 0; i < minutes->n_items; i++) {
        const MinutesItem *item = &minutes->items[i];
        make_item(&make, item, item->number.n > 0 ? item->number : arena_printf(arena, "%u", i + 1));
    }
    make_signature(&make, STR("Председатель"), minutes->chair_name);
    make_signature(&make, STR("Секретарь"), minutes->secretary_name);
    if (minutes->n_present > 12 || minutes->n_invited > 12 || minutes->n_absent > 12) {
        make_sheet(&make, false);
        list(&make, "Список присутствовавших", minutes->n_present, minutes->present);
        list(&make, "Список приглашённых", minutes->n_invited, minutes->invited);
        list(&make, "Список отсутствовавших", minutes->n_absent, minutes->absent);
    }
    make_annexes(&make, "к протоколу", LAYOUT_AUTO);
    paper->title = arena_printf(arena, "Протокол %.*s", STR_ARG(russian_from(arena, minutes->day, minutes->number)));
    return true;
}

extern const PaperKind paper_minutes;
const PaperKind paper_minutes = { .id = "minutes", .title = "Протокол", .purpose = "Что слушали и что решили, с данными, на которых это стоит.", .needs = PAPER_NEEDS_MINUTES, .fields = fields, .build = build };
