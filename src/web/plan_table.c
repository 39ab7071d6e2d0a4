#include "web/plan_table.h"

#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "record/record.h"

/* wanted: a key */
static bool has_who(Str lines, Str wanted, Arena *arena)
{
    while (lines.n > 0) {
        size_t end = str_find(lines, STR("\n"));
        if (str_eq(flow_plan_who_key(end == SIZE_MAX ? lines : str_slice(lines, 0, end), arena), wanted)) return true;
        lines = end == SIZE_MAX ? STR_EMPTY : str_slice(lines, end + 1, lines.n);
    }
    return false;
}

bool plan_filter_takes(const PlanView *view, const PlanFilter *filter, const MeasureRow *row, const RollCell *rolls, uint32_t n_rolls, int64_t school_id)
{
    int32_t due;
    if (str_eq(filter->show, STR("late")) && !measure_is_late(row, view->watch)) return false;
    if (str_eq(filter->show, STR("returned")) && measure_standing(row, view->watch) != STANDING_RETURNED) return false;
    if (str_eq(filter->show, STR("checked")) && row->state != MEASURE_OFFERED && (row->state != MEASURE_OPEN || row->n_waiting == 0 || row->n_back > 0)) return false;
    if (str_eq(filter->show, STR("undated")) && !measure_is_undated(row)) return false;
    if (str_eq(filter->show, STR("week")) && (measure_is_over(row) || !date_parse(row->due_on, &due) || due < view->today || due > view->friday)) return false;
    if (filter->who.n > 0 && !has_who(row->responsible, filter->who_key, filter->arena)) return false;
    if (filter->school.n == 0) return true;
    for (uint32_t i = 0; i < n_rolls; i++)
        if (rolls[i].measure_id == row->id && rolls[i].org_id == school_id) return true;
    return false;
}

Str late_words(Ctx *ctx, int32_t days)
{
    enum { YEAR = 365 };
    return days <= 0 ? STR_EMPTY : days < YEAR ? number_of(ctx->arena, days, "день", "дня", "дней") : number_of(ctx->arena, days / YEAR, "год", "года", "лет");
}

/* A reason stands inside a sentence here: its own stop goes. */
static Str reason_of(Ctx *ctx, Str reason)
{
    while (reason.n > 0 && reason.at[reason.n - 1] == '.' && !str_ends(reason, STR(".."))) reason.n--;
    return rich_escape(ctx->arena, reason);
}

Str measure_control_words(Ctx *ctx, const MeasureRow *row, int32_t today)
{
    int32_t late = measure_days_late(row, today);
    Str days = late_words(ctx, late);
    switch (row->state) {
    case MEASURE_ACCEPTED: return CTX_TEXT(ctx, "принято %.*s", STR_ARG(ctx_day(ctx, row->changed_at)));
    case MEASURE_DROPPED: return row->reason.n > 0 ? CTX_TEXT(ctx, "снято: %.*s", STR_ARG(reason_of(ctx, row->reason))) : STR("снято");
    case MEASURE_OFFERED: return late > 0 ? CTX_TEXT(ctx, "ждёт решения, срок прошёл %.*s назад", STR_ARG(days)) : STR("ждёт решения");
    case MEASURE_RETURNED: return CTX_TEXT(ctx, "возвращено: %.*s", STR_ARG(reason_of(ctx, row->reason)));
    case MEASURE_OPEN: break;
    }
    uint32_t missing = row->n_slots > row->n_proven + row->n_waiting ? row->n_slots - row->n_proven - row->n_waiting : 0;
    if (row->n_back > 0) return row->back_reason.n > 0 ? CTX_TEXT(ctx, "возвращено: %.*s", STR_ARG(reason_of(ctx, row->back_reason))) : STR("подтверждение возвращено");
    if (row->n_waiting > 0 && missing > 0 && late > 0) return CTX_TEXT(ctx, "просрочено на %.*s; %u на проверке, нужно ещё %u", STR_ARG(days), row->n_waiting, missing);
    if (row->n_waiting > 0) return missing > 0 ? CTX_TEXT(ctx, "%u на проверке, нужно ещё %u", row->n_waiting, missing) : STR("подтверждение ждёт проверки");
    if (late > 0) return CTX_TEXT(ctx, "просрочено на %.*s", STR_ARG(days));
    if (row->term_notes.n > 0 && row->windows.n == 0) return STR("срок надо уточнить");
    if (row->n_slots == 0) return STR("не сказано, чем подтвердить");
    if (missing > 0) return CTX_TEXT(ctx, "нужно ещё %.*s", STR_ARG(number_of(ctx->arena, missing, "подтверждение", "подтверждения", "подтверждений")));
    return STR("всё есть, можно сдавать");
}

static const SectionRow *section_of(const PlanView *view, uint32_t n)
{
    for (uint32_t i = 0; i < view->n_sections; i++)
        if (view->sections[i].n == n) return &view->sections[i];
    return NULL;
}

static void put_section(Ctx *ctx, Table *table, const SectionRow *section)
{
    Str title = rich_escape(ctx->arena, section->title);
    const char *stop = str_ends(section->number, STR(".")) || str_ends(section->number, STR(")")) ? "" : "."; /* a number of a section is told from its first word, here and read back */
    Str words = section->number.n > 0 ? CTX_TEXT(ctx, "%.*s%s %.*s", STR_ARG(rich_escape(ctx->arena, section->number)), stop, STR_ARG(title)) : title;
    table_row(ctx->doc, table, ROW_SECTION)[0] = cell_text(words);
}

Cell measure_state_cell(const PlanView *view, const MeasureRow *row)
{
    bool ended = view->row.state == PLAN_CLOSED || view->row.state == PLAN_WITHDRAWN;
    if (!ended || measure_is_over(row)) return standing_cell(measure_standing(row, view->today));
    return cell_state("minus", view->row.state == PLAN_CLOSED ? STR("осталось не сделанным") : STR("отменено с планом"));
}

static void put_measure(Ctx *ctx, Cell *cells, const PlanView *view, uint32_t i)
{
    const MeasureRow *row = &view->measures[i];
    bool is_draft = view->row.state == PLAN_DRAFT || view->row.state == PLAN_WAITS;
    Str link = measure_link(ctx, view->row.number, row->n);
    cells[0] = cell_text(measure_number(ctx, row));
    cells[1] = cell_link(rich_escape(ctx->arena, row->title), link);
    cells[2] = row->term_text.n > 0 ? cell_text(rich_escape(ctx->arena, row->term_text)) : cell_missing();
    cells[3] = cell_term(measure_strip(ctx, &view->row, row, view->watch), measure_term_words(ctx, row));
    cells[4] = row->responsible.n > 0 ? cell_text(lines_joined(ctx, row->responsible)) : cell_missing();
    cells[5] = row->n_slots > 0 ? cell_proven(row->n_proven, row->n_slots) : cell_missing();
    cells[6] = is_draft ? cell_text(row->term_by_hand ? STR("даты поставлены вручную") : measure_term_words(ctx, row)) : measure_state_cell(view, row);
    cells[7] = cell_text(view->row.state > PLAN_IN_FORCE && !measure_is_over(row) ? row->n_proven > 0 ? CTX_TEXT(ctx, "принято %u из %u", row->n_proven, row->n_slots) : STR_EMPTY : !is_draft ? measure_control_words(ctx, row, view->watch) : row->term_notes.n > 0 ? lines_joined(ctx, row->term_notes) : row->responsible.n == 0 ? STR("ответственный не назван") : STR_EMPTY);
    if (row->carried_from_id != 0 && row->reason.n > 0 && !measure_is_over(row)) cells[7].text = CTX_TEXT(ctx, "перенесено с прошлого года%s%.*s", cells[7].text.n > 0 ? "; " : "", STR_ARG(cells[7].text));
    if (view->is_changed != NULL && view->is_changed[i]) cells[7].text = CTX_TEXT(ctx, "**правка не утверждена**%s%.*s", cells[7].text.n > 0 ? "; " : "", STR_ARG(cells[7].text));
}

void plan_table(Ctx *ctx, Node *parent, const PlanView *view, const bool *is_taken, uint32_t n_taken)
{
    bool is_draft = view->row.state == PLAN_DRAFT || view->row.state == PLAN_WAITS;
    TermScale scale = plan_scale(ctx, view);
    Column *columns = arena_array(ctx->arena, Column, 8);
    columns[0] = (Column){ .head = STR("№") };
    columns[1] = (Column){ .head = STR("мероприятие"), .width = 0.2f };
    columns[2] = (Column){ .head = STR("срок, как в плане"), .width = 0.11f };
    columns[3] = (Column){ .head = STR("сроки по месяцам"), .kind = COLUMN_GRAPHIC, .months = true, .scale_min = scale.from, .scale_max = scale.to, .scale_line = scale.today };
    columns[4] = (Column){ .head = STR("отвечает"), .width = 0.14f };
    columns[5] = (Column){ .head = STR("документы"), .help = STR("evidence") };
    columns[6] = (Column){ .head = is_draft ? STR("как понят срок") : STR("состояние") };
    columns[7] = (Column){ .head = is_draft ? STR("что уточнить") : STR("контроль"), .width = 0.14f };
    Table *table = table_new(ctx->doc, STR("plan"), STR("Мероприятия плана"), 8, columns, n_taken + view->n_sections + 1);
    table->untitled = table->panel = table->wide = true;
    table->empty = STR("Таких пунктов нет.");
    uint32_t section_n = 0;
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        if (!is_taken[i]) continue;
        const SectionRow *section = section_of(view, row->section_n);
        if (row->section_n != section_n && section != NULL && table->n_rows + n_taken < table->max_rows + n_taken) put_section(ctx, table, section);
        section_n = row->section_n;
        bool late = measure_standing(row, view->watch) == STANDING_LATE;
        put_measure(ctx, table_row(ctx->doc, table, late ? ROW_ATTENTION : ROW_PLAIN), view, i);
    }
    doc_table(ctx->doc, parent, table);
}

/* ---- evidence of one measure ---- */

bool measure_slots_read(Ctx *ctx, const PlanRow *plan, const MeasureRow *row, MeasureSlots *out, Err *err)
{
    out->row = row;
    if (!measure_slots(ctx->db, row->region_id, row->id, ctx->arena, &out->slots, &out->n, err)) return false;
    out->since = measure_since(plan, out->n, out->slots);
    return evidence_list(ctx->db, row->region_id, row->id, ctx->arena, &out->evidence, &out->n_evidence, err);
}

Str slot_words(Ctx *ctx, const MeasureSlot *slot)
{
    int32_t due;
    return date_parse(slot->due_on, &due) ? CTX_TEXT(ctx, "%.*s, до %.*s", STR_ARG(slot->title), STR_ARG(date_short(ctx->arena, due))) : slot->title;
}

/* The evidence that says most about a slot: accepted, else waiting, else returned. */
static const EvidenceRow *best_of(const MeasureSlots *slots, uint32_t slot_n, uint32_t *n)
{
    static const int weight[] = { [EVIDENCE_OFFERED] = 2, [EVIDENCE_ACCEPTED] = 3, [EVIDENCE_RETURNED] = 1, [EVIDENCE_TAKEN_BACK] = 0 };
    const EvidenceRow *best = NULL;
    *n = 0;
    for (uint32_t i = 0; i < slots->n_evidence; i++) {
        const EvidenceRow *one = &slots->evidence[i];
        if (one->slot_n != slot_n || one->state == EVIDENCE_TAKEN_BACK) continue;
        ++*n;
        if (best == NULL || weight[one->state] >= weight[best->state]) best = one;
    }
    return best;
}

static Cell came_cell(Ctx *ctx, const EvidenceRow *best, uint32_t n)
{
    if (best == NULL) return cell_text(STR("ещё ничего"));
    bool decided = best->state == EVIDENCE_ACCEPTED || best->state == EVIDENCE_RETURNED;
    Str who = decided ? best->decided_who : best->who;
    int64_t at = decided ? best->decided_at : best->made_at;
    Str words = CTX_TEXT(ctx, "%s %.*s%s%.*s", evidence_state_title(best->state), STR_ARG(ctx_day(ctx, at)), who.n > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, who)));
    if (evidence_is_own(best)) words = CTX_TEXT(ctx, "%.*s — тем же, кто и принёс", STR_ARG(words));
    if (best->state == EVIDENCE_RETURNED && best->reason.n > 0) words = CTX_TEXT(ctx, "%.*s: %.*s", STR_ARG(words), STR_ARG(rich_escape(ctx->arena, best->reason)));
    return cell_text(n > 1 ? CTX_TEXT(ctx, "%.*s; всего принесено %u", STR_ARG(words), n) : words);
}

void measure_slots_table(Ctx *ctx, Node *parent, const MeasureSlots *slots, bool brings)
{
    static const Column columns[] = { { .head = { "чем подтверждается", 35 }, .width = 0.38f }, { .head = { "что пришло", 19 } }, { .head = { "", 0 } } };
    const MeasureRow *row = slots->row;
    Table *table = table_new(ctx->doc, STR("slots"), STR("Подтверждения"), brings ? 3 : 2, columns, slots->n);
    table->untitled = true;
    table->empty = STR("В плане не сказано, чем подтвердить этот пункт. Назовите документы: «Чем подтверждается».");
    for (uint32_t i = 0, n; i < slots->n; i++) {
        const MeasureSlot *slot = &slots->slots[i];
        if (slot->deleted) continue;
        const EvidenceRow *best = best_of(slots, slot->n, &n);
        bool accepted = best != NULL && best->state == EVIDENCE_ACCEPTED;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_state(accepted ? "check" : best == NULL ? "minus" : standing_icon(best->state == EVIDENCE_RETURNED ? STANDING_RETURNED : STANDING_CHECKED),
            slot->each_school ? CTX_TEXT(ctx, "%.*s, от каждой школы", STR_ARG(slot_words(ctx, slot))) : slot_words(ctx, slot));
        cells[1] = best == NULL && slot_is_before(slot, slots->since) ? cell_text(STR("срок был до утверждения плана, можно не приносить")) : came_cell(ctx, best, n);
        if (!brings) continue;
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Приложить"), .about = slot->title, .href = CTX_TEXT(ctx, "%.*s/evidence?slot=%u", STR_ARG(measure_link(ctx, row->plan_number, row->n)), slot->n), .quiet = true };
        if (!accepted || slot->each_school) cells[2] = cell_action(button);
        else cells[2] = cell_text(STR_EMPTY);
        const RecordType *type = record_type_find(slot->record_type);
        if (best == NULL && type != NULL && !slot_is_before(slot, slots->since)) cells[1] = cell_text(CTX_TEXT(ctx, "ещё ничего; это [%s](/records/%s/new?measure=%u/%u)", type->one, type->id, row->plan_number, row->n));
    }
    doc_table(ctx->doc, parent, table);
}
