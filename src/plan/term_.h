/* Inside of the reader of deadlines: characters → tokens (term_lex) → words that mean something (term_words) → spans, rules, events (term_parse and its neighbours) → days (term_mean). */
#ifndef PLAN_TERM__H
#define PLAN_TERM__H

#include <stdint.h>

#include "base/limits.h"
#include "plan/term.h"

enum { TERM_TOKENS = 400, TERM_SPANS = 64, TERM_LETTERS = 48 };
enum { TERM_WORKDAYS = 0x1F }; /* Monday to Friday, of Recur.weekdays */
enum { TERM_OPEN_SCHEDULES = 5 }; /* values of W_SCHEDULE under it are schedules without a preposition too: «график ВПР» */

typedef enum TokKind {
    TOK_END, TOK_NUMBER, TOK_DATE, TOK_TIME, TOK_WORD, TOK_DASH, TOK_COMMA, TOK_SEMICOLON, TOK_COLON, TOK_SLASH, TOK_OPEN, TOK_CLOSE
} TokKind;

/* What a word is to the grammar; value in brackets. */
typedef enum TermWord {
    W_OTHER,
    W_MONTH, W_WEEKDAY, W_SEASON, W_SEASON_ADJ, /* 1…12; 0…6; 0 winter … 3 autumn */
    W_YEAR, W_DAY, W_WEEK, W_MONTHS, W_QUARTER, W_HALF, W_FOURTH, W_THIRD, W_DECADE, W_HOUR, /* units; W_FOURTH and W_THIRD are a school's четверть and триместр */
    W_SPLIT_HALF, W_DATE_OF, W_WORKING, W_SCHOOL, W_CALENDAR, /* половина; число; рабочих; учебный; календарный */
    W_IN, W_FROM, W_BY, W_UNTIL, W_TO, W_OF, W_ON, W_BEHIND, W_AND, W_NOT, W_WITH_NEXT, W_BETWEEN, W_AT, /* в, с, по, до, к, от, на, за, и/или, не, следующий, между, при */
    W_COURSE, W_LATER, W_EARLIER, W_THAN, W_TERM, W_AFTER, W_BEFORE, W_EVE, W_THROUGH, W_STARTING, W_AT_ONCE, W_MOMENT, /* течение; позднее; ранее; чем; срок; после; перед; накануне; через; начиная; сразу; момент */
    W_BEGINNING, W_MIDDLE, W_END, W_FINISH, W_RESULT, W_FACT, /* начало; середина; конец; окончание; итоги; факт */
    W_EVERY, W_LAST, W_ORDINAL, W_COUNT, W_TIMES, W_OFTEN, W_SELDOM, W_LESS, W_MORE, /* каждый; последний, 1 предпоследний; n-й; n; раз; чаще; реже; менее; более */
    W_FREQUENT, /* ежемесячно: its unit */
    W_ADVERB_DAYS, /* «дневный», «недельный», «месячный»: its unit */
    W_ALWAYS, W_WHOLE, W_CURRENT, W_PERIOD, W_HOLIDAYS,
    W_SCHEDULE, W_ACCORD, W_ACCORDING, /* график, план …; соответствии; согласно */
    W_MEASURE, W_NO_TIME, W_REQUEST, /* мере; необходимости; запросу */
    W_DURING, W_CONDUCT, W_NAMED, W_NEW, W_THEN, W_BUT, W_INCLUSIVE, W_ANY, W_SET, W_EXCEPT, W_PAST, /* ходе/время; проведение; ВПР; новый; далее; но; включительно; любой; указанный; кроме; прошлый */
} TermWord;

typedef struct TermChar { uint32_t cp; uint16_t at; bool mended; } TermChar; /* folded; at: byte of the source */

typedef struct Tok {
    TokKind kind;
    TermWord word;
    int16_t value;               /* of the word; of a number, TOK_NUMBER */
    int16_t day, month, year;    /* TOK_DATE; 0: not written */
    uint16_t at, end;            /* bytes of the source */
    uint8_t digits;              /* of a number */
    uint8_t roman;               /* its value when the word can be a Roman number */
    bool ordinal, nominative, tenths, dot; /* «1-го»; «1-й»; value counts tenths; a point stands behind */
    Str text;                    /* folded letters of a word */
    Str mended;                  /* how a slip was read; empty: none */
    uint16_t mended_end;         /* the slip ends here; 0: with the token */
} Tok;

typedef struct Lex {
    Str source;
    Arena *arena;
    uint32_t n_chars, n_toks;
    int school_year;
    bool over;                   /* more words than a deadline has */
    TermChar chars[LIMIT_TERM_BYTES + 2];
    Tok toks[TERM_TOKENS + 1];
} Lex;

/* source is at most LIMIT_TERM_BYTES long; school_year tells «10.24» from an hour of the day, 0: unknown */
void term_lex(Str source, int school_year, Arena *arena, Lex *lex);

/* ---- words ---- */
typedef struct TermMeaning { TermWord word; int16_t value; Str mended; } TermMeaning;
/* text: folded Cyrillic letters. W_OTHER when it is no word of the grammar; value 1 when it is known all the same and no slip of another. */
TermMeaning term_word_find(Str text);
/* The only word one slip away (a letter wrong, missing, too many, two swapped); mended tells it. */
TermMeaning term_word_guess(Str text, Arena *arena);
/* What a word with a point behind it begins: «раб.», «кон.»; W_OTHER when several or none. */
TermMeaning term_word_short(Str text);
const char *term_schedule_noun(int value); /* «план-график», the nominative of a W_SCHEDULE */
int term_schedule_plan(void); /* the value of «план» */
bool term_says_how(int value); /* a порядок, положение or инструкция: nobody waits for its days when the words have their own */
const char *term_season_holidays(int value); /* «осенние каникулы» */

/* ---- grammar ---- */
/* A calendar unit as written: a day, month, part of a month, quarter, season, year. */
typedef struct Period {
    int16_t year;                /* of its last month; 0: not written */
    int16_t m1, d1, m2, d2;       /* d1, d2 0: the first, the last day of the month. m1 0: a day without its month yet («с 1 по …») */
    int8_t nth, weekday;         /* nth != 0: the nth (-1 last, -2 the one before) of m1: a weekday, PERIOD_DAY, PERIOD_WORKDAY */
    int8_t said;                 /* the weekday written beside its day, 1 Monday … 7; 0 none */
    bool school;                 /* a school year or a part of one: year is the second calendar year */
    bool bad;                    /* cannot be: 31 September, month 13 */
    int8_t nth_to;               /* «первые 3 рабочих дня»: from nth to this one; 0 that one */
    int8_t last_days;            /* so many days at the end of m1 … */
    int8_t days_after;           /* … with so many behind them: «предпоследняя неделя» */
} Period;

enum { PERIOD_DAY = -1, PERIOD_WORKDAY = -2 }; /* of Period.weekday: any day; a day of the production calendar */

typedef enum SpanSide { SIDE_OPEN, SIDE_FIRST, SIDE_LAST, SIDE_BEFORE, SIDE_AFTER } SpanSide; /* its first day, its last, the day before its first, the day after its last */

typedef struct Span {
    Period a, b;
    SpanSide from, to;           /* from counts in a, to in b */
    bool in_brackets, whole_year;
    uint16_t at, end;            /* bytes of the source */
    Window days;                 /* by term_mean */
    bool resolved;
    bool dated;                  /* a year is written in it */
    bool told;                   /* brackets said it more exactly: its window is theirs */
    bool early, late;            /* «не ранее», «не позднее» */
    bool about;                  /* «за I полугодие»: what is told about, no term when another stands */
    bool lent;                   /* its beginning has its year from its end */
} Span;

/* RRULE in parts; freq 0: none. */
typedef struct Recur {
    char freq;                   /* D W M Y */
    int16_t interval;
    uint16_t months;             /* bit m */
    int8_t month_day, month_day2;/* 0 none; -1 the last, -2 the one before */
    int8_t day_from;             /* month_day ends some days that begin here: «последняя неделя месяца»; 0 none */
    bool working;                /* month_day counts working days of the production calendar: BYSETPOS in the text */
    int8_t weekday_nth, weekday_nth2; /* of every weekday in the mask; 0 none */
    uint8_t weekdays;            /* bit */
    bool by_term;                /* its months are a school's quarters or trimesters */
    bool supposed;               /* its weekdays were not said: «2 раза в неделю» */
} Recur;

enum { TERM_EXCEPTS = 8 };
/* «кроме …»: days and months, weekdays, what a calendar may know, or words alone. */
typedef struct Except {
    Span span;
    Str name, words;
    uint8_t weekdays;
    bool spanned, holidays;
    bool done;                   /* the rule says it already */
} Except;

typedef struct Parse {
    Lex *lex;
    const TermContext *context;
    Arena *arena;
    uint32_t i, first;           /* where it reads; where it began behind a label */
    uint32_t part;               /* where the last span that shares nothing began */
    uint32_t n_spans;
    uint32_t n_once;             /* spans that stood before «далее» */
    int depth;                   /* open brackets */
    int school_year;             /* written one wins over the context's */
    int known_year;              /* written behind a well-known day; 0 none */
    int leading_year;            /* «2020 год: …»: of what follows; 0 none */
    bool about;                  /* the schedule is only what is told about: «за I четверть» */
    bool has_past;               /* «прошлый» stands somewhere */
    bool always, then;            /* «постоянно»; «далее» stood */
    Str schedule, event, offset;
    bool relative;
    bool from_day;               /* its event is a day that counts too: «в течение месяца с 1 октября» */
    bool somebodys;              /* the schedule is a план or график: what repeats by it may name it */
    bool dateless;               /* days beside the schedule are the term: «порядок проведения ВПР» says how, of «последний звонок – 25 мая» nothing is asked */
    bool within;                 /* what repeats does so within the event or schedule: «ежедневно в период ВПР» */
    Recur recur;
    bool kept[TERM_TOKENS + 1];  /* words of an anchor: they stand as they are */
    Span spans[TERM_SPANS];
    uint32_t n_excepts;
    Except excepts[TERM_EXCEPTS];
    uint32_t n_warnings;
    Str warnings[TERM_SPANS * 2];
} Parse;

const Tok *term_tok(const Parse *p, uint32_t i); /* TOK_END past the last */
bool term_is(const Parse *p, uint32_t i, TermWord word);
bool term_kind(const Parse *p, uint32_t i, TokKind kind);
/* Each: true and p->i behind what it took, or false and nothing changed. */
bool term_take_span(Parse *p);
bool term_take_unsaid(Parse *p);     /* «I–II 2021 г.», «1 5 октября»: a warning */
bool term_take_refinement(Parse *p, uint32_t begin);
/* Over the ceiling the last one gives way. */
Span *term_add_span(Parse *p, Period a, Period b, SpanSide from, SpanSide to);
/* Ends a span at token end (behind it): its words, and p goes on. */
bool term_close_span(Parse *p, Span *span, uint32_t begin, uint32_t end);
Period term_day_only(const Parse *p, uint32_t i); /* a day whose month comes later */
bool term_is_separator(const Parse *p, uint32_t i); /* , ; / и */
bool term_take_recurring(Parse *p);
bool term_take_distance(Parse *p);   /* «не позднее 3 рабочих дней после …» */
bool term_take_event(Parse *p);      /* «после совещания», «до окончания ВПР» */
bool term_take_schedule(Parse *p);
bool term_take_no_time(Parse *p);    /* «по мере необходимости» */
bool term_take_exception(Parse *p);  /* «кроме июля и августа» */
void term_leave_rule(Parse *p);      /* the rule without them */
void term_leave_windows(Parse *p, Term *out); /* windows without them; a warning about what neither can say */
bool term_take_weekday(Parse *p);
/* A period at i: the number of tokens it takes, 0 for none. */
uint32_t term_period(const Parse *p, uint32_t i, Period *out);
/* Of these: months, quarters, halves, seasons, years, which parts are taken of; «вторая декада марта», «конец года». */
uint32_t term_base_period(const Parse *p, uint32_t i, Period *out);
uint32_t term_part_period(const Parse *p, uint32_t i, Period *out);
bool term_is_plural(Str adjective);
uint32_t term_year_word(const Parse *p, uint32_t i); /* «[учебного|текущего|…] года»: tokens */
uint32_t term_said_weekday(const Parse *p, uint32_t i, int8_t *said); /* «(понедельник)», «, понедельник –» behind a day: tokens, 0 for none */
/* «первые 3 рабочих дня», «последние две недели», «первые дни» at i: how many at which end (< 0 the last ones), 1 or -1 when no number is said; tokens, 0 for none. */
typedef struct TermEdge { int count; bool counted, working; TermWord unit; } TermEdge;
uint32_t term_edge(const Parse *p, uint32_t i, TermEdge *out);
/* «первая неделя», «последние 3 дня», «вторая половина» of what has days of its own: in the nominative; tokens in *n, 0 for none. */
Str term_cut_words(Parse *p, uint32_t i, uint32_t *n);
/* The same for «1», «2» … that share a unit («I и III кварталы»): unit is its token. */
uint32_t term_numbered_period(const Parse *p, uint32_t unit, int number, Period *out);
/* Whether i stands behind a comma or a bracket that opened behind a single month: what comes there may tell its days. */
bool term_tells_month(const Parse *p, uint32_t i);
/* «2-я неделя», «начало» of a month that stands before: «октябрь (2-я неделя)». Tokens it takes, 0 for none. */
uint32_t term_part_of(const Parse *p, uint32_t i, const Period *base, Period *out);
/* The week, decade or weekday of that number, of out's month; 1, or 0 for another unit. */
uint32_t term_numbered_part(const Parse *p, uint32_t unit, int number, Period *out);
/* «15», «пятнадцатого», not «пятнадцатая». */
bool term_is_day_number(const Parse *p, uint32_t i);
/* «1», «первая», «I», «3-я»; 0 for none, -1 for «последняя», -2 for «предпоследняя». Tokens it takes in *n. */
int term_ordinal(const Parse *p, uint32_t i, uint32_t *n);
int term_count(const Parse *p, uint32_t i, uint32_t *n, bool *tenths); /* «3», «трёх», «2,5»: 0 for none */
/* From token i to the end of its clause; *end: the token behind. The short one ends before a day or a month too. */
Str term_phrase(Parse *p, uint32_t i, uint32_t *end);
Str term_phrase_short(Parse *p, uint32_t i, uint32_t *end);
/* Whether words go on at i behind a comma or a bracket, and no clause of its own begins. */
bool term_goes_on(const Parse *p, uint32_t i);
/* From token begin up to token end: the words of an offset, in small letters and single spaces. */
Str term_plain_words(const Parse *p, uint32_t begin, uint32_t end);
Str term_words_at(const Parse *p, uint32_t i, uint32_t n); /* n tokens as they are written */
Str term_own_word(const Parse *p, uint32_t i); /* as it is written, capitals and ё too; a slip as it was mended */
Str term_lower(Arena *arena, Str s);           /* small letters, ё stays */
void term_set_schedule(Parse *p, Str name);
/* «[1] четверти», «осенних каникул» and their like at i: their name; tokens in *n, 0 for none. */
Str term_school_part(Parse *p, uint32_t i, uint32_t *n);
/* Its beginning or end: «конец» and «1 четверть» → «конец 1 четверти». */
Str term_school_edge(Parse *p, const char *edge, Str name);
/* One or several of them at i, of each its edge («конец»; NULL none): p->schedule, and the year behind. */
bool term_take_school_parts(Parse *p, uint32_t i, const char *edge);
bool term_is_fourth(const Parse *p, uint32_t i); /* четверть or триместр */
/* «следующей оценочной процедуры» → «следующая оценочная процедура»; what it does not know stays as it is. */
Str term_nominative(Arena *arena, Str phrase);

/* Whether months without a year are of the first year of the school year though they begin before August: «июль–декабрь», «III квартал». */
bool term_begins_year(int first_month, int last_month);

/* ---- meaning ---- */
int term_begin_year(const Period *period); /* of its first month; year is its last one's */
/* The ends of a span lend each other what is not written: a month («с 1 по 15 сентября»), a year. */
void term_lend(Span *span);
/* To spans without a year: of a written school year, else of the dated neighbour before or behind (lists go on in time), else of the document's school year. */
void term_give_years(Parse *p);
int32_t term_day_of_month(int year, int month, int number, int weekday); /* as TermKnownDay has them */
bool term_by_calendar(const Parse *p); /* months without a year are of one calendar year, and no school year is written */
void term_warn(Parse *p, Str words); /* what cannot be true or was not said; over the ceiling none is added */
void term_resolve(Parse *p, Span *span); /* its days, or a warning why it has none; years are given */
void term_sort_windows(Window *windows, uint32_t *n); /* by their beginning, each once */
void term_mean(Parse *p, Term *out);
/* «День учителя» at i in any case, «празднование», «Международный» before it or words behind it: its name in the nominative; tokens in *n, 0 for none. A year behind it goes to p->known_year. */
typedef struct TermKnownDay { const char *name, *folded; int month, number, weekday; } TermKnownDay; /* month 0: people set its day; weekday -1: number is of the month, else the nth one, -1 the last */
extern const TermKnownDay term_known_days[];
extern const uint32_t n_term_known_days;
Str term_known_name(Parse *p, uint32_t i, uint32_t *n);
bool term_same_word(Str a, Str b); /* in two cases: «русский» and «русскому» */
/* Days of an event that the calendar, the school year or its own words tell: «День учителя», «I полугодие», «окончание учебного года», «15 октября». false: it is not one, or the year is unknown; a day that cannot be is warned of. */
bool term_known_event(Parse *of, Str anchor, Window *out);
/* What words before a name leave of its days. days 0 and half 0: all of them. */
enum { TERM_CUT_MIDDLE = 3, TERM_CUT_FIRST, TERM_CUT_LAST };
typedef struct TermCut { int16_t days, skip; int8_t half; bool at_end, working; } TermCut; /* half: 1 the first, 2 the second, or a third of it */
size_t term_cut_read(Str folded, TermCut *out); /* bytes it takes; 0: none */
bool term_cut_same(const TermCut *a, const TermCut *b);
bool term_cut_apply(const TermCut *cut, Window all, Window *out); /* false: nothing is left */
/* Windows of the closest calendar entries for the term's anchor; a warning tells which of its names have none. false: the calendar knows nothing of it. */
bool term_calendar_apply(Parse *p, Term *out);
Str term_recur_text(Arena *arena, const Recur *recur);
/* UNTIL and COUNT too: DATE_NONE and 0 where there are none. false for what this program does not write. */
bool term_recur_read(Str text, Recur *out, int32_t *until, int *count);

#endif
