/* merilo audit: is the journal of changes whole; the journal as a file. */
#include <stdio.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/number.h"
#include "cli/database_.h"
#include "store/audit.h"
#include "store/org.h"

/* A broken chain ends the command with exit code 4, so that a nightly job notices. */
static bool verify(DbRead *read, const Org *roots, uint32_t n_roots, Arena *arena, Err *err)
{
    bool whole = true;
    Str first = STR_EMPTY;
    if (n_roots == 0) puts("В базе ещё нет ни одной организации, журнал пуст.");
    for (uint32_t i = 0; i < n_roots; i++) {
        AuditVerdict verdict;
        if (!audit_verify(read, roots[i].id, arena, &verdict, err)) return false;
        if (verdict.broken_seq == 0) {
            printf("%.*s: журнал цел, %s", STR_ARG(roots[i].name), number_of(arena, verdict.n, "запись", "записи", "записей").at);
            if (verdict.n_erased > 0) printf(", слова стёрты по закону у %s", number_int(arena, verdict.n_erased).at);
            printf("; последний хеш %.16s…\n", verdict.n > 0 ? verdict.head : "—");
        } else {
            printf("%.*s: журнал нарушен. %.*s\n", STR_ARG(roots[i].name), STR_ARG(verdict.why));
            if (whole) first = verdict.why;
            whole = false;
        }
    }
    if (whole) return true;
    return err_set(err, ERR_CONFLICT, "Сравните с последней копией базы: «merilo verify КОПИЯ» скажет, цел ли журнал в ней.", "Журнал изменений нарушен. %.*s", STR_ARG(first));
}

static void put_entry(Csv *csv, const Org *root, const AuditEntry *entry)
{
    csv_str(csv, root->code);
    csv_num(csv, (double)entry->seq);
    csv_num(csv, (double)entry->at);
    csv_str(csv, entry->who);
    csv_str(csv, entry->org_code);
    csv_str(csv, entry->object);
    csv_str(csv, entry->verb);
    csv_str(csv, entry->words);
    csv_num(csv, entry->erased);
    csv_end_row(csv);
}

static bool export_tree(DbRead *read, const Org *root, Csv *csv, Arena *arena, Err *err)
{
    AuditAsk ask = { .org_path = root->path, .limit = 1000 };
    for (;;) {
        const AuditEntry *entries;
        uint32_t n;
        if (!audit_list(read, root->id, &ask, arena, &entries, &n, err)) return false;
        for (uint32_t i = 0; i < n; i++) put_entry(csv, root, &entries[i]);
        if (n < ask.limit) return true;
        ask.before_seq = entries[n - 1].seq;
    }
}

static bool export(DbRead *read, const Org *roots, uint32_t n_roots, const char *path, Arena *arena, Err *err)
{
    static const char *const head[] = { "дерево", "номер", "время", "кто", "организация", "предмет", "действие", "что", "стёрто" };
    Buf bytes;
    Csv csv;
    buf_init(&bytes, 0);
    csv_init(&csv, &bytes, ';');
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) csv_str(&csv, str_of(head[i]));
    csv_end_row(&csv);
    bool done = true;
    for (uint32_t i = 0; i < n_roots && done; i++) done = export_tree(read, &roots[i], &csv, arena, err);
    done = done && buf_ok(&bytes, err) && file_write(path, buf_str(&bytes), err);
    buf_free(&bytes);
    return done;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    Str word = args->n_free == 1 ? str_of(args->free_words[0]) : STR_EMPTY;
    bool verifies = str_eq(word, STR("verify")), exports = str_eq(word, STR("export"));
    if (!verifies && !exports) return err_set(err, ERR_INPUT, "Например: «merilo audit verify --db merilo.db».", "Нужно одно слово: verify или export.");
    const char *out = args_value(args, "--out");
    if (exports && out == NULL) out = "-";
    Db *db;
    if (!database_open(args, &db, err)) return false;
    const Org *roots;
    uint32_t n_roots;
    DbRead *read = db_reader(db);
    bool done = db_read_begin(read, err);
    if (done) {
        done = org_roots(read, arena, &roots, &n_roots, err) && (verifies ? verify(read, roots, n_roots, arena, err) : export(read, roots, n_roots, out, arena, err));
        db_read_end(read);
    }
    db_close(db);
    return done;
}

static const Option options[] = {
    DATABASE_OPTION,
    { "--out", "ФАЙЛ", "куда писать журнал (export); без ключа — на экран", false },
    { 0 },
};

const Command command_audit = {
    .name = "audit",
    .words = "verify|export [--db БАЗА]",
    .summary = "журнал изменений: цел ли он; он же таблицей",
    .details = "verify проверяет цепочку хешей от первой записи до последней и называет первую изменённую, пропавшую или переставленную запись; тогда код завершения 4.\n"
               "Слова, стёртые по закону о персональных данных, цепочки не рвут.",
    .options = options,
    .run = run
};
