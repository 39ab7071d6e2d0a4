#include "intake/reference_.h"

#include "base/file.h"
#include "base/limits.h"
#include "intake/intake.h"

bool intake_reference_bytes(Str name, Str bytes, Arena *arena, Reference *out, Err *err)
{
    Str start = str_trim(str_slice(bytes, 0, 64));
    return str_starts(start, STR("{")) ? reference_export(name, bytes, arena, out, err) : reference_official(name, bytes, arena, out, err);
}

bool intake_reference(const char *path, Arena *arena, Reference *out, Err *err)
{
    Str bytes;
    return file_read(path, LIMIT_FILE_BYTES, arena, &bytes, err) && intake_reference_bytes(file_name(path), bytes, arena, out, err);
}
