/* A region's analysis takes up to 1.5 GB for a minute. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "flow/doctor.h"

#define CARE_KB (600L << 10)
#define BAD_KB  (150L << 10) /* pages themselves begin to wait */

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    (void)ask;
    FILE *file = fopen("/proc/meminfo", "re");
    if (file == NULL) return err_set(err, ERR_IO, "", "Отсюда память не видна: спросите «merilo doctor».");
    static const char field[] = "MemAvailable:";
    char line[128];
    long kb = -1;
    while (kb < 0 && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, field, strlen(field)) == 0) kb = strtol(line + strlen(field), NULL, 10);
    fclose(file);
    if (kb < 0) return err_set(err, ERR_IO, "", "Система не сказала, сколько памяти свободно.");
    Str words = arena_printf(arena, "Свободно памяти: %s МБ.", number_int(arena, kb >> 10).at);
    const char *fix = "Закройте лишние программы на этой машине или добавьте память: расчёту признаков области нужно до полутора гигабайт.";
    return doctor_say(out, kb < BAD_KB ? DOCTOR_BAD : kb < CARE_KB ? DOCTOR_CARE : DOCTOR_GOOD, words, kb < CARE_KB ? fix : "");
}

const DoctorCheck doctor_memory = { .name = "memory", .title = "Память", .look = look };
