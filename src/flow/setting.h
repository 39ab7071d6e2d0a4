/* Settings changed by people: checked, all or none, each change in the journal as before → after. */
#ifndef FLOW_SETTING_H
#define FLOW_SETTING_H

#include "flow/flow.h"
#include "store/setting.h"

/* RIGHT_SYSTEM over the root of the person's tree: what a whole database does. */
bool flow_demand_system(Flow *flow, const Who *who, Org *root, Arena *arena, Err *err);

typedef struct SettingChange { const SettingKind *kind; Str value; } SettingChange;
/* Values that are as they were leave no trace; a secret that is empty stays. n_changed may be NULL.
 * fails   ERR_DENIED, ERR_INPUT in words */
bool flow_settings_put(Flow *flow, const Who *who, const SettingChange *changes, uint32_t n, uint32_t *n_changed, Err *err);

#endif
