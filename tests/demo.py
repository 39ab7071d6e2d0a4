#!/usr/bin/env python3
"""The demonstration through the real server: everybody whose link is printed gets in, once; the night makes a copy; it stops when told and goes on where it was.

usage: demo.py PROGRAM [FOLDER]
"""
import contextlib
import http.cookiejar
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

program = sys.argv[1]


class Server:
    """«merilo serve --demo» on any free port, until stop()."""

    def __init__(self, folder):
        self.process = subprocess.Popen([program, 'serve', '--demo', '--db', f'{folder}/demo.db', '--data', folder, '--listen', '127.0.0.1:0', '--workers', '2'],
                                        stdout=subprocess.PIPE, stderr=open(f'{folder}.log', 'a', encoding='utf-8'), text=True)
        self.url, self.links, who = None, [], ''
        for line in self.process.stdout:
            found = re.search(r'http://\S+', line)
            if found and self.url is None:
                self.url = found.group(0)
            elif found:
                self.links.append((who, found.group(0)))
            elif ' — ' in line:
                who = line.split(' — ')[0].strip()
            if len(self.links) == 12:
                break

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        rest = self.process.stdout.read()
        assert self.process.wait(timeout=20) == 0, rest


class Browser:
    def __init__(self):
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, url, fields=None):
        """(status, text, address at the end)"""
        body = None if fields is None else urllib.parse.urlencode(fields).encode()
        headers = {} if fields is None else {'Origin': '/'.join(url.split('/')[:3]), 'Sec-Fetch-Site': 'same-origin'}
        try:
            with self.opener.open(urllib.request.Request(url, body, headers), timeout=20) as reply:
                return reply.status, reply.read().decode(), reply.url
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors='replace'), url

    def sign_in(self, link):
        status, page, _ = self.open(link)
        assert status == 200, (status, link)
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)
        assert csrf, page[-2000:]
        return self.open(link, {'csrf': csrf.group(1)})


def look(folder):
    server = Server(folder)
    assert len(server.links) == 12, server.links
    for who, link in server.links:
        browser = Browser()
        assert browser.sign_in(link)[0] == 200, who
        status, _, address = browser.open(server.url + 'account')
        assert status == 200 and address.endswith('/account'), (who, status, address)
        status, page, _ = browser.open(server.url)
        assert status == 200 and '<h1' in page, (who, status)
        again, page, _ = Browser().open(link)
        assert again == 404, f'{who}: a link worked twice ({again})'
    status, page, _ = Browser().open(server.url + 'people')
    assert status != 200 or 'signin' in page, 'a page of people without signing in'
    server.stop()
    assert len(os.listdir(f'{folder}/формы для пробы')) == 2

    later = Server(folder) # goes on with the same district
    assert len(later.links) == 12 and not {link.rsplit('/', 1)[1] for _, link in later.links} & {link.rsplit('/', 1)[1] for _, link in server.links}
    later.stop()

    # The night has come by then for any hour of the settings: its copy stands in the folder and is whole. Else one is made now.
    copies = f'{folder}/copies'
    if not os.path.isdir(copies):
        subprocess.run([program, 'backup', '--db', f'{folder}/demo.db'], check=True, capture_output=True, env={**os.environ, 'MERILO_DATA': folder})
    newest = sorted(os.listdir(copies))[-1]
    told = subprocess.run([program, 'verify', f'{copies}/{newest}'], check=True, capture_output=True, text=True).stdout
    assert 'Всё цело' in told, told
    # What is gone is missed too: a form says how many versions it had, an upload which file.
    for statement in ('DELETE FROM sheet WHERE rowid = (SELECT min(rowid) FROM sheet)', 'DELETE FROM attachment WHERE sha256 = (SELECT min(sha256) FROM upload)'):
        lost = f'{folder}/lost.db'
        with contextlib.closing(sqlite3.connect(f'{folder}/demo.db')) as base, contextlib.closing(sqlite3.connect(lost)) as bad, bad:
            base.backup(bad)
            for (trigger,) in bad.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                bad.execute(f'DROP TRIGGER "{trigger}"')
            assert bad.execute(statement).rowcount == 1
        told = subprocess.run([program, 'verify', '--db', lost], capture_output=True, text=True)
        assert told.returncode == 4 and 'в базе' in told.stderr, (statement, told)
        os.remove(lost)
    print('показательный район открыт, все роли вошли, копия цела')


if len(sys.argv) > 2:
    os.makedirs(sys.argv[2], exist_ok=True)
    look(sys.argv[2])
else:
    with tempfile.TemporaryDirectory() as place:
        os.mkdir(f'{place}/demo')
        look(f'{place}/demo')
