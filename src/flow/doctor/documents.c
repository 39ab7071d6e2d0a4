/* Old Word needs a program of the system. Without one nothing is broken: whoever brings such a document is told how to save it. */
#include "flow/doctor.h"
#include "intake/document.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    static const char *const words[] = {
        [OLD_WORD_NOT_READ] = "Старый Word (.doc) не читается: людей просят сохранить документ как .docx. Чтобы читался, поставьте antiword.",
        [OLD_WORD_TEXT] = "Старый Word (.doc) читается без границ ячеек: есть catdoc. С antiword таблицы читаются точнее.",
        [OLD_WORD_TABLES] = "Старый Word (.doc) читается вместе с таблицами.",
    };
    (void)ask, (void)arena, (void)err;
    return doctor_say(out, DOCTOR_GOOD, str_of(words[document_old_word()]), "");
}

const DoctorCheck doctor_documents = { .name = "documents", .title = "Чтение документов", .look = look };
