/* What the plan above corrected since this plan was made from it. Three readings of each measure are compared by the same difference as editions are: what was taken then, what the plan above says now, what this plan says. */
#include "flow/plan_.h"

typedef struct Changes { uint32_t n; const PlanChange *at; } Changes;

/* One edition of the plan above that measures of this plan stand at. */
typedef struct Base { uint32_t edition; PlanContent content; Changes above, own; /* from it to the newest; to what this plan says */ } Base;

typedef struct Looking {
    DbRead *db;
    const PlanRow *own_plan;
    Arena *arena;
    PlanRow above;
    PlanContent now, own;               /* own: its measures go by the n of what they were made from */
    uint32_t n_own; const MeasureRow *own_rows; uint32_t *above_n; /* of each own row; 0: it was made from nothing */
    Changes left;                       /* from the newest to what this plan says */
    uint32_t n_bases; Base *bases;
    uint32_t n_answers; const PlanAnswer *answers;
    uint32_t n_items, room; AboveItem *items;
} Looking;

/* ---- reading ---- */

/* Points of an order are measures below. */
static PlanContent flat(const PlanContent *content, Arena *arena)
{
    PlanContent out = *content;
    Measure *all = arena_array(arena, Measure, content->n_decisions + content->n_measures + 1u);
    for (uint32_t i = 0; i < content->n_decisions; i++) {
        const PlanDecision *from = &content->decisions[i];
        all[i] = (Measure){ .n = from->n, .number = from->number, .i_section = PLAN_NO_SECTION, .title = from->text, .term = from->term, .n_responsible = from->n_responsible, .responsible = from->responsible };
    }
    if (content->n_measures > 0) memcpy(all + content->n_decisions, content->measures, content->n_measures * sizeof *all);
    out.measures = all;
    out.n_measures += out.n_decisions;
    out.n_decisions = 0;
    return out;
}

static bool read_edition(const Looking *it, uint32_t edition, PlanContent *out, Str *reason, Err *err)
{
    PlanEdition row;
    PlanContent content;
    bool found;
    if (!plan_edition_get(it->db, it->above.region_id, it->above.id, edition, it->arena, &row, &found, err)) return false;
    if (!found) return err_set(err, ERR_BUG, "", "У плана № %u нет редакции %u.", it->above.number, edition);
    if (!plan_content_read(row.content, it->arena, &content, err)) return false;
    *out = flat(&content, it->arena);
    if (reason != NULL) *reason = row.reason;
    return true;
}

/* Its n, also when it was taken out of the plan above. */
static bool number_above(const Looking *it, int64_t id, const MeasureRow *rows, uint32_t n_rows, uint32_t *out, Err *err)
{
    MeasureRow row;
    bool found;
    *out = 0;
    if (id == 0) return true;
    for (uint32_t i = 0; i < n_rows; i++)
        if (rows[i].id == id) return *out = rows[i].n, true;
    if (!measure_get_id(it->db, it->above.region_id, id, it->arena, &row, &found, err)) return false;
    if (found && row.plan_id == it->above.id) *out = row.n;
    return true;
}

static bool read_own(Looking *it, Err *err)
{
    const PlanRow *plan = it->own_plan;
    const MeasureRow *above;
    PlanContent content;
    uint32_t n_above;
    if (!measure_list(it->db, plan->region_id, plan->id, it->arena, &it->own_rows, &it->n_own, err) || !measure_list(it->db, plan->region_id, it->above.id, it->arena, &above, &n_above, err) ||
        !flow_plan_content(it->db, plan, it->arena, &content, err)) return false;
    it->above_n = arena_array(it->arena, uint32_t, it->n_own + 1u);
    for (uint32_t i = 0; i < it->n_own; i++)
        if (!number_above(it, it->own_rows[i].from_measure_id, above, n_above, &it->above_n[i], err)) return false;
    it->own = flat(&content, it->arena);
    Measure *all = arena_array(it->arena, Measure, it->own.n_measures + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < it->own.n_measures; i++)
        for (uint32_t k = 0; k < it->n_own; k++)
            if (it->own_rows[k].n == it->own.measures[i].n && it->above_n[k] > 0) all[n] = it->own.measures[i], all[n++].n = it->above_n[k];
    it->own.measures = all;
    it->own.n_measures = n;
    return true;
}

static Changes changes_of(const Looking *it, const PlanContent *before, const PlanContent *after)
{
    Changes changes;
    plan_content_diff(before, after, it->arena, &changes.n, &changes.at);
    return changes;
}

static uint32_t base_of(const Looking *it, uint32_t n)
{
    for (uint32_t i = 0; i < it->n_answers; i++)
        if (it->answers[i].n == n && it->answers[i].edition > it->own_plan->from_edition) return it->answers[i].edition;
    return it->own_plan->from_edition;
}

static bool add_base(Looking *it, uint32_t edition, Err *err)
{
    for (uint32_t i = 0; i < it->n_bases; i++)
        if (it->bases[i].edition == edition) return true;
    if (edition == it->above.edition) return true; /* nothing is newer */
    Base *base = &it->bases[it->n_bases++];
    base->edition = edition;
    if (!read_edition(it, edition, &base->content, NULL, err)) return false;
    base->above = changes_of(it, &base->content, &it->now);
    base->own = changes_of(it, &base->content, &it->own);
    return true;
}

/* ---- in one sentence ---- */

static void add_name(Buf *out, const PlanChange *change)
{
    if (change->number.n > 0) buf_printf(out, "пункт %.*s", STR_ARG(change->number));
    else buf_printf(out, "пункт «%.*s»", STR_ARG(change->title));
}

Str plan_changes_brief(uint32_t n, const PlanChange *changes, Arena *arena)
{
    enum { NAMED = 4 };
    static const char *const verbs[] = { [PLAN_ADDED] = "добавлен ", [PLAN_REMOVED] = "убран ", [PLAN_CHANGED] = "" };
    uint32_t n_named = 0, n_more = 0;
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0, to; i < n; i = to) {
        const PlanChange *change = &changes[i];
        for (to = i + 1; change->kind == PLAN_CHANGED && to < n && changes[to].kind == PLAN_CHANGED && changes[to].n == change->n; to++) {}
        if (n_named == NAMED) { n_more++; continue; }
        if (n_named++ > 0) buf_add_z(&out, "; ");
        buf_add_z(&out, verbs[change->kind]);
        if (change->n > 0) add_name(&out, change);
        for (uint32_t k = i; change->kind == PLAN_CHANGED && k < to; k++) buf_printf(&out, "%s%.*s", k > i ? ", " : change->n > 0 ? " — " : "", STR_ARG(changes[k].field));
    }
    if (n_more > 0) buf_printf(&out, " и ещё %u", n_more);
    return changes_words(&out, arena);
}

static Str items_brief(uint32_t n, const AboveItem *items, Arena *arena)
{
    uint32_t n_changes = 0, room = 0;
    for (uint32_t i = 0; i < n; i++) room += items[i].n_fields + 1;
    PlanChange *changes = arena_array(arena, PlanChange, room + 1u);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k == 0 || k < items[i].n_fields; k++)
            changes[n_changes++] = (PlanChange){ .kind = items[i].kind, .n = items[i].n, .number = items[i].number, .title = items[i].title, .field = items[i].n_fields > 0 ? items[i].fields[k].field : STR_EMPTY };
    return plan_changes_brief(n_changes, changes, arena);
}

/* ---- items ---- */

static const PlanChange *find_change(const Changes *changes, uint32_t n, Str field)
{
    for (uint32_t i = 0; i < changes->n; i++)
        if (changes->at[i].n == n && (field.n == 0 || str_eq(changes->at[i].field, field))) return &changes->at[i];
    return NULL;
}

static const MeasureRow *own_row(const Looking *it, uint32_t n)
{
    for (uint32_t i = 0; i < it->n_own && n > 0; i++)
        if (it->above_n[i] == n) return &it->own_rows[i];
    return NULL;
}

static AboveItem *add_item(Looking *it, const PlanChange *change, const MeasureRow *own)
{
    if (it->n_items == it->room) {
        AboveItem *more = arena_array(it->arena, AboveItem, it->room == 0 ? 16 : 2 * (size_t)it->room);
        if (it->n_items > 0) memcpy(more, it->items, it->n_items * sizeof *more);
        it->room = it->room == 0 ? 16 : 2 * it->room;
        it->items = more;
    }
    AboveItem *item = &it->items[it->n_items++];
    *item = (AboveItem){ .kind = change->kind, .n = change->n, .number = change->number, .title = change->title };
    if (own != NULL) item->own_n = own->n, item->own_title = own->title, item->alone = own->state != MEASURE_OPEN || own->n_proven > 0;
    return item;
}

/* The run of changes of one measure that begins at i: fields that this plan says already are left out. */
static void add_changed(Looking *it, const Base *base, uint32_t from, uint32_t to)
{
    const PlanChange *first = &base->above.at[from];
    const MeasureRow *own = own_row(it, first->n);
    AboveField *fields = arena_array(it->arena, AboveField, to - from + 1u);
    uint32_t n = 0;
    bool own_words = false;
    if (first->n > 0 && own == NULL) return;
    for (uint32_t i = from; i < to; i++) {
        const PlanChange *change = &base->above.at[i], *own_change = find_change(&base->own, change->n, change->field);
        if (find_change(&it->left, change->n, change->field) == NULL || str_eq(change->field, STR(PLAN_FIELD_CONTROL))) continue; /* every plan has its own controller */
        fields[n++] = (AboveField){ change->field, change->before, change->after, own_change != NULL ? own_change->after : change->before, own_change != NULL };
        own_words = own_words || own_change != NULL;
    }
    if (n == 0) return;
    AboveItem *item = add_item(it, first, own);
    item->n_fields = n;
    item->fields = fields;
    item->alone = own_words; /* what is done stays done when a word changes */
}

/* An added one is asked about where it would have been proposed when the plan was made. */
static void add_added(Looking *it, const PlanChange *change)
{
    for (uint32_t i = 0; i < it->now.n_measures; i++) {
        if (it->now.measures[i].n != change->n) continue;
        MeasureRow row = plan_row_of(&it->now, i, it->arena);
        if (flow_plan_concerns(&it->above, &row, it->own_plan->org_kind, it->arena)) add_item(it, change, NULL)->term = row.term_text;
        return;
    }
}

static void add_items(Looking *it, const Base *base)
{
    const Changes *above = &base->above;
    for (uint32_t i = 0, to; i < above->n; i = to) {
        const PlanChange *change = &above->at[i];
        for (to = i + 1; change->kind == PLAN_CHANGED && to < above->n && above->at[to].kind == PLAN_CHANGED && above->at[to].n == change->n;) to++;
        if (base_of(it, change->n) != base->edition) continue;
        const MeasureRow *own = own_row(it, change->n);
        if (change->kind == PLAN_CHANGED) add_changed(it, base, i, to);
        else if (change->kind == PLAN_ADDED && own == NULL) add_added(it, change);
        else if (change->kind == PLAN_REMOVED && own != NULL && find_change(&base->own, change->n, STR_EMPTY) != NULL) add_item(it, change, own)->alone = true;
        else if (change->kind == PLAN_REMOVED && own != NULL) add_item(it, change, own);
    }
}

static void keep_fresh_answers(const Looking *it, AboveView *out)
{
    PlanAnswer *fresh = arena_array(it->arena, PlanAnswer, it->n_answers + 1u);
    for (uint32_t i = 0; i < it->n_answers; i++)
        if (it->answers[i].own_edition == it->own_plan->edition) fresh[out->n_answers++] = it->answers[i];
    out->answers = fresh;
}

bool flow_plan_above(DbRead *db, const PlanRow *own, Arena *arena, AboveView *out, Err *err)
{
    Looking it = { .db = db, .own_plan = own, .arena = arena };
    bool found;
    *out = (AboveView){ 0 };
    if (own->from_plan_id == 0) return true;
    if (!plan_get_id(db, own->region_id, own->from_plan_id, STR_EMPTY, arena, &it.above, &found, err)) return false;
    if (!found || it.above.edition == 0) return true;
    if (!flow_plan_approved_head(db, &it.above, arena, err)) return false; /* those below see what was approved */
    if (!plan_answers(db, own->region_id, own->id, arena, &it.answers, &it.n_answers, err) || !read_edition(&it, it.above.edition, &it.now, &out->reason, err)) return false;
    out->above = it.above;
    keep_fresh_answers(&it, out);
    if (own->above_edition >= it.above.edition) return true;
    it.bases = arena_array(arena, Base, it.n_answers + 1u);
    if (!read_own(&it, err) || !add_base(&it, own->from_edition, err)) return false;
    for (uint32_t i = 0; i < it.n_answers; i++)
        if (it.answers[i].edition > own->from_edition && !add_base(&it, it.answers[i].edition, err)) return false;
    it.left = changes_of(&it, &it.now, &it.own);
    for (uint32_t i = 0; i < it.n_bases; i++) add_items(&it, &it.bases[i]);
    out->n = it.n_items;
    out->items = it.items;
    out->brief = items_brief(it.n_items, it.items, arena);
    return true;
}
