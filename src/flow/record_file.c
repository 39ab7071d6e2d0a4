/* Files of a record. */
#include "base/limits.h"
#include "flow/attach_.h"
#include "flow/record_.h"

typedef struct Filing { Str name; size_t n_bytes; char sha256[65]; } Filing;

static bool file_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    const Filing *it = doing->context;
    RecordFile *there;
    uint32_t n;
    if (!record_files(db_within(write), &doing->row, doing->arena, &there, &n, err)) return false;
    if (n >= LIMIT_RECORD_FILES) return err_set(err, ERR_LIMIT, "Уберите лишние или заведите другую запись.", "У записи уже %u файлов.", n);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(there[i].sha256, str_of(it->sha256))) return err_set(err, ERR_CONFLICT, "", "Этот файл уже приложен под именем «%.*s».", STR_ARG(there[i].name));
    RecordFile file = { .id = db_new_id(write), .sha256 = str_of(it->sha256), .name = attach_name(it->name, doing->arena), .n_bytes = (int64_t)it->n_bytes, .account_id = doing->who->account_id, .made_at = doing->now };
    return record_file_put(write, &doing->row, &file, err) && record_note_it(write, doing, "приложен файл", doing->row.restricted ? STR_EMPTY : file.name, err);
}

bool flow_record_file(Flow *flow, const Who *who, Str type, uint32_t number, Str name, Str bytes, Err *err)
{
    Filing filing = { .name = name, .n_bytes = bytes.n };
    Arena *arena = arena_new(0);
    Record row;
    bool may = record_may_change(flow, who, type, number, arena, &row, NULL, err) && attach_put(flow, who, ATTACH_EVIDENCE, name, bytes, filing.sha256, err);
    arena_free(arena);
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = file_body, .context = &filing };
    return may && record_do(flow, &doing, false, err);
}

static bool unfile_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    bool done;
    if (!record_file_remove(write, &doing->row, *(const int64_t *)doing->context, doing->now, &done, err)) return false;
    return !done || record_note_it(write, doing, "убран файл", record_called(doing->type, &doing->row, doing->arena), err);
}

bool flow_record_unfile(Flow *flow, const Who *who, Str type, uint32_t number, int64_t file, Err *err)
{
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = unfile_body, .context = &file };
    return record_do(flow, &doing, false, err);
}
