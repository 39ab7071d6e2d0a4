#!/usr/bin/env python3
"""The server in a real browser: the walk of a newcomer with pictures, axe on every page, keyboard, small screens, paper.

usage: browser.py MERILO MODULES PICTURES [walk|real|rest|axe…]    MODULES: folder with node_modules (package.json beside this file)
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

import harness
import real_form
import rights

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES, PICTURES = os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
PARTS = sys.argv[4:] or ['walk', 'real', 'rest', 'axe']
FORM = os.path.join(os.environ.get('MERILO_SOURCE', os.path.dirname(os.path.dirname(HERE))), '../shared/data/forms/2021-4-математика.xlsx')


def node(server, script, *words):
    con = sqlite3.connect(f'file:{server.base}?mode=ro', uri=True)
    works = [row[0] for row in con.execute('SELECT DISTINCT procedure FROM submission ORDER BY procedure')]
    opened = con.execute('SELECT s.procedure FROM submission s JOIN org o ON o.id = s.school_id WHERE o.code = ? AND s.state = 2', ('sch990004',)).fetchone()
    con.close()
    world = {'base': f'http://127.0.0.1:{server.port}/', 'folder': server.folder, 'modules': MODULES, 'pictures': PICTURES,
             'links': {role: next(link for who, link in server.links.items() if who.startswith(begin)) for role, begin in harness.ROLES.items()},
             'procedure': opened[0] if opened else works[-1], 'closed': next(work for work in works if opened is None or work != opened[0] and work[:4] == opened[0][:4])}
    world['pages'] = pages({'procedure': world['closed'], 'school': 'sch990009', 'case': 2, 'job': 1, 'person': 2, 'copy': 'none'})
    walk_through(server, world, script, *words)


def walk_through(server, world, script, *words):
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


def real():
    """A real form of a whole region, where it lies beside the checkout: an empty base, 631 schools, one of them brings its slice, the office brings all."""
    if not os.path.exists(FORM):
        print('real: настоящих форм рядом нет')
        return
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as elsewhere:
        things = real_form.prepare(harness.program(), FORM, folder)
        whole = things['of_whole']
        assert (whole['rows'], whole['works'], whole['absent'], whole['rejected']) == (26666, 24846, 1732, 88), whole

        def world(server):
            return {'base': f'http://127.0.0.1:{server.port}/', 'folder': folder, 'modules': MODULES, 'pictures': PICTURES, 'procedure': '2021-4-математика', 'real': things}
        with harness.Server(harness.program(), f'{folder}', demo=False, more=('--place', 'Большой район')) as server:
            for line in server.process.stdout:
                if '/invite/' in line:
                    things['link'] = line.strip()
                    break
            walk_through(server, world(server), 'real.mjs', 'before')
            con = sqlite3.connect(f'file:{server.base}?mode=ro', uri=True)
            n_works, n_schools = con.execute('SELECT sum(n_works), count(CASE WHEN n_works > 0 THEN 1 END) FROM submission').fetchone()
            con.close()
            assert (n_works, n_schools) == (24846 + things['of_slice']['rejected'], 631), (n_works, n_schools)  # what one school corrected is a work more
            server.run('backup', '--db', server.base, '--out', f'{elsewhere}/all.mcopy')
            assert 'Всё цело' in server.run('verify', '--db', server.base).stdout
        os.mkdir(f'{elsewhere}/data')
        server.run('restore', f'{elsewhere}/all.mcopy', '--db', f'{elsewhere}/data/merilo.db')
        with harness.Server(harness.program(), f'{elsewhere}/data', demo=False) as again:
            walk_through(again, world(again), 'real.mjs', 'after')


def one(script, *words):
    with harness.Server(harness.program()) as server:
        node(server, script, *words)


for part in PARTS:
    if part == 'walk':
        walk()
    elif part == 'real':
        real()
    elif part == 'rest':
        one('walk.mjs', 'rest')
    else:
        one(f'{part}.mjs')
    print(f'{part}: хорошо', flush=True)
