#!/usr/bin/env python3
"""Speed and memory as ratios of one run on one machine (absolute seconds of a shared machine say little).

usage: bench.py PROGRAM [simulated]
The eight large forms of ../shared when they are there, else (or when asked) eight simulated ones of the same size.
Prints a line a demand: what, ours, theirs, ratio, demanded, met or not. Ends with 1 when a demand is not met.
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


def find_forms(program, simulated):
    forms = [os.path.join(ROOT, '..', 'shared', 'data', 'forms', name + '.xlsx') for name in LARGE]
    if not simulated and all(map(os.path.exists, forms)):
        return forms, 'настоящие'
    measure([program, 'simulate', '--out', os.path.join(OUT, 'forms'), '--schools', '640', '--seed', '1', '--procedures', ','.join(LARGE)])
    return [os.path.join(OUT, 'forms', name + '.xlsx') for name in LARGE], 'придуманные'


WIDTHS = (58, 22, 22, 13, 16)
missed = []


def row(*cells):
    print('  '.join(str(cell).ljust(width) for cell, width in zip(cells[:-1], WIDTHS)) + '  ' + cells[-1], flush=True)


def say(what, ours, theirs, ratio, demanded, met):
    row(what, ours, theirs, ratio, demanded, 'выполнено' if met else 'НЕ ВЫПОЛНЕНО')
    if not met:
        missed.append(what)


def seconds(x):
    return f'{x:.2f} с' if x < 10 else f'{x:.0f} с'


def bench_check(program, simulated):
    forms, kind = find_forms(program, simulated)
    answer, html, theirs_path = (os.path.join(OUT, name) for name in ('check.json', 'check.html', 'pandas.json'))
    command = [program, 'check', *forms, '--json', answer, '--html', html]
    before = best(3, command)
    with open(theirs_path, 'wb') as output:
        theirs = measure([sys.executable, os.path.join(ROOT, 'bench', 'federal_pandas.py'), *forms], output)
    ours = tuple(map(min, before, best(2, command)))  # round theirs: the load of the machine changes
    with open(answer, encoding='utf-8') as file:
        parsed = json.load(file)
    n_rows = sum(file['rows'] for file in parsed['inputs'])
    what = f'check с HTML и JSON, {kind} формы, {n_rows // 1000} тыс. строк'
    say(what, seconds(ours[0]), f'pandas {seconds(theirs[0])}', f'{theirs[0] / ours[0]:.1f}', '≥ 20', theirs[0] >= 20 * ours[0])
    row('  то же временем процессоров (ядер в машине: %d)' % os.cpu_count(), seconds(ours[1]), f'pandas {seconds(theirs[1])}', f'{theirs[1] / ours[1]:.1f}', '—', 'для сведения')
    say('память check', f'{ours[2]:.0f} МБ', f'pandas {theirs[2]:.0f} МБ', f'{theirs[2] / ours[2]:.1f}', '< 300 МБ', ours[2] < 300)
    hashes = set()
    for threads in (['--threads', '1'], ['--threads', '2'], ['--threads', '3'], []):
        measure([program, 'check', *forms, '--json', answer, *threads])
        hashes.add(digest(answer))
    say('разных ответов при 1, 2, 3 и всех потоках', len(hashes), '—', '—', '1', len(hashes) == 1)
    intake = [program, 'intake', *forms, '--json', os.devnull]
    one, every = best(3, [*intake, '--threads', '1']), best(3, intake)
    row('intake тех же форм: все потоки против одного', seconds(every[0]), f'один {seconds(one[0])}', f'{one[0] / every[0]:.1f}', '—', 'для сведения')
    different = compare(parsed, theirs_path)
    say('расхождений с pandas в федеральных маркерах', len(different), '—', '—', '0', not different)
    for line in different:
        print('    ' + line)


def compare(ours, theirs_path):
    """A race is fair when both count the same."""
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
    return different


def bench_csv(program):
    folder = os.path.join(OUT, 'csv')
    measure([program, 'simulate', '--out', folder, '--schools', '12000', '--seed', '1', '--procedures', '2021-4-математика', '--layout', 'plain'])
    path = glob.glob(os.path.join(folder, '2021*.csv'))[0]
    with open(path, 'rb') as file:
        n_rows = sum(1 for _ in file) - 1
    _, taken, memory = best(5, [program, 'intake', path, '--json', os.devnull, '--threads', '1'])
    speed = n_rows / taken  # of one core: time of the processor
    say(f'intake CSV с полной проверкой, {n_rows // 1000} тыс. строк, {memory:.0f} МБ', f'{speed / 1000:.0f} тыс. строк/с', '—', '—', '≥ 500 на ядро', speed >= 500e3)


def bench_kernels(program):
    """Kernels on one core, each line by the bench itself; then an independent program on the same works (mirt took 12.6 s and TAM 6.6 s for PCM of such a table)."""
    folder = os.path.join(OUT, 'kernels')
    os.makedirs(folder, exist_ok=True)
    kernels = os.path.join(os.path.dirname(program), '..', 'bench', 'bench_kernels')
    spent = None
    for line in subprocess.run([kernels, folder], check=True, capture_output=True, text=True).stdout.splitlines():
        what, ours, demanded, met = line.split('\t')
        say(what, ours, '—', '—', demanded, met == '1')
        if what.startswith('GPCM'):
            spent = float(ours.split()[0])
    peer = [sys.executable, os.path.join(ROOT, 'bench', 'gpcm_numpy.py'), os.path.join(folder, 'gpcm.works'), os.path.join(folder, 'gpcm.items')]
    theirs, _, slopes, places = map(float, subprocess.run(peer, check=True, capture_output=True, text=True, env={**os.environ, 'OPENBLAS_NUM_THREADS': '1'}).stdout.split())
    row('  то же другой программой', seconds(spent), f'numpy {seconds(theirs)}', f'{theirs / spent:.1f}', '—', 'для сведения')
    say('  наибольшее расхождение наклонов и мест с ней', f'{slopes:.5f} и {places:.5f}', '—', '—', '≤ 0,02', max(slopes, places) <= .02)


def main():
    os.makedirs(OUT, exist_ok=True)
    program = os.path.abspath(sys.argv[1])
    row('что', 'мы', 'они', 'во сколько раз', 'нужно', 'итог')
    bench_kernels(program)
    bench_csv(program)
    bench_check(program, 'simulated' in sys.argv[2:])
    if missed:
        sys.exit('Не выполнено: ' + '; '.join(missed) + '.')


if __name__ == '__main__':
    main()
