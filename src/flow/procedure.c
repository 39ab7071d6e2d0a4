#include "flow/procedure.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/utf8.h"
#include "flow/audit_.h"
#include "flow/plan.h"
#include "intake/intake.h"
#include "store/submission.h"

static const ProcedureKind kinds[] = {
    { "впр", "ВПР", false }, { "нико", "НИКО", false }, { "огэ", "ОГЭ", false }, { "егэ", "ЕГЭ", false }, { "др", "Диагностическая работа", false },
    { "кдр", "Краевая диагностическая работа", false }, { "фг", "Функциональная грамотность", false }, { "pisa", "Исследование по модели PISA", false },
    { "муниципальная", "Муниципальная работа", false }, { "олимпиада", "Олимпиада", true }, { "конкурс", "Конкурс", true }, { 0 },
};
const ProcedureKind *procedure_kinds(void) { return kinds; }

const ProcedureKind *procedure_kind_find(Str word)
{
    for (const ProcedureKind *kind = kinds; kind->word != NULL; kind++)
        if (str_eq(word, str_of(kind->word))) return kind;
    return NULL;
}

bool procedure_by_places(const ProcedureRow *row)
{
    const ProcedureKind *kind = procedure_kind_find(row->kind);
    return kind != NULL && kind->by_places;
}

void procedure_name(ProcedureRow *row, Arena *arena)
{
    const ProcedureKind *kind = procedure_kind_find(row->kind);
    Procedure named;
    procedure_identify(row->year, row->grade, row->subject, row->level, arena, &named);
    row->subject = named.subject;
    bool plain = kind == NULL || str_eq(row->kind, STR("впр")); /* forms of other works name their kind themselves; codes must differ from those of ВПР */
    row->code = plain ? named.id : arena_printf(arena, "%.*s-%.*s", STR_ARG(named.id), STR_ARG(row->kind));
    if (row->title.n > 0) return;
    row->title = row->grade > 0 ? arena_printf(arena, "%s %d, %.*s, %d класс", kind != NULL ? kind->title : "Работа", row->year, STR_ARG(utf8_fold(arena, named.subject)), row->grade)
                                : arena_printf(arena, "%s %d, %.*s", kind != NULL ? kind->title : "Работа", row->year, STR_ARG(utf8_fold(arena, named.subject)));
}

static Procedure identity_of(const ProcedureRow *row) { return (Procedure){ .id = row->code, .year = row->year, .grade = row->grade, .subject = row->subject, .title = row->title }; }

bool procedure_blueprint(const ProcedureRow *row, Arena *arena, const Blueprint **out, bool *is_own, Err *err)
{
    *is_own = row->blueprint.n > 0;
    if (!*is_own) {
        Procedure procedure = identity_of(row);
        *out = blueprint_official_find(&procedure, row->level);
        return true;
    }
    BlueprintTable table;
    if (!blueprint_table_parse(row->blueprint, "описание работы", arena, &table, err)) return false;
    *out = table.rows;
    return true;
}

Str procedure_blueprint_text(const Blueprint *work, Arena *arena) { return blueprint_table_text(work, arena); }

/* A typed table mostly has only tasks and maxima: year, grade and subject are put before every line. */
static Str with_identity(const ProcedureRow *row, Str typed, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    bool heading = true;
    for (size_t from = 0, to; from < typed.n; from = to + 1) {
        for (to = from; to < typed.n && typed.at[to] != '\n';) to++;
        Str line = str_slice(typed, from, to > from && typed.at[to - 1] == '\r' ? to - 1 : to);
        if (str_trim(line).n == 0) continue;
        if (heading) buf_add_z(&out, "year\tgrade\tsubject\t");
        else buf_printf(&out, "%d\t%d\t%.*s\t", row->year, row->grade > 0 ? row->grade : 1, STR_ARG(row->subject));
        for (size_t i = 0; i < line.n; i++) buf_add_char(&out, line.at[i] == ';' ? '\t' : line.at[i]);
        buf_add_char(&out, '\n');
        heading = false;
    }
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

bool procedure_blueprint_read(const ProcedureRow *row, Str typed, Arena *arena, Str *text, Err *err)
{
    size_t line = str_find(typed, STR("\n"));
    Str head = utf8_fold(arena, str_slice(typed, 0, line == SIZE_MAX ? typed.n : line));
    bool has_identity = str_find(head, STR("subject")) != SIZE_MAX || str_find(head, STR("предмет")) != SIZE_MAX || str_starts(typed, STR("PK"));
    BlueprintTable table;
    if (!blueprint_table_parse(has_identity ? typed : with_identity(row, typed, arena), "описание работы", arena, &table, err)) return false;
    if (table.n != 1) return err_set(err, ERR_INPUT, "Оставьте строки одной работы.", "В таблице описано %u работ, а нужна одна.", table.n);
    *text = blueprint_table_text(&table.rows[0], arena);
    return true;
}

/* ---- writing ---- */

static bool check(const ProcedureRow *row, Err *err)
{
    int32_t starts = DATE_NONE, ends = DATE_NONE, by = DATE_NONE;
    if (procedure_kind_find(row->kind) == NULL) return err_set(err, ERR_INPUT, "Выберите вид из списка.", "Вид процедуры «%.*s» неизвестен.", STR_ARG(row->kind));
    if (row->year < 2000 || row->year > 2100) return err_set(err, ERR_INPUT, "Четыре цифры: 2026.", "Год %d не подходит.", row->year);
    if (row->grade < 0 || row->grade > 11) return err_set(err, ERR_INPUT, "От 1 до 11; 0 — классы разные.", "Класс %d не подходит.", row->grade);
    if (str_trim(row->subject).n == 0) return err_set(err, ERR_INPUT, "Например, «Математика».", "Предмет не написан.");
    if (row->starts_on.n > 0 && !date_parse(row->starts_on, &starts)) return err_set(err, ERR_INPUT, "Дата вида 2026-04-20.", "Первый день написан неверно.");
    if (row->ends_on.n > 0 && !date_parse(row->ends_on, &ends)) return err_set(err, ERR_INPUT, "Дата вида 2026-05-20.", "Последний день написан неверно.");
    if (row->hand_in_by.n > 0 && !date_parse(row->hand_in_by, &by)) return err_set(err, ERR_INPUT, "Дата вида 2026-05-27.", "Срок сдачи форм написан неверно.");
    if (starts != DATE_NONE && ends != DATE_NONE && ends < starts) return err_set(err, ERR_INPUT, "Поменяйте дни местами.", "Последний день раньше первого.");
    if (starts != DATE_NONE && by != DATE_NONE && by < starts) return err_set(err, ERR_INPUT, "Проверьте даты.", "Срок сдачи форм раньше первого дня работы.");
    return true;
}

typedef struct Change { const Who *who; const ProcedureRow *row; bool is_new; Arena *arena; } Change;

static void add_change(Buf *out, const char *name, Str before, Str after)
{
    if (str_eq(before, after)) return;
    buf_printf(out, "%s%s: %.*s → %.*s", out->n > 0 ? "; " : "", name, STR_ARG(before.n > 0 ? before : STR("—")), STR_ARG(after.n > 0 ? after : STR("—")));
}

static Str changes_in_words(const ProcedureRow *old, const ProcedureRow *row, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "название", old->title, row->title);
    add_change(&out, "первый день", old->starts_on, row->starts_on);
    add_change(&out, "последний день", old->ends_on, row->ends_on);
    add_change(&out, "срок сдачи форм", old->hand_in_by, row->hand_in_by);
    add_change(&out, "состояние", str_of(procedure_state_title(old->state)), str_of(procedure_state_title(row->state)));
    if (!str_eq(old->blueprint, row->blueprint)) buf_printf(&out, "%sописание работы изменено", out.n > 0 ? "; " : "");
    add_change(&out, "примечание", old->note, row->note);
    Str words = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return words;
}

/* Marks may move under written forms, tasks may not: their scores would stop meaning what they meant. */
static bool same_tasks(const ProcedureRow *old, const ProcedureRow *row, Arena *arena, bool *same, Err *err)
{
    const Blueprint *before, *after;
    bool own;
    if (!procedure_blueprint(old, arena, &before, &own, err) || !procedure_blueprint(row, arena, &after, &own, err)) return false;
    *same = before == NULL || (after != NULL && before->n_tasks == after->n_tasks);
    for (uint32_t t = 0; *same && before != NULL && t < before->n_tasks; t++) *same = before->tasks[t].max == after->tasks[t].max;
    return true;
}

static bool put(DbWrite *write, void *context, Err *err)
{
    Change *change = context;
    const ProcedureRow *row = change->row;
    ProcedureRow old;
    bool found;
    if (!procedure_get(db_within(write), row->region_id, row->code, change->arena, &old, &found, err)) return false;
    if (change->is_new && found) return err_set(err, ERR_CONFLICT, "Откройте её в списке процедур.", "Процедура «%.*s» уже есть.", STR_ARG(row->code));
    if (!change->is_new && !found) return err_set(err, ERR_NOT_FOUND, "", "Процедуры «%.*s» нет.", STR_ARG(row->code));
    if (found && !str_eq(old.blueprint, row->blueprint)) {
        bool same, written;
        if (!same_tasks(&old, row, change->arena, &same, err) || !submission_any(db_within(write), row->region_id, row->code, &written, err)) return false;
        if (!same && written) return err_set(err, ERR_CONFLICT, "Пороги отметок изменить можно; для других заданий заведите новую процедуру.", "Формы этой работы уже записаны, задания изменить нельзя.");
    }
    Str words = found ? changes_in_words(&old, row, change->arena) : arena_printf(change->arena, "Заведена процедура «%.*s»", STR_ARG(row->title));
    if (found && words.n == 0) return true; /* nothing changed */
    AuditNote note = { .org_id = row->org_id, .object = arena_printf(change->arena, "procedure/%.*s", STR_ARG(row->code)), .verb = found ? STR("процедура изменена") : STR("новая процедура"), .words = words };
    /* Terms of plans that are anchored to its days move with them. */
    bool days_moved = !found || !str_eq(old.starts_on, row->starts_on) || !str_eq(old.ends_on, row->ends_on);
    return procedure_put(write, row, err) && flow_audit(write, change->who, &note, err) && (!days_moved || flow_schedule_follow(write, change->who, row->region_id, NULL, err));
}

bool flow_procedure_put(Flow *flow, const Who *who, Str org_path, const ProcedureRow *given, bool is_new, Err *err)
{
    if (!who_demand(who, RIGHT_PROCEDURE_WRITE, org_path, err) || !check(given, err)) return false;
    Arena *arena = arena_new(0);
    ProcedureRow row = *given;
    const Blueprint *work;
    bool own, done = procedure_blueprint(&row, arena, &work, &own, err);
    if (is_new) row.made_by = who->account_id, row.made_at = clock_now();
    Change change = { .who = who, .row = &row, .is_new = is_new, .arena = arena };
    done = done && db_tx(flow_db(flow), put, &change, err);
    arena_free(arena);
    return done;
}
