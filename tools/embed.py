#!/usr/bin/env python3
"""Makes a C string of a text file: embed.py NAME IN OUT. Comments and indents of CSS are left out."""
import re
import sys

name, source, target = sys.argv[1:]
text = open(source, encoding='utf-8').read()
text = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
lines = [line.strip() for line in text.splitlines()]
with open(target, 'w', encoding='utf-8') as out:
    out.write(f'/* Made by tools/embed.py. */\nextern const char {name}[];\nconst char {name}[] =\n')
    for line in lines:
        if line:
            out.write('    "' + line.replace('\\', '\\\\').replace('"', '\\"') + '\\n"\n')
    out.write('    "";\n')
