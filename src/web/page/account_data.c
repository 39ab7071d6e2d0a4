/* «Мои данные»: everything kept about oneself, on paper and for a machine. */
#include "store/setting.h"
#include "web/ask.h"
#include "web/person.h"

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    int64_t years, days;
    if (!account_get(ctx->db, ctx->who->region_id, ctx->who->account_id, ctx->arena, &account, err) || !setting_int(ctx->db, "retention.idle_years", &years, err) ||
        !setting_int(ctx->db, "retention.session_days", &days, err))
        return false;
    ctx->doc->title = STR("Мои данные");
    ctx->doc->lead = STR("Здесь всё, что программа хранит о вас. Сохраните страницу файлом или напечатайте: это и есть выписка, которую вы вправе получить по закону № 152-ФЗ.");
    if (!person_data(ctx, &account, err)) return false;
    doc_heading(ctx->doc, NULL, 2, STR("Сколько это хранится"));
    doc_text(ctx->doc, NULL, years > 0 ? CTX_TEXT(ctx, "Пока вы работаете здесь. Кто не входил %lld г., того имя, логин, должность и почта стираются сами; адреса и обозреватели закончившихся сеансов — через %lld дн.", (long long)years, (long long)days)
                                       : CTX_TEXT(ctx, "Пока вы работаете здесь. Адреса и обозреватели закончившихся сеансов стираются через %lld дн.", (long long)days));
    doc_text(ctx->doc, NULL, STR("Попросите стереть данные раньше у координатора своей организации. Записи журнала о том, что сделано с формами и признаками, останутся: они говорят о школах, и без имени по ним вас не узнать. Останется и ваше имя в утверждённых планах, приказах и протоколах: это документы организации, их хранят по закону № 125-ФЗ."));
    doc_text(ctx->doc, NULL, STR("Данных учеников и родителей здесь нет: у работ только коды, имён программа не принимает, и входа для родителей не бывает."));
    ask_links(ctx, NULL, 1, "Исправить имя, должность, почту", STR("/account/name"));
    return true;
}

const Page page_account_data = { .path = "/account/data", .title = "Мои данные", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .show = show };
