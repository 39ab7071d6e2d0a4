#!/usr/bin/env python3
"""Every page of the registry × every role × own and foreign organisation × GET, its twins and POST, against a table written from the words of the task, not from the code.

usage: rights.py MERILO
A page that is not in the table fails the test: whoever adds a page says here who sees it and who may press its buttons.
"""
import json
import re
import sqlite3
import sys
import unittest

import harness

LETTERS = {'a': 'admin', 'r': 'region', 'm': 'municipality', 't': 'methodologist', 's': 'school', 'u': 'teacher', 'e': 'expert', 'o': 'observer', 'c': 'reader'}
ALL = 'armtsueoc'
OFFICE = 'rm'             # who takes decisions
RESULTS = OFFICE + 'tsuc' # who sees marks: not the administrator, not experts and observers
SIGNS = OFFICE + 'ts'     # of their own subtree; the school its own
BRING = OFFICE + 's'      # forms
PLANS = RESULTS           # plans: who sees marks sees plans
PLANNERS = OFFICE + 'ts'
PEOPLE = 'a' + OFFICE + 's'
SCHOOLS = 'a' + OFFICE
ANYBODY = ALL + '-'       # '-': who has not signed in

# page: (own sample, who sees, who may post or None: there is nothing to post, foreign sample). {x} are things of the demonstration: see setUpClass().
PAGES = {
    '/': ('/', ALL, None, None),
    '/account': ('/account', ALL, None, None),
    '/account/calendar': ('/account/calendar', ALL, ALL, None),
    '/account/data': ('/account/data', ALL, None, None),
    '/account/name': ('/account/name', ALL, ALL, None),
    '/account/notices': ('/account/notices', ALL, ALL, None),
    '/account/outer': ('/account/outer', ALL, ALL, None),
    '/account/password': ('/account/password', ALL, ALL, None),
    '/account/recovery': ('/account/recovery', ALL, None, None),
    '/account/sessions': ('/account/sessions', ALL, ALL, None),
    '/account/totp': ('/account/totp', ALL, ALL, None),
    '/api': ('/api', ANYBODY, None, None),
    '/api/openapi': ('/api/openapi', ANYBODY, None, None),
    '/cases/:number': ('/cases/{case}', SIGNS, SIGNS, '/cases/{foreign_case}'),
    '/cases/:number/files/:entry': ('/cases/{case}/files/1', SIGNS, None, '/cases/{foreign_case}/files/1'),
    '/calendar/feed/:token': ('/calendar/feed/none.ics', ANYBODY, None, None), # a secret nobody has
    '/cascades': ('/cascades', PLANS, None, None),
    '/cascades/:number': ('/cascades/{cascade}', OFFICE + 'tc', OFFICE + 't', None),
    '/cascades/new': ('/cascades/new', PLANNERS, PLANNERS, None),
    '/contests': ('/contests', RESULTS, None, None),
    '/contests/:procedure': ('/contests/{procedure}', RESULTS, BRING, None),
    '/forms': ('/forms', ALL, OFFICE, None),
    '/forms/:procedure/:org': ('/forms/{procedure}/{school}', ALL, BRING, '/forms/{procedure}/{foreign}'),
    '/forms/files': ('/forms/files', BRING, None, None),
    '/forms/files/:org/:number': ('/forms/files/{school}/1', BRING, BRING, '/forms/files/{foreign}/1'),
    '/forms/files/:org/:number/marked': ('/forms/files/{school}/1/marked', BRING, None, '/forms/files/{foreign}/1/marked'),
    '/forms/files/:org/:number/original': ('/forms/files/{school}/1/original', BRING, None, '/forms/files/{foreign}/1/original'),
    '/forms/new': ('/forms/new', BRING, BRING, None),
    '/forms/reconcile': ('/forms/reconcile', BRING, BRING, None),
    '/help': ('/help', ANYBODY, None, None),
    '/help/:term': ('/help/sign', ANYBODY, None, None),
    '/inbox': ('/inbox', PLANS, None, None),
    '/inbox/:number': ('/inbox/{cascade}', 'su', 'su', None),            # of the addressees: schools
    '/invite': ('/invite', ANYBODY, ANYBODY, None),
    '/invite/:code': ('/invite/AAAA-AAAA-AAAA-AAAA', '', '', None),  # a code nobody has
    '/jobs': ('/jobs', ALL, None, None),
    '/jobs/:number': ('/jobs/{job}', 'ar', 'ar', '/jobs/{job}'),     # of the whole region
    '/journal': ('/journal', PEOPLE, None, None),
    '/notices': ('/notices', ALL, ALL, None),
    '/orgs/import': ('/orgs/import', SCHOOLS, SCHOOLS, None),
    '/people': ('/people', PEOPLE, None, None),
    '/people/new': ('/people/new', PEOPLE, PEOPLE, None),
    '/people/:person': ('/people/{person}', PEOPLE, PEOPLE, '/people/{foreign_person}'),
    '/people/:person/data': ('/people/{person}/data', SCHOOLS, SCHOOLS, '/people/{foreign_person}/data'),
    '/people/:person/slip': ('/people/{person}/slip', PEOPLE, None, '/people/{foreign_person}/slip'),
    '/plans': ('/plans', PLANS, None, None),
    '/plans/new': ('/plans/new', PLANNERS, PLANNERS, None),
    '/plans/:plan': ('/plans/{plan}', PLANS, None, '/plans/{foreign_plan}'),
    '/plans/:plan/above': ('/plans/{plan}/above', PLANS, PLANNERS, '/plans/{foreign_plan}/above'),
    '/plans/:plan/approve': ('/plans/{plan}/approve', PLANNERS, PLANNERS, '/plans/{foreign_plan}/approve'),
    '/plans/:plan/board': ('/plans/{plan}/board', PLANS, None, '/plans/{foreign_plan}/board'),
    '/plans/:plan/calendar': ('/plans/{plan}/calendar', PLANS, None, '/plans/{foreign_plan}/calendar'),
    '/plans/:plan/calendar.ics': ('/plans/{plan}/calendar.ics', PLANS, None, '/plans/{foreign_plan}/calendar.ics'),
    '/plans/:plan/cascade': ('/plans/{plan}/cascade', PLANNERS, PLANNERS, '/plans/{foreign_plan}/cascade'),
    '/plans/:plan/edit': ('/plans/{plan}/edit', PLANNERS, PLANNERS, '/plans/{foreign_plan}/edit'),
    '/plans/:plan/editions': ('/plans/{plan}/editions', PLANS, None, '/plans/{foreign_plan}/editions'),
    '/plans/:plan/execution': ('/plans/{plan}/execution', PLANS, None, '/plans/{foreign_plan}/execution'),
    '/plans/:plan/forward': ('/plans/{plan}/forward', PLANNERS, PLANNERS, '/plans/{foreign_plan}/forward'),
    '/plans/:plan/matrix': ('/plans/{plan}/matrix', PLANS, None, '/plans/{foreign_plan}/matrix'),
    '/plans/:plan/measures/:n': ('/plans/{plan}/measures/1', PLANS, PLANS, '/plans/{foreign_plan}/measures/1'),
    '/plans/:plan/measures/:n/edit': ('/plans/{plan}/measures/1/edit', PLANNERS, PLANNERS, '/plans/{foreign_plan}/measures/1/edit'),
    '/plans/:plan/measures/:n/evidence': ('/plans/{plan}/measures/1/evidence', PLANNERS, PLANNERS, '/plans/{foreign_plan}/measures/1/evidence'), # and whom the measure names
    '/plans/:plan/measures/:n/files/:evidence': ('/plans/{plan}/measures/1/files/1', PLANS, None, '/plans/{foreign_plan}/measures/1/files/1'),
    '/plans/:plan/measures/:n/people': ('/plans/{plan}/measures/1/people', PLANNERS, PLANNERS, '/plans/{foreign_plan}/measures/1/people'),
    '/plans/:plan/measures/:n/capabilities': ('/plans/{plan}/measures/1/capabilities', PLANNERS, PLANNERS, '/plans/{foreign_plan}/measures/1/capabilities'),
    '/plans/:plan/measures/:n/slots': ('/plans/{plan}/measures/1/slots', PLANNERS, PLANNERS, '/plans/{foreign_plan}/measures/1/slots'),
    '/plans/:plan/measures/new': ('/plans/{plan}/measures/new', PLANNERS, PLANNERS, '/plans/{foreign_plan}/measures/new'),
    '/plans/:plan/rollup': ('/plans/{plan}/rollup', PLANS, None, '/plans/{foreign_plan}/rollup'),
    '/plans/:plan/source': ('/plans/{plan}/source', PLANS, PLANNERS, '/plans/{foreign_plan}/source'),
    '/plans/:plan/source/file': ('/plans/{plan}/source/file', PLANS, None, '/plans/{foreign_plan}/source/file'),
    '/plans/:plan/papers': ('/plans/{plan}/papers', PLANS, PLANS, '/plans/{foreign_plan}/papers'),
    '/plans/:plan/papers/:kind/:year/:paper': ('/plans/{plan}/papers/plan/2026/1', PLANS, None, '/plans/{foreign_plan}/papers/plan/2026/1'),
    '/procedures': ('/procedures', ALL, None, None),
    '/procedures/new': ('/procedures/new', OFFICE + 't', OFFICE + 't', None),
    '/procedures/:procedure': ('/procedures/{procedure}', ALL, OFFICE + 't', None),
    '/records': ('/records', PLANS, None, None),
    '/records/:type': ('/records/event', PLANS, None, None),
    '/records/:type/:number': ('/records/event/{event}', PLANS, PLANS, '/records/event/{foreign_event}'),
    '/records/:type/:number/edit': ('/records/event/{event}/edit', PLANNERS, PLANNERS, '/records/event/{foreign_event}/edit'),
    '/records/:type/:number/papers': ('/records/minutes/{minutes}/papers', PLANS, PLANS, '/records/event/{foreign_event}/papers'),
    '/records/:type/:number/papers/:kind/:year/:paper': ('/records/minutes/{minutes}/papers/minutes/2026/1', PLANS, None, '/records/event/{foreign_event}/papers/minutes/2026/1'),
    '/records/:type/:number/people': ('/records/event/{event}/people', PLANS, PLANNERS, '/records/event/{foreign_event}/people'),
    '/records/:type/:number/files/:file': ('/records/event/{event}/files/none', PLANS, None, '/records/event/{foreign_event}/files/none'),
    '/records/:type/import': ('/records/event/import', PLANNERS, PLANNERS, None),
    '/records/:type/sample': ('/records/event/sample', PLANS, None, None),
    '/records/:type/new': ('/records/event/new', PLANNERS, PLANNERS, None),
    '/requisites': ('/requisites', PLANNERS, PLANNERS, None),
    '/results': ('/results', RESULTS, None, None),
    '/results/:procedure': ('/results/{procedure}', RESULTS, None, None),
    '/results/:procedure/note': ('/results/{procedure}/note', RESULTS, RESULTS, '/results/{procedure}/note?org={foreign}'),
    '/results/notes/:org/:year/:number': ('/results/notes/{school}/2026/1', PLANNERS, None, '/results/notes/{foreign}/2026/1'),
    '/results/:procedure/:org': ('/results/{procedure}/{school}', RESULTS, None, '/results/{procedure}/{foreign}'),
    '/results/:procedure/tasks/:task': ('/results/{procedure}/tasks/1', RESULTS, None, None),
    '/results/:procedure/reports/:report': ('/results/{procedure}/reports/marks', RESULTS, None, None),
    '/schedules': ('/schedules', PLANS, PLANNERS, None),
    '/schools': ('/schools', ALL, None, None),
    '/schools/:org': ('/schools/{school}', ALL, SCHOOLS, '/schools/{foreign}'),
    '/search': ('/search?q=школа', ALL, None, None),
    '/signin': ('/signin', ANYBODY, ANYBODY, None),
    '/signin/code': ('/signin/code', ANYBODY, ANYBODY, None),
    '/signin/outer': ('/signin/outer', ANYBODY, None, None),
    '/signin/outer/back': ('/signin/outer/back', ANYBODY, None, None),
    '/signin/outer/wait': ('/signin/outer/wait', ANYBODY, ANYBODY, None),
    '/signout': (None, '', ANYBODY, None),                            # a button, not a page
    '/signs': ('/signs', SIGNS, OFFICE, None),
    '/signs/:org': ('/signs/{school}', SIGNS, SIGNS, '/signs/{foreign}'),
    '/signs/list': ('/signs/list', SIGNS, OFFICE, None),
    '/system': ('/system', 'a', None, None),
    '/system/copies': ('/system/copies', 'a', 'a', None),
    '/system/copies/:name': ('/system/copies/{copy}', 'a', None, None),
    '/system/doctor': ('/system/doctor', 'a', None, None),
    '/system/settings': ('/system/settings', 'a', 'a', None),
    '/view': ('/view', ANYBODY, ANYBODY, None),
    '/week': ('/week', PLANS, None, None),
}
TWINS = ('.json', '.csv', '.xlsx', '.docx')
NONSENSE = {'step': 'nonsense', 'words': '', 'login': '', 'password': '', 'number': ''}
# Shown by the right itself, but only after a reason was given: 403 at first.
NEEDS_REASON = {'/cases/:number/files/:entry'}
# Buttons of several rights on one page: a nonsensical one is refused to any of them.
ASKS_MORE = {'/plans/:plan/measures/:n', '/plans/:plan/measures/:n/evidence', '/plans/:plan/approve', '/inbox/:number', '/cases/:number', '/signs/:org', '/forms/:procedure/:org', '/forms/files/:org/:number'}
# Send one on: a school to its own page, who has no business here to the page that has.
SENDS_ON = {'/signs', '/schools', '/signin', '/signin/code', '/signin/outer', '/signin/outer/back', '/signin/outer/wait', '/results', '/results/:procedure', '/account/recovery'}
# The outer service is not set up here, which these say; they also ask for the password again.
OUTER = {'/signin/outer', '/signin/outer/back', '/signin/outer/wait', '/account/outer'}
# May be absent in the demonstration though the right is there.
MAY_BE_ABSENT = {'/records/:type/:number/papers/:kind/:year/:paper', '/calendar/feed/:token', '/results/notes/:org/:year/:number', '/plans/:plan/papers/:kind/:year/:paper', '/records/:type/:number/files/:file', '/plans/:plan/source/file', '/plans/:plan/measures/:n/files/:evidence', '/cases/:number/files/:entry', '/account/recovery', '/people/:person/slip', '/contests/:procedure', '/results/:procedure/tasks/:task'}


def with_twin(path, suffix):
    address, mark, query = path.partition('?')
    return address + suffix + mark + query


class Rights(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = harness.Server(harness.program())
        cls.people = {letter: cls.server.sign_in(role) for letter, role in LETTERS.items()}
        cls.people['-'] = cls.server.client()
        cls.people['-'].get('/signin')
        con = sqlite3.connect(f'file:{cls.server.base}?mode=ro', uri=True)
        one = lambda *words: con.execute(*words).fetchone()[0]
        number = lambda login: one('SELECT number FROM account WHERE login = ?', (login,))
        path_of = lambda code: one('SELECT path FROM org WHERE code = ?', (code,))
        cls.names = {code: one('SELECT name FROM org WHERE code = ?', (code,)) for code in ('sch990001', 'sch990060', 'stepnoy')}
        assert path_of('sch990060').startswith(path_of('stepnoy')) and not path_of('sch990060').startswith(path_of('ensk'))
        cls.things = {
            'school': 'sch990005', 'procedure': one('SELECT s.procedure FROM submission s JOIN org o ON o.id = s.school_id WHERE o.code = ? AND s.state > 2 ORDER BY 1 DESC', ('sch990005',)),
            'case': one('SELECT c.number FROM study_case c JOIN org o ON o.id = c.school_id WHERE o.code = ?', ('sch990005',)),
            'foreign_case': one('SELECT c.number FROM study_case c JOIN org o ON o.id = c.school_id WHERE o.code <> ?', ('sch990005',)),
            'plan': one('SELECT min(p.number) FROM plan p JOIN org o ON o.id = p.org_id WHERE o.code = ? AND p.state = 3', ('sch990005',)), 'cascade': one('SELECT min(number) FROM cascade'),
            'minutes': one("SELECT r.number FROM record r JOIN org o ON o.id = r.org_id WHERE r.type = 'minutes' AND o.code = 'sch990005'"),
            'event': one("SELECT r.number FROM record r JOIN org o ON o.id = r.org_id WHERE r.type = 'event' AND o.code = 'sch990005'"),
            'job': one('SELECT min(number) FROM job'), 'person': number('teacher'),
        }
        plan_of = lambda code: one('SELECT min(p.number) FROM plan p JOIN org o ON o.id = p.org_id WHERE o.code = ?', (code,))
        cls.foreign_plans = {True: plan_of('sch990001'), False: plan_of('stepnoy')}
        # one without a list of people: who stands in it reads it
        event_of = lambda code: one("SELECT min(r.number) FROM record r JOIN org o ON o.id = r.org_id WHERE r.type = 'event' AND o.code = ? AND NOT EXISTS (SELECT 1 FROM record_person p WHERE p.record_id = r.id)", (code,))
        cls.foreign_events = {True: event_of('ensk'), False: event_of('stepnoy')}
        cls.numbers = {login: number(login) for login in ('region', 'school1')}
        con.close()
        cls.things['copy'] = cls.server.copy()
        table = json.loads(cls.people['-'].get('/api.json').text)['tables'][0]
        cls.registry = [row[0] if isinstance(row, list) else next(iter(row.values())) for row in table['rows']]
        described = json.loads(cls.people['-'].get('/api/openapi').text)['paths']
        cls.twins = {re.sub(r'\{(\w+)\}', r':\1', path[:-5]) for path in described if path.endswith('.json')}

    @classmethod
    def tearDownClass(cls):
        log = cls.server.log()
        cls.server.__exit__()
        assert 'упал' not in log and 'сигнал' not in log, log[-3000:]

    def foreign(self, who):
        """Things of an organisation that this person has nothing to do with."""
        inside = who in 'su'
        return {**self.things, 'foreign': 'sch990001' if inside else 'sch990060', 'foreign_person': self.numbers['school1' if inside else 'region'], 'foreign_plan': self.foreign_plans[inside], 'foreign_event': self.foreign_events[inside]}

    def expect(self, reply, wanted, *about):
        if reply.status not in wanted: # all that is wrong is told at once
            self.wrong.append((*about, reply.status, reply.title(), re.sub('.*Выйти', '', reply.words())[:160]))

    def setUp(self):
        self.wrong = []

    def tearDown(self):
        self.assertEqual(self.wrong, [], '\n' + '\n'.join(map(str, self.wrong)))

    def test_table_is_whole(self):
        self.assertEqual(set(self.registry) - set(PAGES), set(), 'pages without a line here: say who sees them')
        self.assertEqual(len(self.registry), len(set(self.registry)))
        self.assertTrue(self.twins <= set(self.registry), self.twins - set(self.registry))

    def pages(self):
        return [(page, *PAGES[page]) for page in self.registry if page in PAGES]

    def test_own(self):
        """Pages and their twins in one's own organisation."""
        for page, sample, sees, _, _ in self.pages():
            if sample is None:
                continue
            path = sample.format(**self.things)
            for who, client in self.people.items():
                reply = client.get(path)
                if who in sees:
                    fine = {200} | ({303} if page in SENDS_ON else set()) | ({409} if page in OUTER else set()) | ({403} if page in NEEDS_REASON else set())
                    self.expect(reply, fine | ({404} if page in MAY_BE_ABSENT else set()), page, who)
                elif who == '-' and sees != '':
                    self.expect(reply, {303}, page, who)
                    self.assertTrue(reply.place.startswith('/signin?next=' if page != '/' else '/signin'), (page, reply.place))
                else:
                    self.expect(reply, {403, 404}, page, who)
                if page not in self.twins:
                    continue
                for suffix in TWINS:
                    twin = client.get(with_twin('/index' if path == '/' else path, suffix))
                    wanted = {401} if who == '-' and who not in sees else {reply.status}
                    self.expect(twin, wanted, page, who, suffix)
                    if twin.status == 200:
                        self.assertIn({'.json': 'json', '.csv': 'csv', '.xlsx': 'spreadsheetml', '.docx': 'wordprocessingml'}[suffix], twin.headers['Content-Type'])

    def test_foreign(self):
        """A foreign organisation looks like one that is not there, and nothing of it is in the answer."""
        for page, _, sees, posts, foreign in self.pages():
            if foreign is None:
                continue
            for who in 'mtsueoc':
                if '{foreign_case}' in foreign and who not in 'su':
                    continue # both cases of the demonstration are the district's
                client, path = self.people[who], foreign.format(**self.foreign(who))
                absent = client.get(re.sub(r'sch99\d+', 'sch000000', path)) if 'sch99' in path else None
                for suffix in ('', *(TWINS if page in self.twins else ())):
                    reply = client.get(with_twin(path, suffix))
                    self.expect(reply, {404} if who in sees or who in 'su' else {403, 404}, page, who, path, suffix)
                    for name in ('Степной', *self.names.values()):
                        self.assertNotIn(name, reply.words(), (page, who, path))
                    if suffix == '' and absent is not None:
                        self.assertEqual((absent.status, absent.title()), (reply.status, reply.title()), (page, who))
                if posts is not None:
                    client.get('/account/name')
                    self.expect(client.post(path, NONSENSE), {403, 404}, 'POST', page, who, path)

    def test_foreign_by_query(self):
        """«?org=» of a foreign organisation opens nothing, on no page."""
        for page, sample, sees, _, _ in self.pages():
            if sample is None or page in ('/signin', '/signout'):
                continue
            for who in 'mtsueoc':
                codes = ('sch990001', 'ensk') if who in 'su' else ('stepnoy', 'sch990060', 'demo')
                plain = self.people[who].get(sample.format(**self.things)).words()
                for code in codes:
                    path = sample.format(**self.things)
                    reply = self.people[who].get(path + ('&' if '?' in path else '?') + 'org=' + code)
                    self.assertIn(reply.status, (200, 303, 400, 403, 404), (page, who, code))
                    for name in ('Степной', self.names['sch990001'], self.names['sch990060']):
                        if name not in plain:
                            self.assertNotIn(name, reply.words(), (page, who, code))

    def test_post(self):
        """Buttons: who may not press them is refused before anything is looked at."""
        for page, sample, sees, posts, _ in self.pages():
            path = (sample or page).format(**self.things)
            for who, client in self.people.items():
                if page == '/signout' and who != '-':
                    continue
                client.get('/view' if who == '-' else '/account/name') # its form has the secret
                reply = client.post(path, NONSENSE)
                if posts is None:
                    self.expect(reply, {400, 401, 403, 404, 405}, 'POST', page, who)
                    if reply.status == 400:
                        self.assertIn('ничего не принимает', reply.words(), page)
                elif who in posts:
                    fine = {200, 303, 400, 409, 422} | ({403} if page in ASKS_MORE | OUTER else set())
                    self.expect(reply, fine | ({404} if page in MAY_BE_ABSENT | OUTER else set()), 'POST', page, who)
                elif who == '-':
                    self.expect(reply, {303, 401, 403, 404}, 'POST', page, who)
                    self.assertTrue(reply.status != 303 or reply.place.startswith('/signin'), (page, reply.place))
                else:
                    self.expect(reply, {403, 404}, 'POST', page, who)

    def test_totals_give_no_small_group_away(self):
        """A reader outside the circle: the total without the schools that are told leaves nobody alone, and a share is not told where its count is not."""
        number = lambda text: float(text.replace(',', '.'))
        for report, first in (('marks', 3), ('journal', 4)):
            tables = {}
            for who in 'cm':
                text = self.people[who].get(f'/results/2026-4-математика/reports/{report}.csv').text
                rows = [line.split(';') for line in text.splitlines()[2:] if line.count(';') > 4]
                tables[who] = {row[0]: row for row in rows}
            told, true = tables['c'], tables['m']
            whole = next(iter(true))
            schools = [name for name in true if name != whole]
            hidden = [name for name in schools if told[name][2] == '']
            small = [name for name in schools if true[name][2] == '']
            self.assertTrue(small and set(small) < set(hidden), (small, hidden))
            self.assertGreaterEqual(number(true[whole][2]) - sum(number(told[name][2]) for name in schools if name not in hidden), 5)
            for name in schools:
                if name in hidden:
                    self.assertEqual(set(told[name][2:]), {''}, told[name])
                    continue
                shares = [(number(share), number(true[name][-1] if report == 'journal' else true[name][2])) for share in told[name][first:first + 5:2 if report == 'journal' else 1][:4] if share not in ('скрыто', '')]
                for share, works in shares:
                    self.assertFalse(0.5 < share * works < 4.5, (report, told[name]))

    def test_forms_from_elsewhere(self):
        """Without the secret, with a foreign one, or from a foreign site nothing is done."""
        other = self.people['r']
        other.get('/account/name')
        foreign_secret = other.secret
        before = self.entries()
        for page, sample, sees, posts, _ in self.pages():
            if posts is None or posts == '':
                continue
            path = (sample or page).format(**self.things)
            for who in (posts[0], posts[-2 if posts.endswith('-') else -1]):
                client = self.people[who]
                client.get('/account/name')
                secret = client.secret
                tries = ({'csrf': ''}, {}), ({'csrf': secret[:-1] + ('A' if secret[-1] != 'A' else 'B')}, {}), ({}, {'Origin': 'https://evil.example'}), \
                        ({}, {'Origin': 'null'}), ({}, {'Sec-Fetch-Site': 'cross-site'}), ({}, {'Sec-Fetch-Site': 'same-site'})
                for fields, headers in tries if who == 'r' else (*tries, ({'csrf': foreign_secret}, {})):
                    reply = client.post(path, {**NONSENSE, 'csrf': secret, **fields}, headers)
                    self.expect(reply, {403} if page not in MAY_BE_ABSENT else {403, 404}, 'POST', page, who, fields, headers)
                self.assertEqual(client.get('/account').status, 200, 'signed out by a foreign form')
        self.assertEqual(self.entries(), before, 'a foreign form has changed something')

    def entries(self):
        con = sqlite3.connect(f'file:{self.server.base}?mode=ro', uri=True)
        n = con.execute('SELECT count(*) FROM audit').fetchone()[0]
        con.close()
        return n

    def test_headers(self):
        """Every answer, also a refusal, carries the headers that keep a browser safe; nothing of it is kept by others."""
        for who, path in (('m', '/'), ('m', '/forms'), ('s', '/signs/sch990005'), ('-', '/signin'), ('m', '/none'), ('s', '/system'), ('m', '/forms.json'), ('m', '/forms.docx')):
            headers = self.people[who].get(path).headers
            policy = headers['Content-Security-Policy']
            for part in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"):
                self.assertIn(part, policy, (path, policy))
            self.assertNotIn('unsafe', policy)
            self.assertEqual(headers['X-Content-Type-Options'], 'nosniff')
            self.assertIn('no-store', headers['Cache-Control'], path)
            self.assertIn(headers['Referrer-Policy'], ('same-origin', 'no-referrer'))
        for path in ('/', '/forms', '/signs', '/people', '/journal'):
            text = self.people['m'].get(path).text
            self.assertNotRegex(text, r'<[^>]+\s(style|on\w+)\s*=', path)
            self.assertNotRegex(text, r'<script(?![^>]*\bsrc=)[^>]*>', path)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
