/* Who answers for a measure and who takes part in it. */
#include "base/utf8.h"
#include "intake/plan/split_.h"
#include "intake/plan/prose_.h"

typedef struct People { Arena *arena; uint32_t n, room, from; /* of the text being split */ Str *items; } People;

static bool upper_at(Str text, size_t i)
{
    if (i >= text.n) return false;
    uint32_t cp = utf8_next(text, &i);
    return utf8_lower(cp) != cp;
}

/* «Т.Я.», «Т. Я.» at i: bytes; 0: none. */
static size_t initials_at(Str text, size_t i)
{
    size_t from = i;
    for (int k = 0; k < 2; k++) {
        if (!upper_at(text, i)) return 0;
        utf8_next(text, &i);
        if (i >= text.n || text.at[i] != '.') return 0;
        i++;
        if (k == 0 && i < text.n && text.at[i] == ' ') i++;
    }
    return i - from;
}

bool split_is_name(Str text)
{
    for (size_t i = 0; i < text.n; utf8_next(text, &i)) {
        size_t n = initials_at(text, i);
        if (n == 0 || (i > 0 && text.at[i - 1] != ' ')) continue;
        Str before = str_trim(str_slice(text, 0, i)), after = str_trim(str_slice(text, i + n, text.n));
        Str rest = before.n > 0 ? before : after;
        return (before.n == 0) != (after.n == 0) && upper_at(rest, 0) && memchr(rest.at, ' ', rest.n) == NULL;
    }
    return false;
}

bool split_has_initials(Str text)
{
    for (size_t i = 0; i < text.n; utf8_next(text, &i))
        if (initials_at(text, i) > 0) return true;
    return false;
}

static Str first_word(Str text)
{
    size_t n = 0;
    while (n < text.n && text.at[n] != ' ' && text.at[n] != ',') n++;
    return str_slice(text, 0, n);
}

static bool one_of(Str word, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_eq(word, str_of(words[i]))) return true;
    return false;
}

/* A post of one person: among the first three words. */
static bool is_post(Str folded)
{
    static const char *const posts[] = { "директор", "заместитель", "зам", "зам.", "заведующий", "заведующая", "зав.", "методист", "специалист", "руководитель", "начальник", "председатель", "учитель", "педагог", "психолог", "завуч",
        "инспектор", "секретарь", "консультант", "советник", "эксперт", "тьютор", "координатор", "и.о.", "библиотекарь", "воспитатель", "логопед", "педагог-психолог", "учитель-логопед", "старший", "главный", "ведущий",
        "заместителя", "директора", "заведующего", "заведующую", "методиста", "специалиста", "руководителя", "начальника", "председателя", "педагога-психолога", "главного", "ведущего", "старшего",
        "заместителю", "директору", "заведующему", "заведующей", "методисту", "специалисту", "руководителю", "начальнику", "председателю", "главному", "ведущему", NULL };
    for (int i = 0; i < 3 && folded.n > 0; i++) {
        Str word = first_word(folded);
        if (one_of(word, posts)) return true;
        folded = str_trim(str_slice(folded, word.n, folded.n));
    }
    return false;
}

/* «заместитель», «зам.»: what follows is whose. */
static bool is_deputy(Str folded)
{
    size_t from = folded.n;
    while (from > 0 && folded.at[from - 1] != ' ') from--;
    return prose_starts(str_slice(folded, from, folded.n), "зам|помощник|и.о|врио|исполняющ|обязанности");
}

/* Words that only go on: «по УВР», «образования»; a line that begins so is the rest of a wrapped one. */
static bool goes_on(Arena *arena, Str before, Str line)
{
    if (str_eq(first_word(utf8_fold(arena, line)), STR("директора"))) return is_deputy(utf8_fold(arena, before)); /* «УО», then «директора школ», are two */
    static const char *const words[] = { "по", "в", "и", "с", "на", "для", "при", "о", "об", "из", "от", "к", "или", "образования", "образованием", "школы", "школ", "района", "округа", "города", "области", "края", "учреждений", "учреждения", "организаций",
        "организации", "классов", "директора", "работе", "части", "предметов", "оо", "оу", "увр", "вр", "умр", "нмр", NULL };
    return one_of(first_word(utf8_fold(arena, line)), words);
}

/* After a comma: is it the rest of the same person or organisation? */
static bool same_one(Arena *arena, Str before, Str piece)
{
    static const char *const fields[] = { "увр", "вр", "ур", "умр", "нмр", "мр", "ввр", "ахр", "ахч", "икт", "бж", "увр.", "вр.", NULL };
    static const char *const subjects[] = { "математики", "русского", "литературы", "литературного", "физики", "химии", "биологии", "истории", "обществознания", "географии", "информатики", "иностранного", "иностранных", "английского", "немецкого", "музыки",
        "технологии", "физической", "физкультуры", "окружающего", "чтения", "обж", NULL };
    enum { LOOKED_AT = 300 }; /* bytes: an organisation's name is shorter */
    Str folded = utf8_fold(arena, str_slice(piece, 0, LOOKED_AT)), was = utf8_fold(arena, str_slice(before, 0, LOOKED_AT));
    if (prose_starts(folded, "г. |г.|ул. |ул.|пос. |п. |с. |д. |дер. |в т.ч|в том числе|включая|ответственн|курирующ|отвечающ|имеющ|котор|входящ|участвующ|осуществляющ|являющ|показавш|выявивш")) return true;
    if ((folded.n > 0 && folded.at[0] >= '0' && folded.at[0] <= '9') || str_starts(folded, STR("№"))) return true;
    if (one_of(folded, fields) && prose_holds(was, "по ")) return true;
    if (one_of(first_word(folded), subjects) && prose_holds(was, "учител|преподавател|педагог|рмо |шмо |мо |объединени")) return true;
    return before.n < LOOKED_AT && split_is_name(before) && prose_is_lower(piece) && is_post(folded);
}

/* «школ города Назарово.» loses its point, «Наумова Т.Я.» and «и др.» keep theirs. */
static Str without_point(Str text)
{
    text = str_trim(text);
    if (text.n == 0 || text.at[text.n - 1] != '.') return text;
    size_t word = text.n - 1, letters = 0, n_upper = 0;
    while (word > 0 && text.at[word - 1] != ' ' && text.at[word - 1] != '.' && text.at[word - 1] != '(') word--;
    for (size_t i = word; i < text.n - 1; letters++) {
        n_upper += upper_at(text, i);
        utf8_next(text, &i);
    }
    Str before = str_slice(text, 0, text.n - 1);
    return letters > 3 || (n_upper == letters && letters > 1) || str_ends(before, STR(")")) || str_ends(before, STR("»")) ? before : text;
}

static void add(People *people, Str piece, char mark)
{
    piece = str_trim(piece);
    piece = str_trim(str_slice(piece, prose_bullet(piece), piece.n));
    (void)prose_take_number(piece, &piece); /* «1. Орлова Н.Н.» beside the first question */
    if (piece.n == 0) return;
    Str *last = people->n > people->from ? &people->items[people->n - 1] : NULL;
    if (last != NULL && mark == ',' && same_one(people->arena, *last, piece)) {
        last->n = (size_t)(piece.at + piece.n - last->at); /* both are parts of one text */
        return;
    }
    people->items = prose_grow(people->arena, people->items, people->n, &people->room, sizeof *people->items);
    people->items[people->n++] = piece;
}

/* «несовершеннолетних. Обучающиеся»: a sentence ends after a whole word. */
static bool ends_sentence(Str text, size_t i)
{
    size_t letters = 0, at = i;
    while (at > 1 && (unsigned char)text.at[at - 1] >= 0x80) at -= 2, letters++;
    return letters >= 4 && i + 2 < text.n && text.at[i + 1] == ' ' && upper_at(text, i + 2);
}

/* «Белова И.И. Чернова С.С.»: where the next name begins behind initials; 0: there is none at i. */
static size_t next_name(Str text, size_t i)
{
    size_t n = initials_at(text, i), from = i + n, word = from + 1;
    if (n == 0 || from >= text.n || text.at[from] != ' ' || i < 2 || text.at[i - 1] != ' ' || !upper_at(text, word)) return 0;
    while (word < text.n && text.at[word] != ' ' && text.at[word] != ',') word++;
    return word < text.n && initials_at(text, word + 1) > 0 && word - from > 4 ? from : 0;
}

static void split_line(People *people, Str text)
{
    size_t from = 0;
    int depth = 0, straight = 0, total = 0;
    char mark = ';';
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = utf8_next(text, &i);
        total += (cp == '(' || cp == 0xAB) - (cp == ')' || cp == 0xBB);
    }
    for (size_t i = 0; i < text.n;) {
        size_t at = i, name = next_name(text, i);
        if (name > 0 && depth == 0) {
            add(people, str_slice(text, from, name), mark);
            mark = ';';
            from = i = name;
        }
        uint32_t cp = utf8_next(text, &i);
        if (cp == '(' || cp == 0xAB) depth++;
        else if ((cp == ')' || cp == 0xBB) && depth > 0) depth--;
        else if (cp == '"') straight = !straight;
        bool outside = straight == 0 && (depth == 0 || total > 0);
        bool cut = cp == ',' || cp == ';' || (cp == '.' && ends_sentence(text, at));
        if (!outside || !cut) continue;
        if (cp == ',' && at > 0 && i < text.n && text.at[at - 1] >= '0' && text.at[at - 1] <= '9' && text.at[i] >= '0' && text.at[i] <= '9') continue; /* «2,5» */
        add(people, str_slice(text, from, at), mark);
        mark = (char)cp;
        from = i;
    }
    add(people, str_slice(text, from, text.n), mark);
}

void split_people(Arena *arena, const Lines *lines, uint32_t *n, const Str **out)
{
    People people = { .arena = arena };
    for (uint32_t i = 0; i < lines->n;) {
        Prose text = { 0 };
        Str line = prose_flat(arena, lines->items[i++].text), whole = line;
        for (; i < lines->n; i++) {
            Str next = prose_flat(arena, lines->items[i].text);
            bool apart = lines->items[i].bullet || prose_bullet(next) > 0 || line.n == 0, open = prose_is_open(line) && line.at[line.n - 1] != ',';
            if (apart || (!open && !goes_on(arena, line, next))) break;
            if (text.n == 0) prose_add(arena, &text, line);
            prose_add(arena, &text, next);
            whole = prose_str(&text);
            line = next;
        }
        people.from = people.n;
        split_line(&people, whole);
    }
    for (uint32_t i = 0; i < people.n; i++) people.items[i] = without_point(people.items[i]);
    *n = people.n;
    *out = people.items;
}
