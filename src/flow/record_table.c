/* Records from a workbook: looked at row by row, then the clean ones are written. */
#include "base/clock.h"
#include "base/limits.h"
#include "flow/record_.h"
#include "intake/plain_table.h"
#include "store/attachment.h"

enum { HEADER_WITHIN = 10, HEADS_NEEDED = 2 };

static bool find_heading(const RecordType *type, const PlainTable *table, Arena *arena, uint32_t *at, int32_t **map, Err *err)
{
    for (*at = 0; *at < table->n_rows && *at < HEADER_WITHIN; ++*at)
        if (record_columns_map(type, table->rows[*at].n_cells, table->rows[*at].cells, arena, map) >= HEADS_NEEDED) return true;
    return err_set(err, ERR_INPUT, "Скачайте образец: в его первой строке стоят заголовки столбцов.", "Это не похоже на таблицу регистра «%s»: заголовки не узнаны.", type->title);
}

bool flow_record_table(DbRead *db, const Who *who, const RecordType *type, const Org *org, Str bytes, Arena *arena, RecordTable *out, Err *err)
{
    PlainTable table;
    uint32_t at, n_unknown = 0;
    int32_t *map;
    if (!who_demand(who, RIGHT_RECORD_WRITE, org->path, err)) return false;
    if (!intake_plain_table(bytes, LIMIT_RECORD_IMPORT, arena, &table, err) || !find_heading(type, &table, arena, &at, &map, err)) return false;
    const PlainRow *head = &table.rows[at];
    RecordTableRow *rows = arena_array(arena, RecordTableRow, table.n_rows + 1u);
    Str *unknown = arena_array(arena, Str, head->n_cells + 1u);
    for (uint32_t c = 0; c < head->n_cells; c++)
        if (map[c] < 0 && head->cells[c].n > 0) unknown[n_unknown++] = head->cells[c];
    *out = (RecordTable){ .rows = rows, .n_unknown = n_unknown, .unknown = unknown };
    for (uint32_t i = at + 1; i < table.n_rows; i++) {
        const PlainRow *row = &table.rows[i];
        bool empty = true;
        for (uint32_t c = 0; c < row->n_cells; c++) empty = empty && row->cells[c].n == 0;
        if (empty || !str_eq(row->sheet, head->sheet)) continue; /* other sheets of the workbook are somebody's notes */
        RecordTableRow *one = &rows[out->n_rows++];
        *one = (RecordTableRow){ .sheet = row->sheet, .row = row->number, .data = record_from_cells(type, row->n_cells < head->n_cells ? row->n_cells : head->n_cells, row->cells, map, arena) };
        if (!flow_record_check(db, who, type, org->path, one->data, arena, &one->n_complaints, &one->complaints, err)) return false;
        out->n_clean += one->n_complaints == 0;
    }
    return true;
}

typedef struct Keeping { int64_t region_id; Str bytes; char *sha256; } Keeping;

static bool keep_body(DbWrite *write, void *context, Err *err)
{
    const Keeping *it = context;
    return attachment_put(write, it->region_id, it->bytes, clock_now(), it->sha256, err);
}

bool flow_record_keep(Flow *flow, const Who *who, const Org *org, Str bytes, char sha256[65], Err *err)
{
    Keeping keeping = { org->region_id, bytes, sha256 };
    return who_demand(who, RIGHT_RECORD_WRITE, org->path, err) && db_tx(flow_db(flow), keep_body, &keeping, err);
}

bool flow_record_import(Flow *flow, const Who *who, const RecordType *type, const Org *org, Str bytes, uint32_t *n, Err *err)
{
    Arena *arena = arena_new(0);
    RecordTable table;
    *n = 0;
    bool done = flow_record_table(flow_reader(flow), who, type, org, bytes, arena, &table, err);
    for (uint32_t i = 0; done && i < table.n_rows; i++) {
        if (table.rows[i].n_complaints > 0) continue;
        RecordEdit edit = { .type = str_of(type->id), .org_code = org->code, .data = table.rows[i].data };
        done = flow_record_save(flow, who, &edit, NULL, err);
        *n += done;
    }
    arena_free(arena);
    return done;
}
