"""A quiet client of the benchmark: one kept connection, the server's own time of each answer, and memory of a whole server."""
import http.client
import os
import re
import urllib.parse

SERVER_TIME = re.compile(r'app;dur=([0-9.]+)')


class Client:
    """cookie: «session=…» or empty."""

    def __init__(self, base, cookie=''):
        self.port, self.cookie = urllib.parse.urlsplit(base).port, cookie
        self.connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        self.headers = {'Cookie': cookie} if cookie else {}

    def get(self, path):
        """(status, milliseconds in the server, bytes of the answer)"""
        address = urllib.parse.quote(path, safe='/?&=%~.:-_,')
        try:
            self.connection.request('GET', address, headers=self.headers)
            reply = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError):  # it was kept too long without work: once more, as a browser does
            self.connection.close()
            self.connection.request('GET', address, headers=self.headers)
            reply = self.connection.getresponse()
        body = reply.read()
        found = SERVER_TIME.search(reply.headers.get('Server-Timing', ''))
        return reply.status, float(found.group(1)) if found else 0.0, body

    def close(self):
        self.connection.close()


def family(pid):
    """The process and all below it."""
    parents = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat', encoding='utf-8', errors='replace') as file:
                    parents[int(name)] = int(file.read().rsplit(')', 1)[1].split()[1])
            except OSError:
                pass  # it has just ended
    found = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def memory_mb(pid):
    """Proportional resident memory of the whole server: a shared page counts once."""
    total = 0
    for one in family(pid):
        try:
            with open(f'/proc/{one}/smaps_rollup', encoding='ascii') as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith('Pss:'))
        except OSError:
            pass
    return total / 1024


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
