#!/usr/bin/env python3
"""Signing in, people, schools through the real program in a browser without scripts: cookies, forms, one-time codes.

usage: test_web_people.py MERILO PEOPLE_SEED
"""
import base64
import hashlib
import hmac
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import unittest

from web_client import Browser, Server

PROGRAM, SEED = sys.argv[1:3]
PASSWORD = 'корова летит над школой'


def totp(key, at):
    digest = hmac.new(base64.b32decode(key), struct.pack('>Q', int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return '%06d' % ((struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1000000)


class People(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='merilo-people-')
        cls.db = os.path.join(cls.folder.name, 'merilo.db')
        cls.codes = dict(line.split() for line in subprocess.run([SEED, cls.db], check=True, capture_output=True, text=True).stdout.splitlines())
        cls.server = Server(PROGRAM, cls.db, '--access-log')
        cls.browsers = {}

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        assert not any(code in cls.server.log for code in cls.codes.values()), 'a one-time code stands in the log'
        assert PASSWORD not in cls.server.log
        cls.folder.cleanup()

    def browser(self):
        return Browser(self.server.base)

    def enter(self, role):
        """Once a role: by the code of the seed."""
        if role not in self.browsers:
            browser = self.browsers[role] = self.browser()
            browser.get('/invite/' + self.codes[role])
            browser.post('/invite/' + self.codes[role], {'password': PASSWORD, 'again': PASSWORD})
            self.assertIsNotNone(browser.cookie('session'), browser.last.words())
        return self.browsers[role]

    def sign_in(self, login, password=PASSWORD):
        browser = self.browser()
        browser.get('/signin')
        browser.post('/signin', {'login': login, 'password': password})
        return browser

    def test_door(self):
        self.enter('reader')
        browser = self.sign_in('reader', 'не тот пароль')
        self.assertEqual(browser.last.status, 400)
        self.assertIn('Логин или пароль не подходят', browser.last.words())
        self.assertIn('value="reader"', browser.last.text)  # what was typed stays
        self.assertNotIn('не тот пароль', browser.last.text)
        self.assertIsNone(browser.cookie('session'))
        unknown = self.sign_in('nobody-at-all', 'не тот пароль')
        self.assertEqual(re.sub('nobody-at-all|reader', '', unknown.last.words()), re.sub('nobody-at-all|reader', '', browser.last.words()))
        browser = self.sign_in('READER')
        self.assertIsNotNone(browser.cookie('session'))
        # Where one wanted to go; never elsewhere.
        for wanted, came in (('/account', '/account'), ('//evil.example/', '/'), ('https://evil.example/', '/'), ('/\\evil.example', '/')):
            other = self.browser()
            other.get('/signin?next=' + wanted)
            other.post('/signin', {'login': 'reader', 'password': PASSWORD, 'next': wanted})
            self.assertEqual(other.last.path, came, wanted)
            self.assertTrue(other.last.url.startswith(self.server.base), other.last.url)
        other = self.browser()
        self.assertEqual(other.get('/account').path, '/signin')  # nobody is signed in: the door, not a page

    def test_the_end_of_the_journal_on_paper(self):
        words = self.enter('municipality').get('/journal').words()
        mark = re.search(r'отпечаток ([0-9a-f]{4}(?:-[0-9a-f]{4}){3})', words).group(1)
        told = subprocess.run([PROGRAM, 'audit', 'verify', '--db', self.db, '--head', mark], capture_output=True, text=True, check=True).stdout
        self.assertIn('запись с этим хешем на месте', told)

    def test_the_owner_at_his_own_computer(self):
        own = self.enter('teacher')  # its browser has signed in before: that is remembered for half a year, in this browser only
        known = next(cookie for cookie in own.jar if cookie.name == 'device')
        self.assertEqual(len(known.value), 43)
        self.assertGreater(known.expires, time.time() + 170 * 86400)
        self.assertTrue(known.has_nonstandard_attr('HttpOnly'))
        for _ in range(8):  # somebody beside him, behind the same address
            guesser = self.sign_in('teacher', 'не тот пароль')
        self.assertEqual(guesser.last.status, 503)
        self.assertEqual(self.sign_in('teacher').last.status, 503)
        own.post('/signout', csrf=own.get('/account').csrf())
        own.get('/signin')
        own.post('/signin', {'login': 'teacher', 'password': PASSWORD})
        self.assertIsNotNone(own.cookie('session'), own.last.words())
        self.assertEqual(own.cookie('device'), known.value)
        stolen = self.browser()  # the cookie of another login helps nobody
        stolen.jar.set_cookie(known)
        for _ in range(8):
            stolen.get('/signin')
            stolen.post('/signin', {'login': 'nobody-here', 'password': 'не тот пароль'})
        self.assertEqual(stolen.last.status, 503)

    def test_foreign_forms(self):
        browser = self.sign_in_of('methodologist')
        browser.get('/account/sessions')
        for csrf in ('', 'wrong', browser.last.csrf()[:-1]):
            self.assertEqual(browser.post('/account/name', {'name': 'Чужое имя'}, csrf=csrf).status, 403)
        browser.get('/account/name')
        csrf = browser.last.csrf()
        self.assertEqual(browser.post('/account/name', {'name': 'Чужое имя'}, csrf=csrf, headers={'Sec-Fetch-Site': 'cross-site'}).status, 403)
        self.assertEqual(browser.post('/account/name', {'name': 'Чужое имя'}, csrf=csrf, headers={'Origin': 'https://evil.example'}).status, 403)
        self.assertNotIn('Чужое имя', browser.get('/account').words())
        # A session that somebody else set before (fixation) is not the one after signing in.
        fixed = self.browser()
        fixed.get('/signin')
        before = fixed.cookie('before')
        fixed.post('/signin', {'login': 'methodologist', 'password': PASSWORD})
        first = fixed.cookie('session')
        self.assertNotIn(before, first)
        fixed.get('/account/name')
        fixed.post('/signin', {'login': 'methodologist', 'password': PASSWORD})
        self.assertNotEqual(first, fixed.cookie('session'))
        stale = self.browser()
        stale.get('/signin')
        stale.jar.set_cookie(next(c for c in fixed.jar if c.name == 'session'))
        self.assertEqual(stale.get('/account').status, 200)

    def sign_in_of(self, role):
        self.enter(role)
        return self.sign_in(role)

    def test_sessions(self):
        here, there = self.sign_in_of('expert'), self.sign_in_of('expert')
        self.assertEqual(there.get('/account/sessions').words().count('Закончить'), 2 + 1)  # the other two, and all at once
        here.get('/account/sessions')
        here.post('/account/sessions', {'session': 'others'})
        self.assertIn('только здесь', here.last.words())
        self.assertEqual(there.get('/account').path, '/signin')
        here.post('/signout', {})
        self.assertEqual(here.get('/account').path, '/signin')

    def test_password(self):
        browser = self.sign_in_of('observer')
        browser.get('/account/password')
        browser.post('/account/password', {'password': 'новый длинный пароль', 'again': 'новый длинный пароль'})
        self.assertEqual(browser.last.status, 400)  # the old one comes first
        browser.post('/account/password', {'old': 'не тот'})
        self.assertIn('не подходит', browser.last.words())
        browser.post('/account/password', {'old': PASSWORD})
        self.assertIn('Шаг 2 из 2', browser.last.words())
        for pair, words in ((('короткий', 'короткий'), 'короче 10'), (('йцукенгшщз', 'йцукенгшщз'), 'пробуют первым'), (('новый длинный пароль', 'другой'), 'не совпали')):
            browser.post('/account/password', {'password': pair[0], 'again': pair[1]})
            self.assertIn(words, browser.last.words())
            self.assertNotIn(pair[0], browser.last.text)
        browser.post('/account/password', {'password': 'новый длинный пароль', 'again': 'новый длинный пароль'})
        self.assertIn('Пароль сменён', browser.last.words())
        self.assertIsNone(self.sign_in('observer').cookie('session'))
        self.assertIsNotNone(self.sign_in('observer', 'новый длинный пароль').cookie('session'))

    def test_second_factor(self):
        browser = self.sign_in_of('region')
        self.assertNotIn('name="key"', browser.get('/account/totp').text)  # an open window is not enough
        browser.get('/account/password?next=/account/totp')
        browser.post('/account/password', {'old': PASSWORD, 'next': '/account/totp'})
        self.assertEqual(browser.last.path, '/account/totp')
        key = browser.last.hidden('/account/totp')['key']
        browser.post('/account/totp', {'key': key, 'code': '000000'})
        self.assertIn(key, browser.last.text)  # the key does not change under the hands
        browser.post('/account/totp', {'key': key, 'code': totp(key, time.time())})
        self.assertEqual(browser.last.path, '/account/recovery')
        codes = re.findall(r'\b[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3}\b', browser.last.text)
        self.assertEqual(len(set(codes)), 8)
        half = self.sign_in('region')
        self.assertEqual(half.last.path, '/signin/code')
        for path in ('/people', '/account', '/schools', '/people.json'):
            self.assertNotEqual((half.get(path).status, half.last.path), (200, path))
        half.get('/signin/code')
        half.post('/signin/code', {'code': '000000'})
        self.assertEqual(half.last.status, 400)
        half.post('/signin/code', {'code': codes[3]})
        self.assertEqual(half.get('/people').status, 200)
        again = self.sign_in('region')
        again.post('/signin/code', {'code': codes[3]})
        self.assertEqual(again.last.status, 400)  # a recovery code works once
        # The coordinator's administrator takes it off.
        admin = self.enter('admin')
        number = re.search(r'href="/people/(\d+)"[^>]*>Лебедева', admin.get('/people').text).group(1)
        admin.get('/people/' + number)
        admin.post('/people/' + number, {'do': 'totp'})
        self.assertIn('Второй ключ снят', admin.last.words())
        self.browsers.pop('region')
        self.assertNotEqual(self.sign_in('region').last.path, '/signin/code')

    def test_invite(self):
        browser = self.enter('municipality')
        browser.get('/people/new')
        self.assertNotIn('value="region"', browser.last.text)  # only what may be given
        self.assertNotIn('sch9', browser.last.text)
        fields = {'name': 'Петрова <b>Анна</b> «Ивановна»', 'post': 'завуч', 'login': 'petrova', 'email': '', 'role': 'school', 'place': 'sch2'}
        for wrong, words in (({'name': ''}, 'имя'), ({'login': 'два слова'}, 'пробелов'), ({'role': 'region'}, 'Роль'), ({'place': 'sch9'}, 'sch9'), ({'email': 'почта'}, 'почты'), ({'login': 'SCHOOL'}, 'занят')):
            browser.get('/people/new')
            browser.post('/people/new', {**fields, **wrong})
            self.assertGreaterEqual(browser.last.status, 400, wrong)
            self.assertIn(words, browser.last.words(), wrong)
        browser.get('/people/new')
        browser.post('/people/new', fields)
        slip = browser.last
        self.assertRegex(slip.path, r'^/people/\d+/slip$')
        self.assertNotIn('<b>Анна', slip.text)
        code = re.search(r'/invite/([2-9A-Z-]{19})', slip.text).group(1)
        self.assertIn(self.server.base.rstrip('/') + '/invite/' + code, slip.text.replace('&#x2F;', '/'))
        self.assertEqual(browser.get(slip.path + '.docx').status, 200)
        self.assertNotIn(code, self.enter('admin').get(slip.path).text)  # another browser does not know it
        person = self.browser()
        person.get('/invite')
        person.post('/invite', {'code': code.lower().replace('-', ' ')})
        self.assertEqual(person.last.path, '/invite/' + code)
        self.assertIn('petrova', person.last.words())
        person.get('/invite/' + code)  # looking does not use it up
        person.post('/invite/' + code, {'password': PASSWORD, 'again': PASSWORD})
        self.assertIsNotNone(person.cookie('session'))
        self.assertEqual(self.browser().get('/invite/' + code).status, 404)
        # Rights of the address: another school's coordinator does not find this person.
        number = slip.path.split('/')[2]
        self.assertEqual(self.enter('school').get('/people/' + number).status, 404)
        self.assertEqual(self.enter('school').get('/people/999999').status, 404)
        # Closing and a new code.
        browser.get('/people/' + number)
        browser.post('/people/' + number, {'do': 'block'})
        self.assertEqual(person.get('/account').path, '/signin')
        browser.get('/people/' + number)
        browser.post('/people/' + number, {'do': 'open'})
        browser.get('/people/' + number)
        browser.post('/people/' + number, {'do': 'code'})
        self.assertRegex(browser.last.path, r'/slip$')
        self.assertIsNone(self.sign_in('petrova').cookie('session'))
        # Erasing: the name is nowhere, the history says so.
        browser.get('/people/' + number + '/data')
        self.assertEqual(json.loads(browser.get('/people/' + number + '/data.json').text)['facts'][1]['value'], 'petrova')
        browser.get('/people/' + number + '/data')
        self.assertIn('Что останется. Слова документов организации: утверждённые редакции планов', browser.last.words())
        browser.post('/people/' + number + '/data', {'reason': 'уволилась'})
        self.assertIn('стёрты', browser.last.words())
        for path in ('/people', '/people/' + number, '/journal', '/people/' + number + '/data.csv'):
            self.assertNotIn('Петрова', browser.get(path).text, path)

    def test_schools(self):
        browser = self.enter('admin')
        self.assertIn('12 школ в 2 муниципалитетах', browser.get('/schools').words())
        browser.get('/orgs/import')
        table = 'код;название;тип;муниципалитет\nsch1;Лицей № 1;лицей;Энский район\nsch40;=HYPERLINK("x");;Новый район\nплохой код;Школа;;Энский район\nsch40;Дважды;;Новый район\n'
        browser.upload('/orgs/import?org=reg', {'paste': ''}, 'file', 'школы.csv', table.encode('cp1251'))
        self.assertIn('Можно записать 3 организации', browser.last.words())
        self.assertEqual(browser.last.words().count('2 замечания'), 1)
        look = browser.last.url[len(self.server.base.rstrip('/')):]
        self.assertNotIn('Лицей', browser.get('/schools').words())  # nothing was written yet
        browser.get(look)
        browser.post(look, {'sha': re.search('file=([0-9a-f]{64})', look).group(1)})
        self.assertIn('Записано: 3 организации', browser.last.words())
        self.assertIn('13 школ в 3 муниципалитетах', browser.last.words())
        self.assertIn('название: «МБОУ СОШ № 1» → «Лицей № 1»', browser.get('/schools/sch1').words())
        browser.get(look)
        self.assertIn('Записывать нечего', browser.last.words())
        self.assertIn("'=HYPERLINK", browser.get('/schools.csv').text)
        for bad in (b'\x00\x01\x02', b'%PDF-1.4 junk', 'просто текст без столбцов'.encode()):
            browser.get('/orgs/import')
            browser.upload('/orgs/import?org=reg', {'paste': ''}, 'file', 'x.csv', bad)
            self.assertIn(browser.last.status, (400, 413), bad)
        # Foreign and missing look the same; a school changes no list.
        school = self.enter('school')
        self.assertEqual(school.get('/schools').path, '/schools/sch1')
        self.assertEqual((school.get('/schools/sch9').status, school.get('/schools/no-such').status), (404, 404))
        self.assertEqual(school.last.words().replace('no-such', ''), school.get('/schools/sch9').words().replace('sch9', ''))
        school.get('/schools/sch1')
        self.assertEqual(school.post('/schools/sch1', {'do': 'rename', 'name': 'Своё название'}).status, 403)
        self.assertIn(school.get('/orgs/import').status, (403, 404))

    def test_roles_elsewhere(self):
        admin, school = self.enter('admin'), self.enter('school')
        number = re.search(r'href="/people/(\d+)"[^>]*>Синицына', admin.get('/people').text).group(1)
        admin.get('/people/' + number)
        admin.post('/people/' + number, {'do': 'grant', 'role': 'teacher', 'place': 'sch9'})
        self.assertIn('№ 9', admin.get('/people/' + number).words())
        page = school.get('/people/' + number)  # of the own school, so seen; what lies elsewhere is counted
        self.assertEqual(page.status, 200)
        self.assertNotIn('№ 9', page.words())
        self.assertIn('ещё 1 роль', page.words())
        self.assertIn('Менять этого человека вам нельзя', page.words())
        self.assertEqual(school.post('/people/' + number, {'do': 'block'}).status, 403)
        admin.get('/people/' + number)
        admin.post('/people/' + number, {'do': 'revoke', 'role': 'teacher', 'place': 'sch9'})
        self.assertIn('Роль снята', admin.last.words())

    def test_own_data(self):
        browser = self.enter('teacher')
        self.assertIn('152-ФЗ', browser.get('/account/data').words())
        data = json.loads(browser.get('/account/data.json').text)
        self.assertIn({'name': 'Логин', 'value': 'teacher'}, [{k: f[k] for k in ('name', 'value')} for f in data['facts']])
        tables = [t['id'] for t in data['tables']]
        self.assertEqual(tables[:3] + tables[-2:], ['grants', 'sessions', 'measures', 'own', 'about'])
        self.assertIn('Письма и календарь', [f['name'] for f in data['facts']])
        browser.get('/account/name')
        browser.post('/account/name', {'name': 'Синицына В. Ю.', 'post': 'учитель', 'email': 'v@example.ru'})
        self.assertIn('Синицына В. Ю.', browser.get('/account').words())

    def test_slow_down(self):
        self.enter('municipality')
        browser = self.browser()
        statuses = []
        for _ in range(7):
            browser.get('/signin')
            browser.post('/signin', {'login': 'victim', 'password': 'перебор паролей'})
            statuses.append(browser.last.status)
        self.assertEqual(statuses[:5], [400] * 5)
        self.assertEqual(statuses[5:], [503] * 2)
        self.assertGreater(int(browser.last.headers['Retry-After']), 2)
        self.assertIn('Повторите через', browser.last.words())
        self.assertIsNotNone(self.sign_in('municipality').cookie('session'))  # others at the same address are not in the way

    def test_a_new_base_says_what_to_do_first(self):
        with tempfile.TemporaryDirectory() as folder, Server(PROGRAM, f'{folder}/new.db') as server:
            code = next(found.group(1) for line in server.process.stdout if (found := re.search(r'/invite/([A-Z0-9-]+)', line)))
            browser = Browser(server.base)
            browser.get('/invite/' + code)
            words = browser.post('/invite/' + code, {'password': PASSWORD, 'again': PASSWORD}).words()
            self.assertIn('Загрузить список школ', words)
            self.assertIn('Пригласить координатора', words)
        self.assertNotIn('Загрузить список школ', self.enter('admin').get('/').words())  # there are schools


unittest.main(argv=sys.argv[:1])
