/* Letters of charts in DOCX; without them they are boxes. */
#include <dirent.h>

#include "flow/doctor.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    static const struct { const char *folder, *title; } wanted[] = { { "/usr/share/fonts/truetype/paratype", "PT Sans" }, { "/usr/share/fonts/truetype/dejavu", "DejaVu" } };
    (void)ask, (void)arena, (void)err;
    int n_there = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        DIR *folder = opendir(wanted[i].folder);
        n_there += folder != NULL;
        if (folder != NULL) closedir(folder);
    }
    if (n_there == 0) return doctor_say(out, DOCTOR_CARE, STR("Русских шрифтов на машине нет: в картинках справок DOCX вместо букв будут квадраты."), "Выполните: apt install fonts-paratype fonts-dejavu-core.");
    return doctor_say(out, DOCTOR_GOOD, STR("Шрифты для картинок есть."), "");
}

const DoctorCheck doctor_fonts = { .name = "fonts", .title = "Шрифты", .look = look };
