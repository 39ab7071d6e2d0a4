/* Thresholds of both profiles: each row stands in the code as the table says, none of ours is shown as somebody else's, and docs/method/profiles.md is the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/number.h"
#include "domain/rule.h"

static Str source_file(const char *path, Arena *arena)
{
    const char *root = getenv("MERILO_SOURCE");
    Str bytes = STR_EMPTY;
    Err err = { 0 };
    const char *full = arena_printf(arena, "%s/%s", root != NULL ? root : ".", path).at;
    if (!file_read(full, 1 << 20, arena, &bytes, &err)) fail_msg("%s: %s", full, err.what);
    return bytes;
}

/* Runs of blanks as one: constants are aligned in columns. */
static Str one_blank(Str text, Arena *arena)
{
    char *at = (char *)arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (!isspace((unsigned char)text.at[i])) at[n++] = text.at[i];
        else if (n > 0 && at[n - 1] != ' ') at[n++] = ' ';
    return (Str){ at, n };
}

/* «3.09», «.25», «60»: the value as code writes it, not as a part of a longer number. */
static bool holds_value(const char *code, double value)
{
    for (const char *at = code; *at != '\0'; at++) {
        bool begins = isdigit((unsigned char)*at) || (*at == '.' && isdigit((unsigned char)at[1]));
        if (!begins || (at > code && (isalnum((unsigned char)at[-1]) || at[-1] == '.' || at[-1] == '_'))) continue;
        char *end;
        if (strtod(at, &end) == value) return true;
        at = end - 1;
    }
    return false;
}

static void test_code_applies_what_the_table_says(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    uint32_t n = 0, n_bad = 0;
    for (const Rule *rule = rule_table; rule->id != NULL; rule++, n++) {
        if (rule->code == NULL) continue;
        bool there = str_find(one_blank(source_file(rule->file, arena), arena), str_of(rule->code)) != SIZE_MAX, same = holds_value(rule->code, rule->value);
        if (!there || !same) print_error("%s: «%s» %s; change src/domain/rule.c together with the code\n", rule->file, rule->code, there ? "is of another value" : "is not there");
        n_bad += !there || !same;
    }
    assert_int_equal(n_bad, 0);
    assert_true(n > 20);
    assert_false(holds_value("a = 11.96", 1.96));
    assert_true(holds_value("(x, .25)", 0.25));
    arena_free(arena);
}

static void test_whose(void **state)
{
    (void)state;
    for (const Rule *rule = rule_table; rule->id != NULL; rule++) {
        bool names_ours = strncmp(rule->source, "Мерило: ", strlen("Мерило: ")) == 0;
        assert_int_equal(rule->profile == RULE_OURS, names_ours);
        if (rule->profile == RULE_FEDERAL) assert_true(strstr(rule->source, "ФИОКО") != NULL && rule->year >= 2021);
        else assert_true(strstr(rule->source, "ФИОКО") == NULL && rule->page == NULL && isfinite(rule->value));
        for (const Rule *other = rule_table; other != rule; other++) assert_string_not_equal(other->id, rule->id);
        if (rule > rule_table && strcmp(rule[-1].topic, rule->topic) != 0)
            for (const Rule *other = rule_table; other < rule - 1; other++) assert_string_not_equal(other->topic, rule->topic); /* together */
    }
}

static Str value_of(const Rule *rule, Arena *arena)
{
    if (isnan(rule->value)) return STR("не задано");
    Str number = number_dec(arena, rule->value, rule->decimals);
    return rule->unit[0] == '\0' ? number : arena_printf(arena, "%.*s %s", STR_ARG(number), rule->unit);
}

/* docs/method/profiles.md. MERILO_WRITE=1 writes it. */
static void test_page(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Buf out;
    buf_init(&out, 0);
    buf_add_z(&out, "# Два профиля: федеральный и Мерило\n\n"
        "Каждый порог, который программа применяет или показывает, — с тем, чей он. Федеральные правила посчитаны так, как опубликованы; на выводы Мерила они не влияют. Наши числа ничьими другими не называются.\n"
        "Таблица сделана из `src/domain/rule.c` (тест `test_rules` сверяет её с кодом и с этой страницей; `MERILO_WRITE=1` пишет страницу заново). Наименьшие объёмы каждого показателя — в [общей таблице](README.md#показатели).\n");
    const char *topic = "";
    for (const Rule *rule = rule_table; rule->id != NULL; rule++) {
        if (strcmp(topic, rule->topic) != 0) buf_printf(&out, "\n## %s\n\n| порог | федеральный | Мерило | откуда |\n|---|---|---|---|\n", rule->topic);
        topic = rule->topic;
        Str value = value_of(rule, arena);
        bool federal = rule->profile == RULE_FEDERAL;
        buf_printf(&out, "| %s | %.*s | %.*s | %s", rule->name, STR_ARG(federal ? value : STR("—")), STR_ARG(federal ? STR("—") : value), rule->source);
        if (federal && rule->page != NULL) buf_printf(&out, ", стр. %s, %d", rule->page, rule->year);
        else if (federal) buf_printf(&out, ", страница не указана, %d", rule->year);
        buf_add_z(&out, " |\n");
    }
    const char *root = getenv("MERILO_SOURCE"), *path = "docs/method/profiles.md";
    Err err = { 0 };
    if (getenv("MERILO_WRITE") != NULL) assert_true(file_write(arena_printf(arena, "%s/%s", root != NULL ? root : ".", path).at, buf_str(&out), &err));
    assert_true(str_eq(source_file(path, arena), buf_str(&out)));
    buf_free(&out);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_code_applies_what_the_table_says), cmocka_unit_test(test_whose), cmocka_unit_test(test_page) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
