#include "record/record.h"

static const RecordChoice kinds[] = {
    { "regulation", "положение" }, { "procedure", "порядок" }, { "rules", "регламент" }, { "criteria", "критерии оценивания" }, { "programme", "программа" }, { "schedule", "график" }, { NULL, NULL },
};
/* The five parts of an in-school system of assessment as mission C41 counts them. */
static const RecordChoice parts[] = {
    { "system", "положение о системе оценки" }, { "independent", "независимые процедуры" }, { "criteria", "понятные критерии" }, { "training", "обучение педагогов" }, { "experts", "работа объединений как экспертов" }, { NULL, NULL },
};
static const RecordChoice marks[] = { { "to-read", "должен ознакомиться" }, { "read", "ознакомлен" }, { NULL, NULL } };
static const RecordField fields[] = {
    { .name = "kind", .title = "Вид", .kind = RECORD_CHOICE, .choices = kinds, .required = true, .facet = true, .search = true, .column = true },
    { .name = "title", .title = "Название", .kind = RECORD_LINE, .required = true, .search = true },
    { .name = "edition", .title = "Редакция", .kind = RECORD_LINE, .max = 30, .column = true, .hint = "1, 2, «2026 года»" },
    { .name = "part", .title = "Часть системы оценки", .kind = RECORD_CHOICES, .choices = parts, .facet = true, .hint = "Чему акт служит: по этому видно, чего не хватает." },
    { .name = "council", .title = "Где рассмотрен", .kind = RECORD_LINE, .hint = "Педсовет, протокол № 1 от 28.08.2026" },
    { .name = "approved", .title = "Чем утверждён", .kind = RECORD_LINE, .search = true, .hint = "Приказ от 01.09.2026 № 112" },
    { .name = "day", .title = "Действует с", .kind = RECORD_DAY },
    { .name = "until", .title = "Пересмотреть до", .kind = RECORD_DAY, .hint = "В этот день срок истекает или акт пора пересмотреть." },
    { .name = "replaced", .title = "Заменён актом", .kind = RECORD_OTHER, .of = "local-act" },
    { .name = "site", .title = "На сайте", .kind = RECORD_LINK },
    { .name = NULL },
};
static const RecordPeople people = { .name = "readers", .title = "Ознакомление", .add = "Включить в лист ознакомления", .marks = marks, .done = "read", .done_title = "ознакомлены" };
static const RecordState states[] = { { "draft", "черновик" }, { "active", "действует" }, { "expired", "срок истёк" }, { "cancelled", "отменён" }, { NULL, NULL } };
static const RecordMove moves[] = {
    { .from = "draft", .to = "active", .verb = "Ввести в действие", .done = "введено в действие", .needs = "day approved" },
    { .from = "active", .to = "expired", .verb = "Отметить, что срок истёк", .done = "отмечено, что срок истёк" },
    { .from = "active", .to = "cancelled", .verb = "Отменить", .done = "отменено", .reason = true },
    { .from = "expired", .to = "active", .verb = "Продлить", .done = "продлено", .needs = "until" },
    { .from = NULL },
};

const RecordType record_local_act = {
    .id = "local-act", .group = "Документы", .title = "Локальные акты", .one = "локальный акт", .few = "локальных акта", .many = "локальных актов", .fresh = "Новый локальный акт",
    .what = "Положения, порядки и критерии школы: редакция, кем утверждены, до какого дня действуют, чем заменены, кто ознакомлен.",
    .capabilities = "C41", .fields = fields, .people = &people, .states = states, .moves = moves, .title_field = "title", .day_field = "day", .until_field = "until", .waits = "active", .papers = "acquaintance",
    .examples = {
        "{\"approved\":\"приказ от 01.09.2026 № 112\",\"day\":\"2026-09-01\",\"edition\":\"2\",\"kind\":\"regulation\",\"part\":[\"system\"],\"title\":\"Положение о внутренней системе оценки качества\",\"until\":\"2028-08-31\"}",
        "{\"kind\":\"criteria\",\"part\":[\"criteria\",\"experts\"],\"title\":\"Критерии оценивания письменных работ\"}",
    },
};
