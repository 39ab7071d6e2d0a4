/* A letter as bytes, read back: subject, text, and nothing that could become a header or a command. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "flow/mail_.h"

static Str composed(Arena *arena, Str subject, Str words)
{
    Err err = { 0 };
    Buf out;
    Letter letter = { .from = STR("merilo@example.ru"), .to = STR("head@school.example.ru"), .subject = subject, .words = words, .id = STR("abc123"), .at = 1776751920 };
    buf_init(&out, 0);
    assert_true(mail_compose(&letter, &out, &err));
    Str bytes = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return bytes;
}

/* Lines end by CRLF and nothing else, are short, ASCII. */
static void lines_are_right(Str bytes)
{
    for (size_t from = 0; from < bytes.n;) {
        size_t to = from;
        while (to < bytes.n && bytes.at[to] != '\r' && bytes.at[to] != '\n') {
            assert_true((unsigned char)bytes.at[to] >= ' ' && (unsigned char)bytes.at[to] < 127);
            to++;
        }
        assert_true(to + 1 < bytes.n && bytes.at[to] == '\r' && bytes.at[to + 1] == '\n' && to - from <= 78);
        from = to + 2;
    }
}

static Str header(Arena *arena, Str bytes, const char *name)
{
    Str wanted = arena_printf(arena, "\r\n%s:", name);
    size_t head = str_find(bytes, STR("\r\n\r\n")), at = str_find(bytes, wanted);
    assert_true(head != SIZE_MAX && at != SIZE_MAX && at < head);
    size_t to = at + wanted.n;
    while (!(bytes.at[to] == '\r' && bytes.at[to + 2] != ' ')) to++;
    return str_slice(bytes, at + wanted.n, to);
}

static uint32_t n_headers(Str bytes)
{
    uint32_t n = 1;
    for (size_t i = 0; i + 3 < bytes.n && memcmp(bytes.at + i, "\r\n\r\n", 4) != 0; i++) n += bytes.at[i] == '\n' && bytes.at[i + 1] != ' ';
    return n;
}

static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Each encoded word is whole characters, at most 75 bytes. */
static Str decoded_subject(Arena *arena, Str value)
{
    char *text = arena_alloc(arena, value.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < value.n;) {
        if (value.at[i] != '=') { i++; continue; }
        size_t end = i + 10, word = n;
        assert_true(str_starts(str_slice(value, i, value.n), STR("=?UTF-8?B?")));
        uint32_t bits = 0, n_bits = 0;
        for (; value.at[end] != '?'; end++) {
            if (value.at[end] == '=') continue;
            assert_true(digit_of(value.at[end]) >= 0);
            bits = bits << 6 | (uint32_t)digit_of(value.at[end]), n_bits += 6;
            if (n_bits >= 8) text[n++] = (char)(bits >> (n_bits -= 8) & 255);
        }
        assert_true(end + 2 - i <= 75 && value.at[end + 1] == '=' && utf8_valid((Str){ text + word, n - word }));
        i = end + 2;
    }
    return (Str){ text, n };
}

static Str decoded_words(Arena *arena, Str bytes)
{
    Str body = str_slice(bytes, str_find(bytes, STR("\r\n\r\n")) + 4, bytes.n);
    char *text = arena_alloc(arena, body.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < body.n; i++) {
        if (body.at[i] == '\r') continue;
        if (body.at[i] != '=') { text[n++] = body.at[i]; continue; }
        if (body.at[i + 1] == '\r') { i += 2; continue; }
        char hex[3] = { body.at[i + 1], body.at[i + 2], '\0' };
        text[n++] = (char)strtol(hex, NULL, 16);
        i += 2;
    }
    assert_true(n > 0 && text[n - 1] == '\n');
    return (Str){ text, n - 1 };
}

static void any_letter_comes_back(void **state)
{
    (void)state;
    static const char *const pieces[] = { "Неделя", " ", ".", "=", "\n", "\n.\n", "«план»", "a", "—", "𝔄", ": ", "?=", "Bcc: x@y.z", "\t" };
    uint32_t seed = 11;
    Arena *arena = arena_new(0);
    for (int round = 0; round < 300; round++) {
        Buf words;
        buf_init(&words, 0);
        for (int i = 0; i < round % 70 + 1; i++) {
            seed = seed * 1664525u + 1013904223u;
            buf_add_z(&words, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        Str text = arena_str(arena, buf_str(&words));
        buf_free(&words);
        Str bytes = composed(arena, text, text);
        lines_are_right(bytes);
        assert_int_equal(n_headers(bytes), 9);
        assert_true(str_find(bytes, STR("\r\n.")) == SIZE_MAX); /* no line can end the letter */
        assert_true(str_eq(decoded_words(arena, bytes), text));
        char *flat = arena_alloc(arena, text.n + 1);
        memcpy(flat, text.at, text.n);
        for (size_t i = 0; i < text.n; i++)
            if (flat[i] == '\n' || flat[i] == '\t') flat[i] = ' ';
        assert_true(str_eq(decoded_subject(arena, header(arena, bytes, "Subject")), (Str){ flat, text.n }));
    }
    arena_free(arena);
}

static void headers_stand_as_they_should(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str bytes = composed(arena, STR("Мерило\r\nBcc: evil@example.ru"), STR("Здравствуйте"));
    assert_true(str_starts(bytes, STR("From: <merilo@example.ru>\r\nTo: <head@school.example.ru>\r\nSubject: =?UTF-8?B?")));
    assert_true(str_eq(header(arena, bytes, "Date"), STR(" Tue, 21 Apr 2026 09:12:00 +0300")));
    assert_true(str_eq(header(arena, bytes, "Message-ID"), STR(" <abc123@example.ru>")));
    assert_true(str_find(bytes, STR("\r\nBcc")) == SIZE_MAX);
    arena_free(arena);
}

static void addresses(void **state)
{
    (void)state;
    static const char *const good[] = { "a@b", "head+plan@school-1.example.ru", "ivan.ivanov@xn--80a.xn--p1ai" };
    static const char *const bad[] = { "", "a", "@b.ru", "a@", "a@b@c", "a b@c.ru", "a@b.ru\r\nRCPT TO:<x@y>", "<a@b.ru>", "a@b.ru,c@d.ru", "почта@школа.рф", "-f@b.ru", "\"a\"@b.ru" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(mail_address_fits(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(mail_address_fits(str_of(bad[i])));
}

static void servers(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    MailServer server;
    Err err = { 0 };
    assert_true(mail_server_read(STR("smtps://mail.example.ru:465"), arena, &server, &err) && server.must_encrypt);
    assert_true(mail_server_read(STR("smtp+starttls://mail.example.ru:587"), arena, &server, &err) && server.must_encrypt && str_eq(server.url, STR("smtp://mail.example.ru:587")));
    assert_true(mail_server_read(STR("smtp://127.0.0.1:25"), arena, &server, &err) && !server.must_encrypt);
    static const char *const bad[] = { "smtp://mail.example.ru:25", "file:///etc/passwd", "http://mail.example.ru", "smtps://user:word@mail.example.ru", "smtp://127.0.0.1:25@mail.example.ru", "mail.example.ru", "smtps://a b" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(mail_server_read(str_of(bad[i]), arena, &server, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(any_letter_comes_back), cmocka_unit_test(headers_stand_as_they_should), cmocka_unit_test(addresses), cmocka_unit_test(servers) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
