"""One bench program on both engines: «PROGRAM make URL …» fills a database, «PROGRAM ask URL ENGINE» prints a line a figure (what, ours, demanded, 1 = met, tabs between)."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'tests'))
from postgres import Server, programs  # noqa: E402


def measure(program, url, engine, makes, width, settle):
    """makes: further words of each «make»; after each of them what the engine does by itself in a minute or two (statistics, the map of what everybody sees)."""
    for words in makes:
        subprocess.run([program, 'make', url, *words], check=True)
        settle()
    met = True
    for line in subprocess.run([program, 'ask', url, engine], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        what, ours, demanded, good = line.split('\t')
        print(f'{"✔" if good == "1" else "✘"} {what:<{width}}{ours:>12}  {demanded}', flush=True)
        met = met and good == '1'
    return met


def main(name, makes, width, without_statistics=False):
    """Exit code: 1 when a limit is not kept. Arguments: FOLDER_OF_BUILD [sqlite|pg]. without_statistics: PostgreSQL is asked once more with none: a table that is small or has just been filled has none."""
    program, only = os.path.join(sys.argv[1], 'bench', name), sys.argv[2:]
    met = True
    if only in ([], ['sqlite']):
        with tempfile.TemporaryDirectory() as folder:
            met = measure(program, f'{folder}/merilo.db', 'SQLite', makes, width, lambda: None)
    for engine in ['PostgreSQL без статистики'] * without_statistics + ['PostgreSQL']:
        if only not in ([], ['pg']) or not programs():
            continue
        with Server(programs()) as server:
            url = f'postgresql:///postgres{server.end}'
            analyze = lambda: subprocess.run(['psql', '--quiet', '--dbname', url, '--command', 'VACUUM ANALYZE'], check=True)
            met = measure(program, url, engine, makes, width, analyze if engine == 'PostgreSQL' else lambda: None) and met
    return 0 if met else 1
