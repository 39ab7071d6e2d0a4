/* Between the files of the tokeniser. */
#ifndef PLAN_TERM_LEX__H
#define PLAN_TERM_LEX__H

#include "plan/term_.h"

static inline bool is_digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }
static inline bool is_cyrillic(uint32_t cp) { return (cp >= 0x430 && cp <= 0x44F) || cp == 0x456; }
static inline bool is_letter(uint32_t cp) { return is_cyrillic(cp) || (cp >= 'a' && cp <= 'z'); }
static inline uint32_t cp_at(const Lex *lex, uint32_t i) { return i < lex->n_chars ? lex->chars[i].cp : 0; } /* 0 past the end */

/* A token of the characters from … to - 1. Over TERM_TOKENS it sets lex->over and gives the last one again. */
Tok *term_lex_add(Lex *lex, TokKind kind, uint32_t from, uint32_t to);
bool term_lex_mended(const Lex *lex, uint32_t from, uint32_t to); /* whether a slip was mended in them */
/* Up to 12, in either alphabet; 0: no numeral. */
uint8_t term_lex_roman(Str text);
/* Tokens by their neighbours; times go. */
void term_lex_settle(Lex *lex);
void term_lex_take_out(Lex *lex, uint32_t i, uint32_t n);
bool term_lex_genitive_month(const Tok *tok);
/* Words cut short, by their neighbours. */
void term_lex_short(Lex *lex);
/* The number, date or time that begins at a digit; gives the place behind it. */
uint32_t term_lex_number(Lex *lex, uint32_t from);

#endif
