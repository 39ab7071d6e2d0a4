/* One word explained; an indicator explains itself from its struct. */
#include "indicator/indicator.h"
#include "web/help_terms.h"
#include "web/page.h"

static const Param params[] = { { .name = "term", .kind = PARAM_TEXT, .title = "слово" }, { .name = NULL } };

static void add_paragraphs(Ctx *ctx, Str text)
{
    for (size_t from = 0; from < text.n;) {
        size_t n = str_find(str_slice(text, from, text.n), STR("\n\n"));
        size_t to = n == SIZE_MAX ? text.n : from + n;
        doc_text(ctx->doc, NULL, str_slice(text, from, to));
        from = to + 2;
    }
}

static void show_indicator(Ctx *ctx, const Indicator *indicator)
{
    ctx->doc->title = str_of(indicator->title);
    ctx->doc->lead = str_of(indicator->meaning);
    doc_heading(ctx->doc, NULL, 2, STR("Чего не различает"));
    doc_text(ctx->doc, NULL, str_of(indicator->blind));
    doc_heading(ctx->doc, NULL, 2, STR("Другие возможные причины"));
    uint32_t n = 0;
    while (indicator->innocent[n] != NULL) n++;
    Str *items = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) items[i] = str_of(indicator->innocent[i]);
    doc_list(ctx->doc, NULL, n, items);
    doc_heading(ctx->doc, NULL, 2, STR("Как считается"));
    doc_text(ctx->doc, NULL, str_of(indicator->formula));
    doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Источник: %s. Наименьшее число работ: %u.", indicator->source, indicator->smallest_n));
}

static bool show(Ctx *ctx, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Помощь", 12 }, .href = { "/help", 5 }, .count = NO_COUNT } };
    Str id = ctx_param(ctx, "term");
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    const HelpTerm *term = help_term_find(id.at, id.n);
    if (term != NULL) {
        ctx->doc->title = str_of(term->title);
        add_paragraphs(ctx, str_of(term->text));
        return true;
    }
    const Indicator *indicator = indicator_find(id);
    if (indicator == NULL) return err_set(err, ERR_NOT_FOUND, "Все слова — на странице помощи.", "Такого слова в помощи нет.");
    show_indicator(ctx, indicator);
    return true;
}

const Page page_help_term = { .path = "/help/:term", .title = "Объяснение слова", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .params = params, .sample = "/help/sign", .show = show };
