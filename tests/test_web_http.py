#!/usr/bin/env python3
"""The HTTP server of src/web by raw sockets: what it refuses, what it survives, what it never loses. usage: test_web_http.py WEB_ECHO [CASE]

Each case prints a line as cmocka does, so that tools/count_tests.py counts it.
"""
import collections
import concurrent.futures
import hashlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = sys.argv[1]
with open(PROGRAM, 'rb') as program:
    SANITIZED = re.search(b'__[at]san_init', program.read()) is not None  # their runtime needs what the sandbox takes away


class Server:
    """web_echo for the time of a «with»."""

    def __init__(self, *arguments, wrap=()):
        self.folder = tempfile.TemporaryDirectory()
        self.arguments = [*wrap, PROGRAM, '--data', self.folder.name, *arguments, *(['--no-sandbox'] if SANITIZED else [])]

    def __enter__(self):
        self.log = open(os.path.join(self.folder.name, 'log'), 'w+')
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = self.process.stdout.readline().strip()
        assert self.url, self.said()
        self.port = int(self.url.rstrip('/').rsplit(':', 1)[1])
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.process.stdout.close()
        self.log.close()
        self.folder.cleanup()

    def said(self):
        with open(os.path.join(self.folder.name, 'log')) as log:
            return log.read()

    def connect(self):
        return socket.create_connection(('127.0.0.1', self.port), 15)

    def ask(self, text):
        """Sends bytes, reads all until the server closes or the reply is whole: (status, headers, body, closed)."""
        with self.connect() as wire:
            wire.sendall(text)
            return read_reply(wire)

    def get(self, path, *headers, method='GET', body=b''):
        return self.ask(request(path, *headers, method=method, body=body))

    def json(self, path, *headers, method='GET', body=b''):
        status, _, answer, _ = self.get(path, *headers, method=method, body=body)
        assert status == 200, (status, answer)
        return json.loads(answer)


def request(path, *headers, method='GET', body=b''):
    lines = [f'{method} {path} HTTP/1.1', 'Host: localhost', *headers]
    if body or method == 'POST':
        lines.append(f'Content-Length: {len(body)}')
    return ('\r\n'.join(lines) + '\r\n\r\n').encode() + body


def read_reply(wire, kept=b'', head=False):
    """One reply of a socket. closed: the server ended the connection."""
    data = kept
    while b'\r\n\r\n' not in data:
        got = wire.recv(65536)
        if not got:
            return (0, {}, data, True)
        data += got
    top, rest = data.split(b'\r\n\r\n', 1)
    lines = top.decode().split('\r\n')
    headers = {}
    for line in lines[1:]:
        name, value = line.split(': ', 1)
        headers.setdefault(name.lower(), []).append(value)
    status = int(lines[0].split()[1])
    wanted = 0 if head or status in (304, 100) else int(headers.get('content-length', ['0'])[0])
    while len(rest) < wanted:
        got = wire.recv(1 << 20)
        if not got:
            return (status, headers, rest, True)
        rest += got
    closed = headers.get('connection', [''])[0].lower() == 'close'
    return (status, headers, rest[:wanted], closed)


def multipart(*parts, boundary='XyZ'):
    out = b''
    for head, body in parts:
        out += f'--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n'.encode() + body + b'\r\n'
    return out + f'--{boundary}--\r\n'.encode(), f'Content-Type: multipart/form-data; boundary={boundary}'


def expect(status, wanted, what):
    assert status == wanted, f'{what!r}: ответ {status}, ждали {wanted}'


# ---- what is refused

def case_guard():
    """The probes of the design's table and their neighbours: right status, connection closed, nothing behind them is run."""
    host, form = 'Host: a\r\n', 'Content-Type: application/x-www-form-urlencoded\r\n'
    post = 'POST / HTTP/1.1\r\n' + host + form
    probes = [
        ('CL and TE', post + 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400),
        ('TE and CL', post + 'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n', 400),
        ('TE alone', post + 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 411),
        ('TE twice', post + 'Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n', 400),
        ('two lengths', post + 'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc', 400),
        ('two equal lengths', post + 'Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc', 400),
        ('list of lengths', post + 'Content-Length: 3, 3\r\n\r\nabc', 400),
        ('negative length', post + 'Content-Length: -1\r\n\r\n', 400),
        ('plus length', post + 'Content-Length: +3\r\n\r\nabc', 400),
        ('hex length', post + 'Content-Length: 0x3\r\n\r\nabc', 400),
        ('huge length', post + 'Content-Length: 99999999999999999999999\r\n\r\n', (400, 413)),
        ('no Host', 'GET / HTTP/1.1\r\n\r\n', 400),
        ('no Host in 1.0', 'GET / HTTP/1.0\r\n\r\n', 400),
        ('two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400),
        ('Host with a path', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 400),
        ('Host with a letter port', 'GET / HTTP/1.1\r\nHost: a:b\r\n\r\n', 400),
        ('empty Host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n', 400),
        ('space before colon', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc', 400),
        ('tab in a name', 'GET / HTTP/1.1\r\nHost: a\r\nX\tY: 3\r\n\r\n', 400),
        ('folded line', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n', 400),
        ('folded length', post + 'Content-Length:\r\n 3\r\n\r\nabc', 400),
        ('bare LF', 'GET / HTTP/1.1\nHost: a\n\n', 400),
        ('one bare LF', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\nY: 2\r\n\r\n', 400),
        ('bare CR', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\rY: 2\r\n\r\n', 400),
        ('control byte in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n', 400),
        ('NUL in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\x002\r\n\r\n', 400),
        ('NUL in a name', 'GET / HTTP/1.1\r\nHost: a\r\nX\x00Y: 2\r\n\r\n', 400),
        ('NUL instead of a line', 'GET / HTTP/1.1\r\nHost: a\r\n\x00X: 2\r\n\r\n', 400),
        ('NUL hides a length', post + '\x00Content-Length: 3\r\n\r\nabc', 400),
        ('NUL in the request line', 'GET /a\x00b HTTP/1.1\r\nHost: a\r\n\r\n', (400, 0)),
        ('NUL in the query', 'GET /a?b=\x00c HTTP/1.1\r\nHost: a\r\n\r\n', (400, 0)),
        ('NUL in the method', 'GE\x00T / HTTP/1.1\r\nHost: a\r\n\r\n', (400, 501, 0)),
        ('%00 in the path', 'GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('%00 in the query', 'GET /?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('malformed UTF-8', 'GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('overlong slash', 'GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('half of a code', 'GET /%d HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('encoded slash', 'GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('dots', 'GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('encoded dots', 'GET /a/%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('dots at the end', 'GET /a/.. HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('two slashes', 'GET //evil/x HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('backslash', 'GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('absolute form', 'GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('two spaces', 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n', 400),
        ('space in the path', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n', (400, 0)),
        ('HTTP/2.0', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', (400, 505)),
        ('HTTP/0.9', 'GET /\r\n\r\n', (400, 0)),
        ('lower-case version', 'GET / http/1.1\r\nHost: a\r\n\r\n', (400, 0)),
        ('PUT', 'PUT / HTTP/1.1\r\nHost: a\r\n\r\n', 405),
        ('TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n', 405),
        ('CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', (400, 405)),
        ('lower-case method', 'get / HTTP/1.1\r\nHost: a\r\n\r\n', 501),
        ('unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 501),
        ('GET with a body', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc', 400),
        ('unknown kind of body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: 3\r\n\r\nabc', 415),
        ('no kind of body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc', 415),
        ('multipart without a boundary', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc', 400),
        ('strange Expect', post + 'Content-Length: 3\r\nExpect: 200-ok\r\n\r\nabc', 417),
        ('large form', post + 'Content-Length: 5000000\r\n\r\n', 413),
        ('large upload', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 68000000\r\n\r\n', 413),
        ('long path', 'GET /' + 'a' * 9000 + ' HTTP/1.1\r\nHost: a\r\n\r\n', 414),
        ('300 KB of headers', 'GET / HTTP/1.1\r\nHost: a\r\n' + ('X-A: ' + 'b' * 1000 + '\r\n') * 300 + '\r\n', (431, 413)),
        ('20 KB of headers', 'GET / HTTP/1.1\r\nHost: a\r\n' + ('X-A: ' + 'b' * 1000 + '\r\n') * 20 + '\r\n', 431),
        ('100 headers', 'GET / HTTP/1.1\r\nHost: a\r\n' + 'X: 1\r\n' * 100 + '\r\n', 431),
        ('malformed form', post + 'Content-Length: 5\r\n\r\na=%zz', 400),
        ('form with NUL', post + 'Content-Length: 5\r\n\r\na=%00', 400),
    ]
    with Server('--workers', '2', '--no-sandbox') as server:
        for name, text, wanted in probes:
            smuggled = text.encode('latin-1') + b'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'
            with server.connect() as wire:
                try:
                    wire.sendall(smuggled)
                except ConnectionError:
                    pass
                status, headers, body, _ = read_reply(wire)
                wanted = wanted if isinstance(wanted, tuple) else (wanted,)
                assert status in wanted, f'{name}: ответ {status}, ждали {wanted}'
                assert b'smuggled' not in body, name
                try:
                    assert wire.recv(1000) == b'', f'{name}: соединение осталось открытым'
                except ConnectionError:
                    pass
                if status in (400, 405, 411, 413, 414, 415, 417, 431, 501) and 'content-security-policy' in headers:
                    assert headers['connection'] == ['close'], name
        assert 'GET /smuggled' not in server.said()
        expect(server.get('/')[0], 200, 'после всего')


def case_allowed():
    """What only looks strange is served."""
    with Server('--workers', '1', '--no-sandbox') as server:
        told = server.json('/%D1%88%D0%BA%D0%BE%D0%BB%D0%B0/a.b..c/~x?a=1&b=%D1%91+%2B&a=2&c&=d', 'Cookie: session=A1; other="q"; bad=\\; x')
        assert told['path'] == '/школа/a.b..c/~x', told
        assert told['query'] == [['a', '1'], ['b', 'ё +'], ['a', '2'], ['c', ''], ['', 'd']], told
        assert told['cookies'] == [['session', 'A1'], ['other', 'q'], ['x', '']], told
        assert server.json('/', 'X-Long:    padded   ', 'X-One: padded ', 'X-Tab:\tpadded\t', 'X-None:')['host'] == 'localhost'
        assert server.json('/шк'.encode().decode('utf-8'))['path'] == '/шк'
        assert server.json('/a?' + 'x' * 7000, 'Cookie: a=' + 'b' * 7000)['path'] == '/a'
        told = server.json('/p?q=1', 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8', method='POST', body=b'x=1&y=%D1%91&z=a%0D%0Ab')
        assert told['fields'] == [['x', '1'], ['y', 'ё'], ['z', 'a\r\nb']] and told['query'] == [['q', '1']], told
        told = server.json('/j', 'Content-Type: application/json', method='POST', body=b'{"a": "b"}')
        assert told['body'] == '{"a": "b"}' and told['fields'] == [], told
        assert server.json('/empty', method='POST')['fields'] == []
        status, _, body, _ = server.ask(b'GET / HTTP/1.0\r\nHost: a\r\n\r\n')
        expect(status, 200, 'HTTP/1.0')
        with server.connect() as wire:  # HEAD: headers of GET, no body
            wire.sendall(request('/', method='HEAD'))
            status, headers, _, _ = read_reply(wire, head=True)
            assert status == 200 and int(headers['content-length'][0]) > 10
            wire.sendall(request('/big?n=3'))
            assert read_reply(wire)[2] == b'xxx'


def case_pipelining():
    """Requests sent at once are answered in their order; a body's end is where its length says."""
    with Server('--workers', '1', '--no-sandbox') as server, server.connect() as wire:
        form = 'Content-Type: application/x-www-form-urlencoded'
        wire.sendall(request('/1') + request('/2', form, method='POST', body=b'a=GET / HTTP/1.1') + request('/big?n=300000') + request('/4'))
        data = b''
        while data.count(b'HTTP/1.1 200 OK') < 4 or not data.endswith(b'}'):
            got = wire.recv(1 << 20)
            assert got
            data += got
        places = [data.index(b'"/1"'), data.index(b'"/2"'), data.index(b'x' * 300000), data.index(b'"/4"')]
        assert places == sorted(places)


def case_headers():
    """Every reply carries the armour; cookies, tags, downloads, redirects as the contract says."""
    with Server('--workers', '1', '--no-sandbox', '--proxy', '127.0.0.1') as server:
        for path, method in (('/', 'GET'), ('/', 'PUT'), ('/static', 'GET')):
            status, headers, _, _ = server.get(path, method=method)
            policy = headers['content-security-policy'][0]
            assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and 'unsafe' not in policy
            assert headers['x-content-type-options'] == ['nosniff'] and headers['referrer-policy'] == ['same-origin']
            assert 'permissions-policy' in headers and headers['cross-origin-opener-policy'] == ['same-origin']
            assert re.fullmatch(r'app;dur=\d+\.\d{3}', headers['server-timing'][0]), headers
            assert 'strict-transport-security' not in headers
        assert headers['cache-control'] == ['public, max-age=31536000, immutable']
        assert server.get('/')[1]['cache-control'] == ['no-store']
        headers = server.get('/cookie')[1]
        assert headers['set-cookie'] == ['session=abc; Path=/; HttpOnly; SameSite=Lax', 'old=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0'], headers
        secure = server.get('/cookie', 'X-Forwarded-Proto: https')[1]
        assert secure['set-cookie'][0] == '__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure', secure
        assert secure['strict-transport-security'] == ['max-age=31536000']
        told = server.json('/', 'X-Forwarded-Proto: https', 'X-Forwarded-For: 1.2.3.4, 203.0.113.7', 'Cookie: session=evil; __Host-session=good')
        assert told['secure'] and told['ip'] == '203.0.113.7' and told['cookies'] == [['session', 'good']], told
        assert server.json('/', 'X-Forwarded-For: <script>')['ip'] == '127.0.0.1'
        status, headers, body, _ = server.get('/tag')
        assert (status, headers['etag'], body) == (200, ['"v1"'], b'tagged')
        status, headers, body, _ = server.get('/tag', 'If-None-Match: "v0", W/"v1"')
        assert (status, headers['etag'], body) == (304, ['"v1"'], b'')
        headers = server.get('/go?to=/' + '%D1%91%0D%0ASet-Cookie:x')[1]
        assert headers['location'] == ['/%D1%91%0D%0ASet-Cookie:x'] and 'set-cookie' not in headers, headers
        headers = server.get('/download?name=%D0%BE%D1%82%D1%87%D1%91%D1%82%22%0A%202.xlsx')[1]
        assert headers['content-disposition'] == ['attachment; filename="_____ _ 2.xlsx"; filename*=UTF-8\'\'%D0%BE%D1%82%D1%87%D1%91%D1%82%22%0A%202.xlsx'.replace('_____ _', '_______')], headers
    with Server('--workers', '1', '--no-sandbox', '--host', 'school.example', '--host', '[::1]') as server:
        expect(server.ask(b'GET / HTTP/1.1\r\nHost: SCHOOL.example:8080\r\n\r\n')[0], 200, 'наше имя')
        expect(server.ask(b'GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n')[0], 200, 'наш адрес')
        expect(server.ask(b'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n')[0], 421, 'чужое имя')
        told = server.ask(b'GET / HTTP/1.1\r\nHost: school.example\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n\r\n')
        told = json.loads(told[2])
        assert told['ip'] == '127.0.0.1' and not told['secure'], 'чужой посредник'


def case_uploads():
    """Files stream to an unnamed file; names lose their folders; what is malformed is refused after it was read."""
    blob = os.urandom(3_000_000) + b'\r\n--Xy' + b'\r\r\n-' * 1000
    with Server('--workers', '1', '--no-sandbox') as server:
        body, kind = multipart(('name="a"', 'привет\r\nмир'.encode()), ('name="f"; filename="C:\\школа\\форма 1.xlsx"', blob),
                               ('name="none"; filename=""', b''), ('name="q\\"%22"; filename="../../etc/pass\twd"', b'x'), ('name="empty"; filename="e.csv"', b''))
        told = server.json('/up', kind, method='POST', body=body)
        assert told['fields'] == [['a', 'привет\r\nмир']], told
        digest = hashlib.sha256(blob).hexdigest()
        assert told['files'] == [['f', 'форма 1.xlsx', len(blob), digest], ['q""', 'passwd', 1, hashlib.sha256(b'x').hexdigest()],
                                 ['empty', 'e.csv', 0, hashlib.sha256(b'').hexdigest()]], told
        assert sorted(os.listdir(server.folder.name)) == ['log'], 'временных файлов не видно'
        small, _ = multipart(('name="a"', b'1'), ('name="f"; filename="a"', b'\r\n--XyZ\r'))
        with server.connect() as wire:  # byte by byte gives the same
            wire.sendall(f'POST / HTTP/1.1\r\nHost: a\r\n{kind}\r\nContent-Length: {len(small)}\r\n\r\n'.encode())
            for i in range(len(small)):
                wire.sendall(small[i:i + 1])
            status = read_reply(wire)[0]
            expect(status, 400, 'граница внутри файла')
        good = b'--XyZ\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XyZ--\r\n'
        bad = {
            'без конца': good[:-6], 'преамбула': b'hello\r\n' + good, 'другая граница': good.replace(b'XyZ', b'XyY'), 'без имени': good.replace(b'; name="a"', b''),
            'пустое имя': good.replace(b'name="a"', b'name=""'), 'два имени': good.replace(b'name="a"', b'name="a"; name="b"'), 'не форма': good.replace(b'form-data', b'file'),
            'base64': good.replace(b'"a"\r\n', b'"a"\r\nContent-Transfer-Encoding: base64\r\n'), 'длинный заголовок': good.replace(b'"a"', b'"' + b'a' * 5000 + b'"'),
            'NUL в поле': good.replace(b'\r\n1', b'\r\n\x00'), 'не UTF-8': good.replace(b'\r\n1', b'\r\n\xff'), 'NUL в заголовке': good.replace(b'"a"', b'"a\x00"'),
            'кавычка': good.replace(b'"a"', b'"a'), 'хвост границы': good.replace(b'\r\n--XyZ--', b'\r\n--XyZ-x'),
        }
        expect(server.get('/', kind, method='POST', body=good)[0], 200, 'образец')
        for name, body in bad.items():
            status, headers, _, closed = server.get('/', kind, method='POST', body=body)
            assert status == 400 and closed, (name, status)
        many, kind = multipart(*[('name="f"; filename="x"', b'1')] * 1001)
        expect(server.get('/', kind, method='POST', body=many)[0], 413, 'много файлов')
        with server.connect() as wire:  # a browser that sends first and reads later still sees why
            wire.sendall(f'POST / HTTP/1.1\r\nHost: a\r\n{kind}\r\nContent-Length: 70000000\r\n\r\n'.encode())
            try:
                for _ in range(40):
                    wire.sendall(b'x' * 100_000)
            except ConnectionError as error:
                raise AssertionError('соединение оборвано раньше ответа') from error
            expect(read_reply(wire)[0], 413, 'слишком большая отправка')
        with server.connect() as wire:  # Expect: asked before sending
            wire.sendall(f'POST / HTTP/1.1\r\nHost: a\r\n{kind}\r\nExpect: 100-continue\r\nContent-Length: {len(many)}\r\n\r\n'.encode())
            assert wire.recv(100).startswith(b'HTTP/1.1 100 Continue')


def case_disk_full():
    """No room for an upload: a clear page, and the server goes on."""
    if os.geteuid() != 0:
        return
    with Server('--workers', '1', '--no-sandbox') as server:
        mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', server.folder.name], capture_output=True).returncode == 0
        if not mounted:
            return
        try:
            body, kind = multipart(('name="f"; filename="a"', b'x' * 3_000_000))
            expect(server.get('/', kind, method='POST', body=body)[0], 507, 'диск полон')
            expect(server.get('/')[0], 200, 'после полного диска')
        finally:
            subprocess.run(['umount', server.folder.name], check=True)


# ---- time

def lives(wire, seconds):
    """How long the server keeps the connection, at most so many seconds."""
    begun = time.monotonic()
    wire.settimeout(seconds)
    try:
        while wire.recv(1000):
            pass
    except (TimeoutError, ConnectionError):
        pass
    return time.monotonic() - begun


def drip(server, first, seconds):
    """One byte each 0.1 s: how long it is borne."""
    begun = time.monotonic()
    with server.connect() as wire:
        wire.sendall(first)
        wire.settimeout(0.1)
        while time.monotonic() - begun < seconds:
            try:
                wire.sendall(b'a')
                if wire.recv(1000) == b'':
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
    return time.monotonic() - begun


def case_deadlines():
    """Slow clients are cut in total time, not by inactivity; kept connections live as long as promised."""
    with Server('--workers', '2', '--no-sandbox', '--ms', 'header', '600', '--ms', 'idle', '1000', '--ms', 'body', '600', '--ms', 'reply', '600', '--ms', 'rate', '100000') as server:
        jobs = {
            'молчит': lambda: lives(server.connect(), 4),
            'заголовок по капле': lambda: drip(server, b'GET / HTTP/1.1\r\nHost: a\r\nX: ', 4),
            'первая строка по капле': lambda: drip(server, b'GET /', 4),
            'содержимое по капле': lambda: drip(server, b'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n', 5),
            'свободное': lambda: idle(server),
        }
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            taken = dict(zip(jobs, pool.map(lambda job: job(), jobs.values())))
        assert 0.5 < taken['молчит'] < 3, taken
        assert 0.5 < taken['заголовок по капле'] < 3, taken
        assert 0.5 < taken['первая строка по капле'] < 3, taken
        assert 1.2 < taken['содержимое по капле'] < 4.5, taken  # 0.6 s and 100 KB by 100 KB/s
        assert 0.9 < taken['свободное'] < 3.5, taken
    with Server('--workers', '1', '--no-sandbox', '--ms', 'reply', '300', '--ms', 'rate', '20000000') as server:
        taken = unread(server)
        assert 1 < taken < 4.9, taken  # 0.3 s and 20 MB by 20 MB/s


def unread(server):
    """Asks for 20 MB and does not read: until the server forgets it (its end of the connection is not to be seen from ours)."""
    begun = time.monotonic()
    with server.connect() as wire:
        wire.sendall(request('/big?n=20000000'))
        time.sleep(0.1)
        assert server.json('/figures')['connections'] == 2
        while time.monotonic() - begun < 5 and server.json('/figures')['connections'] > 1:
            time.sleep(0.1)
    return time.monotonic() - begun


def idle(server):
    with server.connect() as wire:
        for _ in range(3):
            wire.sendall(request('/'))
            expect(read_reply(wire)[0], 200, 'по одному соединению')
        return lives(wire, 4)


# ---- many at once

def case_thousand():
    """1,000 connections at once from one address are all served; workers share them."""
    with Server('--workers', '8', '--no-sandbox') as server:
        wires = [server.connect() for _ in range(1000)]
        nodes = {}
        for wire in wires:
            wire.sendall(request('/'))
        for wire in wires:
            status, _, body, _ = read_reply(wire)
            expect(status, 200, 'одно из тысячи')
            node = json.loads(body)['node']
            nodes[node] = nodes.get(node, 0) + 1
        assert len(nodes) >= 6 and max(nodes.values()) < 500, nodes
        assert server.json('/figures')['connections'] >= 1000
        for wire in wires:
            wire.close()


def case_limits():
    """One address has so many connections and no more; a full worker drops the one that has been idle for the longest."""
    with Server('--workers', '1', '--no-sandbox', '--ms', 'per-ip', '5') as server:
        wires = [server.connect() for _ in range(5)]
        for wire in wires:
            wire.sendall(request('/'))
            expect(read_reply(wire)[0], 200, 'в пределах')
        with server.connect() as sixth:
            assert lives(sixth, 3) < 1, 'шестое соединение'
    with Server('--workers', '1', '--no-sandbox', '--ms', 'connections', '4') as server:
        wires = [server.connect() for _ in range(4)]
        for wire in wires:
            wire.sendall(request('/'))
            read_reply(wire)
        expect(server.get('/')[0], 200, 'пятое')
        assert lives(wires[0], 2) < 1 and lives(wires[3], 0.2) >= 0.19, 'уходит самое старое'


def case_slow_pages():
    """While some workers are in slow pages, the others answer at once."""
    with Server('--workers', '4', '--no-sandbox') as server:
        slow = [threading.Thread(target=server.get, args=('/slow?ms=2000',)) for _ in range(2)]
        for thread in slow:
            thread.start()
        time.sleep(0.3)
        worst = 0
        for _ in range(40):
            begun = time.monotonic()
            expect(server.get('/')[0], 200, 'быстрая страница')
            worst = max(worst, time.monotonic() - begun)
        for thread in slow:
            thread.join()
        assert worst < 1.5, worst


# ---- processes

def children(server):
    with open(f'/proc/{server.process.pid}/task/{server.process.pid}/children') as file:
        return [int(pid) for pid in file.read().split()]


def case_death():
    """A worker that dies in a request takes that request with it and nothing else; so does kill -9."""
    with Server('--workers', '2', '--no-sandbox') as server:
        for _ in range(3):
            try:
                assert server.get('/crash')[0] == 0
            except ConnectionError:
                pass
            expect(server.get('/')[0], 200, 'после падения')
        with server.connect() as wire:
            wire.sendall(request('/slow?ms=5000'))
            victims, deadline = [], time.monotonic() + 4
            while not victims and time.monotonic() < deadline:  # until one has taken it
                time.sleep(0.1)
                victims = [pid for pid in children(server) if server_has(pid, wire)]
            os.kill(victims[0], signal.SIGKILL)
            try:
                assert read_reply(wire)[0] == 0
            except ConnectionError:
                pass
        expect(server.get('/')[0], 200, 'после kill -9')
        deadline = time.monotonic() + 20
        while server.json('/figures')['restarts'] < 4 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert server.json('/figures')['restarts'] == 4, server.json('/figures')
        assert 'упал (сигнал 6) на странице «/crash»' in server.said(), server.said()
        for pid in children(server):  # any child: hashers and the job worker as well
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if len(children(server)) == 7:
                break
            time.sleep(0.1)
        assert len(children(server)) == 7, children(server)
        expect(server.get('/')[0], 200, 'после kill -9 всех')


def server_has(pid, wire):
    """Does the process hold the other end of our connection?"""
    mine = wire.getsockname()[1]
    with open('/proc/net/tcp') as table:
        rows = [line.split() for line in table]
    inodes = {f'socket:[{row[9]}]' for row in rows[1:] if row[2].endswith(f':{mine:04X}')}
    folder = f'/proc/{pid}/fd'

    def file_of(fd):
        try:
            return os.readlink(os.path.join(folder, fd))
        except FileNotFoundError:
            return ''  # closed since it was listed
    return any(file_of(fd) in inodes for fd in os.listdir(folder))


class Crowd:
    """Clients that ask again and again, each time by a new connection; whoever was accepted must be answered in full."""

    def __init__(self, server, path, n):
        self.server, self.path, self.stop, self.answered, self.lost, self.refused = server, path, False, 0, [], 0
        self.threads = [threading.Thread(target=self.run) for _ in range(n)]
        for thread in self.threads:
            thread.start()

    def run(self):
        while not self.stop:
            try:
                wire = self.server.connect()
            except ConnectionError:
                self.refused += 1
                time.sleep(0.01)
                continue
            with wire:
                try:
                    wire.sendall(request(self.path))
                    status = read_reply(wire)[0]
                except ConnectionError as error:
                    status = repr(error)
                if status == 200:
                    self.answered += 1
                else:
                    self.lost.append(status)

    def end(self):
        self.stop = True
        for thread in self.threads:
            thread.join()


def case_graceful_stop():
    """SIGTERM under load: every accepted request is answered, also by a server that may do nothing that root may."""
    for listen, wrap in (('127.0.0.1:0', ()), ('*:0', ()), ('127.0.0.1:0', ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] if os.geteuid() == 0 else ())):
        with Server('--workers', '3', '--no-sandbox', '--listen', listen, wrap=wrap) as server:
            crowd = Crowd(server, '/slow?ms=5', 12)
            time.sleep(0.4)
            with server.connect() as kept:
                kept.sendall(request('/slow?ms=400'))
                time.sleep(0.05)
                server.process.terminate()
                status, headers, _, closed = read_reply(kept)
                assert status == 200 and closed, 'начатый запрос заканчивается, соединение закрывается'
            server.process.wait(10)
            crowd.end()
            assert server.process.returncode == 0
            assert crowd.answered > 5 and not crowd.lost and crowd.refused, (crowd.answered, crowd.lost[:3], crowd.refused)


def case_restart():
    """SIGHUP replaces all workers, one by one; nobody notices."""
    with Server('--workers', '3', '--no-sandbox') as server:
        before = set(children(server))
        crowd = Crowd(server, '/slow?ms=5', 8)
        time.sleep(0.2)
        server.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 30
        while len(before & set(children(server))) > 5 and time.monotonic() < deadline:  # hashers, converters and the job worker stay
            time.sleep(0.05)
        time.sleep(0.2)
        crowd.end()
        assert len(before & set(children(server))) == 5 and len(children(server)) == 8, (before, children(server))
        assert crowd.answered > 10 and not crowd.lost and not crowd.refused, (crowd.answered, crowd.lost[:3], crowd.refused)
        assert server.json('/figures')['restarts'] == 0


def case_hashing():
    """A password is hashed and verified beside the workers; too many at once are told to come again, and other pages do not wait."""
    form = 'Content-Type: application/x-www-form-urlencoded'
    with Server('--workers', '2', '--hashers', '1', '--no-sandbox', '--ms', 'hashing', '3') as server:
        made = server.json('/hash', form, method='POST', body='password=пароль'.encode())
        assert made['ok'] and made['made'].startswith('$argon2id$v=19$m=65536,'), made
        stored = made['made'].replace('$', '%24').replace('+', '%2B').replace('=', '%3D').replace(',', '%2C')
        assert server.json('/hash', form, method='POST', body=f'password=пароль&stored={stored}'.encode())['ok']
        assert not server.json('/hash', form, method='POST', body=f'password=другой&stored={stored}'.encode())['ok']
        assert not server.json('/hash', form, method='POST', body=b'password=' + b'x' * 600)['ok']
        with concurrent.futures.ThreadPoolExecutor(60) as pool:
            replies = [pool.submit(server.get, '/hash', form, method='POST', body=b'password=x') for _ in range(60)]
            time.sleep(0.05)
            begun = time.monotonic()
            expect(server.get('/')[0], 200, 'страница во время входов')
            waited = time.monotonic() - begun
            replies = [reply.result() for reply in replies]
        statuses = sorted(status for status, *_ in replies)
        assert set(statuses) == {200, 503} and statuses.count(200) >= 3, statuses
        later = [int(headers['retry-after'][0]) for status, headers, *_ in replies if status == 503]
        assert len(later) > 5 and 1 <= min(later) and max(later) <= 120 and len(set(later)) >= 3, later  # spread over the time that the queue needs
        assert max(collections.Counter(later).values()) <= max(20, len(later) // 4), later  # no crowd comes back in one second
        assert all(f'через {seconds}'.encode() in body.replace(b'\xc2\xa0', b' ') for seconds, body in zip(later, (body for status, _, body, *_ in replies if status == 503)))
        assert waited < 2, waited
        with concurrent.futures.ThreadPoolExecutor(3) as pool:  # killed with an ask in its hands
            replies = [pool.submit(server.json, '/hash', form, method='POST', body=b'password=x') for _ in range(3)]
            time.sleep(0.08)
            os.kill(next(pid for pid in children(server) if os.getpriority(os.PRIO_PROCESS, pid) == 10), signal.SIGKILL)
            assert all(reply.result()['ok'] for reply in replies)


def case_converting():
    """A document is read beside the workers: pages of the same worker do not wait; a converter that dies, is killed or says nothing costs its own ask an answer, and no other."""
    def ask(server, name, content=b'%PDF'):
        body, kind = multipart(('name="f"; filename="a"', content))
        status, headers, body, _ = server.get(f'/convert?name={name}', kind, method='POST', body=body)
        return status, headers, body.decode()

    big = os.urandom(3 << 20)
    with Server('--workers', '1', '--converters', '1', '--ms', 'converting', '3') as server:
        status, _, first = ask(server, 'план.pdf', big)
        assert status == 200 and first.startswith('1 ' + hashlib.sha256(big).hexdigest()) and first.endswith(' план.pdf'), (status, first[:200])
        assert ask(server, 'big-9000000')[2].count('x') == 9000000
        pid = int(first.split()[2])
        for name in ('dies', 'silent'):
            assert ask(server, name)[::2] == (200, '0 '), name
        second = ask(server, 'x')[2]
        assert int(second.split()[2]) not in (pid, server.process.pid), (first[-40:], second)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            begun = time.monotonic()
            expect(server.get('/')[0], 200, 'страница без чтения')
            long = max(700, round(40_000 * (time.monotonic() - begun)))  # ms: twice as long as the pages asked for meanwhile
            slow = [pool.submit(ask, server, f'slow-{long}') for _ in range(5)]
            time.sleep(0.2)
            waits = []
            for _ in range(20):
                begun = time.monotonic()
                expect(server.get('/')[0], 200, 'страница во время чтения')
                waits.append(time.monotonic() - begun)
            assert not any(reply.done() and reply.result()[0] == 200 for reply in slow)
            assert sorted(waits)[10] < 0.2, waits
            slow = [reply.result() for reply in slow]
            assert sorted(status for status, *_ in slow) == [200, 200, 200, 503, 503], slow
            assert all(int(headers['retry-after'][0]) == 30 and 'слишком много документов' in body for status, headers, body in slow if status == 503)
        pid = int(ask(server, 'x')[2].split()[2])
        with concurrent.futures.ThreadPoolExecutor(2) as pool:  # killed with one ask in its hands: the one behind it is answered by the next converter
            first = pool.submit(ask, server, 'slow-5000')
            time.sleep(0.3)
            second = pool.submit(ask, server, 'x')
            time.sleep(0.1)
            begun = time.monotonic()
            os.kill(pid, signal.SIGKILL)
            assert first.result()[::2] == (200, '0 ') and time.monotonic() - begun < 2
            assert second.result()[2].startswith('1 '), second.result()
    with Server('--workers', '1', '--converters', '1') as server:  # stopping: what is being read is read
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            slow = pool.submit(ask, server, 'slow-800')
            time.sleep(0.3)
            server.process.terminate()
            assert slow.result()[2].startswith('1 ')
        assert server.process.wait(5) == 0
    with Server('--workers', '1', '--converters', '1', '--ms', 'drain', '500') as server:  # unless it takes too long
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            slow = pool.submit(ask, server, 'slow-60000')
            time.sleep(0.3)
            server.process.terminate()
            assert slow.result()[0] in (0, 503)
        assert server.process.wait(5) == 0


def case_alone():
    """Without a supervisor the same server runs in one process and hashes in place."""
    with Server('--alone') as server:
        assert server.json('/a')['path'] == '/a'
        assert server.json('/hash', 'Content-Type: application/x-www-form-urlencoded', method='POST', body=b'password=x')['made'].startswith('$argon2id$')
        assert server.get('/convert?name=x')[2].startswith(b'1 ')
        assert server.json('/figures')['requests'] == 3
        with server.connect() as wire:
            wire.sendall(request('/slow?ms=300'))
            time.sleep(0.1)
            server.process.terminate()
            expect(read_reply(wire)[0], 200, 'начатое заканчивается')
        assert server.process.wait(5) == 0


def case_hang():
    """A handler that hangs is ended with its worker; nothing is left of a server whose first process was killed."""
    with Server('--workers', '2', '--no-sandbox', '--ms', 'handler', '600') as server:
        begun = time.monotonic()
        try:
            assert server.get('/slow?ms=30000')[0] == 0
        except ConnectionError:
            pass
        assert 0.5 < time.monotonic() - begun < 8
        expect(server.get('/')[0], 200, 'после зависшей страницы')
        assert 'не отвечает' in server.said()
        left = children(server)
        server.process.kill()
        server.process.wait()
        deadline = time.monotonic() + 5
        while any(alive(pid) for pid in left) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(alive(pid) for pid in left), left


def alive(pid):
    try:
        with open(f'/proc/{pid}/stat') as file:
            return file.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except FileNotFoundError:
        return False


def case_flood():
    """Uploads that together are more than a worker may hold: the one too many is told to come again, and room is given back."""
    with Server('--workers', '1', '--no-sandbox', '--received', '3000000') as server:
        body, kind = multipart(('name="f"; filename="a"', b'x' * 2_000_000))
        head = request('/', kind, method='POST', body=body)
        with server.connect() as first:
            first.sendall(head[:-10])
            time.sleep(0.2)
            status, headers, _, _ = server.ask(head)
            assert status == 503 and headers['retry-after'] == ['5'], status
            first.sendall(head[-10:])
            expect(read_reply(first)[0], 200, 'первая отправка')
        expect(server.ask(head)[0], 200, 'место снова есть')


def case_sandbox():
    """A worker opens its data folder and nothing else, starts no program, opens no connection."""
    if SANITIZED:
        return
    with Server('--workers', '1') as server:
        told = server.json('/try')
        if told['files']:
            assert (told['foreign'], told['system'], told['own']) == (0, 0, 1), told
        if told['calls']:
            assert (told['exec'], told['socket']) == (0, 0), told
        made = server.json('/hash', 'Content-Type: application/x-www-form-urlencoded', method='POST', body=b'password=x')
        assert made['ok']
        body, kind = multipart(('name="f"; filename="a"', b'x' * 100000))
        assert server.json('/', kind, method='POST', body=body)['files'][0][2] == 100000


def case_tls():
    """https with a certificate of one's own; cookies and headers know it."""
    with tempfile.TemporaryDirectory() as folder:
        cert, key = os.path.join(folder, 'c.pem'), os.path.join(folder, 'k.pem')

        def certify():
            made = subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2',
                                   '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], capture_output=True)
            return made.returncode == 0
        if not certify():
            return
        with Server('--workers', '1', '--tls', cert, key) as server:
            assert server.url.startswith('https://')
            context = ssl.create_default_context(cafile=cert)
            with context.wrap_socket(server.connect(), server_hostname='localhost') as wire:
                for _ in range(2):
                    wire.sendall(request('/cookie'))
                    status, headers, _, _ = read_reply(wire)
                    assert status == 200 and headers['set-cookie'][0].startswith('__Host-session=') and 'strict-transport-security' in headers
            assert lives(server.connect(), 0.1) >= 0.1
            certify()  # a new certificate is taken by SIGHUP, without a stop
            server.process.send_signal(signal.SIGHUP)
            context, deadline = ssl.create_default_context(cafile=cert), time.monotonic() + 5
            while True:
                try:
                    with context.wrap_socket(server.connect(), server_hostname='localhost') as wire:
                        wire.sendall(request('/'))
                        expect(read_reply(wire)[0], 200, 'новый сертификат')
                        break
                except ssl.SSLError:
                    assert time.monotonic() < deadline, 'сертификат остался старым'
                    time.sleep(0.05)
        broken = subprocess.run([PROGRAM, '--tls', key, os.path.join(folder, 'none')], capture_output=True, text=True)
        assert broken.returncode == 3 and 'не найден' in broken.stderr, broken


def case_addresses():
    """Addresses are understood or refused in words; a socket of systemd goes first."""
    for address in ('', 'x', '1.2.3.4', 'localhost:80', '127.0.0.1:99999', '[::1:80', '127.0.0.1:-1'):
        refused = subprocess.run([PROGRAM, '--listen', address], capture_output=True, text=True, timeout=10)
        assert refused.returncode == 2 and 'не разобрать' in refused.stderr, (address, refused)
    with Server('--workers', '1', '--listen', '0') as server:
        expect(server.get('/')[0], 200, 'только порт')
        taken = subprocess.run([PROGRAM, '--listen', str(server.port)], capture_output=True, text=True, timeout=10)
        assert taken.returncode == 4 and 'уже занят' in taken.stderr, taken
    with Server('--workers', '1', '--listen', '*:0') as server:
        expect(server.get('/')[0], 200, 'все адреса')
        assert server.json('/')['ip'] == '127.0.0.1'
    with socket.create_server(('127.0.0.1', 0)) as given:
        port = given.getsockname()[1]

        def hand_over():
            os.dup2(given.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')
            os.execv(PROGRAM, [PROGRAM, '--workers', '1', '--no-sandbox'])
        for _ in range(2):  # the next server is given the socket that the first has stopped
            pid = os.fork()
            if pid == 0:
                hand_over()
            try:
                with socket.create_connection(('127.0.0.1', port), 10) as wire:
                    wire.sendall(request('/'))
                    expect(read_reply(wire)[0], 200, 'сокет от systemd')
            finally:
                os.kill(pid, signal.SIGTERM)
                ended = os.waitpid(pid, 0)[1]
            assert ended == 0


def case_log():
    """Paths are in the log, queries and line breaks are not."""
    with Server('--workers', '1', '--no-sandbox') as server:
        server.get('/page?secret=1')
        server.get('/a%20b')
        server.get('/invite/ABCD-EFGH-JKMN-PQRS')
        log = server.said()
        assert re.search(r'^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d сведения  127\.0\.0\.1 GET /page 200 \d+\.\d мс$', log, re.M), log
        assert 'EFGH' not in log and 'GET /invite/… 200' in log, log
        assert 'secret' not in log and 'Сервер открыт: ' in log


def main():
    cases = [(name[5:], case) for name, case in globals().items() if name.startswith('case_') and (len(sys.argv) < 3 or name[5:] in sys.argv[2:])]
    failed = 0
    for name, case in cases:
        begun = time.monotonic()
        try:
            case()
            print(f'[       OK ] {name} ({time.monotonic() - begun:.1f} s)', flush=True)
        except Exception:
            import traceback
            traceback.print_exc()
            print(f'[  FAILED  ] {name}', flush=True)
            failed += 1
    if failed:
        print(f' {failed} FAILED TEST(S)')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
