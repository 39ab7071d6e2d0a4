#include "publish/paper/make_.h"

static const PaperField fields[] = {
    { "type", "Вид документа", NULL, PAPER_LINE, NULL, "АНАЛИТИЧЕСКАЯ СПРАВКА" },
    { "signatures", "Подписи", "По одной в строке: должность | И. О. Фамилия. Пусто — подписывает руководитель.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

static void part(Make *make, const char *heading, Str text)
{
    if (text.n == 0) return;
    make_heading(make, heading);
    make_lines(make, text, false);
}

/* Points 1., 2., …; several in a row to the same addressee become 1.1., 1.2. under «1. Руководителям …:». */
static void advice(Make *make, uint32_t n, const NoteAdvice *advice)
{
    uint32_t number = 0, sub = 0;
    for (uint32_t i = 0; i < n; i++) {
        Str addressee = advice[i].addressee;
        bool with_last = i > 0 && addressee.n > 0 && str_eq(addressee, advice[i - 1].addressee), with_next = i + 1 < n && addressee.n > 0 && str_eq(addressee, advice[i + 1].addressee);
        Str text = advice[i].text, term = advice[i].term.text;
        if (term.n > 0) text = arena_printf(make->arena, "%.*s%s Срок: %.*s%s", STR_ARG(text), str_ends(text, STR(".")) ? "" : ".", STR_ARG(term), str_ends(term, STR(".")) ? "" : ".");
        if (!with_last) number++, sub = 0;
        if (with_next && !with_last) make_point(make, arena_printf(make->arena, "%u.", number), make_kept(make, arena_printf(make->arena, "%.*s:", STR_ARG(addressee))))->stay = true;
        if (with_next || with_last) make_point(make, arena_printf(make->arena, "%u.%u.", number, ++sub), make_kept(make, text));
        else make_point(make, arena_printf(make->arena, "%u.", number), make_kept(make, addressee.n > 0 ? arena_printf(make->arena, "%.*s: %.*s", STR_ARG(addressee), STR_ARG(text)) : text));
    }
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const AnalyticNote *note = input->note;
    Make make = { input, input->org, paper, arena };
    make_org(&make);
    make_type(&make, arena_z(arena, make_value(&make, "type")), make_typed(&make, arena_printf(arena, "%.*s%s%.*s", STR_ARG(note->subject), note->period.n > 0 ? "\n" : "", STR_ARG(note->period))));
    make_dateline(&make, input->day, input->org->place, input->number);
    part(&make, "Цель", note->aim);
    part(&make, "Основание", note->basis);
    part(&make, "Как получены данные", note->method);
    for (uint32_t i = 0; i < note->n_parts; i++) {
        if (note->parts[i].heading.n > 0) make_block(&make, PAPER_HEADING, make_typed(&make, note->parts[i].heading))->stay = true;
        make_paras(&make, note->parts[i].n_paras, note->parts[i].paras);
        for (uint32_t k = 0; k < note->parts[i].n_tables; k++) make_frozen(&make, &note->parts[i].tables[k]);
    }
    if (note->n_conclusions > 0) {
        make_heading(&make, "Выводы");
        make_points(&make, note->n_conclusions, note->conclusions);
    }
    if (note->n_advice > 0) {
        make_heading(&make, "Рекомендации");
        advice(&make, note->n_advice, note->advice);
    }
    Str signatures = make_value(&make, "signatures");
    if (signatures.n > 0) make_signatures(&make, signatures);
    else make_head_signature(&make);
    make_executor(&make);
    paper->title = arena_printf(arena, "Справка %.*s", STR_ARG(note->subject));
    return true;
}

extern const PaperKind paper_note;
const PaperKind paper_note = { .id = "note", .title = "Аналитическая справка", .issued = "выпущена", .purpose = "Итоги с таблицами, выводы и рекомендации с адресатом и сроком.", .needs = PAPER_NEEDS_NOTE, .fields = fields, .build = build };
