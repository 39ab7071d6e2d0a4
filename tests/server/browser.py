#!/usr/bin/env python3
"""The server in a real browser: the walk of a newcomer with pictures, axe on every page, keyboard, small screens, paper.

usage: browser.py MERILO MODULES PICTURES [walk|real|plans|rest|axe…]    MODULES: folder with node_modules (package.json beside this file)
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
PARTS = sys.argv[4:] or ['walk', 'real', 'plans', 'rest', 'axe']
FORM = os.path.join(os.environ.get('MERILO_SOURCE', os.path.dirname(os.path.dirname(HERE))), '../shared/data/forms/2021-4-математика.xlsx')


def node(server, script, *words):
    con = sqlite3.connect(f'file:{server.base}?mode=ro', uri=True)
    works = [row[0] for row in con.execute('SELECT DISTINCT procedure FROM submission ORDER BY procedure')]
    opened = con.execute('SELECT s.procedure FROM submission s JOIN org o ON o.id = s.school_id WHERE o.code = ? AND s.state = 2', ('sch990004',)).fetchone()
    first = lambda words: con.execute(words).fetchone()[0] or 1
    of_plans = {'plan': first('SELECT min(number) FROM plan WHERE state = 3'), 'cascade': first('SELECT min(number) FROM cascade'),
                **{register: first(f"SELECT min(number) FROM record WHERE type = '{register}'") for register in ('event', 'minutes')}}
    con.close()
    world = {'base': f'http://127.0.0.1:{server.port}/', 'folder': server.folder, 'modules': MODULES, 'pictures': PICTURES,
             'links': {role: next(link for who, link in server.links.items() if who.startswith(begin)) for role, begin in harness.ROLES.items()},
             'procedure': opened[0] if opened else works[-1], 'closed': next(work for work in works if opened is None or work != opened[0] and work[:4] == opened[0][:4])}
    world['pages'] = pages({'procedure': world['closed'], 'school': 'sch990009', 'case': 2, 'job': 1, 'person': 2, 'copy': 'none', **of_plans})
    walk_through(server, world, script, *words)


def walk_through(server, world, script, *words):
    with open(f'{server.folder}/world.json', 'w', encoding='utf-8') as out:
        json.dump(world, out, ensure_ascii=False)
    done = subprocess.run(['node', f'{HERE}/{script}', f'{server.folder}/world.json', *words], check=False)
    if done.returncode != 0:
        sys.exit(f'{script} {words} failed; the log of the server ends:\n{server.log()[-2000:]}')


# Not looked at but kept: a browser has no page for them.
DOWNLOADS = ('marked', 'original', '/files/1', '/files/none', '/copies/{copy}', '.ics', '/source/file', '/2026/1', '/sample')


def pages(things):
    """role → pages to look at: each page by everybody who sees another side of it."""
    out = {'nobody': ['/signin', '/signin/code', '/invite', '/help', '/help/sign', '/api', '/view', '/none']}
    for letter in 'armstu':
        out[rights.LETTERS[letter]] = [sample.format(**things) for sample, sees, _, _ in rights.PAGES.values()
                                       if sample and letter in sees and '-' not in sees and not sample.endswith(DOWNLOADS)]
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


def link_of(server, role):
    return next(link for who, link in server.links.items() if who.startswith(harness.ROLES[role]))


SEEDS = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(FORM))), 'seeds')
# Documents of offices where they lie beside the checkout: what is to be found in each, and what a person settles before it is approved.
STORIES = [
    {'name': '000', 'words': 'Перечень мероприятий', 'measures': 13, 'day': '2020-10-08', 'expect': 13},
    {'name': '001', 'words': 'План мероприятий', 'measures': 36, 'day': '2020-10-14', 'expect': 36, 'paper': 'order', 'mend': [{'from': 'Январь-апрель 2020 г', 'to': 'Январь-апрель 2021 г'}],
     'schedules': [{'name': 'план ЛОИРО', 'from': '2020-11-01', 'to': '2021-04-30', 'year': '2020'}]},
    {'name': '002', 'words': 'повышение объективности', 'measures': 17, 'day': '2023-02-01', 'expect': 17, 'schedules': [{'name': 'график ВПР', 'from': '2023-03-15', 'to': '2023-05-20', 'year': '2022'}]},
    {'name': '003', 'words': 'формированию позитивного отношения', 'measures': 9, 'day': '2024-08-30', 'expect': 9, 'year': '2026'},
    {'name': '004', 'words': 'ВЫПИСКА ИЗ ПРОТОКОЛА', 'measures': 4, 'day': '2022-01-12', 'expect': 4,
     'schedules': [{'name': 'график проведения независимых оценочных процедур', 'from': '2022-03-15', 'to': '2022-05-20', 'year': '2021'}]},
]
OWN = [{'name': 'свой', 'words': 'План', 'measures': 3, 'day': '2026-09-01', 'expect': 3, 'mend': [{'from': 'январь–апрель 2020 г.', 'to': 'январь–апрель 2027 г.'}],
        'schedules': [{'name': 'график ВПР', 'from': '2027-03-15', 'to': '2027-05-20', 'year': '2026'}],
        'text': 'Утверждён приказом от 01.09.2026 № 1\n\nПлан мероприятий по объективности на 2026-2027 учебный год\n\n№\tМероприятие\tСрок\tОтветственный\tРезультат\n'
                '1\tПровести педсовет по итогам работ\tноябрь–декабрь, май\tдиректор\tПротокол\n2\tПроверить работы комиссией\tв соответствии с графиком ВПР\tуправление образования\tАкт\n'
                '3\tПровести семинар\tянварь–апрель 2020 г.\tметодический центр\tСписок участников\n'}]


def plans():
    """Each of the documents from loading to the paper; what was printed is read back."""
    with harness.Server(harness.program()) as server:
        stories = [{'paper': 'plan', **one} for one in (STORIES if os.path.isdir(SEEDS) else OWN)]
        for one in stories:
            if 'text' in one:
                one['file'] = f"{server.folder}/{one['name']}.txt"
                with open(one['file'], 'w', encoding='utf-8') as out:
                    out.write(one.pop('text'))
            else:
                one['file'] = next(os.path.join(SEEDS, name) for name in os.listdir(SEEDS) if name.startswith(one['name']))
        world = {'base': f'http://127.0.0.1:{server.port}/', 'folder': server.folder, 'modules': MODULES, 'pictures': PICTURES, 'plans': stories,
                 'links': {'municipality': link_of(server, 'municipality'), 'school5': link_of(server, 'school')}}
        walk_through(server, world, 'plans.mjs')
        for one in stories:
            back = json.loads(server.run('plan', 'read', f"{server.folder}/{one['name']}-{one['paper']}.docx", '--json', '-').stdout)
            assert len(back['measures']) + len(back['decisions']) == one['expect'], (one['name'], len(back['measures']), len(back['decisions']))
            for kind in ('report', 'execution'):
                with zipfile.ZipFile(f"{server.folder}/{one['name']}-{kind}.docx") as file:
                    assert file.testzip() is None


def one(script, *words):
    with harness.Server(harness.program()) as server:
        node(server, script, *words)


for part in PARTS:
    if part == 'walk':
        walk()
    elif part == 'real':
        real()
    elif part == 'plans':
        plans()
    elif part == 'rest':
        one('walk.mjs', 'rest')
    else:
        one(f'{part}.mjs')
    print(f'{part}: хорошо', flush=True)
