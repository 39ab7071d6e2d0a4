"""Databases of the benchmark of the server, made once: a district of 60 schools × 10 years and a region of 640 schools with 1.3 million works.

Forms are made by «merilo simulate»; everything else goes the way of an office: first start, list of schools and people in a browser, «merilo import», «merilo analyse».
"""
import csv
import glob
import io
import os
import re
import subprocess
import time

from web_client import Browser, Server

WORKS = ['4-математика', '4-русский-язык', '4-окружающий-мир', '5-математика', '5-русский-язык', '5-биология', '5-история', '6-математика', '6-русский-язык', '6-география',
         '6-история', '6-обществознание', '7-математика', '7-биология', '7-история', '7-обществознание', '7-физика', '7-английский-язык', '8-русский-язык',
         '8-обществознание', '8-физика', '8-химия', '11-география', '11-история', '11-химия']
PLANTS = ['M1:0.2:0.03', 'M3:0.5:0.01', 'M4:0.3:0.01']
PASSWORD = 'скорость меряют дважды'
FIRST, SECOND = 'sch990001', 'sch990002'


class District:
    name, title, schools, written = 'district', 'район: 60 школ, 10 лет', 60, '1'
    parts = [[f'{year}-{work}' for year in years for work in WORKS[:6]] for years in (range(2017, 2022), range(2022, 2027))]  # simulate takes 64 works at a time
    root, options = 'district', ('--place', 'Энский район')


class Region:
    name, title, schools, written = 'region', 'область: 640 школ, 1,3 млн работ', 640, '0.8'
    parts = [[f'{year}-{work}' for work in WORKS] for year in (2024, 2025, 2026)]
    root, options = 'region', ('--place', 'Энская область', '--region')


SIZES = (District, Region)


def run(*command, env=None):
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=env)
    if done.returncode != 0:
        raise SystemExit(f'не выполнено ({done.returncode}): {" ".join(command[:4])}…\n{done.stdout[-2000:]}')
    return time.monotonic() - start


def forms(program, size, folder):
    """Packed forms of all works; the same seed gives the same bytes."""
    for part in size.parts:
        if not all(os.path.exists(f'{folder}/{name}.msheet') for name in part):
            run(program, 'simulate', '--out', folder, '--schools', str(size.schools), '--written', size.written, '--layout', 'packed', '--seed', '4',
                '--procedures', ','.join(part), *(word for plant in PLANTS for word in ('--plant', plant)))
    return sorted(glob.glob(folder + '/*.msheet'))


def schools(size, folder):
    """The list of schools as an office has it: a region's is split into districts of twenty."""
    with open(folder + '/schools.csv', encoding='utf-8-sig') as lines:
        rows = list(csv.DictReader(lines, delimiter=';'))
    out = io.StringIO()
    if size is District:
        out.write('код;название;тип\n' + ''.join(f'{row["код"]};{row["название"]};{row["тип"]}\n' for row in rows))
    else:
        out.write('код;название;тип;уровень;код родителя\n')
        out.write(''.join(f'm{i + 1};Район {i + 1};;муниципалитет;\n' for i in range((len(rows) + 19) // 20)))
        out.write(''.join(f'{row["код"]};{row["название"]};{row["тип"]};школа;m{i // 20 + 1}\n' for i, row in enumerate(rows)))
    return out.getvalue().encode()


def enter(browser, path):
    browser.get(path)
    browser.post(path, {'password': PASSWORD, 'again': PASSWORD})
    if browser.cookie('session') is None:
        raise SystemExit('не вошёл: ' + browser.last.words()[:500])
    return browser


def first_code(server):
    """Of the administrator: printed at the first start."""
    for line in server.process.stdout:
        found = re.search(r'http://\S+(/invite/\S+)', line)
        if found:
            return found.group(1)
    raise SystemExit('сервер не назвал ссылку администратора')


def people(size):
    """login → (role, organisation)."""
    office = {'office': ('municipality', 'district')} if size is District else {'office': ('region', 'region'), 'town': ('municipality', 'm1')}
    return {**office, 'school': ('school', FIRST), 'reader': ('reader', size.root)}


def settle(program, size, url, folder, work_folder):
    """First start; schools; people, each with a password."""
    with Server(program, url, '--data', work_folder, *size.options) as server:
        admin = enter(Browser(server.base), first_code(server))
        here = f'/orgs/import?org={size.root}'
        admin.get(here)
        admin.upload(here, {}, 'file', 'школы.csv', schools(size, folder))
        looked = re.search(r'name="sha" value="(\w+)"', admin.last.text)
        if looked is not None:
            admin.post(f'{here}&file={looked.group(1)}', {'sha': looked.group(1)})
        if looked is None or admin.last.status != 200:
            raise SystemExit('школы не записались: ' + admin.last.words()[:500])
        for login, (role, org) in people(size).items():
            boss = admin if role in ('municipality', 'region') else office
            boss.get('/people/new')
            boss.post('/people/new', {'name': 'Сотрудник ' + login, 'login': login, 'role': role, 'place': org, 'post': '', 'email': ''})
            code = re.search(r'/invite/([A-Z0-9-]{19,})', boss.last.text) or re.search(r'\b((?:[A-Z0-9]{4}-){3}[A-Z0-9]{4})\b', boss.last.text)
            if code is None:
                raise SystemExit(f'{login} не приглашён: ' + boss.last.words()[:700])
            browser = enter(Browser(server.base), '/invite/' + code.group(1))
            if login == 'office':
                office = browser


def things(program, url, work_folder):
    """A case asked about, and a form that waits for a correction: pages of theirs are measured too."""
    head = 'школа;код;класс;вариант;журнал;итог;1 (1б);2 (2б);3 (3б)\n'
    rows = ''.join(f'{FIRST};{50700 + i};5{"аб"[i % 2]};1;4;6;1;{"две" if i == 3 else 2};3\n' for i in range(40))
    with Server(program, url, '--data', work_folder) as server:
        office = sign_in(server, 'office')
        why = '/signs/' + FIRST
        office.get(why)
        office.post(why, {'step': 'list', 'words': 'Посмотреть работы пятых классов.'})
        school = sign_in(server, 'school')
        school.get('/forms/new')
        school.upload('/forms/new', {'for': FIRST}, 'file', 'труд.csv', ('Труд, 5 класс, 2026\n' + head + rows).encode())


def plans(program, size, url, work_folder):
    """A plan in force that was sent down and taken up, a meeting and its minutes: pages of plans and registers are measured too."""
    below = 'school' if size is District else 'town'
    with Server(program, url, '--data', work_folder) as server:
        office, other = sign_in(server, 'office'), sign_in(server, below)

        def post(browser, path, fields):
            browser.get(path)
            if browser.post(path, fields).status != 200:
                raise SystemExit(f'{path}: {browser.last.status} ' + browser.last.words()[-900:])
        post(office, '/plans/new?from=pack&pack=district', {'pack': 'district', 'year': '2026'})
        post(office, '/plans/1/approve', {'do': 'approve', 'by': 'приказ', 'number': '1', 'on': '2026-09-01'})
        post(office, '/plans/1/cascade', {'title': 'План', 'words': 'Составить свой.', 'see': '', 'plan': '', 'to': people(size)[below][1]})
        post(other, '/inbox/1', {'do': 'seen'})
        post(other, '/inbox/1', {'do': 'plan', 'n': '1'})
        post(office, '/records/event/new', {'kind': 'seminar', 'title': 'Разбор работ', 'day': '2026-10-01', 'form': 'here', 'agenda.0.question': 'Критерии', 'decisions.0.text': 'Проверять вдвоём'})
        post(office, '/records/minutes/new', {'kind': 'meeting', 'meeting': 'совещания', 'number': '1', 'day': '2026-10-01', 'chair': 'начальник', 'secretary': 'секретарь', 'agenda.0.question': 'Критерии', 'decisions.0.text': 'Проверять вдвоём'})


def sign_in(server, login):
    browser = Browser(server.base)
    browser.get('/signin')
    browser.post('/signin', {'login': login, 'password': PASSWORD})
    if browser.cookie('session') is None:
        raise SystemExit(f'{login} не вошёл: ' + browser.last.words()[:300])
    return browser


def load(program, size, url, out, say):
    """The whole of it, into an empty database."""
    folder = f'{out}/{size.name}'
    work_folder = f'{out}/data'
    os.makedirs(work_folder, exist_ok=True)
    files = forms(program, size, folder)
    settle(program, size, url, folder, work_folder)
    env = {**os.environ, 'MERILO_DATA': work_folder}
    taken = run(program, 'import', '--db', url, *files, env=env)
    say(f'  импорт {len(files)} форм: {taken:.0f} с')
    taken = run(program, 'analyse', '--db', url, env=env)
    say(f'  анализ: {taken:.0f} с')
    things(program, url, work_folder)
    plans(program, size, url, work_folder)
