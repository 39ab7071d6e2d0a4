#!/usr/bin/env python3
"""Makes the table of migrations: migrations.py LIST OUT FILE…

LIST names the steps in order (NNN_name); FILE… are their texts. They go in byte for byte: the hash of a step is kept in every database.
"""
import os
import re
import sys

source, target, *files = sys.argv[1:]
names = [line.split('#')[0].strip() for line in open(source, encoding='utf-8')]
names = [name for name in names if name]
assert [int(name[:3]) for name in names] == list(range(1, len(names) + 1)), 'steps are numbered 001, 002, … without gaps'
paths = {os.path.basename(path)[:-len('.sql')]: path for path in files}
with open(target, 'w', encoding='utf-8') as out:
    out.write('/* Made by tools/migrations.py. */\n#include "store/migrate.h"\n')
    for name in names:
        assert re.fullmatch('[0-9]{3}_[a-z0-9_]+', name), name
        out.write(f'\nstatic const Migration migration_{name} = {{ {int(name[:3])}, "{name[4:]}",\n')
        for line in open(paths[name], encoding='utf-8', newline=''):
            assert line.endswith('\n') and '\r' not in line, f'{name}: a line is not ended by one line feed'
            out.write('    "' + line[:-1].replace('\\', '\\\\').replace('"', '\\"') + '\\n"\n')
        out.write('};\n')
    out.write('\nconst Migration *const migration_registry[] = {\n')
    out.writelines(f'    &migration_{name},\n' for name in names)
    out.write('    NULL,\n};\n')
