/* The packed sheet: checked from its first byte to its last, then used where it lies. */
#include "intake/packed_.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "domain/packed.h"
#include "intake/identity_.h"
#include "intake/packed_columns_.h"

#define HINT_AGAIN "Возьмите файл заново у того, кто его сделал."

typedef struct Packed {
    const char *at;
    PackedHeader header;
    PackedLayout layout;
    Arena *arena;
    const char *text, *text_end; /* what is left of the text */
} Packed;

bool packed_bad(const char *what, Err *err)
{
    return err_set(err, ERR_INPUT, HINT_AGAIN, "Упакованный протокол испорчен: %s.", what);
}

bool packed_sniff(Str bytes) { return str_starts(bytes, PACKED_MAGIC); }

/* ---- header ---- */

static bool over(uint32_t n, size_t most, const char *what, Err *err)
{
    if (n <= most) return false;
    err_set(err, ERR_LIMIT, "Разделите протокол на части.", "В упакованном протоколе %s больше допустимого: %u, а можно %zu.", what, n, most);
    return true;
}

static bool header_holds(const PackedHeader *header, Err *err)
{
    if (header->version != PACKED_VERSION)
        return err_set(err, ERR_INPUT, "Обновите программу или упакуйте протокол заново.", "Упакованный протокол версии %u, а программа понимает версию %u.", header->version, PACKED_VERSION);
    if (over(header->n_works, LIMIT_ROWS, "работ", err) || over(header->n_schools, LIMIT_SCHOOLS, "школ", err) || over(header->n_labels, LIMIT_CLASSES, "названий классов", err) ||
        over(header->n_tasks, LIMIT_TASKS, "заданий", err) || over(header->n_text, LIMIT_SHARED_BYTES, "байт текста", err) || over(header->max, LIMIT_TOTAL, "баллов", err))
        return false;
    if (header->n_works == 0) return packed_bad("в нём нет ни одной работы", err);
    bool zeros = header->zero == 0 && (header->flags & ~(uint32_t)PACKED_FLAGS) == 0;
    for (size_t i = 0; i < sizeof header->zeros / sizeof *header->zeros; i++) zeros &= header->zeros[i] == 0;
    if (!zeros) return packed_bad("в оглавлении заполнено то, что должно быть пустым", err);
    if (header->n_schools > header->n_classes || header->n_classes > header->n_works || header->n_labels == 0) return packed_bad("числа школ, классов и работ противоречат друг другу", err);
    if (header->year > 2200 || (header->year != 0 && header->year < 1990) || header->grade > 12) return packed_bad("год или класс не бывает таким", err);
    return true;
}

static bool open_header(Str bytes, Packed *in, Err *err)
{
    if (bytes.n < sizeof in->header + PACKED_DIGEST) return packed_bad("файл оборван", err);
    memcpy(&in->header, bytes.at, sizeof in->header);
    if (!header_holds(&in->header, err)) return false;
    in->layout = packed_layout(&in->header);
    if (bytes.n == in->layout.end) return true;
    return err_set(err, ERR_INPUT, HINT_AGAIN, "Упакованный протокол испорчен: по оглавлению в нём %zu байт, а в файле %zu.", in->layout.end, bytes.n);
}

static bool hash_holds(Str bytes, size_t digest_at, char sha256[65], Err *err)
{
    Hash body, whole;
    char found[65], told[65];
    hash_begin(&whole);
    hash_add(&whole, str_slice(bytes, 0, digest_at));
    body = whole;
    hash_add(&whole, str_slice(bytes, digest_at, bytes.n));
    hash_end_hex(&whole, sha256);
    hash_end_hex(&body, found);
    for (size_t i = 0; i < PACKED_DIGEST; i++) snprintf(told + 2 * i, 3, "%02x", (unsigned char)bytes.at[digest_at + i]);
    return strcmp(found, told) == 0 || packed_bad("контрольная сумма не сошлась", err);
}

/* Between sections, so that equal sheets are equal files. */
static bool gaps_hold(const Packed *in, Err *err)
{
    for (int i = 0; i < PACKED_N_SECTIONS; i++) {
        size_t to = i + 1 < PACKED_N_SECTIONS ? in->layout.at[i + 1] : in->layout.digest;
        for (size_t at = in->layout.at[i] + in->layout.n[i]; at < to; at++)
            if (in->at[at] != 0) return packed_bad("между столбцами не пусто", err);
    }
    return true;
}

/* ---- text ---- */

static bool take_text(Packed *in, Str *out, Err *err)
{
    if (in->text_end - in->text < 2) return packed_bad("текст оборван", err);
    size_t n = (size_t)(unsigned char)in->text[0] | (size_t)(unsigned char)in->text[1] << 8;
    in->text += 2;
    if (n > (size_t)(in->text_end - in->text)) return packed_bad("текст оборван", err);
    *out = (Str){ in->text, n };
    in->text += n;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)out->at[i] < ' ') return packed_bad("в тексте есть управляющие знаки", err);
    return utf8_valid(*out) || packed_bad("текст не в UTF-8", err);
}

static bool take_blueprint(Packed *in, Procedure *out, Err *err)
{
    const PackedHeader *header = &in->header;
    Blueprint *blueprint = arena_one(in->arena, Blueprint);
    Task *tasks = arena_array(in->arena, Task, header->n_tasks);
    Identity identity = { .year = (int)header->year, .grade = (int)header->grade };
    if (!take_text(in, &identity.subject, err) || !take_text(in, &identity.level, err)) return false;
    if (identity.subject.n == 0) return packed_bad("не назван предмет", err);
    *blueprint = (Blueprint){ .year = identity.year, .grade = identity.grade, .subject = identity.subject, .level = identity.level, .n_tasks = (uint16_t)header->n_tasks, .tasks = tasks,
        .max = (uint16_t)header->max, .cutoffs_known = (header->flags & PACKED_CUTOFFS) != 0 };
    memcpy(blueprint->cutoff, header->cutoff, sizeof blueprint->cutoff);
    if (!take_text(in, &blueprint->task_source, err) || !take_text(in, &blueprint->cutoff_source, err) || !take_text(in, &blueprint->note, err)) return false;
    const PackedTask *packed = (const PackedTask *)(in->at + in->layout.at[PACKED_TASKS]);
    for (uint32_t t = 0; t < header->n_tasks; t++) {
        char level = (char)packed[t].level;
        if (level != 0 && level != 'B' && level != 'P' && level != 'V') return packed_bad("у задания неизвестный уровень", err);
        tasks[t] = (Task){ .max = packed[t].max, .level = level };
        if (!take_text(in, &tasks[t].label, err) || !take_text(in, &tasks[t].content, err) || !take_text(in, &tasks[t].requirement, err) || !take_text(in, &tasks[t].skill, err)) return false;
    }
    bool cutoffs_empty = header->cutoff[0] == 0 && header->cutoff[1] == 0 && header->cutoff[2] == 0;
    if (!blueprint_valid(blueprint) || (!blueprint->cutoffs_known && !cutoffs_empty)) return packed_bad("баллы заданий, сумма и границы отметок противоречат друг другу", err);
    identity_procedure(&identity, in->arena, out);
    out->blueprint = blueprint;
    return true;
}

/* Each once: equal labels would make one class two. */
static int by_text(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

static bool take_labels(Packed *in, const Str **out, Err *err)
{
    uint32_t n = in->header.n_labels;
    Str *labels = arena_array(in->arena, Str, n), *sorted = arena_array(in->arena, Str, n);
    for (uint32_t i = 0; i < n; i++)
        if (!take_text(in, &labels[i], err)) return false;
    memcpy(sorted, labels, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_text);
    for (uint32_t i = 1; i < n; i++)
        if (str_eq(sorted[i - 1], sorted[i])) return packed_bad("название класса повторено", err);
    *out = labels;
    return labels[0].n == 0 || packed_bad("первое название класса не пустое", err);
}

static bool take_schools(Packed *in, Sheet *out, Err *err)
{
    uint32_t n = in->header.n_schools;
    Str *code = arena_array(in->arena, Str, n), *name = arena_array(in->arena, Str, n), *municipality = arena_array(in->arena, Str, n);
    for (uint32_t i = 0; i < n; i++) {
        if (!take_text(in, &code[i], err) || !take_text(in, &name[i], err) || !take_text(in, &municipality[i], err)) return false;
        if (code[i].n == 0) return packed_bad("у школы нет кода", err);
        if (i > 0 && str_cmp(code[i - 1], code[i]) >= 0) return packed_bad("школы стоят не по порядку кодов", err);
    }
    out->school_code = code, out->school_name = name, out->school_municipality = municipality;
    return in->text == in->text_end || packed_bad("после текста остались лишние байты", err);
}

/* ---- the whole ---- */

static const void *section(const Packed *in, PackedSection which) { return in->layout.n[which] > 0 ? in->at + in->layout.at[which] : NULL; }

static void take_columns(const Packed *in, Str mapped, Sheet *sheet)
{
    SheetSpans *spans = arena_one(in->arena, SheetSpans);
    *spans = (SheetSpans){ .n_classes = in->header.n_classes, .schools = section(in, PACKED_SCHOOLS), .classes = section(in, PACKED_CLASSES), .code = section(in, PACKED_CODE), .mapped = mapped };
    sheet->n_rows = sheet->n_works = in->header.n_works;
    sheet->n_schools = in->header.n_schools;
    sheet->n_class_labels = in->header.n_labels;
    sheet->total = section(in, PACKED_TOTAL), sheet->journal = section(in, PACKED_JOURNAL), sheet->score = section(in, PACKED_SCORES);
    sheet->sex = section(in, PACKED_SEXES), sheet->variant = section(in, PACKED_VARIANTS);
    sheet->spans = spans;
}

bool packed_read(Str bytes, bool mapped, char sha256[65], Arena *arena, const Sheet **out, Err *err)
{
    BUG_ON((size_t)bytes.at % 8 != 0);
    Packed in = { .at = bytes.at, .arena = arena };
    if (!open_header(bytes, &in, err)) {
        hash_sha256_hex(bytes, sha256);
        return false;
    }
    if (!hash_holds(bytes, in.layout.digest, sha256, err) || !gaps_hold(&in, err)) return false;
    in.text = in.at + in.layout.at[PACKED_TEXT], in.text_end = in.text + in.layout.n[PACKED_TEXT];
    Sheet *sheet = arena_one(arena, Sheet);
    *sheet = (Sheet){ .sheet_name = STR_EMPTY };
    if (!take_blueprint(&in, &sheet->procedure, err) || !take_labels(&in, &sheet->class_label, err) || !take_schools(&in, sheet, err)) return false;
    take_columns(&in, mapped ? bytes : STR_EMPTY, sheet);
    if (!packed_columns_hold(sheet, err)) return false;
    *out = sheet;
    return true;
}
