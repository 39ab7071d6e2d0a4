"""The same tables by plain SQL over one row a work, as people do without Merilo: SQLite and PostgreSQL."""
import csv
import os
import sqlite3
import struct
import subprocess
import time

TASKS = 41  # the widest work
COLUMNS = ['procedure TEXT', 'year INTEGER', 'school TEXT', 'class TEXT', 'total INTEGER', 'mark INTEGER', 'journal INTEGER', *(f't{i} INTEGER' for i in range(1, TASKS + 1))]
WORK, SCHOOL = '2026-4-математика', 'sch990001'
# What, SQL, the page that shows the same and more.
QUERIES = [
    ('школы процедуры', f"SELECT school, count(*), avg(total), avg(CASE WHEN mark >= 3 THEN 1.0 ELSE 0 END) FROM work WHERE procedure = '{WORK}' GROUP BY school ORDER BY school",
     f'/results/{WORK}'),
    ('задания процедуры', f'SELECT {", ".join(f"avg(t{i})" for i in range(1, 21))} FROM work WHERE procedure = \'{WORK}\'', f'/results/{WORK}?view=tasks'),
    ('отметки и журнал', f"SELECT journal, mark, count(*) FROM work WHERE procedure = '{WORK}' GROUP BY journal, mark", f'/results/{WORK}?view=marks'),
    ('баллы процедуры', f"SELECT total, count(*) FROM work WHERE procedure = '{WORK}' GROUP BY total ORDER BY total", f'/results/{WORK}?view=scores'),
    ('работы года', 'SELECT procedure, count(*), avg(total), avg(CASE WHEN mark >= 3 THEN 1.0 ELSE 0 END) FROM work WHERE year = 2026 GROUP BY procedure ORDER BY procedure', '/results'),
    ('школа в процедуре', f"SELECT class, count(*), avg(total), avg(CASE WHEN mark >= 3 THEN 1.0 ELSE 0 END) FROM work WHERE procedure = '{WORK}' AND school = '{SCHOOL}' GROUP BY class",
     f'/results/{WORK}/{SCHOOL}'),
]


def texts(raw):
    out, at = [], 0
    while at + 2 <= len(raw):
        n = struct.unpack_from('<H', raw, at)[0]
        out.append(raw[at + 2:at + 2 + n].decode())
        at += 2 + n
    return out


def works(path):
    """Rows of a packed sheet (docs/adr/0011)."""
    with open(path, 'rb') as file:
        raw = file.read()
    _, flags, n, n_schools, n_classes, n_labels, n_tasks, n_text, year, _, _ = struct.unpack_from('<11I', raw, 8)
    cutoffs = struct.unpack_from('<3H', raw, 52) if flags & 8 else ()
    sizes = [n_text, 2 * n_tasks, 8 * n_schools, 8 * n_classes, 2 * n, n, 4 * n if flags & 1 else 0, n if flags & 2 else 0, n if flags & 4 else 0, n * n_tasks]
    at, parts = 128, []
    for size in sizes:
        parts.append(raw[at:at + size])
        at += (size + 63) // 64 * 64
    words = texts(parts[0])[5 + 4 * n_tasks:]
    labels, codes = words[:n_labels], words[n_labels::3]
    schools, classes = struct.unpack(f'<{2 * n_schools}I', parts[2]), struct.unpack(f'<{2 * n_classes}I', parts[3])
    totals, journal, scores = struct.unpack(f'<{n}H', parts[4]), parts[5], parts[9]
    procedure, row, unit = os.path.basename(path)[:-len('.msheet')], 0, 0
    for school in range(n_schools):
        for _ in range(schools[2 * school]):
            for _ in range(classes[2 * unit + 1]):
                mark = 2 + sum(totals[row] >= cutoff for cutoff in cutoffs)
                tasks = [score if score <= 40 else 0 for score in scores[row::n]]
                yield (procedure, year, codes[school], labels[classes[2 * unit]], totals[row], mark, journal[row], *tasks, *[None] * (TASKS - n_tasks))
                row += 1
            unit += 1


def sqlite(files, path):
    if not os.path.exists(path):
        con = sqlite3.connect(path + '.part')
        con.execute('PRAGMA synchronous=off')
        con.execute(f'CREATE TABLE work ({", ".join(COLUMNS)})')
        for file in files:
            con.executemany(f'INSERT INTO work VALUES ({",".join("?" * len(COLUMNS))})', works(file))
        con.execute('CREATE INDEX work_by_procedure ON work (procedure, school)')
        con.execute('CREATE INDEX work_by_year ON work (year)')
        con.commit()
        con.close()
        os.rename(path + '.part', path)
    con, out = sqlite3.connect(path), {}
    for name, text, _ in QUERIES:
        con.execute(text).fetchall()
        start = time.monotonic()
        for _ in range(3):
            con.execute(text).fetchall()
        out[name] = (time.monotonic() - start) / 3 * 1000
    return out


def psql(url, *words, text=None):
    return subprocess.run(['psql', '-qAt', '-X', '-v', 'ON_ERROR_STOP=1', *words, url], input=text, check=True, capture_output=True, text=True).stdout


def postgres(files, url):
    psql(url, text=f'CREATE UNLOGGED TABLE work ({", ".join(COLUMNS)})')
    loader = subprocess.Popen(['psql', '-qAt', '-X', '-c', r"\copy work FROM STDIN (FORMAT csv)", url], stdin=subprocess.PIPE, text=True)
    out = csv.writer(loader.stdin)
    for file in files:
        out.writerows(works(file))
    loader.stdin.close()
    if loader.wait() != 0:
        raise SystemExit('строки не загрузились в PostgreSQL')
    psql(url, text='CREATE INDEX work_by_procedure ON work (procedure, school); CREATE INDEX work_by_year ON work (year); ANALYZE work;')
    taken = {}
    for name, text, _ in QUERIES:
        told = psql(url, text=f'\\timing on\n{text};\n{text};\n{text};\n')
        taken[name] = min(float(line.split()[1].replace(',', '.')) for line in told.splitlines() if line.startswith('Time:'))
    return taken
