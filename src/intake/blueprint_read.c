#include "base/buf.h"
#include "intake/identity_.h"
#include "intake/intake.h"
#include "intake/table_.h"

enum { MOST_ROWS = 200000 };

typedef struct Columns { int32_t year, grade, subject, level, task, max, cut[N_CUTOFFS], content, requirement, skill, source; } Columns;

static bool find_columns(const TableRow *header, const char *path, Columns *at, Err *err)
{
    *at = (Columns){ table_column(header, "year|год"), table_column(header, "grade|класс"), table_column(header, "subject|предмет"), table_column(header, "level|уровень"),
                     table_column(header, "task|задание"), table_column(header, "max|макс*"),
                     { table_column(header, "cut3|от_3"), table_column(header, "cut4|от_4"), table_column(header, "cut5|от_5") },
                     table_column(header, "content*|кэс"), table_column(header, "requirement*|кт"), table_column(header, "skill|умение*"), table_column(header, "source|источник") };
    if (at->year >= 0 && at->grade >= 0 && at->subject >= 0 && at->task >= 0 && at->max >= 0) return true;
    return err_set(err, ERR_INPUT, "Столбцы: year, grade, subject, level, task, max, cut3, cut4, cut5, content, requirement, skill, source.",
                   "Строка %u файла «%s»: нет столбца year, grade, subject, task или max.", header->number, path);
}

static bool number_in(const TableRow *row, int32_t column, long long low, long long high, const char *name, const char *path, long long *out, Err *err)
{
    Str cell = table_cell(row, column);
    if (str_to_int(cell, out) && *out >= low && *out <= high) return true;
    return err_set(err, ERR_INPUT, "Исправьте строку.", "Строка %u файла «%s»: %s = «%.*s», нужно целое число от %lld до %lld.", row->number, path, name, STR_ARG(str_slice(cell, 0, 60)), low,
                   high);
}

typedef struct Growing {
    Blueprint *rows;
    Task *tasks;  /* of the last row */
    uint32_t n, n_tasks;
} Growing;

static bool same_work(const Blueprint *a, const Blueprint *b)
{
    return a->year == b->year && a->grade == b->grade && str_eq(a->subject, b->subject) && str_eq(a->level, b->level);
}

static bool close_work(Growing *growing, const TableRow *row, const char *path, Arena *arena, Err *err)
{
    if (growing->n == 0) return true;
    Blueprint *work = &growing->rows[growing->n - 1];
    Task *tasks = arena_array(arena, Task, growing->n_tasks);
    unsigned sum = 0;
    for (uint32_t t = 0; t < growing->n_tasks; t++) tasks[t] = growing->tasks[t], sum += tasks[t].max;
    work->tasks = tasks, work->n_tasks = (uint16_t)growing->n_tasks;
    work->max = (uint16_t)(sum > UINT16_MAX ? UINT16_MAX : sum);
    if (blueprint_valid(work)) return true;
    return err_set(err, ERR_INPUT, "Границы должны расти: cut3 < cut4 < cut5 ≤ сумма баллов заданий.", "Строка %u файла «%s»: работа «%.*s, %d класс, %d» описана с ошибкой (сумма баллов %u).",
                   row->number, path, STR_ARG(work->subject), work->grade, work->year, sum);
}

static bool take_cutoffs(const TableRow *row, const Columns *at, const char *path, Blueprint *work, Err *err)
{
    bool any = false;
    for (int c = 0; c < N_CUTOFFS; c++) any |= table_cell(row, at->cut[c]).n > 0;
    if (!any) return true;
    static const char *const names[] = { "cut3", "cut4", "cut5" };
    for (int c = 0; c < N_CUTOFFS; c++) {
        long long points;
        if (!number_in(row, at->cut[c], 1, LIMIT_TOTAL, names[c], path, &points, err)) return false;
        if (work->cutoffs_known && work->cutoff[c] != points)
            return err_set(err, ERR_INPUT, "У одной работы границы одни.", "Строка %u файла «%s»: %s = %lld, а выше у этой работы %u.", row->number, path, names[c], points, work->cutoff[c]);
        work->cutoff[c] = (uint16_t)points;
    }
    work->cutoffs_known = true;
    work->cutoff_source = table_cell(row, at->source);
    return true;
}

static char level_of(Str cell)
{
    if (str_eq(cell, STR("Б")) || str_eq(cell, STR("б")) || str_eq(cell, STR("B"))) return 'B';
    if (str_eq(cell, STR("П")) || str_eq(cell, STR("п")) || str_eq(cell, STR("P"))) return 'P';
    if (str_eq(cell, STR("В")) || str_eq(cell, STR("в")) || str_eq(cell, STR("V"))) return 'V';
    return 0;
}

static bool take_row(const TableRow *row, const Columns *at, const char *path, Growing *growing, Arena *arena, Err *err)
{
    long long year, grade, max;
    if (!number_in(row, at->year, 2000, 2100, "year", path, &year, err) || !number_in(row, at->grade, 1, 11, "grade", path, &grade, err) ||
        !number_in(row, at->max, 1, LIMIT_TASK_MAX, "max", path, &max, err))
        return false;
    Str subject = table_cell(row, at->subject), canonical = identity_subject(subject, arena), level = table_cell(row, at->level);
    if (subject.n == 0) return err_set(err, ERR_INPUT, "Исправьте строку.", "Строка %u файла «%s»: нет предмета.", row->number, path);
    char task_level = level_of(level);
    Blueprint work = { .year = (int)year, .grade = (int)grade, .subject = canonical.n > 0 ? canonical : subject, .level = task_level != 0 ? STR_EMPTY : level,
                       .task_source = at->source >= 0 && table_cell(row, at->source).n > 0 ? table_cell(row, at->source) : STR("--blueprints") };
    if (growing->n == 0 || !same_work(&work, &growing->rows[growing->n - 1])) {
        if (!close_work(growing, row, path, arena, err)) return false;
        for (uint32_t i = 0; i < growing->n; i++)
            if (same_work(&work, &growing->rows[i]))
                return err_set(err, ERR_INPUT, "Строки одной работы пишут подряд.", "Строка %u файла «%s»: эта работа уже описана выше.", row->number, path);
        growing->rows[growing->n++] = work;
        growing->n_tasks = 0;
    }
    if (growing->n_tasks == LIMIT_TASKS) return err_set(err, ERR_LIMIT, "", "Строка %u файла «%s»: в работе больше %u заданий.", row->number, path, LIMIT_TASKS);
    growing->tasks[growing->n_tasks++] = (Task){ table_cell(row, at->task), (uint8_t)max, task_level, table_cell(row, at->content), table_cell(row, at->requirement),
                                                 table_cell(row, at->skill) };
    return take_cutoffs(row, at, path, &growing->rows[growing->n - 1], err);
}

static bool take_book(const TableBook *book, const char *path, Arena *arena, BlueprintTable *out, Err *err)
{
    const TableSheet *sheet = &book->sheets[0];
    Growing growing = { .rows = arena_array(arena, Blueprint, book->n_sheets > 0 ? sheet->n_rows : 0), .tasks = arena_array(arena, Task, LIMIT_TASKS) };
    Columns at = { 0 };
    bool has_header = false;
    const TableRow *last = NULL;
    for (uint32_t i = 0; book->n_sheets > 0 && i < sheet->n_rows; i++) {
        const TableRow *row = &sheet->rows[i];
        bool empty = true;
        for (uint32_t c = 0; c < row->n_cells && empty; c++) empty = row->cells[c].n == 0;
        if (empty || str_starts(table_cell(row, 0), STR("#"))) continue;
        last = row;
        if (!has_header) {
            if (!find_columns(row, path, &at, err)) return false;
            has_header = true;
        } else if (!take_row(row, &at, path, &growing, arena, err)) return false;
    }
    if (growing.n == 0) return err_set(err, ERR_INPUT, "Нужна строка заголовков и хотя бы одна строка задания.", "В файле «%s» нет ни одной работы.", path);
    if (!close_work(&growing, last, path, arena, err)) return false;
    *out = (BlueprintTable){ growing.n, growing.rows };
    return true;
}

bool blueprint_table_read(const char *path, Arena *arena, BlueprintTable *out, Err *err)
{
    TableBook *book;
    return table_read_file(path, MOST_ROWS, arena, &book, err) && take_book(book, path, arena, out, err);
}

bool blueprint_table_parse(Str bytes, const char *name, Arena *arena, BlueprintTable *out, Err *err)
{
    TableBook *book;
    return table_read(bytes, MOST_ROWS, arena, &book, err) && take_book(book, name, arena, out, err);
}

static void put_cell(Buf *out, Str text, char end)
{
    for (size_t i = 0; i < text.n; i++) buf_add_char(out, (unsigned char)text.at[i] < ' ' ? ' ' : text.at[i]);
    buf_add_char(out, end);
}

Str blueprint_table_text(const Blueprint *work, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    buf_add_z(&out, "year\tgrade\tsubject\tlevel\ttask\tmax\tcut3\tcut4\tcut5\tcontent\trequirement\tskill\tsource\n");
    for (uint32_t t = 0; t < work->n_tasks; t++) {
        const Task *task = &work->tasks[t];
        buf_printf(&out, "%d\t%d\t", work->year, work->grade);
        put_cell(&out, work->subject, '\t');
        put_cell(&out, work->level, '\t');
        put_cell(&out, task->label, '\t');
        buf_printf(&out, "%u\t", task->max);
        for (int c = 0; c < N_CUTOFFS; c++) {
            if (work->cutoffs_known) buf_printf(&out, "%u\t", work->cutoff[c]);
            else buf_add_char(&out, '\t');
        }
        put_cell(&out, task->content, '\t');
        put_cell(&out, task->requirement, '\t');
        put_cell(&out, task->skill, '\t');
        put_cell(&out, work->task_source, '\n');
    }
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}
