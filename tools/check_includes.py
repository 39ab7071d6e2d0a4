#!/usr/bin/env python3
"""Holds the table of rooms (ARCHITECTURE.md) and fails on any other #include; also on paths of somebody's machine.

usage: check_includes.py [ROOT] | --self-test
Files over 400 lines are named as a warning.
"""
import os
import re
import sys
import tempfile

# room: rooms that it may include, beside itself
ROOMS = {
    'base': '',
    'stats': 'base',
    'domain': 'base',
    'intake': 'base domain',
    'store': 'base domain',
    'indicator': 'base stats domain',
    'conclude': 'base stats domain indicator',
    'marking': 'base stats domain',
    'plan': 'base stats domain',
    'record': 'base domain',
    'publish': 'base domain indicator record',
    'flow': 'base stats domain intake store indicator conclude marking plan record publish',
    'web': 'base domain indicator record publish store flow',
    'cli': 'base domain indicator record publish store flow',
    'main.c': 'base cli web',
}
# Exceptions of the table: «merilo stat» shows the kernels as they are, one method a file; «merilo serve» starts the web.
EXCEPTIONS = {'cli/stat': 'stats', 'cli/stat_input.c': 'stats', 'cli/command/serve.c': 'web'}

# headers of libraries and of the system: rooms that may include them
LIBRARIES = {
    r'zip\.h|zipconf\.h|expat\.h': 'intake publish',
    r'jansson\.h': 'intake flow publish record', # flow: what an OpenID Connect provider says; publish: frozen copies; record: values of a record
    r'libstemmer\.h': 'record',
    r'curl/.*|gnutls/.*': 'flow',
    r'qrencode\.h|xlsxwriter\.h|xlsxwriter/.*|librsvg/.*': 'publish',
    r'cairo.*': 'publish intake', # intake: pages of PDF drawn, to see their tables
    r'poppler.*': 'intake',
    r'seccomp\.h': 'web intake',
    r'Random123/.*|philox\.h|Rmath\.h': 'stats',
    r'sqlite3\.h|libpq-fe\.h': 'store',
    r'microhttpd\.h': 'web',
    r'pthread\.h|threads\.h': 'base flow', # flow: progress told from worker threads
    r'sys/socket\.h|netinet/.*|arpa/inet\.h|netdb\.h': 'web',
    r'locale\.h': '',
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# In pieces, so that this file does not find itself.
MACHINE_PATH = re.compile('/' + r'(?:work|farm|root|home/\w+|tmp/\w+_jobs|tmp/brief)' + '/')
TEXT = ('.c', '.h', '.py', '.sh', '.md', '.build', '.list', '.txt', '.js', '.css', '.sql', '.tsv', '.csv')
LONG = 400


def room_of(path):
    """Room of a file under src/, «stats/rng.h» → «stats»."""
    return path.split('/')[0]


def check_include(path, kind, header):
    """What is wrong with one #include of a file (path under src/), or None."""
    room = room_of(path)
    if room not in ROOMS:
        return f'комнаты «{room}» нет в таблице'
    if kind == '<':
        for pattern, rooms in LIBRARIES.items():
            if re.fullmatch(pattern, header) and room not in rooms.split():
                return f'<{header}> разрешён только в: {rooms or "нигде"}'
        return None
    if '/' not in header:
        return f'"{header}": путь должен называть комнату'
    target = room_of(header)
    allowed = set(ROOMS[room].split()) | {room}
    for prefix, extra in EXCEPTIONS.items():
        if path == prefix or path.startswith(prefix + '/'):
            allowed |= set(extra.split())
    if target not in allowed:
        return f'"{header}": комната «{room}» не включает «{target}»'
    if header.endswith('_.h') and target != room:
        return f'"{header}" — внутренний заголовок комнаты «{target}»'
    return None


def files_of(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(('build', '.git', 'node_modules', 'corpus')) and not (folder == root and f == 'out'))
        for name in sorted(names):
            yield os.path.join(folder, name)


def check(root):
    """(errors, warnings) of a tree."""
    errors, warnings = [], []
    for file in files_of(root):
        path = os.path.relpath(file, root)
        name = os.path.basename(path)
        if not (name.endswith(TEXT) or name == 'run'):
            continue
        with open(file, encoding='utf-8', errors='replace') as text:
            lines = text.read().split('\n')
        in_source = path.startswith('src/') and name.endswith(('.c', '.h'))
        if in_source and len(lines) - 1 > LONG:
            warnings.append(f'{path}: {len(lines) - 1} строк')
        for number, line in enumerate(lines, 1):
            if MACHINE_PATH.search(line) or (in_source and '"/tmp' in line):
                errors.append(f'{path}:{number}: путь чьей-то машины')
            include = INCLUDE.match(line) if in_source else None
            wrong = include and check_include(path[len('src/'):], include[1], include[2])
            if wrong:
                errors.append(f'{path}:{number}: {wrong}')
    return errors, warnings


def self_test():
    """Every rule finds what it must, and lets pass what it may."""
    good = {'src/flow/a.c': '#include "publish/doc.h"\n#include "flow/a_.h"\n', 'src/intake/b.c': '#include <zip.h>\n',
            'src/cli/stat/c.c': '#include "stats/x.h"\n', 'src/main.c': '#include "cli/command.h"\n'}
    bad = {'src/stats/a.c': '#include "domain/sheet.h"\n', 'src/intake/b.c': '#include "stats/x.h"\n', 'src/flow/c.c': '#include <zip.h>\n',
           'src/publish/d.c': '# include "intake/intake.h"\n', 'src/base/e.c': '#include <sys/socket.h>\n', 'src/flow/f.c': '#include "check.h"\n',
           'src/flow/g.c': '#include "intake/reader_.h"\n', 'src/cli/command/h.c': '#include "stats/x.h"\n', 'src/attic/i.c': '#include "base/str.h"\n',
           'docs/j.md': 'see /' + 'root/notes\n'}
    for tree, n_expected in ((good, 0), (bad, len(bad))):
        with tempfile.TemporaryDirectory() as root:
            for path, text in tree.items():
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
                    file.write(text)
            errors, _ = check(root)
            assert len(errors) == n_expected, errors
    print('self-test: ok')


def main():
    if sys.argv[1:] == ['--self-test']:
        self_test()
        return 0
    errors, warnings = check(sys.argv[1] if len(sys.argv) > 1 else '.')
    for line in warnings:
        print('замечание:', line)
    for line in errors:
        print('ошибка:', line)
    return 1 if errors else 0


if __name__ == '__main__':
    sys.exit(main())
