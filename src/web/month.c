#include "web/month.h"

#include "base/date.h"

Month month_of(int32_t day, int later)
{
    Month it;
    int y, m, d;
    date_parts(day, &y, &m, &d);
    int at = y * 12 + m - 1 + later;
    it.year = at / 12, it.month = at % 12 + 1;
    it.first = date_of(it.year, it.month, 1);
    it.last = date_of((at + 1) / 12, (at + 1) % 12 + 1, 1) - 1;
    return it;
}

Str month_title(Ctx *ctx, const Month *month) { return CTX_TEXT(ctx, "%s %d", date_month_name(month->month), month->year); }

void month_table(Ctx *ctx, const Month *month, int32_t today, Str (*words)(Ctx *ctx, void *context, int32_t day), void *context)
{
    static const char *const days[] = { "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье" };
    Column *columns = arena_array(ctx->arena, Column, 7);
    for (int i = 0; i < 7; i++) columns[i] = (Column){ .head = str_of(days[i]), .kind = COLUMN_GRAPHIC, .width = 1 / 7.0f }; /* no column heads its row */
    Table *table = table_new(ctx->doc, STR("month"), month_title(ctx, month), 7, columns, 6);
    table->untitled = table->panel = table->wide = table->days = true;
    bool any = false;
    int32_t monday = month->first - date_weekday(month->first);
    for (int32_t week = monday; week <= month->last; week += 7) {
        Cell *cells = table_row(ctx->doc, table, today >= week && today < week + 7 ? ROW_BAND : ROW_PLAIN);
        for (int32_t day = week; day < week + 7; day++) {
            if (day < month->first || day > month->last) {
                cells[day - week] = cell_text(STR_EMPTY);
                continue;
            }
            int number = (int)(day - month->first) + 1;
            Str said = words(ctx, context, day);
            any = any || said.n > 0;
            cells[day - week] = cell_text(CTX_TEXT(ctx, day == today ? "**%d, сегодня** %.*s" : "**%d** %.*s", number, STR_ARG(said)));
        }
    }
    doc_table(ctx->doc, NULL, table);
    if (!any) doc_small(ctx->doc, NULL, STR("В этом месяце ничего не начинается и не кончается."));
}

void month_links(Ctx *ctx, const Month *month, const DocLink *more)
{
    Month before = month_of(month->first, -1), after = month_of(month->first, 1);
    DocLink *links = arena_array(ctx->arena, DocLink, 3);
    links[0] = (DocLink){ .title = month_title(ctx, &before), .href = ctx_with(ctx, "month", date_iso(ctx->arena, before.first)), .icon = "left", .count = NO_COUNT };
    links[1] = (DocLink){ .title = month_title(ctx, &after), .href = ctx_with(ctx, "month", date_iso(ctx->arena, after.first)), .icon = "right", .count = NO_COUNT };
    if (more != NULL) links[2] = *more;
    doc_chips(ctx->doc, NULL, STR("Месяц"), more != NULL ? 3 : 2, links);
}
