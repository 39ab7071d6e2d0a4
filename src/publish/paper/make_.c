#include "publish/paper/make_.h"

#include "base/date.h"
#include "base/utf8.h"
#include "publish/typo.h"

#define NBSP "\xC2\xA0"
enum { POST_CHARS = 42 }; /* a post stands in the left half */

static bool is_letter(const char *at, size_t n) { return n >= 2 && ((unsigned char)at[0] == 0xD0 || (unsigned char)at[0] == 0xD1); }

/* Spaces that typography glued between two words may stretch again: in justified lines of 14 pt a short one among wide ones catches the eye. Beside numbers, signs and dashes they stay. */
static Str loosened(Arena *arena, Str text)
{
    if (text.n == 0) return STR_EMPTY;
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        bool glued = i >= 2 && str_starts(str_slice(text, i, text.n), STR(NBSP)) && is_letter(text.at + i - 2, 2) && is_letter(text.at + i + 2, text.n - i - 2);
        out[n++] = glued ? ' ' : text.at[i];
        i += glued ? 2 : 1;
    }
    return (Str){ out, n };
}

Str make_kept(Make *make, Str text) { return loosened(make->arena, typo_glue(make->arena, text)); }
Str make_cell(Make *make, Str text) { return typo_glue(make->arena, text); }
Str make_typed(Make *make, Str text) { return loosened(make->arena, typo(make->arena, text)); }

static PaperBlock *add(Make *make, PaperBlockKind kind)
{
    Paper *paper = make->paper;
    if (paper->n_blocks == paper->room) {
        uint32_t room = paper->room == 0 ? 64 : paper->room * 2;
        PaperBlock *grown = arena_array(make->arena, PaperBlock, room);
        if (paper->n_blocks > 0) memcpy(grown, paper->blocks, paper->n_blocks * sizeof *grown);
        paper->blocks = grown;
        paper->room = room;
    }
    PaperBlock *block = &paper->blocks[paper->n_blocks++];
    *block = (PaperBlock){ .kind = kind, .label = STR_EMPTY, .text = STR_EMPTY, .other = STR_EMPTY };
    return block;
}

PaperBlock *make_block(Make *make, PaperBlockKind kind, Str text)
{
    if (text.n == 0) return NULL;
    PaperBlock *block = add(make, kind);
    block->text = text;
    return block;
}

PaperBlock *make_point(Make *make, Str label, Str text)
{
    uint8_t n_dots = 0;
    if (!str_ends(label, STR(".")) && !str_ends(label, STR(")"))) label = arena_printf(make->arena, "%.*s.", STR_ARG(label));
    for (size_t i = 0; i + 1 < label.n; i++) n_dots = (uint8_t)(n_dots + (label.at[i] == '.'));
    PaperBlock *block = add(make, PAPER_POINT);
    block->label = label;
    block->level = n_dots;
    block->text = text;
    return block;
}

PaperBlock *make_table(Make *make, const PaperTable *table)
{
    PaperBlock *block = add(make, PAPER_TABLE);
    block->table = table;
    return block;
}

void make_sheet(Make *make, bool landscape) { add(make, PAPER_SHEET)->landscape = landscape; }

static const PaperField *field_of(const PaperKind *kind, const char *name, uint32_t *i)
{
    for (*i = 0; kind->fields[*i].name != NULL; (*i)++)
        if (strcmp(kind->fields[*i].name, name) == 0) return &kind->fields[*i];
    return NULL;
}

Str make_value(const Make *make, const char *name)
{
    uint32_t i;
    const PaperField *field = field_of(make->input->kind, name, &i);
    BUG_ON(field == NULL);
    if (make->input->values != NULL && make->input->values[i].at != NULL) return make->input->values[i];
    return field->otherwise == NULL ? STR_EMPTY : str_of(field->otherwise);
}

int32_t make_day(const Make *make, const char *name)
{
    int32_t day;
    return date_parse(make_value(make, name), &day) ? day : DATE_NONE;
}

void make_org(Make *make)
{
    make_block(make, PAPER_PARENT, make_typed(make, make->org->parent));
    make_block(make, PAPER_ORG, make_typed(make, make->org->name));
    if (make->org->short_name.n > 0) make_block(make, PAPER_ORG_SHORT, arena_printf(make->arena, "(%.*s)", STR_ARG(make_typed(make, make->org->short_name))));
}

void make_type(Make *make, const char *type, Str subtype)
{
    make_block(make, PAPER_TYPE, str_of(type));
    make_block(make, PAPER_SUBTYPE, subtype);
}

void make_dateline(Make *make, int32_t day, Str place, Str number)
{
    Str on = russian_day(make->arena, day);
    make_block(make, PAPER_DATELINE, arena_printf(make->arena, "%.*s\t%.*s\t№" NBSP "%.*s", STR_ARG(on), STR_ARG(make_typed(make, place)), STR_ARG(number.n > 0 ? number : STR("_______"))));
}

void make_subject(Make *make, Str subject) { make_block(make, PAPER_SUBJECT, make_typed(make, subject)); }

void make_approval(Make *make, Str agreed)
{
    const PaperRequisites *org = make->org;
    Str post = org->head_post_full.n > 0 ? org->head_post_full : org->head_post;
    Str name = paper_name_signed(make->arena, org->head_name);
    PaperBlock *block = make_block(make, PAPER_CORNER, arena_printf(make->arena, "УТВЕРЖДАЮ\n%.*s%s____________ %.*s\n%.*s", STR_ARG(make_typed(make, post)), post.n > 0 ? "\n" : "",
        STR_ARG(name), STR_ARG(russian_day(make->arena, make->input->day))));
    block->other = make_typed(make, agreed);
}

static const char *const approved_words[] = { [GENDER_HE] = "УТВЕРЖДЕН", [GENDER_SHE] = "УТВЕРЖДЕНА", [GENDER_IT] = "УТВЕРЖДЕНО", [GENDER_THEY] = "УТВЕРЖДЕНЫ" };

static const struct { const char *begins, *instrumental; } documents[] = { { "приказ", "приказом" }, { "распоряжени", "распоряжением" }, { "постановлени", "постановлением" }, { "решени", "решением" }, { "протокол", "протоколом" } };
enum { N_DOCUMENTS = sizeof documents / sizeof *documents };

static size_t document_at(Arena *arena, Str by)
{
    size_t i = 0;
    Str folded = utf8_fold(arena, by);
    while (i < N_DOCUMENTS && !str_starts(folded, str_of(documents[i].begins))) i++;
    return i;
}

bool paper_is_document(Arena *arena, Str by) { return document_at(arena, by) < N_DOCUMENTS; }

/* «приказ отдела образования» by what it was approved: «приказом отдела образования»; empty: no paper is named. */
static Str instrumental(Arena *arena, Str by)
{
    size_t i = document_at(arena, by), space = str_find(by, STR(" "));
    if (i == N_DOCUMENTS) return STR_EMPTY;
    return arena_printf(arena, "%s%.*s", documents[i].instrumental, STR_ARG(space == SIZE_MAX ? STR_EMPTY : str_slice(by, space, by.n)));
}

void make_approved(Make *make, const PlanContent *plan, Str agreed)
{
    Arena *arena = make->arena;
    const PaperRequisites *org = make->org;
    Str order = instrumental(arena, plan->approved_by), by = plan->approved_by;
    if (by.n == 0 && plan->approved_number.n > 0) {
        make_approved_by_order(make, plan->title, date_iso(arena, plan->approved_on), plan->approved_number, agreed);
        return;
    }
    PaperBlock *block;
    if (order.n > 0) {
        block = make_block(make, PAPER_CORNER, arena_printf(arena, "%s\n%.*s\n%.*s", approved_words[russian_gender(plan->title)], STR_ARG(make_kept(make, order)), STR_ARG(russian_from(arena, plan->approved_on, plan->approved_number))));
    } else {
        Str post = org->head_post_full.n > 0 ? org->head_post_full : org->head_post, name = by.n > 0 ? STR_EMPTY : paper_name_signed(arena, org->head_name);
        Str hand = by.n > 0 ? make_kept(make, by) : make_typed(make, post);
        block = make_block(make, PAPER_CORNER, arena_printf(arena, "УТВЕРЖДАЮ\n%.*s%s____________%s%.*s\n%.*s%s%.*s", STR_ARG(hand), hand.n > 0 ? "\n" : "", name.n > 0 ? " " : "", STR_ARG(name),
            STR_ARG(russian_day(arena, plan->approved_on)), plan->approved_number.n > 0 ? " №" NBSP : "", STR_ARG(plan->approved_number)));
    }
    block->other = make_typed(make, agreed);
}

void make_approved_by_order(Make *make, Str noun, Str order_day, Str order_number, Str agreed)
{
    int32_t day = DATE_NONE;
    (void)date_parse(order_day, &day);
    Str org = make_typed(make, make->org->name_genitive);
    PaperBlock *block = make_block(make, PAPER_CORNER, arena_printf(make->arena, "%s\nприказом%s%.*s\n%.*s", approved_words[russian_gender(noun)], org.n > 0 ? " " : "", STR_ARG(org),
        STR_ARG(russian_from(make->arena, day, order_number))));
    block->other = make_typed(make, agreed);
}

void make_annex(Make *make, uint32_t number, const char *to, bool landscape)
{
    make_sheet(make, landscape);
    Str org = make_typed(make, make->org->name_genitive);
    Str which = number == 0 ? STR("Приложение") : arena_printf(make->arena, "Приложение" NBSP "%u", number);
    make_block(make, PAPER_CORNER, arena_printf(make->arena, "%.*s\n%s%s%.*s\n%.*s", STR_ARG(which), to, org.n > 0 ? " " : "", STR_ARG(org),
        STR_ARG(russian_from(make->arena, make->input->day, make->input->number))));
}

/* «2.1. », «3) » at the beginning of a line: its bytes, 0 when there is none. */
static size_t label_length(Str line)
{
    size_t i = 0, n_digits = 0;
    while (i < line.n && ((line.at[i] >= '0' && line.at[i] <= '9') || (line.at[i] == '.' && n_digits > 0))) {
        n_digits = line.at[i] == '.' ? 0 : n_digits + 1;
        if (n_digits > 2) return 0; /* a year, a sum */
        i++;
    }
    bool closed = i > 0 && (line.at[i - 1] == '.' || (i < line.n && line.at[i] == ')'));
    if (closed && line.at[i - 1] != '.') i++;
    return closed && i < line.n && line.at[i] == ' ' ? i : 0;
}

static size_t dash_length(Str line)
{
    static const Str dashes[] = { { "- ", 2 }, { "– ", 4 }, { "— ", 4 }, { "• ", 4 } };
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (str_starts(line, dashes[i])) return dashes[i].n;
    return 0;
}

void make_lines(Make *make, Str lines, bool numbered)
{
    uint32_t number = 0;
    while (lines.n > 0) {
        size_t end = str_find(lines, STR("\n"));
        Str line = str_trim(str_slice(lines, 0, end == SIZE_MAX ? lines.n : end));
        lines = end == SIZE_MAX ? STR_EMPTY : str_slice(lines, end + 1, lines.n);
        size_t label = label_length(line), dash = dash_length(line);
        Str text = make_typed(make, str_trim(str_slice(line, label > 0 ? label : dash, line.n)));
        if (label > 0) {
            PaperBlock *point = make_point(make, str_slice(line, 0, label), text);
            if (point->level == 0) number++;
        } else if (dash > 0) {
            make_block(make, PAPER_ITEM, text);
        } else if (numbered && line.n > 0) {
            make_point(make, arena_printf(make->arena, "%u.", ++number), text);
        } else {
            make_block(make, PAPER_PARA, text);
        }
    }
}

void make_signature(Make *make, Str post, Str name)
{
    if (post.n + name.n == 0) return;
    PaperBlock *block = add(make, PAPER_SIGNATURE);
    block->text = russian_wrap(make->arena, russian_capital(make->arena, make_typed(make, post)), POST_CHARS); /* it begins a line, whatever the place it was typed in */
    block->other = paper_name_signed(make->arena, name);
}

void make_head_signature(Make *make)
{
    if (make->org->head_post.n + make->org->head_name.n > 0) make_signature(make, make->org->head_post, make->org->head_name);
    else make_signature(make, STR("________________________"), STR("____________________"));
}

void make_signatures(Make *make, Str lines)
{
    while (lines.n > 0) {
        size_t end = str_find(lines, STR("\n"));
        Str line = str_trim(str_slice(lines, 0, end == SIZE_MAX ? lines.n : end));
        lines = end == SIZE_MAX ? STR_EMPTY : str_slice(lines, end + 1, lines.n);
        size_t bar = str_find(line, STR("|"));
        if (bar == SIZE_MAX) make_signature(make, line, STR_EMPTY);
        else make_signature(make, str_trim(str_slice(line, 0, bar)), str_trim(str_slice(line, bar + 1, line.n)));
    }
}

void make_verified(Make *make, int32_t day)
{
    make_block(make, PAPER_VERIFIED, STR("Верно"))->stay = true;
    bool known = make->org->certifier_post.n + make->org->certifier_name.n > 0;
    make_signature(make, known ? make->org->certifier_post : STR("________________________"), known ? make->org->certifier_name : STR("____________________"));
    make_block(make, PAPER_FLUSH, russian_day(make->arena, day));
}

void make_executor(Make *make)
{
    const PaperRequisites *org = make->org;
    make->paper->executor = org->executor_phone.n == 0 ? make_typed(make, org->executor_name)
        : arena_printf(make->arena, "%.*s%s%.*s", STR_ARG(make_typed(make, org->executor_name)), org->executor_name.n > 0 ? "\n" : "", STR_ARG(org->executor_phone));
}
