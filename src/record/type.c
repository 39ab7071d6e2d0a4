#include "record/record_.h"

const RecordType *record_type_find(Str id)
{
    for (const RecordType *const *type = record_registry; *type != NULL; type++)
        if (str_eq(id, str_of((*type)->id))) return *type;
    return NULL;
}

uint32_t record_fields_n(const RecordField *fields)
{
    uint32_t n = 0;
    while (fields[n].name != NULL) n++;
    return n;
}

uint32_t record_lists_n(const RecordType *type)
{
    uint32_t n = 0;
    while (type->lists != NULL && type->lists[n].name != NULL) n++;
    return n;
}

const RecordField *record_field_find(const RecordField *fields, Str name)
{
    for (const RecordField *field = fields; field->name != NULL; field++)
        if (str_eq(name, str_of(field->name))) return field;
    return NULL;
}

const char *record_choice_title(const RecordChoice *choices, Str word)
{
    for (const RecordChoice *choice = choices; choice->word != NULL; choice++)
        if (str_eq(word, str_of(choice->word))) return choice->title;
    return NULL;
}

const char *record_state_title(const RecordType *type, Str state)
{
    for (const RecordState *one = type->states; one->word != NULL; one++)
        if (str_eq(state, str_of(one->word))) return one->title;
    return state.at;
}

static bool is_state_among(const RecordType *type, Str state, const char *words)
{
    for (const RecordState *one = type->states; one->word != NULL; one++)
        if (str_eq(state, str_of(one->word))) return record_among(words, one->word);
    return false;
}

bool record_sealed(const RecordType *type, Str state) { return is_state_among(type, state, type->sealed); }

bool record_waits(const RecordType *type, Str state) { return is_state_among(type, state, type->waits); }

const RecordMove *record_move_find(const RecordType *type, Str from, Str to)
{
    for (const RecordMove *move = type->moves; move->from != NULL; move++)
        if (str_eq(from, str_of(move->from)) && str_eq(to, str_of(move->to))) return move;
    return NULL;
}
