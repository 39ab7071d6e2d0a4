#include "record/record.h"

static const RecordChoice ways[] = { { "in", "входящий" }, { "out", "исходящий" }, { NULL, NULL } };
static const RecordChoice kinds[] = {
    { "letter", "письмо" }, { "order", "приказ" }, { "direction", "распоряжение" }, { "task", "поручение" }, { "plan", "план или дорожная карта" }, { "methodics", "методические рекомендации" }, { NULL, NULL },
};
static const RecordField fields[] = {
    { .name = "way", .title = "Движение", .kind = RECORD_CHOICE, .choices = ways, .required = true, .facet = true, .column = true },
    { .name = "kind", .title = "Вид", .kind = RECORD_CHOICE, .choices = kinds, .required = true, .facet = true, .search = true, .column = true },
    { .name = "title", .title = "О чём", .kind = RECORD_LINE, .required = true, .search = true },
    { .name = "from", .title = "От кого", .kind = RECORD_LINE, .search = true, .column = true, .hint = "Орган или организация, как на бланке; для исходящего — кому." },
    { .name = "number", .title = "Номер", .kind = RECORD_LINE, .max = 40, .search = true, .column = true, .hint = "Как на документе: 19-22359/2020" },
    { .name = "day", .title = "Дата документа", .kind = RECORD_DAY, .required = true },
    { .name = "came", .title = "Получен", .kind = RECORD_DAY },
    { .name = "until", .title = "Исполнить до", .kind = RECORD_DAY },
    { .name = "asked", .title = "Что просят сделать", .kind = RECORD_TEXT, .search = true },
    { .name = "lead", .title = "Исполнитель", .kind = RECORD_PERSON },
    { .name = "procedure", .title = "По какой процедуре", .kind = RECORD_PROCEDURE, .facet = true },
    { .name = "done", .title = "Что сделано", .kind = RECORD_TEXT, .search = true, .hint = "Планы и рассылки, которые опираются на документ, видны в записи сами." },
    { .name = NULL },
};
static const RecordState states[] = { { "new", "зарегистрирован" }, { "work", "в работе" }, { "done", "исполнен" }, { NULL, NULL } };
static const RecordMove moves[] = {
    { .from = "new", .to = "work", .verb = "Взять в работу", .done = "взято в работу" },
    { .from = "new", .to = "done", .verb = "Отметить исполнение", .done = "отмечено исполнение", .needs = "done" },
    { .from = "work", .to = "done", .verb = "Отметить исполнение", .done = "отмечено исполнение", .needs = "done" },
    { .from = "done", .to = "work", .verb = "Вернуть в работу", .done = "возвращено в работу", .reason = true },
    { .from = NULL },
};

const RecordType record_letter = {
    .id = "letter", .group = "Документы", .title = "Письма и поручения", .one = "документ", .few = "документа", .many = "документов", .fresh = "Новый документ",
    .what = "Письма, приказы и поручения, на которых стоят планы: кто прислал, что просит, к какому дню, что по нему сделано.",
    .capabilities = "C57 C58", .fields = fields, .states = states, .moves = moves, .title_field = "title", .day_field = "day", .until_field = "until", .waits = "new work",
    .examples = {
        "{\"asked\":\"Включить мероприятия в планы школ.\",\"came\":\"2026-10-09\",\"day\":\"2026-10-08\",\"from\":\"Комитет образования области\",\"kind\":\"letter\",\"number\":\"19-100/2026\",\"title\":\"О плане по обеспечению объективности\",\"until\":\"2026-10-30\",\"way\":\"in\"}",
        "{\"day\":\"2026-11-02\",\"from\":\"Руководителям школ\",\"kind\":\"methodics\",\"number\":\"214\",\"title\":\"О проверке работ по единым критериям\",\"way\":\"out\"}",
    },
};
