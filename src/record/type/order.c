#include "record/record.h"

static const RecordChoice marks[] = { { "to-read", "должен ознакомиться" }, { "read", "ознакомлен" }, { NULL, NULL } };
static const RecordField fields[] = {
    { .name = "title", .title = "О чём", .kind = RECORD_LINE, .required = true, .search = true, .hint = "Начинается с «О» или «Об»." },
    { .name = "number", .title = "Номер", .kind = RECORD_LINE, .max = 30, .search = true, .column = true },
    { .name = "day", .title = "День", .kind = RECORD_DAY, .required = true },
    { .name = "basis", .title = "Основание", .kind = RECORD_OTHER, .of = "letter", .hint = "Письмо или поручение из регистра." },
    { .name = "purpose", .title = "Вступление", .kind = RECORD_TEXT, .search = true, .hint = "«Во исполнение…», «В целях…» — до слова «приказываю»." },
    { .name = "signer", .title = "Кто подписал", .kind = RECORD_LINE, .hint = "Должность и фамилия с инициалами, как на бумаге.", .column = true },
    { .name = "controller", .title = "Контроль", .kind = RECORD_LINE, .hint = "На кого возложен контроль, в винительном падеже: заведующего методическим центром." },
    { .name = "procedure", .title = "По какой процедуре", .kind = RECORD_PROCEDURE, .facet = true },
    { .name = NULL },
};
static const RecordField points[] = {
    { .name = "text", .title = "пункт", .kind = RECORD_LINE, .required = true, .search = true, .max = 1000 },
    { .name = "term", .title = "срок", .kind = RECORD_LINE },
    { .name = "responsible", .title = "ответственные", .kind = RECORD_LINE },
    { .name = NULL },
};
static const RecordList lists[] = { { .name = "points", .title = "Пункты", .one = "пункт", .hint = "Пункты ставятся на контроль одной кнопкой.", .fields = points }, { .name = NULL } };
static const RecordPeople people = { .name = "readers", .title = "Ознакомление", .add = "Включить в лист ознакомления", .marks = marks, .done = "read", .done_title = "ознакомлены" };
static const RecordState states[] = { { "draft", "черновик" }, { "signed", "действует" }, { "cancelled", "утратил силу" }, { NULL, NULL } };
static const RecordMove moves[] = {
    { .from = "draft", .to = "signed", .verb = "Отметить подписание", .done = "отмечено подписание", .needs = "number signer points" },
    { .from = "signed", .to = "draft", .verb = "Вернуть в черновики", .done = "возвращено в черновики", .reason = true },
    { .from = "signed", .to = "cancelled", .verb = "Отметить отмену", .done = "отмечена отмена", .reason = true },
    { .from = NULL },
};

const RecordType record_order = {
    .id = "order", .group = "Документы", .title = "Приказы", .one = "приказ", .few = "приказа", .many = "приказов", .fresh = "Новый приказ",
    .what = "Свои приказы: основание, пункты со сроками и ответственными, лист ознакомления; пункты ставятся на контроль.",
    .capabilities = "C31 C56 C57", .fields = fields, .lists = lists, .people = &people, .states = states, .moves = moves, .sealed = "signed cancelled", .title_field = "title", .day_field = "day", .may_restrict = true,
    .decisions = "points", .plan_kind = PLAN_ORDER, .papers = "order acquaintance",
    .examples = {
        "{\"controller\":\"заместитель директора\",\"day\":\"2026-09-14\",\"number\":\"87\",\"points\":[{\"responsible\":\"заместитель директора\",\"term\":\"до 1 октября\",\"text\":\"Составить график проверочных работ\"}],\"purpose\":\"Во исполнение письма комитета\",\"signer\":\"директор школы\",\"title\":\"О проверочных работах в первом полугодии\"}",
        "{\"day\":\"2026-10-05\",\"points\":[{\"text\":\"Утвердить состав комиссии\"}],\"title\":\"О комиссии по перепроверке работ\"}",
    },
};
