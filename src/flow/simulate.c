/* The simulated region on disk. */
#include "flow/simulate.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "domain/packed.h"
#include "flow/simulate_.h"
#include "flow/simulate_recheck_.h"
#include "publish/form.h"

#define SPREADSHEET_ROWS 1048575u /* below the heading */

typedef struct SlipContext { const SimPlan *plan; const SimTarget *target; const Sheet *sheet; } SlipContext;

/* How often each kind of cell slips, in units of --dirt; at the usual 0.002 the shares of real forms come out: 5 % of X written otherwise,
 * 3 % of sex in capitals, a third of classes, 2 marks of 10,000 with a no-break space, 2 task cells of 100,000 unreadable. */
static Slip slip(const void *context, uint32_t row, uint32_t column)
{
    const SlipContext *in = context;
    const Sheet *sheet = in->sheet;
    double dirt = in->plan->dirt;
    uint32_t procedure = in->target->work.procedure;
    if (column == FORM_CLASS) { /* a class is typed once */
        uint64_t room = sim_unit(sheet->school[row], in->target->work.cohort, sheet->class_of[row], SIM_WHOLE);
        double of_class = rng_uniform_at(in->plan->seed, room, sim_stream(DRAW_CLASS_SLIP, procedure));
        return of_class < dirt * 170 ? SLIP_CASE : of_class < dirt * 172 ? SLIP_LOOKALIKE : of_class < dirt * 174 ? SLIP_SPACE : SLIP_NONE;
    }
    double u = rng_uniform_at(in->plan->seed, (uint64_t)row << 16 | column, sim_stream(DRAW_SLIP, procedure));
    if (column == FORM_JOURNAL) return u < dirt / 10 ? SLIP_NBSP : SLIP_NONE;
    if (column == FORM_SEX) return u < dirt * 15 ? SLIP_CASE : u < dirt * 15.5 ? SLIP_SPACE : SLIP_NONE;
    if (sheet->score[(size_t)column * sheet->n_rows + row] == SCORE_NOT_ATTEMPTED)
        return u < dirt * 22 ? SLIP_CASE : u < dirt * 24 ? SLIP_LOOKALIKE : u < dirt * 25 ? SLIP_SPACE : SLIP_NONE;
    return u < dirt / 100 ? SLIP_UNREADABLE : SLIP_NONE;
}

static bool write_plain(const Form *form, const char *path, Err *err)
{
    Buf bytes;
    buf_init(&bytes, 0);
    form_plain(form, &bytes);
    bool done = buf_ok(&bytes, err) && file_write(path, buf_str(&bytes), err);
    buf_free(&bytes);
    return done;
}

static bool write_packed(const Sheet *sheet, const char *path, Err *err)
{
    Arena *arena = arena_new(0);
    SchoolTable table = school_table_build(&sheet, 1, arena);
    const Frame *frame = frame_build(&sheet, 1, &table, arena);
    Buf bytes;
    buf_init(&bytes, 0);
    bool done = frame->n_works > 0 || err_set(err, ERR_INPUT, "Возьмите больше школ.", "Работу «%.*s» никто не писал.", STR_ARG(sheet->procedure.id));
    if (done) form_packed(frame, &table, &bytes);
    done = done && buf_ok(&bytes, err) && file_write(path, buf_str(&bytes), err);
    buf_free(&bytes);
    arena_free(arena);
    return done;
}

/* One form a school: its name carries what the form does not say. */
static bool write_collection(Form form, const char *folder, Arena *arena, uint32_t *n_files, Err *err)
{
    const Sheet *sheet = form.sheet;
    const Procedure *procedure = &sheet->procedure;
    for (form.first = 0; form.first < sheet->n_rows; form.first += form.n_rows) {
        uint32_t school = sheet->school[form.first];
        form.n_rows = 0;
        while (form.first + form.n_rows < sheet->n_rows && sheet->school[form.first + form.n_rows] == school) form.n_rows++;
        Str path = arena_printf(arena, "%s/%.*s Форма сбора результатов %.*s %d класс ВПР %d.xlsx", folder, STR_ARG(sheet->school_code[school]),
                                STR_ARG(procedure->subject), procedure->grade, procedure->year);
        if (!form_collection_2026(&form, path.at, err)) return false;
        ++*n_files;
    }
    return true;
}

static bool write_forms(const SimPlan *plan, const SimTarget *target, const Sheet *sheet, const char *folder, Arena *arena, uint32_t *n_files, Err *err)
{
    SlipContext context = { plan, target, sheet };
    Form form = { .sheet = sheet, .n_rows = sheet->n_rows, .region = STR("Вымышленная область"), .textbook = target->textbook,
                  .slip = plan->dirt > 0 ? slip : NULL, .context = &context };
    if (plan->layout == LAYOUT_COLLECTION) return write_collection(form, folder, arena, n_files, err);
    ++*n_files;
    const char *kind = plan->layout == LAYOUT_PLAIN ? "csv" : plan->layout == LAYOUT_PACKED ? PACKED_EXTENSION : "xlsx";
    const char *path = arena_printf(arena, "%s/%.*s.%s", folder, STR_ARG(target->procedure.id), kind).at;
    if (plan->layout == LAYOUT_PACKED) return write_packed(sheet, path, err);
    if (plan->layout == LAYOUT_PLAIN) return write_plain(&form, path, err);
    if (sheet->n_rows > SPREADSHEET_ROWS)
        return err_set(err, ERR_LIMIT, "Возьмите «--layout plain».", "%u строк не помещаются на листе Excel.", sheet->n_rows);
    return form_regional_2021(&form, path, err);
}

static bool write_schools(const SimPlan *plan, const char *folder, Arena *arena, Err *err)
{
    Buf bytes;
    Csv csv;
    buf_init(&bytes, 0);
    csv_init(&csv, &bytes, ';');
    static const char *const head[] = { "код", "название", "тип", "муниципалитет" };
    for (size_t i = 0; i < 4; i++) csv_str(&csv, str_of(head[i]));
    csv_end_row(&csv);
    for (uint32_t school = 0; school < plan->n_schools; school++) {
        bool strong = sim_strength_of(plan, school).strength > 0;
        csv_str(&csv, sim_school_code(plan, school, arena));
        csv_str(&csv, arena_printf(arena, "%s № %u", strong ? "Лицей" : "Школа", school + 1));
        csv_str(&csv, strong ? STR("лицей") : STR("школа"));
        csv_str(&csv, arena_printf(arena, "Район %u", school / 12 + 1));
        csv_end_row(&csv);
    }
    bool done = buf_ok(&bytes, err) && file_write(arena_printf(arena, "%s/schools.csv", folder).at, buf_str(&bytes), err);
    buf_free(&bytes);
    return done;
}

static void add_truth(const SimulatedProcedure *procedure, Csv *csv)
{
    const Sheet *sheet = procedure->sheet;
    for (uint32_t i = 0; i < procedure->n_truth; i++) {
        const SimulateTruth *truth = &procedure->truth[i];
        csv_str(csv, sheet->procedure.id);
        csv_str(csv, sheet->school_code[truth->school]);
        csv_str(csv, truth->class_label);
        csv_str(csv, str_of(truth->kind));
        csv_num(csv, truth->n_changed);
        csv_end_row(csv);
    }
}

/* Procedures one after another, each in an arena of its own: a country does not fit in memory at once. */
static bool write_procedures(const SimPlan *plan, const SimulateOptions *options, Arena *arena, SimulatedRegion *out, Csv *truth, Csv *recheck, Err *err)
{
    bool done = true;
    for (uint32_t i = 0; i < plan->n_procedures && done; i++) {
        Arena *own = arena_new(0);
        SimulatedProcedure procedure;
        flow_simulate_procedure(plan, i, options->n_threads, own, &procedure);
        sim_recheck_add(plan, i, &procedure, recheck);
        add_truth(&procedure, truth);
        out->procedures[i].id = arena_str(arena, procedure.sheet->procedure.id);
        out->procedures[i].n_works = procedure.sheet->n_works;
        out->procedures[i].n_absent = procedure.sheet->n_absent;
        for (uint32_t k = 0; k < procedure.n_truth; k++) out->procedures[i].n_changed += procedure.truth[k].n_changed;
        done = write_forms(plan, &plan->targets[i], procedure.sheet, options->out, own, &out->n_files, err);
        arena_free(own);
    }
    return done;
}

static void begin_csv(Csv *csv, Buf *bytes, const char *const *head, size_t n)
{
    buf_init(bytes, 0);
    csv_init(csv, bytes, ',');
    for (size_t i = 0; i < n; i++) csv_str(csv, str_of(head[i]));
    csv_end_row(csv);
}

bool flow_simulate(const SimulateOptions *options, Arena *arena, SimulatedRegion *out, Err *err)
{
    static const char *const truth_head[] = { "procedure", "school", "class", "kind", "works" };
    static const char *const recheck_head[] = { "procedure", "school", "class", "code", "first", "second" };
    const SimPlan *plan;
    if (!flow_simulate_plan(options, arena, &plan, err) || !file_make_dir(options->out, err)) return false;
    *out = (SimulatedRegion){ .n_schools = plan->n_schools, .n_procedures = plan->n_procedures };
    out->procedures = arena_array_size(arena, plan->n_procedures, sizeof *out->procedures);
    Buf truth_bytes, recheck_bytes;
    Csv truth, recheck;
    begin_csv(&truth, &truth_bytes, truth_head, 5);
    begin_csv(&recheck, &recheck_bytes, recheck_head, 6);
    bool done = write_procedures(plan, options, arena, out, &truth, &recheck, err) && write_schools(plan, options->out, arena, err) &&
                buf_ok(&truth_bytes, err) && file_write(arena_printf(arena, "%s/truth.csv", options->out).at, buf_str(&truth_bytes), err);
    if (done && sim_rechecks(plan))
        done = buf_ok(&recheck_bytes, err) && file_write(arena_printf(arena, "%s/recheck.csv", options->out).at, buf_str(&recheck_bytes), err);
    buf_free(&truth_bytes);
    buf_free(&recheck_bytes);
    return done;
}
