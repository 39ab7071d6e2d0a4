#include "flow/password.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"

enum { SHORTEST = 10 };

/* The first of every list of leaked passwords, ten characters and more, and what Russian schools write on the monitor. Compared folded. */
static const char *const common[] = {
    "1234567890", "0123456789", "0987654321", "9876543210", "12345678910", "123456789a", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "qwertyuiop", "qwertyuiop123", "qwerty12345", "qwerty123456",
    "qwerty1234", "q1w2e3r4t5", "q1w2e3r4t5y6", "asdfghjkl1", "asdfghjkl;", "zxcvbnm123", "zxcvbnm,./", "password12", "password123", "password1234", "password12345", "passw0rd123", "p@ssw0rd123",
    "iloveyou123", "letmein1234", "welcome123", "welcome1234", "administrator", "admin12345", "admin123456", "adminadmin", "administrator1", "superadmin", "changeme123", "football123", "sunshine123",
    "princess123", "dragon12345", "monkey12345", "master12345", "michael123", "abc1234567", "abcd123456", "abcdefghij", "abcdefghijk", "qazwsxedcr", "qazwsxedcrfv", "qwe123qwe123", "qweasdzxc123",
    "qweasdzxcv", "123qweasdzxc", "123123123123", "1231231231", "1122334455", "112233445566", "123321123321", "1234554321", "12344321qwe", "1029384756", "5555555555", "1357924680", "147258369a",
    "йцукенгшщз", "йцукенгшщзх", "йцукен12345", "йцукен123456", "йцукен1234", "фывапролдж", "фывапролджэ", "ячсмитьбю.", "пароль1234", "пароль12345", "пароль123456", "парольпароль", "мойпароль123",
    "администратор", "админ12345", "школа12345", "школа123456", "учитель123", "учитель1234", "учитель12345", "координатор", "завуч12345", "директор123", "директор12345", "гимназия123", "лицей12345",
    "математика", "математика1", "математика5", "русскийязык", "любимаяшкола", "россия2024", "россия2025", "россия2026", "здравствуйте", "солнышко123", "привет12345", "привет123456", "наталья123",
    "екатерина1", "александр1", "александр123", "светлана123", "мерило12345", "мерило2026", "merilo12345", "merilo2026", "school12345", "teacher123", "teacher1234", "shkola12345", "uchitel123",
    "natasha123", "ekaterina1", "alexander1", "aleksandr1", "svetlana123", "qwertyqwerty", "zaq12wsxcde3", "1qazxsw23edc", "vpr2024vpr", "vpr2025vpr", "vpr2026vpr", "впр2024впр", "впр2025впр", "впр2026впр",
};

static bool is_common(Str folded)
{
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (str_eq(folded, str_of(common[i]))) return true;
    return false;
}

/* One or two characters over and over. */
static bool is_monotonous(Str folded)
{
    uint32_t seen[2];
    int n = 0;
    for (size_t i = 0; i < folded.n;) {
        uint32_t cp = utf8_next(folded, &i);
        if ((n > 0 && cp == seen[0]) || (n > 1 && cp == seen[1])) continue;
        if (n == 2) return false;
        seen[n++] = cp;
    }
    return true;
}

bool password_check(Str password, Str login, Err *err)
{
    if (password.n > LIMIT_PASSWORD_BYTES) return err_set(err, ERR_INPUT, "Сократите его.", "Пароль слишком длинный.");
    if (!utf8_valid(password)) return err_set(err, ERR_INPUT, "Наберите его ещё раз.", "Пароль набран непонятными знаками.");
    if (utf8_length(password) < SHORTEST)
        return err_set(err, ERR_INPUT, "Возьмите несколько слов подряд: их легко запомнить и трудно угадать.", "Пароль короче %d знаков.", SHORTEST);
    Arena *arena = arena_new(0);
    Str folded = utf8_fold(arena, password), name = utf8_fold(arena, login);
    bool weak = is_common(folded) || is_monotonous(folded) || (name.n > 0 && str_eq(folded, name));
    arena_free(arena);
    return !weak || err_set(err, ERR_INPUT, "Возьмите несколько слов подряд, не связанных с вашей школой и именем.", "Такой пароль пробуют первым.");
}
