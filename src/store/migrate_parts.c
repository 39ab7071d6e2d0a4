/* Takes the text of a migration apart: statements with their «--@» words, columns with their comments. */
#include "store/migrate_.h"

#include <ctype.h>

/* Past a comment, a string, a quoted name or a $$ body that begins at i; i when none does. */
static size_t skip_quoted(Str s, size_t i)
{
    Str rest = str_slice(s, i, s.n);
    if (str_starts(rest, STR("--"))) {
        size_t end = str_find(rest, STR("\n"));
        return end == SIZE_MAX ? s.n : i + end;
    }
    Str close = str_starts(rest, STR("$$")) ? STR("$$") : rest.at[0] == '\'' ? STR("'") : rest.at[0] == '"' ? STR("\"") : STR_EMPTY;
    if (close.n == 0) return i;
    size_t end = str_find(str_slice(rest, close.n, rest.n), close);
    return end == SIZE_MAX ? s.n : i + close.n + end + close.n;
}

/* The statement without the comments and spaces before it. */
static Str body_of(Str s)
{
    for (;;) {
        s = str_trim(s);
        if (!str_starts(s, STR("--"))) return s;
        size_t end = str_find(s, STR("\n"));
        s = end == SIZE_MAX ? STR_EMPTY : str_slice(s, end, s.n);
    }
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

Str schema_word(Str s, size_t i)
{
    while (i < s.n && isspace((unsigned char)s.at[i])) i++;
    size_t from = i;
    while (i < s.n && is_word(s.at[i])) i++;
    return str_slice(s, from, i);
}

/* One past the «;» of the statement that begins at i, and past a comment on its line. */
static size_t statement_end(Str s, size_t from)
{
    bool trigger = str_starts(body_of(str_slice(s, from, s.n)), STR("CREATE TRIGGER"));
    size_t i = from;
    while (i < s.n) {
        size_t after = skip_quoted(s, i);
        if (after != i) { i = after; continue; }
        if (s.at[i++] != ';') continue;
        Str text = str_trim(str_slice(s, from, i - 1));
        if (!trigger || str_ends(text, STR("END")) || str_find(text, STR(" BEGIN")) == SIZE_MAX) break; /* PostgreSQL's trigger has no body of its own */
    }
    while (i < s.n && (s.at[i] == ' ' || s.at[i] == '\t')) i++;
    return i < s.n ? skip_quoted(s, i) : i;
}

static bool read_words(Str line, SchemaStatement *out, Err *err)
{
    for (size_t i = 0; i < line.n;) {
        while (i < line.n && line.at[i] == ' ') i++;
        size_t from = i;
        while (i < line.n && line.at[i] != ' ') i++;
        Str word = str_slice(line, from, i);
        if (str_eq(word, STR("append-only"))) out->append_only = true;
        else if (str_eq(word, STR("distributed"))) out->distributed = true;
        else if (str_eq(word, STR("passing"))) out->passing = true;
        else if (str_eq(word, STR("sqlite"))) out->sqlite_only = true;
        else if (str_eq(word, STR("pg"))) out->pg_only = true;
        else if (word.n > 0) return err_set(err, ERR_BUG, "", "В шаге схемы непонятное слово «%.*s» после --@.", STR_ARG(word));
    }
    return true;
}

static bool describe(Str text, SchemaStatement *out, Err *err)
{
    *out = (SchemaStatement){ .text = text };
    Str body = out->body = body_of(text);
    size_t head = text.n - body.n; /* roughly: body may have lost a tail of spaces too */
    for (size_t i = 0; i < head;) {
        Str line = str_slice(text, i, text.n);
        size_t end = str_find(line, STR("\n"));
        line = str_slice(line, 0, end == SIZE_MAX ? line.n : end);
        i += line.n + 1;
        if (body.at <= line.at) break;
        if (str_starts(str_trim(line), STR("--@")) && !read_words(str_slice(str_trim(line), 3, str_trim(line).n), out, err)) return false;
    }
    if (str_starts(body, STR("CREATE TABLE"))) out->creates = schema_word(body, sizeof "CREATE TABLE");
    size_t on = str_find(body, STR(" ON "));
    if ((str_starts(body, STR("CREATE INDEX")) || str_starts(body, STR("CREATE UNIQUE INDEX"))) && on != SIZE_MAX) out->indexes = schema_word(body, on + 4);
    return true;
}

bool schema_statements(Str sql, Arena *arena, uint32_t *n, const SchemaStatement **out, Err *err)
{
    size_t most = 1;
    for (size_t i = 0; i < sql.n; i++) most += sql.at[i] == ';';
    SchemaStatement *made = arena_array(arena, SchemaStatement, most);
    *n = 0;
    for (size_t i = 0; i < sql.n;) {
        size_t end = statement_end(sql, i);
        Str text = str_slice(sql, i, end);
        i = end;
        if (body_of(text).n > 0 && !describe(text, &made[(*n)++], err)) return false;
    }
    *out = made;
    return true;
}

uint32_t schema_columns(const SchemaStatement *statement, Arena *arena, const SchemaColumn **out)
{
    Str body = statement->body;
    size_t n_lines = 1;
    for (size_t i = 0; i < body.n; i++) n_lines += body.at[i] == '\n';
    SchemaColumn *made = arena_array(arena, SchemaColumn, n_lines);
    uint32_t n = 0;
    static const char *const constraints[] = { "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT" };
    for (size_t i = str_find(body, STR("\n")); i != SIZE_MAX && i < body.n;) {
        Str line = str_slice(body, i + 1, body.n);
        size_t end = str_find(line, STR("\n"));
        line = str_trim(str_slice(line, 0, end == SIZE_MAX ? line.n : end));
        i = end == SIZE_MAX ? SIZE_MAX : i + 1 + end;
        Str name = schema_word(line, 0);
        bool column = name.n > 0 && name.at == line.at;
        for (size_t k = 0; k < sizeof constraints / sizeof *constraints; k++) column = column && !str_eq(name, str_of(constraints[k]));
        if (!column) continue;
        size_t at = str_find(line, STR("-- "));
        made[n++] = (SchemaColumn){ statement->creates, name, at == SIZE_MAX ? STR_EMPTY : str_trim(str_slice(line, at + 3, line.n)) };
    }
    *out = made;
    return n;
}
