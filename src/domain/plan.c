#include "domain/plan.h"

static const struct { const char *title, *word; } kinds[N_PLAN_KINDS] = {
    [0] = { "", "" },
    [PLAN_PLAN] = { "план", "plan" },
    [PLAN_ROADMAP] = { "дорожная карта", "roadmap" },
    [PLAN_ORDER] = { "приказ", "order" },
    [PLAN_MINUTES] = { "протокол", "minutes" },
    [PLAN_LETTER] = { "письмо", "letter" },
};

const char *plan_kind_title(PlanKind kind) { return kinds[kind].title; }
const char *plan_kind_word(PlanKind kind) { return kinds[kind].word; }
