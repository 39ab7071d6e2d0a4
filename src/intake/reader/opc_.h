/* Packages of Office (XLSX, DOCX): which part is the main one, and what its relations lead to. File names tell nothing. */
#ifndef INTAKE_READER_OPC_H
#define INTAKE_READER_OPC_H

#include "intake/reader/unzip_.h"

enum { OPC_PATH = 1024 };

/* Name of a part by what a relation says: absolute, or from folder, with «..». Nothing is opened by it but an entry of this zip. */
Str opc_path(Str folder, const char *target, char out[OPC_PATH]);

typedef struct OpcMain { char room[OPC_PATH]; Str path, folder; int64_t part; } OpcMain; /* part -1: not there */
/* usual    «xl/workbook.xml», for packages whose relations are wrong */
bool opc_main(Unzip *zip, Str usual, OpcMain *out, Err *err);

/* A relation inside the package: kind is the last word of its type, «styles»; path is whole. What lies outside is never told. */
typedef void (*OpcEach)(void *context, const char *id, Str kind, Str path);
/* None at all is no trouble. */
bool opc_relations(Unzip *zip, const OpcMain *main, OpcEach each, void *context, Err *err);

#endif
