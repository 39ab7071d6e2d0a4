/* The list of words that the program explains. */
#include "indicator/indicator.h"
#include "web/help_terms.h"
#include "web/page.h"

static bool show(Ctx *ctx, Err *err)
{
    (void)err;
    const char *group = "";
    ctx->doc->title = STR("Помощь: слова и правила");
    ctx->doc->lead = STR("Признак — не нарушение. Здесь сказано, что значит каждое слово и как получено каждое число.");
    Str items[64];
    uint32_t n = 0;
    for (const HelpTerm *term = help_terms;; term++) {
        if (n > 0 && (term->id == NULL || strcmp(term->group, group) != 0)) {
            Str *kept = arena_array(ctx->arena, Str, n);
            memcpy(kept, items, n * sizeof *items);
            doc_list(ctx->doc, NULL, n, kept);
            n = 0;
        }
        if (term->id == NULL) break;
        if (n == 0) doc_heading(ctx->doc, NULL, 2, str_of(group = term->group));
        BUG_ON(n == sizeof items / sizeof *items);
        items[n++] = CTX_TEXT(ctx, "[%s](/help/%s)", term->title, term->id);
    }
    doc_heading(ctx->doc, NULL, 2, STR("Проверки"));
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++) items[n++] = CTX_TEXT(ctx, "[%s](/help/%s)", (*at)->title, (*at)->id);
    doc_list(ctx->doc, NULL, n, memcpy(arena_array(ctx->arena, Str, n + 1u), items, n * sizeof *items));
    return true;
}

const Page page_help = { .path = "/help", .title = "Помощь", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .show = show };
