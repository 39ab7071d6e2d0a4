/* What only a database can tell of a value: is there such an organisation, person, procedure, record, and how is it called. */
#include "base/utf8.h"
#include "flow/record_.h"
#include "store/account.h"
#include "store/org.h"
#include "store/procedure.h"

typedef struct Looking { DbRead *db; const Who *who; Str below; bool typing; } Looking;

static bool no(Str *why, Str words)
{
    *why = words;
    return false;
}

static bool related(const Who *who, Str path)
{
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (org_within(path, who->grants[i].org.path) || org_within(who->grants[i].org.path, path)) return true;
    return who->is_program;
}

static bool look_org(const Looking *it, Str typed, Arena *arena, Str *value, Str *words, Str *why)
{
    const Org *orgs;
    Org org;
    uint32_t n = 0, n_same = 0;
    bool found;
    if (!org_by_code(it->db, it->who->region_id, typed, arena, &org, &found, NULL)) return no(why, STR("База сейчас не отвечает."));
    if (!found && it->typing) { /* a name as people write it */
        Str folded = utf8_fold(arena, typed);
        if (!org_find(it->db, it->who->region_id, it->below, (OrgKind)0, typed, 20, arena, &orgs, &n, NULL)) return no(why, STR("База сейчас не отвечает."));
        for (uint32_t i = 0; i < n; i++)
            if (str_eq(utf8_fold(arena, orgs[i].name), folded)) org = orgs[i], n_same++;
        found = n_same == 1;
    }
    if (!found || (it->typing && !related(it->who, org.path)))
        return no(why, n_same > 1 ? arena_printf(arena, "«%.*s» — так называются несколько организаций. Напишите код.", STR_ARG(typed)) : arena_printf(arena, "Организации «%.*s» нет. Напишите её код или полное название.", STR_ARG(typed)));
    *value = org.code;
    *words = org.name;
    return true;
}

static bool account_related(const Looking *it, const Account *account, Arena *arena)
{
    Who person = { 0 };
    if (!who_read(it->db, account, arena, &person, NULL)) return false;
    for (uint32_t i = 0; i < person.n_grants; i++)
        if (related(it->who, person.grants[i].org.path)) return true;
    return false;
}

static bool look_person(const Looking *it, Str typed, Arena *arena, Str *value, Str *words, Str *why)
{
    Account account = { 0 };
    long long number;
    bool found = false, several = false;
    if (str_to_int(typed, &number)) {
        Err err = { 0 };
        found = account_by_number(it->db, it->who->region_id, number, arena, &account, &err) && (!it->typing || account_related(it, &account, arena));
    }
    if (!found && it->typing) {
        enum { MOST = 200 };
        Str folded = utf8_fold(arena, typed);
        PersonRow *rows;
        uint32_t n;
        PersonAsk ask = { .path = it->below, .words = typed, .limit = MOST };
        if (!person_list(it->db, it->who->region_id, &ask, arena, &rows, &n, NULL)) return no(why, STR("База сейчас не отвечает."));
        for (uint32_t i = 0; i < n; i++) {
            const Account *one = &rows[i].account;
            if (!str_eq(utf8_fold(arena, one->login), folded) && !str_eq(utf8_fold(arena, one->name), folded)) continue;
            several = several || (found && one->id != account.id);
            account = *one;
            found = true;
        }
    }
    if (!found || several)
        return no(why, several ? arena_printf(arena, "«%.*s» — таких людей несколько. Напишите логин.", STR_ARG(typed)) : arena_printf(arena, "Человека «%.*s» в списке сотрудников нет.", STR_ARG(typed)));
    *value = arena_printf(arena, "%lld", (long long)account.number);
    *words = account.name.n > 0 ? account.name : STR("данные стёрты");
    return true;
}

static bool look_procedure(const Looking *it, Str typed, Arena *arena, Str *value, Str *words, Str *why)
{
    ProcedureRow row;
    bool found;
    if (!procedure_get(it->db, it->who->region_id, typed, arena, &row, &found, NULL)) return no(why, STR("База сейчас не отвечает."));
    if (!found) return no(why, arena_printf(arena, "Процедуры с кодом «%.*s» нет. Код стоит в её адресе: 2026-5-математика.", STR_ARG(typed)));
    *value = row.code;
    *words = row.title;
    return true;
}

static bool look_record(const Looking *it, const RecordType *type, Str typed, Arena *arena, Str *value, Str *words, Str *why)
{
    Str prefix = arena_printf(arena, "%s/", type->id);
    long long number;
    Record row;
    bool found = false;
    Str digits = str_starts(typed, prefix) ? str_slice(typed, prefix.n, typed.n) : typed;
    if (str_to_int(digits, &number) && number > 0 && number <= UINT32_MAX && !record_get(it->db, it->who->region_id, str_of(type->id), (uint32_t)number, arena, &row, &found, NULL)) return no(why, STR("База сейчас не отвечает."));
    bool open = found && who_may(it->who, RIGHT_PLAN_READ, row.org_path) && !row.restricted;
    if (!found || (it->typing && (row.deleted_at != 0 || !who_may(it->who, RIGHT_PLAN_READ, row.org_path))))
        return no(why, arena_printf(arena, "Записи «%.*s» нет. Напишите её номер из регистра «%s».", STR_ARG(typed), type->title));
    *value = arena_printf(arena, "%s/%u", type->id, row.number);
    *words = open ? record_called(type, &row, arena) : arena_printf(arena, "%s № %u", type->one, row.number);
    return true;
}

static bool find(void *context, const RecordField *field, Str typed, Arena *arena, Str *value, Str *words, Str *why)
{
    const Looking *it = context;
    switch (field->kind) {
    case RECORD_ORG: return look_org(it, typed, arena, value, words, why);
    case RECORD_PERSON: return look_person(it, typed, arena, value, words, why);
    case RECORD_PROCEDURE: return look_procedure(it, typed, arena, value, words, why);
    case RECORD_OTHER: return look_record(it, record_type_find(str_of(field->of)), typed, arena, value, words, why);
    case RECORD_LINE: case RECORD_TEXT: case RECORD_INT: case RECORD_DAY: case RECORD_CHOICE: case RECORD_CHOICES: case RECORD_FLAG: case RECORD_LINK: break;
    }
    BUG_ON(true);
    return false;
}

const RecordLook *flow_record_look(DbRead *db, const Who *who, Str below, bool typing, Arena *arena)
{
    Looking *looking = arena_one(arena, Looking);
    RecordLook *look = arena_one(arena, RecordLook);
    *looking = (Looking){ db, who, below, typing };
    *look = (RecordLook){ looking, find };
    return look;
}
