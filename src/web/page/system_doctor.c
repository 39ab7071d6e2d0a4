/* What may be wrong with this installation, and what to do. */
#include "base/number.h"
#include "publish/rich.h"
#include "web/system.h"

static Str title(Ctx *ctx, const DoctorFinding *findings, uint32_t n)
{
    uint32_t n_bad = 0, n_care = 0;
    for (uint32_t i = 0; i < n; i++) n_bad += findings[i].state == DOCTOR_BAD, n_care += findings[i].state == DOCTOR_CARE;
    if (n_bad + n_care == 0) return CTX_TEXT(ctx, "Всё в порядке: %s", number_of(ctx->arena, n, "проверка", "проверки", "проверок").at);
    if (n_bad == 0) return CTX_TEXT(ctx, "Срочного нет, обратить внимание стоит на %s", number_of(ctx->arena, n_care, "вещь", "вещи", "вещей").at);
    return CTX_TEXT(ctx, "Нужно исправить: %s", number_of(ctx->arena, n_bad, "вещь", "вещи", "вещей").at);
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "что проверено", 25 }, .width = .2f }, { .head = { "итог", 8 }, .width = .15f }, { .head = { "что видно", 17 } }, { .head = { "что делать", 19 } } };
    (void)err;
    const DoctorFinding *findings;
    uint32_t n;
    system_findings(ctx, &findings, &n);
    system_tabs(ctx, "/system/doctor");
    ctx->doc->title = title(ctx, findings, n);
    ctx->doc->lead = STR("То же скажет команда «merilo doctor» на самой машине; журнал и листы целиком она читает сама, здесь это дело ночного задания.");
    Table *table = table_new(ctx->doc, STR("doctor"), STR("Проверки"), 4, columns, n);
    table->untitled = true;
    for (int state = DOCTOR_BAD; state >= DOCTOR_GOOD; state--)
        for (uint32_t i = 0; i < n; i++) {
            const DoctorFinding *finding = &findings[i];
            if ((int)finding->state != state) continue;
            Cell *row = table_row(ctx->doc, table, state >= DOCTOR_CARE ? ROW_ATTENTION : ROW_PLAIN);
            row[0] = cell_text(str_of(finding->check->title));
            row[1] = cell_text(str_of(doctor_state_title(finding->state)));
            row[1].bold = state >= DOCTOR_CARE;
            row[2] = cell_text(rich_escape(ctx->arena, finding->words));
            row[3] = cell_text(rich_escape(ctx->arena, finding->fix));
        }
    doc_table(ctx->doc, NULL, table);
    return true;
}

const Page page_system_doctor = { .path = "/system/doctor", .title = "Проверки установки", .section = SECTION_SYSTEM, .right = RIGHT_SYSTEM, .org_of = system_root, .show = show };
