#!/usr/bin/env python3
"""One district in both databases: the demonstration is made in SQLite, copied, restored into either; then exports and pages are the same bytes.

usage: postgres.py same_bytes.py PROGRAM; without PostgreSQL nothing is compared.
Pages are reached as a person reaches them: by links from the first page, for everybody of the demonstration, each in the four formats.
"""
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

from web_client import Browser

PROGRAM = sys.argv[1]
MOST_PAGES = {'муниципальный координатор': 50, 'завуч, школа № 5': 25, 'региональный координатор': 25}  # of one person
OF_OTHERS = 8
FORMATS = ('json', 'csv', 'xlsx', 'docx')
OWN = re.compile(r'/(system|account|signout|signin|view|static|invite)(/|$)')  # about this server and this sign-in
CLOCK = '1790000000'


def run(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False, env={**os.environ, 'MERILO_CLOCK': CLOCK})
    assert done.returncode == 0, (words, done.stdout, done.stderr)


class Server:
    def __init__(self, base, folder):
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.log = open(f'{folder}/log', 'a', encoding='utf-8')
        self.process = subprocess.Popen([PROGRAM, 'serve', '--demo', '--db', base, '--data', folder, '--listen', '127.0.0.1:0', '--workers', '2'],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True, env={**os.environ, 'MERILO_CLOCK': CLOCK})
        self.url, self.links, who = None, {}, ''
        for line in self.process.stdout:
            found = re.search(r'http://\S+', line)
            if found and self.url is None:
                self.url = found.group(0)
            elif found:
                self.links[who] = found.group(0)
            elif ' — ' in line:
                who = line.split(' — ')[0].strip()
            if len(self.links) == 12:
                break

    def sign_in(self, who):
        browser = Browser(self.url)
        path = urllib.parse.urlsplit(self.links[who]).path
        csrf = browser.get(path).csrf()
        browser.post(path, {'csrf': csrf})
        return browser

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.read()
        assert self.process.wait(timeout=30) == 0
        self.log.close()


def links_of(text):
    for href in re.findall(r'href="(/[^"#]*)"', text):
        href = href.replace('&amp;', '&')
        if not OWN.match(href) and not re.search(r'\.(json|csv|xlsx|docx)(\?|$)', href):
            yield href


def twin(path, kind):
    parts = urllib.parse.urlsplit(path)
    return ('/index' if parts.path == '/' else parts.path) + '.' + kind + ('?' + parts.query if parts.query else '')


def jobs_of(base):
    con = sqlite3.connect(base, timeout=20)
    kinds = dict(con.execute('SELECT kind, max(state) FROM job GROUP BY kind'))
    con.close()
    return kinds


def make(place):
    """The demonstration with the day's own work done, to the last: a job that ran on one of two servers while a page is compared would make a difference."""
    made = Server(f'{place}/made/demo.db', f'{place}/made')
    for _ in range(600):
        if 'remind' in jobs_of(f'{place}/made/demo.db'):  # asked for last
            break
        time.sleep(0.1)
    made.stop()
    run('jobs', '--db', f'{place}/made/demo.db', '--once')
    kinds = jobs_of(f'{place}/made/demo.db')
    assert set(kinds.values()) == {3} and {'backup', 'remind'} <= set(kinds), kinds
    run('backup', '--db', f'{place}/made/demo.db', '--out', f'{place}/copy')


def compare_pages(both, who):
    first, second = (server.sign_in(who) for server in both)
    seen, waiting, n_same, most = {'/'}, ['/'], 0, MOST_PAGES.get(who, OF_OTHERS)
    while waiting and n_same < most:
        path = waiting.pop(0)
        for link in links_of(first.get(path).text):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
        if path == '/':
            continue
        for kind in FORMATS:
            a, b = first.get(twin(path, kind)), second.get(twin(path, kind))
            assert (a.status, a.path) == (b.status, b.path), (who, path, a.status, b.status)
            if 'html' in a.headers['Content-Type']:
                break  # sent on to a page for people, or an error page: they carry the secret of their session
            assert a.bytes == b.bytes, f'{who}: {path} as {kind} differs\n{difference(a.text, b.text)}'
            n_same += a.status == 200 and kind == 'json'
    assert n_same > 5, (who, n_same)
    return n_same


def difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f'{a[max(0, at - 200):at + 200]}\n---\n{b[max(0, at - 200):at + 200]}'


def same_file(one, two):
    with open(one, 'rb') as a, open(two, 'rb') as b:
        x, y = a.read(), b.read()
    assert x == y, f'{one} and {two} differ ({len(x)} and {len(y)} bytes)'
    return len(x)


def main():
    if 'MERILO_TEST_PG' not in os.environ:
        print('PostgreSQL is absent: nothing to compare with')
        return
    with tempfile.TemporaryDirectory() as place:
        make(place)
        os.mkdir(f'{place}/one')
        bases = [f'{place}/one/demo.db', 'postgresql:///postgres' + os.environ['MERILO_TEST_PG']]
        for base, name in zip(bases, 'ab'):
            run('restore', f'{place}/copy', '--db', base)
            run('export', '--db', base, '--json', f'{place}/{name}.json', '--html', f'{place}/{name}.html', '--docx', f'{place}/{name}.docx', '--xlsx', f'{place}/{name}.xlsx')
            run('audit', 'export', '--db', base, '--out', f'{place}/{name}.csv')
        told = [f'{kind} {same_file(f"{place}/a.{kind}", f"{place}/b.{kind}")}' for kind in ('json', 'html', 'docx', 'xlsx', 'csv')]
        print('bytes the same:', ', '.join(told))
        both = [Server(bases[0], f'{place}/one'), Server(bases[1], f'{place}/two')]
        try:
            for who in both[0].links:
                print('pages the same:', who, compare_pages(both, who))
        finally:
            for server in both:
                server.stop()


main()
