/* A month as a table of weeks: of a plan, of a register of events. */
#ifndef WEB_MONTH_H
#define WEB_MONTH_H

#include "web/page.h"

typedef struct Month { int year, month; int32_t first, last; } Month;
/* The month of a day, or so many months later. */
Month month_of(int32_t day, int later);
Str month_title(Ctx *ctx, const Month *month); /* «ноябрь 2026» */
/* words: rich, what stands on a day beside its number; empty: nothing */
void month_table(Ctx *ctx, const Month *month, int32_t today, Str (*words)(Ctx *ctx, void *context, int32_t day), void *context);
/* Links to the months before and after, by the page's parameter «month». more: one link beside them, or NULL */
void month_links(Ctx *ctx, const Month *month, const DocLink *more);

#endif
