/* Are all tables, indexes and guards of the journal there that the program made. */
#include "flow/doctor.h"
#include "store/migrate.h"

enum { NAMED = 5 };

static Str words_of(const SchemaGap *gap, Arena *arena)
{
    static const struct { const char *kind, *missing; } kinds[] = { { "table", "нет таблицы" }, { "index", "нет индекса" }, { "trigger", "нет триггера" } };
    const char *missing = "";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(gap->kind, str_of(kinds[i].kind))) missing = kinds[i].missing;
    const char *fault = gap->fault == SCHEMA_MISSING ? missing : gap->fault == SCHEMA_CHANGED ? "изменён триггер" : "чужой триггер";
    return arena_printf(arena, "%s %.*s", fault, STR_ARG(gap->name));
}

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    uint32_t n;
    const SchemaGap *gaps;
    bool grave = false;
    Str words = STR("Схему меняли в обход программы:");
    if (!schema_compare(ask->db, arena, &n, &gaps, err)) return false;
    if (n == 0) return doctor_say(out, DOCTOR_GOOD, STR("Таблицы, индексы и защита журнала от правки — все на месте."), "");
    for (uint32_t i = 0; i < n; i++) grave = grave || !str_eq(gaps[i].kind, STR("index"));
    for (uint32_t i = 0; i < n && i < NAMED; i++) words = arena_printf(arena, "%.*s%s %.*s", STR_ARG(words), i == 0 ? "" : ",", STR_ARG(words_of(&gaps[i], arena)));
    words = n > NAMED ? arena_printf(arena, "%.*s и ещё %u.", STR_ARG(words), n - NAMED) : arena_printf(arena, "%.*s.", STR_ARG(words));
    return doctor_say(out, grave ? DOCTOR_BAD : DOCTOR_CARE, words, grave
        ? "Сначала проверьте журнал («merilo audit verify») и выясните, кто имел доступ к базе. Затем остановите сервер, сделайте копию («merilo backup») и разверните её в новую базу («merilo restore»): схема создаётся там заново, записи остаются."
        : "Страницы станут медленнее. Остановите сервер, сделайте копию («merilo backup») и разверните её в новую базу («merilo restore»): индексы создаются там заново.");
}

const DoctorCheck doctor_schema = { .name = "schema", .title = "Устройство базы", .tables = true, .look = look };
