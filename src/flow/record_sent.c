/* What came from above stands in a register of the sender; its addressees read it there. */
#include <string.h>

#include "flow/record_.h"

/* Letters and orders: what other documents rest on. */
static bool is_basis(const RecordType *type) { return strstr(type->capabilities, "C57") != NULL; }

/* Whoever stands in its list of people sees what he is asked to: the programme of a meeting, its materials and decisions. */
static bool is_listed(DbRead *db, const Who *who, const Record *of, Arena *arena, CascadeTo *out, bool *found, Err *err)
{
    const RecordType *type = record_type_find(of->type);
    RecordPerson *people;
    uint32_t n;
    if (type == NULL || type->people == NULL || of->deleted_at != 0) return true;
    if (!record_people(db, of, str_of(type->people->name), arena, &people, &n, err)) return false;
    for (uint32_t i = 0; i < n && !*found; i++) *found = people[i].account_id == who->account_id;
    for (uint32_t i = 0; i < who->n_grants && *found; i++) {
        const Org *org = &who->grants[i].org;
        if (!role_gives(who->grants[i].role, RIGHT_PLAN_READ)) continue;
        *out = (CascadeTo){ .region_id = of->region_id, .org_id = org->id, .org_code = org->code, .org_name = org->name, .org_path = org->path, .title = of->title, .from_name = of->org_name, .words = STR_EMPTY, .see_by = STR_EMPTY };
        return true;
    }
    *found = false;
    return true;
}

bool flow_record_sent(DbRead *db, const Who *who, const Record *of, Str place, Arena *arena, CascadeTo *out, bool *found, Err *err)
{
    *found = false;
    if (of->restricted || who->account_id == 0) return true; /* closed since: it is opened with a reason, which an addressee has no right to give */
    if (place.n > 0 && who_may(who, RIGHT_PLAN_READ, place) && !cascade_of_record(db, of->region_id, of->id, place, arena, out, found, err)) return false;
    for (uint32_t i = 0; i < who->n_grants && !*found; i++)
        if (role_gives(who->grants[i].role, RIGHT_PLAN_READ) && !cascade_of_record(db, of->region_id, of->id, who->grants[i].org.path, arena, out, found, err)) return false;
    return *found || is_listed(db, who, of, arena, out, found, err);
}

static bool read_key(DbRead *db, const Who *who, Str key, Arena *arena, Record *out, const RecordType **type, bool *found, Err *err)
{
    size_t at = str_find(key, STR("/"));
    long long number;
    *found = false;
    if (at == SIZE_MAX || !str_to_int(str_slice(key, at + 1, key.n), &number) || number < 1 || number > UINT32_MAX) return true;
    *type = record_type_find(str_slice(key, 0, at));
    return *type == NULL || record_get(db, who->region_id, str_slice(key, 0, at), (uint32_t)number, arena, out, found, err);
}

bool flow_record_bases(DbRead *db, const Record *of, const RecordType *type, const RecordData *data, Arena *arena, const Str **keys, uint32_t *n, Err *err)
{
    RecordLink *links;
    uint32_t n_links, n_fields = record_fields_n(type->fields);
    if (!record_links(db, of, arena, &links, &n_links, err)) return false;
    Str *out = arena_array(arena, Str, n_fields + n_links + 1u);
    *n = 0;
    for (uint32_t i = 0; i < n_fields; i++)
        if (type->fields[i].kind == RECORD_OTHER && data->values[i].n > 0) out[(*n)++] = data->values[i];
    for (uint32_t i = 0; i < n_links; i++) {
        size_t at = str_find(links[i].to_key, STR("/"));
        const RecordType *other = str_eq(links[i].kind, STR("record")) && at != SIZE_MAX ? record_type_find(str_slice(links[i].to_key, 0, at)) : NULL;
        bool twice = false;
        for (uint32_t k = 0; k < *n; k++) twice = twice || str_eq(out[k], links[i].to_key);
        if (other != NULL && is_basis(other) && !twice) out[(*n)++] = links[i].to_key;
    }
    *keys = out;
    return true;
}

/* The document via was sent, and it rests on this one. */
static bool is_below_sent(DbRead *db, const Who *who, const Record *of, Str via, Str place, Arena *arena, CascadeTo *sent, bool *found, Err *err)
{
    Record above;
    const RecordType *type = NULL;
    RecordData *data;
    const Str *keys;
    uint32_t n;
    if (!read_key(db, who, via, arena, &above, &type, found, err)) return false;
    if (!*found) return true;
    if (!flow_record_sent(db, who, &above, place, arena, sent, found, err)) return false;
    if (!*found) return true;
    *found = false;
    if (of->restricted || of->deleted_at != 0) return true;
    if (!record_data_read(type, above.fields, arena, &data, err) || !flow_record_bases(db, &above, type, data, arena, &keys, &n, err)) return false;
    Str own = arena_printf(arena, "%.*s/%u", STR_ARG(of->type), of->number);
    for (uint32_t i = 0; i < n; i++) *found = *found || str_eq(keys[i], own);
    return true;
}

bool flow_record_read(DbRead *db, const Who *who, Str type_id, uint32_t number, Str via, Str place, Arena *arena, Record *out, const RecordType **type, CascadeTo *sent, Err *err)
{
    bool found;
    *sent = (CascadeTo){ 0 };
    *type = record_type_find(type_id);
    if (*type == NULL) return err_set(err, ERR_NOT_FOUND, "Выберите регистр в разделе «Документы».", "Такого регистра нет.");
    if (!record_get(db, who->region_id, type_id, number, arena, out, &found, err)) return false;
    bool there = found;
    if (there && who_may(who, RIGHT_PLAN_READ, out->org_path)) return true;
    if (there && !flow_record_sent(db, who, out, place, arena, sent, &found, err)) return false;
    if (there && !found && via.n > 0 && !is_below_sent(db, who, out, via, place, arena, sent, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Проверьте адрес или найдите нужное через поиск вверху страницы.", "Такой страницы нет, или она вам не открыта.");
}
