#include "intake/rows_.h"

#include "intake/cell_.h"

void rows_init(Rows *rows, const ColumnMap *map, Str sheet_name, Str default_school, Complaints *complaints, Arena *scratch)
{
    *rows = (Rows){ .arena = scratch, .map = map, .sheet_name = sheet_name, .default_school = default_school, .complaints = complaints,
                    .last_school = INTERN_NONE };
    intern_init(&rows->schools, scratch);
    intern_init(&rows->codes, scratch);
    intern_init(&rows->classes, scratch);
    intern_add(&rows->classes, STR_EMPTY); /* 0: no label */
}

static bool grow_one(Rows *rows, void *column, size_t size, uint32_t room, Err *err)
{
    void **at = column;
    size_t bytes;
    if (__builtin_mul_overflow(size, (size_t)room, &bytes)) return err_set(err, ERR_LIMIT, "", "Слишком много строк.");
    void *larger = arena_try(rows->arena, bytes, err);
    if (larger == NULL) return false;
    if (rows->n > 0) memcpy(larger, *at, size * rows->n);
    *at = larger;
    return true;
}

static bool grow(Rows *rows, Err *err)
{
    uint32_t room = rows->room == 0 ? 512 : rows->room * 2;
    if (!grow_one(rows, &rows->source_row, sizeof(uint32_t), room, err) || !grow_one(rows, &rows->school, sizeof(uint32_t), room, err) ||
        !grow_one(rows, &rows->code, sizeof(uint32_t), room, err) || !grow_one(rows, &rows->class_raw, sizeof(uint32_t), room, err) ||
        !grow_one(rows, &rows->flags, 1, room, err) || !grow_one(rows, &rows->variant, 1, room, err) || !grow_one(rows, &rows->sex, 1, room, err) ||
        !grow_one(rows, &rows->journal, 1, room, err) || !grow_one(rows, &rows->written, sizeof(int16_t), room, err) ||
        !grow_one(rows, &rows->score, rows->map->n_tasks, room, err))
        return false;
    rows->room = room;
    return true;
}

static Str cell_at(const RawRow *raw, int32_t column)
{
    return column >= 0 && (uint32_t)column < raw->n_cells ? raw->cells[column] : STR_EMPTY;
}

static bool is_plain_text(Str s)
{
    return s.n > 0 && (unsigned char)s.at[0] > ' ' && (unsigned char)s.at[0] < 0x80 && (unsigned char)s.at[s.n - 1] > ' ' && (unsigned char)s.at[s.n - 1] < 0x80;
}

static Str trimmed(Str s) { return s.n == 0 || is_plain_text(s) ? s : str_trim(s); }

static void complain(Rows *rows, Severity severity, const char *code, uint32_t row, int32_t column, Str value, const char *text)
{
    complaints_add(rows->complaints, severity, code, rows->sheet_name, row, (uint32_t)column, value, "%s", text);
}

static bool read_school(Rows *rows, const RawRow *raw, uint32_t i, Err *err)
{
    const ColumnMap *map = rows->map;
    Str login = trimmed(cell_at(raw, map->role[ROLE_SCHOOL]));
    if (login.n == 0 && map->role[ROLE_SCHOOL] < 0) login = rows->default_school;
    if (login.n == 0) {
        rows->school[i] = INTERN_NONE;
        rows->flags[i] |= ROW_NO_SCHOOL;
        rows->no_school++;
        return true;
    }
    if (rows->last_school != INTERN_NONE && str_eq(rows->schools.strings[rows->last_school], login)) {
        rows->school[i] = rows->last_school;
        return true;
    }
    uint32_t before = rows->schools.n, school = intern_add(&rows->schools, login);
    rows->school[i] = rows->last_school = school;
    if (school < before) return true;
    if (school >= LIMIT_SCHOOLS) return err_set(err, ERR_LIMIT, "Разделите файл на несколько.", "В файле больше %u школ.", LIMIT_SCHOOLS);
    if (school >= rows->name_room) {
        uint32_t room = rows->name_room == 0 ? 256 : rows->name_room * 2;
        Str *names = arena_array(rows->arena, Str, room), *places = arena_array(rows->arena, Str, room);
        if (school > 0) memcpy(names, rows->school_name, school * sizeof *names), memcpy(places, rows->school_municipality, school * sizeof *places);
        rows->school_name = names, rows->school_municipality = places, rows->name_room = room;
    }
    Str place = cell_at(raw, map->role[ROLE_MUNICIPALITY]), name = cell_at(raw, map->role[ROLE_SCHOOL_NAME]);
    rows->school_name[school] = arena_str(rows->arena, header_after_bar(name));
    rows->school_municipality[school] = arena_str(rows->arena, map->format->municipality != NULL ? map->format->municipality(place) : str_trim(place));
    return true;
}

/* false: none of the task cells is filled */
static bool read_scores(Rows *rows, const RawRow *raw, uint32_t i)
{
    const ColumnMap *map = rows->map;
    uint8_t *score = rows->score + (size_t)i * map->n_tasks;
    bool filled = false, absent = (rows->flags[i] & ROW_IS_ABSENT) != 0;
    for (uint32_t t = 0; t < map->n_tasks; t++) {
        uint32_t column = map->task[t];
        if (column >= raw->n_cells || raw->cells[column].n == 0) {
            score[t] = SCORE_EMPTY;
            continue;
        }
        Str cell = raw->cells[column];
        if (cell.n == 1 && cell.at[0] >= '0' && cell.at[0] <= '9') {
            score[t] = (uint8_t)(cell.at[0] - '0');
            filled = true;
            continue;
        }
        score[t] = SCORE_EMPTY;
        CellScore what = cell_score(cell, &score[t]);
        filled |= what != CELL_SCORE || score[t] != SCORE_EMPTY;
        if (what == CELL_SCORE && score[t] == 0 && !absent && cell_is_letter_o(cell))
            complain(rows, SEVERITY_FIXED, "score-letter", raw->number, (int32_t)column, cell, "Буква «О» прочитана как ноль. Если ученик не приступал, впишите X.");
        if (what == CELL_SCORE || absent) continue;
        rows->flags[i] |= ROW_HAS_ERROR;
        if (what == CELL_SCORE_OVER)
            complain(rows, SEVERITY_ERROR, "score-over-max", raw->number, (int32_t)column, cell, "Балл больше наибольшего за это задание. Проверьте по работе и исправьте.");
        else if (what == CELL_SCORE_NEGATIVE)
            complain(rows, SEVERITY_ERROR, "score-unreadable", raw->number, (int32_t)column, cell, "Балл не бывает отрицательным. Впишите балл, X (не приступал) или «не пройд.».");
        else
            complain(rows, SEVERITY_ERROR, "score-unreadable", raw->number, (int32_t)column, cell, "Не похоже на балл. Впишите число, X (не приступал) или «не пройд.».");
    }
    return filled;
}

static void read_variants(Rows *rows, const RawRow *raw, uint32_t i)
{
    for (int part = 0; part < 2; part++) {
        int32_t column = rows->map->role[part == 0 ? ROLE_VARIANT : ROLE_VARIANT2];
        uint8_t number;
        Str cell = cell_at(raw, column);
        switch (cell_variant(cell, &number)) {
        case VARIANT_ABSENT: rows->flags[i] |= ROW_IS_ABSENT; break;
        case VARIANT_UNREADABLE:
            complain(rows, SEVERITY_WARNING, "variant-unreadable", raw->number, column, cell, "Вариант не прочитан; работа учтена без варианта.");
            break;
        case VARIANT_NUMBER:
            if (rows->variant[i] == 0) rows->variant[i] = number;
            break;
        case VARIANT_NONE: break;
        }
    }
}

static void read_pupil(Rows *rows, const RawRow *raw, uint32_t i)
{
    const ColumnMap *map = rows->map;
    Str cell = cell_at(raw, map->role[ROLE_JOURNAL]);
    if (!cell_journal(cell, &rows->journal[i]))
        complain(rows, SEVERITY_WARNING, "journal-unreadable", raw->number, map->role[ROLE_JOURNAL], cell,
                 "Отметка по журналу не прочитана: нужна 1–5 или «нет отметки». Работа учтена без неё.");
    cell = cell_at(raw, map->role[ROLE_SEX]);
    if (!cell_sex(cell, &rows->sex[i]))
        complain(rows, SEVERITY_WARNING, "sex-unreadable", raw->number, map->role[ROLE_SEX], cell, "Пол не прочитан: нужно «м» или «ж». Работа учтена.");
    cell = cell_at(raw, map->role[ROLE_TOTAL]);
    if (!cell_total(cell, &rows->written[i])) {
        bool alone = map->n_tasks == 0;
        if (alone) rows->flags[i] |= ROW_HAS_ERROR;
        complain(rows, alone ? SEVERITY_ERROR : SEVERITY_WARNING, "total-unreadable", raw->number, map->role[ROLE_TOTAL], cell,
                 alone ? "Сумма баллов не прочитана. Впишите целое число." : "Сумма баллов не прочитана; взята сумма по заданиям.");
    }
}

/* A score, a mark or a letter where a row of this form has nothing: the row slid to the right, and no cell of it can be trusted. */
static void look_right(Rows *rows, const RawRow *raw, uint32_t i)
{
    const ColumnMap *map = rows->map;
    for (uint32_t k = 0; k < map->n_tail + (raw->n_cells > map->n_columns ? raw->n_cells - map->n_columns : 0); k++) {
        uint32_t column = k < map->n_tail ? map->tail[k] : map->n_columns + k - map->n_tail;
        if (column >= raw->n_cells || raw->cells[column].n == 0 || !cell_is_leftover(raw->cells[column])) continue;
        rows->flags[i] |= ROW_HAS_ERROR;
        complain(rows, SEVERITY_ERROR, "row-shifted", raw->number, (int32_t)column, raw->cells[column],
                 "Правее баллов стоит лишнее: строка, похоже, сдвинута, и баллы попали не в свои задания. Сверьте строку с работой.");
        return;
    }
}

bool rows_add(Rows *rows, const RawRow *raw, Err *err)
{
    const ColumnMap *map = rows->map;
    if (rows->n == rows->room && !grow(rows, err)) return false;
    uint32_t i = rows->n;
    Str code = trimmed(cell_at(raw, map->role[ROLE_CODE]));
    rows->flags[i] = rows->variant[i] = 0; /* an empty row before may have left something */
    read_variants(rows, raw, i);
    bool has_scores = read_scores(rows, raw, i);
    if (map->n_tasks == 0) has_scores = str_trim(cell_at(raw, map->role[ROLE_TOTAL])).n > 0;
    bool is_row = has_scores || code.n > 0 || str_trim(cell_at(raw, map->role[ROLE_VARIANT])).n > 0 || str_trim(cell_at(raw, map->role[ROLE_VARIANT2])).n > 0;
    if (!is_row) return true;
    read_pupil(rows, raw, i);
    if (has_scores) rows->flags[i] |= ROW_HAS_SCORES;
    if (!(rows->flags[i] & ROW_IS_ABSENT)) look_right(rows, raw, i);
    rows->source_row[i] = raw->number;
    rows->code[i] = intern_add(&rows->codes, code);
    rows->class_raw[i] = intern_add(&rows->classes, trimmed(cell_at(raw, map->role[ROLE_CLASS])));
    if (rows->classes.n > LIMIT_CLASSES)
        return err_set(err, ERR_LIMIT, "Проверьте, что в столбце «класс» стоят буквы классов.", "В столбце класса больше %u разных значений.", LIMIT_CLASSES);
    if (rows->date.n == 0 && map->role[ROLE_DATE] >= 0) rows->date = arena_str(rows->arena, str_trim(cell_at(raw, map->role[ROLE_DATE])));
    if (!read_school(rows, raw, i, err)) return false;
    rows->n++;
    return true;
}
