/* What an analysis of a region rests on: standing sheets, the list of schools, settings, a norm from outside. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "flow/analysis_.h"
#include "flow/audit_.h"
#include "store/attachment.h"
#include "store/org.h"
#include "store/setting.h"

/* ---- sheets ---- */

static int by_text(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

static void hash_texts(const Str *texts, uint32_t n, bool sorted, Arena *arena, char out[65])
{
    Str *copy = arena_array(arena, Str, n + 1u);
    if (n > 0) memcpy(copy, texts, n * sizeof *copy);
    if (sorted && n > 0) qsort(copy, n, sizeof *copy, by_text);
    Hash hash;
    hash_begin(&hash);
    for (uint32_t i = 0; i < n; i++) {
        hash_add(&hash, copy[i]);
        hash_add(&hash, STR("\n"));
    }
    hash_end_hex(&hash, out);
}

static bool merge_sheets(DbRead *db, const AnalysisInput *inputs, uint32_t n, Arena *arena, RegionInputs *out, Err *err)
{
    Str *blocks = arena_array(arena, Str, n + 1u), *hashes = arena_array(arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        blocks[i] = inputs[i].block;
        hashes[i] = inputs[i].sha256;
    }
    hash_texts(hashes, n, true, arena, out->hash);
    out->sheets = arena_array(arena, const Sheet *, n + 1u);
    for (uint32_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && str_eq(inputs[to].procedure, inputs[from].procedure);) to++;
        Sheet *sheet;
        uint32_t n_left_out;
        if (!region_merge(db, out->root.region_id, blocks + from, to - from, arena, &sheet, &n_left_out, err)) return false;
        out->n_left_out += n_left_out;
        out->sheets[out->n_sheets++] = sheet;
    }
    return true;
}

/* ---- schools ---- */

static Str municipality_of(const Org *school, const Org *root, const Org *municipalities, uint32_t n)
{
    if (root->kind == ORG_MUNICIPALITY) return root->name;
    for (uint32_t i = 0; i < n; i++)
        if (municipalities[i].id == school->parent_id) return municipalities[i].name;
    return STR_EMPTY;
}

static bool name_schools(DbRead *db, Arena *arena, RegionInputs *out, Err *err)
{
    const Org *schools, *municipalities;
    uint32_t n_schools, n_municipalities, n_texts = 0;
    if (!org_within_path(db, out->root.region_id, out->root.path, ORG_SCHOOL, arena, &schools, &n_schools, err)) return false;
    if (!org_within_path(db, out->root.region_id, out->root.path, ORG_MUNICIPALITY, arena, &municipalities, &n_municipalities, err)) return false;
    out->schools = school_table_build(out->sheets, out->n_sheets, arena);
    int64_t *ids = arena_array(arena, int64_t, out->schools.n + 1u);
    for (uint32_t i = 0; i < n_schools; i++) {
        uint32_t at = school_table_find(&out->schools, schools[i].code);
        if (at == UINT32_MAX) continue;
        out->schools.schools[at].name = schools[i].name;
        out->schools.schools[at].type = schools[i].type;
        out->schools.schools[at].municipality = municipality_of(&schools[i], &out->root, municipalities, n_municipalities);
        ids[at] = schools[i].id;
    }
    /* A school that was closed since has its sheets still: it is named by its code. */
    Str *texts = arena_array(arena, Str, 4u * out->schools.n + 1u);
    for (uint32_t i = 0; i < out->schools.n; i++) {
        const School *school = &out->schools.schools[i];
        if (ids[i] == 0) {
            Org org = { .id = 0 };
            bool found;
            if (!org_by_code(db, out->root.region_id, school->code, arena, &org, &found, err)) return false;
            BUG_ON(!found); /* the sheet's row names the school by its id */
            ids[i] = org.id;
        }
        texts[n_texts++] = school->code;
        texts[n_texts++] = school->name;
        texts[n_texts++] = school->type;
        texts[n_texts++] = school->municipality;
    }
    char hash[65];
    hash_texts(texts, n_texts, false, arena, hash);
    out->school_id = ids;
    out->params = arena_printf(arena, "%.16s", hash); /* finished below */
    return true;
}

/* ---- settings ---- */

static SubmissionState least_state(Str word)
{
    return str_eq(word, STR("принятые")) ? SUBMISSION_ACCEPTED : str_eq(word, STR("отправленные")) ? SUBMISSION_SENT : SUBMISSION_IN_HAND;
}

/* «SHA NAME» of the setting. */
static Str reference_name(Str setting) { return setting.n > 65 ? str_slice(setting, 65, setting.n) : STR_EMPTY; }

static bool read_reference(DbRead *db, int64_t region_id, Arena *arena, Str *sha256, Reference *out, Err *err)
{
    Str setting, bytes;
    bool found;
    *out = (Reference){ .text = STR_EMPTY };
    *sha256 = STR_EMPTY;
    if (!setting_text(db, "analysis.reference", arena, &setting, err)) return false;
    if (setting.n < 65) return true;
    if (!attachment_get(db, region_id, str_slice(setting, 0, 64), arena, &bytes, &found, err)) return false;
    if (!found) return true; /* it was given for another tree of this database */
    *sha256 = str_slice(setting, 0, 64);
    return intake_reference_bytes(reference_name(setting), bytes, arena, out, err);
}

static Str params_json(double fdr, Str sheets, Str reference, Str schools, Arena *arena)
{
    Buf out;
    Json json;
    buf_init(&out, 0);
    json_init(&json, &out, true);
    json_object(&json);
    json_put_num(&json, "fdr", fdr);
    json_put_str(&json, "sheets", sheets);
    json_put_str(&json, "reference", reference);
    json_put_str(&json, "schools", schools);
    json_object_end(&json);
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

bool region_inputs(DbRead *db, int64_t region_id, Arena *arena, RegionInputs *out, Err *err)
{
    *out = (RegionInputs){ .fdr = 0.05 };
    bool found;
    int64_t percent;
    Str sheets, reference;
    AnalysisInput *inputs;
    uint32_t n;
    if (!org_by_id(db, region_id, region_id, arena, &out->root, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Сначала загрузите список организаций.", "В базе нет такого региона.");
    if (!setting_int(db, "analysis.false_percent", &percent, err) || !setting_text(db, "analysis.sheets", arena, &sheets, err)) return false;
    if (!read_reference(db, region_id, arena, &reference, &out->reference, err)) return false;
    if (!analysis_inputs(db, region_id, least_state(sheets), arena, &inputs, &n, err)) return false;
    if (n == 0) return err_set(err, ERR_NOT_FOUND, "Загрузите формы школ: «Сдача форм».", "Считать пока нечего: ни одной формы нет.");
    if (!merge_sheets(db, inputs, n, arena, out, err) || !name_schools(db, arena, out, err)) return false;
    out->fdr = (double)percent / 100;
    out->params = params_json(out->fdr, sheets, reference, out->params, arena);
    return true;
}

/* ---- the norm from outside ---- */

typedef struct SetReference { const Who *who; Str name, bytes; int64_t now; } SetReference;

static bool set_reference(DbWrite *write, void *context, Err *err)
{
    const SetReference *set = context;
    Arena *arena = arena_new(0);
    Str value = STR_EMPTY, words = STR("Норма региона больше не используется.");
    bool done = true;
    if (set->bytes.n > 0) {
        char sha256[65];
        done = attachment_put(write, set->who->region_id, set->bytes, set->now, sha256, err);
        value = arena_printf(arena, "%.64s %.*s", sha256, STR_ARG(str_slice(set->name, 0, set->name.n < 200 ? set->name.n : 200)));
        words = arena_printf(arena, "Норма региона: «%.*s».", STR_ARG(set->name));
    }
    AuditNote note = { .org_id = set->who->region_id, .object = STR("setting/analysis.reference"), .verb = STR("изменена настройка"), .words = words };
    done = done && setting_put(write, "analysis.reference", value, set->now, err) && flow_audit(write, set->who, &note, err);
    arena_free(arena);
    return done;
}

bool flow_set_reference(Flow *flow, const Who *who, Str name, Str bytes, Err *err)
{
    Arena *arena = arena_new(0);
    Org root;
    bool found;
    Reference reference;
    bool done = org_by_id(flow_reader(flow), who->region_id, who->region_id, arena, &root, &found, err);
    if (done && !found) done = err_set(err, ERR_NOT_FOUND, "Сначала загрузите список организаций.", "В базе нет такого региона.");
    done = done && who_demand(who, RIGHT_SIGNS_DECIDE, root.path, err);
    done = done && (bytes.n == 0 || intake_reference_bytes(name, bytes, arena, &reference, err));
    SetReference set = { who, name, bytes, clock_now() };
    done = done && db_tx(flow_db(flow), set_reference, &set, err);
    arena_free(arena);
    return done;
}

bool flow_reference_name(DbRead *db, Arena *arena, Str *out, Err *err)
{
    Str setting;
    if (!setting_text(db, "analysis.reference", arena, &setting, err)) return false;
    *out = reference_name(setting);
    return true;
}
