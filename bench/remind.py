"""Reminders for a hundred thousand measures, on SQLite and on PostgreSQL: remind.py FOLDER_OF_BUILD [sqlite|pg]. Exit 1 when a limit is not kept."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'tests'))
from postgres import Server, programs  # noqa: E402


def measure(program, url, engine, then):
    subprocess.run([program, 'make', url], check=True)
    then()
    met = True
    for line in subprocess.run([program, 'ask', url, engine], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        what, ours, demanded, good = line.split('\t')
        print(f'{"✔" if good == "1" else "✘"} {what:<66}{ours:>10}  {demanded}', flush=True)
        met = met and good == '1'
    return met


def main():
    program, only = os.path.join(sys.argv[1], 'bench', 'bench_remind'), sys.argv[2:]
    met = True
    if only in ([], ['sqlite']):
        with tempfile.TemporaryDirectory() as folder:
            met = measure(program, f'{folder}/merilo.db', 'SQLite', lambda: None)
    if only in ([], ['pg']) and programs():
        with Server(programs()) as server:
            url = f'postgresql:///postgres{server.end}'
            analyze = ['psql', '--quiet', '--dbname', url, '--command', 'VACUUM ANALYZE']
            met = measure(program, url, 'PostgreSQL', lambda: subprocess.run(analyze, check=True)) and met
    return 0 if met else 1


if __name__ == '__main__':
    sys.exit(main())
