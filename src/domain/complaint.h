/* What is wrong, or was repaired, at one place of an input. Data, not an error. */
#ifndef DOMAIN_COMPLAINT_H
#define DOMAIN_COMPLAINT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum Severity {
    SEVERITY_FIXED,   /* a guess was made and is told */
    SEVERITY_WARNING, /* counted, but look */
    SEVERITY_ERROR,   /* this row (or file) waits */
} Severity;

typedef struct Complaint {
    Str sheet;        /* «Протокол»; empty for a whole file */
    uint32_t row;     /* 1-based as in a spreadsheet; 0: no row */
    uint32_t column;  /* 1-based; 0: whole row */
    Str value;        /* as written, cut at 60 characters */
    const char *code; /* stable English word: «score-unreadable» */
    Severity severity;
    Str text;         /* Russian sentence: what, where it matters, what to do */
} Complaint;

const char *severity_word(Severity severity); /* fixed, warning, error */
/* «N15», «15» (row only), «» */
Str complaint_cell(Arena *arena, const Complaint *complaint);
/* The same of a row and a column, 1-based; 0 = none. */
Str cell_address(Arena *arena, uint32_t row, uint32_t column);
/* Back: «N15», «15», «»; 1 to 9 digits, 1 to 3 capital Latin letters. false for anything else: both are 0 then. */
bool cell_address_parse(Str name, uint32_t *row, uint32_t *column);

#endif
