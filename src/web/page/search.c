/* One box for everything: schools of this person's organisations, procedures, plans and their measures, records of registers, words of the help. */
#include "base/number.h"
#include "base/utf8.h"
#include "publish/rich.h"
#include "record/record.h"
#include "store/org.h"
#include "store/procedure.h"
#include "store/record.h"
#include "web/help_terms.h"
#include "web/plan_view.h"
#include "web/url.h"

enum { FOUND = 50 };

static const Param params[] = { { .name = "q", .kind = PARAM_TEXT, .title = "что искать" }, { .name = NULL } };

typedef struct Finding { Ctx *ctx; Str wanted; Str *items; uint32_t n; } Finding;

static bool fits(Finding *finding, Str text) { return finding->n < FOUND && str_find(utf8_fold(finding->ctx->arena, text), finding->wanted) != SIZE_MAX; }

static void add(Finding *finding, Str title, const char *path, Str key)
{
    Arena *arena = finding->ctx->arena;
    finding->items[finding->n++] = arena_printf(arena, "[%.*s](%s%.*s)", STR_ARG(rich_escape(arena, title)), path, STR_ARG(url_encode(arena, key)));
}

static void flush(Finding *finding, const char *heading)
{
    if (finding->n == 0) return;
    doc_heading(finding->ctx->doc, NULL, 2, str_of(heading));
    doc_list(finding->ctx->doc, NULL, finding->n, finding->items);
    finding->items = arena_array(finding->ctx->arena, Str, FOUND);
    finding->n = 0;
}

static bool find_schools(Finding *finding, uint32_t *n_found, Err *err)
{
    Ctx *ctx = finding->ctx;
    for (uint32_t g = 0; g < ctx->who->n_grants; g++) {
        if (!role_gives(ctx->who->grants[g].role, RIGHT_ORG_READ)) continue;
        const Org *orgs;
        uint32_t n;
        if (!org_find(ctx->db, ctx->who->region_id, ctx->who->grants[g].org.path, ORG_SCHOOL, finding->wanted, FOUND, ctx->arena, &orgs, &n, err)) return false;
        for (uint32_t i = 0; i < n && finding->n < FOUND; i++) add(finding, orgs[i].name, "/schools/", orgs[i].code);
    }
    *n_found += finding->n;
    flush(finding, "Школы");
    return true;
}

static bool find_procedures(Finding *finding, uint32_t *n_found, Err *err)
{
    Ctx *ctx = finding->ctx;
    const ProcedureRow *rows;
    uint32_t n;
    if (!procedure_list(ctx->db, ctx->who->region_id, 0, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (fits(finding, rows[i].title) || fits(finding, rows[i].code)) add(finding, rows[i].title, "/procedures/", rows[i].code);
    *n_found += finding->n;
    flush(finding, "Процедуры");
    return true;
}

/* «План школы № 4, 2026/27, п. 17» */
static Str where_it_stands(Ctx *ctx, const PlanFound *one)
{
    Str year = one->school_year > 0 ? CTX_TEXT(ctx, ", %d/%02d", one->school_year, (one->school_year + 1) % 100) : STR_EMPTY;
    return CTX_TEXT(ctx, "%.*s%.*s", STR_ARG(rich_escape(ctx->arena, one->org_name)), STR_ARG(year));
}

/* Measures of plans and plans by their titles. */
static bool find_plans(Finding *finding, uint32_t *n_found, Err *err)
{
    enum { OF_PLANS = 20 };
    Ctx *ctx = finding->ctx;
    const Str *stems;
    uint32_t n_stems;
    record_stems(finding->wanted, RECORD_ASK_WORDS, ctx->arena, &n_stems, &stems);
    for (uint32_t g = 0; g < ctx->who->n_grants && n_stems > 0; g++) {
        const PlanFound *rows;
        uint32_t n;
        if (!role_gives(ctx->who->grants[g].role, RIGHT_PLAN_READ)) continue;
        if (!plan_search(ctx->db, ctx->who->region_id, ctx->who->grants[g].org.path, n_stems, stems, OF_PLANS, ctx->arena, &rows, &n, err)) return false;
        for (uint32_t i = 0; i < n && finding->n < FOUND; i++) {
            const PlanFound *one = &rows[i];
            Str responsible = one->responsible.n > 0 ? CTX_TEXT(ctx, ". Отвечает: %.*s", STR_ARG(lines_joined(ctx, one->responsible))) : STR_EMPTY;
            finding->items[finding->n++] = one->n == 0 ? CTX_TEXT(ctx, "план: [%.*s](/plans/%u) — %.*s", STR_ARG(rich_escape(ctx->arena, one->plan_title)), one->plan_number, STR_ARG(where_it_stands(ctx, one)))
                : CTX_TEXT(ctx, "[%.*s%s%.*s](/plans/%u/measures/%u) — %.*s%.*s", STR_ARG(rich_escape(ctx->arena, one->number)), one->number.n > 0 ? " " : "", STR_ARG(rich_escape(ctx->arena, one->title)), one->plan_number, one->n,
                    STR_ARG(where_it_stands(ctx, one)), STR_ARG(responsible));
        }
    }
    *n_found += finding->n;
    flush(finding, "Планы");
    return true;
}

/* Records of all registers by the stems of the words: «протоколы» finds a protocol. */
static bool find_records(Finding *finding, uint32_t *n_found, Err *err)
{
    enum { OF_A_REGISTER = 10 };
    Ctx *ctx = finding->ctx;
    const Str *stems;
    uint32_t n_stems;
    record_stems(finding->wanted, RECORD_ASK_WORDS, ctx->arena, &n_stems, &stems);
    for (uint32_t g = 0; g < ctx->who->n_grants && n_stems > 0; g++) {
        if (!role_gives(ctx->who->grants[g].role, RIGHT_PLAN_READ)) continue;
        for (const RecordType *const *type = record_registry; *type != NULL; type++) {
            Record *rows;
            uint32_t n;
            if (!record_search(ctx->db, ctx->who->region_id, str_of((*type)->id), ctx->who->grants[g].org.path, n_stems, stems, OF_A_REGISTER, ctx->arena, &rows, &n, err)) return false;
            for (uint32_t i = 0; i < n && finding->n < FOUND; i++)
                finding->items[finding->n++] = CTX_TEXT(ctx, "%s: [%.*s](/records/%s/%u)", (*type)->one, STR_ARG(rich_escape(ctx->arena, rows[i].title)), (*type)->id, rows[i].number);
        }
    }
    *n_found += finding->n;
    flush(finding, "Документы");
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    Str asked = str_trim(ctx_param(ctx, "q"));
    Finding finding = { .ctx = ctx, .wanted = utf8_fold(ctx->arena, asked), .items = arena_array(ctx->arena, Str, FOUND) };
    uint32_t n = 0;
    ctx->doc->title = STR("Поиск");
    if (finding.wanted.n == 0) {
        doc_text(ctx->doc, NULL, STR("Напишите вверху название или номер школы, процедуру, слова из пункта плана или документа, ответственного или слово, которое нужно объяснить."));
        return true;
    }
    if (!find_schools(&finding, &n, err) || !find_procedures(&finding, &n, err) || !find_plans(&finding, &n, err) || !find_records(&finding, &n, err)) return false;
    for (const HelpTerm *term = help_terms; term->id != NULL; term++)
        if (fits(&finding, str_of(term->title))) add(&finding, str_of(term->title), "/help/", str_of(term->id));
    n += finding.n;
    flush(&finding, "Слова");
    Str shown = rich_escape(ctx->arena, asked);
    ctx->doc->title = n == 0 ? CTX_TEXT(ctx, "По запросу «%.*s» ничего не нашлось", STR_ARG(shown)) : CTX_TEXT(ctx, "По запросу «%.*s»: %.*s", STR_ARG(shown), STR_ARG(number_of(ctx->arena, n, "находка", "находки", "находок")));
    if (n == 0) doc_text(ctx->doc, NULL, STR("Попробуйте часть слова или номер школы. Ищется только то, что вам открыто."));
    return true;
}

const Page page_search = { .path = "/search", .title = "Поиск", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .params = params, .show = show };
