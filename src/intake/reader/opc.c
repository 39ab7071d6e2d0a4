#include "intake/reader/opc_.h"

#include <stdio.h>
#include <string.h>

Str opc_path(Str folder, const char *target, char out[OPC_PATH])
{
    char all[OPC_PATH];
    bool absolute = target[0] == '/' || target[0] == '\\';
    snprintf(all, sizeof all, "%.*s%.400s", STR_ARG(absolute ? STR_EMPTY : str_slice(folder, 0, 400)), target);
    size_t n = 0;
    for (const char *at = all; *at != '\0';) {
        Str piece = { at, strcspn(at, "/\\") };
        at += piece.n + (at[piece.n] != '\0');
        if (str_eq(piece, STR(".."))) {
            while (n > 0 && out[--n] != '/') {}
        } else if (piece.n > 0 && !str_eq(piece, STR("."))) {
            if (n > 0) out[n++] = '/';
            memcpy(out + n, piece.at, piece.n);
            n += piece.n;
        }
    }
    return (Str){ out, n };
}

static Str kind_of(const char *type)
{
    const char *slash = strrchr(type, '/');
    return str_of(slash != NULL ? slash + 1 : "");
}

typedef struct Relations { Str folder; OpcEach each; void *context; } Relations;

static bool relation_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    (void)err;
    const Relations *relations = context;
    const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type"), *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    char path[OPC_PATH];
    if (depth != 2 || strcmp(name, "Relationship") != 0 || type == NULL || target == NULL) return true;
    if (mode != NULL && strcmp(mode, "External") == 0) return true;
    relations->each(relations->context, id, kind_of(type), opc_path(relations->folder, target, path));
    return true;
}

static const XmlEvents relation_events = { .start = relation_start, .end = xml_ignore_end, .text = xml_ignore_text };

static void take_main(void *context, const char *id, Str kind, Str path)
{
    (void)id;
    OpcMain *main = context;
    if (!str_eq(kind, STR("officeDocument"))) return;
    memcpy(main->room, path.at, path.n);
    main->path = (Str){ main->room, path.n };
}

bool opc_main(Unzip *zip, Str usual, OpcMain *out, Err *err)
{
    int64_t root = unzip_find(zip, STR("_rels/.rels"));
    Relations relations = { STR_EMPTY, take_main, out };
    *out = (OpcMain){ .path = usual };
    if (root >= 0 && !unzip_xml(zip, root, &relation_events, &relations, err)) return false;
    out->part = unzip_find(zip, out->path);
    if (out->part < 0) out->part = unzip_find(zip, out->path = usual);
    size_t slash = out->path.n;
    while (slash > 0 && out->path.at[slash - 1] != '/') slash--;
    out->folder = str_slice(out->path, 0, slash);
    return true;
}

bool opc_relations(Unzip *zip, const OpcMain *main, OpcEach each, void *context, Err *err)
{
    char name[OPC_PATH + 16];
    Str file = str_slice(main->path, main->folder.n, main->path.n);
    int n = snprintf(name, sizeof name, "%.*s_rels/%.*s.rels", STR_ARG(main->folder), STR_ARG(file));
    Relations relations = { main->folder, each, context };
    int64_t part = unzip_find(zip, (Str){ name, (size_t)n });
    return part < 0 || unzip_xml(zip, part, &relation_events, &relations, err);
}
