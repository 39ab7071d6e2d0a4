/* Reads a large file, or writes what is clean in it. Args: «read ORG NUMBER», «write ORG NUMBER FLAGS REASON» with flags a (all or nothing), r (replace classes),
 * c (the asker may accept forms), p (a part was written before), and - at the end. */
#include "flow/import_.h"

#include "base/number.h"
#include "store/org.h"

static Str word(Str *rest)
{
    size_t space = str_find(*rest, STR(" "));
    Str out = str_slice(*rest, 0, space == SIZE_MAX ? rest->n : space);
    *rest = space == SIZE_MAX ? STR_EMPTY : str_slice(*rest, space + 1, rest->n);
    return out;
}

static bool tell_rows(void *context, uint64_t n_rows)
{
    Err stopped = { 0 };
    return job_progress(context, n_rows, 0, "Читаем строки", &stopped);
}

static bool tell_forms(void *context, uint32_t n_done, uint32_t n_all, Err *err) { return job_progress(context, n_done, n_all, "Записываем формы школ", err); }

/* A job that ends early leaves the draft open, or half-written. */
static bool give_up(JobCtx *ctx, Draft *draft, UploadState state, Str why)
{
    Err ignored = { 0 };
    UploadChange change = { .who = &ctx->who, .draft = draft, .was = UPLOAD_READING, .arena = ctx->arena };
    draft->upload.state = state;
    draft->upload.why = why;
    upload_apply(ctx->flow, &change, &ignored);
    return false;
}

static bool keep_reading(JobCtx *ctx, Draft *draft, Err *err)
{
    upload_describe(draft, ctx->arena);
    UploadChange change = { .who = &ctx->who, .draft = draft, .was = UPLOAD_READING, .arena = ctx->arena, .keep_complaints = true };
    if (!upload_apply(ctx->flow, &change, err)) return false;
    Str words = !draft->file.readable ? draft->upload.why
              : arena_printf(ctx->arena, "Принять можно %.*s из %.*s, ждут исправления %.*s.", STR_ARG(number_of(ctx->arena, draft->n_clean, "строку", "строки", "строк")),
                           STR_ARG(number_int(ctx->arena, draft->upload.n_rows)), STR_ARG(number_int(ctx->arena, draft->n_waiting)));
    job_result(ctx, words, arena_printf(ctx->arena, "/forms/files/%.*s/%d", STR_ARG(draft->org.code), draft->upload.number));
    return true;
}

static bool has_flag(Str flags, char flag)
{
    for (size_t i = 0; i < flags.n; i++)
        if (flags.at[i] == flag) return true;
    return false;
}

static bool write_forms(JobCtx *ctx, Importing *importing, Str flags, Str reason, Err *err)
{
    const Draft *draft = importing->draft;
    importing->ask = (ImportAsk){ .all = has_flag(flags, 'a'), .replace = has_flag(flags, 'r'), .reason = reason };
    importing->accepts = has_flag(flags, 'c');
    if (importing->ask.all && draft->n_waiting > 0) return err_set(err, ERR_INPUT, "Исправьте их или примите пока только чистые строки.", "Ещё ждут исправления строки с замечаниями: %u.", draft->n_waiting);
    if (!import_write(importing, ctx->arena, err)) return false;
    job_result(ctx, import_words(&importing->result, ctx->arena), arena_printf(ctx->arena, "/forms/files/%.*s/%d", STR_ARG(draft->org.code), draft->upload.number));
    return true;
}

typedef struct ImportArgs { bool writes; Str code, flags, reason; int number; } ImportArgs;

static bool args_read(Str args, ImportArgs *out, Err *err)
{
    Str rest = args, what = word(&rest), code = word(&rest), digits = word(&rest), flags = word(&rest);
    long long number = 0;
    if (!str_to_int(digits, &number) || number > INT32_MAX) return err_set(err, ERR_INPUT, "Загрузите файл снова.", "Непонятно задание «%.*s».", STR_ARG(args));
    *out = (ImportArgs){ .writes = str_eq(what, STR("write")), .code = code, .flags = flags, .reason = rest, .number = (int)number };
    return true;
}

static bool drop(DbWrite *write, int64_t region_id, Str args, Arena *arena, Err *err)
{
    ImportArgs parsed;
    Org org;
    UploadRow upload;
    bool found = false, done;
    if (!args_read(args, &parsed, err) || !org_by_code(db_within(write), region_id, parsed.code, arena, &org, &found, err)) return false;
    if (!found) return true;
    if (!upload_get(db_within(write), region_id, org.id, parsed.number, arena, &upload, &found, err)) return false;
    if (!found) return true;
    upload.state = !parsed.writes ? UPLOAD_CANCELLED : has_flag(parsed.flags, 'p') ? UPLOAD_PARTLY : UPLOAD_DRAFT;
    return upload_change(write, &upload, UPLOAD_READING, &done, err);
}

static bool run(JobCtx *ctx, Err *err)
{
    ImportArgs args;
    Org org;
    bool found = false;
    if (!args_read(ctx->args, &args, err) || !org_by_code(flow_reader(ctx->flow), ctx->region_id, args.code, ctx->arena, &org, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Загрузите файл снова.", "Организации «%.*s» нет.", STR_ARG(args.code));
    const DraftTeller teller = { ctx, tell_rows };
    Draft draft;
    Err failed = { 0 };
    bool good = draft_open_told(flow_reader(ctx->flow), &org, args.number, DRAFT_WHOLE, &teller, ctx->arena, &draft, &failed);
    if (!good && !draft_open(flow_reader(ctx->flow), &org, args.number, DRAFT_KEPT, ctx->arena, &draft, err)) return false;
    if (draft.upload.state != UPLOAD_READING) { /* an earlier run of this job came to its end but for the last word */
        job_result(ctx, STR("Файл уже обработан."), arena_printf(ctx->arena, "/forms/files/%.*s/%d", STR_ARG(args.code), draft.upload.number));
        return true;
    }
    Importing importing = { .flow = ctx->flow, .who = &ctx->who, .draft = &draft, .context = ctx, .tell = tell_forms };
    good = good && (args.writes ? write_forms(ctx, &importing, args.flags, args.reason, &failed) : keep_reading(ctx, &draft, &failed));
    if (good) return true;
    *err = failed;
    if (job_is_paused(ctx)) return false; /* it will run again: the draft stays as it is */
    bool partly = has_flag(args.flags, 'p') || importing.result.n_written > 0;
    return give_up(ctx, &draft, !args.writes ? UPLOAD_CANCELLED : partly ? UPLOAD_PARTLY : UPLOAD_DRAFT, args.writes ? STR_EMPTY : arena_str(ctx->arena, str_of(failed.what)));
}

const JobKind job_import = { .name = "import", .title = "Приём файла", .run = run, .drop = drop };
