/* The same pages for programs: which addresses there are and what they take. */
#include "base/number.h"
#include "web/page.h"

static bool show(Ctx *ctx, Err *err)
{
    (void)err;
    static const Column columns[] = { { .head = { "адрес", 10 } }, { .head = { "страница", 16 } }, { .head = { "нужно право", 21 } }, { .head = { "параметры", 18 } } };
    uint32_t n = 0;
    while (page_registry[n] != NULL) n++;
    ctx->doc->title = STR("Данные для программ");
    ctx->doc->lead = STR("У каждой страницы есть тот же ответ в JSON, CSV, XLSX и DOCX: добавьте к адресу суффикс, например /results.json. Права и сокрытие малых групп те же, что на странице.");
    doc_text(ctx->doc, NULL, STR("Описание в формате OpenAPI 3.1: [/api/openapi](/api/openapi). Программа входит так же, как человек, и передаёт свой сеанс."));
    Table *table = table_new(ctx->doc, STR("api"), STR("Адреса"), 4, columns, n);
    for (uint32_t i = 0; i < n; i++) {
        const Page *page = page_registry[i];
        Buf words;
        buf_init(&words, 0);
        for (const Param *param = page->params; param != NULL && param->name != NULL; param++) buf_printf(&words, "%s%s — %s", words.n > 0 ? "; " : "", param->name, param->title);
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(str_of(page->path));
        row[1] = cell_text(str_of(page->title));
        row[2] = cell_text(str_of(right_title(page->right)));
        row[3] = words.n > 0 ? cell_text(arena_str(ctx->arena, buf_str(&words))) : cell_missing();
        buf_free(&words);
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

const Page page_api = { .path = "/api", .title = "Данные для программ", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .show = show };
