/* merilo rebuild: derived values again from the facts; the same facts give the same bytes. */
#include <stdio.h>

#include "cli/region_.h"
#include "flow/plan.h"

static bool run(const Args *args, Arena *arena, Err *err)
{
    Flow *flow;
    Org root;
    RebuildDone done;
    if (!region_open(args, arena, &flow, &root, err)) return false;
    Who who = flow_program(root.region_id);
    AnalysisAsk ask = { .watch = region_watch() };
    uint32_t n_plans = 0, n_others = 0;
    bool good = flow_plan_rebuild(flow, &who, &n_plans, &n_others, err) && flow_rebuild(flow, &who, &ask, arena, &done, err);
    flow_close(flow);
    if (!good) return false;
    if (n_others > 0) printf("Планы: %u; исправлено сроков, подтверждений и счётчиков: %u.\n", n_plans, n_others);
    else if (n_plans > 0) printf("Планы: %u; сроки, подтверждения и счётчики те же.\n", n_plans);
    printf("Посчитано заново: анализ № %u, %.16s…\n", done.done.row.number, done.after);
    if (!done.comparable) puts(done.before[0] == '\0' ? "Прежних выводов не было: сравнить не с чем." : "Формы, настройки или программа с прошлого анализа изменились: сравнить не с чем.");
    else if (done.same) puts("Выводы совпали с прежними до байта.");
    else return err_set(err, ERR_CONFLICT, "Проверьте базу: «merilo verify». Посчитанное заново верно, прежнее было изменено не программой.", "Выводы не совпали с прежними: было %.16s…, стало %.16s…", done.before, done.after);
    return true;
}

static const Option options[] = { DATABASE_OPTION, REGION_OPTION, { 0 } };

const Command command_rebuild = {
    .name = "rebuild", .words = "[--db БАЗА]", .summary = "посчитать все выводы заново и сказать, те же ли они",
    .details = "Выводы и признаки — производное от форм: их можно выбросить и получить снова. Несовпадение кончается кодом 4.", .options = options, .run = run
};
