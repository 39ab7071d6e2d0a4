/* A file on its way in: what was understood, what is wrong and where, what may be taken now. */
#include "base/date.h"
#include "base/number.h"
#include "flow/import.h"
#include "flow/procedure.h"
#include "publish/rich.h"
#include "store/submission.h"
#include "web/draft_view.h"
#include "web/procedure_field.h"
#include "web/url.h"

enum { PAGE_ROWS = 200, PIECE_ROWS = 60, MOST_FORMS = 20 };

static const Param params[] = {
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации, для которой загружен файл" },
    { .name = "number", .kind = PARAM_INT, .title = "номер файла", .min = 1, .max = 1000000000 },
    { .name = "part", .kind = PARAM_INT, .title = "лист, с единицы", .min = 1, .max = 64 },
    { .name = "rows", .kind = PARAM_CHOICE, .title = "какие строки", .choices = "remarks|all" },
    { .name = "from", .kind = PARAM_INT, .title = "с какой строки", .min = 1, .max = 5000000 },
    { .name = NULL },
};

static UploadKey key_of(const Ctx *ctx) { return (UploadKey){ &ctx->org, (int)ctx_int(ctx, "number", 0) }; }
/* The same sheet again, where one was chosen. */
static Str here(Ctx *ctx)
{
    Str link = draft_link(ctx->arena, ctx->org.code, (int)ctx_int(ctx, "number", 0));
    long long part = ctx_int(ctx, "part", 0);
    return part == 0 ? link : CTX_TEXT(ctx, "%.*s?part=%lld", STR_ARG(link), part);
}
static bool is_open(const UploadRow *upload) { return upload->state == UPLOAD_DRAFT || upload->state == UPLOAD_PARTLY || upload->state == UPLOAD_NOT_UNDERSTOOD; }

/* ---- at the top ---- */

static Str title_of(Ctx *ctx, const Draft *draft)
{
    const UploadRow *upload = &draft->upload;
    switch (upload->state) {
    case UPLOAD_READING: return CTX_TEXT(ctx, "Файл «%.*s» обрабатывается", STR_ARG(rich_escape(ctx->arena, upload->name)));
    case UPLOAD_CANCELLED: return STR("Загрузка отменена");
    case UPLOAD_WRITTEN: return CTX_TEXT(ctx, "Файл записан: %.*s", STR_ARG(number_of(ctx->arena, draft->n_clean - draft->n_absent, "работа", "работы", "работ")));
    case UPLOAD_NOT_UNDERSTOOD: return STR("Файл не понят");
    case UPLOAD_DRAFT: case UPLOAD_PARTLY: break;
    }
    uint32_t all = draft->n_clean + draft->n_waiting;
    Str of_all = number_int(ctx->arena, all);
    if (upload->state == UPLOAD_PARTLY && draft->n_waiting == 0) return STR("Всё исправлено, осталось записать");
    if (upload->state == UPLOAD_PARTLY)
        return CTX_TEXT(ctx, "Осталось исправить %.*s из %.*s", STR_ARG(number_of(ctx->arena, draft->n_waiting, "строку", "строки", "строк")), STR_ARG(of_all));
    if (draft->n_waiting == 0) return CTX_TEXT(ctx, "Принять можно все строки: %.*s", STR_ARG(of_all));
    if (draft->n_clean == 0) return CTX_TEXT(ctx, "Принять пока нечего: исправить %.*s", STR_ARG(number_of(ctx->arena, draft->n_waiting, "строку", "строки", "строк")));
    return CTX_TEXT(ctx, "Принять можно %.*s из %.*s, исправить %.*s", STR_ARG(number_of(ctx->arena, draft->n_clean, "строку", "строки", "строк")), STR_ARG(of_all),
                    STR_ARG(number_int(ctx->arena, draft->n_waiting)));
}

static void add_strip(Ctx *ctx, const Draft *draft)
{
    StripPart *parts = arena_array(ctx->arena, StripPart, 2);
    parts[0] = (StripPart){ draft->n_clean, draft->upload.state == UPLOAD_WRITTEN ? STR("записано") : draft->upload.state == UPLOAD_PARTLY ? STR("без ошибок") : STR("можно принять как есть"), STRIP_DONE };
    parts[1] = (StripPart){ draft->n_waiting, str_of(number_word(draft->n_waiting, "ждёт исправления", "ждут исправления", "ждут исправления")), STRIP_TROUBLE };
    Strip *strip = arena_one(ctx->arena, Strip);
    uint32_t all = draft->n_clean + draft->n_waiting;
    *strip = (Strip){ .summary = CTX_TEXT(ctx, "проверено %.*s из %.*s", STR_ARG(number_int(ctx->arena, all)), STR_ARG(number_of(ctx->arena, all, "строки", "строк", "строк"))), .n_parts = 2, .parts = parts };
    doc_strip(ctx->doc, NULL, strip);
}

static Str places_of(Ctx *ctx, const Draft *draft)
{
    if (draft->n_schools == 1) {
        const DraftSchool *school = &draft->schools[0];
        bool own = school->state == DRAFT_SCHOOL_TAKEN || school->state == DRAFT_SCHOOL_CLOSED; /* a code must not tell the name of a foreign school */
        return rich_escape(ctx->arena, own ? school->org.name : school->written);
    }
    return number_of(ctx->arena, draft->n_schools, "школа", "школы", "школ");
}

static Str classes_of(Ctx *ctx, const Sheet *sheet)
{
    Str all = STR_EMPTY;
    bool *seen = arena_array(ctx->arena, bool, sheet->n_class_labels);
    uint32_t n = 0;
    for (uint32_t i = 0; i < sheet->n_rows; i++) seen[sheet->class_of[i]] = true;
    for (uint32_t k = 0; k < sheet->n_class_labels; k++) {
        if (!seen[k]) continue;
        Str label = sheet->class_label[k].n == 0 ? STR("без буквы") : rich_escape(ctx->arena, sheet->class_label[k]);
        all = n++ == 0 ? label : CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(all), STR_ARG(label));
    }
    return n > 12 ? number_of(ctx->arena, n, "класс", "класса", "классов") : all;
}

static bool add_understood(Ctx *ctx, const Draft *draft, const DraftSheet *sheet, Err *err)
{
    ProcedureRow row;
    bool registered = false;
    int32_t by;
    const Sheet *read = sheet->sheet;
    const Blueprint *blueprint = read->procedure.blueprint;
    Node *panel = doc_panel(ctx->doc, NULL, STR("Что понято из файла"));
    if (is_open(&draft->upload) && draft->upload.state != UPLOAD_PARTLY) panel->sub = STR("[Понято неверно?](#wrong)");
    if (!procedure_get(ctx->db, draft->upload.region_id, read->procedure.id, ctx->arena, &row, &registered, err)) return false;
    Fact *facts = arena_array(ctx->arena, Fact, 7);
    uint32_t n = 0;
    facts[n++] = (Fact){ .name = STR("процедура"), .value = rich_escape(ctx->arena, read->procedure.title) };
    facts[n++] = (Fact){ .name = draft->n_schools == 1 ? STR("школа") : STR("школы"), .value = places_of(ctx, draft) };
    facts[n++] = (Fact){ .name = STR("классы"), .value = classes_of(ctx, read) };
    facts[n++] = (Fact){ .name = STR("задания"), .value = blueprint->n_tasks == 0 ? CTX_TEXT(ctx, "только сумма, до %u", blueprint->max)
        : CTX_TEXT(ctx, "%.*s, до %.*s", STR_ARG(number_of(ctx->arena, blueprint->n_tasks, "задание", "задания", "заданий")), STR_ARG(number_of(ctx->arena, blueprint->max, "балла", "баллов", "баллов"))) };
    facts[n++] = (Fact){ .name = STR("пороги отметок"), .value = blueprint->cutoffs_known ? CTX_TEXT(ctx, "%u, %u, %u", blueprint->cutoff[0], blueprint->cutoff[1], blueprint->cutoff[2]) : STR("неизвестны") };
    if (sheet->layout.header_row > 0) {
        Str name = cell_address(ctx->arena, 1, sheet->layout.journal);
        facts[n++] = (Fact){ .name = STR("отметки журнала"), .value = sheet->layout.journal == 0 ? STR("их нет") : CTX_TEXT(ctx, "столбец %.*s", (int)name.n - 1, name.at) };
    }
    if (registered && date_parse(row.hand_in_by, &by)) facts[n++] = (Fact){ .name = STR("сдать до"), .value = date_short(ctx->arena, by) };
    Node *list = doc_facts(ctx->doc, panel, n, facts);
    list->across = true;
    return true;
}

static void add_sheets(Ctx *ctx, const Draft *draft, const DraftSheet *chosen)
{
    DocLink *links = arena_array(ctx->arena, DocLink, draft->n_sheets);
    uint32_t n = 0;
    for (uint32_t i = 0; i < draft->n_sheets; i++) {
        const DraftSheet *sheet = &draft->sheets[i];
        if (sheet->sheet == NULL) continue;
        uint32_t waiting = 0;
        for (uint32_t k = 0; k < draft->n_complaints; k++) waiting += draft->complaints[k].severity == SEVERITY_ERROR && str_eq(draft->complaints[k].sheet, sheet->name);
        links[n++] = (DocLink){ .title = sheet->name.n > 0 ? sheet->name : STR("таблица"), .href = CTX_TEXT(ctx, "%.*s?part=%u", STR_ARG(draft_link(ctx->arena, draft->org.code, draft->upload.number)), i + 1), .count = waiting, .current = sheet == chosen };
    }
    if (n > 1) doc_chips(ctx->doc, NULL, STR("Лист"), n, links);
}

/* ---- what to do ---- */

/* Forms of the file that are handed in already: their corrections want a reason. */
static bool handed_in(Ctx *ctx, const Draft *draft, uint32_t *n_handed, uint32_t *n_locked, Err *err)
{
    *n_handed = *n_locked = 0;
    uint32_t asked = 0;
    for (uint32_t k = 0; k < draft->n_sheets; k++) {
        const Sheet *sheet = draft->sheets[k].sheet;
        for (uint32_t s = 0; sheet != NULL && s < draft->n_schools && asked < MOST_FORMS; s++) {
            SubmissionRow row;
            bool found = false;
            if (draft->schools[s].state != DRAFT_SCHOOL_TAKEN) continue;
            asked++;
            if (!submission_get(ctx->db, draft->upload.region_id, sheet->procedure.id, draft->schools[s].org.id, ctx->arena, &row, &found, err)) return false;
            *n_handed += found && (row.state == SUBMISSION_SENT || row.state == SUBMISSION_ACCEPTED);
            *n_locked += found && row.state == SUBMISSION_LOCKED;
        }
    }
    return true;
}

static const InputForm *form_of(Ctx *ctx, const Draft *draft, const DraftSheet *sheet, uint32_t n_handed)
{
    static const FieldOption keep[] = { { .value = { "keep", 4 }, .title = { "оставить прежние работы классов, которых нет в файле", 96 }, .chosen = true },
        { .value = { "replace", 7 }, .title = { "заменить форму целиком", 42 } } };
    Field *fields = arena_array(ctx->arena, Field, 2);
    FormButton *buttons = arena_array(ctx->arena, FormButton, 4);
    InputForm *form = arena_one(ctx->arena, InputForm);
    uint32_t n = 0, n_fields = 0;
    bool unknown = draft->upload.n_schools > MOST_FORMS; /* too many to look at: those that are handed in want a reason all the same */
    if (n_handed > 0 || unknown) {
        fields[n_fields++] = (Field){ .kind = FIELD_TEXT, .name = STR("reason"), .label = STR("Почему исправляются сданные формы"), .hint = STR("Причина останется в истории; без неё сданные формы не изменятся"), .optional = n_handed == 0, .value = ctx_field(ctx, "reason"), .max_length = 500, .width = 60 };
        fields[n_fields++] = (Field){ .kind = FIELD_RADIO, .name = STR("classes"), .label = STR("Классы, которых нет в файле"), .value = STR("keep"), .n_options = 2, .options = keep };
    }
    bool many = draft->n_waiting > 0, again = draft->upload.state == UPLOAD_PARTLY;
    if (again && draft->n_edits > 0) buttons[n++] = (FormButton){ .title = STR("Записать исправленное"), .name = STR("do"), .value = STR("take"), .primary = true };
    else if (!again && draft->n_clean > 0)
        buttons[n++] = (FormButton){ .title = many ? CTX_TEXT(ctx, "Принять %.*s", STR_ARG(number_of(ctx->arena, draft->n_clean, "чистую строку", "чистые строки", "чистых строк")))
            : CTX_TEXT(ctx, "Принять %.*s", STR_ARG(number_of(ctx->arena, draft->n_clean, "строку", "строки", "строк"))), .name = STR("do"), .value = STR("take"), .primary = true };
    if (many && draft->read) {
        buttons[n] = (FormButton){ .title = STR("Исправить и принять всё"), .name = STR("do"), .value = STR("cells"), .primary = n == 0 };
        n++;
    }
    buttons[n++] = (FormButton){ .title = draft->upload.state == UPLOAD_PARTLY ? STR("Остальное не нужно") : STR("Отменить загрузку"), .name = STR("do"), .value = STR("cancel") };
    Str action = sheet == NULL || draft->n_sheets < 2 ? here(ctx) /* cells belong to the sheet that is shown */
        : CTX_TEXT(ctx, "%.*s?part=%u", STR_ARG(draft_link(ctx->arena, draft->org.code, draft->upload.number)), (uint32_t)(sheet - draft->sheets) + 1);
    *form = (InputForm){ .id = STR("take"), .action = action, .is_post = true, .n_fields = n_fields, .fields = fields, .n_buttons = n, .buttons = buttons };
    if (again) form->note = STR("Строки без ошибок уже записаны; остальные ждут здесь.");
    else if (many && draft->n_clean > 0)
        form->note = CTX_TEXT(ctx, "Чистые строки пойдут сразу; %.*s в черновике.", STR_ARG(number_of(ctx->arena, draft->n_waiting, "останется", "останутся", "останутся")));
    else if (!many) form->note = STR("Пока ничего не записано.");
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    return form;
}

static bool add_wrong(Ctx *ctx, const Draft *draft, Err *err)
{
    static const FormButton buttons[] = { { .title = { "Прочитать так", 25 }, .name = { "do", 2 }, .value = { "procedure", 9 } } };
    Field *fields = arena_array(ctx->arena, Field, 2);
    if (!procedure_field(ctx, draft->upload.procedure_hint, "как сказано в файле", &fields[0], err)) return false;
    fields[0].label = STR("Какая это работа");
    fields[1] = (Field){ .kind = FIELD_TEXT, .name = STR("other"), .label = STR("Или другая"), .hint = STR("Год, класс и предмет через дефис: 2026-5-математика"), .optional = true, .max_length = 100, .width = 30, .value = ctx_field(ctx, "other") };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = here(ctx), .is_post = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = buttons };
    Node *details = doc_add(ctx->doc, NULL, NODE_DETAILS);
    details->id = STR("wrong"), details->text = STR("Понято неверно? Выбрать процедуру");
    doc_form(ctx->doc, details, form);
    return true;
}

static void add_edits(Ctx *ctx, const Draft *draft, Node *parent)
{
    static const Column columns[] = { { .head = { "ячейка", 12 } }, { .head = { "было", 8 } }, { .head = { "стало", 10 } }, { .head = { "кто", 6 } }, { .head = { "", 0 } } };
    if (draft->n_edits == 0) return;
    doc_heading(ctx->doc, parent, 3, STR("Исправлено людьми"));
    Table *table = table_new(ctx->doc, STR("edits"), STR("Исправления"), 5, columns, draft->n_edits);
    table->untitled = table->dense = true;
    for (uint32_t i = 0; i < draft->n_edits; i++) {
        const UploadEdit *edit = &draft->edits[i];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(edit->cell.n == 0 ? STR("код школы") : edit->sheet.n == 0 ? edit->cell : CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(rich_escape(ctx->arena, edit->sheet)), STR_ARG(edit->cell)));
        cells[1] = cell_text(rich_escape(ctx->arena, edit->before));
        cells[2] = cell_text(str_eq(edit->before, edit->value) ? STR("оставлено") : rich_escape(ctx->arena, edit->value));
        cells[3] = cell_text(rich_escape(ctx->arena, edit->who));
        if (!is_open(&draft->upload)) continue;
        DocPair *pairs = arena_array(ctx->arena, DocPair, 4);
        pairs[0] = (DocPair){ STR("do"), STR("undo") }, pairs[1] = (DocPair){ STR("sheet"), edit->sheet }, pairs[2] = (DocPair){ STR("cell"), edit->cell }, pairs[3] = (DocPair){ STR("before"), edit->before };
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Вернуть"), .href = here(ctx), .about = edit->cell, .is_post = true, .quiet = true, .n_pairs = 4, .pairs = pairs };
        cells[4] = cell_action(button);
    }
    doc_table(ctx->doc, parent, table);
}

static void add_forms(Ctx *ctx, const Draft *draft)
{
    if (draft->upload.state != UPLOAD_PARTLY && draft->upload.state != UPLOAD_WRITTEN) return;
    uint32_t n = 0;
    DocLink *links = arena_array(ctx->arena, DocLink, MOST_FORMS);
    for (uint32_t k = 0; k < draft->n_sheets; k++)
        for (uint32_t s = 0; draft->sheets[k].sheet != NULL && s < draft->n_schools && n < MOST_FORMS; s++) {
            const DraftSchool *school = &draft->schools[s];
            if (school->state != DRAFT_SCHOOL_TAKEN) continue;
            Str procedure = draft->sheets[k].sheet->procedure.id;
            links[n++] = (DocLink){ .title = draft->n_schools > 1 ? school->org.name : draft->sheets[k].sheet->procedure.title, .count = NO_COUNT,
                .href = CTX_TEXT(ctx, "/forms/%.*s/%.*s", STR_ARG(url_encode(ctx->arena, procedure)), STR_ARG(url_encode(ctx->arena, school->org.code))) };
        }
    if (n > 0) doc_chips(ctx->doc, NULL, STR("Записанные формы"), n, links);
}

/* ---- the page ---- */

static const DraftSheet *choose_sheet(Ctx *ctx, const Draft *draft)
{
    long long wanted = ctx_int(ctx, "part", 0);
    if (wanted > 0 && wanted <= (long long)draft->n_sheets && draft->sheets[wanted - 1].sheet != NULL) return &draft->sheets[wanted - 1];
    for (uint32_t i = 0; i < draft->n_complaints; i++) {
        const DraftSheet *sheet = draft_sheet(draft, draft->complaints[i].sheet);
        if (draft->complaints[i].severity == SEVERITY_ERROR && draft->complaints[i].row > 0 && sheet != NULL && sheet->sheet != NULL) return sheet;
    }
    for (uint32_t i = 0; i < draft->n_sheets; i++)
        if (draft->sheets[i].sheet != NULL) return &draft->sheets[i];
    return NULL;
}

static void add_head(Ctx *ctx, const Draft *draft)
{
    static const DocLink crumbs[] = { { .title = { "Формы", 10 }, .href = { "/forms", 6 }, .count = NO_COUNT }, { .title = { "Файлы", 10 }, .href = { "/forms/files", 12 }, .count = NO_COUNT } };
    Str *facts = arena_array(ctx->arena, Str, 3);
    facts[0] = rich_escape(ctx->arena, draft->upload.name);
    facts[1] = rich_escape(ctx->arena, draft->org.name);
    facts[2] = CTX_TEXT(ctx, "загружен %.*s", STR_ARG(ctx_moment(ctx, draft->upload.made_at)));
    ctx->doc->title = title_of(ctx, draft);
    ctx->doc->n_crumbs = 2, ctx->doc->crumbs = crumbs;
    ctx->doc->n_factline = 3, ctx->doc->factline = facts;
    DocLink *tools = arena_array(ctx->arena, DocLink, 2);
    Str link = draft_link(ctx->arena, draft->org.code, draft->upload.number);
    tools[0] = (DocLink){ .title = STR("Файл с пометками"), .href = CTX_TEXT(ctx, "%.*s/marked", STR_ARG(link)), .icon = "file", .count = NO_COUNT };
    tools[1] = (DocLink){ .title = STR("Исходный файл"), .href = CTX_TEXT(ctx, "%.*s/original", STR_ARG(link)), .icon = "file", .count = NO_COUNT };
    ctx->doc->n_tools = draft->read && draft->file.readable ? 2 : 1;
    ctx->doc->tools = draft->read && draft->file.readable ? tools : tools + 1;
}

static bool show_body(Ctx *ctx, const Draft *draft, Err *err)
{
    const DraftSheet *sheet = choose_sheet(ctx, draft);
    bool may_write = who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path), editable = is_open(&draft->upload) && may_write, all = str_eq(ctx_param(ctx, "rows"), STR("all"));
    uint32_t n_handed = 0, n_locked = 0;
    if (ctx->error != NULL && !editable) doc_note(ctx->doc, NULL, NOTE_ATTENTION, str_of(ctx->error->what), str_of(ctx->error->hint)); /* no form to say it at */
    add_strip(ctx, draft);
    add_forms(ctx, draft);
    if (sheet != NULL) {
        if (!add_understood(ctx, draft, sheet, err)) return false;
        add_sheets(ctx, draft, sheet);
    }
    if (!handed_in(ctx, draft, &n_handed, &n_locked, err)) return false;
    if (n_locked > 0) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Форма закрыта от правок."), STR("Она не изменится, пока координатор не откроет её с указанием причины."));
    Node *wide = NULL, *side = NULL; /* without a piece of the sheet remarks stand in the main column */
    if (draft->read) doc_aside(ctx->doc, NULL, &wide, &side);
    DraftView view;
    draft_view_begin(&view, ctx, draft, sheet, editable);
    Node *parent = editable ? doc_form(ctx->doc, wide, form_of(ctx, draft, sheet, n_handed)) : wide;
    if (sheet != NULL && sheet->n_rows > 0) {
        DocLink *links = arena_array(ctx->arena, DocLink, 2);
        links[0] = (DocLink){ .title = STR("С замечаниями"), .href = ctx_with(ctx, "rows", STR_EMPTY), .count = NO_COUNT, .current = !all };
        links[1] = (DocLink){ .title = CTX_TEXT(ctx, "Все %.*s", STR_ARG(number_int(ctx->arena, draft->n_clean + draft->n_waiting))), .href = ctx_with(ctx, "rows", STR("all")), .count = NO_COUNT, .current = all };
        doc_switch(ctx->doc, parent, STR("Строки"), 2, links);
        draft_view_grid(&view, parent, all, (uint32_t)ctx_int(ctx, "from", 1), all ? PAGE_ROWS : PIECE_ROWS);
        LegendItem *legend = arena_array(ctx->arena, LegendItem, 4);
        legend[0] = (LegendItem){ .swatch = SWATCH_WRONG, .words = STR("исправить") }, legend[1] = (LegendItem){ .swatch = SWATCH_REPAIRED, .words = STR("исправлено программой") };
        legend[2] = (LegendItem){ .swatch = SWATCH_EDITED, .words = STR("исправлено человеком") }, legend[3] = (LegendItem){ .keys = STR("Tab"), .words = STR("к следующему замечанию") };
        doc_legend(ctx->doc, parent, 4, legend);
        if (all && sheet->n_rows > PAGE_ROWS) {
            DocLink *next = arena_one(ctx->arena, DocLink);
            *next = (DocLink){ .title = STR("Следующие строки"), .href = ctx_with(ctx, "from", CTX_TEXT(ctx, "%lld", ctx_int(ctx, "from", 1) + PAGE_ROWS)), .count = NO_COUNT };
            doc_chips(ctx->doc, parent, STR_EMPTY, 1, next);
        }
    }
    doc_heading(ctx->doc, side, 2, CTX_TEXT(ctx, "Замечания: %u", view.n_shown + view.n_left_out));
    if (view.n_shown > 0 && editable) doc_small(ctx->doc, side, STR("Сначала то, без чего строку не принять. Исправление записывается вместе с прежним значением."));
    draft_view_remarks(&view, side);
    add_edits(ctx, draft, side);
    return !editable || draft->upload.state == UPLOAD_PARTLY || add_wrong(ctx, draft, err);
}

static bool show(Ctx *ctx, Err *err)
{
    Draft draft;
    if (!draft_open(ctx->db, &ctx->org, (int)ctx_int(ctx, "number", 0), DRAFT_SMALL, ctx->arena, &draft, err)) return false;
    add_head(ctx, &draft);
    if (draft.upload.state == UPLOAD_READING) {
        ctx->refresh_s = 2;
        doc_text(ctx->doc, NULL, STR("Файл большой, его обрабатывает отдельное задание. Страница обновится сама; ждать на ней не обязательно. Ход и отмена — [в списке заданий](/jobs)."));
    } else if (draft.upload.state == UPLOAD_NOT_UNDERSTOOD) {
        doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Что случилось."), rich_escape(ctx->arena, draft.upload.why));
        doc_text(ctx->doc, NULL, STR("Понимаются выгрузки ФИС ОКО (XLSX, ODS), формы сбора, протоколы Ф1 и простые таблицы с заголовками «школа, класс, код, вариант, журнал, итог, 1 (1б), 2 (2б)». [Загрузить другой файл](/forms/new)."));
    } else if (draft.upload.state == UPLOAD_CANCELLED) {
        doc_text(ctx->doc, NULL, STR("Из этого файла ничего не записано. [Загрузить другой файл](/forms/new)."));
    } else return show_body(ctx, &draft, err);
    return draft.upload.state != UPLOAD_NOT_UNDERSTOOD || !who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path) || add_wrong(ctx, &draft, err);
}

/* ---- what was pressed ---- */

/* Inputs of the piece of the sheet that differ from what stands there. */
static bool take_cells(Ctx *ctx, const UploadKey *key, Err *err)
{
    Draft draft;
    if (!draft_open(ctx->db, key->org, key->number, DRAFT_SMALL, ctx->arena, &draft, err)) return false;
    const DraftSheet *sheet = choose_sheet(ctx, &draft);
    UploadCell *cells = arena_array(ctx->arena, UploadCell, ctx->request->n_fields);
    uint32_t n = 0, row, column;
    for (uint32_t i = 0; sheet != NULL && i < ctx->request->n_fields; i++) {
        const Pair *field = &ctx->request->fields[i];
        if (!str_starts(field->name, STR("c!"))) continue;
        Str cell = str_slice(field->name, 2, field->name.n), value = str_trim(field->value);
        if (!cell_address_parse(cell, &row, &column) || str_eq(value, str_trim(draft_cell(&draft, sheet->name, row, column)))) continue;
        cells[n++] = (UploadCell){ .sheet = sheet->name, .cell = cell, .before = STR_EMPTY, .value = value };
    }
    return n == 0 || flow_upload_edit(ctx->flow, ctx->who, key, cells, n, err);
}

static bool take_rows(Ctx *ctx, const UploadKey *key, bool all, Err *err)
{
    const ImportAsk ask = { .all = all, .replace = str_eq(ctx_field(ctx, "classes"), STR("replace")), .reason = str_trim(ctx_field(ctx, "reason")) };
    ImportResult result;
    if (!flow_import(ctx->flow, ctx->who, key, &ask, &result, err)) return false;
    if (result.job > 0) return ctx_go(ctx, CTX_TEXT(ctx, "/jobs/%u", result.job));
    ctx_done(ctx, import_words(&result, ctx->arena));
    return ctx_go(ctx, here(ctx));
}

static bool act(Ctx *ctx, Err *err)
{
    const UploadKey key = key_of(ctx);
    Str what = ctx_field(ctx, "do"), sheet = ctx_field(ctx, "sheet");
    const UploadCell cell = { .sheet = sheet, .cell = ctx_field(ctx, "cell"), .before = ctx_field(ctx, "before"), .value = str_trim(ctx_field(ctx, "value")) };
    if (str_eq(what, STR("take"))) return take_cells(ctx, &key, err) && take_rows(ctx, &key, false, err); /* Enter in a cell presses the first button: what was typed is not lost */
    if (str_eq(what, STR("cells"))) return take_cells(ctx, &key, err) && take_rows(ctx, &key, true, err);
    bool done = false;
    if (str_eq(what, STR("cell")) || str_eq(what, STR("school"))) {
        done = flow_upload_edit(ctx->flow, ctx->who, &key, &cell, 1, err);
        ctx_done(ctx, CTX_TEXT(ctx, "%.*s: «%.*s».", STR_ARG(cell.cell.n > 0 ? cell.cell : STR("Код школы")), STR_ARG(cell.value)));
    } else if (str_eq(what, STR("undo"))) {
        done = flow_upload_undo(ctx->flow, ctx->who, &key, &cell, err);
        ctx_done(ctx, STR("Исправление отменено."));
    } else if (str_eq(what, STR("procedure"))) {
        Str other = str_trim(ctx_field(ctx, "other"));
        done = flow_upload_procedure(ctx->flow, ctx->who, &key, other.n > 0 ? other : ctx_field(ctx, "procedure"), err);
        ctx_done(ctx, STR("Файл прочитан заново."));
    } else if (str_eq(what, STR("cancel"))) {
        done = flow_upload_cancel(ctx->flow, ctx->who, &key, err);
        ctx_done(ctx, STR("Загрузка закрыта."));
    } else return err_set(err, ERR_INPUT, "Откройте страницу снова.", "Непонятно, что сделать с файлом.");
    return done && ctx_go(ctx, here(ctx));
}

const Page page_upload = {
    .path = "/forms/files/:org/:number", .title = "Файл на проверке", .section = SECTION_FORMS, .right = RIGHT_RESULTS_WRITE, .params = params,
    .sample = "/forms/files/{school}/1", .show = show, .act = act,
};
