#include <math.h>

#include "base/utf8.h"
#include "intake/cell_.h"
#include "intake/format_.h"
#include "intake/identity_.h"
#include "intake/reference_.h"
#include "intake/table_.h"

enum { MAX_NORMS = 32, HEADER_ROWS = 30 };

/* Header of a report: «Группы участников | Кол-во участников | 0 | 1 | …» or the same with tasks; «Год | Класс | Предмет | …» where regions keep all works in one table. */
typedef struct Report {
    bool is_scores;          /* else tasks */
    int32_t participants, schools;
    int32_t year, grade, subject; /* -1: the identity stands over the table or in the name of the file */
    uint32_t first, n;       /* columns of scores or tasks, side by side */
} Report;

static const Format task_heading = { .task_prefix = "", .task_suffix = "" };

static bool find_report(const TableRow *row, Arena *arena, Report *out)
{
    *out = (Report){ .participants = table_column(row, "кол-во участников*|количество участников*|участников*"), .schools = table_column(row, "кол-во оо*|количество оо*"),
        .year = table_column(row, "год"), .grade = table_column(row, "класс|параллель"), .subject = table_column(row, "предмет") };
    if (out->participants < 0) return false;
    for (uint32_t from = 0; from < row->n_cells; from++) {
        uint32_t n = 0;
        long long score;
        while (from + n < row->n_cells && str_to_int(row->cells[from + n], &score) && score == n) n++;
        if (n > 2 && n <= LIMIT_TOTAL) { /* 0, 1, 2, … */
            out->is_scores = true, out->first = from, out->n = n;
            return true;
        }
    }
    for (uint32_t from = 0; from < row->n_cells; from++) {
        uint32_t n = 0;
        Str label;
        uint8_t max;
        while (from + n < row->n_cells && header_task(&task_heading, row->cells[from + n], arena, &label, &max)) n++;
        if (n > 1 && n <= LIMIT_TASKS) {
            out->first = from, out->n = n;
            return true;
        }
    }
    return false;
}

/* 2: the region, 1: the whole country, 0: somebody else. The region is nearer to a district. */
static int row_rank(const TableRow *row, const Report *report)
{
    static const char *const regions[] = { "регион", "субъект", "область", "край", "республика", "обл.", "респ.", "автономн", "г. москва", "санкт-петербург", "севастополь" };
    for (uint32_t i = 0; i < report->first && i < row->n_cells; i++) {
        char room[CELL_FOLD_ROOM], word_room[CELL_FOLD_ROOM];
        Str cell = cell_fold(row->cells[i], room);
        if (str_find(cell, cell_fold(STR("вся выборка"), word_room)) != SIZE_MAX) return 1;
        if (str_find(cell, STR("район")) != SIZE_MAX || str_find(cell, STR("городской")) != SIZE_MAX || str_find(cell, STR("муниципал")) != SIZE_MAX) return 0;
        for (size_t r = 0; r < sizeof regions / sizeof *regions; r++)
            if (str_find(cell, cell_fold(str_of(regions[r]), word_room)) != SIZE_MAX) return 2;
    }
    return 0;
}

static double figure(const TableRow *row, uint32_t column)
{
    double x;
    Str cell = table_cell(row, (int32_t)column);
    if (str_ends(cell, STR("%"))) cell = str_trim(str_slice(cell, 0, cell.n - 1));
    return str_to_num(cell, &x) ? x : (double)NAN;
}

static double count_in(const TableRow *row, int32_t column, Arena *arena)
{
    Str cell = table_cell(row, column);
    char *digits = arena_alloc(arena, cell.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < cell.n; i++)
        if (cell.at[i] >= '0' && cell.at[i] <= '9') digits[n++] = cell.at[i]; /* «1 234 567» */
    long long count;
    return str_to_int((Str){ digits, n }, &count) && count < 1000000000 ? (double)count : (double)NAN;
}

static bool take_scores(const TableRow *row, const Report *report, Arena *arena, Norm *norm)
{
    double *share = arena_array(arena, double, report->n), sum = 0, mean = 0, square = 0;
    for (uint32_t i = 0; i < report->n; i++) {
        share[i] = figure(row, report->first + i);
        if (isnan(share[i]) || share[i] < 0) return false;
        sum += share[i];
    }
    bool per_cent = fabs(sum - 100) < 2.5, fraction = fabs(sum - 1) < 0.025; /* rounded to tenths over 50 columns */
    if (!per_cent && !fraction) return false;
    for (uint32_t i = 0; i < report->n; i++) share[i] /= sum, mean += share[i] * i;
    for (uint32_t i = 0; i < report->n; i++) square += share[i] * (i - mean) * (i - mean);
    norm->lumpy = share, norm->max = (uint16_t)(report->n - 1);
    norm->mean = mean, norm->sd = sqrt(square);
    return true;
}

static bool take_tasks(const TableRow *row, const Report *report, Arena *arena, Norm *norm)
{
    double *mean = arena_array(arena, double, report->n), top = 0;
    for (uint32_t i = 0; i < report->n; i++) {
        mean[i] = figure(row, report->first + i);
        if (!(mean[i] >= 0 && mean[i] <= 100)) return false;
        if (mean[i] > top) top = mean[i];
    }
    for (uint32_t i = 0; i < report->n && top > 1; i++) mean[i] /= 100; /* cells formatted as «%» hold fractions */
    norm->task_mean = mean, norm->n_tasks = (uint16_t)report->n;
    return true;
}

static Norm *norm_of(Norm *norms, uint32_t *n, Str id)
{
    for (uint32_t i = 0; i < *n; i++)
        if (str_eq(norms[i].procedure_id, id)) return &norms[i];
    if (*n == MAX_NORMS) return NULL;
    Norm *norm = &norms[(*n)++];
    *norm = (Norm){ .procedure_id = id, .source = NORM_OFFICIAL, .n_works = NAN, .n_schools = NAN, .mean = NAN, .sd = NAN, .tau2_mean = NAN, .within_sd = NAN,
                    .lifting_share = NAN, .lifting_share_low = NAN, .null_scale = 1 };
    return norm;
}

static void identity_over(const TableSheet *sheet, uint32_t header, Str file, Identity *io, Arena *arena)
{
    for (uint32_t i = 0; i < header; i++)
        for (uint32_t c = 0; c < sheet->rows[i].n_cells; c++) {
            Str cell = sheet->rows[i].cells[c];
            Str folded = utf8_fold(arena, cell);
            Identity found = { 0 };
            identity_read(cell, &found, arena);
            if (io->subject.n == 0 && found.known_subject) io->subject = found.subject, io->known_subject = true;
            if (io->year == 0) io->year = found.year;
            if (io->grade == 0 && (found.known_subject || str_find(folded, STR("класс")) != SIZE_MAX)) io->grade = found.grade;
        }
    identity_read(file, io, arena);
}

/* A row knows its own work only where year, grade and subject are columns. */
static bool row_identity(const TableRow *row, const Report *report, Identity *out, Arena *arena)
{
    *out = (Identity){ 0 };
    if (report->year < 0 || report->grade < 0 || report->subject < 0) return false;
    Str year = table_cell(row, report->year), grade = table_cell(row, report->grade), subject = table_cell(row, report->subject);
    identity_read(arena_printf(arena, "%.*s %.*s класс %.*s", STR_ARG(year), STR_ARG(grade), STR_ARG(subject)), out, arena);
    return identity_complete(out);
}

static void take_row(const TableRow *row, int rank, const Report *report, Norm *norm, Arena *arena)
{
    if (!(report->is_scores ? take_scores(row, report, arena, norm) : take_tasks(row, report, arena, norm))) return;
    if (report->is_scores || isnan(norm->n_works)) norm->n_works = count_in(row, report->participants, arena);
    if (report->schools >= 0 && (report->is_scores || isnan(norm->n_schools))) norm->n_schools = count_in(row, report->schools, arena);
    norm->source_text = rank == 2 ? STR("официальный отчёт, строка региона") : STR("официальный отчёт, вся выборка");
}

static void read_sheet(const TableSheet *sheet, Str file, Norm *norms, uint32_t *n_norms, Arena *arena)
{
    Report report = { 0 };
    uint32_t header = 0;
    while (header < sheet->n_rows && header < HEADER_ROWS && !find_report(&sheet->rows[header], arena, &report)) header++;
    if (header == sheet->n_rows || header == HEADER_ROWS) return;
    Identity title = { 0 }, own;
    identity_over(sheet, header, file, &title, arena);
    int taken[MAX_NORMS] = { 0 }; /* rank of the row that a norm has from this sheet */
    for (int rank = 2; rank > 0; rank--)
        for (uint32_t i = header + 1; i < sheet->n_rows; i++) {
            if (row_rank(&sheet->rows[i], &report) != rank) continue;
            const Identity *identity = row_identity(&sheet->rows[i], &report, &own, arena) ? &own : &title;
            if (!identity_complete(identity)) continue;
            Procedure procedure;
            identity_procedure(identity, arena, &procedure);
            Norm *norm = norm_of(norms, n_norms, procedure.id);
            if (norm == NULL || taken[norm - norms] > 0) continue;
            taken[norm - norms] = rank;
            take_row(&sheet->rows[i], rank, &report, norm, arena);
        }
}

bool reference_official(Str name, Str bytes, Arena *arena, Reference *out, Err *err)
{
    TableBook *book;
    if (!table_read(bytes, 100000, arena, &book, err)) return false;
    Norm *norms = arena_array(arena, Norm, MAX_NORMS);
    uint32_t n = 0;
    for (uint32_t i = 0; i < book->n_sheets; i++) read_sheet(&book->sheets[i], name, norms, &n, arena);
    const Norm **found = arena_array(arena, const Norm *, n);
    uint32_t n_good = 0;
    for (uint32_t i = 0; i < n; i++)
        if (norms[i].lumpy != NULL || norms[i].task_mean != NULL) found[n_good++] = &norms[i];
    if (n_good == 0)
        return err_set(err, ERR_INPUT, "Нужны отчёты «Распределение первичных баллов» или «Выполнение заданий» с предметом, классом и годом в заголовке, в столбцах «Год», «Класс», «Предмет» или в имени файла.",
                       "В файле «%.*s» нет строк «вся выборка» и «регион» официальных отчётов.", STR_ARG(name));
    *out = (Reference){ n_good, found, arena_printf(arena, "официальные отчёты «%.*s»", STR_ARG(name)) };
    return true;
}
