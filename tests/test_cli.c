/* The program as it is called: help, words that make no sense, exit codes, what goes to standard output and what to standard error, what is left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"

#define FORM "'формы одного района'/2021-4-математика.csv"

static char folder[] = "merilo-test-XXXXXX";

/* Runs «merilo WORDS» by the shell in the test's folder; what it prints and its exit code. */
static int ask(const char *words, char *answer, size_t room)
{
    char command[2000];
    const char *program = getenv("MERILO_PROGRAM");
    assert_non_null(program);
    snprintf(command, sizeof command, "exec </dev/null; cd %s && '%s' %s", folder, program, words);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t n = fread(answer, 1, room - 1, pipe);
    answer[n] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void check_words(const char *words, int code, const char *said)
{
    static char answer[1 << 20];
    int got = ask(words, answer, sizeof answer);
    if (got != code) fail_msg("merilo %s: exit %d, not %d: %.500s", words, got, code, answer);
    if (strstr(answer, said) == NULL) fail_msg("merilo %s: no «%s» in: %.500s", words, said, answer);
}

/* Succeeds when the shell's condition holds in the test's folder. */
static void check_shell(const char *condition)
{
    char command[1000];
    snprintf(command, sizeof command, "cd %s && %s", folder, condition);
    if (system(command) != 0) fail_msg("does not hold: %s", condition);
}

static int begin(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) return 1;
    static char answer[1000];
    return ask("simulate --out 'формы одного района' --schools 12 --procedures 2021-4-математика --layout plain --seed 5", answer, sizeof answer);
}

static int end(void **state)
{
    (void)state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void test_terms_always_have_an_answer(void **state)
{
    (void)state;
    check_words("term 'в течение года' --year 2020/2021 --json -", 0, "\"kind\": \"whole-year\"");
    check_words("term в течение года --year 2020-2021", 0, "01.09.2020–31.08.2021");
    check_words("term 'до 19.01.2022' --json -", 0, "\"from\": null,\n      \"to\": \"2022-01-19\"");
    check_words("term 'январь-апрель 2020 г' --year 2020/2021 --approved 2020-10-14", 0, "прошёл до утверждения документа (14.10.2020)");
    check_words("term '' --json -", 0, "\"kind\": \"none\"");
    check_words("term 'абракадабра \xff' --json -", 0, "\"anchor\": null");
    check_shell("printf 'ВПР\\t2021-03-15\\t2021-05-21\\n' >календарь.tsv && printf 'ВПР\\tвесной\\n' >плохой.tsv");
    check_words("term 'по графику ВПР' --calendar календарь.tsv --json -", 0, "\"to\": \"2021-05-21\"");
    check_words("term 'по графику ВПР' --calendar плохой.tsv 2>&1", 2, "Строка 1 календаря не понята");
    check_words("term 'по графику ВПР' --calendar нет.tsv 2>&1", 3, "нет.tsv");
    check_words("term 2>&1", 2, "Не написан срок");
    check_words("term сентябрь --year 2020/2022 2>&1", 2, "Учебный год не понят");
    check_words("term сентябрь --approved 14.10.2020 2>&1", 2, "День утверждения не понят");
}

static void test_help_of_everything(void **state)
{
    (void)state;
    check_words("", 0, "Команды:");
    check_words("--help", 0, "Коды завершения: 0 сделано");
    check_words("help", 0, "check");
    check_words("--version", 0, "merilo " MERILO_VERSION "\n");
    for (const Command *const *at = command_registry; *at != NULL; at++) {
        char words[100];
        snprintf(words, sizeof words, "%s --help", (*at)->name);
        check_words(words, 0, (*at)->summary);
        for (const Option *option = (*at)->options; option->name != NULL; option++) check_words(words, 0, option->name);
        snprintf(words, sizeof words, "%s -h 2>&1 >/dev/null", (*at)->name); /* help is the product here: nothing on standard error */
        static char answer[1000];
        assert_int_equal(ask(words, answer, sizeof answer), 0);
        assert_string_equal(answer, "");
    }
    check_words("stat --list", 0, "столбцы:");
    check_words("limits", 0, "строк на листе");
}

static void test_words_that_make_no_sense(void **state)
{
    (void)state;
    check_words("судить 2>&1", 2, "Нет команды «судить»");
    check_words("check 2>&1", 2, "Не дано ни одной формы");
    check_words("check --no-such=1 " FORM " 2>&1", 2, "нет ключа «--no-such»");
    check_words("check " FORM " --json 2>&1", 2, "После «--json» нужно значение");
    check_words("check " FORM " --json a --json b 2>&1", 2, "Ключ «--json» дан дважды");
    check_words("check " FORM " --all-values=yes 2>&1", 2, "значение не нужно");
    check_words("check " FORM " --fdr 0 2>&1", 2, "«--fdr»");
    check_words("check " FORM " --fdr nan 2>&1", 2, "«--fdr»");
    check_words("check " FORM " --threads 0 2>&1", 2, "«--threads»");
    check_words("check " FORM " --threads 2x 2>&1", 2, "дано «2x»");
    check_words("check " FORM " --procedure математика 2>&1", 2, "«--procedure»");
    check_words("check " FORM " --procedure 2021-4- 2>&1", 2, "дано «2021-4-»");
    check_words("check -- --json 2>&1", 3, "«--json» не найден");
    check_words("intake 2>&1", 2, "Не дано ни одной формы");
    check_words("export " FORM " 2>&1", 2, "Добавьте «--reference ФАЙЛ»");
    check_words("simulate 2>&1", 2, "Добавьте «--out ПАПКА»");
    check_words("simulate --out x --schools 0 2>&1", 2, "дано «0»");
    check_words("simulate --out x --plant M9:1:1 2>&1", 2, "M9");
    check_words("simulate --out x --null N7 2>&1", 2, "N7");
    check_words("simulate --out x y 2>&1", 2, "Лишнее слово «y»");
    check_words("limits --x 2>&1", 2, "нет ключа «--x»");
    check_shell("[ ! -e x ] && [ ! -e merilo-отчёт.html ]"); /* words are judged before anything is written */
}

static void test_files_that_are_not_forms(void **state)
{
    (void)state;
    check_shell(": >пусто.xlsx && mkdir папка && echo 'не форма' >слова.txt");
    check_words("check нет.xlsx 2>&1", 3, "Файл «нет.xlsx» не найден");
    check_words("intake нет.xlsx 2>&1", 3, "не найден");
    check_words("plan read нет.docx 2>&1", 3, "merilo: Файл «нет.docx» не найден. Проверьте имя и папку.\n"); /* and nothing behind it in another language */
    check_words("check папка 2>&1", 2, "это папка");
    check_words("check пусто.xlsx 2>&1", 2, "merilo: ");
    check_words("check слова.txt 2>&1", 2, "merilo: ");
    check_words("check пусто.xlsx слова.txt 2>&1", 2, "файл «пусто.xlsx» не прочитан");
    check_words("check нет.xlsx нету.xlsx 2>&1", 3, "не прочитан ни один");
    check_words("check " FORM " --schools нет.csv 2>&1", 3, "нет.csv");
    check_words("check " FORM " --reference нет.json 2>&1", 3, "нет.json");
    check_words("check " FORM " --reference слова.txt 2>&1", 2, "merilo: ");
    check_words("check " FORM " --reference 'нет: 1.json' 2>&1", 3, "«нет: 1.json»");
    check_words("check " FORM " --blueprints нет.tsv 2>&1", 3, "нет.tsv");
    check_words("export --reference норма.json " FORM " 2>&1", 2, "от 60 школ");
    check_shell("[ ! -e норма.json ] && [ ! -e merilo-отчёт.html ]");
}

static void test_check_says_where_the_report_is(void **state)
{
    (void)state;
    check_words("check " FORM, 0, "Отчёт: merilo-отчёт.html");
    check_shell("[ -s merilo-отчёт.html ] && rm merilo-отчёт.html");
    check_words("check " FORM " 2>&1 >/dev/null | wc -c", 0, "0\n"); /* nobody looks at a terminal here: no progress, no talk */
    check_words("check " FORM " --html 'мой отчёт.html' --docx о.docx --xlsx о.xlsx --json о.json", 0, "Признак — не нарушение");
    check_shell("grep -q '</html>' 'мой отчёт.html' && grep -q '\"conclusions\"' о.json && [ -s о.docx ] && [ -s о.xlsx ]");
    check_shell("rm -f merilo-отчёт.html");
    check_words("check " FORM " --json - 2>/dev/null | head -c 1", 0, "{");
    check_words("check " FORM " --json - --threads 3 2>/dev/null | cmp - о.json && echo same", 0, "same");
    check_words("check " FORM " --json - 2>&1 >/dev/null", 0, "Признак — не нарушение");
    check_words("check " FORM " --json - --all-values 2>/dev/null", 0, "\"values\": [");
    check_words("check " FORM " --html - 2>/dev/null | head -c 15", 0, "<!DOCTYPE html>");
    check_shell("[ ! -e merilo-отчёт.html ] && [ ! -e ./- ]");
}

static void test_good_files_go_on_beside_bad_ones(void **state)
{
    (void)state;
    check_words("check нет.xlsx " FORM " --json ещё.json 2>&1 >/dev/null", 0, "файл «нет.xlsx» не прочитан");
    check_words("intake " FORM, 0, "2021-4-математика.csv: ");
    check_words("intake нет.xlsx " FORM " --json - 2>/dev/null", 0, "\"file\": \"нет.xlsx\"");
    check_words("intake нет.xlsx --json - 2>/dev/null", 3, "\"file\": \"нет.xlsx\"");
    check_shell("printf 'школа;класс;код;вариант;1 (1б);2 (2б)\\n7;а;1;1;1;2\\n7;а;2;1;9;x\\n7;а;3;1;0;1\\n' >2021-4-свой-предмет.csv");
    check_words("intake 2021-4-свой-предмет.csv", 0, " E3: ");
    check_words("intake 2021-4-свой-предмет.csv", 0, "ждут исправления 1");
}

static void test_nothing_is_left_half_written(void **state)
{
    (void)state;
    check_words("check " FORM " --html нет/такой/папки.html 2>&1", 7, "Не записан файл «нет/такой/папки.html»");
    check_words("check " FORM " --json папка 2>&1", 7, "Не записан файл «папка»");
    check_words("check " FORM " --json /dev/full 2>&1", 7, "Не записан файл «/dev/full»");
    check_words("check " FORM " --json - 2>&1 >/dev/full", 7, "Не записан");
    check_words("limits 2>&1 >/dev/full", 7, "Не записан вывод");
    check_words("check " FORM " --html /dev/null", 0, "Признак — не нарушение");
    check_words("check " FORM " --json - 2>/dev/null | true; echo $?", 0, "0\n");
    check_shell("! ls -A | grep -E '\\.[A-Za-z0-9]{6}$'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms_always_have_an_answer),
        cmocka_unit_test(test_help_of_everything),
        cmocka_unit_test(test_words_that_make_no_sense),
        cmocka_unit_test(test_files_that_are_not_forms),
        cmocka_unit_test(test_check_says_where_the_report_is),
        cmocka_unit_test(test_good_files_go_on_beside_bad_ones),
        cmocka_unit_test(test_nothing_is_left_half_written),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
