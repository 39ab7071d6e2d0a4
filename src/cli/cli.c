/* From argv to a command: parsing, help, errors, exit codes. */
#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"

static const Command *find(const char *name)
{
    for (const Command *const *at = command_registry; *at != NULL; at++)
        if (strcmp((*at)->name, name) == 0) return *at;
    return NULL;
}

const char *args_value(const Args *args, const char *name)
{
    for (size_t i = args->n_given; i-- > 0;)
        if (strcmp(args->given[i].option->name, name) == 0) return args->given[i].value;
    return NULL;
}

bool args_has(const Args *args, const char *name)
{
    for (size_t i = 0; i < args->n_given; i++)
        if (strcmp(args->given[i].option->name, name) == 0) return true;
    return false;
}

static void print_general_help(void)
{
    puts("merilo — честная оценка: результаты работ → признаки, их надёжность и другие возможные причины\n\n"
         "merilo КОМАНДА [слова и ключи]; «merilo КОМАНДА --help» рассказывает о команде.\n\nКоманды:");
    for (const Command *const *at = command_registry; *at != NULL; at++) printf("  %-10s %s\n", (*at)->name, (*at)->summary);
    puts("\nКоды завершения: 0 сделано · 2 плохие данные или слова · 3 не найдено · 4 противоречие · 5 нет права · 6 больше допустимого · 7 диск · 70 ошибка программы");
}

static void print_help(const Command *command)
{
    printf("merilo %s%s%s\n\n%s\n", command->name, command->words[0] != '\0' ? " " : "", command->words, command->summary);
    if (command->details != NULL) printf("\n%s\n", command->details);
    if (command->options[0].name != NULL) puts("\nКлючи:");
    for (const Option *option = command->options; option->name != NULL; option++) {
        char head[160];
        snprintf(head, sizeof head, "%s %s", option->name, option->argument != NULL ? option->argument : "");
        printf("  %s%*s %s\n", head, (int)(30 > utf8_length(str_of(head)) ? 30 - utf8_length(str_of(head)) : 0), "", option->help);
    }
}

static const Option *find_option(const Command *command, const char *word, size_t n)
{
    for (const Option *option = command->options; option->name != NULL; option++)
        if (strlen(option->name) == n && memcmp(option->name, word, n) == 0) return option;
    return NULL;
}

/* One word that begins with «--»; *i moves over its value. */
static bool parse_option(const Command *command, int argc, char **argv, int *i, Args *args, Err *err)
{
    const char *word = argv[*i];
    const char *equals = strchr(word, '=');
    size_t n = equals != NULL ? (size_t)(equals - word) : strlen(word);
    const Option *option = find_option(command, word, n);
    if (option == NULL)
        return err_set(err, ERR_INPUT, "«--help» покажет все ключи.", "У команды «%s» нет ключа «%.*s».", command->name, (int)n, word);
    if (!option->many && args_has(args, option->name))
        return err_set(err, ERR_INPUT, "Оставьте один.", "Ключ «%s» дан дважды.", option->name);
    if (args->n_given == sizeof args->given / sizeof *args->given)
        return err_set(err, ERR_LIMIT, "", "Слишком много ключей.");
    const char *value = equals != NULL ? equals + 1 : NULL;
    if (option->argument == NULL) {
        if (value != NULL) return err_set(err, ERR_INPUT, "", "Ключу «%s» значение не нужно.", option->name);
    } else if (value == NULL) {
        if (*i + 1 >= argc) return err_set(err, ERR_INPUT, "«--help» расскажет о ключах.", "После «%s» нужно значение: %s.", option->name, option->argument);
        value = argv[++*i];
    }
    args->given[args->n_given].option = option;
    args->given[args->n_given++].value = value;
    return true;
}

static bool parse(const Command *command, int argc, char **argv, Arena *arena, Args *args, Err *err)
{
    args->free_words = arena_array(arena, const char *, (size_t)argc);
    bool only_words = false;
    for (int i = 2; i < argc; i++) {
        const char *word = argv[i];
        if (!only_words && strcmp(word, "--") == 0) only_words = true;
        else if (!only_words && word[0] == '-' && word[1] == '-') {
            if (!parse_option(command, argc, argv, &i, args, err)) return false;
        } else args->free_words[args->n_free++] = word;
    }
    return true;
}

static int report(const Err *err)
{
    fprintf(stderr, "merilo: %s", err->what);
    if (err->hint[0] != '\0') fprintf(stderr, " %s", err->hint);
    if (err->detail[0] != '\0') fprintf(stderr, " (%s)", err->detail);
    fputc('\n', stderr);
    return err_exit_code(err->code);
}

static void on_signal(int number)
{
    file_abandon_all();
    _exit(128 + number);
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
    return false;
}

int cli_main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    struct sigaction action = { .sa_handler = on_signal };
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_general_help();
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("merilo " MERILO_VERSION);
        return 0;
    }
    Err err = { 0 };
    const Command *command = find(argv[1]);
    if (command == NULL) {
        err_set(&err, ERR_INPUT, "«merilo --help» покажет все.", "Нет команды «%s».", argv[1]);
        return report(&err);
    }
    if (wants_help(argc, argv)) {
        print_help(command);
        return 0;
    }
    Arena *arena = arena_new(0);
    Args *args = arena_one(arena, Args);
    bool done = parse(command, argc, argv, arena, args, &err) && command->run(args, arena, &err);
    if (fflush(stdout) != 0 && done) done = err_set(&err, ERR_IO, "", "Не записан вывод.");
    int code = done ? 0 : report(&err);
    arena_free(arena);
    return code;
}
