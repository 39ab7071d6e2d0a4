/* Data frozen for citing: bytes first, in a transaction of their own, then the record that cites them. */
#include "base/clock.h"
#include "base/limits.h"
#include "flow/record_.h"
#include "store/attachment.h"

typedef struct Freezing { int64_t region_id, now; Str title, address, bytes; char sha256[65]; } Freezing;

static bool keep_body(DbWrite *write, void *context, Err *err)
{
    Freezing *it = context;
    return attachment_put(write, it->region_id, it->bytes, it->now, it->sha256, err);
}

static bool freeze_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    const Freezing *it = doing->context;
    RecordLink *there;
    uint32_t n;
    if (doing->type->frozen == NULL) return err_set(err, ERR_INPUT, "", "В этом регистре нет места для данных.");
    if (!record_demand_open(doing, err)) return false;
    if (!record_links(db_within(write), &doing->row, doing->arena, &there, &n, err)) return false;
    if (n >= LIMIT_RECORD_LINKS) return err_set(err, ERR_LIMIT, "Уберите лишние.", "У записи уже %u связей.", n);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(there[i].kind, STR("frozen")) && str_eq(there[i].to_key, str_of(it->sha256))) return err_set(err, ERR_CONFLICT, "С тех пор они не изменились.", "Эти данные уже вставлены.");
    Frozen frozen = { .sha256 = str_of(it->sha256), .title = it->title, .address = it->address, .account_id = doing->who->account_id, .made_at = doing->now };
    RecordLink link = { .id = db_new_id(write), .kind = STR("frozen"), .to_key = frozen.sha256, .title = it->title, .account_id = doing->who->account_id, .made_at = doing->now };
    return frozen_put(write, doing->row.region_id, &frozen, err) && record_link_put(write, &doing->row, &link, err) &&
        record_note_it(write, doing, "вставлены данные", arena_printf(doing->arena, "%.*s, контрольная сумма %.8s…", STR_ARG(it->title), it->sha256), err);
}

bool flow_record_freeze(Flow *flow, const Who *who, Str type, uint32_t number, Str title, Str address, Str bytes, Err *err)
{
    Freezing freezing = { .region_id = who->region_id, .now = clock_now(), .title = title, .address = address, .bytes = bytes };
    Arena *arena = arena_new(0);
    Record row;
    bool may = record_may_change(flow, who, type, number, arena, &row, NULL, err);
    arena_free(arena);
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = freeze_body, .context = &freezing };
    return may && db_tx(flow_db(flow), keep_body, &freezing, err) && record_do(flow, &doing, false, err);
}
