/* Inside: how kinds put a paper together. Texts that people typed go through typo(); what a plan or minutes say stays as it stands, only spaces that must not break are made so. */
#ifndef PUBLISH_PAPER_MAKE__H
#define PUBLISH_PAPER_MAKE__H

#include "publish/paper.h"

typedef struct Make {
    const PaperInput *input;
    const PaperRequisites *org;
    Paper *paper;
    Arena *arena;
} Make;

typedef enum PlanLayout { LAYOUT_AUTO, LAYOUT_FULL, LAYOUT_SECTIONS, LAYOUT_TASKS, LAYOUT_RESULTS, N_LAYOUTS } PlanLayout;
#define LAYOUT_CHOICES "по содержанию плана|пять столбцов с ожидаемым результатом|четыре столбца с разделами|задачи с объединёнными ячейками|участники и результаты"

PaperBlock *make_block(Make *make, PaperBlockKind kind, Str text); /* nothing for an empty text; NULL then */
PaperBlock *make_point(Make *make, Str label, Str text);           /* level by the label, «.» added at its end */
PaperBlock *make_table(Make *make, const PaperTable *table);
void make_sheet(Make *make, bool landscape);

/* Value of a field of the kind: as given, or its default. A name that the kind has not is a BUG. */
Str make_value(const Make *make, const char *name);
int32_t make_day(const Make *make, const char *name);              /* DATE_NONE: empty */

/* Parts of papers, top down. */
void make_org(Make *make);
void make_type(Make *make, const char *type, Str subtype);
void make_dateline(Make *make, int32_t day, Str place, Str number);
void make_subject(Make *make, Str subject);
/* «УТВЕРЖДАЮ / post / ______ name / «__» ____ 2026 г.» of the organisation's head, or «УТВЕРЖДЕН / приказом … / от … № …» agreeing with the word for the paper. agreed: lines for «СОГЛАСОВАНО» at the left; empty: none. */
void make_approval(Make *make, Str agreed);
/* As the edition itself says: by an order («приказом …»), else by the hand of whoever is named, else of the head; its own day and number. */
void make_approved(Make *make, const PlanContent *plan, Str agreed);
void make_approved_by_order(Make *make, Str noun, Str order_day, Str order_number, Str agreed);
/* New sheet with «Приложение 1 / к приказу … / от … № …»; number 0: the only annex. to: «к приказу». */
void make_annex(Make *make, uint32_t number, const char *to, bool landscape);
/* The plan, if it has measures, and then input's annexes, numbered when there are several. to: as above. */
void make_annexes(Make *make, const char *to, PlanLayout layout);
/* Lines as they were typed: «2.1. text» a point, «- text» an item, others paragraphs or, when numbered, points in order. */
void make_lines(Make *make, Str lines, bool numbered);
void make_signature(Make *make, Str post, Str name);
void make_head_signature(Make *make);
void make_signatures(Make *make, Str lines);                       /* «post | name» a line */
void make_verified(Make *make, int32_t day);
void make_executor(Make *make);
/* Who reads and signs: «post | name» or a name a line; rows for a pen when there is none. what: «с приказом … от … № …». */
void make_acquaintance(Make *make, Str what, Str people);
/* Addressee at the right, organisation with its address and numbers at the left. reply: «На № … от …», may be empty. */
void make_letterhead(Make *make, Str addressee, Str reply);
void make_frozen(Make *make, const FrozenTable *table);
void make_heading(Make *make, const char *text);
void make_paras(Make *make, uint32_t n, const Str *paras);
void make_points(Make *make, uint32_t n, const Str *points); /* 1., 2., … */

/* protocol_.c: of minutes and of an extract from them. */
void make_chair(Make *make, const char *word, const Minutes *minutes);
void make_secretary(Make *make, const Minutes *minutes);
Str make_meeting(Make *make, const Minutes *minutes); /* under «ПРОТОКОЛ» */
void make_present(Make *make, const Minutes *minutes);
void make_item(Make *make, const MinutesItem *item, Str number);

/* plan_.c: «Цель», sections and measures as a table of one of the layouts (field «layout»), nothing of the plan left out. */
PlanLayout make_layout(Str choice);
bool make_plan_is_wide(const PlanContent *plan, PlanLayout layout);
void make_plan(Make *make, const PlanContent *plan, PlanLayout layout);
bool make_is_subject(Str title);
void make_plan_title(Make *make, const PlanContent *plan);
/* Decisions as points with «Срок: … Ответственные: …»; a point that only gathers others is made of their common addressee. */
void make_decisions(Make *make, uint32_t n, const PlanDecision *decisions, bool grouped); /* grouped: «2. Директорам школ:» over 2.1 and 2.2 that say the same people */

/* russian_.c */
typedef enum Gender { GENDER_HE, GENDER_SHE, GENDER_IT, GENDER_THEY } Gender;
/* Of the first noun of a title, by its ending: «План …» he, «Дорожная карта …» she, «Положение …» it, «Мероприятия …» they. */
Gender russian_gender(Str title);
/* «от 24.04.2026 № 87»; a missing part is a place for the pen. */
Str russian_from(Arena *arena, int32_t day, Str number);
/* «24 апреля 2026 г.», without a day «___ __________ 20__ г.» */
Str russian_day(Arena *arena, int32_t day);
Str russian_join(Arena *arena, uint32_t n, const Str *parts, const char *between);
/* «на основании писем …, в соответствии с приказом …»: documents in the case that their words stand in; empty when one stands in none of these. */
Str russian_basis(Arena *arena, uint32_t n, const Str *basis);
/* post in lines of at most so many characters, broken between words. */
Str russian_wrap(Arena *arena, Str text, uint32_t n_chars);
/* «приказываю:» → «Приказываю:» */
Str russian_capital(Arena *arena, Str text);
/* «План мероприятий по …» → «плана мероприятий по …»; empty: how its first words decline is not known. */
Str russian_genitive_of(Arena *arena, Str title);
/* «Директор» → «директор» after a name; abbreviations and initials stay. */
Str russian_small(Arena *arena, Str text);
/* «План мероприятий по …» → «Об утверждении плана мероприятий по …»; empty: how its first words decline is not known. */
Str russian_approval_of(Arena *arena, Str title);

/* make_kept: the same words, with spaces that must not break. make_typed: with typography. */
Str make_kept(Make *make, Str text);
Str make_cell(Make *make, Str text); /* as make_kept, and short words are not left at the end of a line: cells are not justified */
Str make_typed(Make *make, Str text);

#endif
