/* Who changed what, when: the journal of the organisation and everything below it. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "store/audit.h"
#include "web/page.h"

enum { ROWS = 100 };

static const Param params[] = {
    { .name = "from", .kind = PARAM_DATE, .title = "с какого дня" },
    { .name = "to", .kind = PARAM_DATE, .title = "по какой день" },
    { .name = "verb", .kind = PARAM_TEXT, .title = "что сделано", .max_length = 100 },
    { .name = "before", .kind = PARAM_INT, .title = "записи раньше этой", .min = 1 },
    { .name = NULL },
};

static int64_t time_of_day(Str iso, int days_later)
{
    int32_t day;
    return date_parse(iso, &day) ? ((int64_t)day + days_later) * 86400 - DATE_ZONE_S : 0;
}

static void add_filter(Ctx *ctx)
{
    Field *fields = arena_array(ctx->arena, Field, 3);
    fields[0] = (Field){ .kind = FIELD_DATE, .name = STR("from"), .label = STR("С"), .value = ctx_param(ctx, "from"), .optional = true };
    fields[1] = (Field){ .kind = FIELD_DATE, .name = STR("to"), .label = STR("По"), .value = ctx_param(ctx, "to"), .optional = true };
    fields[2] = (Field){ .kind = FIELD_TEXT, .name = STR("verb"), .label = STR("Что сделано"), .value = ctx_param(ctx, "verb"), .optional = true, .width = 16 };
    static const FormButton buttons[] = { { .title = { "Показать", 16 } } };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = STR("/journal"), .in_line = true, .n_fields = 3, .fields = fields, .n_buttons = 1, .buttons = buttons };
    doc_form(ctx->doc, NULL, form);
}

static void add_table(Ctx *ctx, const AuditEntry *entries, uint32_t n)
{
    static const Column columns[] = {
        { .head = { "когда", 10 } }, { .head = { "кто", 6 } }, { .head = { "организация", 22 } }, { .head = { "что сделано", 21 } }, { .head = { "было → стало", 23 }, .width = 0.45f },
    };
    Table *table = table_new(ctx->doc, STR("journal"), STR("Журнал изменений"), 5, columns, n);
    table->untitled = true;
    table->empty = STR("За это время изменений не было.");
    for (uint32_t i = 0; i < n; i++) {
        const AuditEntry *entry = &entries[i];
        Str who = entry->who.n > 0 ? entry->who : entry->account_id == 0 ? STR("программа") : STR("данные стёрты");
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(ctx_moment(ctx, entry->at));
        row[1] = cell_text(rich_escape(ctx->arena, who));
        row[2] = cell_text(rich_escape(ctx->arena, entry->org_name));
        row[3] = cell_text(rich_escape(ctx->arena, entry->verb));
        row[4] = cell_text(entry->erased ? STR("слова стёрты по закону о персональных данных") : rich_escape(ctx->arena, ctx_people(ctx, entry->words)));
    }
    doc_table(ctx->doc, NULL, table);
}

/* Written down on paper it tells one day whether the journal lost its end. Salt makes it another one in every database, so it stands on the page only: files of a
 * page are the same bytes from both engines. */
static bool add_head(Ctx *ctx, Err *err)
{
    int64_t seq;
    Str hash;
    if (!audit_head(ctx->db, ctx->org.region_id, ctx->arena, &seq, &hash, err)) return false;
    if (seq > 0 && hash.n >= 16) /* 64 bits are enough for paper */
        doc_buttons(ctx->doc, NULL, 0, NULL, CTX_TEXT(ctx, "Последняя запись всего журнала — № %lld, отпечаток %.4s-%.4s-%.4s-%.4s. Выписанный вместе с датой, он потом покажет, не переписан ли журнал и не пропал ли его конец: «merilo audit verify --head ОТПЕЧАТОК».",
                                           (long long)seq, hash.at, hash.at + 4, hash.at + 8, hash.at + 12));
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    const AuditEntry *entries;
    uint32_t n;
    AuditAsk ask = { .org_path = ctx->org.path, .verb = ctx_param(ctx, "verb"), .from = time_of_day(ctx_param(ctx, "from"), 0), .to = time_of_day(ctx_param(ctx, "to"), 1),
        .before_seq = ctx_int(ctx, "before", 0), .limit = ROWS };
    if (!audit_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &entries, &n, err)) return false;
    ctx->doc->title = CTX_TEXT(ctx, "Журнал изменений: %.*s", STR_ARG(ctx->org.name));
    ctx->doc->lead = STR("Каждое изменение записано: кто, когда, что было и что стало. Записи связаны в цепочку: убрать или переписать одну незаметно нельзя.");
    add_filter(ctx);
    add_table(ctx, entries, n);
    if (n == ROWS) {
        DocLink *more = arena_one(ctx->arena, DocLink);
        *more = (DocLink){ .title = STR("Раньше"), .href = ctx_with(ctx, "before", CTX_TEXT(ctx, "%lld", (long long)entries[n - 1].seq)), .count = NO_COUNT };
        doc_chips(ctx->doc, NULL, STR_EMPTY, 1, more);
    }
    return add_head(ctx, err);
}

const Page page_journal = {
    .path = "/journal", .title = "Журнал изменений", .section = SECTION_JOURNAL, .in_menu = true, .right = RIGHT_AUDIT_READ, .params = params, .show = show,
};
