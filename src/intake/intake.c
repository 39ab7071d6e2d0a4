#include "intake/intake.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "domain/packed.h"
#include "intake/cell_.h"
#include "intake/judge_.h"
#include "intake/packed_.h"

enum { HEADER_ROWS = 30, MAX_CLASS_NAMES = 64, META_CELLS = 200 };

/* One file on its way in. */
typedef struct Reading {
    const IntakeOptions *options;
    Str name, stem;
    Arena *arena, *scratch;
    Complaints complaints;
    uint32_t n_sheets;
    Sheet *sheets[LIMIT_SHEETS];
    bool class_is_number[LIMIT_SHEETS];
    Str class_names[MAX_CLASS_NAMES];
    const Format *format;    /* of the first sheet that was understood */
    bool header_seen;        /* on any sheet */
    /* the sheet being read */
    Str sheet_name;
    bool is_class_list, found, max_row_due;
    uint32_t n_tried;
    RawRow above;            /* the row before */
    uint32_t n_meta;
    Str meta[META_CELLS];    /* cells over the header */
    ColumnMap *map;
    Rows rows;
    Complaints first;
    uint32_t n_edits;        /* of this sheet */
    const CellEdit **edits;
} Reading;

static void find_edits(Reading *reading)
{
    const IntakeOptions *options = reading->options;
    if (options->n_edits == 0) return;
    if (reading->edits == NULL) reading->edits = arena_array(reading->scratch, const CellEdit *, options->n_edits);
    reading->n_edits = 0;
    for (uint32_t i = 0; i < options->n_edits; i++)
        if (str_eq(options->edits[i].sheet, reading->sheet_name)) reading->edits[reading->n_edits++] = &options->edits[i];
}

/* The row as corrected; the row itself where nothing was. Cells live in scratch: rows with corrections are few. */
static RawRow corrected(Reading *reading, const RawRow *row)
{
    RawRow out = *row;
    Str *cells = NULL;
    for (uint32_t i = 0; i < reading->n_edits; i++) {
        const CellEdit *edit = reading->edits[i];
        if (edit->row != row->number || edit->column == 0 || edit->column > LIMIT_COLUMNS) continue;
        if (cells == NULL) {
            cells = arena_array(reading->scratch, Str, LIMIT_COLUMNS);
            for (uint32_t k = 0; k < LIMIT_COLUMNS; k++) cells[k] = k < row->n_cells ? row->cells[k] : STR_EMPTY;
            out.cells = cells;
        }
        cells[edit->column - 1] = edit->value;
        if (edit->column > out.n_cells) out.n_cells = edit->column;
    }
    return out;
}

static bool begin_sheet(void *context, Str name, uint32_t i_sheet, bool *skip, Err *err)
{
    Reading *reading = context;
    (void)i_sheet, (void)err;
    char room[CELL_FOLD_ROOM];
    Str folded = cell_fold(name, room);
    reading->sheet_name = arena_str(reading->scratch, name);
    reading->is_class_list = str_starts(folded, STR("порядковый номер"));
    reading->found = reading->max_row_due = false;
    reading->n_tried = reading->n_meta = 0;
    reading->above = (RawRow){ 0 };
    find_edits(reading);
    *skip = reading->n_sheets == LIMIT_SHEETS || str_eq(folded, STR("классы")) || str_starts(folded, STR("служебн"));
    return true;
}

static void keep_above(Reading *reading, const RawRow *row)
{
    uint32_t n = row->n_cells < LIMIT_COLUMNS ? row->n_cells : LIMIT_COLUMNS;
    Str *cells = arena_array(reading->scratch, Str, n);
    for (uint32_t i = 0; i < n; i++) {
        cells[i] = arena_str(reading->scratch, str_slice(row->cells[i], 0, 400));
        if (cells[i].n > 0 && reading->n_meta < META_CELLS) reading->meta[reading->n_meta++] = cells[i];
    }
    reading->above = (RawRow){ row->number, n, cells };
}

/* «Б П В» over the headings of tasks. */
static void take_levels(Reading *reading)
{
    ColumnMap *map = reading->map;
    for (uint32_t t = 0; t < map->n_tasks; t++) {
        if (map->task[t] >= reading->above.n_cells) continue;
        char room[CELL_FOLD_ROOM];
        Str level = cell_fold(reading->above.cells[map->task[t]], room);
        if (str_eq(level, STR("б"))) map->task_level[t] = 'B';
        else if (str_eq(level, STR("п"))) map->task_level[t] = 'P';
        else if (str_eq(level, STR("в"))) map->task_level[t] = 'V';
    }
}

static Str login_of_file(Reading *reading)
{
    Str login = identity_login(reading->name, reading->scratch);
    for (uint32_t i = 0; login.n == 0 && i < reading->n_meta; i++) login = identity_login(reading->meta[i], reading->scratch);
    if (login.n == 0 && reading->options->school != NULL) return str_of(reading->options->school);
    return login;
}

static void show_layout(const Reading *reading, uint32_t header_row)
{
    const IntakeWatch *watch = reading->options->watch;
    if (watch == NULL || watch->layout == NULL) return;
    const ColumnMap *map = reading->map;
    uint16_t task[LIMIT_TASKS];
    for (uint32_t t = 0; t < map->n_tasks; t++) task[t] = (uint16_t)(map->task[t] + 1);
    const SheetLayout layout = {
        .sheet = reading->sheet_name, .header_row = header_row, .n_columns = map->n_columns,
        .school = (uint32_t)(map->role[ROLE_SCHOOL] + 1), .code = (uint32_t)(map->role[ROLE_CODE] + 1), .class_label = (uint32_t)(map->role[ROLE_CLASS] + 1),
        .variant = (uint32_t)(map->role[ROLE_VARIANT] + 1), .journal = (uint32_t)(map->role[ROLE_JOURNAL] + 1), .total = (uint32_t)(map->role[ROLE_TOTAL] + 1),
        .n_tasks = map->n_tasks, .task = task,
    };
    watch->layout(watch->context, &layout);
}

static void begin_table(Reading *reading)
{
    take_levels(reading);
    complaints_init(&reading->first, reading->arena);
    rows_init(&reading->rows, reading->map, reading->sheet_name, login_of_file(reading), &reading->first, reading->scratch);
    reading->found = reading->header_seen = true;
    reading->max_row_due = reading->map->format->max_row;
}

/* A row «макс | | 1 | 2 | …» under the header. */
static bool take_max_row(Reading *reading, const RawRow *row)
{
    ColumnMap *map = reading->map;
    bool named = false;
    char room[CELL_FOLD_ROOM];
    for (uint32_t i = 0; i < row->n_cells && !named; i++) {
        Str word = cell_fold(row->cells[i], room);
        named = str_starts(word, STR("макс")) || str_starts(word, STR("мах"));
    }
    if (!named) return false;
    for (uint32_t t = 0; t < map->n_tasks; t++) {
        uint8_t max;
        if (map->task[t] < row->n_cells && cell_score(row->cells[map->task[t]], &max) == CELL_SCORE && score_is_points(max) && max > 0) map->task_max[t] = max;
    }
    int32_t total = map->role[ROLE_TOTAL];
    int16_t points;
    if (total >= 0 && (uint32_t)total < row->n_cells && cell_total(row->cells[total], &points) && points > 0) map->total_max = (uint16_t)points;
    return true;
}

static void take_class_name(Reading *reading, const RawRow *row)
{
    long long number;
    if (row->n_cells < 2 || !str_to_int(str_trim(row->cells[0]), &number) || number >= MAX_CLASS_NAMES) return;
    reading->class_names[number] = arena_str(reading->scratch, str_trim(row->cells[1]));
}

/* A form that is only too large is refused as such, not as something else. */
static bool within_limits(const ColumnMap *map, Err *err)
{
    if (map->too_many_tasks)
        return err_set(err, ERR_LIMIT, "Удалите столбцы, которые не относятся к заданиям, или разделите работу на части.", "В форме больше %u столбцов с заданиями.", LIMIT_TASKS);
    if (map->too_large.n > 0)
        return err_set(err, ERR_LIMIT, "Проверьте наибольший балл в скобках.", "В заголовке «%.*s» больше %u баллов за одно задание.", STR_ARG(str_slice(map->too_large, 0, 60)), LIMIT_TASK_MAX);
    return true;
}

static bool take_row(void *context, const RawRow *raw, Err *err)
{
    Reading *reading = context;
    const IntakeWatch *watch = reading->options->watch;
    if (watch != NULL && watch->row != NULL && !watch->row(watch->context, reading->sheet_name, raw)) return err_set(err, ERR_CONFLICT, "", "Чтение файла остановлено.");
    const RawRow as_corrected = corrected(reading, raw), *row = &as_corrected;
    if (reading->is_class_list) take_class_name(reading, row);
    else if (reading->found) {
        bool may_be_max = reading->max_row_due;
        reading->max_row_due = false;
        if (may_be_max && take_max_row(reading, row)) return true;
        return rows_add(&reading->rows, row, err);
    } else if (reading->n_tried < HEADER_ROWS) {
        reading->n_tried++;
        if (reading->n_tried == 1 || reading->map == NULL) reading->map = arena_one(reading->scratch, ColumnMap);
        if (!header_recognise(row, reading->map, reading->scratch)) keep_above(reading, row);
        else if (!within_limits(reading->map, err)) return false;
        else {
            begin_table(reading);
            show_layout(reading, row->number);
        }
    }
    return true;
}

/* Identity from the rows over the header. A line that names the school is no title, a lone number no grade. */
static void identity_of_meta(const Reading *reading, Identity *io)
{
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < reading->n_meta; i++) {
            Identity found = { 0 };
            if (identity_login(reading->meta[i], reading->scratch).n > 0) continue;
            identity_read(reading->meta[i], &found, reading->scratch);
            bool title = found.known_subject && found.grade != 0;
            if (pass == 0 && !title) continue;
            if (io->subject.n == 0 && found.known_subject) io->subject = found.subject, io->known_subject = true, io->level = found.level;
            if (io->year == 0) io->year = found.year;
            bool graded = title || str_find(utf8_fold(reading->scratch, reading->meta[i]), STR("класс")) != SIZE_MAX;
            if (io->grade == 0 && graded) io->grade = found.grade;
        }
}

static Identity identity_of_sheet(const Reading *reading, Arena *arena)
{
    Identity identity = { 0 }, of_name = { 0 };
    if (reading->options->procedure != NULL && reading->options->procedure_wins) {
        identity_read(str_of(reading->options->procedure), &identity, arena);
        identity_own_words(str_of(reading->options->procedure), &identity, arena);
        return identity;
    }
    identity_of_meta(reading, &identity);
    identity_read(reading->sheet_name, &of_name, arena);
    if (of_name.known_subject && of_name.grade != 0) identity_read(reading->sheet_name, &identity, arena);
    if (reading->options->procedure != NULL) {
        identity_read(str_of(reading->options->procedure), &identity, arena);
        identity_own_words(str_of(reading->options->procedure), &identity, arena);
    }
    identity_read(reading->stem, &identity, arena);
    identity_own_words(reading->stem, &identity, arena);
    return identity;
}

static bool end_sheet(void *context, Err *err)
{
    Reading *reading = context;
    if (!reading->found) return true;
    if (reading->format == NULL) reading->format = reading->map->format;
    if (reading->rows.n == 0) return true;
    Complaints second;
    complaints_init(&second, reading->arena);
    Identity identity = identity_of_sheet(reading, reading->arena);
    Sheet *sheet;
    if (!judge(&reading->rows, &identity, reading->options, &second, reading->arena, &sheet, err)) return false;
    complaints_merge(&reading->complaints, &reading->first, &second);
    reading->class_is_number[reading->n_sheets] = reading->map->format->class_is_number;
    reading->sheets[reading->n_sheets++] = sheet;
    return true;
}

static bool say_not_a_form(const Reading *reading, Err *err)
{
    if (reading->header_seen)
        return err_set(err, ERR_INPUT, "Проверьте, тот ли это файл.", "В форме «%.*s» нет ни одной заполненной строки.", STR_ARG(reading->name));
    return err_set(err, ERR_INPUT, "Простая таблица понимается, если в одной строке стоят заголовки: школа, класс, код, вариант, пол, журнал, итог и задания «1 (1б)», «4К1 (3б)».",
                   "Не похоже на форму результатов: в первых %d строках файла «%.*s» нет заголовков выгрузок 2020–2022 годов, формы сбора, Ф1 или простой таблицы.", HEADER_ROWS,
                   STR_ARG(reading->name));
}

static void finish(Reading *reading, InputFile *out)
{
    const Sheet **sheets = arena_array(reading->arena, const Sheet *, reading->n_sheets);
    for (uint32_t i = 0; i < reading->n_sheets; i++) {
        Sheet *sheet = reading->sheets[i];
        if (reading->class_is_number[i]) judge_name_classes(sheet, reading->class_names, MAX_CLASS_NAMES, reading->arena);
        sheets[i] = sheet;
        out->rows += sheet->n_rows, out->works += sheet->n_works, out->absent += sheet->n_absent, out->rejected += sheet->n_rejected;
    }
    out->sheets = sheets, out->n_sheets = reading->n_sheets;
    out->readable = true;
    out->format = str_of(reading->format->id);
}

static Str stem_of(Str name)
{
    for (size_t i = name.n; i > 1; i--)
        if (name.at[i - 1] == '.') return name.n - i <= 5 ? str_slice(name, 0, i - 1) : name;
    return name;
}

/* bytes live as long as arena */
static void take_packed(const char *path, Str name, Str bytes, bool mapped, Arena *arena, InputFile *out)
{
    *out = (InputFile){ .path = arena_str(arena, str_of(path)), .name = arena_str(arena, name), .format = STR("packed") };
    const Sheet **sheets = arena_array(arena, const Sheet *, 1);
    if (packed_read(bytes, mapped, out->sha256, arena, &sheets[0], &out->why)) {
        out->readable = true;
        out->sheets = sheets, out->n_sheets = 1;
        out->works = sheets[0]->n_works, out->absent = sheets[0]->n_absent, out->rows = out->works + out->absent;
    }
    if (mapped) file_map_rest(bytes);
}

void intake_bytes(Str name, Str bytes, const IntakeOptions *options, Arena *arena, InputFile *out)
{
    static const IntakeOptions none;
    if (packed_sniff(bytes)) {
        take_packed(arena_z(arena, name), name, arena_str(arena, bytes), false, arena, out);
        return;
    }
    Arena *scratch = arena_new(0);
    Reading *reading = arena_one(scratch, Reading);
    *reading = (Reading){ .options = options != NULL ? options : &none, .name = name, .stem = stem_of(name), .arena = arena, .scratch = scratch };
    complaints_init(&reading->complaints, arena);
    *out = (InputFile){ .path = arena_str(arena, name), .name = arena_str(arena, name) };
    hash_sha256_hex(bytes, out->sha256);
    const RawSink sink = { reading, begin_sheet, take_row, end_sheet };
    const Reader *which = NULL;
    if (raw_read(bytes, &sink, scratch, &which, &out->why)) {
        if (reading->n_sheets == 0) say_not_a_form(reading, &out->why);
        else finish(reading, out);
    }
    out->complaints = reading->complaints.rows, out->n_complaints = reading->complaints.n, out->complaints_total = reading->complaints.total;
    if (!out->readable) out->n_complaints = 0, out->complaints_total = 0;
    arena_free(scratch);
}

void intake_file(const char *path, const IntakeOptions *options, Arena *arena, InputFile *out)
{
    Str bytes;
    Err err = { 0 };
    if (file_begins(path, PACKED_MAGIC) && file_map(path, LIMIT_FILE_BYTES, arena, &bytes, &err)) {
        take_packed(path, file_name(path), bytes, true, arena, out);
        return;
    }
    Arena *bytes_arena = arena_new(0);
    if (file_read(path, LIMIT_FILE_BYTES, bytes_arena, &bytes, &err)) {
        intake_bytes(file_name(path), bytes, options, arena, out);
        out->path = arena_str(arena, str_of(path));
    } else {
        *out = (InputFile){ .path = arena_str(arena, str_of(path)), .name = arena_str(arena, file_name(path)), .why = err };
        hash_sha256_hex(STR_EMPTY, out->sha256);
    }
    arena_free(bytes_arena);
}
