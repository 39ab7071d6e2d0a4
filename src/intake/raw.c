#include "intake/raw.h"

#include "intake/reader/foreign_.h"
#include "intake/reader/hint_.h"

bool raw_read(Str bytes, const RawSink *sink, Arena *arena, const Reader **which, Err *err)
{
    if (which != NULL) *which = NULL;
    if (str_trim(bytes).n == 0) return err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл пуст.");
    if (foreign_known(bytes, err)) return false;
    for (size_t i = 0; reader_registry[i] != NULL; i++) {
        const Reader *reader = reader_registry[i];
        if (!reader->sniff(bytes)) continue;
        if (which != NULL) *which = reader;
        return reader->read(bytes, sink, arena, err);
    }
    if (str_starts(bytes, STR("PK\x03\x04"))) return foreign_zip(bytes, err);
    return err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "Это не таблица и не текст: в файле двоичные данные.");
}
