#!/usr/bin/env python3
"""Runs a command beside a private PostgreSQL server and gives its exit code: postgres.py [--two] COMMAND…

The server lives in a temporary folder, listens on a unix socket there only, and is stopped and removed afterwards. The command finds the end of its URLs in
MERILO_TEST_PG («?host=…&user=…»: «postgresql:///NAME» before it is a database NAME). Without PostgreSQL the command runs without that variable. --two: a second server in MERILO_TEST_PG2.
"""
import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time


def as_postgres(command):
    """PostgreSQL refuses to run as root. It does not outlive this script, however that ends."""
    user = ['--reuid=postgres', '--regid=postgres', '--init-groups'] if os.getuid() == 0 else []
    return ['setpriv', '--pdeathsig=INT', *user, *command]


def programs():
    """Folder of the newest server programs, or None."""
    folders = glob.glob('/usr/lib/postgresql/*/bin')
    path = shutil.which('postgres')
    folders = sorted(folders, key=lambda folder: int(folder.split('/')[-2])) or ([os.path.dirname(path)] if path else [])
    return folders[-1] if folders else None


class Server:
    """One server: .end is the end of a URL; also a context."""

    def __init__(self, bin_folder, settings=()):
        self.bin = bin_folder
        self.folder = tempfile.mkdtemp(prefix='merilo-pg-')
        if os.getuid() == 0:
            user = pwd.getpwnam('postgres')
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        os.chmod(self.folder, 0o711)
        self.data = self.folder + '/data'
        self.quiet('initdb', '--no-sync', '--no-instructions', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale-provider=icu',
                   '--icu-locale=ru-RU', '--locale=C.UTF-8', '--pgdata', self.data)
        self.settings = ['-c', 'listen_addresses=', '-c', 'unix_socket_directories=' + self.folder, '-c', 'fsync=off', '-c', 'full_page_writes=off',
                         '-c', 'max_connections=60', '-c', 'shared_buffers=32MB', '-c', 'autovacuum=off', '-c', 'max_wal_size=64MB', *settings]
        self.process = None
        self.start()
        self.end = f'?host={self.folder}&user=postgres'

    def quiet(self, program, *words):
        done = subprocess.run(as_postgres([f'{self.bin}/{program}', *words]), cwd='/', stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            sys.exit(f'{program}: {done.stdout.decode()}')

    def start(self):
        with open(self.folder + '/log', 'ab') as log:
            self.process = subprocess.Popen(as_postgres([f'{self.bin}/postgres', '-D', self.data, *self.settings]), cwd='/', stdout=log, stderr=log)
        for _ in range(400):
            if subprocess.run([f'{self.bin}/pg_isready', '-q', '-h', self.folder], check=False).returncode == 0:
                return
            time.sleep(0.05)
        sys.exit('the server did not start:\n' + open(self.folder + '/log', encoding='utf-8').read())

    def stop(self):
        self.process.terminate()  # the program itself: setpriv has become it
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGINT)  # fast: somebody is still connected
            self.process.wait(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    two = sys.argv[1] == '--two'
    command, folder = sys.argv[1 + two:], programs()
    if folder is None:
        return subprocess.run(command, check=False).returncode
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        for name in ('MERILO_TEST_PG', 'MERILO_TEST_PG2')[:1 + two]:
            environment[name] = stack.enter_context(Server(folder)).end
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # a test that took too long: the folder is removed all the same
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
