#!/usr/bin/env python3
"""A form that is shown may be sent: pages × roles; every form with POST is sent as it stands on a page just fetched, and the answer is never «for this you need a right» or «there is no such thing».

usage: shown_forms.py MERILO
Pages are found by their links, some addresses of each kind, so that things in different states are met. What was typed badly, or came too late, is no fault here.
"""
import html
import html.parser
import json
import re
import shutil
import sys
import tempfile
import unittest
import urllib.parse

import harness

ROLES = ('region', 'municipality', 'methodologist', 'school', 'teacher', 'reader', 'admin')
OF_A_KIND = 3
# Of the person alone, whatever the role: the password is asked for, or the session ends.
OWN = ('/signout', '/view', '/account', '/signin', '/invite')


class Forms(html.parser.HTMLParser):
    """Forms with POST as a browser would send them."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        one = dict(attrs)
        if tag == 'form':
            self.form = {'action': one.get('action', ''), 'fields': {}, 'buttons': [], 'file': None}
            if one.get('method', '').lower() == 'post':
                self.forms.append(self.form)
        name, form = one.get('name'), self.form
        if form is None or name is None and tag != 'option':
            return
        kind = one.get('type', 'text')
        if tag == 'button':
            form['buttons'].append((name, one.get('value', '')))
        elif tag == 'input' and kind == 'file':
            form['file'] = name
        elif tag == 'input' and kind in ('radio', 'checkbox'):
            if 'checked' in one:
                form['fields'][name] = one.get('value', 'on')
        elif tag == 'input':
            form['fields'][name] = one.get('value') or {'date': '2026-05-20', 'number': '1', 'email': 'x@example.ru'}.get(kind, 'слова')
        elif tag == 'textarea':
            self.area, form['fields'][name] = name, ''
        elif tag == 'select':
            self.select = name
        elif tag == 'option' and self.select is not None and (self.select not in form['fields'] or 'selected' in one):
            form['fields'][self.select] = one.get('value', '')

    def handle_data(self, data):
        if self.area is not None and self.form is not None:
            self.form['fields'][self.area] += data

    def handle_endtag(self, tag):
        if tag == 'textarea' and self.area is not None:
            self.form['fields'][self.area] = self.form['fields'][self.area].strip() or 'слова'
            self.area = None
        elif tag == 'select':
            self.select = None
        elif tag == 'form':
            self.form = None


def forms_of(page):
    return Forms(''.join(re.findall(r'<form\b.*?</form>', page, re.S))).forms


class Walk:
    """One person's way through the pages of one server."""

    def __init__(self, client, role):
        self.client, self.role, self.sent, self.wrong, self.known = client, role, 0, [], {}
        patterns = [row[0] if isinstance(row, list) else next(iter(row.values())) for row in json.loads(self.client.get('/api.json').text)['tables'][0]['rows']]
        patterns.sort(key=lambda one: one.count(':'))  # «/plans/new» is no «/plans/:plan»
        self.kinds = [(one, re.compile('^' + re.sub(r':\w+', '[^/]+', one) + '$')) for one in patterns]

    def kind(self, address):
        path = urllib.parse.unquote(address.split('?')[0])
        return next((one for one, fits in self.kinds if fits.match(path)), None)

    def few(self, what):
        self.known[what] = self.known.get(what, 0) + 1
        return self.known[what] <= OF_A_KIND

    def pages(self):
        waiting, seen = [one for one, _ in self.kinds if ':' not in one], set()
        for address in waiting:  # it grows
            kind = self.kind(address)
            if kind is None or address in seen or kind.startswith(OWN) or not self.few(kind):
                continue
            seen.add(address)
            page = self.read(address)
            if page is not None:
                waiting += re.findall(r'<a [^>]*href="(/[^"#]*)', page)
                self.send_all(address, page)
        return self

    def read(self, address):
        reply = self.client.get(urllib.parse.unquote(html.unescape(address)))
        return reply.text if reply.status == 200 and 'html' in reply.headers.get('Content-Type', '') else None

    def send_all(self, address, page):
        """A fresh page after each form that was taken: it may have changed what the next one is about."""
        i = 0
        while page is not None:
            forms = [form for form in forms_of(page) if not form['action'].startswith(OWN)]
            if i >= len(forms):
                return
            form = forms[i]
            i += 1
            if self.few((self.kind(form['action'] or address), form['fields'].get('do'), *form['buttons'][:1])):
                page = self.read(address) if self.send(address, form) < 400 else page

    def send(self, address, form):
        fields = {**form['fields'], **dict(form['buttons'][:1])}
        to = html.unescape(form['action'] or address)
        answer = self.client.upload(to, fields, [(form['file'], 'документ.txt', 'Слова'.encode())]) if form['file'] else self.client.post(to, fields)
        self.sent += 1
        if answer.status in (401, 403, 404, 405) or answer.status >= 500 and answer.status != 503:
            shown = {key: value[:40] for key, value in fields.items() if key != 'csrf'}
            self.wrong.append((self.role, urllib.parse.unquote(address), form['action'], shown, answer.status, re.sub('.*Не получилось', '', answer.words())[:200]))
        return answer.status


class ShownForms(unittest.TestCase):
    def test_shown_forms_may_be_sent(self):
        """Each role has a copy of the demonstration to itself: what others have changed is not in its way."""
        wrong, sent, cookies = [], {}, {}
        with tempfile.TemporaryDirectory(prefix='merilo-forms-') as folder:
            with harness.Server(harness.program(), f'{folder}/made') as server:
                for role in ROLES:
                    client = server.sign_in(role)
                    cookies[role] = client.cookies
                    client.leave()
            for role in ROLES:
                shutil.copytree(f'{folder}/made', f'{folder}/{role}')
                with harness.Server(harness.program(), f'{folder}/{role}', demo=False) as server:
                    client = server.client()
                    client.cookies = cookies[role]
                    walk = Walk(client, role).pages()
                    client.leave()
                wrong += walk.wrong
                sent[role] = walk.sent
        self.assertEqual(wrong, [], '\n' + '\n'.join(map(str, wrong)))
        self.assertGreater(min(sent[role] for role in ('region', 'municipality', 'methodologist', 'school')), 40, sent)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
