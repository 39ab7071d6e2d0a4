#!/usr/bin/env python3
"""Makes the table of static files (publish/frame.h): assets.py OUT FILE… All CSS becomes one style.css in the order given, without comments and indents; other files stay.
Names begin with a hash of all bytes, so that a browser may keep them for a year and scripts import each other by plain relative names."""
import hashlib
import os
import re
import sys

TYPES = {'.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml'}


def squeeze(css):
    lines = (line.strip() for line in re.sub(r'/\*.*?\*/', '', css, flags=re.S).splitlines())
    return '\n'.join(line for line in lines if line) + '\n'


def literal(text):
    escaped = text.replace('\\', '\\\\').replace('"', '\\"').replace('??', '?\\?')  # no trigraphs
    return '\n'.join(f'    "{line}\\n"' for line in escaped.split('\n')[:-1]) or '    ""'


def main():
    target, sources = sys.argv[1], sys.argv[2:]
    texts = {path: open(path, encoding='utf-8').read() for path in sources}
    files = {'style.css': ''.join(squeeze(texts[path]) for path in sources if path.endswith('.css'))}
    files.update((os.path.basename(path), texts[path]) for path in sources if not path.endswith('.css'))
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(name.encode() + b'\0' + files[name].encode() + b'\0')
    version = whole.hexdigest()[:12]
    with open(target, 'w', encoding='utf-8') as out:
        out.write('/* Made by tools/assets.py. */\n#include "publish/frame.h"\n\n')
        for i, name in enumerate(sorted(files)):
            text = files[name] if files[name].endswith('\n') else files[name] + '\n'
            out.write(f'static const char bytes_{i}[] =\n{literal(text)};\n')
        out.write('\nstatic const DocAsset assets[] = {\n')
        for i, name in enumerate(sorted(files)):
            kind = TYPES[os.path.splitext(name)[1]]
            out.write(f'    {{ "{version}/{name}", "{kind}", {{ bytes_{i}, sizeof bytes_{i} - 1 }} }},\n')
        out.write('};\n\nconst DocAsset *doc_assets(uint32_t *n)\n{\n    *n = sizeof assets / sizeof assets[0];\n    return assets;\n}\n')


if __name__ == '__main__':
    main()
