#!/usr/bin/env python3
"""Speed of the server on a district and on a region, on SQLite and on PostgreSQL, beside plain SQL and the floor of the same HTTP layer.

usage: server.py PROGRAM [district|region] [sqlite|pg]    everything when nothing is named
Data are made once into out/bench-server by «merilo simulate» and come into the database by the way of an office (server_data.py). Times are the server's own
(Server-Timing), so this machine's other work is in them; a page over a limit is measured twice and the better counts. Ends with 1 when a limit is broken.
"""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(ROOT, 'tests')]
import postgres  # noqa: E402
import server_crowd  # noqa: E402
import server_data  # noqa: E402
import server_plain  # noqa: E402
import server_plans  # noqa: E402
import server_routes  # noqa: E402

OUT = os.path.join(ROOT, 'out', 'bench-server')
IDLE_MB, LOAD_MB = 64, 256
broken = []


def say(words):
    print(words, flush=True)


def limit(what, value, most, unit):
    over = value > most
    say(f'  {what}: {value:.0f} {unit} при {most} — {"сверх" if over else "в пределах"}')
    if over:
        broken.append(what)


def show_page(path, found):
    over = found.broken(path)
    say(f'  {path:58} {found.login:7} {found.first:8.1f} {found.p50:8.1f} {found.p95:8.1f} {found.kb:7.0f}  {"сверх: " + "; ".join(over) if over else "в пределах"}')
    if over:
        broken.append(path)


def measure_pages(place):
    say(f'\n  {"страница":58} {"кто":7} {"первый":>8} {"p50, мс":>8} {"p95, мс":>8} {"КБ":>7}')
    worst = {}
    seen = []

    def show(path, found):
        show_page(path, found)
        seen.append((path, found))
    pages = server_routes.all_pages(place, show)
    shown = [found for _, found in seen if found.html]
    files = [found for _, found in seen if not found.html]
    say(f'  страниц {len(shown)}: самая медленная p95 {max(found.p95 for found in shown):.0f} мс, первый раз {max(found.first for found in shown):.0f} мс, '
        f'самая большая {max(found.kb for found in shown):.0f} КБ; файлов {len(files)}: p95 до {max(found.p95 for found in files):.0f} мс')
    worst.update({path: found for path, found in seen if found.login in ('office', '')})
    return pages, worst


def measure_crowd(place, pages):
    idle, most, crowd, p95, odd = server_crowd.crowd(place, pages)
    limit('память сервера без дела', idle, IDLE_MB, 'МБ')
    limit('память под нагрузкой', most, LOAD_MB, 'МБ')
    say(f'  входов сразу {server_crowd.PEOPLE}: впущено {crowd.n_in} за {crowd.seconds:.0f} с, просили подождать (503 с Retry-After) {crowd.n_told} раз, через минуту ждут {crowd.n_waiting}')
    limit('потерянных входов', len(crowd.lost), 0, '')
    if crowd.lost:
        say('  ' + '; '.join(sorted(set(crowd.lost))[:5]))
    limit('p95 других страниц при этом', p95, server_routes.PAGE_MS, 'мс')
    limit('других страниц с ошибкой при этом', len(odd), 0, '')


def wrk(url, cookie=''):
    """Requests a second of eight connections."""
    words = ['wrk', '-t1', '-c8', '-d3s', *(['-H', 'Cookie: ' + cookie] if cookie else []), url]
    found = re.search(r'Requests/sec:\s*([0-9.]+)', subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return float(found.group(1))


def measure_floor(place):
    if shutil.which('wrk') is None:
        say('  wrk не установлен: пол не измерен')
        return
    with place.server('8') as server:
        base = server.base.rstrip('/')
        floor = wrk(base + '/help')
        say(f'  пол: /help {floor:.0f} запросов в секунду')
        for path in ('/', '/forms', '/signs', '/results', '/results/2026-4-%D0%BC%D0%B0%D1%82%D0%B5%D0%BC%D0%B0%D1%82%D0%B8%D0%BA%D0%B0'):
            n = wrk(base + path, place.cookies['office'])
            say(f'    {path[:24]:26} {n:8.0f} в секунду, в {floor / n:.1f} раза реже пола')


def compare(seen, plain):
    say(f'\n  {"та же таблица":24} {"страница, мс":>13}' + ''.join(f' {name + ", мс":>15} {"разница":>8}' for name in plain))
    for name, _, path in server_plain.QUERIES:
        page = seen.get(path)
        if page is None or page.status != 200:
            continue
        say(f'  {name:24} {page.p50:13.1f}' + ''.join(f' {taken[name]:15.1f} {taken[name] / page.p50:7.1f}×' for taken in plain.values()))


def script(url, text):
    if url.startswith('postgresql:'):
        server_plain.psql(url, text=text)
        return
    con = sqlite3.connect(url)
    con.executescript(text)
    con.close()


def prepare(program, size, url):
    say(f'\n{size.title}, {"PostgreSQL" if url.startswith("postgresql:") else "SQLite"}')
    server_data.load(program, size, url, OUT, say)
    script(url, server_crowd.MORE_PEOPLE)
    script(url, server_plans.text())


def sqlite_base(program, size):
    """Made once for this program's schema; a failed start leaves nothing."""
    path = f'{OUT}/{size.name}.db'
    if os.path.exists(path + '.done') and subprocess.run([program, 'migrate', '--db', path], capture_output=True, check=False).returncode == 0:
        say(f'\n{size.title}, SQLite')
        return path
    for end in ('', '-wal', '-shm', '.done'):
        with contextlib.suppress(FileNotFoundError):
            os.remove(path + end)
    prepare(program, size, path)
    with open(path + '.done', 'w', encoding='utf-8'):
        return path


def one(program, size, url, plain):
    place = server_routes.Place(program, url, size, f'{OUT}/data')
    pages, seen = measure_pages(place)
    measure_crowd(place, pages)
    measure_floor(place)
    if plain:
        compare(seen, plain)


def plain_tables(size, files, pg_url):
    if size is not server_data.Region:
        return {}
    plain = {'SQL в SQLite': server_plain.sqlite(files, f'{OUT}/plain.db')}
    if pg_url is not None:
        plain['SQL в PostgreSQL'] = server_plain.postgres(files, pg_url)
    return plain


def main():
    program, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    load = os.getloadavg()[0]
    say(f'Ядер {os.cpu_count()}, нагрузка машины до начала {load:.1f}' + (': на занятой машине пределы мало что значат' if load > os.cpu_count() else ''))
    os.makedirs(OUT, exist_ok=True)
    sizes = [size for size in server_data.SIZES if size.name in words] or server_data.SIZES
    engines = [word for word in words if word in ('sqlite', 'pg')] or ['sqlite', 'pg']
    folder = postgres.programs()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postgres.Server(folder, ['-c', 'shared_buffers=128MB', '-c', 'autovacuum=on', '-c', 'max_connections=100'])) if 'pg' in engines and folder else None
        pg = (lambda name: f'postgresql:///{name}{server.end}') if server else None
        for size in sizes:
            files = server_data.forms(program, size, f'{OUT}/{size.name}')
            if pg:
                server_plain.psql(pg('postgres'), text=f'CREATE DATABASE {size.name}; CREATE DATABASE plain_{size.name};')
            plain = plain_tables(size, files, pg('plain_' + size.name) if pg else None)
            if 'sqlite' in engines:
                one(program, size, sqlite_base(program, size), plain)
            if pg:
                prepare(program, size, pg(size.name))
                one(program, size, pg(size.name), plain)
    say('\nСверх пределов: ' + ', '.join(dict.fromkeys(broken)) if broken else '\nВсё в пределах.')
    return 1 if broken else 0


if __name__ == '__main__':
    sys.exit(main())
