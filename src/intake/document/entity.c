#include "intake/document/entity_.h"

/* Those that editors write; others stay as they stand. */
static const struct { const char *name; uint32_t cp; } entities[] = {
    { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }, { "nbsp", 0xA0 }, { "shy", 0xAD }, { "laquo", 0xAB }, { "raquo", 0xBB }, { "ndash", 0x2013 },
    { "mdash", 0x2014 }, { "minus", 0x2212 }, { "hellip", 0x2026 }, { "bull", 0x2022 }, { "middot", 0xB7 }, { "sect", 0xA7 }, { "deg", 0xB0 }, { "bdquo", 0x201E }, { "ldquo", 0x201C },
    { "rdquo", 0x201D }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "sbquo", 0x201A }, { "times", 0xD7 }, { "ensp", 0x2002 }, { "emsp", 0x2003 }, { "thinsp", 0x2009 }, { "copy", 0xA9 },
    { "reg", 0xAE }, { "trade", 0x2122 }, { "para", 0xB6 }, { "plusmn", 0xB1 }, { "frac12", 0xBD }, { "frac14", 0xBC }, { "frac34", 0xBE }, { "sup2", 0xB2 }, { "sup3", 0xB3 }, { "euro", 0x20AC },
    { "permil", 0x2030 }, { "larr", 0x2190 }, { "rarr", 0x2192 }, { "uarr", 0x2191 }, { "darr", 0x2193 }, { "le", 0x2264 }, { "ge", 0x2265 }, { "ne", 0x2260 }, { "asymp", 0x2248 },
    { "zwnj", 0x200C }, { "zwj", 0x200D }, { "numero", 0x2116 }, { "tab", '\t' }, { "check", 0x2713 }, { "sum", 0x2211 }, { "alpha", 0x3B1 }, { "beta", 0x3B2 }, { "sigma", 0x3C3 }, { "mu", 0x3BC },
};

size_t entity_at(Str s, uint32_t *cp)
{
    size_t end = 1;
    while (end < s.n && end < 12 && s.at[end] != ';') end++;
    if (end >= s.n || s.at[end] != ';' || end < 3) return 0;
    Str name = str_slice(s, 1, end);
    if (name.at[0] == '#') {
        bool hex = name.at[1] == 'x' || name.at[1] == 'X';
        uint32_t value = 0;
        for (size_t i = hex ? 2 : 1; i < name.n; i++) {
            unsigned digit = (unsigned char)name.at[i];
            digit = digit >= '0' && digit <= '9' ? digit - '0' : hex && (digit | 32) >= 'a' && (digit | 32) <= 'f' ? (digit | 32) - 'a' + 10 : 99;
            if (digit == 99) return 0;
            value = value * (hex ? 16 : 10) + digit;
            if (value > 0x10FFFF) return 0;
        }
        *cp = value == 0 || (value >= 0xD800 && value <= 0xDFFF) ? 0xFFFD : value;
        return end + 1;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (str_eq(name, str_of(entities[i].name))) {
            *cp = entities[i].cp;
            return end + 1;
        }
    return 0;
}
