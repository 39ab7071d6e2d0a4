#include "publish/paper.h"

#include "base/date.h"

const PaperKind *paper_kind_find(Str id)
{
    for (const PaperKind *const *kind = paper_registry; *kind != NULL; kind++)
        if (str_eq(id, str_of((*kind)->id))) return *kind;
    return NULL;
}

uint32_t paper_executor_at(const Paper *paper)
{
    uint32_t i = 1;
    while (i < paper->n_blocks && paper->blocks[i].kind != PAPER_SHEET) i++;
    return i < paper->n_blocks ? i : paper->n_blocks;
}

uint32_t paper_kind_n_fields(const PaperKind *kind)
{
    uint32_t n = 0;
    while (kind->fields[n].name != NULL) n++;
    return n;
}

bool paper_kind_asks(const PaperKind *kind, const char *name)
{
    Str rest = kind->asks != NULL ? str_of(kind->asks) : STR_EMPTY;
    while (rest.n > 0) {
        size_t space = str_find(rest, STR(" "));
        if (str_eq(str_slice(rest, 0, space == SIZE_MAX ? rest.n : space), str_of(name))) return true;
        rest = space == SIZE_MAX ? STR_EMPTY : str_slice(rest, space + 1, rest.n);
    }
    return false;
}

static bool is_choice(const char *choices, Str value)
{
    for (Str rest = str_of(choices); rest.n > 0;) {
        size_t bar = str_find(rest, STR("|"));
        if (str_eq(value, str_slice(rest, 0, bar == SIZE_MAX ? rest.n : bar))) return true;
        rest = bar == SIZE_MAX ? STR_EMPTY : str_slice(rest, bar + 1, rest.n);
    }
    return false;
}

static bool check(const PaperField *field, Str value, Err *err)
{
    int32_t day;
    if (field->kind == PAPER_CHOICE && !is_choice(field->choices, value))
        return err_set(err, ERR_INPUT, "Выберите из списка.", "«%s»: такого значения нет.", field->title);
    if (field->kind == PAPER_DAY && value.n > 0 && !date_parse(value, &day))
        return err_set(err, ERR_INPUT, "Укажите день, месяц и год.", "«%s»: это не дата.", field->title);
    return true;
}

bool paper_build(const PaperInput *input, Paper *out, Arena *arena, Err *err)
{
    const PaperKind *kind = input->kind;
    BUG_ON((kind->needs & PAPER_NEEDS_PLAN) != 0 && input->plan == NULL);
    BUG_ON((kind->needs & PAPER_NEEDS_MINUTES) != 0 && input->minutes == NULL);
    BUG_ON((kind->needs & PAPER_NEEDS_EXECUTION) != 0 && input->execution == NULL);
    BUG_ON((kind->needs & PAPER_NEEDS_NOTE) != 0 && input->note == NULL);
    for (uint32_t i = 0; input->values != NULL && kind->fields[i].name != NULL; i++)
        if (input->values[i].at != NULL && !check(&kind->fields[i], input->values[i], err)) return false;
    PaperRequisites org;
    PaperInput given = *input;
    given.org = &org;
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) paper_requisite_set(&org, field, paper_requisite_get(input->org, field)); /* what was never set is empty */
    Paper paper = { .title = str_of(kind->title), .gost = input->gost, .executor = STR_EMPTY, .qr = input->gost == PAPER_GOST_2025 ? input->qr : STR_EMPTY };
    if (!kind->build(&given, &paper, arena, err)) return false;
    *out = paper;
    return true;
}
