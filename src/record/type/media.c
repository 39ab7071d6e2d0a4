#include "record/record.h"

static const RecordChoice kinds[] = { { "paper", "газета" }, { "site", "сайт" }, { "tv", "телевидение" }, { "radio", "радио" }, { "network", "страница в социальной сети" }, { NULL, NULL } };
static const RecordChoice topics[] = {
    { "rules", "правила и сроки процедур" }, { "results", "результаты и что с ними делать" }, { "criteria", "как оценивают" }, { "help", "помощь ученикам и родителям" }, { "trust", "зачем нужна честная оценка" }, { NULL, NULL },
};
static const RecordField fields[] = {
    { .name = "title", .title = "Заголовок", .kind = RECORD_LINE, .required = true, .search = true },
    { .name = "kind", .title = "Где", .kind = RECORD_CHOICE, .choices = kinds, .required = true, .facet = true, .column = true },
    { .name = "outlet", .title = "Издание", .kind = RECORD_LINE, .required = true, .search = true, .column = true, .hint = "Название газеты, сайта, канала." },
    { .name = "topic", .title = "О чём", .kind = RECORD_CHOICE, .choices = topics, .facet = true, .search = true, .column = true },
    { .name = "day", .title = "День", .kind = RECORD_DAY, .required = true },
    { .name = "link", .title = "Ссылка", .kind = RECORD_LINK },
    { .name = "author", .title = "Кто подготовил", .kind = RECORD_LINE, .search = true },
    { .name = "procedure", .title = "По какой процедуре", .kind = RECORD_PROCEDURE, .facet = true },
    { .name = "note", .title = "О чём рассказали", .kind = RECORD_TEXT, .search = true },
    { .name = NULL },
};
static const RecordState states[] = { { "planned", "готовится" }, { "out", "вышла" }, { "dropped", "не вышла" }, { NULL, NULL } };
static const RecordMove moves[] = {
    { .from = "planned", .to = "out", .verb = "Отметить выход", .done = "отмечен выход" },
    { .from = "planned", .to = "dropped", .verb = "Отметить, что не выйдет", .done = "отмечено, что не выйдет", .reason = true },
    { .from = "out", .to = "planned", .verb = "Вернуть в готовящиеся", .done = "возвращено в готовящиеся", .reason = true },
    { .from = "dropped", .to = "planned", .verb = "Снова готовить", .done = "снова готовится" },
    { .from = NULL },
};

const RecordType record_media = {
    .id = "media", .group = "Открытость", .title = "Публикации", .one = "публикация", .few = "публикации", .many = "публикаций", .fresh = "Новая публикация",
    .what = "Что газеты, сайты и школьные страницы рассказали о проверочных работах и оценивании: где, когда, о чём.",
    .capabilities = "C54", .fields = fields, .states = states, .moves = moves, .title_field = "title", .day_field = "day",
    .examples = {
        "{\"day\":\"2026-03-12\",\"kind\":\"paper\",\"link\":\"https://example.org/vpr\",\"outlet\":\"районная газета\",\"title\":\"Зачем школе проверочные работы\",\"topic\":\"trust\"}",
        "{\"day\":\"2026-04-01\",\"kind\":\"site\",\"outlet\":\"сайт школы\",\"title\":\"График работ на апрель\",\"topic\":\"rules\"}",
    },
};
