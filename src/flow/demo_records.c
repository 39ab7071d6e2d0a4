/* Records of the demonstration district: meetings that were and will be, minutes, letters, an order, acts, publications. */
#include "base/date.h"
#include "flow/demo_.h"
#include "flow/record.h"
#include "store/account.h"

/* {d+N}: a day N days from today */
static Str with_days(const Demo *demo, const char *json)
{
    Str rest = str_of(json), out = STR_EMPTY;
    for (size_t at; (at = str_find(rest, STR("{d"))) != SIZE_MAX;) {
        size_t end = str_find(str_slice(rest, at, rest.n), STR("}"));
        long long days = 0;
        str_to_int(str_slice(rest, at + 3, at + end), &days);
        Str day = date_iso(demo->arena, demo->today + (int32_t)(rest.at[at + 2] == '-' ? -days : days));
        out = arena_printf(demo->arena, "%.*s%.*s%.*s", STR_ARG(out), (int)at, rest.at, STR_ARG(day));
        rest = str_slice(rest, at + end + 1, rest.n);
    }
    return arena_printf(demo->arena, "%.*s%.*s", STR_ARG(out), STR_ARG(rest));
}

static bool put(Demo *demo, const Who *who, Str org, const char *type, const char *json, const char *to, Err *err)
{
    RecordData *data;
    uint32_t number;
    const RecordType *known = record_type_find(str_of(type));
    if (!record_data_read(known, with_days(demo, json), demo->arena, &data, err)) return false;
    RecordEdit edit = { .type = str_of(type), .org_code = org, .data = data };
    return flow_record_save(demo->flow, who, &edit, &number, err) && (to == NULL || flow_record_move(demo->flow, who, str_of(type), number, str_of(to), STR_EMPTY, err));
}

/* All heads but some came. */
static bool came(Demo *demo, uint32_t event, Err *err)
{
    enum { STAYED_AWAY = 4 };
    int64_t numbers[DEMO_DISTRICT];
    uint32_t n, n_done;
    for (n = 0; n < DEMO_DISTRICT - STAYED_AWAY; n++) {
        Account account;
        if (!account_get(flow_reader(demo->flow), demo->root.id, demo->head[n + 1].account_id, demo->arena, &account, err)) return false;
        numbers[n] = account.number;
    }
    return flow_record_mark(demo->flow, &demo->municipality, STR("event"), event, n, numbers, STR("came"), &n_done, err);
}

static bool put_events(Demo *demo, Err *err)
{
    const Who *office = &demo->municipality;
    Str event = STR("event"), district = demo->district.code;
    uint32_t n;
    return put(demo, office, district, "event",
               "{\"kind\":\"seminar\",\"title\":\"Где и почему завышают отметки: разбор работ\",\"day\":\"{d-21}\",\"time\":\"10:00\",\"place\":\"школа № 3, актовый зал\",\"form\":\"here\",\"audience\":\"заместители директоров\","
               "\"summary\":\"Разобрали 24 работы по математике и русскому языку; договорились о второй проверке работ у порога отметки.\","
               "\"agenda\":[{\"question\":\"Что показывают работы района\",\"speaker\":\"методист центра\",\"minutes\":\"20\"},{\"question\":\"Разбор работ по критериям, по группам\",\"minutes\":\"60\"},{\"question\":\"Как проверять вдвоём\",\"speaker\":\"школа № 9\",\"minutes\":\"15\"}],"
               "\"decisions\":[{\"text\":\"Работы в одном балле от порога отметки проверять вдвоём\",\"term\":\"постоянно\",\"responsible\":\"школы\"},{\"text\":\"Собрать замечания к критериям по русскому языку\",\"term\":\"до 15 мая\",\"responsible\":\"районное объединение\"}],"
               "\"materials\":[{\"title\":\"Презентация методиста\"},{\"title\":\"Критерии с примерами работ\"}]}", "held", err) &&
        put(demo, office, district, "event", "{\"kind\":\"meeting\",\"title\":\"Подготовка к проверочным работам\",\"day\":\"{d+6}\",\"time\":\"14:00\",\"form\":\"mixed\",\"audience\":\"директора школ\",\"agenda\":[{\"question\":\"График и наблюдатели\"},{\"question\":\"Кто проверяет работы\"}]}", NULL, err) &&
        put(demo, office, district, "event", "{\"kind\":\"council\",\"title\":\"Как школы проверяют работы: вопросы родителей\",\"day\":\"{d+20}\",\"form\":\"here\",\"audience\":\"председатели родительских советов\"}", NULL, err) &&
        put(demo, &demo->head[5], demo->schools[5].code, "event", "{\"kind\":\"pedsovet\",\"title\":\"О результатах проверочных работ\",\"day\":\"{d-10}\",\"form\":\"here\"}", "held", err) &&
        put(demo, &demo->region, str_of(demo_district_code(DEMO_DISTRICTS - 1)), "event", "{\"kind\":\"meeting\",\"title\":\"Кто проверяет работы в малых школах\",\"day\":\"{d+9}\"}", NULL, err) &&
        flow_record_invite(demo->flow, office, event, 1, ROLE_SCHOOL, &n, err) && came(demo, 1, err) &&
        flow_record_invite(demo->flow, office, event, 2, ROLE_SCHOOL, &n, err);
}

bool demo_make_records(Demo *demo, Err *err)
{
    const Who *office = &demo->municipality, *school = &demo->head[5];
    Str district = demo->district.code, code = demo->schools[5].code;
    return put_events(demo, err) &&
        put(demo, school, code, "minutes",
            "{\"kind\":\"pedsovet\",\"meeting\":\"педагогического совета\",\"number\":\"5\",\"day\":\"{d-10}\",\"chair\":\"директор Р. Н. Климов\",\"secretary\":\"О. А. Ветрова\",\"present\":\"24 педагога\",\"event\":\"event/4\","
            "\"agenda\":[{\"question\":\"О результатах проверочных работ по математике\",\"speaker\":\"заместителя директора\",\"heard\":\"Сравнили отметки за работу и за четверть; труднее всего далась текстовая задача.\",\"vote\":\"единогласно\"}],"
            "\"decisions\":[{\"item\":\"1\",\"text\":\"Внести в рабочие программы уроки о текстовых задачах\",\"term\":\"до 15 июня\",\"responsible\":\"учителя математики\"},{\"item\":\"1\",\"text\":\"Проверять работы по единым критериям вдвоём\",\"term\":\"с сентября\",\"responsible\":\"заместитель директора\"}]}", "signed", err) &&
        put(demo, office, district, "letter", "{\"way\":\"in\",\"kind\":\"letter\",\"title\":\"О плане по обеспечению объективности оценивания\",\"from\":\"Комитет образования области\",\"number\":\"19-114\",\"day\":\"{d-30}\",\"came\":\"{d-29}\",\"until\":\"{d+3}\",\"asked\":\"Включить мероприятия в планы школ и сообщить об утверждении.\"}", "work", err) &&
        put(demo, office, district, "letter", "{\"way\":\"out\",\"kind\":\"methodics\",\"title\":\"О второй проверке работ у порога отметки\",\"from\":\"Руководителям школ\",\"number\":\"87\",\"day\":\"{d-14}\",\"done\":\"Направлено во все школы.\"}", "done", err) &&
        put(demo, office, district, "order", "{\"title\":\"О выборочной перепроверке работ\",\"number\":\"87-од\",\"day\":\"{d-12}\",\"basis\":\"letter/1\",\"purpose\":\"Во исполнение письма комитета образования области\",\"signer\":\"начальник управления Е. П. Орлова\",\"controller\":\"заведующего методическим центром\","
            "\"points\":[{\"text\":\"Утвердить состав комиссии\",\"term\":\"до 25 апреля\",\"responsible\":\"методический центр\"},{\"text\":\"Представить работы на перепроверку\",\"term\":\"до 28 апреля\",\"responsible\":\"школы по списку\"}]}", "signed", err) &&
        put(demo, school, code, "local-act", "{\"kind\":\"regulation\",\"title\":\"Положение о внутренней системе оценки качества образования\",\"edition\":\"2\",\"part\":[\"system\",\"independent\"],\"approved\":\"приказ от 01.09 № 112\",\"council\":\"педсовет, протокол № 1\",\"day\":\"{d-600}\",\"until\":\"{d-5}\"}", "active", err) &&
        put(demo, school, code, "local-act", "{\"kind\":\"criteria\",\"title\":\"Критерии оценивания письменных работ\",\"part\":[\"criteria\",\"experts\"]}", NULL, err) &&
        put(demo, office, district, "media", "{\"kind\":\"paper\",\"outlet\":\"районная газета\",\"title\":\"Зачем школе проверочные работы\",\"topic\":\"trust\",\"day\":\"{d-8}\"}", "out", err) &&
        put(demo, school, code, "media", "{\"kind\":\"site\",\"outlet\":\"сайт школы\",\"title\":\"График проверочных работ на апрель\",\"topic\":\"rules\",\"day\":\"{d-16}\"}", "out", err);
}
