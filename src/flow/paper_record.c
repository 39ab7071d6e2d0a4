/* A paper out of a record: what it cites and who has read it stand in rows beside it. */
#include "flow/paper.h"
#include "store/attachment.h"
#include "store/org.h"
#include "store/setting.h"

static bool read_frozen(DbRead *db, const Record *row, Arena *arena, PaperRecord *from, Err *err)
{
    RecordLink *links;
    uint32_t n;
    if (!record_links(db, row, arena, &links, &n, err)) return false;
    FrozenCopy *copies = arena_array(arena, FrozenCopy, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        Str bytes;
        bool found;
        if (!str_eq(links[i].kind, STR("frozen"))) continue;
        if (!attachment_get(db, row->region_id, links[i].to_key, arena, &bytes, &found, err)) return false;
        if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Вставленных данных нет в базе.");
        if (!frozen_read(bytes, links[i].to_key, arena, &copies[from->n_frozen++], err)) return false;
    }
    from->frozen = copies;
    return true;
}

static bool read_readers(DbRead *db, const Record *row, const RecordType *type, Arena *arena, PaperRecord *from, Err *err)
{
    RecordPerson *people;
    uint32_t n;
    if (type->people == NULL) return true;
    if (!record_people(db, row, str_of(type->people->name), arena, &people, &n, err)) return false;
    Str *readers = arena_array(arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        if (people[i].name.n > 0) readers[from->n_readers++] = arena_printf(arena, "%.*s | %.*s", STR_ARG(people[i].post), STR_ARG(people[i].name));
    from->readers = readers;
    return true;
}

bool flow_paper_of_record(DbRead *db, const Record *row, const RecordData *data, const PaperKind *kind, const Str *values, Arena *arena, Paper *out, const Str **used, Err *err)
{
    PaperRequisites requisites;
    PaperRecord from = { .data = data };
    PaperInput input;
    Org org;
    Str gost;
    uint32_t revision;
    bool found;
    if (!paper_record_has(data->type, kind)) return err_set(err, ERR_NOT_FOUND, "Выберите документ в списке.", "Документ «%s» из этой записи не делают.", kind->title);
    if (!org_by_id(db, row->region_id, row->org_id, arena, &org, &found, err) || !flow_requisites(db, &org, arena, &requisites, &revision, err)) return false;
    if (!setting_text(db, PAPER_GOST_SETTING, arena, &gost, err) || !read_frozen(db, row, arena, &from, err) || !read_readers(db, row, data->type, arena, &from, err)) return false;
    paper_record_input(&from, kind, values, arena, &input);
    input.gost = paper_gost_of(gost);
    input.org = &requisites;
    *used = input.values;
    return paper_build(&input, out, arena, err);
}
