/* What a person can do with a file that is not read; the same words for the same way out. */
#ifndef INTAKE_READER_HINT_H
#define INTAKE_READER_HINT_H

#define HINT_SAVE_XLSX      "Откройте файл в Excel или LibreOffice и сохраните как .xlsx («Книга Excel»)."
#define HINT_SAVE_AGAIN     "Откройте файл в Excel и сохраните его ещё раз как .xlsx («Книга Excel»)."
#define HINT_DOWNLOAD_AGAIN "Скачайте или скопируйте файл заново; если в Excel он открывается, сохраните его там ещё раз как .xlsx."
#define HINT_NO_PASSWORD    "Откройте файл с паролем, снимите пароль («Файл — Сведения — Защита книги») и сохраните как .xlsx."
#define HINT_HOSTILE        "Узнайте, откуда файл: сборные формы такими не бывают. Возьмите форму из личного кабинета заново."

#endif
