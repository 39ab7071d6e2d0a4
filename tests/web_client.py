"""A browser for tests of pages: cookies, forms with their secret, no scripts. Standard library only."""
import datetime
import html
import http.cookiejar
import os
import re
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request


MOSCOW = datetime.timezone(datetime.timedelta(hours=3))


def clock(*when):
    """MERILO_CLOCK of a program whose clock runs on from that moment of Moscow: documents that name days are read on the same day for ever."""
    return f'{round(datetime.datetime(*when, tzinfo=MOSCOW).timestamp() - time.time()):+d}'


class Answer:
    def __init__(self, reply):
        self.status, self.url, self.headers = reply.status, reply.geturl(), reply.headers
        self.bytes = reply.read()
        self.text = self.bytes.decode('utf-8', 'replace')
        self.path = urllib.parse.urlsplit(self.url).path

    def words(self):
        """What a person reads."""
        return re.sub(r'\s+', ' ', html.unescape(re.sub(r'<[^>]+>', ' ', self.text)).replace('\u00a0', ' '))

    def csrf(self):
        found = re.search(r'name="csrf" value="([^"]*)"', self.text)
        return html.unescape(found.group(1)) if found else ''

    def hidden(self, action):
        """Hidden fields of the first form that posts to action."""
        form = re.search(r'<form[^>]*action="%s".*?</form>' % re.escape(html.escape(action)), self.text, re.S)
        pairs = re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form.group(0)) if form else []
        return {html.unescape(k): html.unescape(v) for k, v in pairs}


class Browser:
    def __init__(self, base):
        self.base, self.jar = base.rstrip('/'), http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar))
        self.last = None

    def open(self, request):
        try:
            self.last = Answer(self.opener.open(request, timeout=30))
        except urllib.error.HTTPError as refusal:
            self.last = Answer(refusal)
        return self.last

    def get(self, path):
        return self.open(urllib.request.Request(self.base + urllib.parse.quote(path, safe='/?&=%~.:-_')))

    def post(self, path, fields=None, csrf=None, headers=None):
        pairs = dict(fields or {})
        pairs.setdefault('csrf', self.last.csrf() if csrf is None and self.last else csrf or '')
        request = urllib.request.Request(self.base + urllib.parse.quote(path, safe='/?&=%~.:-_'), data=urllib.parse.urlencode(pairs, doseq=True).encode(), headers=headers or {})
        return self.open(request)

    def upload(self, path, fields, name, file_name, content):
        """One file by multipart/form-data."""
        mark = 'merilo-test-boundary'
        parts = b''
        for key, value in {'csrf': self.last.csrf(), **fields}.items():
            parts += f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        parts += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + content + f'\r\n--{mark}--\r\n'.encode()
        return self.open(urllib.request.Request(self.base + path, data=parts, headers={'Content-Type': f'multipart/form-data; boundary={mark}'}))

    def cookie(self, name):
        return next((c.value for c in self.jar if c.name.split('__Host-')[-1] == name), None)


class Server:
    """merilo serve on an ephemeral port; stopped at the end of «with»."""

    def __init__(self, program, db, *more, env=None, workers='2'):
        self.told = tempfile.TemporaryFile('w+')  # a pipe that nobody reads would stop the server
        self.process = subprocess.Popen([program, 'serve', '--db', db, '--listen', '127.0.0.1:0', '--workers', workers, *more], stdout=subprocess.PIPE, stderr=self.told,
                                        text=True, env={**os.environ, **(env or {})})
        line = self.process.stdout.readline()
        found = re.search(r'http://\S+', line)
        assert found, line + self.words()
        self.base = found.group(0)

    def words(self):
        self.told.seek(0)
        return self.told.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        for _ in range(100):
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            self.process.kill()
        self.log = self.words()
        self.process.stdout.close()
        self.told.close()


class Demonstration(unittest.TestCase):
    """Tests over `merilo serve --demo`: one server a class, one browser a role. A subclass names its program, and when it plays if its documents name days."""
    program = None
    when = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='merilo-demo-')
        if cls.when is not None:
            os.environ['MERILO_CLOCK'] = clock(*cls.when)
        cls.process = subprocess.Popen([cls.program, 'serve', '--demo', '--db', f'{cls.folder.name}/demo.db', '--data', cls.folder.name, '--listen', '127.0.0.1:0', '--workers', '2'],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.base, cls.links, cls.browsers, who = None, {}, {}, ''
        for line in cls.process.stdout:
            found = re.search(r'http://\S+', line)
            if found and cls.base is None:
                cls.base = found.group(0).rstrip('/')
            elif found:
                cls.links[who] = found.group(0)[len(cls.base):]
            elif ' — ' in line:
                who = line.split(' — ')[0].strip()
            if len(cls.links) == 12:
                break

    @classmethod
    def tearDownClass(cls):
        cls.process.send_signal(signal.SIGTERM)
        cls.process.stdout.read()
        cls.process.wait(timeout=20)
        cls.folder.cleanup()
        os.environ.pop('MERILO_CLOCK', None)

    def enter(self, who):
        """Links work once: a browser a role."""
        if who not in self.browsers:
            link = next(link for words, link in self.links.items() if words.startswith(who))
            browser = self.browsers[who] = Browser(self.base)
            browser.get(link)
            browser.post(link, {})
        return self.browsers[who]
