#include "record/record.h"

static const RecordChoice kinds[] = {
    { "meeting", "совещание" }, { "pedsovet", "педагогический совет" }, { "association", "методическое объединение" }, { "council", "управляющий или родительский совет" }, { "commission", "комиссия" }, { NULL, NULL },
};
static const RecordField fields[] = {
    { .name = "kind", .title = "Чьё заседание", .kind = RECORD_CHOICE, .choices = kinds, .required = true, .facet = true, .search = true, .column = true },
    { .name = "meeting", .title = "Протокол чего", .kind = RECORD_LINE, .required = true, .search = true, .hint = "В родительном падеже, как после слова «Протокол»: совещания руководителей школ." },
    { .name = "number", .title = "Номер протокола", .kind = RECORD_LINE, .max = 30, .search = true, .column = true },
    { .name = "day", .title = "День заседания", .kind = RECORD_DAY, .required = true },
    { .name = "chair", .title = "Председатель", .kind = RECORD_LINE, .hint = "Должность и фамилия с инициалами, как на бумаге." },
    { .name = "secretary", .title = "Секретарь", .kind = RECORD_LINE, .hint = "Фамилия с инициалами." },
    { .name = "present", .title = "Присутствовали", .kind = RECORD_TEXT, .hint = "По строке на человека или одной строкой: «18 руководителей школ»." },
    { .name = "absent", .title = "Отсутствовали", .kind = RECORD_TEXT },
    { .name = "invited", .title = "Приглашены", .kind = RECORD_TEXT },
    { .name = "event", .title = "Мероприятие", .kind = RECORD_OTHER, .of = "event", .hint = "Если оно есть в Мериле." },
    { .name = "procedure", .title = "По какой процедуре", .kind = RECORD_PROCEDURE, .facet = true },
    { .name = NULL },
};
static const RecordField agenda[] = {
    { .name = "question", .title = "вопрос", .kind = RECORD_LINE, .required = true, .search = true, .max = 500 },
    { .name = "speaker", .title = "слушали", .kind = RECORD_LINE, .hint = "Кого слушали" },
    { .name = "heard", .title = "о чём сказано", .kind = RECORD_TEXT, .search = true },
    { .name = "spoke", .title = "выступили", .kind = RECORD_TEXT, .search = true },
    { .name = "vote", .title = "голосовали", .kind = RECORD_LINE },
    { .name = NULL },
};
static const RecordField decisions[] = {
    { .name = "item", .title = "по вопросу №", .kind = RECORD_INT, .max = 99 },
    { .name = "text", .title = "решили", .kind = RECORD_LINE, .required = true, .search = true, .max = 1000 },
    { .name = "term", .title = "срок", .kind = RECORD_LINE },
    { .name = "responsible", .title = "ответственные", .kind = RECORD_LINE },
    { .name = NULL },
};
static const RecordList lists[] = {
    { .name = "agenda", .title = "Повестка", .one = "вопрос", .fields = agenda },
    { .name = "decisions", .title = "Решения", .one = "решение", .hint = "Номер вопроса можно не писать: тогда решение общее.", .fields = decisions },
    { .name = NULL },
};
static const RecordState states[] = { { "draft", "черновик" }, { "signed", "подписан" }, { NULL, NULL } };
static const RecordMove moves[] = {
    { .from = "draft", .to = "signed", .verb = "Отметить подписание", .done = "отмечено подписание", .needs = "number chair secretary agenda" },
    { .from = "signed", .to = "draft", .verb = "Вернуть в черновики", .done = "возвращено в черновики", .reason = true },
    { .from = NULL },
};

const RecordType record_minutes = {
    .id = "minutes", .group = "Встречи", .title = "Протоколы", .one = "протокол", .few = "протокола", .many = "протоколов", .fresh = "Новый протокол",
    .what = "Протоколы педсоветов, совещаний, объединений: что слушали, на каких данных, что решили; решения ставятся на контроль.",
    .capabilities = "C48 C31 C56", .fields = fields, .lists = lists, .states = states, .moves = moves, .sealed = "signed", .title_field = "meeting", .title_words = "Протокол", .day_field = "day", .may_restrict = true,
    .decisions = "decisions", .plan_kind = PLAN_MINUTES, .papers = "minutes extract", .frozen = "Данные, на которых стоят решения",
    .examples = {
        "{\"agenda\":[{\"heard\":\"Итоги проверочных работ по математике.\",\"question\":\"О результатах работ в пятых классах\",\"speaker\":\"заместителя директора\"}],\"chair\":\"директор\",\"day\":\"2026-05-27\",\"decisions\":[{\"item\":\"1\",\"responsible\":\"учителя математики\",\"term\":\"до 15 июня\",\"text\":\"Внести изменения в рабочие программы\"}],\"kind\":\"pedsovet\",\"meeting\":\"педагогического совета\",\"number\":\"5\",\"present\":\"24 педагога\",\"secretary\":\"секретарь совета\"}",
        "{\"agenda\":[{\"question\":\"Об общих критериях оценивания\"}],\"day\":\"2026-10-02\",\"kind\":\"association\",\"meeting\":\"районного объединения учителей русского языка\"}",
    },
};
