#include "domain/setting.h"

static const SettingKind kinds[] = {
    { "session.idle_hours", "Вход", "Сеанс без действий, часов", "12", SETTING_INT, 1, 168, NULL, "После такого перерыва нужно войти снова.", false },
    { "session.hard_days", "Вход", "Сеанс всего, дней", "7", SETTING_INT, 1, 31, NULL, "Даже тому, кто работает каждый день, пароль нужен хотя бы раз за этот срок.", false },
    { "invitation.days", "Вход", "Код приглашения действует, дней", "7", SETTING_INT, 1, 31, NULL, "Листок с кодом не должен годами лежать действующим.", false },
    { "totp.required", "Вход", "Второй ключ обязателен", "никому", SETTING_CHOICE, 0, 0, "никому|администраторам и координаторам", "Кому при входе нужен ещё код из приложения на телефоне.", false },
    { "oidc.issuer", "Вход через внешнюю службу", "Адрес службы", "", SETTING_TEXT, 0, 300, NULL, "OpenID Connect: адрес издателя, например https://id.example.ru. Пусто — вход только по паролю.", false },
    { "oidc.client", "Вход через внешнюю службу", "Имя этой программы у службы", "", SETTING_TEXT, 0, 200, NULL, "client_id, который выдала служба.", false },
    { "oidc.secret", "Вход через внешнюю службу", "Секрет", "", SETTING_SECRET, 0, 400, NULL, "client_secret; пусто, если служба его не выдаёт.", false },
    { "oidc.title", "Вход через внешнюю службу", "Надпись на кнопке", "Войти через службу района", SETTING_TEXT, 0, 80, NULL, "Как люди называют эту службу.", false },
    { "oidc.return", "Вход через внешнюю службу", "Адрес этого сервера", "", SETTING_TEXT, 0, 300, NULL, "Как его видит браузер: https://merilo.example.ru. К нему служба возвращает человека; он же стоит в письмах.", false },
    { "oidc.metadata", "", "Сведения службы", "", SETTING_TEXT, 0, 32768, NULL, "Адреса и ключи, прочитанные у службы.", true },
    { "retention.idle_years", "Сроки хранения", "Данные человека без входа, лет", "3", SETTING_INT, 0, 75, NULL, "Кто столько не входил, того данные стираются сами; 0 — не стирать.", false },
    { "retention.session_days", "Сроки хранения", "Следы закрытых сеансов и кодов, дней", "30", SETTING_INT, 0, 366, NULL, "Адрес и браузер законченного входа дольше не нужны.", false },
    { "analysis.sheets", "Признаки", "Какие формы участвуют в анализе", "записанные", SETTING_CHOICE, 0, 0, "записанные|отправленные|принятые", "Возвращённые школам формы не участвуют никогда.", false },
    { "analysis.false_percent", "Признаки", "Ложных среди показанных школ, не больше, %", "5", SETTING_INT, 1, 20, NULL, "Чем меньше, тем строже: меньше и ложных, и найденных школ.", false },
    { "analysis.reference", "", "Норма региона", "", SETTING_TEXT, 0, 400, NULL, "С чем сравнивается район, в котором мало школ: выгрузка региона.", true },
    { "backup.nightly", "Копии базы", "Делать копию каждую ночь", "1", SETTING_FLAG, 0, 0, NULL, "Копия пишется в папку copies рядом с базой и сразу прочитывается обратно.", false },
    { "backup.hour", "Копии базы", "В котором часу, по Москве", "3", SETTING_INT, 0, 23, NULL, "Час, когда никто не работает; в этот же час стираются данные, чей срок вышел.", false },
    { "backup.keep", "Копии базы", "Сколько последних копий хранить", "14", SETTING_INT, 1, 1000, NULL, "Более старые удаляются, когда новая проверена.", false },
    { "remind.hour", "Напоминания", "С которого часа напоминать, по Москве", "7", SETTING_INT, 0, 20, NULL, "Потом ещё раз каждые четыре часа до вечера: вернувшееся и новое.", false },
    { "remind.escalate_days", "Напоминания", "Контролёру о просроченном — через рабочих дней", "3", SETTING_INT, 1, 60, NULL, "Сначала узнаёт ответственный; если срок прошёл, а дело стоит, узнаёт контролёр.", false },
    { "remind.check_days", "Напоминания", "Контролёру о непроверенном — через рабочих дней", "3", SETTING_INT, 1, 60, NULL, "Сколько подтверждение может ждать проверки без напоминания.", false },
    { "smtp.url", "Письма", "Почтовый сервер", "", SETTING_TEXT, 0, 300, NULL, "smtps://mail.example.ru:465 или smtp+starttls://mail.example.ru:587; на этом же компьютере — smtp://127.0.0.1:25. Пусто — писем нет, напоминания видны в программе.", false },
    { "smtp.user", "Письма", "Имя на почтовом сервере", "", SETTING_TEXT, 0, 200, NULL, "Пусто, если сервер пускает без имени.", false },
    { "smtp.password", "Письма", "Пароль", "", SETTING_SECRET, 0, 400, NULL, "Пароль этого имени; лучше отдельный, для приложений.", false },
    { "smtp.from", "Письма", "От кого", "", SETTING_TEXT, 0, 200, NULL, "Адрес, с которого уходят письма: merilo@example.ru.", false },
    { "mail.otherwise", "Письма", "Тем, кто сам не выбрал", "раз в неделю", SETTING_CHOICE, 0, 0, "сразу|раз в неделю|не слать", "Каждый выбирает для себя на странице «Напоминания и письма».", false },
    { "paper.gost", "Документы", "Редакция ГОСТ Р 7.0.97", "2025", SETTING_CHOICE, 0, 0, "2025|2016", "С 18.08.2025 действует редакция 2025 года; прежняя — для тех, чья инструкция по делопроизводству ещё не обновлена.", false },
    { "paper.qr", "Документы", "QR-код на выпущенных документах", "0", SETTING_FLAG, 0, 0, NULL, "В редакции 2025 года: адрес документа на этом сервере и контрольная сумма его слов. Нужен, если бумагу будут сверять с выпущенной.", false },
    { "nightly.day", "", "Последняя ночь", "0", SETTING_INT, 0, INT64_MAX, NULL, "День, за который ночные задания уже заказаны.", true },
    { "remind.slot", "", "Последнее напоминание", "0", SETTING_INT, 0, INT64_MAX, NULL, "Четверть дня, за которую напоминания уже заказаны.", true },
    { "backup.verified_at", "", "Копия проверена", "0", SETTING_INT, 0, INT64_MAX, NULL, "Когда последняя копия базы была прочитана и сошлась.", true },
    { "analysis.made_at", "", "Признаки посчитаны", "0", SETTING_INT, 0, INT64_MAX, NULL, "Когда закончился последний анализ.", true },
    { "demo", "", "Показательный район", "0", SETTING_FLAG, 0, 0, NULL, "База сделана для показа: по ссылкам входят без пароля.", true },
    { NULL, NULL, NULL, NULL, SETTING_TEXT, 0, 0, NULL, NULL, false },
};

const SettingKind *setting_kinds(void) { return kinds; }

const SettingKind *setting_find(Str name)
{
    for (const SettingKind *kind = kinds; kind->name; kind++)
        if (str_eq(name, str_of(kind->name))) return kind;
    return NULL;
}

static bool one_of(const char *choices, Str value)
{
    Str rest = str_of(choices);
    while (rest.n > 0) {
        const char *bar = memchr(rest.at, '|', rest.n);
        size_t n = bar ? (size_t)(bar - rest.at) : rest.n;
        if (str_eq(str_slice(rest, 0, n), value)) return true;
        rest = str_slice(rest, bar ? n + 1 : n, rest.n);
    }
    return false;
}

bool setting_check(const SettingKind *kind, Str value, Err *err)
{
    long long n;
    switch (kind->type) {
    case SETTING_INT:
        if (str_to_int(value, &n) && n >= kind->min && n <= kind->max) return true;
        return err_set(err, ERR_INPUT, "Исправьте число и сохраните снова.", "«%s»: нужно целое число от %lld до %lld.", kind->title, (long long)kind->min, (long long)kind->max);
    case SETTING_FLAG:
        if (str_eq(value, STR("0")) || str_eq(value, STR("1"))) return true;
        return err_set(err, ERR_INPUT, "Выберите «да» или «нет».", "«%s»: нужно да или нет.", kind->title);
    case SETTING_CHOICE:
        if (one_of(kind->choices, value)) return true;
        return err_set(err, ERR_INPUT, "Выберите из списка.", "«%s»: такого значения нет.", kind->title);
    case SETTING_TEXT:
    case SETTING_SECRET:
        if (value.n <= (size_t)kind->max) return true;
        return err_set(err, ERR_INPUT, "Сократите и сохраните снова.", "«%s»: слишком длинно.", kind->title);
    }
    return false;
}
