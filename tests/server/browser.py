#!/usr/bin/env python3
"""The server in a real browser: the walk of a newcomer with pictures, axe on every page, keyboard, small screens, paper.

usage: browser.py MERILO MODULES PICTURES [walk|rest|axe…]    MODULES: folder with node_modules (package.json beside this file)
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

import harness
import rights

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES, PICTURES = os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
PARTS = sys.argv[4:] or ['walk', 'rest', 'axe']


def node(server, script, *words):
    con = sqlite3.connect(f'file:{server.base}?mode=ro', uri=True)
    works = [row[0] for row in con.execute('SELECT DISTINCT procedure FROM submission ORDER BY procedure')]
    opened = con.execute('SELECT s.procedure FROM submission s JOIN org o ON o.id = s.school_id WHERE o.code = ? AND s.state = 2', ('sch990004',)).fetchone()
    con.close()
    world = {'base': f'http://127.0.0.1:{server.port}/', 'folder': server.folder, 'modules': MODULES, 'pictures': PICTURES,
             'links': {role: next(link for who, link in server.links.items() if who.startswith(begin)) for role, begin in harness.ROLES.items()},
             'procedure': opened[0] if opened else works[-1], 'closed': next(work for work in works if opened is None or work != opened[0] and work[:4] == opened[0][:4])}
    world['pages'] = pages({'procedure': world['closed'], 'school': 'sch990009', 'case': 2, 'job': 1, 'person': 2, 'copy': 'none'})
    with open(f'{server.folder}/world.json', 'w', encoding='utf-8') as out:
        json.dump(world, out, ensure_ascii=False)
    done = subprocess.run(['node', f'{HERE}/{script}', f'{server.folder}/world.json', *words], check=False)
    if done.returncode != 0:
        sys.exit(f'{script} {words} failed; the log of the server ends:\n{server.log()[-2000:]}')


def pages(things):
    """role → pages to look at: each page by everybody who sees another side of it."""
    out = {'nobody': ['/signin', '/signin/code', '/invite', '/help', '/help/sign', '/api', '/view', '/none']}
    for letter in 'armstu':
        out[rights.LETTERS[letter]] = [sample.format(**things) for sample, sees, _, _ in rights.PAGES.values()
                                       if sample and letter in sees and '-' not in sees and not sample.endswith(('marked', 'original', '/files/1', '/copies/{copy}'))]
    out['school9'] = out.pop('school') + ['/forms/files/sch990009/1']
    procedure = things['procedure']
    out['municipality'] += [f'/results/{procedure}?view={view}' for view in ('funnel', 'scores', 'tasks', 'marks', 'years')] + ['/signs/sch990005', '/forms/files/sch990009/1', '/none']
    return out


def walk():
    with harness.Server(harness.program()) as server:
        node(server, 'walk.mjs', 'before')
        for kind, inside in (('docx', 'word/document.xml'), ('xlsx', 'xl/workbook.xml')):
            with zipfile.ZipFile(f'{server.folder}/why.{kind}') as file:
                assert file.testzip() is None and file.read(inside).startswith(b'<?xml'), kind
        server.run('backup', '--db', server.base, '--out', f'{server.folder}/all.mcopy')
        server.stop()
        with tempfile.TemporaryDirectory() as elsewhere:
            os.mkdir(f'{elsewhere}/data')
            server.run('restore', f'{server.folder}/all.mcopy', '--db', f'{elsewhere}/data/merilo.db')
            with harness.Server(harness.program(), f'{elsewhere}/data') as again:
                node(again, 'walk.mjs', 'after')


def one(script, *words):
    with harness.Server(harness.program()) as server:
        node(server, script, *words)


for part in PARTS:
    if part == 'walk':
        walk()
    elif part == 'rest':
        one('walk.mjs', 'rest')
    else:
        one(f'{part}.mjs')
    print(f'{part}: хорошо', flush=True)
