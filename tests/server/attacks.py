#!/usr/bin/env python3
"""What an attacker types: markup, formulas, quotes, control bytes and hugeness in every field of every form, every part of every address, every header; then everything is read in every format.

usage: attacks.py MERILO
Forms are found on the pages themselves, so a new field is attacked without being named here.
"""
import csv
import html
import html.parser
import io
import json
import re
import sys
import unittest
import urllib.parse
import xml.dom.minidom
import zipfile

import harness
import rights

# Tags, a closing of what may be around, our own markup of rich text, quotes, an end of SQL; a formula in front.
EVIL = '</title></textarea><hostile-x onclick=a()>"\'`<script>hostile()</script> [зло](javascript:hostile()) **x** [y](//evil.example) {{7*7}} %s %n \');DROP TABLE audit;--'
FORMULAS = ('=', '+', '-', '@', '\t=', ' =')
QUERY = ("'", '"><hostile-x>', '-1', '99999999999999999999', '%00', '%ff%fe', '../../../etc/passwd', '1 OR 1=1', '', 'я' * 3000, '[]', '1e9', '0x10', '٣', '%F0%9F%92%A9')
TRIED_BY = {'municipality': 150, 'school9': 100, 'admin': 80, 'region': 60}  # most pages of a walk


class Reader(html.parser.HTMLParser):
    """What a browser would make of a page: forms, links, and anything that came from an attacker."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.wrong, self.form, self.field = [], [], [], None, None
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        if tag == 'hostile-x' or (tag == 'script' and not (attrs.get('src') or '').startswith('/static/')):
            self.wrong.append(f'<{tag}>')
        for name, value in pairs:
            if name.startswith('on') or name == 'style':
                self.wrong.append(f'<{tag} {name}>')
            if name in ('href', 'src', 'action', 'formaction') and not re.match(r'(/(?!/)|#|\?|$)', value or '') and not re.match(r'(https?://(127\.0\.0\.1[:/]|[a-z.]*(fioco|obrnadzor|edu|gov)\.)|mailto:)', value or ''):
                self.wrong.append(f'<{tag} {name}={value[:60]}>')
        if tag == 'a' and (attrs.get('href') or '').startswith('/'):
            self.links.append(attrs['href'].split('#')[0])
        if tag == 'form' and attrs.get('method', '').lower() == 'post':
            self.form = (attrs.get('action') or '', attrs.get('enctype') == 'multipart/form-data', [])
            self.forms.append(self.form)
        elif self.form and tag in ('input', 'textarea', 'select', 'button') and attrs.get('name'):
            kind = tag if tag != 'input' else attrs.get('type', 'text')
            self.field = [kind, attrs['name'], attrs.get('value') or '']
            self.form[2].append(self.field)
        elif self.form and tag == 'option' and self.field and self.field[0] == 'select' and ('selected' in attrs or not self.field[2]):
            self.field[2] = attrs.get('value') or ''

    def handle_endtag(self, tag):
        if tag == 'form':
            self.form = None


def with_twin(path, suffix):
    address, mark, query = path.partition('?')
    return ('/index' if address == '/' else address) + suffix + mark + query


class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = harness.Server(harness.program())
        cls.people = {role: cls.server.sign_in(role) for role in harness.ROLES}

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        log = cls.server.log()
        cls.server.__exit__()
        assert not re.search('упал|сигнал|AddressSanitizer|BUG', log), log[-3000:]

    def setUp(self):
        self.wrong, self.n_shown = [], 0

    def tearDown(self):
        self.assertEqual(self.wrong, [], '\n' + '\n'.join(map(str, self.wrong[:40])))

    def walk(self, role, visit, most):
        """Pages as a person finds them, by links, each once; of pages that differ only in their numbers, a few."""
        letter = next((letter for letter, name in rights.LETTERS.items() if role.startswith(name)))
        waiting = ['/', *(page for page, (_, sees, _, _) in rights.PAGES.items() if ':' not in page and letter in sees and '-' not in sees)]
        client, seen, alike, n = self.people[role], set(waiting), {}, 0
        while waiting and n < most:
            path = waiting.pop(0)
            kind = re.sub(r'\d+', '0', re.sub('%D[01]%..', 'я', path.split('?')[0]))
            alike[kind] = alike.get(kind, 0) + 1
            if alike[kind] > 4:
                continue
            reply = client.get(urllib.parse.unquote(path))
            if reply.status >= 500:
                self.wrong.append((role, path, reply.status, reply.words()[-300:]))
            if 'html' not in reply.headers.get('Content-Type', ''):
                continue
            n += 1
            read = Reader(reply.text)
            if read.wrong:
                self.wrong.append((role, path, read.wrong[:4]))
            visit(client, path, read)
            for link in read.links:
                if link not in seen and not re.match(r'/(signout|static|signin)|.*[?&]year=', link) and not re.search(r'\.(json|csv|xlsx|docx)(\?|$)|/original$|\.mcopy$', link):
                    seen.add(link)
                    waiting.append(link)
        return n

    def attack_forms(self, role):
        tried = set()

        def visit(client, path, read):
            for action, is_upload, fields in read.forms:
                names = tuple(sorted({f'{kind} {name}' for kind, name, _ in fields}))
                kind = (re.sub(r'\d+', '0', re.sub('%D[01]%..|-', '', (action or path).split('?')[0])), names)
                if kind in tried or action.startswith(('/signout', '/signin', '/account/password', '/account/sessions')):
                    continue
                tried.add(kind)
                buttons = [field for field in fields if field[0] == 'button'] or [None]
                for button in buttons[:4]:
                    filled, n = {}, len(tried)
                    for which, name, value in fields:
                        if which in ('text', 'textarea', 'search', 'email'):
                            filled[name] = FORMULAS[n % len(FORMULAS)] + EVIL
                            n += 1
                        elif which not in ('button', 'file', 'password', 'checkbox'):
                            filled[name] = value
                    if button:
                        filled[button[1]] = button[2]
                    where = urllib.parse.unquote(action or path)
                    table = f'школа;{EVIL};причина\nsch990009;{EVIL};={EVIL}\n'.encode()
                    reply = client.upload(where, filled, [(name, f'../../{EVIL}.csv'.replace('"', '%22'), table) for which, name, _ in fields if which == 'file']) if is_upload else client.post(where, filled)
                    if reply.status not in (200, 303, 400, 403, 404, 409, 413, 422):
                        self.wrong.append((role, where, filled.keys(), reply.status, reply.words()[-300:]))
                    if Reader(reply.text).wrong:
                        self.wrong.append((role, 'answer of', where, Reader(reply.text).wrong[:4]))
        self.walk(role, visit, TRIED_BY[role])
        return len(tried)

    def read_twins(self, role):
        def visit(client, path, _):
            address = urllib.parse.unquote(path)
            for suffix in ('.json', '.csv', '.xlsx', '.docx'):
                reply = client.get(with_twin(address, suffix))
                if reply.status != 200 or 'html' in reply.headers['Content-Type']:
                    if reply.status >= 500:
                        self.wrong.append((role, address, suffix, reply.status))
                    continue
                try:
                    getattr(self, 'read_' + suffix[1:])(reply.body)
                except Exception as fault:  # pylint: disable=broad-except
                    self.wrong.append((role, address, suffix, repr(fault)[:300]))
        return self.walk(role, visit, 60)

    def read_json(self, body):
        self.n_shown += 'hostile()' in json.dumps(json.loads(body), ensure_ascii=False)

    def read_csv(self, body):
        for row in csv.reader(io.StringIO(body.decode('utf-8-sig')), delimiter=';'):
            for cell in row:
                assert not re.match(r'[\t\r ]*[=@]|[\t\r ]*[+\-](?![\d,.\u00a0 ]*%?$)', cell) or cell in ('-', '−'), f'a formula: {cell[:60]}'

    def read_xlsx(self, body):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            for name in book.namelist():
                if name.endswith(('.xml', '.rels')):
                    text = book.read(name)
                    xml.dom.minidom.parseString(text)
                    is_words = name == 'xl/sharedStrings.xml'  # what was typed may be told there, as words: links and formulas stand elsewhere
                    assert not re.search(rb'<f[ >]' if is_words else rb'<f[ >]|evil\.example" |javascript:[^<]*"', text), name

    def read_docx(self, body):
        with zipfile.ZipFile(io.BytesIO(body)) as paper:
            for name in paper.namelist():
                if name.endswith(('.xml', '.rels')):
                    text = paper.read(name)
                    xml.dom.minidom.parseString(text)
                    assert not re.search(rb'Target="[^"]*(evil|javascript)|(instrText|fldSimple)[^<]*HYPERLINK', text), name

    def test_every_field(self):
        n_forms = {role: self.attack_forms(role) for role in TRIED_BY}
        self.assertGreater(sum(n_forms.values()), 25, n_forms)
        n_read = {role: self.read_twins(role) for role in ('municipality', 'school9', 'admin')}
        self.assertGreater(min(n_read.values()), 15, n_read)
        self.assertGreater(self.n_shown, 5, 'what was typed is shown nowhere: nothing was tried')
        self.assertIn('цело', self.server.run('verify', '--db', self.server.base).stdout)
        print('forms attacked', n_forms, 'pages read in four formats', n_read, file=sys.stderr)

    def test_every_address(self):
        """Parameters of the path and of the query: refused in words, never a failure."""
        described = json.loads(self.people['admin'].get('/api/openapi').text)['paths']
        queries = {}
        for path, what in described.items():
            if path.endswith('.json'):
                queries[re.sub(r'\{(\w+)\}', r':\1', path[:-5])] = [one['name'] for one in what['get']['parameters'] if one['in'] == 'query']
        for page in rights.PAGES:
            for role in ('municipality', 'admin'):
                client = self.people[role]
                tries = [re.sub(r':\w+', lambda _, value=value: urllib.parse.quote(value, safe="%'") or 'x', page) for value in QUERY] if ':' in page else []
                path = page.replace(':procedure', '2026-4-математика').replace(':org', 'sch990005').replace(':number', '1').replace(':person', '2')
                tries += [f'{path}?{name}={value if value.startswith("%") else urllib.parse.quote(value)}' for name in [*queries.get(page, ['q']), 'org', 'year', 'page'] for value in QUERY if ':' not in path]
                for address in tries if page != '/signout' else ():
                    reply = client.get(address)
                    if reply.status not in (200, 303, 400, 403, 404, 405, 409, 414, 431):
                        self.wrong.append((role, address[:100], reply.status, reply.words()[-200:]))
                    if 'html' in reply.headers.get('Content-Type', '') and Reader(reply.text).wrong:
                        self.wrong.append((role, address[:100], Reader(reply.text).wrong[:3]))

    def test_headers(self):
        """Names of hosts and ways through proxies that nobody trusts change nothing."""
        client = self.people['municipality']
        for headers in ({'X-Forwarded-Host': 'evil.example'}, {'X-Forwarded-For': '6.6.6.6'}, {'X-Forwarded-Proto': 'https'}, {'Forwarded': 'for=6.6.6.6;host=evil.example'},
                        {'X-Original-URL': '/system'}, {'X-Rewrite-URL': '/system'}, {'X-HTTP-Method-Override': 'POST'}, {'Referer': 'https://evil.example/'}):
            reply = client.get('/account/sessions', **headers)
            self.assertEqual(reply.status, 200, headers)
            for word in ('evil.example', '6.6.6.6'):
                self.assertNotIn(word, reply.text, headers)
        for host in ('evil.example<script>', 'a b', '', 'evil.example:99999', '[::1', "127.0.0.1'"):
            reply = client.get('/', Host=host)
            self.assertIn(reply.status, (200, 400, 421), host)
            self.assertNotIn('<script>evil', reply.text)
        signed_out = self.server.client()
        for place in ('//evil.example', 'https://evil.example', '/\\evil.example', '\\\\evil.example', '/%09/evil.example', 'javascript:alert(1)'):
            page = signed_out.get('/signin?next=' + urllib.parse.quote(place))
            self.assertLess(page.status, 500)
            self.assertEqual(Reader(page.text).wrong, [], place)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], warnings='ignore')
