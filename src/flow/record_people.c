/* People of a record: invited, marked by a tap or by a list from a workbook. */
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "flow/record_.h"
#include "flow/roster_.h"
#include "intake/plain_table.h"
#include "store/account.h"

static const RecordPeople *people_of(const RecordDoing *doing, Err *err)
{
    if (doing->type->people == NULL) err_set(err, ERR_INPUT, "", "В этом регистре людей не отмечают.");
    return doing->type->people;
}

/* ---- marks ---- */

typedef struct Marking { uint32_t n; const int64_t *numbers; const int64_t *ids; /* either */ Str mark; uint32_t n_done; } Marking;

static bool mark_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    Marking *it = doing->context;
    DbRead *db = db_within(write);
    const RecordPeople *people = people_of(doing, err);
    RecordPerson *there;
    uint32_t n_there;
    if (people == NULL) return false;
    Str mark = it->mark.n > 0 ? it->mark : str_of(people->marks[0].word), list = str_of(people->name);
    const char *title = record_choice_title(people->marks, mark);
    if (title == NULL) return err_set(err, ERR_INPUT, "Откройте страницу заново.", "Такой отметки нет.");
    if (!record_people(db, &doing->row, list, doing->arena, &there, &n_there, err)) return false;
    const RecordField person = { .name = "person", .title = "Человек", .kind = RECORD_PERSON };
    const RecordLook *look = flow_record_look(db, doing->who, record_reach(doing->who, doing->row.org_path), true, doing->arena);
    uint32_t n_done = 0, n_new = 0;
    for (uint32_t i = 0; i < it->n; i++) {
        int64_t id = it->ids != NULL ? it->ids[i] : 0;
        bool same = false, listed = false, known = id != 0;
        for (uint32_t k = 0; k < n_there; k++)
            if (there[k].account_id == id || (id == 0 && there[k].number == it->numbers[i])) id = there[k].account_id, known = listed = true, same = it->mark.n == 0 || str_eq(there[k].mark, mark);
        if (same) continue;
        n_done++;
        n_new += !listed;
        if (n_there + n_new > LIMIT_RECORD_PEOPLE) return err_set(err, ERR_LIMIT, "Разделите запись на несколько.", "В списке больше %u человек.", LIMIT_RECORD_PEOPLE);
        if (!known) {
            Str kept, words, why = STR_EMPTY;
            Account account;
            if (!look->find(look->context, &person, arena_printf(doing->arena, "%lld", (long long)it->numbers[i]), doing->arena, &kept, &words, &why)) return err_set(err, ERR_NOT_FOUND, "", "%.*s", STR_ARG(why));
            if (!account_by_number(db, doing->who->region_id, it->numbers[i], doing->arena, &account, err)) return false;
            id = account.id;
        }
        if (!record_person_put(write, &doing->row, list, id, mark, doing->now, err)) return false;
    }
    it->n_done = n_done;
    if (n_done == 0) return true;
    return record_note_it(write, doing, "отмечены люди", arena_printf(doing->arena, "%s: %.*s", title, STR_ARG(number_of(doing->arena, n_done, "человек", "человека", "человек"))), err);
}

static bool mark(Flow *flow, const Who *who, Str type, uint32_t number, Marking *marking, uint32_t *n_done, Err *err)
{
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = mark_body, .context = marking };
    if (!record_do(flow, &doing, false, err)) return false;
    if (n_done != NULL) *n_done = marking->n_done;
    return true;
}

bool flow_record_mark(Flow *flow, const Who *who, Str type, uint32_t number, uint32_t n, const int64_t *people, Str mark_word, uint32_t *n_done, Err *err)
{
    Marking marking = { .n = n, .numbers = people, .mark = mark_word };
    return mark(flow, who, type, number, &marking, n_done, err);
}

static bool unlist_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    const RecordPeople *people = people_of(doing, err);
    Account account;
    bool done;
    if (people == NULL || !account_by_number(db_within(write), doing->who->region_id, *(const int64_t *)doing->context, doing->arena, &account, err)) return false;
    if (!record_person_remove(write, &doing->row, str_of(people->name), account.id, &done, err)) return false;
    return !done || record_note_it(write, doing, "человек убран из списка", str_of(people->title), err);
}

bool flow_record_unlist(Flow *flow, const Who *who, Str type, uint32_t number, int64_t person, Err *err)
{
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = unlist_body, .context = &person };
    return record_do(flow, &doing, false, err);
}

/* ---- many at once ---- */

static bool staff(Flow *flow, const Who *who, const Record *row, Str below, Role role, Arena *arena, PersonRow **rows, uint32_t *n, Err *err)
{
    PersonAsk ask = { .path = below, .role = role, .limit = LIMIT_RECORD_PEOPLE * 2 };
    return who_demand(who, RIGHT_RECORD_WRITE, row->org_path, err) && person_list(flow_reader(flow), who->region_id, &ask, arena, rows, n, err);
}

static bool invite(Flow *flow, const Who *who, Str type, uint32_t number, Role role, Arena *arena, uint32_t *n_done, Err *err)
{
    Record row;
    PersonRow *rows;
    uint32_t n, n_ids = 0;
    if (!flow_record_get(flow_reader(flow), who, type, number, arena, &row, NULL, err) || !staff(flow, who, &row, row.org_path, role, arena, &rows, &n, err)) return false;
    int64_t *ids = arena_array(arena, int64_t, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        if (n_ids == 0 || ids[n_ids - 1] != rows[i].account.id) ids[n_ids++] = rows[i].account.id; /* rows of one person stand together */
    if (n_ids == 0) return err_set(err, ERR_NOT_FOUND, "Пригласите их сначала в Мерило.", "Людей с этой ролью здесь нет.");
    Marking marking = { .n = n_ids, .ids = ids };
    return mark(flow, who, type, number, &marking, n_done, err);
}

bool flow_record_invite(Flow *flow, const Who *who, Str type, uint32_t number, Role role, uint32_t *n_done, Err *err)
{
    Arena *arena = arena_new(0);
    bool done = invite(flow, who, type, number, role, arena, n_done, err);
    arena_free(arena);
    return done;
}

static bool is_heading(const PlainRow *row, Arena *arena)
{
    static const char *const words[] = { "фио", "ф. и. о.", "ф.и.о.", "имя", "фамилия", "логин", "login", "name", "участник", "сотрудник" };
    for (uint32_t c = 0; c < row->n_cells; c++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_eq(utf8_fold(arena, row->cells[c]), str_of(words[i]))) return true;
    return false;
}

static Str row_text(const PlainRow *row, Arena *arena)
{
    Str out = STR_EMPTY;
    for (uint32_t c = 0; c < row->n_cells; c++)
        if (row->cells[c].n > 0) out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), out.n > 0 ? ", " : "", STR_ARG(row->cells[c]));
    return out;
}

/* Every row is marked or told back. */
static bool look_up(const Roster *roster, const PlainTable *table, Arena *arena, int64_t *ids, RecordDoubt *doubts, RecordAttended *out, Err *err)
{
    bool headed = table->n_rows > 0 && is_heading(&table->rows[0], arena);
    for (uint32_t i = headed; i < table->n_rows; i++) {
        Str text = row_text(&table->rows[i], arena);
        const Str *rows = &text;
        uint32_t n = text.n == 0 ? 0 : headed ? 1 : roster_rows(text, arena, &rows); /* under a heading names side by side are columns */
        for (uint32_t k = 0; k < n; k++) {
            if (out->n_known + out->n_doubts == LIMIT_RECORD_PEOPLE) return err_set(err, ERR_LIMIT, "Разделите список на несколько.", "В списке больше %u человек.", LIMIT_RECORD_PEOPLE);
            const Account *account;
            RecordDoubt doubt;
            roster_find(roster, rows[k], arena, &account, &doubt);
            if (account != NULL) ids[out->n_known++] = account->id;
            else doubts[out->n_doubts++] = doubt;
        }
    }
    return true;
}

bool flow_record_attended(Flow *flow, const Who *who, Str type, uint32_t number, Str bytes, Str mark_word, Arena *arena, RecordAttended *out, Err *err)
{
    Record row;
    PersonRow *people;
    PlainTable table;
    uint32_t n;
    if (!flow_record_get(flow_reader(flow), who, type, number, arena, &row, NULL, err) || !staff(flow, who, &row, record_reach(who, row.org_path), (Role)0, arena, &people, &n, err)) return false;
    if (!intake_plain_table(bytes, LIMIT_RECORD_PEOPLE, arena, &table, err)) return false;
    int64_t *ids = arena_array(arena, int64_t, LIMIT_RECORD_PEOPLE);
    RecordDoubt *doubts = arena_array(arena, RecordDoubt, LIMIT_RECORD_PEOPLE);
    *out = (RecordAttended){ .doubts = doubts };
    if (!look_up(roster_new(people, n, arena), &table, arena, ids, doubts, out, err)) return false;
    Marking marking = { .n = out->n_known, .ids = ids, .mark = mark_word };
    return mark(flow, who, type, number, &marking, &out->n_done, err);
}
