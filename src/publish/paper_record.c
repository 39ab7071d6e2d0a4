#include "publish/paper_record.h"

#include "base/date.h"
#include "base/lines.h"
#include "base/utf8.h"

const PaperKind *paper_record_kind(const RecordType *type, uint32_t i)
{
    for (Str rest = type->papers == NULL ? STR_EMPTY : str_of(type->papers); rest.n > 0; i--) {
        size_t space = str_find(rest, STR(" "));
        if (i == 0) return paper_kind_find(str_slice(rest, 0, space == SIZE_MAX ? rest.n : space));
        rest = space == SIZE_MAX ? STR_EMPTY : str_slice(rest, space + 1, rest.n);
    }
    return NULL;
}

bool paper_record_has(const RecordType *type, const PaperKind *kind)
{
    const PaperKind *one;
    for (uint32_t i = 0; (one = paper_record_kind(type, i)) != NULL; i++)
        if (one == kind) return true;
    return false;
}

static Str cell(const RecordList *list, const RecordRow *row, const char *name)
{
    for (uint32_t i = 0; list->fields[i].name != NULL; i++)
        if (strcmp(list->fields[i].name, name) == 0) return row->cells[i].at == NULL ? STR_EMPTY : row->cells[i];
    return STR_EMPTY;
}

static Str value(const RecordData *data, const char *name) { return record_field_find(data->type->fields, str_of(name)) != NULL ? record_value(data, name) : STR_EMPTY; }

static const RecordList *list_of(const RecordType *type, const char *name)
{
    const RecordList *list = type->lists;
    while (strcmp(list->name, name) != 0) list++;
    return list;
}

/* Decisions of one question; question 0: those of no question. */
static void decide(const RecordData *data, const PlanContent *all, uint32_t question, Arena *arena, MinutesItem *item)
{
    const RecordList *list = list_of(data->type, "decisions");
    const RecordRows *rows = record_rows(data, "decisions");
    PlanDecision *own = arena_array(arena, PlanDecision, all->n_decisions + 1u);
    for (uint32_t i = 0; i < all->n_decisions; i++) {
        long long at = 0;
        if (!str_to_int(cell(list, &rows->rows[i], "item"), &at)) at = 0;
        if (at < 0 || at > record_rows(data, "agenda")->n) at = 0;
        if ((uint32_t)at != question) continue;
        own[item->n_decisions++] = all->decisions[i];
    }
    item->decisions = own;
}

static void set_minutes(const RecordData *data, Arena *arena, PaperInput *out)
{
    const RecordList *list = list_of(data->type, "agenda");
    const RecordRows *agenda = record_rows(data, "agenda");
    Minutes *minutes = arena_one(arena, Minutes);
    MinutesItem *items = arena_array(arena, MinutesItem, agenda->n + 1u);
    PlanContent all;
    record_plan(data, arena, &all);
    for (uint32_t i = 0; i < agenda->n; i++) {
        const RecordRow *row = &agenda->rows[i];
        MinutesItem *item = &items[i];
        *item = (MinutesItem){ .number = arena_printf(arena, "%u", i + 1), .question = cell(list, row, "question"), .speaker = cell(list, row, "speaker"), .vote = cell(list, row, "vote") };
        item->n_heard = lines_split(cell(list, row, "heard"), arena, &item->heard);
        item->n_spoke = lines_split(cell(list, row, "spoke"), arena, &item->spoke);
        decide(data, &all, i + 1, arena, item);
    }
    MinutesItem *rest = &items[agenda->n];
    *rest = (MinutesItem){ .number = arena_printf(arena, "%u", agenda->n + 1), .question = STR_EMPTY, .speaker = STR_EMPTY, .vote = STR_EMPTY };
    decide(data, &all, 0, arena, rest);
    *minutes = (Minutes){ .meeting = record_value(data, "meeting"), .number = out->number, .day = out->day, .n_items = agenda->n + (rest->n_decisions > 0), .items = items };
    paper_post_and_name(arena, record_value(data, "chair"), &minutes->chair_post, &minutes->chair_name);
    Str *post = &minutes->secretary_post;
    paper_post_and_name(arena, record_value(data, "secretary"), post, &minutes->secretary_name);
    if (minutes->secretary_name.n == 0) minutes->secretary_name = *post, *post = STR_EMPTY;
    minutes->n_present = lines_split(record_value(data, "present"), arena, &minutes->present);
    minutes->n_absent = lines_split(record_value(data, "absent"), arena, &minutes->absent);
    minutes->n_invited = lines_split(record_value(data, "invited"), arena, &minutes->invited);
    out->minutes = minutes;
}

static void set_annexes(const PaperRecord *from, Arena *arena, PaperInput *out)
{
    NotePart *annexes = arena_array(arena, NotePart, from->n_frozen + 1u);
    for (uint32_t i = 0; i < from->n_frozen; i++)
        annexes[i] = (NotePart){ .heading = from->frozen[i].title, .n_paras = from->frozen[i].n_facts, .paras = from->frozen[i].facts, .n_tables = from->frozen[i].n_tables, .tables = from->frozen[i].tables };
    out->n_annexes = from->n_frozen;
    out->annexes = annexes;
}

static void set(const PaperKind *kind, Str *values, const char *name, Str value)
{
    for (uint32_t i = 0; kind->fields[i].name != NULL; i++)
        if (strcmp(kind->fields[i].name, name) == 0 && values[i].n == 0 && value.n > 0) values[i] = value;
}

/* A signature begins a line. */
static Str capital(Arena *arena, Str words)
{
    char first[4];
    size_t i = 0;
    if (words.n == 0) return words;
    uint32_t cp = utf8_next(words, &i);
    if (cp == UTF8_BAD) return words;
    size_t n = utf8_put(utf8_upper(cp), first);
    return arena_printf(arena, "%.*s%.*s", (int)n, first, STR_ARG(str_slice(words, i, words.n)));
}

/* Points, then who controls: «Контроль … возложить на …», in the form that was written. */
static void set_order(const PaperRecord *from, const PaperKind *kind, Arena *arena, Str *values, PaperInput *out)
{
    const RecordData *data = from->data;
    Str post, name, controller = value(data, "controller"), readers = lines_join(arena, from->n_readers, from->readers);
    PlanContent *plan = arena_one(arena, PlanContent);
    if (data->type->decisions != NULL) record_plan(data, arena, plan);
    if (controller.n > 0) {
        PlanDecision *decisions = arena_array(arena, PlanDecision, plan->n_decisions + 1u);
        if (plan->n_decisions > 0) memcpy(decisions, plan->decisions, plan->n_decisions * sizeof *decisions);
        decisions[plan->n_decisions] = (PlanDecision){ .number = arena_printf(arena, "%u", plan->n_decisions + 1), .text = arena_printf(arena, "Контроль за исполнением приказа возложить на %.*s%s", STR_ARG(controller), str_ends(controller, STR(".")) ? "" : "."),
            .term = { .text = STR_EMPTY } };
        plan->decisions = decisions;
        plan->n_decisions++;
    }
    out->plan = plan;
    paper_post_and_name(arena, value(data, "signer"), &post, &name);
    set(kind, values, "subject", value(data, "title"));
    set(kind, values, "basis", value(data, "purpose"));
    if (post.n + name.n > 0) set(kind, values, "signatures", arena_printf(arena, "%.*s | %.*s", STR_ARG(capital(arena, post)), STR_ARG(name.n > 0 ? name : STR("____________________"))));
    set(kind, values, "readers", readers);
    if (data->type->plan_kind != PLAN_ORDER) set(kind, values, "document", arena_printf(arena, "с документом «%.*s»", STR_ARG(value(data, "title"))));
    else if (out->day != DATE_NONE) set(kind, values, "document", arena_printf(arena, "с приказом от %.*s № %.*s «%.*s»", STR_ARG(date_short(arena, out->day)), STR_ARG(out->number), STR_ARG(value(data, "title"))));
}

void paper_record_input(const PaperRecord *from, const PaperKind *kind, const Str *values, Arena *arena, PaperInput *out)
{
    const RecordData *data = from->data;
    BUG_ON(!paper_record_has(data->type, kind));
    uint32_t n = paper_kind_n_fields(kind);
    Str *own = arena_array(arena, Str, n + 1);
    for (uint32_t i = 0; i < n; i++)
        if (values != NULL && values[i].n > 0) own[i] = values[i];
    *out = (PaperInput){ .kind = kind, .values = own, .number = value(data, "number"), .day = DATE_NONE, .qr = STR_EMPTY };
    date_parse(record_day(data), &out->day);
    if (data->type->plan_kind == PLAN_MINUTES) {
        set_minutes(data, arena, out);
        set_annexes(from, arena, out);
    } else {
        set_order(from, kind, arena, own, out);
    }
}
