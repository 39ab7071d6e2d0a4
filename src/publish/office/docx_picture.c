#include "publish/office/docx_.h"

#include "publish/office/picture.h"
#include "publish/typo.h"

#define PNG_SCALE 2.0
/* A tall chart (the terms of a whole plan) is drawn coarser: programs that know SVG take the drawing itself, and a page must not wait for the points of the rest. */
#define TALL_PX2   300000.0
#define TALL_SCALE 1.5 /* of a tile of hatches whole points */

static unsigned long long second_hash(Str s)
{
    unsigned long long hash = 0x9E3779B97F4A7C15ull ^ s.n;
    for (size_t i = 0; i < s.n; i++) hash = (hash ^ (unsigned char)s.at[i]) * 0xD6E8FEB86659FD93ull, hash ^= hash >> 29;
    return hash;
}

static Media *media_add(Docx *docx)
{
    if (docx->n_media == docx->room_media) {
        uint32_t room = docx->room_media == 0 ? 64 : docx->room_media * 2;
        Media *grown = arena_array(docx->arena, Media, room);
        if (docx->n_media > 0) memcpy(grown, docx->media, docx->n_media * sizeof *grown);
        docx->media = grown;
        docx->room_media = room;
    }
    return &docx->media[docx->n_media++];
}

/* Index of the media with this drawing, made when new; UINT32_MAX when refused (bound of cell pictures, or err). */
static uint32_t media_of(Docx *docx, Str svg, double width_px, double height_px, bool is_cell)
{
    unsigned long long key[2] = { str_hash(svg), second_hash(svg) };
    for (uint32_t i = docx->n_media; i-- > 0;)
        if (docx->media[i].key[0] == key[0] && docx->media[i].key[1] == key[1]) return i;
    if (is_cell && docx->n_cell_media >= MAX_CELL_MEDIA) return UINT32_MAX;
    Buf png;
    buf_init(&png, 0);
    bool drawn = picture_png(svg, width_px, height_px, is_cell ? 2 * PNG_SCALE : width_px * height_px > TALL_PX2 ? TALL_SCALE : PNG_SCALE, !is_cell, &png, docx->err) && buf_ok(&png, docx->err);
    uint32_t index = UINT32_MAX;
    if (drawn) {
        Media *media = media_add(docx);
        *media = (Media){ { key[0], key[1] }, arena_str(docx->arena, buf_str(&png)), is_cell ? STR_EMPTY : arena_str(docx->arena, svg) };
        if (is_cell) docx->n_cell_media++;
        index = docx->n_media - 1;
    } else {
        docx->failed = true;
    }
    buf_free(&png);
    return index;
}

static void graphic(Docx *docx, uint32_t i_media, unsigned number, long cx, long cy)
{
    Buf *out = &docx->body;
    buf_printf(out, "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
                    "<pic:nvPicPr><pic:cNvPr id=\"%u\" name=\"\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdP%u\">", number, i_media);
    if (docx->media[i_media].svg.n > 0)
        buf_printf(out, "<a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip r:embed=\"rIdV%u\"/></a:ext></a:extLst>", i_media);
    buf_printf(out, "</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm>"
                    "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>", cx, cy);
}

static void properties(Docx *docx, unsigned number, Str summary)
{
    Buf *out = &docx->body;
    buf_printf(out, "<wp:docPr id=\"%u\" name=\"Рисунок %u\" descr=\"", number, number);
    buf_add_xml(out, words_clean(docx->arena, typo(docx->arena, summary)));
    buf_add_z(out, "\">");
    if (summary.n == 0) /* nothing to read aloud */
        buf_add_z(out, "<a:extLst><a:ext uri=\"{C183D7F6-B498-43B3-948B-1728B52AA6E4}\"><adec:decorative val=\"1\"/></a:ext></a:extLst>");
    buf_add_z(out, "</wp:docPr>");
}

/* An inline picture, shown_px wide; false when it was not drawn. */
bool docx_picture(Docx *docx, Str svg, double width_px, double height_px, double shown_px, Str summary, bool is_cell)
{
    if (docx->failed || (is_cell && docx->n_cell_drawings >= MAX_CELL_DRAWINGS)) return false;
    uint32_t i_media = media_of(docx, svg, width_px, height_px, is_cell);
    if (i_media == UINT32_MAX) return false;
    if (is_cell) docx->n_cell_drawings++;
    unsigned number = ++docx->n_drawings;
    long cx = (long)(shown_px * EMU_PER_PX), cy = (long)(shown_px * height_px / width_px * EMU_PER_PX);
    buf_add_z(&docx->body, "<w:r>");
    /* A level glyph stands a little under the line, as a letter with a tail. */
    if (is_cell) buf_add_z(&docx->body, "<w:rPr><w:position w:val=\"-3\"/></w:rPr>");
    buf_printf(&docx->body, "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%ld\" cy=\"%ld\"/>", cx, cy);
    properties(docx, number, summary);
    buf_add_z(&docx->body, "<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>");
    graphic(docx, i_media, number, cx, cy);
    buf_add_z(&docx->body, "</wp:inline></w:drawing></w:r>");
    return true;
}

/* The only decoration: a scale along the top edge of the page, behind the text. */
void docx_ruler(Docx *docx)
{
    if (docx->failed) return;
    int width_px = docx->landscape ? PICTURE_RULER_W * 297 / 210 : PICTURE_RULER_W;
    Buf svg;
    buf_init(&svg, 0);
    picture_ruler(width_px, &svg);
    uint32_t i_media = media_of(docx, buf_str(&svg), width_px, PICTURE_RULER_H, false);
    buf_free(&svg);
    if (i_media == UINT32_MAX) return;
    unsigned number = ++docx->n_drawings;
    long cx = (long)(width_px * EMU_PER_PX), cy = (long)(PICTURE_RULER_H * EMU_PER_PX);
    buf_printf(&docx->body, "<w:r><w:drawing><wp:anchor distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\" simplePos=\"0\" relativeHeight=\"1\" behindDoc=\"1\" locked=\"0\" "
                            "layoutInCell=\"1\" allowOverlap=\"1\"><wp:simplePos x=\"0\" y=\"0\"/><wp:positionH relativeFrom=\"page\"><wp:posOffset>0</wp:posOffset></wp:positionH>"
                            "<wp:positionV relativeFrom=\"page\"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx=\"%ld\" cy=\"%ld\"/>"
                            "<wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/><wp:wrapNone/>", cx, cy);
    properties(docx, number, STR_EMPTY);
    buf_add_z(&docx->body, "<wp:cNvGraphicFramePr/>");
    graphic(docx, i_media, number, cx, cy);
    buf_add_z(&docx->body, "</wp:anchor></w:drawing></w:r>");
}

void docx_level(Docx *docx, Level level)
{
    Buf svg;
    buf_init(&svg, 0);
    picture_level(level, &svg);
    if (docx_picture(docx, buf_str(&svg), PICTURE_LEVEL_PX, PICTURE_LEVEL_PX, 14, STR_EMPTY, true)) docx_run(docx, STR("\xC2\xA0 "), &(Run){ 0 });
    buf_free(&svg);
}
