#!/usr/bin/env python3
"""Makes the table of a registry from its registry.list.

usage: registry.py TYPE PREFIX TABLE HEADER LIST OUT [WORDS]
A line of LIST names a file without .c (blank lines and # comments are left out); the file defines `const TYPE PREFIX_name`,
with every character outside [a-z0-9] of the name as '_'. OUT gets the extern lines and the table `TABLE`, NULL at its end.
WORDS: every named file must hold them, else nothing is made and the build fails («.right =»: a page without a right).
"""
import os
import re
import sys

type_name, prefix, table, header, source, target = sys.argv[1:7]
lines = [line.split('#')[0].strip() for line in open(source, encoding='utf-8')]
names = [f'{prefix}_' + re.sub('[^a-z0-9]', '_', line.lower()) for line in lines if line]
for words in sys.argv[7:]:
    for line in filter(None, lines):
        with open(os.path.join(os.path.dirname(source), line + '.c'), encoding='utf-8') as file:
            if words not in file.read():
                sys.exit(f'{line}.c: нет «{words}»')
with open(target, 'w', encoding='utf-8') as out:
    out.write(f'/* Made by tools/registry.py. */\n#include "{header}"\n\n')
    out.writelines(f'extern const {type_name} {name};\n' for name in names)
    out.write(f'\nconst {type_name} *const {table}[] = {{\n')
    out.writelines(f'    &{name},\n' for name in names)
    out.write('    NULL,\n};\n')
