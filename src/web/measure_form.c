#include "web/measure_form.h"

#include <stddef.h>
#include <stdio.h>

#include "base/date.h"
#include "base/lines.h"
#include "publish/rich.h"

static Str section_name(const PlanView *plan, uint32_t n)
{
    for (uint32_t i = 0; i < plan->n_sections; i++)
        if (plan->sections[i].n == n) return plan->sections[i].number.n > 0 ? plan->sections[i].number : plan->sections[i].title;
    return STR_EMPTY;
}

static Field *text(Ask *ask, FieldKind kind, const char *name, const char *label, Str value, const char *hint)
{
    Field *field = ask_field(ask, kind, name, label, value);
    field->hint = str_of(hint);
    field->optional = true;
    return field;
}

static void section_field(Ask *ask, const PlanView *plan, const MeasureRow *row)
{
    if (plan->n_sections == 0) return;
    FieldOption *options = arena_array(ask->ctx->arena, FieldOption, plan->n_sections + 1u);
    options[0] = (FieldOption){ .title = STR("без раздела") };
    for (uint32_t i = 0; i < plan->n_sections; i++) {
        const SectionRow *section = &plan->sections[i];
        options[i + 1] = (FieldOption){ .value = section->number.n > 0 ? section->number : section->title, .title = CTX_TEXT(ask->ctx, "%.*s %.*s", STR_ARG(section->number), STR_ARG(section->title)) };
    }
    Field *field = ask_field(ask, FIELD_SELECT, "section", "Раздел", row != NULL ? section_name(plan, row->section_n) : STR_EMPTY);
    field->optional = true;
    ask_options(field, plan->n_sections + 1, options);
}

/* After which measure a new one stands. */
static void place_field(Ask *ask, const PlanView *plan)
{
    FieldOption *options = arena_array(ask->ctx->arena, FieldOption, plan->n + 1u);
    options[0] = (FieldOption){ .title = STR("в конец плана") };
    for (uint32_t i = 0; i < plan->n; i++) options[i + 1] = (FieldOption){ .value = CTX_TEXT(ask->ctx, "%u", plan->measures[i].n), .title = measure_brief(ask->ctx, &plan->measures[i]) };
    Field *field = ask_field(ask, FIELD_SELECT, "after", "Поставить после", STR_EMPTY);
    field->optional = true;
    ask_options(field, plan->n + 1, options);
}

Str measure_form_windows(Ctx *ctx, Str windows)
{
    uint32_t n;
    const Window *all;
    if (windows.n == 0 || !term_windows_parse(windows, ctx->arena, &n, &all)) return STR_EMPTY;
    return term_windows_words(ctx->arena, n, all);
}

/* ---- two people at one measure ---- */

static const struct { const char *name; size_t at; } merged_fields[] = {
    { "number", offsetof(MeasureEdit, number) }, { "section", offsetof(MeasureEdit, section) }, { "title", offsetof(MeasureEdit, title) }, { "bullets", offsetof(MeasureEdit, bullets) }, { "term", offsetof(MeasureEdit, term) },
    { "windows", offsetof(MeasureEdit, windows) }, { "responsible", offsetof(MeasureEdit, responsible) }, { "participants", offsetof(MeasureEdit, participants) }, { "expected", offsetof(MeasureEdit, expected) }, { "task", offsetof(MeasureEdit, task) },
};
enum { N_MERGED = sizeof merged_fields / sizeof *merged_fields, IN_WINDOWS = 5, SEEN_DIGITS = 16 };
static Str *merged_field(MeasureEdit *edit, uint32_t i) { return (Str *)(void *)((char *)edit + merged_fields[i].at); }

Str measure_form_seen(Ctx *ctx, uint32_t n, const Str *values)
{
    Str seen = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) seen = CTX_TEXT(ctx, "%.*s%016llx", STR_ARG(seen), str_hash(values[i]));
    return seen;
}

static bool is_seen(Str seen, uint32_t i, Str value)
{
    char digits[SEEN_DIGITS + 1];
    snprintf(digits, sizeof digits, "%016llx", str_hash(value));
    return str_eq(str_slice(seen, (size_t)i * SEEN_DIGITS, (i + 1) * (size_t)SEEN_DIGITS), (Str){ digits, SEEN_DIGITS });
}

Str measure_form_merged(Str seen, uint32_t i, Str typed, Str stands, bool *crossed)
{
    if (seen.n < (i + 1) * (size_t)SEEN_DIGITS) return *crossed = *crossed || !str_eq(typed, stands), typed;
    if (is_seen(seen, i, typed)) return stands;
    *crossed = *crossed || (!is_seen(seen, i, stands) && !str_eq(typed, stands));
    return typed;
}

static Str seen_of(Ctx *ctx, const PlanView *plan, const MeasureRow *row)
{
    MeasureEdit now;
    Str values[N_MERGED];
    measure_form_keep(plan, row, &now);
    for (uint32_t i = 0; i < N_MERGED; i++) values[i] = *merged_field(&now, i);
    return measure_form_seen(ctx, N_MERGED, values);
}

void measure_form_merge(Ctx *ctx, const PlanView *plan, const MeasureRow *row, MeasureEdit *edit)
{
    MeasureEdit now, both = *edit;
    bool crossed = false;
    measure_form_keep(plan, row, &now);
    for (uint32_t i = 0; i < N_MERGED; i++) *merged_field(&both, i) = measure_form_merged(ctx_field(ctx, "seen"), i, *merged_field(edit, i), *merged_field(&now, i), &crossed);
    if (crossed) return;
    *edit = both;
    edit->revision = row->revision;
}

void measure_form_crossed(Ask *ask, const PlanView *plan, const MeasureRow *row)
{
    Ctx *ctx = ask->ctx;
    MeasureEdit typed, now;
    bool crossed = false;
    if (ctx->error == NULL || ctx->error->code != ERR_CONFLICT || !measure_form_read(ctx, &typed, NULL)) return;
    measure_form_keep(plan, row, &now);
    for (uint32_t f = 0; f < ask->form.n_fields; f++) {
        Field *field = &ask->fields[f];
        if (str_eq(field->name, STR("revision"))) field->value = CTX_TEXT(ctx, "%u", row->revision);
        if (str_eq(field->name, STR("seen"))) field->value = seen_of(ctx, plan, row);
        for (uint32_t i = 0; i < N_MERGED; i++) {
            Str stands = *merged_field(&now, i);
            bool follows = str_eq(field->name, str_of(merged_fields[i].name)) && str_eq(measure_form_merged(ctx_field(ctx, "seen"), i, *merged_field(&typed, i), stands, &crossed), stands);
            if (follows) field->value = i == IN_WINDOWS ? measure_form_windows(ctx, stands) : stands;
        }
    }
}

/* ---- words changed, days set by hand ---- */

#define DAYS_BY_WORDS "words"
#define DAYS_BY_HAND  "hand"

/* The new words do not say the days that were set: there is something to choose. */
static bool days_are_asked(Ctx *ctx, const PlanView *plan, const MeasureRow *row, Str term, Str windows, Str *by_words, bool *keeps, bool *asked, Err *err)
{
    *asked = row->term_by_hand && !str_eq(term, row->term_text) && str_eq(windows, row->windows);
    if (!*asked) return true;
    if (!flow_term_reading(ctx->db, &plan->row, row, term, ctx->arena, by_words, keeps, err)) return false;
    *asked = !str_eq(*by_words, row->windows);
    return true;
}

bool measure_form_days(Ctx *ctx, const PlanView *plan, const MeasureRow *row, const char *name, MeasureEdit *edit, bool *open, Err *err)
{
    Str by_words, choice = ctx_field(ctx, name);
    bool keeps, asked;
    *open = false;
    if (!days_are_asked(ctx, plan, row, edit->term, edit->windows, &by_words, &keeps, &asked, err)) return false;
    if (!asked) return true;
    if (str_eq(choice, STR(DAYS_BY_WORDS))) edit->windows = STR_EMPTY;
    else *open = !str_eq(choice, STR(DAYS_BY_HAND));
    return true;
}

Field *measure_form_days_field(Ctx *ctx, const PlanView *plan, const MeasureRow *row, const char *name, Str term, Str windows, Str *question, Err *err)
{
    Str by_words, typed = ctx_field(ctx, name);
    bool keeps, asked;
    if (!days_are_asked(ctx, plan, row, term, windows, &by_words, &keeps, &asked, err) || !asked) return NULL;
    FieldOption *options = arena_array(ctx->arena, FieldOption, 2);
    Str days = by_words.n > 0 ? measure_form_windows(ctx, by_words) : STR("дней в них нет");
    options[0] = (FieldOption){ .value = STR(DAYS_BY_WORDS), .title = CTX_TEXT(ctx, "по новым словам: %.*s", STR_ARG(days)) };
    options[1] = (FieldOption){ .value = STR(DAYS_BY_HAND), .title = CTX_TEXT(ctx, "как поставлено вручную: %.*s", STR_ARG(measure_form_windows(ctx, row->windows))) };
    Field *field = arena_one(ctx->arena, Field);
    *field = (Field){ .kind = FIELD_RADIO, .name = str_of(name), .label = STR("Какие дни верны"), .n_options = 2, .options = options, .value = typed.n > 0 ? typed : keeps ? STR(DAYS_BY_HAND) : STR(DAYS_BY_WORDS),
        .hint = keeps ? STR("Новые слова не называют других дней: отмечено поставленное вручную.") : STR("Новые слова называют другие дни: отмечены они.") };
    if (question == NULL) return field;
    /* In a narrow place: the days are said beside it. */
    *question = CTX_TEXT(ctx, "По новым словам: %.*s. Поставлены вручную: %.*s.", STR_ARG(days), STR_ARG(measure_form_windows(ctx, row->windows)));
    field->kind = FIELD_SELECT;
    options[0].title = STR("по словам"), options[1].title = STR("вручную");
    return field;
}

/* Behind a refused save. */
static void days_question(Ask *ask, const PlanView *plan, const MeasureRow *row)
{
    MeasureEdit typed;
    if (row == NULL || ask->ctx->error == NULL || !measure_form_read(ask->ctx, &typed, NULL)) return;
    Field *field = measure_form_days_field(ask->ctx, plan, row, "days", typed.term, typed.windows, NULL, NULL);
    if (field == NULL) return;
    BUG_ON(ask->form.n_fields == ASK_FIELDS);
    ask->fields[ask->form.n_fields++] = *field;
}

Ask *measure_form(Ctx *ctx, const PlanView *plan, const MeasureRow *row, Str action)
{
    static const MeasureRow none = { 0 };
    const MeasureRow *of = row != NULL ? row : &none;
    Ask *ask = ask_new(ctx, action);
    ask_field(ask, FIELD_HIDDEN, "revision", "", CTX_TEXT(ctx, "%u", of->revision));
    if (row != NULL) ask_field(ask, FIELD_HIDDEN, "seen", "", seen_of(ctx, plan, row));
    text(ask, FIELD_TEXT, "number", "Номер", of->number, "Как в документе: «1.1», «17».")->width = 10;
    section_field(ask, plan, row);
    if (row == NULL && plan->n > 0) place_field(ask, plan);
    Field *title = ask_field(ask, FIELD_LONG_TEXT, "title", "Мероприятие", of->title);
    title->hint = STR("Слова документа, без перечня."), title->max_length = 4000, title->draft = true;
    text(ask, FIELD_LONG_TEXT, "bullets", "Перечень", of->bullets, "Каждая строка — отдельный пункт перечня.");
    text(ask, FIELD_TEXT, "term", "Срок, как в плане", of->term_text, "«до 10 сентября 2026 г.», «ноябрь–декабрь», «по графику ВПР»: дни программа поймёт сама.")->width = 48;
    text(ask, FIELD_TEXT, "windows", "Дни, если слова поняты не так", of->term_by_hand ? measure_form_windows(ctx, of->windows) : STR_EMPTY,
        of->term_by_hand ? "Поставлены вручную. Изменятся слова срока — программа спросит, какие дни верны. Пусто — по словам." : "«01.11.2026–31.12.2026; до 19.01.2027». Пусто — по словам.")->width = 48;
    days_question(ask, plan, row);
    text(ask, FIELD_LONG_TEXT, "responsible", "Отвечает", of->responsible, "Как в документе; каждый на своей строке.");
    text(ask, FIELD_LONG_TEXT, "participants", "Участники", of->participants, "Каждые на своей строке.");
    text(ask, FIELD_LONG_TEXT, "expected", "Ожидаемый результат", of->expected, "По нему пункт будут принимать.");
    text(ask, FIELD_TEXT, "task", "Задача", of->task, "Если в плане есть столбец «Задачи».")->width = 48;
    return ask;
}

/* ---- what was typed ---- */

/* «ДД.ММ.ГГГГ» and the ISO day alike. */
static bool day_of(Str text, int32_t *out)
{
    long long d, m, y;
    text = str_trim(text);
    if (date_parse(text, out)) return true;
    if (text.n != 10 || text.at[2] != '.' || text.at[5] != '.') return false;
    if (!str_to_int(str_slice(text, 0, 2), &d) || !str_to_int(str_slice(text, 3, 5), &m) || !str_to_int(str_slice(text, 6, 10), &y)) return false;
    char iso[11] = { text.at[6], text.at[7], text.at[8], text.at[9], '-', text.at[3], text.at[4], '-', text.at[0], text.at[1], '\0' };
    return date_parse((Str){ iso, 10 }, out);
}

/* One window of those that are parted by «;»: «до …», «с …», «…–…», one day. */
static bool window_of(Str text, Window *out)
{
    text = str_trim(text);
    *out = (Window){ DATE_NONE, DATE_NONE };
    if (str_starts(text, STR("до "))) return day_of(str_slice(text, strlen("до "), text.n), &out->to);
    if (str_starts(text, STR("с ")) && str_find(text, STR("–")) == SIZE_MAX) return day_of(str_slice(text, strlen("с "), text.n), &out->from);
    size_t dash = str_find(text, STR("–")), width = strlen("–");
    if (dash == SIZE_MAX && text.n == 21) dash = 10, width = 1; /* «01.11.2026-31.12.2026» */
    if (dash == SIZE_MAX) {
        if (!day_of(text, &out->from)) return false;
        out->to = out->from;
        return true;
    }
    return day_of(str_slice(text, 0, dash), &out->from) && day_of(str_slice(text, dash + width, text.n), &out->to) && out->from <= out->to;
}

static bool windows_typed(Ctx *ctx, Str text, Str *out, Err *err)
{
    enum { MOST = 64 };
    Window windows[MOST];
    uint32_t n = 0;
    *out = STR_EMPTY;
    for (Str rest = str_trim(text); rest.n > 0;) {
        size_t end = str_find(rest, STR(";"));
        Str piece = end == SIZE_MAX ? rest : str_slice(rest, 0, end);
        rest = end == SIZE_MAX ? STR_EMPTY : str_slice(rest, end + 1, rest.n);
        if (str_trim(piece).n == 0) continue;
        if (n == MOST || !window_of(piece, &windows[n])) return err_set(err, ERR_INPUT, "Пишите «01.11.2026–31.12.2026; до 19.01.2027» или оставьте поле пустым.", "Дни «%.*s» не читаются.", STR_ARG(piece));
        n++;
    }
    if (n > 0) *out = term_windows_text(ctx->arena, n, windows);
    return true;
}

Str measure_form_lines(Ctx *ctx, const char *name)
{
    const Str *lines;
    uint32_t n = lines_split(ctx_field(ctx, name), ctx->arena, &lines);
    return lines_join(ctx->arena, n, lines);
}

bool measure_form_read(Ctx *ctx, MeasureEdit *out, Err *err)
{
    long long revision = 0, after = 0;
    str_to_int(ctx_field(ctx, "revision"), &revision);
    str_to_int(ctx_field(ctx, "after"), &after);
    *out = (MeasureEdit){ .after_n = after > 0 && after <= UINT32_MAX ? (uint32_t)after : 0, .revision = revision >= 0 && revision <= UINT32_MAX ? (uint32_t)revision : 0, .number = str_trim(ctx_field(ctx, "number")), .section = str_trim(ctx_field(ctx, "section")),
        .task = str_trim(ctx_field(ctx, "task")), .title = str_trim(ctx_field(ctx, "title")), .bullets = measure_form_lines(ctx, "bullets"), .expected = measure_form_lines(ctx, "expected"), .participants = measure_form_lines(ctx, "participants"),
        .responsible = measure_form_lines(ctx, "responsible"), .term = str_trim(ctx_field(ctx, "term")) };
    if (out->title.n == 0) return err_set(err, ERR_INPUT, "Напишите, что нужно сделать.", "У пункта нет слов.");
    return windows_typed(ctx, ctx_field(ctx, "windows"), &out->windows, err);
}

void measure_form_keep(const PlanView *plan, const MeasureRow *row, MeasureEdit *out)
{
    *out = (MeasureEdit){ .n = row->n, .revision = row->revision, .number = row->number, .section = section_name(plan, row->section_n), .task = row->task, .title = row->title, .bullets = row->bullets, .expected = row->expected,
        .participants = row->participants, .responsible = row->responsible, .term = row->term_text, .windows = row->term_by_hand ? row->windows : STR_EMPTY, .capabilities = row->capabilities };
}

void measure_form_conflict(Ctx *ctx, Node *parent)
{
    if (ctx->error == NULL || ctx->error->code != ERR_CONFLICT || ctx->error->detail[0] == '\0') return;
    const Str *lines;
    uint32_t n = lines_split(str_of(ctx->error->detail), ctx->arena, &lines);
    Str *kept = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) kept[i] = rich_escape(ctx->arena, lines[i]);
    Node *panel = doc_panel(ctx->doc, parent, STR("Пока вы правили, пункт изменил другой человек"));
    doc_text(ctx->doc, panel, STR("Ничего не потеряно: ниже стоит ваш текст, а вот что изменилось без вас. Впишите в свой текст то, что нужно сохранить, и сохраните снова."));
    doc_list(ctx->doc, panel, n, kept);
}
