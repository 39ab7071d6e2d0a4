#!/usr/bin/env python3
"""Operation from the terminal: copies and what they are worth, a journal that was tampered with, an installation with planted faults.

usage: operation.py PROGRAM
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

program = sys.argv[1]
os.environ.pop('MERILO_DB', None)
os.environ.pop('MERILO_DATA', None)


def merilo(*words, code=0, clock=None):
    """Standard output; the exit code must be the expected one."""
    told = subprocess.run([program, *words], capture_output=True, text=True, env={**os.environ, **({'MERILO_CLOCK': clock} if clock else {})})
    assert code is None or told.returncode == code, (words, told.returncode, told.stdout, told.stderr)
    return told.stdout + (told.stderr if code else '')


def make(folder):
    """A database with people and their journal, a form and a setting; no server needed."""
    db = f'{folder}/merilo.db'
    merilo('migrate', '--create', '--db', db)
    assert os.stat(db).st_mode & 0o007 == 0, 'a database that strangers may read'
    return db


def tampered(db, folder, name, *statements):
    """A copy of the file, changed behind the program's back: its triggers are taken away first."""
    bad = f'{folder}/{name}.db'
    shutil.copy(db, bad)
    with sqlite3.connect(bad) as base:
        triggers = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for trigger, _ in triggers:
            base.execute(f'DROP TRIGGER "{trigger}"')
        for statement in statements:
            base.execute(statement)
        for _, text in triggers: # whoever tampers with care puts the guards back
            base.execute(text)
    base.close()
    return bad


def look_at_journal(db, folder):
    assert 'журнал цел' in merilo('audit', 'verify', '--db', db)
    lines = merilo('audit', 'export', '--db', db).splitlines()
    assert len(lines) > 5 and lines[0].startswith('дерево;номер')
    cases = {
        'changed': ("UPDATE audit SET verb = 'ничего не делал' WHERE seq = 3", 'Запись № 3'),
        'words': ("UPDATE audit_text SET words = 'иначе' WHERE seq = 4", 'Запись № 4'),
        'blanked': ("UPDATE audit_text SET words = '', salt = x'', erased = 1 WHERE seq = 4", 'Запись № 4'),
        'missing': ('DELETE FROM audit WHERE seq = 2', 'Запись № 2'),
        'last': ('DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)', 'пропали'),
    }
    for name, (statement, words) in cases.items():
        told = merilo('audit', 'verify', '--db', tampered(db, folder, name, statement), code=4)
        assert words in told, (name, told)
    look_at_cut_journal(db, folder)
    swapped = tampered(db, folder, 'swapped', 'UPDATE audit SET seq = -3 WHERE seq = 3', 'UPDATE audit SET seq = 3 WHERE seq = 4', 'UPDATE audit SET seq = 4 WHERE seq = -3')
    assert 'Запись № 3' in merilo('audit', 'verify', '--db', swapped, code=4)
    assert 'Не всё цело' in merilo('verify', '--db', swapped, code=4)


def look_at_cut_journal(db, folder):
    """The end taken away together with the counter: the table alone cannot know, what remembers it outside does."""
    def entries(base):
        return merilo('audit', 'export', '--db', base).splitlines()[1:]
    lines = entries(db)
    top, third = len(lines), lines[2].split(';')[-1]
    cut = ('DELETE FROM audit_text WHERE seq > {0}', 'DELETE FROM audit WHERE seq > {0}',
           'UPDATE audit_head SET seq = {0}, hash = (SELECT hash FROM audit WHERE seq = {0})')
    folder = f'{folder}/cut' # without the copies that the server may have made by now
    os.mkdir(folder)
    short = tampered(db, folder, 'short', *[line.format(top - 3) for line in cut])
    told = merilo('audit', 'verify', '--db', short)
    assert 'журнал цел' in told and 'Отметок вне базы нет' in told, told # nothing outside remembers this file
    elsewhere = f'{folder}/elsewhere'
    os.mkdir(elsewhere)
    shutil.copy(db, f'{elsewhere}/merilo.db')
    merilo('backup', '--db', f'{elsewhere}/merilo.db', '--out', f'{elsewhere}/away.mcopy')
    # 1. A line of the file beside the database.
    shutil.copy(f'{elsewhere}/merilo.db.audit', f'{short}.audit')
    told = merilo('audit', 'verify', '--db', short, code=4)
    assert 'последн' in told and 'пропал' in told and 'short.db.audit' in told, told
    os.remove(f'{short}.audit')
    # 2. The hash on paper: the third from the end is gone, one that stayed is found.
    assert 'на месте' in merilo('audit', 'verify', '--db', db, '--head', third[:16].upper())
    assert 'на месте' in merilo('audit', 'verify', '--db', db, '--head', '-'.join(third[i:i + 4] for i in range(0, 16, 4))) # as the page of the journal writes it
    assert 'в журнале нет' in merilo('audit', 'verify', '--db', short, '--head', lines[0].split(';')[-1], code=4)
    assert 'на месте' in merilo('audit', 'verify', '--db', short, '--head', lines[3].split(';')[-1])
    merilo('audit', 'verify', '--db', db, '--head', 'короткий', code=2)
    merilo('audit', 'verify', '--db', db, '--head', third[:8], code=2)
    # 3. A copy, wherever it is; and one in the folder of copies without being asked.
    told = merilo('audit', 'verify', '--db', short, '--copy', f'{elsewhere}/away.mcopy', code=4)
    assert f'В журнале {top - 3}' in told.replace('\u00a0', ' ') and f'было {top}: 3 последние пропали' in told.replace('\u00a0', ' '), told
    os.mkdir(f'{elsewhere}/copies')
    shutil.move(f'{elsewhere}/away.mcopy', f'{elsewhere}/copies/merilo-2026-11-22-030000.mcopy')
    shutil.copy(short, f'{elsewhere}/merilo.db')
    os.remove(f'{elsewhere}/merilo.db.audit')
    assert 'в копии merilo-2026-11-22-030000.mcopy от' in merilo('verify', '--db', f'{elsewhere}/merilo.db', code=4)
    assert states(f'{elsewhere}/merilo.db', 4)['audit']['state'] == 'bad'
    # 4. The middle taken away and everything after it written anew, hashes and all, so that the chain itself holds: it is another chain.
    other = tampered(db, folder, 'rewritten', *[line.format(top - 4) for line in cut])
    merilo('user', 'add', '--db', other, '--login', 'nobody', '--name', 'Никто', '--role', 'reader')
    for login in ('n1', 'n2', 'n3'):
        merilo('user', 'add', '--db', other, '--login', login, '--name', 'Никто', '--role', 'reader')
    assert 'журнал цел' in merilo('audit', 'verify', '--db', other)
    told = merilo('audit', 'verify', '--db', other, '--copy', f'{elsewhere}/copies/merilo-2026-11-22-030000.mcopy', code=4)
    assert f'Запись № {top} не та' in told, told
    # 5. A base that was restored from an older copy is not blamed for what came after that copy.
    now = int(lines[0].split(';')[2])
    place = f'{folder}/again'
    os.mkdir(place)
    shutil.copy(db, f'{place}/merilo.db')
    merilo('backup', '--db', f'{place}/merilo.db', clock=str(now + 60))
    merilo('user', 'add', '--db', f'{place}/merilo.db', '--login', 'late', '--name', 'Поздний', '--role', 'reader', clock=str(now + 100))
    merilo('backup', '--db', f'{place}/merilo.db', clock=str(now + 120))
    first = sorted(os.listdir(f'{place}/copies'))[0]
    merilo('restore', f'{place}/copies/{first}', '--db', f'{place}/back.db', clock=str(now + 180))
    told = merilo('audit', 'verify', '--db', f'{place}/back.db', clock=str(now + 200))
    assert 'журнал цел' in told and 'Не сравнивались: 1' in told, told


def look_at_guards(db, folder):
    """Guards and indexes taken away by hand are seen by their names, an emptied guard by its words."""
    assert states(db, None)['schema']['state'] == 'good'
    for name, state, words, statement in (
            ('guard', 'bad', 'нет триггера audit_no_delete', 'DROP TRIGGER audit_no_delete'),
            ('empty', 'bad', 'изменён триггер audit_no_delete', 'DROP TRIGGER audit_no_delete; CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END'),
            ('foreign', 'bad', 'чужой триггер sly', 'CREATE TRIGGER sly AFTER INSERT ON audit BEGIN SELECT 1; END'),
            ('slow', 'care', 'нет индекса audit_by_object', 'DROP INDEX audit_by_object'),
            ('table', 'bad', 'нет таблицы contest_result', 'DROP TABLE contest_result')):
        bad = f'{folder}/schema-{name}.db'
        shutil.copy(db, bad)
        with sqlite3.connect(bad) as base:
            base.executescript(statement)
        base.close()
        found = states(bad, None)['schema']
        assert found['state'] == state and words in found['text'] and found['fix'], found
    # A copy and its restoring put the guards back.
    bad, good = f'{folder}/schema-guard.db', f'{folder}/schema-good.db'
    merilo('backup', '--db', bad, '--out', f'{folder}/guard.mcopy')
    merilo('restore', f'{folder}/guard.mcopy', '--db', good)
    assert states(good, None)['schema']['state'] == 'good'


def look_at_copies(db, folder):
    one, two = f'{folder}/one.mcopy', f'{folder}/two.mcopy'
    merilo('backup', '--db', db, '--out', one)
    assert os.stat(one).st_mode & 0o077 == 0, 'a copy that others may read'
    assert 'Всё цело' in merilo('verify', one)
    other = f'{folder}/other.db'
    assert 'Восстановлено' in merilo('restore', one, '--db', other)
    # The restored database says the same as the one that was copied: its copy is the same bytes, its journal the same lines.
    merilo('backup', '--db', other, '--out', two)
    assert open(one, 'rb').read() == open(two, 'rb').read(), 'another copy of the same'
    assert merilo('audit', 'export', '--db', other).splitlines()[2:] == merilo('audit', 'export', '--db', db).splitlines()[2:]
    assert merilo('user', 'list', '--db', other) == merilo('user', 'list', '--db', db)

    before = open(other, 'rb').read()
    assert 'уже есть' in merilo('restore', one, '--db', other, code=4)
    assert open(other, 'rb').read() == before, 'a restore that touched what was there'

    whole = open(one, 'rb').read()
    for name, bytes_ in {'short': whole[:-7], 'empty': b'', 'flipped': whole[:len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1:], 'foreign': b'PK' + whole}.items():
        bad = f'{folder}/{name}.mcopy'
        with open(bad, 'wb') as file:
            file.write(bytes_)
        merilo('verify', bad, code=2)
        merilo('restore', bad, '--db', f'{folder}/never.db', code=2)
        assert not os.path.exists(f'{folder}/never.db'), 'a broken copy left a database behind'
    merilo('restore', f'{folder}/nowhere.mcopy', '--db', f'{folder}/never.db', code=3)

    # A copy of a journal that was tampered with reads well and is refused all the same.
    bad = f'{folder}/tampered.mcopy'
    merilo('backup', '--db', f'{folder}/changed.db', '--out', bad)
    assert 'Запись № 3' in merilo('verify', bad, code=4)
    assert 'Запись № 3' in merilo('restore', bad, '--db', f'{folder}/never.db', code=4)
    assert not os.path.exists(f'{folder}/never.db')

    kept = f'{folder}/kept' # a journal of its own: entries of these days stay out of the other tests
    os.mkdir(kept)
    shutil.copy(other, f'{kept}/merilo.db')
    for day in range(1, 6):
        merilo('backup', '--db', f'{kept}/merilo.db', '--keep', '3', clock=str(1790000000 + day * 86400))
    kept = sorted(os.listdir(f'{kept}/copies'))
    assert len(kept) == 3 and kept[-1] == 'merilo-2026-09-26-141320.mcopy', kept


def look_at_two_at_once(folder):
    """Four copies asked for in one second by four processes are four files, each whole."""
    db = f'{folder}/at-once/merilo.db'
    os.mkdir(f'{folder}/at-once')
    merilo('restore', f'{folder}/one.mcopy', '--db', db)
    running = [subprocess.Popen([program, 'backup', '--db', db], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, 'MERILO_CLOCK': '1790000000'}) for _ in range(4)]
    told = [one.communicate()[1] for one in running]
    assert [one.returncode for one in running] == [0] * 4, told
    copies = os.listdir(f'{folder}/at-once/copies')
    assert len(copies) == 4, copies
    for name in copies:
        assert 'Всё цело' in merilo('verify', f'{folder}/at-once/copies/{name}')


def states(db, code, **more):
    """code: None where the machine's own disk and memory may be short."""
    found = {check['name']: check for check in json.loads(merilo('doctor', '--db', db, '--json', '-', code=code, **more).split('\nmerilo:')[0])['checks']}
    if code is None:
        merilo('doctor', '--db', db, code=4 if any(check['state'] == 'bad' for check in found.values()) else 0, **more)
    return found


def look_at_doctor(db, folder):
    merilo('backup', '--db', db)
    with sqlite3.connect(db) as base:
        now = base.execute('SELECT max(at) FROM audit').fetchone()[0]
    base.close()
    clock = str(now + 60)
    found = states(db, 4, clock=clock)
    assert found['database']['state'] == 'good' and found['audit']['state'] == 'good' and found['clock']['state'] == 'good'
    assert found['people']['state'] == 'bad' and 'merilo user invite' in found['people']['fix'] # invited, never came
    assert found['copies']['state'] == 'good'
    assert all(check['fix'] for check in found.values() if check['state'] in ('care', 'bad')), found

    assert states(db, 4, clock=str(now + 10 * 86400))['copies']['state'] == 'bad', 'an old copy'
    assert states(db, 4, clock=str(now - 86400))['clock']['state'] == 'bad', 'a clock that went back'
    assert states(db, 4, clock='1600000000')['clock']['state'] == 'bad', 'a clock of 2020'
    assert states(f'{folder}/missing.db', 4, clock=clock)['audit']['state'] == 'bad', 'a hole in the journal'
    assert states(f'{folder}/nowhere.db', 4)['database']['state'] == 'bad'

    admins = tampered(db, folder, 'admins', 'UPDATE account SET state = 2')
    found = states(admins, None, clock=clock)
    assert not [name for name, check in found.items() if check['state'] == 'bad' and name not in ('disk', 'memory')], found # those two are of the machine
    assert found['people']['state'] == 'care' and found['totp']['state'] == 'care', found # one alone, without a second factor
    stuck = tampered(admins, folder, 'stuck', "INSERT INTO job (region_id, id, number, org_id, kind, args, state, n_done, n_total, words, link, cancel, account_id, made_at, beat_at) "
                     f"SELECT id, 1, 999, id, 'import', '', 2, 0, 0, '', '', 0, 0, {now - 7200}, {now - 7200} FROM org WHERE parent_id IS NULL")
    assert states(stuck, 4, clock=clock)['jobs']['state'] == 'bad'
    plan = ("INSERT INTO plan (region_id, id, number, org_id, kind, state, title, title_key, goal, school_year, approved_by, approved_on, approved_number, basis, controller, controller_id, columns, column_roles, source_sha256, source_name, edition, changed, "
            "from_plan_id, from_edition, above_edition, cascade_id, previous_id, return_reason, ended_at, ended_reason, n_measures, n_accepted, n_offered, n_returned, n_dropped, n_undated, revision, made_by, made_at, changed_at) "
            "SELECT id, 1, 1, id, 1, 1, 'План', x'', '', 2025, '', '', '', '', '', 0, '', '', '%s', '', 0, 0, 0, 0, 0, 0, 0, '', 0, '', %d, 0, 0, 0, 0, 0, 1, 0, 1, 1 FROM org WHERE parent_id IS NULL")
    assert states(admins, None, clock=clock)['plans']['state'] == 'good'
    assert states(tampered(admins, folder, 'miscounted', plan % ('', 3)), None, clock=clock)['plans']['state'] == 'care', 'a plan that says three measures and has none'
    assert states(tampered(admins, folder, 'fileless', plan % ('0' * 64, 0)), 4, clock=clock)['plans']['state'] == 'bad', 'a source that is nowhere'
    assert states(admins, None, clock=clock)['mail']['state'] == 'good' # nobody set it up
    refused = tampered(admins, folder, 'refused', "INSERT INTO mail (region_id, id, account_id, subject, words, state, n_tries, next_at, error, made_at) SELECT id, 1, 0, '', '', 3, 6, 1, 'Почтовый сервер отказал.', 1 FROM org WHERE parent_id IS NULL")
    with sqlite3.connect(refused) as base:
        base.execute("INSERT INTO setting (name, value, changed_at) VALUES ('smtp.url', 'smtps://mail.example.ru:465', 1)")
    base.close()
    found = states(refused, None, clock=clock)['mail']
    assert found['state'] == 'care' and 'Почтовый сервер отказал' in found['text'], found
    old = tampered(admins, folder, 'old', 'DELETE FROM schema_migration')
    assert states(old, 4, clock=clock)['database']['state'] == 'bad'

    torn = f'{folder}/torn.db' # a page in the middle that a bad disk gave back as noise
    shutil.copy(admins, torn)
    with open(torn, 'r+b') as file:
        file.seek(os.path.getsize(torn) // 4096 // 2 * 4096)
        file.write(b'\xff' * 4096)
    told = json.loads(subprocess.run([program, 'doctor', '--db', torn, '--json', '-'], capture_output=True, text=True, env={**os.environ, 'MERILO_CLOCK': clock}).stdout)
    assert [check for check in told['checks'] if check['state'] in ('bad', 'unknown')], 'a torn file that looks well'

    os.chmod(db, 0o646)
    assert states(db, 4, clock=clock)['permissions']['state'] == 'bad', 'a database anybody may write'
    os.chmod(db, 0o640)


def look_at_engines(db, folder):
    """SQLite → PostgreSQL → SQLite: the same bytes; never over what is there."""
    one, two = f'{folder}/lite.mcopy', f'{folder}/pg.mcopy'
    merilo('backup', '--db', db, '--out', one)
    server = os.environ['MERILO_TEST_PG']
    url = 'postgresql:///operation' + server
    def psql(text):
        subprocess.run(['psql', '-q', '-v', 'ON_ERROR_STOP=1', url, '-c', text], check=True)
    subprocess.run(['psql', '-q', 'postgresql:///postgres' + os.environ['MERILO_TEST_PG'], '-c', 'CREATE DATABASE operation'], check=True)
    merilo('restore', one, '--db', url)
    merilo('restore', one, '--db', url, code=4)
    assert 'Всё цело' in merilo('verify', '--db', url)
    engine = states(url, 4)['engine'] # the tests' server is set for speed: «fsync = off»
    assert engine['state'] == 'bad' and 'fsync' in engine['fix'], engine
    assert merilo('audit', 'export', '--db', url).splitlines() == merilo('audit', 'export', '--db', db).splitlines()[:1] + merilo('audit', 'export', '--db', db).splitlines()[2:]
    assert merilo('user', 'list', '--db', url) == merilo('user', 'list', '--db', db)
    merilo('backup', '--db', url, '--out', two)
    assert open(one, 'rb').read() == open(two, 'rb').read(), 'engines make different copies'
    # Guards of PostgreSQL: there, switched off, emptied; then the journal cut off together with its counter.
    assert states(url, 4)['schema']['state'] == 'good', states(url, 4)['schema']
    psql('ALTER TABLE audit DISABLE TRIGGER audit_append_only')
    assert 'изменён триггер audit_append_only' in states(url, 4)['schema']['text']
    psql('DROP INDEX audit_by_object')
    assert 'нет индекса audit_by_object' in states(url, 4)['schema']['text']
    last = int(merilo('audit', 'export', '--db', url).splitlines()[1].split(';')[1])
    psql('ALTER TABLE audit_text DISABLE TRIGGER USER')
    psql(f'DELETE FROM audit_text WHERE seq > {last - 2}; DELETE FROM audit WHERE seq > {last - 2};'
         f'UPDATE audit_head SET seq = {last - 2}, hash = (SELECT hash FROM audit WHERE seq = {last - 2})')
    assert 'журнал цел' in merilo('audit', 'verify', '--db', url)
    assert 'пропал' in merilo('audit', 'verify', '--db', url, '--copy', two, code=4)
    psql("CREATE OR REPLACE FUNCTION merilo_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
    assert 'и ещё' in states(url, 4)['schema']['text']


with tempfile.TemporaryDirectory() as place:
    os.chmod(place, 0o700)
    base_file = make(place)
    # The first start makes the root; it is the server's business, so the server is started once and told to go.
    server = subprocess.Popen([program, 'serve', '--db', base_file, '--place', 'Пробный район', '--listen', '127.0.0.1:0', '--workers', '1'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    told = [server.stdout.readline() for _ in range(5)]
    assert '/invite/' in told[-1], told
    until = time.monotonic() + 20
    while not os.path.exists(f'{base_file}.audit'): # its job process writes down the head of the journal at once, then every hour
        assert time.monotonic() < until, 'no line about the journal beside the database'
        time.sleep(.05)
    server.terminate()
    assert server.wait(timeout=20) == 0
    server.communicate()
    for login in ('ivanova', 'petrova', 'sidorova'):
        merilo('user', 'add', '--db', base_file, '--login', login, '--name', f'Сотрудник {login}', '--role', 'municipality')
    merilo('user', 'block', '--db', base_file, '--login', 'petrova')
    assert merilo('user', 'list', '--db', base_file).count('\n') == 4
    look_at_journal(base_file, place)
    look_at_guards(base_file, place)
    look_at_copies(base_file, place)
    look_at_two_at_once(place)
    look_at_doctor(base_file, place)
    if 'MERILO_TEST_PG' in os.environ:
        look_at_engines(base_file, place)
print('копии, журнал и проверки установки ведут себя как сказано')
