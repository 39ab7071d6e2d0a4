#include "domain/value.h"

const char *silence_text(Silence silence)
{
    static const char *const texts[] = {
        "",
        "работ меньше, чем нужно этой проверке",
        "все значения одинаковы: сравнивать нечего",
        "неизвестны пороги отметок",
        "нет отметок по журналу",
        "нет баллов за задания",
        "нужна норма области: школ меньше 60, а --reference не задан",
        "норму области оценить не удалось",
        "нет работы тех же детей годом раньше",
        "школ с работами тех же детей за оба года меньше 30",
    };
    return texts[silence];
}

const char *level_word(Level level)
{
    static const char *const words[] = { "too-few-data", "none", "attention", "signs", "strong" };
    return words[level];
}

const char *level_title(Level level)
{
    static const char *const titles[] = { "данных мало", "признаков нет", "обратить внимание", "признаки", "выраженные признаки" };
    return titles[level];
}
