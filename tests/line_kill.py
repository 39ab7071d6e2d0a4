#!/usr/bin/env python3
"""kill -9 at random points of an import: what was acknowledged stays, nothing is half-written, the journal is whole, and going on ends as if nothing had happened.

usage: line_kill.py MERILO LINE_STEPS    MERILO_KILLS: how many (20; 200 for the full evidence)
"""
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

import line_region

merilo, steps = sys.argv[1:3]
KILLS = int(os.environ.get('MERILO_KILLS', '20'))
SEED = int(os.environ.get('MERILO_SEED', '1'))


def run(*words, clock=0, check=True):
    env = dict(os.environ, MERILO_CLOCK=f'+{clock}')
    return subprocess.run([merilo, *words], env=env, check=check, capture_output=True, text=True)


def killed_import(base, files, clock, after_s):
    """Names of files that were acknowledged before the kill; None when it was too late to kill."""
    env = dict(os.environ, MERILO_CLOCK=f'+{clock}')
    child = subprocess.Popen([merilo, 'import', '--db', base, *files], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        child.wait(after_s)
        late = True
    except subprocess.TimeoutExpired:
        child.kill()
        late = False
    said = [line.split(':')[0] for line in child.stdout.read().splitlines() if ': Записано' in line or ': Уже записано' in line]
    return said, late


def killed_steps(base, chance):
    """Acceptance: every step that was said is there, with its entry in the journal; at most one more was done than said."""
    con = sqlite3.connect(base)
    procedure, school = con.execute('SELECT f.procedure, o.code FROM submission f JOIN org o ON o.id = f.school_id AND o.region_id = f.region_id ORDER BY 1, 2 LIMIT 1').fetchone()
    told = f'submission/{procedure}/{school}'

    def stands():
        state = con.execute('SELECT state FROM submission f JOIN org o ON o.id = f.school_id AND o.region_id = f.region_id WHERE procedure = ? AND code = ?', (procedure, school)).fetchone()[0]
        return state, con.execute('SELECT count(*) FROM audit WHERE object = ?', (told,)).fetchone()[0]

    held = 0
    for _ in range(KILLS):
        before = stands()[1]
        child = subprocess.Popen([steps, base, '1', procedure, school], stdout=subprocess.PIPE, text=True)
        time.sleep(chance.uniform(0.005, 0.08))
        child.kill()
        said = child.stdout.read().split()
        assert child.wait() < 0, child.returncode
        state, entries = stands()
        assert entries - before in (len(said), len(said) + 1), (before, entries, said)
        if entries - before == len(said) and said:
            assert state == int(said[-1]), (state, said)
        held += len(said)
    con.close()
    run('audit', 'verify', '--db', base)
    run('verify', '--db', base)
    return held


def main():
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        forms = os.path.join(folder, 'forms')
        # one file is read and written in the request's way, the other (over 5,000 rows, over 100 schools) by jobs
        files = line_region.simulate(merilo, forms, 160, '2021-4-математика,2021-5-русский-язык')
        whole = line_region.make(merilo, os.path.join(folder, 'whole.db'), forms)
        started = time.monotonic()
        run('import', '--db', whole, *files)
        lasts = time.monotonic() - started
        wanted = line_region.forms(whole)
        assert len(wanted) == 320, len(wanted)
        of_file = {name: {key for key in wanted if key[0] in name} for name in files}
        kills = acknowledged = clock = generation = 0
        while kills < KILLS:
            generation += 1
            base = line_region.make(merilo, os.path.join(folder, f'{generation}.db'), forms)
            for _ in range(4): # a life of a database with several deaths
                said, late = killed_import(base, files, clock, chance.uniform(0.005, lasts))
                clock += 100 # longer than a silent job is waited for
                stands = line_region.forms(base)
                for name in said:
                    acknowledged += 1
                    for key in of_file[name]:
                        assert stands.get(key) == wanted[key], f'lost after {name} was acknowledged: {key}'
                for key, value in stands.items():
                    assert value == wanted[key], f'half-written: {key} {value} {wanted[key]}'
                if late:
                    break
                kills += 1
            checked = run('verify', '--db', base)
            assert 'цело' in checked.stdout, checked.stdout
            run('audit', 'verify', '--db', base)
            # jobs of dead workers begin again by themselves; what was never asked for is asked for again
            run('jobs', '--db', base, '--once', clock=clock)
            clock += 100
            run('import', '--db', base, *files, clock=clock)
            assert line_region.forms(base) == wanted
            run('verify', '--db', base)
            for end in ('', '-wal', '-shm'):
                if os.path.exists(base + end):
                    os.remove(base + end)
        held = killed_steps(whole, chance)
        print(f'{KILLS} kills in acceptance, {held} steps held')
        print(f'{kills} kills over {generation} databases, {acknowledged} acknowledgements held')


main()
