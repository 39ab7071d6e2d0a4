"""A thousand sign-ins at once, as behind nginx at nine in the morning, while others go on working; memory meanwhile."""
import asyncio
import re
import resource
import threading
import time
import urllib.parse

from server_client import Client, memory_mb, percentile
from server_data import PASSWORD

PEOPLE, SECONDS = 1000, 60
# The same text on both engines: a person of a school, copied.
MORE_PEOPLE = """
WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < %d)
INSERT INTO account (region_id, id, number, login, login_key, name, name_key, search, post, email, password, totp_secret, totp_step, oidc_subject, state, made_at)
SELECT a.region_id, 9000000 + g.i, 100000 + g.i, 'n' || g.i, 'n' || g.i, a.name, a.name_key, a.search, a.post, a.email, a.password, NULL, 0, '', a.state, a.made_at
FROM account a, g WHERE a.login = 'school';
WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < %d)
INSERT INTO account_grant (region_id, id, account_id, role, org_id, granted_by, granted_at)
SELECT r.region_id, 9000000 + g.i, 9000000 + g.i, r.role, r.org_id, 0, r.granted_at FROM account a JOIN account_grant r ON r.region_id = a.region_id AND r.account_id = a.id, g
WHERE a.login = 'school';
""" % (PEOPLE, PEOPLE)


class Watch(threading.Thread):
    """The largest memory of the server until stopped."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0.0, False

    def run(self):
        while not self.over:
            self.most = max(self.most, memory_mb(self.pid))
            time.sleep(0.3)

    def stop(self):
        self.over = True
        self.join()
        return self.most


async def ask(port, head, body=b''):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(head + body)
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 90)
    writer.close()
    return answer


def head(method, path, address, more=''):
    return f'{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n{more}\r\n'.encode()


class Crowd:
    """One form is opened by each; then all are sent in the same moment; who is told to wait comes again when told, for a minute."""

    def __init__(self, port):
        self.port, self.n_in, self.n_told, self.n_waiting, self.lost, self.seconds = port, 0, 0, 0, [], 0.0

    async def open_form(self, i, gate):
        async with gate:
            answer = (await ask(self.port, head('GET', '/signin', self.address(i)))).decode()
        cookie = re.search(r'set-cookie: (before=[^;]*)', answer, re.I).group(1)
        secret = re.search(r'name="csrf" value="([^"]*)"', answer).group(1)
        return cookie, urllib.parse.urlencode({'csrf': secret, 'login': f'n{i}', 'password': PASSWORD}).encode()

    @staticmethod
    def address(i):
        return f'10.0.{i // 250}.{i % 250 + 1}'

    async def enter(self, i, cookie, body, begin):
        request = head('POST', '/signin', self.address(i), f'Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n')
        while time.monotonic() < begin + SECONDS:
            try:
                answer = (await ask(self.port, request, body)).split(b'\r\n\r\n', 1)[0].decode('latin-1')
            except (OSError, asyncio.TimeoutError) as failure:
                self.lost.append(repr(failure))
                return
            status, wait = answer.split(' ')[1], re.search(r'retry-after: (\d+)', answer, re.I)
            if status == '303' and re.search(r'set-cookie: session=', answer, re.I):
                self.n_in += 1
                return
            if status != '503' or wait is None:
                self.lost.append(answer.split('\r\n', 1)[0])
                return
            self.n_told += 1
            await asyncio.sleep(int(wait.group(1)))
        self.n_waiting += 1

    async def go(self):
        gate = asyncio.Semaphore(32)
        forms = await asyncio.gather(*(self.open_form(i, gate) for i in range(1, PEOPLE + 1)))
        begin = time.monotonic()
        await asyncio.gather(*(self.enter(i + 1, *form, begin) for i, form in enumerate(forms)))
        self.seconds = time.monotonic() - begin


def others(place, base, pages, stop, out):
    """One who works on meanwhile: server times of pages."""
    clients = {login: Client(base, place.cookies[login]) for login in {login for _, login in pages}}
    while not stop.is_set():
        for path, login in pages:
            status, ms, _ = clients[login].get(path)
            out.append((status, ms))
            time.sleep(0.05)
            if stop.is_set():
                break


def crowd(place, pages):
    """(idle MB, largest MB, Crowd, times of others' pages, their statuses other than 200)"""
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with place.server('8', '--trusted-proxy', '127.0.0.1') as server:
        time.sleep(2)
        idle = memory_mb(server.process.pid)
        watch = Watch(server.process.pid)
        watch.start()
        read_all(place, server.base, pages, 8)
        seen, stop = [], threading.Event()
        worker = threading.Thread(target=others, args=(place, server.base, pages, stop, seen))
        worker.start()
        entering = Crowd(urllib.parse.urlsplit(server.base).port)
        asyncio.run(entering.go())
        stop.set()
        worker.join()
        most = watch.stop()
    return idle, most, entering, percentile([ms for _, ms in seen], .95), [status for status, _ in seen if status != 200]


def read_all(place, base, pages, n):
    """n people open every page, each by a connection of his own: memory under load."""
    def one(part):
        for login in {login for _, login in pages}:
            client = Client(base, place.cookies[login])
            for path, whose in pages[part:] + pages[:part]:
                if whose == login:
                    client.get(path)
            client.close()
    threads = [threading.Thread(target=one, args=(i * len(pages) // n,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
