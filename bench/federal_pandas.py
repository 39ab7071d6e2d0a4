#!/usr/bin/env python3
"""What an analyst would write without Merilo: pandas reads the regional forms of 2020 and 2021 and computes the federal markers only.

usage: federal_pandas.py FORM.xlsx…
Prints JSON: per procedure the numbers of schools with an inflated mean and with a negative Spearman; the index of the region.
Rules: interface of the project, «Rules of counting». The yardstick of bench.py, and an independent second count.
"""
import json
import os
import re
import sys

import numpy as np
import pandas as pd

MAXIMA = {('4', 'математика'): '112111111211222', ('4', 'русский-язык'): '43313212321121212121',
          ('5', 'математика'): '1111121122111112', ('5', 'русский-язык'): '432333323222212122111'}
BLANK = {'x', 'х', 'не пройд.', ''}


def read(path):
    """Works of one form: school, journal mark, total."""
    year, grade, subject = re.match(r'(\d+)-(\d+)-(.+)\.xlsx', os.path.basename(path)).groups()
    maxima = [int(digit) for digit in MAXIMA[grade, subject]]
    table = pd.read_excel(path, dtype=str, engine='openpyxl').fillna('')
    if 'логин школы' in table:
        school, journal, variants = table['логин школы'], table['отметка за предыдущую четверть/триместр'], [table['вариант']]
        first = table.columns.get_loc('балл за 1')
    else:
        school, journal, variants = table['user'], table['otc'], [table['var-1'], table['var-2']]
        first = table.columns.get_loc('a-1-grade')
    cells = table.iloc[:, first:first + len(maxima)].apply(lambda column: column.str.strip().str.lower())
    points = cells.apply(lambda column: pd.to_numeric(column.where(~column.isin(BLANK), '0'), errors='coerce'))
    good = (points >= 0) & (points <= maxima) & (points == points.round())
    rest = table.iloc[:, first + len(maxima):].apply(lambda column: column.str.strip().str.lower().str.fullmatch(r'\d+|[xх]|не пройд\.'))
    absent = np.logical_or.reduce([variant.str.contains('отсутств', case=False) for variant in variants])
    work = ~absent & ~rest.any(axis=1) & good.all(axis=1)  # a score to the right of the tasks: the row is shifted
    work &= (cells != '').any(axis=1) & (school.str.strip() != '')
    journal = pd.to_numeric(journal.str.strip(), errors='coerce')
    journal = journal.where(journal.between(1, 5) & (journal == journal.round()))
    works = pd.DataFrame({'school': school.str.strip(), 'code': table.iloc[:, table.columns.get_loc('code') if 'code' in table else 3],
                          'journal': journal, 'total': points.sum(axis=1)})[work]
    return (int(year), int(grade), subject), works.drop_duplicates(['school', 'code']), sum(maxima)


def inflated(works):
    t = 1.96
    high = works.total.mean() + t * works.total.std() / np.sqrt(len(works))
    by = works.groupby('school').total.agg(['mean', 'std', 'count'])
    low = by['mean'] - t * by['std'] / np.sqrt(by['count'])
    return set(by.index[(by['count'] > 1) & (by['std'] > 0) & (low > high)])


def mismatched(works):
    marked = set()
    for school, group in works.dropna(subset=['journal']).groupby('school'):
        n = len(group)
        if n < 2 or group.journal.nunique() < 2 or group.total.nunique() < 2:
            continue
        d = group.journal.rank() - group.total.rank()
        if 1 - 6 * (d * d).sum() / (n * (n * n - 1)) < 0:
            marked.add(school)
    return marked


def jumped(before, before_max, after, after_max):
    k = ((before.groupby('school').total.mean() / before_max) / (after.groupby('school').total.mean() / after_max)).dropna()
    q1, q3 = k.quantile(.25), k.quantile(.75)
    return set(k.index[(k > q3 + 3 * (q3 - q1)) | (k < q1 - 3 * (q3 - q1))])


def main(paths):
    forms = {key: (works, top) for key, works, top in map(read, paths)}
    answer, marked, schools = {'procedures': {}}, set(), set()
    for (year, grade, subject), (works, top) in sorted(forms.items()):
        first, second = inflated(works), mismatched(works)
        answer['procedures'][f'{year}-{grade}-{subject}'] = {'works': len(works), 'inflated_mean': len(first), 'journal_mismatch': len(second)}
        if year != 2021:
            continue
        marked |= first | second
        schools |= set(works.school)
        if (year - 1, grade - 1, subject) in forms:
            marked |= jumped(*forms[year - 1, grade - 1, subject], works, top)
    answer['federal_index'] = 100 * (1 - len(marked) / len(schools)) if schools else None
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == '__main__':
    main(sys.argv[1:])
