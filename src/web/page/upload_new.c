/* Bringing a form: a file, or a range pasted from Excel. */
#include "base/limits.h"
#include "flow/upload.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/draft_view.h"
#include "web/procedure_field.h"

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" }, { .name = NULL } };

/* Whose form it is: a school loads its own; others choose, all of their schools at once first. */
static bool whose(Ctx *ctx, Field *out, Err *err)
{
    const Org *schools;
    uint32_t n = 0;
    Str chosen = ctx_field(ctx, "for").n > 0 ? ctx_field(ctx, "for") : ctx->org.code;
    *out = (Field){ .kind = FIELD_HIDDEN, .name = STR("for"), .value = chosen };
    if (ctx->org.kind == ORG_SCHOOL) return true;
    if (!org_within_path(ctx->db, ctx->who->region_id, ctx->org.path, ORG_SCHOOL, ctx->arena, &schools, &n, err)) return false;
    FieldOption *options = arena_array(ctx->arena, FieldOption, n + 1);
    options[0] = (FieldOption){ .value = ctx->org.code, .title = STR("все школы, которые есть в файле") };
    for (uint32_t i = 0; i < n; i++) options[i + 1] = (FieldOption){ .value = schools[i].code, .title = schools[i].name };
    *out = (Field){ .kind = FIELD_SELECT, .name = STR("for"), .label = STR("Чья форма"), .value = chosen, .n_options = n + 1, .options = options };
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Формы", 10 }, .href = { "/forms", 6 }, .count = NO_COUNT } };
    static const FormButton buttons[] = { { .title = { "Прочитать и показать, что понято", 59 }, .primary = true, .icon = "up" } };
    Str chosen = ctx_field(ctx, "procedure").n > 0 ? ctx_field(ctx, "procedure") : ctx_param(ctx, "procedure"); /* the button beside a work brings it along */
    Field *fields = arena_array(ctx->arena, Field, 4);
    if (!whose(ctx, &fields[0], err)) return false;
    fields[1] = (Field){ .kind = FIELD_FILE, .name = STR("file"), .label = STR("Файл формы"), .hint = STR("Выгрузка ФИС ОКО, форма сбора или простая таблица: XLSX, ODS, CSV."), .accept = ".xlsx,.xlsm,.ods,.csv,.tsv,.txt,.msheet" };
    fields[2] = (Field){ .kind = FIELD_PASTE, .name = STR("paste"), .label = STR("Или вставьте строки из Excel"), .hint = STR("Вместе со строкой заголовков: выделите в Excel, Ctrl+C, здесь Ctrl+V"), .value = ctx_field(ctx, "paste"), .optional = true };
    if (!procedure_field(ctx, chosen, "как сказано в файле", &fields[3], err)) return false;
    fields[3].label = STR("Процедура"), fields[3].hint = STR("Нужна, если в файле не названы год, класс и предмет"), fields[3].optional = true;
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = STR("/forms/new"), .is_post = true, .is_upload = true, .n_fields = 4, .fields = fields, .n_buttons = 1, .buttons = buttons, .note = STR("Пока вы не нажмёте «Принять», ничего не записывается.") };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    ctx->doc->title = STR("Загрузить форму");
    ctx->doc->lead = ctx->org.kind == ORG_SCHOOL ? CTX_TEXT(ctx, "%.*s. Программа прочитает файл и покажет замечания у ячеек: исправить можно прямо здесь.", STR_ARG(rich_escape(ctx->arena, ctx->org.name)))
        : STR("Одной школы или сразу всех: строки разойдутся по школам сами. Замечания видны у ячеек, исправить можно прямо здесь.");
    ctx->doc->n_crumbs = 1, ctx->doc->crumbs = crumbs;
    doc_form(ctx->doc, NULL, form);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Str paste = ctx_field(ctx, "paste"), code = ctx_field(ctx, "for");
    Org org = ctx->org;
    bool found = true;
    if (code.n > 0 && !org_by_code(ctx->db, ctx->who->region_id, code, ctx->arena, &org, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Выберите школу в списке.", "Такой организации нет.");
    UploadAsk ask = { .org = &org, .procedure = ctx_field(ctx, "procedure") };
    for (uint32_t i = 0; i < ctx->request->n_files; i++)
        if (str_eq(ctx->request->files[i].field, STR("file")) && ctx->request->files[i].bytes.n > 0) ask.name = ctx->request->files[i].name, ask.bytes = ctx->request->files[i].bytes;
    if (ask.bytes.n == 0) ask.name = STR("вставка.tsv"), ask.bytes = paste;
    if (str_trim(ask.bytes).n == 0) return err_set(err, ERR_INPUT, "Выберите файл или вставьте строки из Excel.", "Нечего читать: нет ни файла, ни вставленных строк.");
    int number = 0;
    uint32_t job = 0;
    return flow_upload(ctx->flow, ctx->who, &ask, &number, &job, err) && ctx_go(ctx, draft_link(ctx->arena, org.code, number));
}

const Page page_upload_new = { .path = "/forms/new", .title = "Загрузить форму", .section = SECTION_FORMS, .right = RIGHT_RESULTS_WRITE, .params = params, .no_formats = true, .show = show, .act = act };
