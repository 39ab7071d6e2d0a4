#!/usr/bin/env python3
"""What goes wrong on real machines: sudden death of the server or of a worker, a full disk, a disk that cannot be written, a locked base, a jumping clock.
Whatever was acknowledged stays, the journal stays whole, people see a page that says what happened.

usage: faults.py MERILO    MERILO_KILLS: how many deaths (10; 200 for the full evidence)
"""
import errno
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

import harness

KILLS = int(os.environ.get('MERILO_KILLS', '10'))
SCHOOL = 'sch990010'  # its form of the work that is being handed in is written and not yet sent


class World(harness.Server):
    """The demonstration with its municipal coordinator, and one form to work on."""

    def __init__(self, **more):
        super().__init__(harness.program(), **more)
        try:
            self.office = self.sign_in('municipality')
            self.procedure = self.ask('SELECT s.procedure FROM submission s JOIN org o ON o.id = s.school_id WHERE o.code = ? AND s.state = 1', SCHOOL)[0][0]
        except BaseException:
            self.__exit__()
            raise

    def ask(self, words, *values):
        con = sqlite3.connect(self.base, timeout=20)
        try:
            return con.execute(words, values).fetchall()
        finally:
            con.close()

    def stands(self):
        """(versions of the form, its state, entries of the journal)"""
        rows = self.ask('SELECT f.version, f.state, (SELECT count(*) FROM sheet s WHERE s.procedure = f.procedure AND s.school_id = f.school_id) FROM submission f '
                        'JOIN org o ON o.id = f.school_id WHERE o.code = ? AND f.procedure = ?', SCHOOL, self.procedure)
        assert len(rows) == 1 and rows[0][0] == rows[0][2], rows
        return rows[0][0], rows[0][1]

    def journal(self):
        return self.ask('SELECT count(*) FROM audit')[0][0]

    def check(self):
        """Nothing is broken: pages of the base, facts, the chain of the journal."""
        assert self.ask('PRAGMA integrity_check') == [('ok',)]
        assert self.ask('PRAGMA foreign_key_check') == []
        said = self.run('verify', '--db', self.base).stdout
        assert 'цело' in said, said
        self.run('audit', 'verify', '--db', self.base)

    def form(self):
        return f'/forms/{self.procedure}/{SCHOOL}'

    # ---- steps: (what is asked, what stands after it) ----

    def upload(self):
        """The form once more: a draft, not taken yet. Its address."""
        original = self.office.get(f'/forms/files/{SCHOOL}/1/original').body
        self.office.get('/forms/new')
        done = self.office.upload('/forms/new', {'for': SCHOOL, 'procedure': self.procedure}, [('file', 'форма.xlsx', original)])
        assert done.status == 303, (done.status, done.words()[:400])
        return done.place

    def take(self, draft, value):
        return self.office.post(draft, {'do': 'cells', 'c!C2': str(value), 'reason': f'Пересчитано, проба {value}.', 'classes': 'replace'})

    def step(self, word):
        return self.office.post(self.form(), {'do': word, 'reason': 'Проверьте ещё раз.'})


def steps_from(version, state):
    """What may be done with a form in this state: (step, what stands after)."""
    return {1: [('send', (version, 2))], 2: [('accept', (version, 4)), ('return', (version, 3))], 3: [('send', (version, 2))], 4: [('unaccept', (version, 2))]}[state]


class Faults(unittest.TestCase):
    def test_sudden_death(self):
        """kill -9 of everything at random points of upload, taking, sending, accepting: each acknowledged step stands, each other one either stands whole or not at all."""
        chance, n_acknowledged, n_between, value = random.Random(7), 0, 0, 1
        with World() as world:
            secret_page = '/account/name'
            begun = time.monotonic()
            self.assertEqual(world.take(world.upload(), value).status, 303)
            longest = max(0.35, 4 * (time.monotonic() - begun))  # a life of some steps, on a slow machine as well
            for _ in range(KILLS):
                world.office.get(secret_page)
                deadline = threading.Timer(chance.uniform(0.0, longest), world.kill)
                deadline.start()
                expected = possible = world.stands()
                entries = world.journal()
                try:
                    while True:
                        value = 1 - value
                        version, state = expected
                        if chance.random() < 0.4:
                            draft, possible = world.upload(), (version + 1, None)
                            done = world.take(draft, value)
                        else:
                            step, possible = chance.choice(steps_from(version, state))
                            done = world.step(step)
                        assert done.status == 303, (possible, done.status, done.words()[:600])
                        expected = possible = world.stands()
                        n_acknowledged += 1
                        entries = max(entries, world.journal())
                except (OSError, http.client.HTTPException, AttributeError):
                    pass
                deadline.join()
                now = world.stands()
                self.assertTrue(now in (expected, possible) or (possible[1] is None and now in ((expected[0], 4), (possible[0], 4))), (expected, possible, now))  # what the office brings is accepted; the same once more is no version
                self.assertGreaterEqual(world.journal(), entries)
                n_between += now != expected
                world.check()
                world.start()
                world.office.leave()
                world.office.port = world.port
                self.assertEqual(world.office.get('/account').status, 200, 'signed out by a death of the server')
            self.assertGreater(n_acknowledged, KILLS // 4)
            print(f'{KILLS} deaths, {n_acknowledged} acknowledged steps stand, {n_between} unacknowledged ones stand whole', file=sys.stderr)

    def test_worker_dies(self):
        """A worker killed in a request: the next request is served, the log says so, nobody is signed out."""
        with World() as world:
            world.settled()
            for turn in range(3):
                workers = world.children()
                trouble = []

                def read(client):
                    for _ in range(15):
                        try:
                            status = client.get('/signs').status
                            if status not in (200, 503):
                                trouble.append(status)
                        except (OSError, http.client.HTTPException):
                            pass  # it was this one's worker

                readers = []
                for _ in range(6):
                    client = world.client()
                    client.cookies = dict(world.office.cookies)
                    readers.append(threading.Thread(target=read, args=(client,)))
                for reader in readers:
                    reader.start()
                time.sleep(0.1)
                os.kill(workers[turn % len(workers)], signal.SIGKILL)
                for reader in readers:
                    reader.join()
                self.assertEqual(trouble, [])
                world.office.leave()
                self.assertEqual(world.office.get('/forms').status, 200)
                for _ in range(100):
                    if len(world.children()) >= len(workers):
                        break
                    time.sleep(0.1)
                self.assertGreaterEqual(len(world.children()), len(workers), 'nobody came in its place')
            self.assertRegex(world.log(), 'процесс')
            world.check()

    def test_base_is_locked(self):
        """Another program holds the base: reading goes on; writing waits, then says so and when to come again; afterwards it works."""
        with World() as world:
            world.office.get('/account/name')
            holder = sqlite3.connect(world.base, timeout=20, isolation_level=None)
            holder.execute('BEGIN IMMEDIATE')
            told = {}

            def write():
                told['reply'] = world.office.post('/account/name', {'name': 'Марина Андреевна Ковалёва', 'post': 'при закрытой базе', 'email': ''})

            writer = threading.Thread(target=write)
            writer.start()
            reader = world.client()
            reader.cookies = dict(world.office.cookies)
            for path in ('/', '/forms', '/signs'):
                self.assertEqual(reader.get(path).status, 200, path)
            writer.join()
            self.assertEqual(told['reply'].status, 503, told['reply'].words()[:300])
            self.assertIsNotNone(told['reply'].headers['Retry-After'])
            self.assertRegex(told['reply'].words(), 'занят|подожд|Повторите|ещё раз')
            holder.execute('ROLLBACK')
            holder.close()
            world.office.get('/account/name')
            self.assertEqual(world.office.post('/account/name', {'name': 'Марина Андреевна Ковалёва', 'post': 'после', 'email': ''}).status, 303)
            self.assertIn('после', world.office.get('/account/name').text)
            world.check()

    def test_clock_jumps(self):
        """A year ahead, then back: pages, never a failure; the journal stays whole and grows."""
        with World(env={'MERILO_CLOCK': '+0'}) as world:
            entries = 0
            for jump in ('+34560000', '-2592000', '+0'):
                world.stop()
                world.env['MERILO_CLOCK'] = jump
                world.start()
                world.office.leave()
                world.office.port = world.port
                for path in ('/', '/forms', '/signs', '/journal', '/account/sessions'):
                    self.assertIn(world.office.get(path).status, (200, 303), (jump, path))
                again = world.sign_in('municipality')
                for path in ('/', '/forms', '/signs', '/journal', '/procedures', '/account/sessions', '/results'):
                    self.assertIn(again.get(path).status, (200, 303), (jump, path))
                again.get('/account/name')
                self.assertEqual(again.post('/account/name', {'name': 'Марина Андреевна Ковалёва', 'post': f'часы {jump}', 'email': ''}).status, 303, jump)
                self.assertGreater(world.journal(), entries)
                entries = world.journal()
                world.check()

    # ---- disks: in a mount namespace of the server's own ----

    def in_namespace(self, mount):
        if subprocess.run(['unshare', '-rm', 'true'], capture_output=True, check=False).returncode != 0:
            self.skipTest('mount namespaces are not allowed here')
        return ['unshare', '-rm', 'sh', '-c', f'{mount} && exec "$@"', 'sh']

    @staticmethod
    def fill(path):
        """Takes the last byte: without a buffer, for a buffered file says 'full' a second time when it is closed."""
        with open(path, 'wb', buffering=0) as stuffing:
            try:
                while stuffing.write(b'x' * 65536):
                    pass
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise

    def test_disk_is_full(self):
        folder = os.path.join('/tmp', f'merilo-full-{os.getpid()}')
        os.mkdir(folder)
        try:
            wrap = self.in_namespace(f'mount -t tmpfs -o size=160m none {folder}')
            with Inside(folder, wrap) as world:
                inside = f'/proc/{world.process.pid}/root{folder}'
                office = world.sign_in('municipality')
                world.settled()  # a copy that finds the disk full goes away, and the disk is not full any more
                original = office.get('/forms/files/sch990009/1/original').body
                self.fill(f'{inside}/stuffing')
                statuses = set()
                for i in range(40):
                    office.get('/forms/new')
                    reply = office.upload('/forms/new', {'for': 'sch990009', 'procedure': ''}, [('file', f'{i}.xlsx', original + os.urandom(200000))])
                    statuses.add(reply.status)
                    if reply.status >= 500:
                        break
                self.assertTrue(statuses & {500, 503, 507}, statuses)
                self.assertRegex(reply.words(), 'мест|диск', reply.words()[:400])
                for path in ('/', '/forms', '/signs'):
                    self.assertEqual(office.get(path).status, 200, path)
                os.remove(f'{inside}/stuffing')
                office.get('/account/name')
                self.assertEqual(office.post('/account/name', {'name': 'Марина Андреевна Ковалёва', 'post': 'место есть', 'email': ''}).status, 303)
                self.assertIn('место есть', office.get('/account/name').text)
                said = world.within(world.program, 'verify', '--db', world.base)
                self.assertIn('цело', said.stdout, said.stderr)
        finally:
            os.rmdir(folder)

    def test_disk_is_read_only(self):
        """A base that cannot be written: the program says so and does not start."""
        with World() as world:
            world.stop()
            wrap = self.in_namespace(f'mount --bind {world.folder} {world.folder} && mount -o remount,ro,bind {world.folder}')
            done = subprocess.run([*wrap, world.program, 'serve', '--db', world.base, '--data', world.folder, '--listen', '127.0.0.1:0'], capture_output=True, text=True, check=False, timeout=60)
            self.assertNotEqual(done.returncode, 0)
            self.assertNotIn('http://', done.stdout)
            self.assertRegex(done.stderr, 'писать|запис', done.stderr)
            world.start()
            world.check()


class Inside(harness.Server):
    """In a namespace of its own: its log stays outside."""

    def within(self, *command):
        return subprocess.run(['nsenter', '-t', str(self.process.pid), '-U', '-m', '--preserve-credentials', *command], capture_output=True, text=True, check=False)

    def jobs(self):
        said = self.within(sys.executable, '-c', 'import json, sqlite3, sys; print(json.dumps(sqlite3.connect(sys.argv[1], timeout=20).execute("SELECT kind, state FROM job").fetchall()))', self.base)
        assert said.returncode == 0, said.stderr
        return json.loads(said.stdout)

    def __init__(self, folder, wrap):
        super().__init__(harness.program(), folder, wrap=wrap)

    def log_path(self):
        return self.folder + '.log'

    def stop(self):
        code = super().stop()
        os.remove(self.log_path())
        return code


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], warnings='ignore')
