/* What can be set, with defaults and reasons: one table for the page of settings, the doctor and those who read a setting. */
#ifndef DOMAIN_SETTING_H
#define DOMAIN_SETTING_H

#include <stdint.h>

#include "base/arena.h"

typedef enum SettingType {
    SETTING_INT,
    SETTING_FLAG,    /* «1» or «0» */
    SETTING_CHOICE,
    SETTING_TEXT,
    SETTING_SECRET,  /* never shown back */
} SettingType;

typedef struct SettingKind {
    const char *name;      /* «session.idle_hours» */
    const char *group;     /* heading on the page: «Вход» */
    const char *title;     /* Russian, with the unit: «Сеанс без действий, часов» */
    const char *otherwise; /* default */
    SettingType type;
    int64_t min, max;      /* INT; TEXT: max bytes */
    const char *choices;   /* CHOICE: «никому|администраторам и координаторам» */
    const char *why;       /* one sentence */
    bool hidden;           /* kept by the program itself, not on the page */
} SettingKind;

/* All of them, ended by a NULL name. */
const SettingKind *setting_kinds(void);
const SettingKind *setting_find(Str name);
/* fails  ERR_INPUT in words */
bool setting_check(const SettingKind *kind, Str value, Err *err);

#endif
