/* A wizard for a new work: what and when, then tasks and cut-offs. The first step lives in the address, so nothing is lost between the steps. */
#include "base/date.h"
#include "base/number.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "kind", .kind = PARAM_TEXT, .title = "вид", .max_length = 60 },
    { .name = "of_year", .kind = PARAM_INT, .title = "календарный год работы", .min = 2000, .max = 2100 },
    { .name = "grade", .kind = PARAM_INT, .title = "класс программы; 0 — разные", .min = 0, .max = 11 },
    { .name = "subject", .kind = PARAM_TEXT, .title = "предмет", .max_length = 100 },
    { .name = "level", .kind = PARAM_CHOICE, .title = "уровень", .choices = "базовый|углублённый" },
    { .name = NULL },
};

static Str value_of(const Ctx *ctx, const char *name)
{
    Str field = ctx_field(ctx, name);
    return field.n > 0 ? field : ctx_param(ctx, name);
}

static ProcedureRow row_of(Ctx *ctx)
{
    long long year = 0, grade = 0;
    str_to_int(value_of(ctx, "of_year"), &year);
    str_to_int(value_of(ctx, "grade"), &grade);
    return (ProcedureRow){ .region_id = ctx->who->region_id, .org_id = ctx->org.id, .kind = value_of(ctx, "kind"), .year = (int)year, .grade = (int)grade,
        .subject = str_trim(value_of(ctx, "subject")), .level = str_eq(value_of(ctx, "level"), STR("углублённый")) ? STR("углублённый") : STR_EMPTY, .title = str_trim(ctx_field(ctx, "title")),
        .starts_on = ctx_field(ctx, "starts_on"), .ends_on = ctx_field(ctx, "ends_on"), .hand_in_by = ctx_field(ctx, "hand_in_by"), .note = STR_EMPTY, .blueprint = STR_EMPTY, .state = PROCEDURE_OPEN };
}

static void first_step(Ctx *ctx)
{
    static const FormButton buttons[] = { { .title = { "Дальше: задания и сроки", 42 }, .primary = true } };
    static const FieldOption levels[] = { { .value = { "базовый", 14 }, .title = { "базовый или единственный", 46 } }, { .value = { "углублённый", 22 }, .title = { "углублённый", 22 } } };
    FieldOption *kinds = arena_array(ctx->arena, FieldOption, 16), *grades = arena_array(ctx->arena, FieldOption, 12);
    uint32_t n_kinds = 0;
    int year, month, day;
    for (const ProcedureKind *kind = procedure_kinds(); kind->word != NULL; kind++) kinds[n_kinds++] = (FieldOption){ .value = str_of(kind->word), .title = str_of(kind->title) };
    for (int grade = 0; grade < 12; grade++) grades[grade] = (FieldOption){ .value = CTX_TEXT(ctx, "%d", grade), .title = grade == 0 ? STR("разные") : CTX_TEXT(ctx, "%d класс", grade) };
    date_parts(date_of_time(ctx->now), &year, &month, &day);
    Str chosen_year = ctx_param(ctx, "of_year"), kind = ctx_param(ctx, "kind"), grade = ctx_param(ctx, "grade"), level = ctx_param(ctx, "level");
    Field *fields = arena_array(ctx->arena, Field, 5);
    fields[0] = (Field){ .kind = FIELD_SELECT, .name = STR("kind"), .label = STR("Вид"), .value = kind.n > 0 ? kind : STR("муниципальная"), .n_options = n_kinds, .options = kinds };
    fields[1] = (Field){ .kind = FIELD_NUMBER, .name = STR("of_year"), .label = STR("Год"), .hint = STR("Календарный год, в котором пишут работу"), .value = chosen_year.n > 0 ? chosen_year : CTX_TEXT(ctx, "%d", year), .width = 6 };
    fields[2] = (Field){ .kind = FIELD_SELECT, .name = STR("grade"), .label = STR("Класс программы"), .value = grade.n > 0 ? grade : STR("5"), .n_options = 12, .options = grades };
    fields[3] = (Field){ .kind = FIELD_TEXT, .name = STR("subject"), .label = STR("Предмет"), .value = ctx_param(ctx, "subject"), .max_length = 100 };
    fields[4] = (Field){ .kind = FIELD_RADIO, .name = STR("level"), .label = STR("Уровень"), .value = level.n > 0 ? level : STR("базовый"), .n_options = 2, .options = levels };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = STR("/procedures/new"), .n_fields = 5, .fields = fields, .n_buttons = 1, .buttons = buttons };
    ctx->doc->kicker = STR("Шаг 1 из 2");
    ctx->doc->title = STR("Новая работа: что и для кого");
    ctx->doc->lead = STR("ВПР и другие работы с официальной формой заводить не нужно: они появляются сами, когда приходит первая форма.");
    doc_form(ctx->doc, NULL, form);
}

static bool second_step(Ctx *ctx, ProcedureRow *row, Err *err)
{
    static const FormButton buttons[] = { { .title = { "Завести работу", 27 }, .primary = true } };
    const Blueprint *work;
    bool own;
    Str title = row->title;
    row->title = STR_EMPTY;
    procedure_name(row, ctx->arena);
    if (!procedure_blueprint(row, ctx->arena, &work, &own, err)) return false;
    Field *fields = arena_array(ctx->arena, Field, 10);
    uint32_t n = 0;
    static const char *const kept[] = { "kind", "of_year", "grade", "subject", "level" };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = str_of(kept[i]), .value = value_of(ctx, kept[i]) };
    fields[n++] = (Field){ .kind = FIELD_TEXT, .name = STR("title"), .label = STR("Название"), .value = title.n > 0 ? title : row->title, .max_length = 200 };
    fields[n++] = (Field){ .kind = FIELD_DATE, .name = STR("starts_on"), .label = STR("Первый день"), .value = row->starts_on, .optional = true };
    fields[n++] = (Field){ .kind = FIELD_DATE, .name = STR("ends_on"), .label = STR("Последний день"), .value = row->ends_on, .optional = true };
    fields[n++] = (Field){ .kind = FIELD_DATE, .name = STR("hand_in_by"), .label = STR("Формы сдать до"), .value = row->hand_in_by, .optional = true };
    fields[n++] = (Field){ .kind = FIELD_PASTE, .name = STR("blueprint"), .label = STR("Задания и пороги отметок"), .optional = true, .value = ctx_field(ctx, "blueprint"),
        .hint = work != NULL ? CTX_TEXT(ctx, "Официальное описание уже есть: %.*s, до %u баллов. Оставьте поле пустым, чтобы взять его.", STR_ARG(number_of(ctx->arena, work->n_tasks, "задание", "задания", "заданий")), work->max)
                             : STR("Вставьте таблицу из Excel: столбцы «задание», «макс», «от_3», «от_4», «от_5», дальше по желанию «кэс», «кт», «умение». Можно внести и позже: тогда задания возьмутся из формы.") };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = STR("/procedures/new"), .is_post = true, .n_fields = n, .fields = fields, .n_buttons = 1, .buttons = buttons };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    ctx->doc->kicker = STR("Шаг 2 из 2");
    ctx->doc->title = CTX_TEXT(ctx, "Новая работа: %.*s", STR_ARG(rich_escape(ctx->arena, row->title)));
    doc_form(ctx->doc, NULL, form);
    DocLink *back = arena_one(ctx->arena, DocLink);
    *back = (DocLink){ .title = STR("Назад, к первому шагу"), .href = CTX_TEXT(ctx, "/procedures/new?kind=%.*s&of_year=%d&grade=%d", STR_ARG(url_encode(ctx->arena, row->kind)), row->year, row->grade), .count = NO_COUNT };
    doc_chips(ctx->doc, NULL, STR_EMPTY, 1, back);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Процедуры", 18 }, .href = { "/procedures", 11 }, .count = NO_COUNT } };
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    ProcedureRow row = row_of(ctx);
    if (row.subject.n > 0 && row.year > 0 && procedure_kind_find(row.kind) != NULL) return second_step(ctx, &row, err);
    first_step(ctx);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    ProcedureRow row = row_of(ctx);
    Str blueprint = str_trim(ctx_field(ctx, "blueprint"));
    procedure_name(&row, ctx->arena);
    if (blueprint.n > 0 && !procedure_blueprint_read(&row, blueprint, ctx->arena, &row.blueprint, err)) return false;
    if (!flow_procedure_put(ctx->flow, ctx->who, ctx->org.path, &row, true, err)) return false;
    ctx_done(ctx, CTX_TEXT(ctx, "Заведена: %.*s.", STR_ARG(row.title)));
    return ctx_go(ctx, CTX_TEXT(ctx, "/procedures/%.*s", STR_ARG(url_encode(ctx->arena, row.code))));
}

const Page page_procedure_new = {
    .path = "/procedures/new", .title = "Новая работа", .section = SECTION_PROCEDURES, .right = RIGHT_PROCEDURE_WRITE, .params = params, .no_formats = true, .show = show, .act = act,
};
