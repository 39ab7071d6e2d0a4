/* The order of names against ICU's Russian collation with numbers by value, over names as they are and over random lines of the same letters and signs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <unicode/ucol.h>

#include "base/text_key.h"
#include "base/utf8.h"

static UCollator *russian(void)
{
    UErrorCode code = U_ZERO_ERROR;
    UCollator *collator = ucol_open("ru", &code);
    ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &code);
    assert_true(U_SUCCESS(code));
    return collator;
}

static int sign(int x) { return (x > 0) - (x < 0); }

static void same_order(UCollator *collator, Str a, Str b, Arena *arena)
{
    UErrorCode code = U_ZERO_ERROR;
    int icu = ucol_strcollUTF8(collator, a.at, (int32_t)a.n, b.at, (int32_t)b.n, &code);
    int ours = sign(str_cmp(text_sort_key(a, arena), text_sort_key(b, arena)));
    if (icu != ours) fail_msg("«%.*s» and «%.*s»: ICU %d, ours %d", STR_ARG(a), STR_ARG(b), icu, ours);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const names[] = {
        "МБОУ СОШ № 2", "МБОУ СОШ № 10", "МБОУ СОШ №2", "МБОУ СОШ № 02", "МБОУ «СОШ № 2»", "МАОУ «Лицей № 1 им. А. С. Пушкина»", "Ёлкинская ООШ", "Елкинская ООШ", "елкинская ООШ",
        "Абрамовская СОШ", "Яблоневая школа", "Единая", "Ежовская", "Школа", "Школа-интернат", "Школа — сад", "Школа (филиал)", "Gymnasia", "gymnasia", "10 школа", "9 школа", "школа 10а", "школа 10", "школа 100",
        "ВПР 2026, математика, 5 класс", "ВПР 2026, математика, 10 класс", "ВПР 2025, русский язык, 4 класс", "", " ", "а", "аа", "а а", "й", "и", "ий", "ИЙ", "їжак", "іжак", "щ", "ш", "000", "0", "00а", "1.5", "1,5",
        "ОГЭ: физика", "5а", "5б", "5А", "11а", "Иванов-Петров", "Иванов Петров", "ИвановПетров", "ё", "е", "ж", "Ё", "Е", "ёж", "еж", "ежа", "съезд", "сьезд", "сыезд",
    };
    enum { n = sizeof names / sizeof *names };
    UCollator *collator = russian();
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) same_order(collator, str_trim(str_of(names[i])), str_trim(str_of(names[k])), arena);
    arena_free(arena);
    ucol_close(collator);
}

static void test_random_lines(void **state)
{
    (void)state;
    static const char *const pieces[] = { "а", "А", "е", "ё", "Ё", "Е", "и", "й", "я", "ь", "ъ", "ґ", "г", "a", "Z", "z", "1", "2", "10", "0", "9", " ", "-", "—", "«", "»", ".", ",", "(", ")", "/", "\"", "'", "+", "%", "ж", "Ж" };
    UCollator *collator = russian();
    uint64_t seed = 2026;
    for (int round = 0; round < 20000; round++) {
        Arena *arena = arena_new(1 << 20);
        Str both[2] = { STR("х"), STR("х") }; /* a letter in front: lines are trimmed */
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 5; k++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                size_t n = sizeof pieces / sizeof *pieces;
                both[i] = arena_printf(arena, "%.*s%s", STR_ARG(both[i]), pieces[(seed >> 33) % n]);
            }
            both[i] = arena_printf(arena, "%.*s1", STR_ARG(both[i]));
        }
        same_order(collator, both[0], both[1], arena);
        arena_free(arena);
    }
    ucol_close(collator);
}

static void test_anything_has_a_key(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    char bytes[64];
    uint64_t seed = 7;
    for (int round = 0; round < 5000; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 56);
        Str key = text_sort_key((Str){ bytes, sizeof bytes }, arena);
        assert_true(key.n >= 2 && memchr(key.at, 0, key.n) == NULL);
    }
    char nines[600];
    memset(nines, '9', sizeof nines);
    Str longer = text_sort_key((Str){ nines, 600 }, arena), shorter = text_sort_key((Str){ nines, 500 }, arena);
    assert_true(str_cmp(shorter, longer) < 0);
    assert_true(str_eq(text_sort_key(STR("  МБОУ\xC2\xA0СОШ"), arena), text_sort_key(STR("МБОУ СОШ "), arena)));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_names), cmocka_unit_test(test_random_lines), cmocka_unit_test(test_anything_has_a_key) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
