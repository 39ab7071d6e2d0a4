#include "web/capability_link.h"

#include "web/route.h"

/* record: a register and what stands in its form already; else page: «%» is the number of the plan. Both NULL: no room of this program does it yet. */
static const struct { const char *action, *record, *page; } known[N_CAPABILITIES] = {
    { "Открыть организации", NULL, "/schools" },                             /* C01 */
    { "Открыть процедуры", NULL, "/procedures" },
    { "Загрузить результаты", NULL, "/forms/new" },
    { "Внести списки олимпиад", NULL, "/contests" },
    { "Загрузить и проверить форму", NULL, "/forms/new" },
    { "Посмотреть, кто сдал", NULL, "/forms" },
    { "Открыть результаты по заданиям", NULL, "/results" },
    { "Открыть результаты по годам", NULL, "/results" },
    { "Сравнить отметки с журналом", NULL, "/results" },
    { "Открыть признаки", NULL, "/signs" },                                  /* C10 */
    { "Открыть признаки", NULL, "/signs" },
    { "Открыть список школ", NULL, "/signs/list" },
    { "Открыть дела школ", NULL, "/signs/list" },
    { "Выбрать работы", NULL, "/recheck" },
    { "Открыть перепроверку", NULL, "/recheck" },
    { "Открыть перепроверку", NULL, "/recheck" },
    { "Открыть согласованность", NULL, "/raters" },
    { "Составить акт", NULL, "/recheck" },
    { "Составить расписание обмена", NULL, "/exchange" },
    { "Зарегистрировать работу", NULL, "/procedures/new" },                  /* C20 */
    { "Открыть наблюдателей", NULL, "/observers" },
    { "Назначить наблюдателей", NULL, "/observers" },
    { "Открыть чек-листы", NULL, "/observers" },
    { "Объявить набор", NULL, "/observers" },
    { "Составить план", NULL, "/plans/new" },
    { "Открыть даты графиков", NULL, "/schedules" },
    { "Открыть даты графиков", NULL, "/schedules" },
    { "Настроить напоминания", NULL, "/account/notices" },
    { "Открыть карту подтверждений", NULL, "/plans/%/matrix" },
    { "Открыть исполнение плана", NULL, "/plans/%/execution" },              /* C30 */
    { "Внести решения и поставить на контроль", "minutes", NULL },
    { "Открыть диагностику", NULL, "/deficits" },
    { "Открыть мониторинг", NULL, "/deficits" },
    { "Открыть обучение", NULL, "/training" },
    { "Открыть банк экспертов", NULL, "/experts" },
    { "Внести мероприятие", "event", NULL },
    { "Открыть горячую линию", NULL, "/hotline" },
    { "Открыть банк практик", NULL, "/practices" },
    { "Открыть посещения", NULL, "/visits" },
    { "Открыть библиотеку", NULL, "/library" },                              /* C40 */
    { "Внести локальный акт", "local-act", NULL },
    { "Открыть критерии", NULL, "/criteria" },
    { "Открыть калькулятор весов", NULL, "/weights" },
    { "Открыть даты процедур", NULL, "/procedures" },
    { "Открыть банк заданий", NULL, "/tasks" },
    { "Открыть коррекцию программ", NULL, "/programmes" },
    { "Открыть маршруты", NULL, "/routes" },
    { "Внести протокол", "minutes", NULL },
    { "Внести приказ с листом ознакомления", "order", NULL },
    { "Внести собрание", "event?kind=parents", NULL },                       /* C50 */
    { "Открыть памятки", NULL, "/leaflets" },
    { "Открыть анкеты", NULL, "/surveys" },
    { "Открыть страницы для сайта", NULL, "/site" },
    { "Внести публикацию", "media", NULL },
    { "Внести заседание совета", "event?kind=council", NULL },
    { "Составить приказ, письмо, отчёт", NULL, "/plans/%/papers" },
    { "Внести письмо", "letter", NULL },
    { "Внести письмо и отправить вниз", "letter?way=out", NULL },
    { "Открыть выезды", NULL, "/visits" },
    { "Открыть дела школ", NULL, "/signs/list" },                            /* C60 */
};

static Str page_of(Ctx *ctx, const char *pattern, const PlanRow *plan)
{
    Str text = str_of(pattern);
    size_t at = str_find(text, STR("%"));
    return at == SIZE_MAX ? text : CTX_TEXT(ctx, "%.*s%u%s", (int)at, pattern, plan->number, pattern + at + 1);
}

/* A page that does not exist yet is found out by the route, so that the link appears with it. */
const CapabilityLink *capability_links(Ctx *ctx, const PlanRow *plan, const MeasureRow *measure, uint32_t *n)
{
    const uint8_t *numbers;
    (void)capabilities_read(measure->capabilities, ctx->arena, n, &numbers);
    CapabilityLink *links = arena_array(ctx->arena, CapabilityLink, *n + 1u);
    for (uint32_t i = 0; i < *n; i++) {
        const char *record = known[numbers[i] - 1].record, *page = known[numbers[i] - 1].page;
        size_t mark = record != NULL ? strcspn(record, "?") : 0;
        Str path = record != NULL ? CTX_TEXT(ctx, "/records/%.*s/new", (int)mark, record) : page_of(ctx, page, plan);
        const Page *stands = route_find(path).page;
        CapabilityLink *link = &links[i];
        *link = (CapabilityLink){ CAPABILITY_NOT_YET, numbers[i], capability_title(numbers[i]), known[numbers[i] - 1].action, STR_EMPTY };
        if (stands == NULL) continue;
        link->stand = !who_may_somewhere(ctx->who, stands->right) ? CAPABILITY_OTHERS : record != NULL ? CAPABILITY_RECORD : CAPABILITY_PAGE;
        if (link->stand == CAPABILITY_RECORD) link->href = CTX_TEXT(ctx, "%.*s?measure=%u/%u%s%s", STR_ARG(path), plan->number, measure->n, record[mark] == '?' ? "&" : "", record[mark] == '?' ? record + mark + 1 : "");
        if (link->stand == CAPABILITY_PAGE) link->href = path;
    }
    return links;
}
