#include "publish/paper/make_.h"

#include "base/date.h"
#include "base/number.h"

static const PaperField fields[] = {
    { "signatures", "Подписи", "По одной в строке: должность | И. О. Фамилия. Пусто — подписывает руководитель.", PAPER_LINES, NULL, NULL },
    { NULL, NULL, NULL, PAPER_LINE, NULL, NULL },
};

enum { N_COLUMNS = 6 };

static PaperRow line_row(Make *make, const ExecutionLine *line)
{
    Arena *arena = make->arena;
    PaperCell *cells = arena_array(arena, PaperCell, N_COLUMNS);
    Str *items = arena_array(arena, Str, line->n_evidence);
    for (uint32_t i = 0; i < line->n_evidence; i++) items[i] = make_cell(make, line->evidence[i]);
    Str state = line->done_on == DATE_NONE ? line->state : arena_printf(arena, "%.*s %.*s", STR_ARG(line->state), STR_ARG(date_short(arena, line->done_on)));
    bool one = line->n_evidence == 1;
    Str shown = one ? items[0] : STR_EMPTY, remark = make_cell(make, line->remark);
    cells[0] = (PaperCell){ .text = line->number };
    cells[1] = (PaperCell){ .text = make_cell(make, line->title) };
    cells[2] = (PaperCell){ .text = make_cell(make, line->term) };
    cells[3] = (PaperCell){ .text = make_cell(make, russian_join(arena, line->n_responsible, line->responsible, ", ")) };
    cells[4] = (PaperCell){ .text = make_cell(make, remark.n == 0 ? state : arena_printf(arena, "%.*s\n%.*s", STR_ARG(state), STR_ARG(remark))) };
    cells[5] = (PaperCell){ .text = line->n_evidence == 0 ? STR("—") : shown, .n_items = one ? 0 : line->n_evidence, .items = items };
    return (PaperRow){ .cells = cells };
}

static void table(Make *make, const ExecutionSummary *execution)
{
    static const PaperColumn columns[N_COLUMNS] = { { { "№ п/п", 9 }, 13, true, false }, { { "Мероприятие", 22 }, 76, false, false }, { { "Срок", 8 }, 36, false, false },
        { { "Ответственный", 26 }, 42, false, false }, { { "Состояние", 18 }, 40, false, false }, { { "Чем подтверждено", 31 }, 50, false, false } };
    PaperRow *rows = arena_array(make->arena, PaperRow, (size_t)execution->n_lines * 2);
    uint32_t n = 0, i_section = PLAN_NO_SECTION;
    for (uint32_t i = 0; i < execution->n_lines; i++) {
        const ExecutionLine *line = &execution->lines[i];
        if (line->i_section != i_section && line->i_section < execution->n_sections) {
            const PlanSection *section = &execution->sections[line->i_section];
            PaperCell *cells = arena_array(make->arena, PaperCell, N_COLUMNS);
            cells[0] = (PaperCell){ .text = section->number, .bold = true };
            cells[1] = (PaperCell){ .text = make_kept(make, section->title), .span = N_COLUMNS - 1, .bold = true };
            rows[n++] = (PaperRow){ .cells = cells, .is_section = true };
        }
        i_section = line->i_section;
        rows[n++] = line_row(make, line);
    }
    PaperTable *made = arena_one(make->arena, PaperTable);
    *made = (PaperTable){ .title = STR_EMPTY, .n_columns = N_COLUMNS, .columns = columns, .n_rows = n, .rows = rows, .is_numbered = true, .note = STR_EMPTY };
    make_table(make, made);
}

/* Decisions of minutes and points of an order are controlled as a plan is, and are none. */
static bool is_plan(Str title) { return !str_starts(title, STR("Протокол")) && !str_starts(title, STR("Решения")) && !str_starts(title, STR("О ")) && !str_starts(title, STR("Об ")); }

static void summary(Make *make, const ExecutionSummary *execution)
{
    Arena *arena = make->arena;
    Buf buf;
    buf_init(&buf, 0);
    Str all = number_of(arena, execution->n_lines, "мероприятие", "мероприятия", "мероприятий");
    buf_printf(&buf, "%s %.*s", is_plan(execution->plan_title) ? "В плане" : "На контроле", STR_ARG(all));
    for (uint32_t i = 0; i < execution->n_counts; i++)
        buf_printf(&buf, "%s %.*s\u00A0— %u", i == 0 ? ":" : ",", STR_ARG(execution->counts[i].state), execution->counts[i].n);
    buf_add_char(&buf, '.');
    if (execution->n_below > 0) {
        buf_printf(&buf, " По планам организаций выполнено\u00A0— %u", execution->n_below);
        if (execution->n_below_own > 0) buf_printf(&buf, ", в\u00A0том числе принято теми же, кто представил подтверждение,\u00A0— %u", execution->n_below_own);
        buf_add_char(&buf, '.');
    }
    if (execution->made_on != DATE_NONE) buf_printf(&buf, " Сведения на %.*s.", STR_ARG(date_short(arena, execution->made_on)));
    make_block(make, PAPER_PARA, arena_str(arena, buf_str(&buf)));
    buf_free(&buf);
}

static Str subtitle(Make *make, const ExecutionSummary *execution)
{
    Arena *arena = make->arena;
    Str title = make_kept(make, execution->plan_title), period = STR_EMPTY;
    if (execution->from != DATE_NONE && execution->to != DATE_NONE)
        period = arena_printf(arena, "\nза период с\u00A0%.*s по\u00A0%.*s", STR_ARG(date_short(arena, execution->from)), STR_ARG(date_short(arena, execution->to)));
    Str approved = execution->approved.n == 0 ? STR_EMPTY : arena_printf(arena, "\n(%.*s)", STR_ARG(make_kept(make, execution->approved)));
    Str genitive = russian_genitive_of(arena, title);
    Str what = genitive.n > 0 ? genitive : arena_printf(arena, "%s\n«%.*s»", is_plan(title) ? "документа" : "решений", STR_ARG(title));
    return arena_printf(arena, "об исполнении %.*s%.*s%.*s", STR_ARG(what), STR_ARG(approved), STR_ARG(period));
}

static bool build(const PaperInput *input, Paper *paper, Arena *arena, Err *err)
{
    (void)err;
    const ExecutionSummary *execution = input->execution;
    Make make = { input, input->org, paper, arena };
    make_sheet(&make, true);
    make_org(&make);
    make_type(&make, "ОТЧЁТ", subtitle(&make, execution));
    make_dateline(&make, input->day, input->org->place, input->number);
    summary(&make, execution);
    if (execution->n_lines > 0) table(&make, execution);
    if (execution->n_conclusions > 0) {
        make_heading(&make, "Выводы");
        make_paras(&make, execution->n_conclusions, execution->conclusions);
    }
    if (execution->n_proposals > 0) {
        make_heading(&make, "Предложения");
        make_points(&make, execution->n_proposals, execution->proposals);
    }
    Str signatures = make_value(&make, "signatures");
    if (signatures.n > 0) make_signatures(&make, signatures);
    else make_head_signature(&make);
    make_executor(&make);
    paper->title = arena_printf(arena, "Отчёт об исполнении: %.*s", STR_ARG(execution->plan_title));
    return true;
}

extern const PaperKind paper_report;
const PaperKind paper_report = { .id = "report", .title = "Отчёт об исполнении плана", .purpose = "К совещанию: что сделано и чем подтверждено, что нет и почему.", .needs = PAPER_NEEDS_EXECUTION, .fields = fields,
    .build = build };
