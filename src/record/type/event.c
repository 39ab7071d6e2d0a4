#include "record/record.h"

static const RecordChoice kinds[] = {
    { "seminar", "семинар" }, { "meeting", "совещание" }, { "method-day", "единый методический день" }, { "conference", "конференция" }, { "webinar", "вебинар" },
    { "pedsovet", "педсовет" }, { "association", "заседание объединения" }, { "council", "заседание совета" },
    { "parents", "родительское собрание" }, { "class-hour", "классный час" }, { NULL, NULL },
};
static const RecordChoice forms[] = { { "here", "очно" }, { "remote", "дистанционно" }, { "mixed", "очно и дистанционно" }, { NULL, NULL } };
static const RecordChoice marks[] = { { "invited", "приглашён" }, { "came", "был" }, { "absent", "не был" }, { NULL, NULL } };

static const RecordField fields[] = {
    { .name = "kind", .title = "Вид", .kind = RECORD_CHOICE, .choices = kinds, .required = true, .facet = true, .search = true, .column = true },
    { .name = "title", .title = "Тема", .kind = RECORD_LINE, .required = true, .search = true, .hint = "Так мероприятие назовут в списках и протоколе." },
    { .name = "day", .title = "День", .kind = RECORD_DAY, .required = true },
    { .name = "until", .title = "Последний день", .kind = RECORD_DAY, .hint = "Если длится несколько дней." },
    { .name = "time", .title = "Начало", .kind = RECORD_LINE, .max = 40, .hint = "10:00" },
    { .name = "form", .title = "Как проходит", .kind = RECORD_CHOICE, .choices = forms, .facet = true },
    { .name = "place", .title = "Место", .kind = RECORD_LINE, .search = true, .column = true, .hint = "Школа, кабинет; для вебинара — площадка." },
    { .name = "link", .title = "Ссылка", .kind = RECORD_LINK, .hint = "Подключение или программа на сайте." },
    { .name = "audience", .title = "Для кого", .kind = RECORD_LINE, .search = true, .column = true, .hint = "Заместители директоров, руководители объединений, родители…" },
    { .name = "lead", .title = "Кто проводит", .kind = RECORD_PERSON },
    { .name = "procedure", .title = "По какой процедуре", .kind = RECORD_PROCEDURE, .facet = true, .hint = "Если разбирают её результаты." },
    { .name = "guests", .title = "Кто ещё был", .kind = RECORD_TEXT, .hint = "Те, кого нет в списке сотрудников: родители, гости — числом или по организациям." },
    { .name = "summary", .title = "Итог", .kind = RECORD_TEXT, .search = true, .hint = "Что обсудили и к чему пришли." },
    { .name = NULL },
};
static const RecordField agenda[] = {
    { .name = "question", .title = "вопрос", .kind = RECORD_LINE, .required = true, .search = true, .max = 500 },
    { .name = "speaker", .title = "докладчик", .kind = RECORD_LINE },
    { .name = "minutes", .title = "минут", .kind = RECORD_INT, .max = 600 },
    { .name = NULL },
};
static const RecordField decisions[] = {
    { .name = "text", .title = "решение", .kind = RECORD_LINE, .required = true, .search = true, .max = 1000 },
    { .name = "term", .title = "срок", .kind = RECORD_LINE },
    { .name = "responsible", .title = "ответственные", .kind = RECORD_LINE },
    { .name = NULL },
};
static const RecordField materials[] = {
    { .name = "title", .title = "материал", .kind = RECORD_LINE, .required = true, .search = true },
    { .name = "link", .title = "ссылка", .kind = RECORD_LINK },
    { .name = NULL },
};
static const RecordList lists[] = {
    { .name = "agenda", .title = "Программа", .one = "вопрос", .fields = agenda },
    { .name = "decisions", .title = "Решения", .one = "решение", .hint = "Решения ставятся на контроль одной кнопкой.", .fields = decisions },
    { .name = "materials", .title = "Материалы", .one = "материал", .hint = "Ссылки; файлы прикладываются к записи.", .fields = materials },
    { .name = NULL },
};
static const RecordPeople people = { .name = "participants", .title = "Участники", .add = "Пригласить", .marks = marks, .done = "came", .done_title = "были" };
static const RecordState states[] = { { "planned", "намечено" }, { "held", "прошло" }, { "cancelled", "отменено" }, { NULL, NULL } };
static const RecordMove moves[] = {
    { .from = "planned", .to = "held", .verb = "Отметить, что прошло", .done = "отмечено, что прошло" },
    { .from = "planned", .to = "cancelled", .verb = "Отменить", .done = "отменено", .reason = true },
    { .from = "held", .to = "planned", .verb = "Вернуть в намеченные", .done = "возвращено в намеченные", .reason = true },
    { .from = "cancelled", .to = "planned", .verb = "Снова наметить", .done = "снова намечено" },
    { .from = NULL },
};

const RecordType record_event = {
    .id = "event", .group = "Встречи", .title = "Мероприятия", .one = "мероприятие", .few = "мероприятия", .many = "мероприятий", .fresh = "Новое мероприятие",
    .what = "Семинары, совещания, методические дни, педсоветы, заседания объединений и советов, родительские собрания и классные часы: программа, участники, посещение, решения, материалы.",
    .capabilities = "C36 C48 C50 C55", .fields = fields, .lists = lists, .people = &people, .states = states, .moves = moves,
    .title_field = "title", .day_field = "day", .until_field = "until", .decisions = "decisions", .plan_kind = PLAN_MINUTES, .frozen = "Данные, которые показывали",
    .examples = {
        "{\"agenda\":[{\"minutes\":\"20\",\"question\":\"Где чаще всего завышают\",\"speaker\":\"методист центра\"},{\"question\":\"Разбор работ по критериям\"}],\"audience\":\"заместители директоров\",\"day\":\"2026-10-20\",\"form\":\"here\",\"kind\":\"seminar\",\"place\":\"школа № 3, актовый зал\",\"time\":\"10:00\",\"title\":\"Риски необъективной проверки и как их снять\"}",
        "{\"audience\":\"председатели родительских советов\",\"day\":\"2026-11-12\",\"decisions\":[{\"responsible\":\"школы\",\"term\":\"до 1 декабря\",\"text\":\"Разместить на сайтах памятку об оценивании\"}],\"form\":\"mixed\",\"kind\":\"council\",\"title\":\"Как школы проверяют работы: вопросы родителей\"}",
    },
};
