/* Lists of olympiads and contests. Names of pupils are refused as in forms: a list has codes. */
#include <math.h>

#include "base/number.h"
#include "base/utf8.h"
#include "intake/judge_.h"
#include "intake/table_.h"

typedef struct Columns { int32_t school, code, class_label, stage, score, score_max, status; } Columns;
typedef struct Reading { Columns at; Str sheet, stage; Arena *arena; ContestRow *rows; Complaint *complaints; ContestList *out; } Reading;

static Columns columns_of(const TableRow *header)
{
    return (Columns){
        .school = table_column(header, "школа|код оо*|логин*|оо|school"),
        .code = table_column(header, "код|код участника|участник|code"),
        .class_label = table_column(header, "класс|class"),
        .stage = table_column(header, "этап|stage"),
        .score = table_column(header, "баллы|балл|сумма*|результат|score"),
        .score_max = table_column(header, "макс*|max"),
        .status = table_column(header, "статус|диплом|status"),
    };
}

static void complain(Reading *reading, const TableRow *row, int32_t column, Str value, const char *code, const char *text)
{
    if (reading->out->n_complaints == LIMIT_COMPLAINTS_KEPT) return;
    size_t shown = utf8_valid_prefix(str_slice(value, 0, value.n < 60 ? value.n : 60));
    reading->complaints[reading->out->n_complaints++] = (Complaint){ .sheet = reading->sheet, .row = row->number, .column = (uint32_t)(column + 1), .value = str_slice(value, 0, shown),
        .code = code, .severity = SEVERITY_ERROR, .text = str_of(text) };
}

/* The word of the list that value begins with, by letters: «Призер», «призёр 2 степени». Empty: none. */
static Str word_of(Str value, const char *const *words, Arena *arena)
{
    Str folded = utf8_fold(arena, value);
    for (; *words != NULL; words++)
        if (str_starts(folded, utf8_fold(arena, str_of(*words)))) return str_of(*words);
    return STR_EMPTY;
}

static bool score_of(Reading *reading, const TableRow *row, int32_t column, double *out)
{
    Str cell = table_cell(row, column);
    *out = NAN;
    if (cell.n == 0) return true;
    if (str_to_num(cell, out) && *out >= 0 && *out <= LIMIT_TOTAL) return true;
    complain(reading, row, column, cell, "contest-score", "Балл не читается: нужно число от 0 до 1000.");
    return false;
}

static bool take(Reading *reading, const TableRow *row, ContestRow *out)
{
    const Columns *at = &reading->at;
    Str stage = table_cell(row, at->stage), status = table_cell(row, at->status);
    *out = (ContestRow){ .source_row = row->number, .school = table_cell(row, at->school), .code = table_cell(row, at->code), .class_label = utf8_fold(reading->arena, table_cell(row, at->class_label)) };
    if (out->school.n == 0) return complain(reading, row, at->school, STR_EMPTY, "contest-school", "Школа не указана: нужен её код, как в списке школ."), false;
    if (out->code.n == 0) return complain(reading, row, at->code, STR_EMPTY, "contest-code", "Код участника не указан."), false;
    if (looks_like_name(out->code)) return complain(reading, row, at->code, STR("имя скрыто"), "name", "Вместо кода стоит имя. Имена учеников программа не хранит: замените код."), false;
    if (!score_of(reading, row, at->score, &out->score) || !score_of(reading, row, at->score_max, &out->score_max)) return false;
    if (out->score > out->score_max) return complain(reading, row, at->score, table_cell(row, at->score), "contest-over", "Балл больше наибольшего."), false;
    out->stage = stage.n == 0 ? reading->stage : word_of(stage, contest_stages(), reading->arena);
    if (stage.n > 0 && out->stage.n == 0) return complain(reading, row, at->stage, stage, "contest-stage", "Этап не понят: школьный, муниципальный, региональный или заключительный."), false;
    out->status = status.n == 0 ? STR("участник") : word_of(status, contest_statuses(), reading->arena);
    if (out->status.n == 0) return complain(reading, row, at->status, status, "contest-status", "Статус не понят: победитель, призёр или участник."), false;
    return true;
}

static bool repeated(Reading *reading, const ContestRow *row, KeySet *seen)
{
    Str key = arena_printf(reading->arena, "%.*s\t%.*s\t%.*s", STR_ARG(row->school), STR_ARG(row->code), STR_ARG(row->stage));
    return !key_set_add(seen, str_hash(key));
}

static void read_sheet(Reading *reading, const TableSheet *sheet, uint32_t first, KeySet *seen)
{
    for (uint32_t i = first; i < sheet->n_rows; i++) {
        const TableRow *row = &sheet->rows[i];
        if (table_cell(row, reading->at.school).n == 0 && table_cell(row, reading->at.code).n == 0) continue;
        ContestRow taken;
        reading->out->n_rows++;
        if (!take(reading, row, &taken)) continue;
        if (repeated(reading, &taken, seen)) complain(reading, row, reading->at.code, taken.code, "contest-twice", "Этот участник на этом этапе уже есть выше.");
        else reading->rows[reading->out->n++] = taken;
    }
}

bool intake_contest(Str bytes, Str stage, Arena *arena, ContestList *out, Err *err)
{
    TableBook *book;
    if (!table_read(bytes, LIMIT_SCHOOLS, arena, &book, err)) return false;
    uint32_t n_rows = 0;
    for (uint32_t s = 0; s < book->n_sheets; s++) n_rows += book->sheets[s].n_rows;
    *out = (ContestList){ 0 };
    Reading reading = { .stage = stage, .arena = arena, .rows = arena_array(arena, ContestRow, n_rows + 1u), .complaints = arena_array(arena, Complaint, LIMIT_COMPLAINTS_KEPT), .out = out };
    KeySet seen;
    key_set_init(&seen, arena, n_rows + 1u);
    bool found = false;
    for (uint32_t s = 0; s < book->n_sheets; s++) {
        const TableSheet *sheet = &book->sheets[s];
        for (uint32_t first = 0; first < sheet->n_rows && first < 30; first++) {
            reading.at = columns_of(&sheet->rows[first]);
            if (reading.at.school < 0 || reading.at.code < 0 || (reading.at.status < 0 && reading.at.score < 0)) continue;
            found = true;
            reading.sheet = sheet->name;
            read_sheet(&reading, sheet, first + 1, &seen);
            break;
        }
    }
    out->rows = reading.rows;
    out->complaints = reading.complaints;
    if (found) return true;
    return err_set(err, ERR_INPUT, "Нужна таблица с заголовками: школа (код), код (участника), класс, этап, баллы, макс, статус.", "Список участников не найден.");
}
