"""Every page of the registry as the right person, with its time in the server and its size; and its twins in other formats."""
import json
import re

from server_client import Client, percentile
from server_data import FIRST, people, sign_in
from web_client import Server

PAGE_MS, FIRST_MS, PAGE_KB = 50, 150, 200
N_PAGE, N_FILE = 40, 10
FORMATS = ('json', 'csv', 'xlsx', 'docx')
ANALYSIS = ('/results', '/signs')  # what opens fragments of an analysis
# Pages without twins are not in OpenAPI.
BARE = ['/', '/signin', '/invite', '/forms/new', '/forms/reconcile', '/procedures/new', '/people/new', '/orgs/import', '/account/name', '/account/password', '/account/sessions', '/account/totp',
        '/view', '/api/openapi']
VALUES = {'org': FIRST, 'procedure': '2026-4-математика', 'term': 'sign', 'number': '1', 'person': '2', 'task': '1', 'plan': '1', 'n': '1', 'type': 'minutes'}
# Nothing such is in these data, or it speaks to another server.
ABSENT = ('/contests/{procedure}', '/invite/{code}', '/signin/outer', '/people/{person}/slip', '/account/recovery', '/account/outer', '/cases/{number}/files/{entry}')
ELSE = {'/records/{type}/{number}/people': {'type': 'event'}}  # minutes have no list of people, events no papers
ORDER = ('office', 'town', 'admin', 'school', 'reader', '')


class Place:
    """One database with its people signed in; pages are asked of a fresh server each, so that the first showing is a cold one."""

    def __init__(self, program, url, size, data):
        self.program, self.url, self.size, self.data, self.cookies = program, url, size, data, {'': ''}
        with self.server('2') as server:
            for login in ['admin', *people(size)]:
                self.cookies[login] = 'session=' + sign_in(server, login).cookie('session')

    def server(self, workers, *more):
        return Server(self.program, self.url, '--data', self.data, *more, workers=workers)


def fill(place, template, choices):
    path = template
    for name, value in {**VALUES, **ELSE.get(template, {}), **choices}.items():
        path = path.replace('{' + name + '}', value)
    return path


def addresses(place, document):
    """[(address, has twins)]: each page once as it is, then with each value of each parameter of a few values; /jobs/1 and the like are in every database."""
    out = [(path, False) for path in BARE]
    for template, item in document['paths'].items():
        template = re.sub(r'\.json$', '', template)
        if '.' in template or template in ABSENT:
            continue
        listed = {one['name']: one['schema']['enum'] for one in item['get']['parameters'] if 'enum' in one['schema']}
        in_path = [name for name in listed if '{' + name + '}' in template]
        variants = [{name: value} for name in in_path for value in listed[name]] or [{}]
        out.extend((fill(place, template, variant), i == 0) for i, variant in enumerate(variants))
        path = fill(place, template, variants[0])
        out.extend((f'{path}?{name}={value}', False) for name in listed if name not in in_path for value in listed[name])
    return list(dict.fromkeys(out))


class Measured:
    def __init__(self, login='', status=0, first=0.0, times=(), size=0, html=False):
        self.login, self.status, self.first, self.kb, self.html = login, status, first, size / 1000, html
        self.p50, self.p95 = (percentile(times, .5), percentile(times, .95)) if times else (0.0, 0.0)

    def broken(self, path):
        """What is over its limit, in words."""
        if self.status != 200:
            return [f'ответ {self.status}']
        first_limit = FIRST_MS if path.startswith(ANALYSIS) else PAGE_MS if self.html else FIRST_MS
        over = [f'p95 {self.p95:.0f} > {PAGE_MS} мс'] if self.p95 > PAGE_MS else []
        over += [f'первый раз {self.first:.0f} > {first_limit} мс'] if self.first > first_limit else []
        return over + ([f'{self.kb:.0f} > {PAGE_KB} КБ'] if self.html and self.kb > PAGE_KB else [])


def measure(place, path, login, n):
    with place.server('1') as server:
        client = Client(server.base, place.cookies[login])
        status, first, body = client.get(path)
        times = [client.get(path)[1] for _ in range(n)] if status == 200 else []
        client.close()
        return Measured(login, status, first, times, len(body), body[:9].lower() == b'<!doctype')


def who_may(place, client_of, path):
    """Those who see a page: the first of the offices, and the school, whose lists are others."""
    seen = [login for login in ORDER if login in place.cookies and client_of[login].get(path)[0] == 200]
    return seen[:1] + [login for login in seen[1:] if login == 'school'] if seen else ['office']


def all_pages(place, show):
    """show(address, Measured) for every page and twin, by everybody whose pages differ."""
    with place.server('1') as server:
        clients = {login: Client(server.base, cookie) for login, cookie in place.cookies.items()}
        document = json.loads(clients[''].get('/api/openapi')[2])
        asked = []
        for path, twins in addresses(place, document):
            for login in who_may(place, clients, path):
                asked.append((path, login, N_PAGE))
            asked += [(f'{path}.{suffix}', asked[-1][1], N_FILE) for suffix in FORMATS if twins]
    pages = []
    for path, login, n in asked:
        found = measure(place, path, login, n)
        if found.status == 200 and found.broken(path):  # other work of this machine is not the server's
            again = measure(place, path, login, n)
            found.first, found.p50, found.p95 = min(found.first, again.first), min(found.p50, again.p50), min(found.p95, again.p95)
        show(path, found)
        if found.html and login:
            pages.append((path, login))
    return pages
