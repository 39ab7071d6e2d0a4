/* All settings in one form, as their table has them (domain/setting.h). */
#include "base/number.h"
#include "flow/setting.h"
#include "web/ask.h"
#include "web/system.h"

static const FieldOption yes[] = { { .value = { "1", 1 }, .title = { "да", 4 } }, { .value = { "0", 1 }, .title = { "нет", 6 } } };

static void add_choices(Ctx *ctx, Field *field, const char *choices)
{
    uint32_t room = 1, n = 0;
    for (const char *at = choices; *at != '\0'; at++) room += *at == '|';
    FieldOption *options = arena_array(ctx->arena, FieldOption, room);
    Str rest = str_of(choices);
    for (size_t from = 0, to; from <= rest.n; from = to + 1) {
        for (to = from; to < rest.n && rest.at[to] != '|'; to++) continue;
        Str word = str_slice(rest, from, to);
        options[n++] = (FieldOption){ .value = word, .title = word };
    }
    ask_options(field, n, options);
}

static bool add_field(Ctx *ctx, Ask *ask, const SettingKind *kind, const char *group, Err *err)
{
    static const FieldKind kinds[] = { [SETTING_INT] = FIELD_NUMBER, [SETTING_FLAG] = FIELD_RADIO, [SETTING_CHOICE] = FIELD_RADIO, [SETTING_TEXT] = FIELD_TEXT, [SETTING_SECRET] = FIELD_PASSWORD };
    Str value = STR_EMPTY;
    if (kind->type != SETTING_SECRET && !setting_text(ctx->db, kind->name, ctx->arena, &value, err)) return false;
    Field *field = ask_field(ask, kinds[kind->type], kind->name, kind->title, value);
    field->hint = kind->type == SETTING_SECRET ? CTX_TEXT(ctx, "%s Пусто — оставить прежнее.", kind->why) : kind->type == SETTING_INT || kind->type == SETTING_CHOICE
        ? CTX_TEXT(ctx, "%s Обычно: %s.", kind->why, kind->otherwise) : str_of(kind->why);
    field->section = str_of(group);
    field->optional = kind->type == SETTING_TEXT || kind->type == SETTING_SECRET;
    if (kind->type == SETTING_FLAG) ask_options(field, 2, yes);
    if (kind->type == SETTING_CHOICE) add_choices(ctx, field, kind->choices);
    if (kind->type == SETTING_INT) field->inputmode = "numeric", field->width = 8;
    if (kind->type == SETTING_SECRET) field->autocomplete = "new-password";
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    system_tabs(ctx, "/system/settings");
    ctx->doc->title = STR("Настройки");
    ctx->doc->lead = STR("Они действуют на всю базу сразу. Каждое изменение стоит в журнале: что было и что стало.");
    Ask *ask = ask_new(ctx, STR("/system/settings"));
    const char *group = "";
    for (const SettingKind *kind = setting_kinds(); kind->name != NULL; kind++) {
        if (kind->hidden) continue;
        bool begins = strcmp(kind->group, group) != 0;
        group = kind->group;
        if (!add_field(ctx, ask, kind, begins ? group : "", err)) return false;
    }
    ask_button(ask, "Сохранить настройки", true);
    ask_end(ask, NULL);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t n = 0, n_changed;
    SettingChange changes[ASK_FIELDS];
    for (const SettingKind *kind = setting_kinds(); kind->name != NULL; kind++)
        if (!kind->hidden && n < ASK_FIELDS) changes[n++] = (SettingChange){ kind, str_trim(ctx_field(ctx, kind->name)) };
    if (!flow_settings_put(ctx->flow, ctx->who, changes, n, &n_changed, err)) return false;
    ctx_done(ctx, n_changed == 0 ? STR("Ничего не изменено.") : CTX_TEXT(ctx, "Изменено: %s.", number_of(ctx->arena, n_changed, "настройка", "настройки", "настроек").at));
    return ctx_go(ctx, STR("/system/settings"));
}

const Page page_system_settings = { .path = "/system/settings", .title = "Настройки", .section = SECTION_SYSTEM, .right = RIGHT_SYSTEM, .org_of = system_root, .no_formats = true, .show = show, .act = act };
