/* Which procedure a text speaks of: year, grade of the programme, subject. */
#ifndef INTAKE_IDENTITY_H
#define INTAKE_IDENTITY_H

#include "domain/blueprint.h"
#include "base/arena.h"

typedef struct Identity {
    int year;    /* 0 unknown */
    int grade;   /* 0 unknown */
    Str subject; /* empty unknown */
    bool known_subject; /* of the table of subjects, not the text's own words */
    Str level;   /* «углублённый» or empty */
} Identity;

/* Fills what io does not know yet from «2021-4-математика», «ВПР 2022 7 класс биология», «МА-5 2023», a title, a name of a file. */
void identity_read(Str text, Identity *io, Arena *arena);
/* The same for a text without any known subject: its own words when io has none yet; «2026-4-шахматы» counts as known. */
void identity_own_words(Str text, Identity *io, Arena *arena);
bool identity_complete(const Identity *identity);
/* Canonical title of a subject in any of its names («ма», «Математике»); empty when unknown. */
Str identity_subject(Str text, Arena *arena);
/* id and title; blueprint is left NULL. */
void identity_procedure(const Identity *identity, Arena *arena, Procedure *out);
/* «edu203389», «sch220001» in a text; empty when there is none. */
Str identity_login(Str text, Arena *arena);

#endif
