/* Marks inside lines: **Markdown**, \_ and simple HTML, as programs that make text of documents leave them. Whatever is not known stays as text. */
#include <stdio.h>
#include <strings.h>

#include "base/utf8.h"
#include "intake/document/entity_.h"
#include "intake/document/text_.h"

static bool is_bold(const TextMarks *marks) { return marks->starred || marks->bold; }

void text_para_end(DocBuild *build, TextMarks *marks)
{
    DocPara about = marks->about;
    about.label = marks->label.n > 0 ? marks->label : STR_EMPTY;
    if (marks->n_lists > 1 && about.level == 0) about.level = (uint8_t)(marks->n_lists - 1);
    if (build_para(build, &about)) marks->label = STR_EMPTY;
}

static void list_begin(TextMarks *marks, bool ordered, Str tag)
{
    if (marks->n_lists == sizeof marks->lists / sizeof *marks->lists) return;
    marks->lists[marks->n_lists].ordered = ordered;
    marks->lists[marks->n_lists].bare = str_find(tag, STR("list-style-type: none")) != SIZE_MAX || str_find(tag, STR("list-style:none")) != SIZE_MAX;
    marks->lists[marks->n_lists++].next = 1;
}

static void item_begin(TextMarks *marks)
{
    marks->label = STR_EMPTY;
    if (marks->n_lists == 0 || marks->lists[marks->n_lists - 1].bare) return;
    if (!marks->lists[marks->n_lists - 1].ordered) {
        marks->label = STR("•");
        return;
    }
    int n = snprintf(marks->label_room, sizeof marks->label_room, "%u.", marks->lists[marks->n_lists - 1].next++);
    marks->label = (Str){ marks->label_room, (size_t)n };
}

typedef enum Tag { TAG_BOLD, TAG_PLAIN, TAG_BREAK, TAG_BLOCK, TAG_UL, TAG_OL, TAG_LI } Tag;

static void tag_met(DocBuild *build, TextMarks *marks, Tag tag, bool closing, Str whole)
{
    if (tag == TAG_BOLD) marks->bold = !closing;
    if (tag == TAG_BREAK) build_text(build, STR("\n"), false);
    if (tag < TAG_BLOCK) return;
    text_para_end(build, marks);
    if (tag == TAG_LI && !closing) item_begin(marks);
    if (tag != TAG_UL && tag != TAG_OL) return;
    if (!closing) list_begin(marks, tag == TAG_OL, whole);
    else if (marks->n_lists > 0) marks->n_lists--;
}

/* «<b>», «</p>», «<ul style=…>» at the start of s: its bytes, 0 when it is no tag that we know. */
static size_t tag(DocBuild *build, TextMarks *marks, Str s)
{
    static const struct { const char *name; Tag tag; } known[] = {
        { "b", TAG_BOLD }, { "strong", TAG_BOLD }, { "i", TAG_PLAIN }, { "em", TAG_PLAIN }, { "u", TAG_PLAIN }, { "s", TAG_PLAIN }, { "span", TAG_PLAIN }, { "font", TAG_PLAIN },
        { "sup", TAG_PLAIN }, { "sub", TAG_PLAIN }, { "br", TAG_BREAK }, { "p", TAG_BLOCK }, { "div", TAG_BLOCK }, { "center", TAG_BLOCK }, { "ul", TAG_UL }, { "ol", TAG_OL }, { "li", TAG_LI },
    };
    bool closing = s.n > 1 && s.at[1] == '/';
    size_t from = closing ? 2 : 1, to = from;
    while (to < s.n && ((s.at[to] | 32) >= 'a' && (s.at[to] | 32) <= 'z')) to++;
    if (to == from || to >= s.n || strchr(" />", s.at[to]) == NULL) return 0;
    size_t end = to;
    while (end < s.n && end < to + 400 && s.at[end] != '>' && s.at[end] != '<') end++;
    if (end >= s.n || s.at[end] != '>') return 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i].name) != to - from || strncasecmp(known[i].name, s.at + from, to - from) != 0) continue;
        tag_met(build, marks, known[i].tag, closing, str_slice(s, 0, end));
        return end + 1;
    }
    return 0;
}

/* Two stars open before a word and close behind one. */
static bool stars(const TextMarks *marks, Str line, size_t i)
{
    if (i + 1 >= line.n || line.at[i + 1] != '*') return false;
    if (marks->starred) return true;
    return i + 2 < line.n && (unsigned char)line.at[i + 2] > ' ' && line.at[i + 2] != '*';
}

void text_marked(DocBuild *build, TextMarks *marks, Str line)
{
    size_t from = 0, i = 0;
    while (i < line.n) {
        uint32_t cp = 0;
        size_t n = 0;
        char c = line.at[i];
        Str rest = str_slice(line, i, line.n);
        if (c != '\\' && c != '*' && c != '&' && c != '<') {
            i++;
            continue;
        }
        build_text(build, str_slice(line, from, i), is_bold(marks));
        if (c == '\\' && rest.n > 1 && strchr("\\`*_{}[]()#+-.!|<>~\"'", rest.at[1]) != NULL) n = 2, cp = (unsigned char)rest.at[1];
        else if (c == '*' && stars(marks, line, i)) n = 2, marks->starred = !marks->starred;
        else if (c == '&') n = entity_at(rest, &cp);
        else if (c == '<') n = tag(build, marks, rest);
        if (cp != 0) {
            char put[4];
            build_text(build, (Str){ put, utf8_put(cp, put) }, is_bold(marks));
        }
        i += n;
        from = i;
        if (n == 0) i++;
    }
    build_text(build, str_slice(line, from, line.n), is_bold(marks));
}
