"""A region's plans gathered upward, on SQLite and on PostgreSQL: rollup.py FOLDER_OF_BUILD [sqlite|pg]. Exit 1 when a limit is not kept."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'tests'))
from postgres import Server, programs  # noqa: E402

YEARS = 3


def make(program, url, after_year=lambda: None):
    """Data year by year; after every year what the engine does by itself in a minute or two (statistics, the map of what everybody sees)."""
    for year in range(YEARS):
        subprocess.run([program, 'make', url, str(year)], check=True)
        after_year()


def measure(program, url, engine):
    met = True
    for line in subprocess.run([program, 'ask', url, engine], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        what, ours, demanded, good = line.split('\t')
        print(f'{"✔" if good == "1" else "✘"} {what:<66}{ours:>12}  {demanded}', flush=True)
        met = met and good == '1'
    return met


def main():
    program, only = os.path.join(sys.argv[1], 'bench', 'bench_rollup'), sys.argv[2:]
    met = True
    if only in ([], ['sqlite']):
        with tempfile.TemporaryDirectory() as folder:
            url = f'{folder}/merilo.db'
            make(program, url)
            met = measure(program, url, 'SQLite')
    if only in ([], ['pg']) and programs():
        with Server(programs()) as server:
            url = f'postgresql:///postgres{server.end}'
            make(program, url)  # answers must not hang on statistics: a table that is small or has just been filled has none
            met = measure(program, url, 'PostgreSQL без статистики') and met
        with Server(programs()) as server:
            url = f'postgresql:///postgres{server.end}'
            make(program, url, lambda: subprocess.run(['psql', '--quiet', '--dbname', url, '--command', 'VACUUM ANALYZE'], check=True))
            met = measure(program, url, 'PostgreSQL') and met
    return 0 if met else 1


if __name__ == '__main__':
    sys.exit(main())
