/* What a person can do with a document that is not read; the same words for the same way out. */
#ifndef INTAKE_DOCUMENT_HINT_H
#define INTAKE_DOCUMENT_HINT_H

#define HINT_SAVE_DOCX "Откройте файл в Word или LibreOffice и сохраните как .docx («Документ Word»)."
#define HINT_SCAN      "Распознайте текст (программой сканера или FineReader) и сохраните как .docx, либо возьмите исходный документ."

#endif
