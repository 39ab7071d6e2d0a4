/* «Кого ознакомить» of an issued paper is the list of its record: names are known people where exactly one fits, the rest sign on paper and are named in the journal. */
#include "base/limits.h"
#include "base/lines.h"
#include "base/number.h"
#include "flow/paper_.h"
#include "flow/plan_.h"

static Str typed_readers(const PaperIssue *issue)
{
    for (uint32_t i = 0; issue->values != NULL && issue->kind->fields[i].name != NULL; i++)
        if (strcmp(issue->kind->fields[i].name, "readers") == 0) return issue->values[i];
    return STR_EMPTY;
}

/* «директор школы № 5 | Седых И. П.» → «Седых И. П.» */
static Str name_of(Str line, Arena *arena)
{
    Str post, name;
    size_t bar = str_find(line, STR("|"));
    if (bar != SIZE_MAX) return str_trim(str_slice(line, bar + 1, line.n));
    paper_post_and_name(arena, line, &post, &name);
    return name.n > 0 ? name : line;
}

/* 0: nobody, or several. */
static int64_t person_called(Str name, const PersonRow *people, uint32_t n, Arena *arena)
{
    int64_t found = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Account *one = &people[i].account;
        if (one->id == found || !(str_eq(name, one->name) || plan_names_person(name, one->name, false, arena))) continue;
        if (found != 0) return 0;
        found = one->id;
    }
    return found;
}

static bool is_listed(const RecordPerson *there, uint32_t n, int64_t id)
{
    for (uint32_t i = 0; i < n; i++)
        if (there[i].account_id == id) return true;
    return false;
}

bool paper_readers_listed(DbWrite *write, const PaperIssue *issue, RecordDoing *doing, Err *err)
{
    enum { NAMED = 10 };
    const RecordPeople *people = doing->type->people;
    Arena *arena = doing->arena;
    DbRead *db = db_within(write);
    Str readers = typed_readers(issue), strangers = STR_EMPTY;
    PersonAsk ask = { .path = issue->row.org_path, .limit = LIMIT_RECORD_PEOPLE * 2 };
    PersonRow *rows;
    RecordPerson *there;
    const Str *lines;
    uint32_t n, n_there, n_put = 0, n_strange = 0, n_lines = lines_split(readers, arena, &lines);
    if (people == NULL || strcmp(people->name, "readers") != 0 || n_lines == 0) return true;
    if (!person_list(db, issue->row.region_id, &ask, arena, &rows, &n, err) || !record_people(db, &doing->row, str_of(people->name), arena, &there, &n_there, err)) return false;
    for (uint32_t i = 0; i < n_lines && i < LIMIT_RECORD_PEOPLE; i++) {
        Str name = name_of(lines[i], arena);
        if (name.n == 0) continue;
        int64_t id = person_called(name, rows, n, arena);
        if (id == 0 && n_strange++ < NAMED) strangers = arena_printf(arena, "%.*s%s%.*s", STR_ARG(strangers), strangers.n > 0 ? ", " : "", STR_ARG(name));
        if (id == 0 || is_listed(there, n_there, id)) continue;
        if (!record_person_put(write, &doing->row, str_of(people->name), id, str_of(people->marks[0].word), doing->now, err)) return false;
        n_put++;
    }
    if (n_put + n_strange == 0) return true;
    Str rest = n_strange == 0 ? STR_EMPTY : arena_printf(arena, "; распишутся на бумаге: %.*s%s", STR_ARG(strangers), n_strange > NAMED ? " и другие" : "");
    return record_note_it(write, doing, "лист ознакомления", arena_printf(arena, "в списке %.*s%.*s", STR_ARG(number_of(arena, n_put, "человек", "человека", "человек")), STR_ARG(rest)), err);
}
