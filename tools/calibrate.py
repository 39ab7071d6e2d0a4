#!/usr/bin/env python3
"""Is what the report promises true? Simulated regions with known truth through `merilo check`; error rates with Monte-Carlo errors.

usage: calibrate.py --program PATH [--replicates 8] [--seed 1] [--nulls N1,N2,N3] [--plants none,M1:0.2:0.05,…] [--sizes 640,60,18,12]
                    [--results FILE.jsonl] [--out TABLE.md]

One simulated region serves a whole row: its first schools are the districts (12, 18, 60), the other 640 the region, whose export is the districts' --reference
(the same tests, other children; another seed would draw other tasks). A twin region of the same seed with nothing planted says how many works were moved.
With --results every replicate is kept as a line: a run goes on where it was stopped, and more replicates add to those that are there.
A standard error is that of replicates (schools of one region share its norm).
"""
import argparse
import collections
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

REGION, REST = 640, 60
SIGNS = ('signs', 'strong')
WHERE = ['модель', 'подложено', 'школ']
TESTS = ('threshold-absolute', 'threshold-relative', 'journal-agreement')


def run(program, *words):
    done = subprocess.run([program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit('%s: %s' % (' '.join(words), done.stderr))


def simulate(program, folder, null, plant, seed):
    words = [] if plant == 'none' else ['--plant', plant]
    run(program, 'simulate', '--schools', str(REGION + REST), '--null', null, '--seed', str(seed), '--layout', 'plain', '--dirt', '0', '--out', folder, *words)


def forms(folder):
    return sorted(name for name in os.listdir(folder) if name[:2] == '20')


def school_number(code):
    return int(code[5:])  # sch990001


def subset(source, target, wanted):
    """Forms with the schools of wanted (numbers from 1) only."""
    os.makedirs(target)
    for name in forms(source):
        with open(os.path.join(source, name), encoding='utf-8') as lines, open(os.path.join(target, name), 'w', encoding='utf-8') as out:
            out.write(next(lines))
            out.writelines(line for line in lines if school_number(line[:line.index(';')]) in wanted)


def totals(folder):
    """procedure -> {(school, code): total}"""
    out = {}
    for name in forms(folder):
        with open(os.path.join(folder, name), encoding='utf-8-sig', newline='') as lines:
            out[name[:-4]] = {(row['школа'], row['код']): int(row['итог']) for row in csv.DictReader(lines, delimiter=';') if row['итог'].isdigit()}
    return out


def read_truth(folder):
    with open(os.path.join(folder, 'truth.csv'), encoding='utf-8') as lines:
        return [row for row in csv.DictReader(lines) if int(row['works']) > 0]


def coverage(answer, works, honest, out):
    """Works that crossed each cut-off against the interval of the region's norm."""
    for procedure in answer['procedures']:
        now, before = works[procedure['id']], honest[procedure['id']]
        for threshold in procedure['norm']['thresholds']:
            if threshold.get('low') is None:
                continue
            at = threshold['at']
            moved = sum(1 for key, total in now.items() if school_number(key[0]) > REST and total >= at > before.get(key, total))
            out['norm'].append([moved, threshold['excess'], threshold['low'], threshold['high']])


def tally(out, name, p):
    count = out['tests'].setdefault(name, [0, 0, 0])
    count[0] += 1
    count[1] += p <= .05
    count[2] += p <= .005


def digest(answer, truth):
    """Counts of one check: what was seen against what was planted."""
    here = {c['school'] for c in answer['conclusions']}
    touched = collections.defaultdict(set)  # (procedure, school) -> classes
    for row in truth:
        touched[row['procedure'], row['school']].add(row['class'])
    planted = {school for _, school in touched} & here
    classes = {(row['school'], row['class']) for row in truth}
    out = {'tests': {}, 'norm': [], 'schools': len(here), 'planted': len(planted)}
    for value in answer['values']:
        if value['indicator'] not in TESTS or value['p'] is None:
            continue
        changed = touched.get((value['procedure'], value['school']), set())
        is_class, is_pooled = value['class'] is not None, value['procedure'] is None
        bad = (value['class'] in changed) if is_class else value['school'] in planted if is_pooled else bool(changed)
        if bad and not is_class and not is_pooled and value['n'] < 20:
            continue
        if bad and is_class and not 20 <= value['n'] <= 30:
            continue
        unit = 'class' if is_class else 'pooled' if is_pooled else 'school'
        tally(out, '%s %s %s' % ('planted' if bad else 'honest', unit, value['indicator']), value['p'])
    level = collections.Counter()
    for conclusion in answer['conclusions']:
        if conclusion['class'] is not None:
            if conclusion['level'] in SIGNS:
                level['class ' + ('true' if (conclusion['school'], conclusion['class']) in classes else 'false')] += 1
            continue
        is_bad = conclusion['school'] in planted
        level[conclusion['level'] + (' true' if is_bad else ' false')] += 1
        if not is_bad and conclusion['p'] is not None:
            tally(out, 'honest school combined', conclusion['p'])
    out['level'] = dict(level)
    out['expected'] = {word: answer['expected_false'][word] or 0 for word in ('attention', 'signs', 'strong')}
    return out


def check(program, folder, reference, scratch):
    path = os.path.join(scratch, 'answer.json')
    words = ['--reference', reference] if reference else []
    run(program, 'check', *(os.path.join(folder, name) for name in forms(folder)), '--threads', '1', '--all-values', '--json', path, *words)
    with open(path, encoding='utf-8') as answer:
        return json.load(answer)


def replicate(options, seed, done):
    """Yields one record for each cell of the grid that is not done."""
    with tempfile.TemporaryDirectory() as scratch:
        honest = {}
        for null in options.nulls:
            for plant in options.plants:
                if all((null, plant, size, ref, seed) in done for size, ref in options.cells):
                    continue
                folder = os.path.join(scratch, '%s-%s' % (null, plant.replace(':', '-')))
                simulate(options.program, folder, null, plant, seed)
                clean = 'N2' if null == 'N2' else 'N1'  # N3 is N1 and re-reading
                if clean not in honest:
                    twin = os.path.join(scratch, 'twin-' + clean)
                    simulate(options.program, twin, clean, 'none', seed)
                    honest[clean] = totals(twin)
                region, reference = folder + '-region', folder + '.json'
                subset(folder, region, range(REST + 1, REST + REGION + 1))
                if any(ref for _, ref in options.cells):
                    run(options.program, 'export', '--reference', reference, *(os.path.join(region, name) for name in forms(region)))
                truth = read_truth(folder)
                for size, ref in options.cells:
                    part = folder + '-%d' % size if size < REGION else region
                    if not os.path.isdir(part):
                        subset(folder, part, range(1, size + 1))
                    answer = check(options.program, part, reference if ref else None, scratch)
                    record = digest(answer, truth)
                    if size == REGION:
                        coverage(answer, totals(folder), honest[clean], record)
                    record.update(null=null, plant=plant, size=size, ref=ref, seed=seed, version=answer['program']['version'])
                    yield record


def mean_se(values):
    n = len(values)
    if n == 0:
        return math.nan, math.nan
    mean = sum(values) / n
    return mean, math.sqrt(sum((x - mean) ** 2 for x in values) / (n - 1) / n) if n > 1 else math.nan


def percent(mean, se, scale=100):
    if math.isnan(mean):
        return '—'
    text = '%.1f' % (mean * scale) + ('' if math.isnan(se) else ' ± %.1f' % (se * scale))
    return text.replace('.', ',')


def cell(values, scale=100):
    return percent(*mean_se(values), scale)


def share(records, key, i):
    """Of all tests of the cell; replicates are clusters."""
    counts = [r['tests'][key] for r in records if key in r['tests']]
    n = sum(c[0] for c in counts)
    if n < 100:
        return '—'
    mean = sum(c[i] for c in counts) / n
    se = math.sqrt(sum((c[i] - mean * c[0]) ** 2 for c in counts) * len(counts) / (len(counts) - 1)) / n if len(counts) > 1 else math.nan
    return percent(mean, se)


def false_share(record, words):
    false, true = (sum(record['level'].get(word + tail, 0) for word in words) for tail in (' false', ' true'))
    return false / (false + true) if false + true else 0.0


def promised(records, word):
    false = sum(r['level'].get(word + ' false', 0) for r in records)
    return ('%.1f / %d' % (sum(r['expected'][word] for r in records), false)).replace('.', ',')


def flagged(record, tail):
    return sum(record['level'].get(word + tail, 0) for word in SIGNS)


def table(head, rows):
    return '\n'.join(['| ' + ' | '.join(head) + ' |', '|' + '---|' * len(head)] + ['| ' + ' | '.join(row) + ' |' for row in rows]) + '\n'


COLUMNS = ['%s %s' % (unit, test) for test in TESTS for unit in ('school', 'class')]
HEADS = ['абс., школы', 'абс., классы', 'отн., школы', 'отн., классы', 'журнал, школы', 'журнал, классы']


def size_table(groups, names):
    columns = COLUMNS + ['pooled ' + test for test in TESTS] + ['school combined']
    rows = [names[key] + ['%s (%s)' % (share(g, 'honest ' + c, 1), share(g, 'honest ' + c, 2)) for c in columns] for key, g in groups.items()]
    return '### Доля честных с p ≤ 0,05 (и ≤ 0,005), %\n\n' + table(WHERE + HEADS + ['абс., свод', 'отн., свод', 'журнал, свод', 'вывод о школе'], rows)


def conclusion_table(groups, names):
    rows = []
    for key, g in groups.items():
        any_sign = cell([float(flagged(r, ' false') > 0) for r in g]) if key[1] == 'none' else '—'
        classes = [r['level'].get('class false', 0) / max(1, r['level'].get('class false', 0) + r['level'].get('class true', 0)) for r in g]
        by_norm = [float(any('pooled threshold-relative' in name for name in r['tests'])) for r in g]
        rows.append(names[key] + [str(len(g)), any_sign] + [cell([false_share(r, words) for r in g]) for words in (SIGNS, SIGNS[1:])] +
                    [cell(classes), cell([flagged(r, ' true') / r['planted'] for r in g if r['planted']]), cell(by_norm)] +
                    [promised(g, word) for word in ('attention', 'signs', 'strong')])
    head = WHERE + ['повторов', 'честных областей с признаком, %', 'FDR признаков и выше, %', 'FDR выраженных, %', 'FDR классов, %', 'найдено школ с подлогом, %',
                    'уровень — от нормы области, %', 'ложных, обещано / было: внимание', 'признаки', 'выраженные']
    return '### Выводы: ложные среди «признаков» и выше, что обещано, что найдено\n\n' + table(head, rows)


def power_table(groups, names):
    rows = [names[key] + ['%s (%s)' % (share(g, 'planted ' + c, 1), share(g, 'planted ' + c, 2)) for c in COLUMNS]
            for key, g in groups.items() if key[1] != 'none' and key[2] >= REGION]
    return '### Сила отдельных проверок, p ≤ 0,05 (и ≤ 0,005), %: классы 20–30 работ и школы от 20 работ, где подложено\n\n' + table(WHERE + HEADS, rows)


def norm_table(groups, names):
    rows = []
    for key, g in groups.items():
        lists = [r['norm'] for r in g if r['norm']]
        every = [one for norm in lists for one in norm]
        if not every:
            continue
        hit = [sum(low <= moved <= high for moved, _, low, high in norm) / len(norm) for norm in lists]
        bias = [sum(excess - moved for moved, excess, _, _ in norm) / len(norm) for norm in lists]
        width, moved = sum(one[3] - one[2] for one in every) / len(every), sum(one[0] for one in every) / len(every)
        above, below = sum(one[2] > one[0] for one in every), sum(one[3] < one[0] for one in every)
        rows.append(names[key] + [cell(hit), '%.0f' % moved, cell(bias, 1), '%.0f' % width, str(above), str(below), str(len(every))])
    head = WHERE + ['накрыто, %', 'перемещено в среднем', 'смещение оценки, работ', 'ширина', 'интервал выше истины', 'ниже', 'всего']
    return '### Перемещённые через порог работы: 95 % интервал нормы области\n\n' + table(head, rows)


def report(records):
    groups = collections.OrderedDict()
    for record in sorted(records, key=lambda r: (r['null'], r['plant'] != 'none', r['plant'], -r['size'], r['ref'])):
        groups.setdefault((record['null'], record['plant'], record['size'], record['ref']), []).append(record)
    names = {key: [key[0], key[1], '%d%s' % (key[2], ' + эталон' if key[3] else '')] for key in groups}
    return '\n'.join(make(groups, names) for make in (size_table, conclusion_table, power_table, norm_table))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--program', required=True)
    parser.add_argument('--replicates', type=int, default=8)
    parser.add_argument('--seed', type=int, default=1, help='of the first replicate')
    parser.add_argument('--nulls', default='N1,N2,N3')
    parser.add_argument('--plants', default='none,M1:0.2:0.05,M1:0.2:0.1,M6:0.3:0.1')
    parser.add_argument('--sizes', default='640,60,18,12')
    parser.add_argument('--results')
    parser.add_argument('--out')
    options = parser.parse_args()
    options.nulls, options.plants = options.nulls.split(','), options.plants.split(',')
    options.cells = [(size, ref) for size in map(int, options.sizes.split(',')) for ref in ((False,) if size >= REGION else (False, True))]
    records, done = [], set()
    if options.results and os.path.exists(options.results):
        with open(options.results, encoding='utf-8') as lines:
            records = [json.loads(line) for line in lines]
        done = {(r['null'], r['plant'], r['size'], r['ref'], r['seed']) for r in records}
    for seed in range(options.seed, options.seed + options.replicates):
        for record in replicate(options, seed, done):
            records.append(record)
            if options.results:
                with open(options.results, 'a', encoding='utf-8') as out:
                    out.write(json.dumps(record) + '\n')
    wanted = [r for r in records if r['null'] in options.nulls and r['plant'] in options.plants and (r['size'], r['ref']) in options.cells]
    text = report(wanted)
    if options.out:
        with open(options.out, 'w', encoding='utf-8') as out:
            out.write(text)
    else:
        print(text)


if __name__ == '__main__':
    main()
