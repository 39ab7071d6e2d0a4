/* What an office puts on its papers: its own requisites in the forms that its people gave (the program declines no names), the edition of ГОСТ Р 7.0.97, persons who sign.
 * How papers are built and drawn: publish/paper.h. */
#ifndef DOMAIN_PAPER_H
#define DOMAIN_PAPER_H

#include <stdint.h>

#include "base/arena.h"

typedef enum PaperGost { PAPER_GOST_2025, PAPER_GOST_2016 } PaperGost;
#define PAPER_GOST_SETTING "paper.gost"
#define PAPER_QR_SETTING   "paper.qr"
/* «2025», «2016»; anything else is the edition in force. */
PaperGost paper_gost_of(Str setting);

/* As printed: post in the nominative, «И. О. Фамилия». */
typedef struct PaperSigner { Str post, name; } PaperSigner;

/* Of one organisation. Every text may be empty: its place on the paper is then left out or left blank for a pen. Lines of a text are parted by «\n». */
typedef struct PaperRequisites {
    Str parent;          /* «Администрация Энского муниципального района»; above the name */
    Str name;            /* «Управление образования администрации\nЭнского муниципального района»: lines as they shall break in the head */
    Str short_name;      /* «УО Энского района»; in brackets under the name */
    Str name_genitive;   /* «управления образования Энского муниципального района»: after «к приказу» */
    Str name_dative;     /* «управлению образования Энского муниципального района» */
    Str place;           /* «г. Энск» */
    Str address, phone, email, site;
    Str codes;           /* «ОКПО 00000000, ОГРН 1020000000000\nИНН/КПП 2456000000/245601001»; of letters */
    Str head_post;       /* «Начальник управления» */
    Str head_post_full;  /* «Начальник управления образования\nЭнского муниципального района»: where no head of the paper names the organisation, as under «УТВЕРЖДАЮ» */
    Str head_name;       /* «И. О. Фамилия» */
    Str head_post_dative;/* «Начальнику управления образования\nЭнского муниципального района»: as an addressee writes to it */
    Str head_name_dative;/* «Фамилии И. О.» */
    Str head_greeting;   /* «Уважаемый Имя Отчество!» */
    Str secretary_name;  /* signs minutes */
    Str executor_name, executor_phone;
    Str certifier_post, certifier_name; /* «Верно»: who certifies copies and extracts */
} PaperRequisites;

/* One row a field, in the order of a form; ended by a NULL name. For pages, storage and exports alike. */
typedef struct PaperRequisite {
    const char *name;    /* «head_post» */
    const char *group;   /* «Руководитель» */
    const char *title;   /* «Должность руководителя» */
    const char *example; /* «Начальник управления» */
    bool lines;          /* may have several */
    size_t at;           /* offset of the Str in PaperRequisites */
} PaperRequisite;
const PaperRequisite *paper_requisites(void);
const PaperRequisite *paper_requisite_find(Str name);
Str paper_requisite_get(const PaperRequisites *org, const PaperRequisite *field);
void paper_requisite_set(PaperRequisites *org, const PaperRequisite *field, Str value);

/* Initials as they stand before or after a surname, no spelling of a name is changed:
 * «Фамилия И.О.», «Фамилия Имя Отчество», «Имя Отчество Фамилия», «И.О. Фамилия» → «И. О. Фамилия» (spaces are NBSP). Other words come back as they are. */
Str paper_name_signed(Arena *arena, Str name);
/* → «Фамилия И. О.»: of lists and addressees. */
Str paper_name_listed(Arena *arena, Str name);
/* «директор школы Иванова И.И.», «Иванова И.И., директор школы» → post and name, as written; without a name with initials all of it is the post, a name alone has no post. */
void paper_post_and_name(Arena *arena, Str words, Str *post, Str *name);

#endif
