/* Constant parts of the DOCX of office papers. Styles have Russian names: a secretary meets them in Word. */
#include "publish/paper/docx_.h"

#include "publish/office/package.h"

/* size in half points; line in 240ths; first: «F» first line indented. */
typedef struct Style { const char *id, *name; int size, before, after, line; const char *align; bool first, bold, caps, keep; const char *more; /* of the run */ } Style;

static const Style styles[] = {
    { "Text", "Текст документа", 28, 0, 0, 312, "both", true, false, false, false, "" },
    { "Flush", "Текст от поля", 28, 60, 0, 300, "both", false, false, false, false, "" },
    { "Command", "Приказываю", 28, 0, 0, 312, "left", false, false, false, true, "<w:spacing w:val=\"60\"/>" },
    { "Point", "Пункт", 28, 0, 0, 312, "both", false, false, false, false, "" },
    { "Parent", "Реквизит: вышестоящая организация", 28, 0, 60, 240, "center", false, false, false, true, "" },
    { "Org", "Реквизит: организация", 28, 0, 0, 250, "center", false, true, true, true, "" },
    { "OrgShort", "Реквизит: сокращённое наименование", 26, 40, 0, 240, "center", false, false, false, true, "" },
    { "Address", "Реквизит: справочные данные", 22, 100, 0, 240, "center", false, false, false, false, "" },
    { "Reference", "Реквизит: дата и номер письма", 26, 160, 0, 276, "center", false, false, false, false, "" },
    { "Type", "Реквизит: вид документа", 30, 320, 0, 260, "center", false, true, false, true, "<w:spacing w:val=\"10\"/>" },
    { "Subtype", "Реквизит: к виду документа", 28, 40, 120, 250, "center", false, true, false, true, "" },
    { "Dateline", "Реквизит: дата, место, номер", 28, 280, 320, 240, "left", false, false, false, true, "" },
    { "Subject", "Реквизит: заголовок к тексту", 28, 40, 320, 250, "left", false, true, false, true, "" },
    { "Corner", "Реквизит: гриф, приложение", 28, 0, 0, 250, "left", false, false, false, false, "" },
    { "Greeting", "Обращение", 28, 320, 200, 260, "center", false, false, false, true, "" },
    { "Title", "Заголовок приложения", 28, 320, 200, 260, "center", false, true, false, true, "" },
    { "Part", "Заголовок части", 28, 200, 60, 280, "left", true, true, false, true, "" },
    { "Signature", "Подпись", 28, 640, 0, 250, "left", false, false, false, false, "" },
    { "SignatureNext", "Подпись следующая", 28, 320, 0, 250, "left", false, false, false, false, "" },
    { "Verified", "Заверение", 28, 360, 0, 250, "left", false, false, false, true, "" },
    { "TableTitle", "Название таблицы", 26, 200, 80, 250, "left", false, false, false, true, "" },
    { "TableNote", "Под таблицей", 22, 60, 160, 240, "both", false, false, false, false, "" },
    { "CellText", "Таблица: текст", 24, 0, 0, 240, "left", false, false, false, false, "" },
    { "CellCentre", "Таблица: по середине", 24, 0, 0, 240, "center", false, false, false, false, "" },
    { "CellNumber", "Таблица: число", 24, 0, 0, 240, "right", false, false, false, false, "" },
    { "CellHead", "Таблица: головка", 24, 0, 0, 240, "center", false, false, false, true, "" },
    { "CellColumn", "Таблица: номера столбцов", 20, 0, 0, 240, "center", false, false, false, true, "" },
    { "Executor", "Исполнитель", 24, 0, 0, 240, "left", false, false, false, false, "" },
    { "Gap", "Промежуток", 12, 0, 0, 240, "left", false, false, false, false, "" },
    { "Header", "Номер страницы", 24, 0, 0, 240, "center", false, false, false, false, "" },
    { "Footer", "Нижнее поле", 24, 0, 0, 240, "right", false, false, false, false, "" },
};

#define FONT "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"Times New Roman\"/>"

static void style_xml(Buf *buf, const Style *style)
{
    buf_printf(buf, "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>%s", style->id, style->name,
               style->keep ? "<w:keepNext/><w:keepLines/>" : "");
    buf_printf(buf, "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"auto\"/>", style->before, style->after, style->line);
    if (style->first) buf_printf(buf, "<w:ind w:firstLine=\"%u\"/>", FIRST_LINE);
    buf_printf(buf, "<w:jc w:val=\"%s\"/></w:pPr><w:rPr>%s%s%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>", style->align, style->bold ? "<w:b/><w:bCs/>" : "", style->caps ? "<w:caps/>" : "", style->more,
               style->size, style->size);
}

Str paper_docx_styles(Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    buf_add_z(&buf, XML_HEAD "<w:styles xmlns:w=\"" WORD_NAMESPACE "\"><w:docDefaults><w:rPrDefault><w:rPr>" FONT "<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>"
        "<w:lang w:val=\"ru-RU\" w:eastAsia=\"ru-RU\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"Letters\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) style_xml(&buf, &styles[i]);
    buf_add_z(&buf, "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"Grid\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
        "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"Lined\"><w:name w:val=\"Таблица с линиями\"/><w:basedOn w:val=\"Grid\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblBorders>"
        "<w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
        "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
        "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:tblBorders>"
        "<w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>");
    Str xml = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return xml;
}

const char paper_docx_fonts[] = XML_HEAD "<w:fonts xmlns:w=\"" WORD_NAMESPACE "\"><w:font w:name=\"Times New Roman\"><w:altName w:val=\"PT Astra Serif\"/><w:panose1 w:val=\"02020603050405020304\"/>"
    "<w:charset w:val=\"CC\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>";

const char paper_docx_settings[] = XML_HEAD "<w:settings xmlns:w=\"" WORD_NAMESPACE "\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";

static void dashes(Buf *buf, int id, uint32_t first_line)
{
    buf_printf(buf, "<w:abstractNum w:abstractNumId=\"%d\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:suff w:val=\"space\"/>"
                    "<w:lvlText w:val=\"–\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"0\" w:firstLine=\"%u\"/></w:pPr></w:lvl></w:abstractNum>", id, first_line);
}

/* Points are numbered by Word: whoever inserts one need not renumber the others. A list of its own for each row of points, so that the next begins anew. */
Str paper_docx_numbering(const PaperDocx *docx)
{
    static const char *const texts[MAX_LEVELS] = { "%1.", "%1.%2.", "%1.%2.%3." };
    Buf buf;
    buf_init(&buf, 0);
    buf_add_z(&buf, XML_HEAD "<w:numbering xmlns:w=\"" WORD_NAMESPACE "\">");
    dashes(&buf, 0, FIRST_LINE);
    dashes(&buf, 1, 0);
    buf_add_z(&buf, "<w:abstractNum w:abstractNumId=\"2\"><w:multiLevelType w:val=\"multilevel\"/>");
    for (int level = 0; level < MAX_LEVELS; level++)
        buf_printf(&buf, "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:suff w:val=\"space\"/><w:lvlText w:val=\"%s\"/><w:lvlJc w:val=\"left\"/>"
                         "<w:pPr><w:ind w:left=\"0\" w:firstLine=\"%u\"/></w:pPr></w:lvl>", level, texts[level], FIRST_LINE);
    buf_add_z(&buf, "</w:abstractNum>");
    buf_printf(&buf, "<w:num w:numId=\"%d\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"%d\"><w:abstractNumId w:val=\"1\"/></w:num>", LIST_ITEMS, LIST_CELL_ITEMS);
    for (uint32_t i = 0; i < docx->n_lists; i++)
        buf_printf(&buf, "<w:num w:numId=\"%u\"><w:abstractNumId w:val=\"2\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"%u\"/></w:lvlOverride></w:num>", LIST_POINTS + i, docx->starts[i]);
    buf_add_z(&buf, "</w:numbering>");
    Str xml = arena_str(docx->arena, buf_str(&buf));
    buf_free(&buf);
    return xml;
}

const char paper_docx_header[] = XML_HEAD "<w:hdr xmlns:w=\"" WORD_NAMESPACE "\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
    "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";
