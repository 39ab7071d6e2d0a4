#!/usr/bin/env python3
"""The package: made twice it is the same bytes; what it installs works and is what the guide says.

usage: deb.py SOURCE BUILD
"""
import os
import shutil
import stat
import subprocess
import sys
import tempfile

source, build = sys.argv[1:]
if not shutil.which('dpkg-deb') or not os.path.exists(os.path.join(source, '.git')):
    sys.exit(77)


def run(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


def make(out):
    return run('sh', os.path.join(source, 'tools/deb.sh'), build, out).strip()


with tempfile.TemporaryDirectory() as folder:
    one, two = make(f'{folder}/one'), make(f'{folder}/two')
    assert open(one, 'rb').read() == open(two, 'rb').read(), 'the package differs from itself'

    control = run('dpkg-deb', '-f', one)
    for library in ('libsodium23', 'libzip', 'libexpat1', 'libxlsxwriter', 'fonts-paratype'):
        assert library in control, control
    lines = [line.split(None, 5) for line in run('dpkg-deb', '-c', one).splitlines()]
    assert all(line[1] == 'root/root' for line in lines), 'files of a stranger'
    assert not [line for line in lines if line[0][5] == 'w' or line[0][8] == 'w'], 'writable by others'

    root = f'{folder}/root'
    run('dpkg-deb', '-R', one, root)
    assert run(f'{root}/usr/bin/merilo', '--version').startswith('merilo ')
    assert open(f'{root}/DEBIAN/conffiles').read() == '/etc/merilo/merilo.conf\n'
    assert stat.S_IMODE(os.stat(f'{root}/etc/merilo/merilo.conf').st_mode) == 0o640
    for script in ('preinst', 'postinst', 'prerm', 'postrm'):
        run('sh', '-n', f'{root}/DEBIAN/{script}')
    run('md5sum', '-c', '--quiet', 'DEBIAN/md5sums', cwd=root)

    unit = open(f'{root}/lib/systemd/system/merilo.service').read()
    for need in ('User=merilo', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'CapabilityBoundingSet=\n', 'StateDirectory=merilo', 'EnvironmentFile=/etc/merilo/merilo.conf'):
        assert need in unit, need
    names = [line.lstrip('#').split('=')[0] for line in open(f'{root}/etc/merilo/merilo.conf') if line.lstrip('#').startswith('MERILO_')]
    serve = run(f'{root}/usr/bin/merilo', 'serve', '--help')
    assert names and not [name for name in names if name not in serve], 'a setting that the program does not know'

    if shutil.which('systemd-analyze'):
        told = subprocess.run(['systemd-analyze', 'security', '--offline=true', f'{root}/lib/systemd/system/merilo.service'], capture_output=True, text=True)
        overall = [line for line in told.stdout.splitlines() if 'Overall exposure' in line]
        if overall:
            assert float(overall[0].split(':')[1].split()[0]) <= 1.6, overall[0]
print('пакет собран, установленное работает')
