"""A simulated region in a fresh database, for tests that run the real program: organisations are put by SQL, forms by «merilo import»."""
import csv
import os
import sqlite3
import subprocess


def simulate(merilo, folder, schools, procedures, seed=5, dirt='0.002'):
    os.makedirs(folder, exist_ok=True)
    subprocess.run([merilo, 'simulate', '--out', folder, '--schools', str(schools), '--seed', str(seed), '--procedures', procedures, '--dirt', dirt], check=True, capture_output=True)
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith('.xlsx'))


def path(*ids):
    return ''.join(f'{i:016x}/' for i in ids)


def make(merilo, base, folder):
    """Region 1, its districts from 2 on, schools from 100 on."""
    subprocess.run([merilo, 'migrate', '--db', base, '--create'], check=True, capture_output=True)
    con = sqlite3.connect(base)

    def org(ident, parent, kind, code, name, where):
        con.execute('INSERT INTO org (region_id, id, parent_id, kind, code, name, name_key, search, type, path, year, made_at) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)',
                    (ident, parent, kind, code, name, name.encode(), name.lower(), '', where))

    org(1, None, 1, 'region', 'Энская область', path(1))
    districts = {}
    with open(os.path.join(folder, 'schools.csv'), encoding='utf-8-sig') as lines:
        for n, row in enumerate(csv.DictReader(lines, delimiter=';')):
            district = row['муниципалитет']
            if district not in districts:
                ident = districts[district] = len(districts) + 2
                org(ident, 1, 2, f'm{ident}', district, path(1, ident))
            org(100 + n, districts[district], 3, row['код'], row['название'], path(1, districts[district], 100 + n))
    con.commit()
    con.close()
    return base


def forms(base):
    """What stands: (procedure, school) → hash of its block, works."""
    con = sqlite3.connect(base)
    rows = con.execute('SELECT f.procedure, f.school_id, s.sha256, s.n_works, f.n_works, f.n_waiting, f.state FROM submission f JOIN sheet s ON s.region_id = f.region_id AND s.procedure = f.procedure '
                       'AND s.school_id = f.school_id AND s.version = f.version').fetchall()
    lonely = con.execute('SELECT count(*) FROM submission f WHERE NOT EXISTS (SELECT 1 FROM sheet s WHERE s.region_id = f.region_id AND s.procedure = f.procedure AND s.school_id = f.school_id '
                         'AND s.version = f.version)').fetchone()[0]
    con.close()
    assert lonely == 0, f'{lonely} forms without their sheet'
    for row in rows:
        assert row[3] == row[4], row
    return {row[:2]: (row[2], row[4], row[5], row[6]) for row in rows}
