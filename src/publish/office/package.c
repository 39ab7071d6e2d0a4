#include "publish/office/package.h"

#include "base/buf.h"
#include "publish/office/words.h"

#define RELS XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."

static Str taken(Arena *arena, Buf *buf)
{
    Str copy = arena_str(arena, buf_str(buf));
    buf_clear(buf);
    return copy;
}

static Str content_types(const DocxPart *parts, uint32_t n, Arena *arena, Buf *buf)
{
    buf_add_z(buf, XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD "document.main+xml\"/>");
    for (uint32_t i = 0; i < n; i++)
        if (parts[i].type != NULL) buf_printf(buf, "<Override PartName=\"/word/%s\" ContentType=\"" WORD "%s+xml\"/>", parts[i].name, parts[i].type);
    buf_add_z(buf, "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
        "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>");
    return taken(arena, buf);
}

/* No dates: the same document gives the same bytes on any day. */
static Str core_properties(Str title, Str author, Arena *arena, Buf *buf)
{
    buf_add_z(buf, XML_HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    buf_add_xml(buf, words_clean(arena, title));
    buf_add_z(buf, "</dc:title><dc:creator>");
    buf_add_xml(buf, words_clean(arena, author));
    buf_add_z(buf, "</dc:creator><dc:language>ru-RU</dc:language></cp:coreProperties>");
    return taken(arena, buf);
}

static Str relations(const DocxPart *parts, uint32_t n, Arena *arena, Buf *buf)
{
    buf_add_z(buf, RELS);
    for (uint32_t i = 0; i < n; i++)
        if (parts[i].id != NULL) buf_printf(buf, "<Relationship Id=\"%s\" Type=\"" OFFICE_RELATION "/%s\" Target=\"%s\"/>", parts[i].id, parts[i].relation != NULL ? parts[i].relation : parts[i].type, parts[i].name);
    buf_add_z(buf, "</Relationships>");
    return taken(arena, buf);
}

bool docx_package(Str title, Str author, Str document, const DocxPart *parts, uint32_t n_parts, Arena *arena, Str *out, Err *err)
{
    Buf buf;
    buf_init(&buf, 0);
    ZipPart *zip = arena_array(arena, ZipPart, 6 + (size_t)n_parts);
    size_t n = 0;
    zip[n++] = (ZipPart){ "[Content_Types].xml", content_types(parts, n_parts, arena, &buf), false };
    zip[n++] = (ZipPart){ "_rels/.rels", STR(RELS "<Relationship Id=\"rId1\" Type=\"" OFFICE_RELATION "/officeDocument\" Target=\"word/document.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" OFFICE_RELATION "/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"), false };
    zip[n++] = (ZipPart){ "docProps/core.xml", core_properties(title, author, arena, &buf), false };
    zip[n++] = (ZipPart){ "docProps/app.xml", STR(XML_HEAD "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
        "<Application>Merilo</Application></Properties>"), false };
    zip[n++] = (ZipPart){ "word/document.xml", document, false };
    zip[n++] = (ZipPart){ "word/_rels/document.xml.rels", relations(parts, n_parts, arena, &buf), false };
    for (uint32_t i = 0; i < n_parts; i++) zip[n++] = (ZipPart){ arena_printf(arena, "word/%s", parts[i].name).at, parts[i].bytes, str_ends(str_of(parts[i].name), STR(".png")) };
    buf_free(&buf);
    return zip_pack(zip, n, arena, out, err);
}
