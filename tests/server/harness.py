"""What tests of the whole server share: a server with the demonstration on a free port, and a client that follows nothing by itself. Standard library only."""
import datetime
import html
import http.client
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

# role → how its line in the words of the start begins; 'school' and 'teacher' are of school 5, others of the district «ensk», 'region' and 'admin' of the whole
ROLES = {
    'admin': 'администратор', 'region': 'региональный', 'municipality': 'муниципальный', 'methodologist': 'методист', 'school': 'завуч, школа № 5',
    'teacher': 'учитель', 'expert': 'эксперт', 'observer': 'наблюдатель', 'reader': 'управление', 'school9': 'завуч, школа № 9', 'school7': 'завуч, школа № 7', 'school1': 'завуч, лицей № 1',
}


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode('utf-8', 'replace')
        self.place = headers.get('Location', '')

    def words(self):
        """What a person reads."""
        visible = re.sub(r'<(script|style)\b.*?</\1>', ' ', self.text, flags=re.S)
        return re.sub(r'\s+', ' ', html.unescape(re.sub(r'<[^>]+>', ' ', visible)).replace('\u00a0', ' '))

    def title(self):
        found = re.search(r'<h1[^>]*>(.*?)</h1>', self.text, re.S)
        return re.sub(r'\s+', ' ', html.unescape(re.sub(r'<[^>]+>', '', found.group(1)))).replace('\u00a0', ' ').strip() if found else ''


class Client:
    """One person's browser: cookies and the secret of forms; redirects are answers like any other."""

    def __init__(self, port):
        self.port, self.cookies, self.secret, self.link = port, {}, '', None

    def ask(self, method, path, body=None, headers=None):
        sent = {'Host': f'127.0.0.1:{self.port}', **(headers or {})}
        if self.cookies:
            sent['Cookie'] = '; '.join(f'{k}={v}' for k, v in self.cookies.items())
        path = urllib.parse.quote(path, safe="/?&=%~.:-_+,;()'*@!$")
        for attempt in (0, 1):
            if self.link is None:
                self.link = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
                attempt = 1  # a fresh connection is not tried again
            try:
                self.link.request(method, path, body, sent)
                got = self.link.getresponse()
                reply = Reply(got.status, got.headers, got.read())
                if got.will_close:
                    self.leave()
                break
            except (OSError, http.client.HTTPException):
                self.leave()
                if attempt == 1:
                    raise
        for cookie in reply.headers.get_all('Set-Cookie') or []:
            name, _, value = cookie.split(';')[0].partition('=')
            if re.search(r'max-age=0|1970', cookie, re.I):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        found = re.search(r'name="csrf" value="([^"]+)"', reply.text)
        if found:
            self.secret = html.unescape(found.group(1))
        return reply

    def leave(self):
        if self.link is not None:
            self.link.close()
        self.link = None

    def get(self, path, **headers):
        return self.ask('GET', path, headers=headers)

    def follow(self, path):
        reply = self.get(path)
        for _ in range(5):
            if reply.status not in (302, 303):
                break
            reply = self.get(reply.place)
        return reply

    def post(self, path, fields=None, headers=None):
        """With the secret of the last page, unless the fields bring their own."""
        body = urllib.parse.urlencode({'csrf': self.secret, **(fields or {})})
        return self.ask('POST', path, body, {'Content-Type': 'application/x-www-form-urlencoded', 'Origin': f'http://127.0.0.1:{self.port}', **(headers or {})})

    def upload(self, path, fields, files):
        """files: (field, file name, bytes), sent byte for byte: names are not made harmless."""
        mark, parts = b'----merilo-harness', []
        for key, value in {'csrf': self.secret, **fields}.items():
            parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (key.encode(), str(value).encode()))
        for field, name, content in files:
            parts.append(b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: application/octet-stream\r\n\r\n%s' % (field.encode(), name.encode(), content))
        body = b''.join(b'--' + mark + b'\r\n' + part + b'\r\n' for part in parts) + b'--' + mark + b'--\r\n'
        return self.ask('POST', path, body, {'Content-Type': 'multipart/form-data; boundary=' + mark.decode(), 'Origin': f'http://127.0.0.1:{self.port}'})

    def enter(self, link):
        """By a one-time link."""
        path = urllib.parse.urlsplit(link).path
        assert self.get(path).status == 200, link
        reply = self.post(path)
        assert reply.status == 303 and 'session' in ' '.join(self.cookies), (reply.status, reply.words()[:300])
        return self


def at_ten():
    """MERILO_CLOCK of a server whose day began at ten in the morning of Moscow: it asks for the work of the night and of the morning at whatever hour the tests run."""
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3)))
    return f'{round((now.replace(hour=10, minute=0, second=0) - now).total_seconds()):+d}'


class Server:
    """«merilo serve --demo»; a context. Everything of it lies in .folder, which goes with it unless it was given. Its clock goes on from ten in the morning unless env sets it."""

    def __init__(self, program, folder=None, *, base=None, demo=True, workers=2, env=None, more=(), wrap=()):
        self.program, self.own = program, folder is None
        self.folder = folder or tempfile.mkdtemp(prefix='merilo-server-')
        os.makedirs(self.folder, exist_ok=True)
        self.base = base or f'{self.folder}/merilo.db'
        self.env = {**os.environ, 'MERILO_CLOCK': at_ten(), **(env or {})}
        self.command = ['setpriv', '--pdeathsig=TERM', *wrap, program,  # it does not outlive a test that fails
                         'serve', *(['--demo'] if demo else []), '--db', self.base, '--data', self.folder, '--listen', '127.0.0.1:0',
                        '--workers', str(workers), *more]
        self.demo = demo
        self.start()

    def start(self):
        with open(self.log_path(), 'a', encoding='utf-8') as log:
            self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=log, text=True, env=self.env)
        self.port, self.links, who = None, {}, ''
        for line in self.process.stdout:
            found = re.search(r'http://[^/]+:(\d+)/\S*', line)
            if found and self.port is None:
                self.port = int(found.group(1))
            elif found:
                self.links[who] = found.group(0)
            elif ' — ' in line:
                who = line.strip()
            if self.port is not None and (not self.demo or any(who.startswith(ROLES['admin']) for who in self.links)):  # the last one
                return
        raise AssertionError('the server did not start: ' + self.log()[-2000:])

    def log_path(self):
        return f'{self.folder}/log'

    def log(self):
        with open(self.log_path(), encoding='utf-8', errors='replace') as log:
            return log.read()

    def client(self):
        return Client(self.port)

    def sign_in(self, role):
        return self.client().enter(next(link for who, link in self.links.items() if who.startswith(ROLES[role])))

    def run(self, *words, check=True):
        """A command of the program beside the server."""
        done = subprocess.run([self.program, *words], capture_output=True, text=True, check=False, env={**self.env, 'MERILO_DATA': self.folder})
        assert not check or done.returncode == 0, (words, done.stdout, done.stderr)
        return done

    def jobs(self):
        """[kind, state] of each."""
        con = sqlite3.connect(self.base, timeout=20)
        try:
            return con.execute('SELECT kind, state FROM job').fetchall()
        finally:
            con.close()

    def settled(self):
        """The work of the night and of the morning is done: nothing is written but what somebody asks for."""
        states = []
        for _ in range(600):
            states = self.jobs()
            if 'remind' in dict(states) and not any(state in (1, 2) for _, state in states):  # waits, goes on
                return
            time.sleep(0.1)
        raise AssertionError(f'the work of the night is not done: {states}')

    def copy(self):
        """Name of a copy of the base: the night's, which a new server makes first of all."""
        self.settled()
        return max(name for name in os.listdir(f'{self.folder}/copies') if name.endswith('.mcopy'))

    def children(self):
        """Processes of the server: {pid: command line}."""
        with open(f'/proc/{self.process.pid}/task/{self.process.pid}/children', encoding='ascii') as list_of:
            pids = [int(pid) for pid in list_of.read().split()]
        return pids

    def kill(self):
        """At once, with everything that belongs to it."""
        pids = self.children()
        self.process.kill()
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.process.stdout.close()
        for pid in pids:  # they are init's children now
            for _ in range(200):
                if not os.path.exists(f'/proc/{pid}') or open(f'/proc/{pid}/stat', encoding='ascii').read().split(') ')[1][0] in 'ZX':
                    break
                time.sleep(0.01)

    def stop(self):
        """Gracefully; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        if not self.process.stdout.closed:
            self.process.stdout.read()
            self.process.stdout.close()
        return self.process.wait(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            if self.own:
                shutil.rmtree(self.folder, ignore_errors=True)


def program():
    return os.path.abspath(sys.argv[1])
