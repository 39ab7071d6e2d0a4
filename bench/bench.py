#!/usr/bin/env python3
"""Speed and memory as ratios of one run on one machine (absolute seconds of a shared machine say little).

usage: bench.py PROGRAM
The eight large forms of ../shared when they are there, else eight simulated ones of the same size.
"""
import glob
import hashlib
import json
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, 'out', 'bench')
LARGE = [f'{year}-{grade}-{subject}' for year in (2020, 2021) for grade in (4, 5) for subject in ('математика', 'русский-язык')]


def measure(command, output=subprocess.DEVNULL):
    """(seconds of the wall, seconds of processors, peak memory in MB); ends the bench when the command fails."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f'не выполнено ({process.returncode}): {" ".join(command)}')
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(n, command):
    return tuple(min(column) for column in zip(*[measure(command) for _ in range(n)]))


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def find_forms(program):
    forms = [os.path.join(ROOT, '..', 'shared', 'data', 'forms', name + '.xlsx') for name in LARGE]
    if all(map(os.path.exists, forms)):
        return forms, 'настоящие формы'
    measure([program, 'simulate', '--out', os.path.join(OUT, 'forms'), '--schools', '640', '--seed', '1', '--procedures', ','.join(LARGE)])
    return [os.path.join(OUT, 'forms', name + '.xlsx') for name in LARGE], 'придуманные формы'


def say(what, value, wanted, good):
    print(f'{"✓" if good else "✗"} {what}: {value} (нужно {wanted})')


def bench_check(program):
    forms, kind = find_forms(program)
    answer, html = os.path.join(OUT, 'check.json'), os.path.join(OUT, 'check.html')
    ours = best(3, [program, 'check', *forms, '--json', answer, '--html', html])
    print(f'check, {kind}, отчёт HTML и JSON: {ours[0]:.2f} с, процессоров {ours[1]:.2f} с, {ours[2]:.0f} МБ')
    say('память check', f'{ours[2]:.0f} МБ', 'меньше 300', ours[2] < 300)
    hashes = set()
    for threads in ('1', '2', '0'):
        measure([program, 'check', *forms, '--json', answer, '--threads', threads])
        hashes.add(digest(answer))
    say('разных ответов при 1, 2 и всех потоках', len(hashes), '1', len(hashes) == 1)
    theirs_path = os.path.join(OUT, 'pandas.json')
    with open(theirs_path, 'wb') as output:
        theirs = measure([sys.executable, os.path.join(ROOT, 'bench', 'federal_pandas.py'), *forms], output)
    print(f'pandas, только чтение и федеральные маркеры: {theirs[0]:.1f} с, процессоров {theirs[1]:.1f} с, {theirs[2]:.0f} МБ')
    say('check быстрее pandas', f'в {theirs[0] / ours[0]:.1f} раза (по времени процессоров в {theirs[1] / ours[1]:.1f})', 'хотя бы в 20', theirs[0] >= 20 * ours[0])
    compare(answer, theirs_path)


def compare(ours_path, theirs_path):
    """A race is fair when both count the same."""
    with open(ours_path, encoding='utf-8') as file:
        ours = json.load(file)
    with open(theirs_path, encoding='utf-8') as file:
        theirs = json.load(file)
    different = []
    for procedure in ours['procedures']:
        other = theirs['procedures'].get(procedure['id'], {})
        for marker in ('inflated_mean', 'journal_mismatch'):
            if len(procedure['federal'][marker]) != other.get(marker):
                different.append(f'{procedure["id"]} {marker}: {len(procedure["federal"][marker])} и {other.get(marker)}')
    index, other = ours['federal_index'], theirs['federal_index']
    if (index is None) != (other is None) or (index is not None and abs(index - other) > 1e-9):
        different.append(f'индекс области: {index} и {other}')
    say('расхождений с pandas в федеральных маркерах', '; '.join(different) or '0', '0', not different)


def bench_csv(program):
    folder = os.path.join(OUT, 'csv')
    measure([program, 'simulate', '--out', folder, '--schools', '12000', '--seed', '1', '--procedures', '2021-4-математика', '--layout', 'plain'])
    path = glob.glob(os.path.join(folder, '2021*.csv'))[0]
    with open(path, 'rb') as file:
        n_rows = sum(1 for _ in file) - 1
    seconds, _, memory = best(3, [program, 'intake', path, '--json', '/dev/null', '--threads', '1'])
    speed = n_rows / seconds
    say(f'intake CSV, {n_rows} строк, один поток, {memory:.0f} МБ', f'{speed / 1000:.0f} тыс. строк в секунду', 'хотя бы 500', speed >= 500e3)


def main():
    os.makedirs(OUT, exist_ok=True)
    program = os.path.abspath(sys.argv[1])
    bench_csv(program)
    bench_check(program)


if __name__ == '__main__':
    main()
