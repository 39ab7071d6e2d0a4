/* Words in heads of columns. */
#include "intake/plan/columns_.h"
#include "intake/plan/date_.h"

typedef struct Wording { Role role; const char *starts; } Wording;

/* The first that fits; the same words inside a head count after all beginnings failed. */
static const Wording beginnings[] = {
    { ROLE_OTHER, "отметк|сроки по месяц|как понят срок|что уточнить" },
    { ROLE_NUMBER, "№|n п|п/п|п.п|номер|no п|пункт плана|n|#" },
    { ROLE_TERM, "контрольный срок|контрольные срок|контрольная дат|контрольные дат" },
    { ROLE_TITLE, "контрольные меропр|контрольное меропр|контролируемы" },
    { ROLE_EXPECTED, "контрольный показ|контрольные показ|контрольное знач|контрольные знач|контрольное событ|контрольные событ|контрольная точ|контрольные точ" },
    { ROLE_CONTROLLER, "контроль|контролир|контролер|кто контрол|ответственный за контроль|ответственные за контроль|ответственное лицо за контроль|осуществляет контроль|осуществляющ" },
    { ROLE_HELPERS, "соисполнит|соорганизатор|привлекаем|помощник|партнер|социальные партнер|взаимодейств" },
    { ROLE_SPEAKER, "докладчик|докладыва|выступающ|спикер|модератор|лектор" },
    { ROLE_OBJECT, "объект|предмет контрол" },
    { ROLE_TARGET, "целевое значен|целевые значен|целевой показат|целевые показат|плановое значен|плановые значен|плановый показат|значение показат|значение индикат|единица измер|единицы измер|ед. изм|ед.изм|ед. измер" },
    { ROLE_NOTE, "примечан|финансир|источник|объем финанс|сумма|стоимост|вид контрол|виды контрол|вид проверк|метод|формы и метод|форма и метод|формы, метод|форма, метод|место|где провод|ресурс|тип контрол" },
    { ROLE_EXPECTED, "что должно|что получ|чего жд|ожидаем|планируемый результат|планируемые результат|предполагаемый результат|прогнозируем|результат|показател|индикатор|наименование показат|наименование индикат|название показат|наименование результат|наименование документ|форма отч|формы отч|форма представл|форма контрол|форма завершен|форма реализац|форма подтвержд|выход|на выход|дальнейш|итог|продукт|отчет|подтвержд|чем подтверждает|чем подтвердит|чем будет подтвержд|чем завершает|доказательств|свидетельств|вид документ|документ|конечный|критери|где слуш|где заслуш|где рассматр|где обсужд|где подвод|подведение итог|рассмотрен|обсужден" },
    { ROLE_PARTICIPANTS, "участник|категори|целев|аудитори|контингент|для кого|класс|охват|состав участник|субъект|адресат|кого |с кем|кому " },
    { ROLE_TASK, "задач|цел|наша цел|наши цел|наша задач|наши задач" },
    { ROLE_RESPONSIBLE, "ответствен|отв|исполнител|исп.|кто провод|кто исполн|кто отвеч|исполняет|кто|за кем|кем |фио ответств|ф.и.о. ответств" },
    { ROLE_TERM, "срок|дата|даты|период|время|месяц|когда|к какому|до какого|планируемый срок|планируемые срок|плановый срок|планируемая дата|календарн|график" },
    { ROLE_TITLE, "объект контрол|обязанност|предмет контрол|вопрос контрол|содержание контрол|мероприят|наименование мероприят|название мероприят|перечень мероприят|планируемые мероприят|планируемое мероприят|наименование работ|наименование мер|содержание|действи|планируемые действ|вид деятельн|виды деятельн|виды работ|вид работ|вид мероприят|формы работ|форма работ|основные мероприят|что |тема|меры|мера|наименование|название|вопрос|работа|поручение|шаг|дело |дела|активност" },
    { ROLE_TASK, "направлен|раздел|блок|этап|модуль" },
};
static const Wording inside[] = {
    { ROLE_OTHER, "отметк|выполнен|исполнении" },
    { ROLE_NOTE, "примечан|финансир|объем|источник" },
    { ROLE_RESPONSIBLE, "ответствен|исполнител" },
    { ROLE_TERM, "срок|дата" },
    { ROLE_TITLE, "мероприят" },
    { ROLE_EXPECTED, "результат|показател|отчетн" },
    { ROLE_PARTICIPANTS, "участник" },
};

static bool role_by(const Wording *words, size_t n, Str folded, bool within, Role *role)
{
    for (size_t i = 0; i < n; i++) {
        if (!(within ? prose_holds(folded, words[i].starts) : prose_starts(folded, words[i].starts))) continue;
        *role = words[i].role;
        return true;
    }
    return false;
}

bool columns_word(Str folded, Role *role)
{
    if (folded.n == 0 || folded.n > COLUMNS_HEAD_BYTES || (prose_starts(folded, "n") && folded.n > 8)) return false;
    return role_by(beginnings, sizeof beginnings / sizeof *beginnings, folded, false, role) || role_by(inside, sizeof inside / sizeof *inside, folded, true, role);
}

Role columns_role(Str head, Arena *arena)
{
    Role role;
    if (!columns_word(prose_fold(arena, head), &role)) return ROLE_OTHER;
    return role == ROLE_SPEAKER ? ROLE_RESPONSIBLE : role >= ROLE_NOTE ? ROLE_OTHER : role; /* what depends on other columns is not known here */
}

Str columns_text(Arena *arena, const DocCell *cell)
{
    Prose text = { 0 };
    if (cell->n_paras == 1) return prose_flat(arena, cell->paras[0].text);
    for (uint32_t i = 0; i < cell->n_paras; i++) prose_add(arena, &text, prose_flat(arena, cell->paras[i].text));
    return prose_str(&text);
}

bool columns_head_row(const DocRow *row, Arena *arena)
{
    uint32_t n_filled = 0, n_known = 0, seen = 0;
    for (uint32_t i = 0; i < row->n_cells; i++) {
        Role role;
        Str folded = prose_fold(arena, columns_text(arena, &row->cells[i]));
        Str number;
        if (folded.n == 0) continue;
        n_filled++;
        if (prose_is_number(folded, &number) || (prose_is_time(folded) && !prose_holds(folded, "срок|дата|даты|период|какому|какого"))) return false;
        if (!columns_word(folded, &role)) continue;
        n_known++;
        if (role != ROLE_OTHER) seen |= 1u << role;
    }
    bool named = (seen & (1u << ROLE_TITLE | 1u << ROLE_TASK | 1u << ROLE_OBJECT)) != 0;
    bool told = (seen & (1u << ROLE_TERM | 1u << ROLE_RESPONSIBLE | 1u << ROLE_EXPECTED | 1u << ROLE_PARTICIPANTS | 1u << ROLE_CONTROLLER | 1u << ROLE_SPEAKER)) != 0;
    return n_known >= 2 && 2 * n_known >= n_filled && ((named && told) || (named && (seen & 1u << ROLE_NUMBER) != 0) || ((seen & 1u << ROLE_TERM) != 0 && (seen & 1u << ROLE_RESPONSIBLE) != 0));
}
