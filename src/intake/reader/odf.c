#include "intake/reader/odf_.h"

#include <string.h>

#include "intake/reader/hint_.h"

/* A protected package has plain entries with encrypted bytes in them and says so in its manifest. */
static bool manifest_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    (void)depth, (void)attributes, (void)err;
    bool *encrypted = context;
    if (strcmp(name, "encryption-data") == 0) *encrypted = true;
    return true;
}

static const XmlEvents manifest_events = { .start = manifest_start, .end = xml_ignore_end, .text = xml_ignore_text };

bool odf_content(Unzip *zip, int64_t *out, Err *err)
{
    bool encrypted = unzip_find(zip, STR("encrypted-package")) >= 0;
    int64_t manifest = unzip_find(zip, STR("META-INF/manifest.xml"));
    if (manifest >= 0) (void)unzip_xml(zip, manifest, &manifest_events, &encrypted, NULL); /* a bad manifest is no reason by itself */
    if (encrypted) return err_set(err, ERR_INPUT, HINT_NO_PASSWORD, "Файл защищён паролем.");
    *out = unzip_find(zip, STR("content.xml"));
    if (*out < 0) return err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл повреждён: в нём нет содержания (content.xml).");
    return true;
}

bool odf_is(Str bytes, Str kind)
{
    static const char start[] = "application/vnd.oasis.opendocument.";
    const size_t n_start = sizeof start - 1;
    Unzip zip;
    char mimetype[64];
    size_t n;
    if (!str_starts(bytes, STR("PK\x03\x04")) || !unzip_open(bytes, &zip, NULL)) return false;
    bool yes = unzip_peek(&zip, unzip_find(&zip, STR("mimetype")), mimetype, n_start + kind.n, &n) && n == n_start + kind.n && memcmp(mimetype, start, n_start) == 0 &&
               memcmp(mimetype + n_start, kind.at, kind.n) == 0;
    unzip_close(&zip);
    return yes;
}
