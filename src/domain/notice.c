#include "domain/notice.h"

static const struct { const char *word, *title; } kinds[N_NOTICE_KINDS] = {
    [NOTICE_DUE] = { "due", "срок близко" }, [NOTICE_LATE] = { "late", "срок вышел" }, [NOTICE_ESCALATED] = { "escalated", "просрочено, вы контролируете" },
    [NOTICE_RETURNED] = { "returned", "вернули" }, [NOTICE_OFFERED] = { "offered", "ждёт проверки" }, [NOTICE_CASCADE] = { "cascade", "пришло сверху" },
    [NOTICE_EXPIRES] = { "expires", "истекает документ" }, [NOTICE_UNDATED] = { "undated", "нет дат" }, [NOTICE_DIGEST] = { "digest", "неделя" },
};

const char *notice_kind_word(NoticeKind kind) { return kind > 0 && kind < N_NOTICE_KINDS ? kinds[kind].word : ""; }
const char *notice_kind_title(NoticeKind kind) { return kind > 0 && kind < N_NOTICE_KINDS ? kinds[kind].title : ""; }

NoticeKind notice_kind_find(Str word)
{
    for (int kind = NOTICE_DUE; kind < N_NOTICE_KINDS; kind++)
        if (str_eq(word, str_of(kinds[kind].word))) return (NoticeKind)kind;
    return (NoticeKind)0;
}

static const char *const choices[N_MAIL_CHOICES] = { "", "сразу", "раз в неделю", "не слать" };

const char *mail_choice_title(MailChoice choice) { return choice > 0 && choice < N_MAIL_CHOICES ? choices[choice] : ""; }

MailChoice mail_choice_find(Str title)
{
    for (int choice = MAIL_AT_ONCE; choice < N_MAIL_CHOICES; choice++)
        if (str_eq(title, str_of(choices[choice]))) return (MailChoice)choice;
    return (MailChoice)0;
}
