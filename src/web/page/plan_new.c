/* A plan begins: a document is read, a ready pack is taken, or an empty one is filled by hand. */
#include "base/date.h"
#include "base/lines.h"
#include "base/number.h"
#include "base/utf8.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/ask.h"
#include "web/plan_content.h"
#include "web/reading.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "from", .kind = PARAM_CHOICE, .title = "с чего начать", .choices = "file|pack|empty" }, { .name = "pack", .kind = PARAM_TEXT, .title = "готовый набор", .max_length = 60 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL },
};

static Str address(Ctx *ctx, const char *from) { return CTX_TEXT(ctx, "/plans/new?org=%.*s&from=%s", STR_ARG(url_encode(ctx->arena, ctx->org.code)), from); }

static Str chosen_from(const Ctx *ctx)
{
    Str from = ctx_param(ctx, "from");
    return from.n > 0 ? from : STR("file");
}

static void ways(Ctx *ctx)
{
    static const struct { const char *from, *title; } all[] = { { "file", "Загрузить документ" }, { "pack", "Взять готовый набор" }, { "empty", "Начать с пустого" } };
    DocLink *links = arena_array(ctx->arena, DocLink, 3);
    for (int i = 0; i < 3; i++) links[i] = (DocLink){ .title = str_of(all[i].title), .href = address(ctx, all[i].from), .count = NO_COUNT, .current = str_eq(chosen_from(ctx), str_of(all[i].from)) };
    doc_switch(ctx->doc, NULL, STR("С чего начать"), 3, links);
}

static void year_field(Ask *ask, int year)
{
    Ctx *ctx = ask->ctx;
    FieldOption *years = arena_array(ctx->arena, FieldOption, 4);
    for (int i = 0; i < 4; i++) years[i] = (FieldOption){ .value = CTX_TEXT(ctx, "%d", year - 2 + i), .title = CTX_TEXT(ctx, "%d/%02d", year - 2 + i, (year - 1 + i) % 100) };
    ask_options(ask_field(ask, FIELD_SELECT, "year", "Учебный год", CTX_TEXT(ctx, "%d", year)), 4, years);
}

/* ---- packs ---- */

static void pack_list(Ctx *ctx)
{
    const PackView *packs;
    uint32_t n = flow_plan_packs(ctx->org.kind, ctx->arena, &packs);
    Decision *decisions = arena_array(ctx->arena, Decision, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        Str href = CTX_TEXT(ctx, "%.*s&pack=%.*s", STR_ARG(address(ctx, "pack")), STR_ARG(url_encode(ctx->arena, packs[i].id)));
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Посмотреть"), .href = href };
        decisions[i] = (Decision){ .icon = "file", .title = packs[i].title, .href = href, .sub = CTX_TEXT(ctx, "%.*s %.*s.", STR_ARG(packs[i].what), STR_ARG(packs[i].source)),
            .when = number_of(ctx->arena, packs[i].n_measures, "пункт", "пункта", "пунктов"), .button = button };
    }
    doc_decisions(ctx->doc, NULL, n, decisions, STR("Готовых наборов нет."));
}

static bool pack_preview(Ctx *ctx, Str id, Err *err)
{
    PlanContent content;
    bool found;
    flow_plan_pack_content(id, ctx->year, ctx->arena, &content, &found);
    if (!found) return err_set(err, ERR_NOT_FOUND, "Выберите набор в списке.", "Такого набора нет.");
    Ask *ask = ask_new(ctx, address(ctx, "pack"));
    ask_field(ask, FIELD_HIDDEN, "pack", "", id);
    year_field(ask, ctx->year);
    ask_button(ask, "Взять этот набор", true);
    ask->form.note = STR("Получится черновик: пункты, сроки и людей можно править, лишнее — убрать.");
    ask_end(ask, NULL);
    plan_content_table(ctx, NULL, STR("pack"), &content)->panel = true;
    return true;
}

/* ---- empty ---- */

static void empty_form(Ctx *ctx)
{
    FieldOption *kinds = arena_array(ctx->arena, FieldOption, N_PLAN_KINDS);
    uint32_t n = 0;
    for (int kind = PLAN_PLAN; kind < N_PLAN_KINDS; kind++) kinds[n++] = (FieldOption){ .value = str_of(plan_kind_word((PlanKind)kind)), .title = str_of(plan_kind_title((PlanKind)kind)) };
    Ask *ask = ask_new(ctx, address(ctx, "empty"));
    ask_options(ask_field(ask, FIELD_SELECT, "kind", "Что это", str_of(plan_kind_word(PLAN_PLAN))), n, kinds);
    Field *title = ask_field(ask, FIELD_TEXT, "title", "Название", STR("План мероприятий по объективности оценивания"));
    title->width = 64, title->max_length = 400;
    year_field(ask, ctx->year);
    Field *goal = ask_field(ask, FIELD_LONG_TEXT, "goal", "Цель", STR_EMPTY);
    goal->optional = true, goal->max_length = 2000;
    Field *basis = ask_field(ask, FIELD_LONG_TEXT, "basis", "На основании", STR_EMPTY);
    basis->optional = true, basis->hint = STR("Письма и приказы, каждое на своей строке."), basis->max_length = 2000;
    ask_button(ask, "Создать черновик", true);
    ask_end(ask, NULL);
}

/* ---- a document ---- */

/* The same bytes for the same year: the plan that was made of them, unless it was withdrawn. */
static bool find_twin(Ctx *ctx, Str sha256, int school_year, const PlanRow **twin, Err *err)
{
    PlanAsk ask = { .path = ctx->org.path, .own_only = true, .school_year = school_year, .today = date_iso(ctx->arena, date_of_time(ctx->now)) };
    const PlanRow *rows;
    uint32_t n;
    *twin = NULL;
    if (!plan_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n && *twin == NULL; i++)
        if (str_eq(rows[i].source_sha256, sha256)) *twin = &rows[i];
    return true;
}

static void twin_note(Ctx *ctx, Ask *ask)
{
    const PlanRow *twin = ctx->error != NULL ? ctx->found : NULL;
    if (twin == NULL) return;
    Str href = plan_link(ctx, twin->number);
    Str title = rich_escape(ctx->arena, twin->title);
    if (twin->state == PLAN_DRAFT) href = CTX_TEXT(ctx, "%.*s/source", STR_ARG(href));
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, CTX_TEXT(ctx, "Этот %s уже загружен.", ctx->request->n_files > 0 && ctx->request->files[0].bytes.n > 0 ? "файл" : "текст"),
        CTX_TEXT(ctx, "%s: [%.*s](%.*s).", twin->state == PLAN_DRAFT ? "Черновик" : "План", STR_ARG(title), STR_ARG(href)));
    Field *again = ask_field(ask, FIELD_CHECK, "again", "Завести ещё один план из него", STR_EMPTY);
    again->optional = true;
}

static void file_form(Ctx *ctx)
{
    Ask *ask = ask_new(ctx, address(ctx, "file"));
    ask->form.is_upload = true;
    Field *file = ask_field(ask, FIELD_FILE, "file", "Файл плана, приказа или протокола", STR_EMPTY);
    bool old_word = document_old_word() != OLD_WORD_NOT_READ;
    file->hint = CTX_TEXT(ctx, "Word, Excel, OpenDocument, PDF со словами, HTML, текст. Столбцы и их порядок — любые.%s", old_word ? "" : " Старый Word (.doc) здесь не читается: сохраните его как .docx.");
    file->optional = true;
    file->accept = ".docx,.docm,.doc,.odt,.xlsx,.ods,.pdf,.html,.htm,.txt,.md";
    Field *paste = ask_field(ask, FIELD_PASTE, "paste", "Или вставьте текст", STR_EMPTY);
    paste->hint = STR("Таблицу из Word или Excel можно вставить целиком: выделить, Ctrl+C, здесь Ctrl+V."), paste->optional = true;
    FieldOption *years = arena_array(ctx->arena, FieldOption, 5);
    years[0] = (FieldOption){ .title = STR("как сказано в документе") };
    for (int i = 0; i < 4; i++) years[i + 1] = (FieldOption){ .value = CTX_TEXT(ctx, "%d", ctx->year - 2 + i), .title = CTX_TEXT(ctx, "%d/%02d", ctx->year - 2 + i, (ctx->year - 1 + i) % 100) };
    Field *year = ask_field(ask, FIELD_SELECT, "year", "Учебный год", STR_EMPTY);
    year->optional = true;
    ask_options(year, 5, years);
    twin_note(ctx, ask);
    ask_button(ask, "Прочитать", true);
    ask->buttons[0].icon = "up";
    ask->form.note = STR("Прочитанное встанет рядом с документом: неясное покажем первым.");
    ask_end(ask, NULL);
}

static bool show(Ctx *ctx, Err *err)
{
    Str from = chosen_from(ctx), pack = ctx_field(ctx, "pack").n > 0 ? ctx_field(ctx, "pack") : ctx_param(ctx, "pack");
    plan_crumbs(ctx, NULL, NULL, STR_EMPTY);
    ctx->doc->title = STR("Новый план");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. Что бы вы ни выбрали, сначала получится черновик: сроки, людей и подтверждения можно поправить до утверждения.", STR_ARG(rich_escape(ctx->arena, ctx->org.name)));
    ways(ctx);
    if (str_eq(from, STR("pack"))) {
        if (pack.n > 0) return pack_preview(ctx, pack, err);
        pack_list(ctx);
        return true;
    }
    if (str_eq(from, STR("empty"))) empty_form(ctx);
    else file_form(ctx);
    return true;
}

/* ---- what was sent ---- */

static int year_of(Ctx *ctx)
{
    long long year;
    return str_to_int(ctx_field(ctx, "year"), &year) && year > 1990 && year < 2200 ? (int)year : ctx->year;
}

static bool make_empty(Ctx *ctx, uint32_t *number, Err *err)
{
    const Str *basis;
    uint32_t n_basis = lines_split(ctx_field(ctx, "basis"), ctx->arena, &basis);
    PlanContent content = { .kind = PLAN_PLAN, .title = str_trim(ctx_field(ctx, "title")), .approved_on = DATE_NONE, .goal = str_trim(ctx_field(ctx, "goal")), .school_year = year_of(ctx), .n_basis = n_basis, .basis = basis };
    for (int kind = PLAN_PLAN; kind < N_PLAN_KINDS; kind++)
        if (str_eq(ctx_field(ctx, "kind"), str_of(plan_kind_word((PlanKind)kind)))) content.kind = (PlanKind)kind;
    if (content.title.n == 0) return err_set(err, ERR_INPUT, "Напишите, как план называется.", "У плана нет названия.");
    PlanSource source = { .name = STR_EMPTY, .bytes = STR_EMPTY };
    return flow_plan_new(ctx->flow, ctx->who, ctx->org.code, &content, &source, number, err);
}

/* Pasted words are a file that nobody named: it is called by the line it begins with. */
static Str paste_name(Ctx *ctx, Str text)
{
    enum { NAME_LETTERS = 60 };
    text = str_trim(text);
    size_t end = 0, n_letters = 0, word = 0;
    while (end < text.n && n_letters < NAME_LETTERS) {
        size_t next = end;
        uint32_t cp = utf8_next(text, &next);
        if (cp == '\n' || cp == '\r' || cp == '\t' || cp == '<' || cp == '|') break;
        if (cp == ' ') word = end;
        n_letters++;
        end = next;
    }
    if (n_letters == NAME_LETTERS && word > 0) end = word;
    Str line = str_trim(str_slice(text, 0, end));
    return line.n > 0 ? CTX_TEXT(ctx, "%.*s.txt", STR_ARG(line)) : STR("Вставленный текст.txt");
}

static bool make_read(Ctx *ctx, Err *err)
{
    uint32_t number;
    PlanContent content;
    const SourceDoc *doc;
    PlanSource source = { .name = paste_name(ctx, ctx_field(ctx, "paste")), .bytes = ctx_field(ctx, "paste") };
    FlowTermOptions options = { .school_year = ctx_field(ctx, "year").n > 0 ? year_of(ctx) : 0, .approved = DATE_NONE };
    for (uint32_t i = 0; i < ctx->request->n_files; i++)
        if (ctx->request->files[i].bytes.n > 0) source = (PlanSource){ ctx->request->files[i].name, ctx->request->files[i].bytes };
    if (str_trim(source.bytes).n == 0) return err_set(err, ERR_INPUT, "Выберите файл или вставьте текст плана.", "Читать нечего: нет ни файла, ни текста.");
    if (!reading_document(ctx, source.name, source.bytes, &doc, err)) return false;
    if (doc == NULL) return true;
    if (!flow_plan_understand(doc, &options, ctx->arena, &content, err)) return false;
    bool named = content.school_year != 0;
    if (!named) content.school_year = ctx->year;
    const PlanRow *twin = NULL;
    if (ctx_field(ctx, "again").n == 0 && !find_twin(ctx, doc->sha256, content.school_year, &twin, err)) return false;
    if (twin != NULL) {
        ctx->found = twin;
        return err_set(err, ERR_CONFLICT, "Нужен отдельный — отметьте это и отправьте его снова.", "Второй план из него не заведён.");
    }
    Str year = CTX_TEXT(ctx, "%d/%02d", content.school_year, (content.school_year + 1) % 100);
    if (!flow_plan_new(ctx->flow, ctx->who, ctx->org.code, &content, &source, &number, err)) return false;
    uint32_t n = content.n_measures + content.n_decisions;
    ctx_done(ctx, CTX_TEXT(ctx, "Прочитано: %.*s. Учебный год %s %.*s%s. Сверьте с документом.", STR_ARG(number_of(ctx->arena, n, "пункт", "пункта", "пунктов")), options.school_year != 0 ? "выбран вами:" : named ? "взят из документа:" : "в документе не назван, поставлен", STR_ARG(year), named ? "" : ": проверьте его в «Исправить план»"));
    return ctx_go(ctx, CTX_TEXT(ctx, "/plans/%u/source", number));
}

static bool act(Ctx *ctx, Err *err)
{
    Str from = chosen_from(ctx);
    uint32_t number;
    if (str_eq(from, STR("file"))) return make_read(ctx, err);
    if (str_eq(from, STR("pack"))) {
        if (!flow_plan_from_pack(ctx->flow, ctx->who, ctx->org.code, ctx_field(ctx, "pack"), year_of(ctx), &number, err)) return false;
        ctx_done(ctx, STR("Черновик составлен из готового набора."));
    } else {
        if (!make_empty(ctx, &number, err)) return false;
        ctx_done(ctx, STR("Черновик создан. Добавьте пункты."));
    }
    return ctx_go(ctx, plan_link(ctx, number));
}

const Page page_plan_new = { .path = "/plans/new", .title = "Новый план", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .params = params, .no_formats = true, .show = show, .act = act };
