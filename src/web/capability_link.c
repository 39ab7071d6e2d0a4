#include "web/capability_link.h"

#include "domain/capability.h"
#include "web/route.h"

/* A page that does not exist yet is found out by the route, so that the link appears with it. */
static const struct { uint8_t number; const char *action, *href; } known[] = {
    { 1, "Открыть организации", "/schools" },
    { 2, "Открыть процедуры", "/procedures" },
    { 3, "Загрузить результаты", "/forms/new" },
    { 4, "Внести списки олимпиад", "/contests" },
    { 5, "Загрузить форму", "/forms/new" },
    { 6, "Посмотреть, кто сдал", "/forms" },
    { 7, "Открыть результаты по заданиям", "/results" },
    { 8, "Открыть результаты по годам", "/results" },
    { 9, "Сравнить отметки с журналом", "/results" },
    { 10, "Открыть признаки", "/signs" },
    { 11, "Открыть признаки", "/signs" },
    { 12, "Открыть список", "/signs/list" },
    { 13, "Открыть дела", "/signs/list" },
    { 14, "Выбрать работы", "/recheck" },
    { 15, "Открыть перепроверку", "/recheck" },
    { 16, "Открыть перепроверку", "/recheck" },
    { 17, "Открыть согласованность", "/raters" },
    { 18, "Составить акт", "/recheck" },
    { 19, "Составить расписание обмена", "/exchange" },
    { 20, "Зарегистрировать работу", "/procedures/new" },
    { 21, "Открыть наблюдателей", "/observers" },
    { 22, "Назначить наблюдателей", "/observers" },
    { 23, "Открыть чек-листы", "/observers" },
    { 24, "Объявить набор", "/observers" },
    { 25, "Открыть планы", "/plans" },
    { 26, "Открыть даты графиков", "/schedules" },
    { 27, "Открыть даты графиков", "/schedules" },
    { 28, "Настроить напоминания", "/account/notices" },
    { 29, "Открыть планы", "/plans" },
    { 30, "Открыть планы", "/plans" },
    { 31, "Открыть протоколы", "/records/minutes" },
    { 32, "Открыть диагностику", "/deficits" },
    { 33, "Открыть мониторинг", "/deficits" },
    { 34, "Открыть обучение", "/training" },
    { 35, "Открыть банк", "/experts" },
    { 36, "Создать мероприятие", "/records/event/new" },
    { 37, "Открыть горячую линию", "/hotline" },
    { 38, "Открыть банк практик", "/practices" },
    { 39, "Открыть посещения", "/visits" },
    { 40, "Открыть библиотеку", "/library" },
    { 41, "Внести локальный акт", "/records/local-act/new" },
    { 42, "Открыть критерии", "/criteria" },
    { 43, "Открыть калькулятор весов", "/weights" },
    { 44, "Открыть процедуры", "/procedures" },
    { 45, "Открыть банк заданий", "/tasks" },
    { 46, "Открыть коррекцию программ", "/programmes" },
    { 47, "Открыть маршруты", "/routes" },
    { 48, "Составить протокол", "/records/minutes/new" },
    { 49, "Выпустить приказ", "/records/order/new" },
    { 50, "Внести собрание", "/records/event/new" },
    { 51, "Открыть памятки", "/leaflets" },
    { 52, "Открыть анкеты", "/surveys" },
    { 53, "Открыть страницы для сайта", "/site" },
    { 54, "Внести публикацию", "/records/media/new" },
    { 55, "Внести заседание", "/records/event/new" },
    { 56, "Открыть документы", "/records" },
    { 57, "Внести письмо", "/records/letter/new" },
    { 58, "Открыть отправленное вниз", "/cascades" },
    { 59, "Открыть выезды", "/visits" },
    { 60, "Открыть дела школ", "/signs/list" },
};

const CapabilityLink *capability_links(Arena *arena, Str codes, uint32_t *n)
{
    enum { N = sizeof known / sizeof *known };
    CapabilityLink *links = arena_array(arena, CapabilityLink, N);
    *n = 0;
    for (size_t i = 0; i < N; i++) {
        char code[8] = { 'C', (char)('0' + known[i].number / 10), (char)('0' + known[i].number % 10), '\0' };
        if (str_find(codes, str_of(code)) == SIZE_MAX) continue;
        bool stands = route_find(str_of(known[i].href)).page != NULL;
        links[(*n)++] = (CapabilityLink){ known[i].number, capability_title(known[i].number), known[i].action, stands ? str_of(known[i].href) : STR_EMPTY };
    }
    return links;
}
