/* usage: mail_probe URL USER PASSWORD – one letter by the program's own line to a mail server; prints how it ended and why. */
#include <stdio.h>

#include "flow/mail_.h"

int main(int argc, char **argv)
{
    static const char *const names[] = { "went", "refused", "never goes", "unreached" };
    static const MailOutcome outcomes[] = { MAIL_WENT, MAIL_REFUSED, MAIL_NEVER_GOES, MAIL_UNREACHED };
    Arena *arena = arena_new(1 << 20);
    MailServer server;
    Err err;
    if (argc != 4 || !mail_server_read(str_of(argv[1]), arena, &server, &err)) return 2;
    server.user = str_of(argv[2]), server.password = str_of(argv[3]);
    Letter letter = { .from = STR("merilo@mo.example.ru"), .to = STR("five@school.example.ru"), .subject = STR("Проверка"), .words = STR("Слова"), .id = STR("0123456789abcdef0123456789abcdef"), .at = 0 };
    Str why;
    MailLine *line = mail_line_open(&server, arena);
    MailOutcome outcome = mail_line_send(line, &letter, arena, &why);
    mail_line_close(line);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (outcomes[i] == outcome) printf("%s: %.*s\n", names[i], STR_ARG(why));
    arena_free(arena);
    return 0;
}
