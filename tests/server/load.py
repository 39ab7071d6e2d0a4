#!/usr/bin/env python3
"""Many at once: writers and readers for a while, then sign-ins all at the same moment. Nobody is signed out, nothing fails; who cannot be served is told when to come again.

usage: load.py MERILO    MERILO_LOAD: seconds (5; 60 for the full evidence), MERILO_SIGN_INS: how many at once (100; 1000)
"""
import collections
import http.client
import os
import re
import sqlite3
import sys
import threading
import time
import unittest

import harness

SECONDS = float(os.environ.get('MERILO_LOAD', '5'))
SIGN_INS = int(os.environ.get('MERILO_SIGN_INS', '100'))
WRITERS, READERS = 64, 200
PASSWORD = 'корова летит над школой'
PAGES = {'municipality': ('/', '/forms', '/signs', '/signs/sch990005', '/schools', '/procedures', '/journal', '/people', '/results', '/forms.json', '/schools.csv'),
         'school': ('/', '/forms', '/signs/sch990005', '/account', '/forms.csv'), 'region': ('/', '/forms', '/signs', '/schools', '/results')}


class Load(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = harness.Server(harness.program())
        cls.people = {role: cls.server.sign_in(role) for role in harness.ROLES}

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def again(self, role):
        """Another machine with the same session."""
        client = self.server.client()
        client.cookies, client.secret = dict(self.people[role].cookies), self.people[role].secret
        return client

    def entries(self):
        con = sqlite3.connect(f'file:{self.server.base}?mode=ro', uri=True)
        n = con.execute('SELECT count(*) FROM audit').fetchone()[0]
        con.close()
        return n

    def test_writers_and_readers(self):
        for client in self.people.values():
            client.get('/account/name')
        before = self.entries()
        statuses, wrong, acknowledged = collections.Counter(), [], collections.defaultdict(set)
        begun, lock, slowest = time.monotonic(), threading.Lock(), []
        at_least = {('read', 200): READERS + 1, ('write', 303): WRITERS // 2 + 1}

        def goes_on():
            """For so many seconds; where machines are slow, for as long as it takes to serve more than come at first."""
            lasted = time.monotonic() - begun
            return lasted < SECONDS or (lasted < SECONDS + 60 and any(statuses[what] < n for what, n in at_least.items()))

        def tell(what, reply, path):
            with lock:
                statuses[what, reply.status] += 1
                if reply.status == 503 and not reply.headers.get('Retry-After'):
                    wrong.append(('503 without Retry-After', path))
                if reply.status not in (200, 303, 503) or reply.place.startswith('/signin'):
                    wrong.append((reply.status, path, reply.title(), reply.words()[-300:]))

        def ask(client, what, path, fields=None):
            started = time.monotonic()
            try:
                reply = client.get(path) if fields is None else client.post(path, fields)
            except (OSError, http.client.HTTPException) as fault:
                with lock:
                    statuses[what, type(fault).__name__] += 1
                    wrong.append((path, repr(fault)))
                return None
            with lock:
                slowest.append(time.monotonic() - started)
            tell(what, reply, path)
            if reply.status == 503:
                time.sleep(min(1.0, float(reply.headers.get('Retry-After') or 1)))
            return reply

        def write(n):
            role = list(harness.ROLES)[n % len(harness.ROLES)]
            client, count = self.again(role), 0
            while goes_on():
                count += 1
                post = f'писатель {n}, раз {count}'
                reply = ask(client, 'write', '/account/name', {'name': f'Имя Отчество {n}', 'post': post, 'email': ''})
                if reply is not None and reply.status == 303:
                    with lock:
                        acknowledged[role].add(post)
            client.leave()

        def read(n):
            role = list(PAGES)[n % len(PAGES)]
            client, at = self.again(role), n
            while goes_on():
                ask(client, 'read', PAGES[role][at % len(PAGES[role])])
                at += 1
            client.leave()

        threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)] + [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        slowest.sort()
        print(dict(statuses), f'slowest {slowest[-1]:.1f} s, half under {slowest[len(slowest) // 2]:.2f} s', file=sys.stderr)
        self.assertEqual(wrong[:5], [])
        for what, n in at_least.items():  # those at the door are let in while others are served
            self.assertGreaterEqual(statuses[what], n, what)
        self.assertIn(self.entries() - before - statuses['write', 303], range(5), 'the journal tells of each acknowledged write; beside them only the night works')
        for role, client in self.people.items():
            self.assertEqual(client.get('/account').status, 200, role)
            self.assertIn(re.search('писатель [0-9]+, раз [0-9]+', client.get('/account/name').text).group(0), acknowledged[role])
        self.assertIn('цело', self.server.run('verify', '--db', self.server.base).stdout)

    def test_sign_ins_at_once(self):
        office, logins = self.people['municipality'], []
        for n in range(10):
            office.get('/people/new')
            login = f'at-once-{n}'
            done = office.post('/people/new', {'login': login, 'name': 'Имя Отчество', 'post': 'завуч', 'email': '', 'role': 'school', 'place': f'sch9900{n + 1:02}'})
            self.assertEqual(done.status, 303, done.words()[-400:])
            code = re.search(r'[A-Z0-9]{4}(-[A-Z0-9]{4}){3}', office.get(done.place).text).group(0)
            guest = self.server.client()
            guest.get('/invite/' + code)
            self.assertEqual(guest.post('/invite/' + code, {'password': PASSWORD, 'again': PASSWORD}).status, 303)
            logins.append(login)
        outcomes, wrong, lock, waits, arrivals = collections.Counter(), [], threading.Lock(), [], collections.Counter()
        gate, other, done_all = threading.Event(), [], threading.Event()

        def come(n):
            client, tries = self.server.client(), 0
            gate.wait()
            try:
                while True:
                    tries += 1
                    page = client.get('/signin')
                    reply = page if page.status == 503 else client.post('/signin', {'login': logins[n % len(logins)], 'password': PASSWORD})
                    if reply.status == 503 and reply.headers.get('Retry-After'):
                        with lock:
                            outcomes['told to retry'] += 1
                            waits.append(int(reply.headers['Retry-After']))
                            arrivals[int(time.monotonic() + waits[-1])] += 1
                        client.leave()
                        if tries > 200:
                            raise AssertionError('told to retry for ever')
                        time.sleep(float(reply.headers['Retry-After']))
                        continue
                    break
                with lock:
                    outcomes[reply.status] += 1
                    if reply.status != 303 or 'session' not in ' '.join(client.cookies):
                        wrong.append((reply.status, reply.title(), reply.words()[-300:]))
            except (OSError, http.client.HTTPException, AssertionError) as fault:
                with lock:
                    wrong.append(repr(fault))
            client.leave()

        def meanwhile():
            client = self.again('region')
            gate.wait()
            while not done_all.is_set():
                started = time.monotonic()
                reply = client.get('/forms')
                other.append((time.monotonic() - started, reply.status))
                time.sleep(0.02)

        threads = [threading.Thread(target=come, args=(n,)) for n in range(SIGN_INS)]
        reader = threading.Thread(target=meanwhile)
        for thread in (*threads, reader):
            thread.start()
        started = time.monotonic()
        gate.set()
        for thread in threads:
            thread.join()
        done_all.set()
        reader.join()
        other.sort()
        print(f'{SIGN_INS} at once: {dict(outcomes)} in {time.monotonic() - started:.1f} s; others meanwhile p95 {other[len(other) * 95 // 100][0] * 1000:.0f} ms', file=sys.stderr)
        if waits:
            print(f'told to come again after {min(waits)}–{max(waits)} s; at most {max(arrivals.values())} in one second; {len(waits) / SIGN_INS:.2f} refusals a person', file=sys.stderr)
            self.assertLessEqual(max(arrivals.values()), max(20, len(waits) // 4), 'those turned away come back together')
        self.assertEqual(wrong[:5], [])
        self.assertEqual(outcomes[303], SIGN_INS)
        self.assertEqual({status for _, status in other} - {200, 503}, set())


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], warnings='ignore')
