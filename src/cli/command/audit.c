/* merilo audit: is the journal of changes whole; the journal as a file. */
#include <ctype.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/number.h"
#include "cli/database_.h"
#include "flow/witness.h"

typedef struct Ask { const char *url, *copy, *head, *out; } Ask;

enum { HEAD_DIGITS = 12 }; /* of a hash on paper; that many do not meet by chance in any journal */

static bool read_head(const char *given, Arena *arena, Str *out, Err *err)
{
    Str hash = str_of(given);
    char *low = arena_alloc(arena, hash.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < hash.n; i++)
        if (hash.at[i] != '-' && hash.at[i] != ' ') low[n++] = (char)tolower((unsigned char)hash.at[i]); /* as the page groups them */
    hash = *out = (Str){ low, n };
    for (size_t i = 0; i < n; i++)
        if (!isxdigit((unsigned char)low[i])) return err_set(err, ERR_INPUT, "Его печатают «merilo audit verify» и страница журнала.", "«%s» — не хеш: в нём только цифры и буквы от a до f.", given);
    return (hash.n >= HEAD_DIGITS && hash.n <= 64) || err_set(err, ERR_INPUT, "", "Нужно от %d до 64 знаков хеша, а дано %zu.", HEAD_DIGITS, hash.n);
}

/* Is an entry with the hash that somebody wrote down still in one of the journals? */
static bool verify_head(DbRead *read, const Org *roots, uint32_t n_roots, Str head, Arena *arena, Err *err)
{
    for (uint32_t i = 0; i < n_roots; i++) {
        int64_t seq, last;
        Str hash;
        if (!audit_find_hash(read, roots[i].id, head, &seq, err) || !audit_head(read, roots[i].id, arena, &last, &hash, err)) return false;
        if (seq == 0) continue;
        printf("%.*s: запись с этим хешем на месте, её номер %lld; после неё — %s.\n", STR_ARG(roots[i].name), (long long)seq, number_of(arena, last - seq, "запись", "записи", "записей").at);
        return true;
    }
    return err_set(err, ERR_CONFLICT, "Если хеш списан верно, журнал переписан или обрезан: сравните базу с копиями («merilo verify КОПИЯ»).", "Записи с хешем %.*s… в журнале нет.", HEAD_DIGITS, head.at);
}

static void tell_whole(const Org *root, const JournalVerdict *verdict, Arena *arena)
{
    const AuditVerdict *chain = &verdict->chain;
    printf("%.*s: журнал цел, %s", STR_ARG(root->name), number_of(arena, chain->n, "запись", "записи", "записей").at);
    if (chain->n_erased > 0) printf(", слова стёрты по закону у %s", number_int(arena, chain->n_erased).at);
    printf(".\n  Последний хеш: %s\n", chain->n > 0 ? chain->head : "—");
    if (verdict->n_witnesses > 0) printf("  Сошлось с отметками вне базы (копии, файл отметок): %s.\n", number_int(arena, verdict->n_witnesses).at);
    else puts("  Отметок вне базы нет: если журнал обрежут вместе со счётчиком, сверить его будет не с чем. Сделайте копию («merilo backup») или выпишите хеш.");
    if (verdict->n_before > 0) printf("  Не сравнивались: %s — база развёрнута из копии позже.\n", number_of(arena, verdict->n_before, "отметка", "отметки", "отметок").at);
}

/* A broken chain ends the command with exit code 4, so that a nightly job notices. */
static bool verify(DbRead *read, const Org *roots, uint32_t n_roots, const Ask *ask, Arena *arena, Err *err)
{
    Str first = STR_EMPTY, head = STR_EMPTY;
    const Witness *witnesses;
    uint32_t n_witnesses;
    if (!witness_list(ask->url, ask->copy, arena, &witnesses, &n_witnesses, err) || (ask->head != NULL && !read_head(ask->head, arena, &head, err))) return false;
    if (n_roots == 0) puts("В базе ещё нет ни одной организации, журнал пуст.");
    for (uint32_t i = 0; i < n_roots; i++) {
        JournalVerdict verdict;
        if (!journal_verify(read, &roots[i], witnesses, n_witnesses, arena, &verdict, err)) return false;
        if (verdict.broken.n == 0) tell_whole(&roots[i], &verdict, arena);
        else printf("%.*s: журнал нарушен. %.*s\n", STR_ARG(roots[i].name), STR_ARG(verdict.broken));
        if (first.n == 0) first = verdict.broken;
    }
    if (first.n > 0) return err_set(err, ERR_CONFLICT, "Сравните с последней копией базы: «merilo verify КОПИЯ» скажет, цел ли журнал в ней.", "Журнал изменений нарушен. %.*s", STR_ARG(first));
    return head.n == 0 || verify_head(read, roots, n_roots, head, arena, err);
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
    csv_str(csv, entry->hash);
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
    static const char *const head[] = { "дерево", "номер", "время", "кто", "организация", "предмет", "действие", "что", "стёрто", "хеш" };
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
    Ask ask = { .copy = args_value(args, "--copy"), .head = args_value(args, "--head"), .out = args_value(args, "--out") };
    if (exports && (ask.copy != NULL || ask.head != NULL)) return err_set(err, ERR_INPUT, "Они сверяют журнал: «merilo audit verify».", "С «export» ключи «--copy» и «--head» не нужны.");
    if (exports && ask.out == NULL) ask.out = "-";
    Db *db;
    if (!database_url(args, &ask.url, err) || !database_open(args, &db, err)) return false;
    const Org *roots;
    uint32_t n_roots;
    DbRead *read = db_reader(db);
    bool done = db_read_begin(read, err);
    if (done) {
        done = org_roots(read, arena, &roots, &n_roots, err) && (verifies ? verify(read, roots, n_roots, &ask, arena, err) : export(read, roots, n_roots, ask.out, arena, err));
        db_read_end(read);
    }
    db_close(db);
    return done;
}

static const Option options[] = {
    DATABASE_OPTION,
    { "--out", "ФАЙЛ", "куда писать журнал (export); без ключа — на экран", false },
    { "--copy", "КОПИЯ", "сверить и с копией базы из другого места (verify)", false },
    { "--head", "ХЕШ", "на месте ли запись, чей хеш выписали раньше: первые 12 знаков или больше (verify)", false },
    { 0 },
};

const Command command_audit = {
    .name = "audit",
    .words = "verify|export [--db БАЗА] [--head ХЕШ] [--copy КОПИЯ]",
    .summary = "журнал изменений: цел ли он; он же таблицей",
    .details = "verify проверяет цепочку хешей от первой записи до последней и называет первую изменённую, пропавшую или переставленную запись; тогда код завершения 4.\n"
               "Конец журнала сверяется с тем, что помнит о нём: копиями из папки copies и файлом отметок рядом с базой (сервер дописывает его раз в час).\n"
               "Слова, стёртые по закону о персональных данных, цепочки не рвут.",
    .options = options,
    .run = run
};
