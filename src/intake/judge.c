#include "intake/judge_.h"

#include "base/utf8.h"
#include "intake/cell_.h"

/* Row-major scores to task-major, a block at a time so that both sides stay in the cache. */
static uint8_t *transpose(const Rows *rows, Arena *arena)
{
    uint32_t n_tasks = rows->map->n_tasks;
    uint8_t *out = arena_array(arena, uint8_t, (size_t)rows->n * n_tasks);
    for (uint32_t from = 0; from < rows->n; from += 256) {
        uint32_t to = rows->n - from < 256 ? rows->n : from + 256;
        for (uint32_t t = 0; t < n_tasks; t++)
            for (uint32_t i = from; i < to; i++) out[(size_t)t * rows->n + i] = rows->score[(size_t)i * n_tasks + t];
    }
    return out;
}

static void count_column(const uint8_t *column, const Rows *rows, ColumnStats *stats)
{
    uint32_t count[256] = { 0 };
    for (uint32_t i = 0; i < rows->n; i++)
        if ((rows->flags[i] & (ROW_IS_ABSENT | ROW_HAS_ERROR)) == 0) count[column[i]]++;
    *stats = (ColumnStats){ .filled = count[SCORE_NOT_ATTEMPTED] + count[SCORE_NOT_TAUGHT] };
    for (uint32_t points = 0; points <= LIMIT_TASK_MAX; points++) stats->count[points] = count[points], stats->points += count[points];
    stats->filled += stats->points;
    uint32_t rare = stats->points < 200 ? 1 : 2 + stats->points / 1000;
    for (uint32_t points = 0; points <= LIMIT_TASK_MAX; points++)
        if (stats->count[points] >= rare) stats->top = (uint8_t)points;
}

static Sheet *new_sheet(const Rows *rows, Arena *arena)
{
    Sheet *sheet = arena_one(arena, Sheet);
    sheet->sheet_name = arena_str(arena, rows->sheet_name);
    sheet->n_rows = rows->n;
    sheet->n_schools = rows->schools.n;
    Str *codes = arena_array(arena, Str, rows->schools.n), *names = arena_array(arena, Str, rows->schools.n), *places = arena_array(arena, Str, rows->schools.n);
    for (uint32_t i = 0; i < rows->schools.n; i++) {
        codes[i] = arena_str(arena, rows->schools.strings[i]);
        bool listed = i < rows->name_room;
        names[i] = listed ? arena_str(arena, rows->school_name[i]) : STR_EMPTY;
        places[i] = listed ? arena_str(arena, rows->school_municipality[i]) : STR_EMPTY;
        if (str_eq(names[i], codes[i])) names[i] = STR_EMPTY;
    }
    sheet->school_code = codes, sheet->school_name = names, sheet->school_municipality = places;
    return sheet;
}

bool looks_like_name(Str code)
{
    uint32_t before = 0;
    bool named = false;
    for (size_t i = 0; i < code.n;) {
        uint32_t cp = utf8_next(code, &i);
        if (cp >= '0' && cp <= '9') return false;
        named = named || (before >= 0x410 && before <= 0x42F && cp >= 0x430 && cp <= 0x451);
        before = cp;
    }
    return named && utf8_length(code) >= 3;
}

static void copy_columns(Sheet *sheet, const Rows *rows, Arena *arena)
{
    uint32_t n = rows->n;
#define COPY(type, field, from) sheet->field = memcpy(arena_array(arena, type, n), (from), n * sizeof(type))
    if (n > 0) {
        COPY(uint32_t, source_row, rows->source_row);
        COPY(uint32_t, school, rows->school);
        COPY(uint8_t, variant, rows->variant);
        COPY(uint8_t, sex, rows->sex);
        COPY(uint8_t, journal, rows->journal);
        COPY(int16_t, written_total, rows->written);
    }
#undef COPY
    Str *distinct = arena_array(arena, Str, rows->codes.n), *code = arena_array(arena, Str, n);
    for (uint32_t i = 0; i < rows->codes.n; i++) distinct[i] = looks_like_name(rows->codes.strings[i]) ? STR("имя скрыто") : arena_str(arena, rows->codes.strings[i]);
    for (uint32_t i = 0; i < n; i++) code[i] = distinct[rows->code[i]];
    sheet->code = code;
}

static void label_classes(Sheet *sheet, const Rows *rows, int grade, Arena *arena)
{
    Intern labels;
    intern_init(&labels, rows->arena);
    intern_add(&labels, STR_EMPTY);
    uint16_t *of_raw = arena_array(rows->arena, uint16_t, rows->classes.n), *class_of = arena_array(arena, uint16_t, rows->n);
    for (uint32_t i = 0; i < rows->classes.n; i++) {
        Str raw = rows->classes.strings[i];
        of_raw[i] = (uint16_t)intern_add(&labels, rows->map->format->class_is_number ? raw : cell_class(rows->arena, raw, grade));
    }
    for (uint32_t i = 0; i < rows->n; i++) class_of[i] = of_raw[rows->class_raw[i]];
    Str *names = arena_array(arena, Str, labels.n);
    for (uint32_t i = 0; i < labels.n; i++) names[i] = arena_str(arena, labels.strings[i]);
    sheet->class_of = class_of, sheet->class_label = names, sheet->n_class_labels = labels.n;
}

void judge_name_classes(Sheet *sheet, const Str *names, uint32_t n_names, Arena *arena)
{
    Intern labels;
    intern_init(&labels, arena);
    intern_add(&labels, STR_EMPTY);
    uint16_t *of_old = arena_array(arena, uint16_t, sheet->n_class_labels), *class_of = arena_array(arena, uint16_t, sheet->n_rows);
    for (uint32_t i = 0; i < sheet->n_class_labels; i++) {
        long long number;
        bool named = str_to_int(sheet->class_label[i], &number) && number < n_names && names[number].n > 0;
        of_old[i] = (uint16_t)intern_add(&labels, named ? cell_class(arena, names[number], sheet->procedure.grade) : sheet->class_label[i]);
    }
    for (uint32_t i = 0; i < sheet->n_rows; i++) class_of[i] = of_old[sheet->class_of[i]];
    sheet->class_of = class_of, sheet->class_label = labels.strings, sheet->n_class_labels = labels.n;
}

/* Everything the row loop needs. */
typedef struct Bench {
    Rows *rows;
    Sheet *sheet;
    Complaints *second;
    uint8_t *state;
    const uint8_t *over; /* [n] some score above its maximum, or filled beyond the last task */
    uint8_t *score;
    KeySet seen;
} Bench;

static void tell(const Bench *bench, Severity severity, const char *code, uint32_t i, int32_t column, Str value, const char *text)
{
    complaints_add(bench->second, severity, code, bench->rows->sheet_name, bench->rows->source_row[i], (uint32_t)column, value, "%s", text);
}

static bool tell_over(const Bench *bench, uint32_t i)
{
    const ColumnMap *map = bench->rows->map;
    const Blueprint *blueprint = bench->sheet->procedure.blueprint;
    bool told = false;
    for (uint32_t t = 0; t < map->n_tasks; t++) {
        uint8_t score = bench->score[(size_t)t * bench->rows->n + i];
        if (t >= blueprint->n_tasks) {
            if (score == SCORE_EMPTY) continue;
            tell(bench, SEVERITY_ERROR, "row-shifted", i, map->task[t], STR_EMPTY,
                 "Балл стоит правее последнего задания: строка, похоже, сдвинута. Сверьте строку с работой.");
            return true;
        }
        if (!score_is_points(score) || score <= blueprint->tasks[t].max) continue;
        char digits[8];
        size_t n = 0;
        if (score >= 10) digits[n++] = (char)('0' + score / 10);
        digits[n++] = (char)('0' + score % 10);
        complaints_add(bench->second, SEVERITY_ERROR, "score-over-max", bench->rows->sheet_name, bench->rows->source_row[i], map->task[t], (Str){ digits, n },
                       "За задание %.*s можно получить не больше %u. Проверьте по работе и исправьте.", STR_ARG(blueprint->tasks[t].label), blueprint->tasks[t].max);
        told = true;
    }
    return told;
}

static void judge_total(const Bench *bench, uint32_t i)
{
    const Sheet *sheet = bench->sheet;
    int written = sheet->written_total[i], total = sheet->total[i], max = sheet->procedure.blueprint->max;
    if (written == TOTAL_NONE || written == total || bench->rows->map->n_tasks == 0) return;
    char text[8];
    int n = 0;
    for (int rest = written; rest > 0 || n == 0; rest /= 10) n++;
    for (int k = n - 1, rest = written; k >= 0; k--, rest /= 10) text[k] = (char)('0' + rest % 10);
    complaints_add(bench->second, SEVERITY_WARNING, written > max ? "total-over-max" : "total-differs", sheet->sheet_name, sheet->source_row[i],
                   (uint32_t)bench->rows->map->role[ROLE_TOTAL], (Str){ text, (size_t)n },
                   written > max ? "Записано %d — больше, чем можно набрать; по заданиям выходит %d, взято это. Проверьте сумму." : "Записано %d, по заданиям выходит %d; взята сумма по заданиям. Проверьте строку.",
                   written, total);
}

static bool has_error(Bench *bench, uint32_t i)
{
    Rows *rows = bench->rows;
    const ColumnMap *map = rows->map;
    uint8_t flags = rows->flags[i];
    bool error = (flags & ROW_HAS_ERROR) != 0;
    if (bench->over[i]) error |= tell_over(bench, i);
    if ((flags & ROW_HAS_SCORES) == 0) {
        tell(bench, SEVERITY_ERROR, "row-empty", i, (int32_t)NO_COLUMN, STR_EMPTY,
             map->n_tasks > 0 ? "Ни одного балла, а пометки «отсутствовал» нет. Впишите баллы, X или «отсутствовал»." : "Нет суммы баллов и пометки «отсутствовал». Впишите одно из двух.");
        error = true;
    }
    if ((flags & ROW_NO_SCHOOL) != 0) {
        error = true;
        if (map->role[ROLE_SCHOOL] >= 0)
            tell(bench, SEVERITY_ERROR, "school-missing", i, map->role[ROLE_SCHOOL], STR_EMPTY, "Не указана школа. Впишите логин школы.");
    }
    return error;
}

static void judge_row(Bench *bench, uint32_t i)
{
    Rows *rows = bench->rows;
    const ColumnMap *map = rows->map;
    bool absent = (rows->flags[i] & ROW_IS_ABSENT) != 0, coded = rows->codes.strings[rows->code[i]].n > 0;
    bool error = !absent && has_error(bench, i);
    if (coded && rows->school[i] != INTERN_NONE && !key_set_add(&bench->seen, (uint64_t)rows->school[i] << 32 | (rows->code[i] + 1u))) {
        tell(bench, SEVERITY_ERROR, "code-repeated", i, map->role[ROLE_CODE], bench->sheet->code[i],
             "Этот код в этой школе уже был выше. Оставьте одну строку или исправьте код.");
        error = true;
    }
    if (coded && looks_like_name(rows->codes.strings[rows->code[i]])) {
        tell(bench, SEVERITY_ERROR, "code-is-name", i, map->role[ROLE_CODE], STR_EMPTY,
             "Вместо кода участника стоит имя. Имён программа не читает и не хранит: впишите код, а таблицу «код — имя» оставьте на бумаге в школе.");
        error = true;
    }
    if (!coded && !absent && !error && map->role[ROLE_CODE] >= 0)
        tell(bench, SEVERITY_WARNING, "code-missing", i, map->role[ROLE_CODE], STR_EMPTY, "Нет кода участника: работа учтена, но найти её потом нельзя. Впишите код.");
    if (absent && !error && (rows->flags[i] & ROW_HAS_SCORES) != 0 && map->role[ROLE_VARIANT2] < 0)
        tell(bench, SEVERITY_WARNING, "absent-with-scores", i, map->role[ROLE_VARIANT], STR_EMPTY, "Отмечено «отсутствовал», но баллы есть: участник считается отсутствовавшим. Проверьте.");
    bench->state[i] = error ? ROW_REJECTED : absent ? ROW_ABSENT : ROW_WORK;
    if (bench->state[i] == ROW_WORK) judge_total(bench, i);
}

static void judge_rows(Rows *rows, Sheet *sheet, uint8_t *score, Complaints *second, Arena *arena)
{
    const Blueprint *blueprint = sheet->procedure.blueprint;
    uint32_t n = rows->n;
    uint8_t *over = arena_array(rows->arena, uint8_t, n);
    uint16_t *total = arena_array(arena, uint16_t, n);
    for (uint32_t t = 0; t < rows->map->n_tasks; t++) {
        const uint8_t *column = score + (size_t)t * n;
        if (t >= blueprint->n_tasks) {
            for (uint32_t i = 0; i < n; i++) over[i] |= column[i] != SCORE_EMPTY;
            continue;
        }
        uint8_t max = blueprint->tasks[t].max;
        for (uint32_t i = 0; i < n; i++) {
            uint8_t points = score_is_points(column[i]) ? column[i] : 0;
            over[i] |= points > max;
            total[i] = (uint16_t)(total[i] + points);
        }
    }
    Bench bench = { .rows = rows, .sheet = sheet, .second = second, .over = over, .score = score };
    bench.state = arena_array(arena, uint8_t, n);
    key_set_init(&bench.seen, rows->arena, n);
    sheet->total = total;
    sheet->state = bench.state;
    for (uint32_t i = 0; i < n; i++) {
        if (rows->map->n_tasks == 0) {
            total[i] = rows->written[i] == TOTAL_NONE ? 0 : (uint16_t)rows->written[i];
            if (total[i] > blueprint->max && !(rows->flags[i] & ROW_IS_ABSENT)) {
                rows->flags[i] |= ROW_HAS_ERROR;
                tell(&bench, SEVERITY_ERROR, "score-over-max", i, rows->map->role[ROLE_TOTAL], STR_EMPTY, "Сумма больше, чем можно набрать за работу. Исправьте.");
            }
        }
        judge_row(&bench, i);
        sheet->n_works += bench.state[i] == ROW_WORK;
        sheet->n_absent += bench.state[i] == ROW_ABSENT;
        sheet->n_rejected += bench.state[i] == ROW_REJECTED;
        if (bench.state[i] == ROW_WORK) continue;
        total[i] = 0;
        for (uint32_t t = 0; t < blueprint->n_tasks; t++) score[(size_t)t * n + i] = SCORE_NONE;
    }
    sheet->score = score;
}

/* Grade by the first digit of five-digit codes, when nearly all begin alike. */
static int grade_of_codes(const Rows *rows)
{
    uint32_t first[10] = { 0 }, five = 0;
    for (uint32_t i = 0; i < rows->n; i++) {
        Str code = rows->codes.strings[rows->code[i]];
        long long number;
        if (code.n == 5 && str_to_int(code, &number)) first[number / 10000]++, five++;
    }
    for (int grade = 4; grade <= 9; grade++)
        if (five > 0 && first[grade] >= five - five / 20) return grade;
    return 0;
}

static void complete_identity(const Rows *rows, const ColumnStats *stats, Identity *identity, Complaints *second, Arena *arena)
{
    if (identity->year == 0 && rows->date.n > 0) {
        Identity of_date = { .grade = 1, .subject = STR("-") };
        identity_read(rows->date, &of_date, arena);
        identity->year = of_date.year;
    }
    if (identity_complete(identity) && identity->known_subject) return;
    bool guessed = false;
    if (identity->year == 0) identity->year = rows->map->format->year, guessed = identity->year != 0;
    int grade = identity->grade != 0 ? identity->grade : identity->year == 2020 ? 0 : grade_of_codes(rows);
    const Blueprint *work = identity->known_subject ? NULL : blueprint_guess(stats, rows->map->n_tasks, grade);
    if (work != NULL) {
        identity->subject = work->subject, identity->grade = work->grade, identity->known_subject = true;
        if (identity->year == 0) identity->year = work->year;
        guessed = true;
    } else if (identity->grade == 0 && grade != 0) identity->grade = grade, guessed = true;
    bool complete = identity_complete(identity);
    Procedure procedure;
    identity_procedure(identity, arena, &procedure);
    if (guessed || !complete || !identity->known_subject)
        complaints_add(second, complete ? SEVERITY_FIXED : SEVERITY_WARNING, complete ? "identity-guessed" : "identity-unknown", rows->sheet_name, 0, NO_COLUMN, STR_EMPTY,
                       complete ? "Год, класс или предмет в форме не записаны; по виду формы это «%.*s». Если нет — назовите работу: --procedure ГОД-КЛАСС-ПРЕДМЕТ."
                                : "Не удалось узнать год, класс или предмет: принято «%.*s». Назовите работу: --procedure ГОД-КЛАСС-ПРЕДМЕТ.",
                       STR_ARG(procedure.title));
}

bool judge(Rows *rows, Identity *identity, const IntakeOptions *options, Complaints *second, Arena *arena, Sheet **out, Err *err)
{
    const ColumnMap *map = rows->map;
    uint8_t *score = transpose(rows, arena);
    ColumnStats *stats = arena_array(rows->arena, ColumnStats, map->n_tasks);
    for (uint32_t t = 0; t < map->n_tasks; t++) count_column(score + (size_t)t * rows->n, rows, &stats[t]);
    uint32_t n_scored = 0;
    int16_t top = 0;
    for (uint32_t i = 0; i < rows->n; i++) {
        n_scored += (rows->flags[i] & (ROW_HAS_SCORES | ROW_IS_ABSENT)) == ROW_HAS_SCORES;
        if (rows->written[i] > top && !(rows->flags[i] & ROW_IS_ABSENT)) top = rows->written[i];
    }
    complete_identity(rows, stats, identity, second, arena);
    Sheet *sheet = new_sheet(rows, arena);
    identity_procedure(identity, arena, &sheet->procedure);
    BlueprintAsk ask = { map, stats, n_scored, (uint16_t)top, identity, options->blueprints, rows->sheet_name, second };
    if (!blueprint_choose(&ask, arena, &sheet->procedure.blueprint, err)) return false;
    copy_columns(sheet, rows, arena);
    label_classes(sheet, rows, identity->grade, arena);
    if (rows->no_school > 0 && map->role[ROLE_SCHOOL] < 0)
        complaints_add(second, SEVERITY_ERROR, "school-unknown", rows->sheet_name, 0, NO_COLUMN, STR_EMPTY,
                       "Неизвестно, чья это форма: ни в таблице, ни в имени файла нет логина школы. Впишите логин в имя файла, например «… edu123456.xlsx».");
    judge_rows(rows, sheet, score, second, arena);
    *out = sheet;
    return true;
}
