#!/usr/bin/env python3
"""The whole battery on a national season kept as packed sheets: 44 works, 40,000 schools, 36 million works of pupils, and a tenth and a hundredth of the schools.

usage: season.py PROGRAM [1] [10] [100]    percent of the schools; all three when none is named
Sheets are made once into out/season (0.9 GB for the whole) and stay there. Prints seconds, works a second, peak memory, growth; ends with 1 when a demand is not met.
"""
import csv
import glob
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, 'out', 'season')
SCHOOLS = {1: 400, 10: 4000, 100: 40000}
WRITTEN = '0.58'  # of schools wrote each work: 20 works a school and procedure on average, as in a season where grades 6–8 draw lots
PLANTS = ['M1:0.2:0.03', 'M3:0.5:0.01', 'M4:0.3:0.01']
N_PROCEDURES = 44
MOST_SECONDS, MOST_MB = 300, 4096
missed = []


def procedures():
    """Official works whose tasks and cut-offs are built in: all of 2021, and again as of 2022 until there are 44 (so that cohorts are followed too)."""
    points, works = {}, []
    with open(os.path.join(ROOT, 'data', 'official_tasks_2021.tsv'), encoding='utf-8') as file:
        for row in csv.DictReader(file, delimiter='\t'):
            key = row['grade'], row['subject']
            points[key] = points.get(key, 0) + int(row['max'])
    with open(os.path.join(ROOT, 'data', 'official_cutoffs_2021.tsv'), encoding='utf-8') as file:
        for row in csv.DictReader(file, delimiter='\t'):
            key = row['класс'], row['предмет']
            if points.get(key) == int(row['макс']):
                works.append('-'.join(key).lower().replace(' ', '-'))
    return works


def can_simulate(program, work):
    command = [program, 'simulate', '--out', os.path.join(OUT, 'probe'), '--schools', '3', '--procedures', work, '--layout', 'packed']
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def choose(program):
    works = [work for work in procedures() if can_simulate(program, '2021-' + work)]
    return (['2021-' + work for work in works] + ['2022-' + work for work in works])[:N_PROCEDURES]


def measure(command, output):
    """Seconds of the wall, seconds of processors, peak resident memory in MB (VmHWM: mapped pages count)."""
    start = time.monotonic()
    with open(output, 'wb') as file:
        process = subprocess.Popen(command, stdout=file, stderr=None)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f'не выполнено ({process.returncode}): {" ".join(command[:6])}…')
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def make(program, percent, works):
    """Resumable by sizes: what is whole is marked by «сделано»."""
    folder = os.path.join(OUT, str(percent))
    mark = os.path.join(folder, 'сделано')
    told = '\n'.join([WRITTEN, *PLANTS, *works])
    if os.path.exists(mark):
        with open(mark, encoding='utf-8') as file:
            if file.read() == told:
                return folder
    for path in glob.glob(os.path.join(folder, '*.msheet')):
        os.remove(path)
    os.makedirs(folder, exist_ok=True)
    plants = [word for plant in PLANTS for word in ('--plant', plant)]
    taken, _, _ = measure([program, 'simulate', '--out', folder, '--schools', str(SCHOOLS[percent]), '--written', WRITTEN, '--layout', 'packed', '--seed', '1',
                           '--procedures', ','.join(works), *plants], os.path.join(folder, 'simulate.txt'))
    print(f'  придумано {percent} % сезона за {taken:.0f} с', flush=True)
    with open(mark, 'w', encoding='utf-8') as file:
        file.write(told)
    return folder


def size_of(folder):
    paths = sorted(glob.glob(os.path.join(folder, '*.msheet')))
    works = 0
    for path in paths:
        with open(path, 'rb') as file:
            works += int.from_bytes(file.read(20)[16:20], 'little')
    return paths, works, sum(map(os.path.getsize, paths))


def demand(what, met):
    if not met:
        missed.append(what)
    return 'выполнено' if met else 'НЕ ВЫПОЛНЕНО'


def bench_check(program, percent, works, before):
    paths, n, size = size_of(make(program, percent, works))
    answer = os.path.join(OUT, str(percent), 'ответ.json')
    wall, cpu, memory = measure([program, 'check', *paths, '--json', answer], os.path.join(OUT, str(percent), 'check.txt'))
    print(f'{percent:>3} %: {len(paths)} процедуры, {n / 1e6:.2f} млн работ, {size / 2**20:.0f} МБ — {wall:.1f} с ({cpu:.1f} с процессоров), {n / wall / 1e3:.0f} тыс. работ/с, '
          f'наибольшая память {memory:.0f} МБ, нагрузка машины {os.getloadavg()[0]:.1f}', flush=True)
    if percent == 100:
        print(f'  не дольше {MOST_SECONDS} с: {demand("время сезона", wall <= MOST_SECONDS)}; память не больше {MOST_MB} МБ: {demand("память сезона", memory <= MOST_MB)}')
    if before is not None:
        growth = cpu / before[1]
        print(f'  работ больше в {n / before[0]:.1f} раза, процессоры заняты дольше в {growth:.1f}: {demand(f"рост до {percent} %", growth <= 1.1 * n / before[0])}', flush=True)
    return n, cpu


def bench_pass(program, percent):
    """The aggregate pass against the reading of the same bytes by the same threads, both in this run."""
    kernel = os.path.join(os.path.dirname(program), '..', 'bench', 'bench_season')
    paths, _, _ = size_of(os.path.join(OUT, str(percent)))
    for line in subprocess.run([kernel, *paths], check=True, capture_output=True, text=True).stdout.splitlines():
        threads, size, stream, aggregate = map(float, line.split())
        print(f'  сводный проход по столбцам ({size / 1e6:.0f} МБ, потоков {threads:.0f}): {aggregate / 1e9:.1f} ГБ/с, простое чтение тех же байт {stream / 1e9:.1f} ГБ/с — '
              f'{100 * aggregate / stream:.0f} % предела памяти', flush=True)


def main():
    program = os.path.abspath(sys.argv[1])
    sizes = [int(word) for word in sys.argv[2:]] or list(SCHOOLS)
    os.makedirs(OUT, exist_ok=True)
    works = choose(program)
    before = None
    for percent in sorted(sizes):
        before = bench_check(program, percent, works, before)
    bench_pass(program, max(sizes))
    if missed:
        sys.exit('Не выполнено: ' + '; '.join(missed) + '.')


if __name__ == '__main__':
    main()
