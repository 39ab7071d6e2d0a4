#!/usr/bin/env python3
"""Makes the C table of well-known days from data/school_days.tsv.

usage: school_days.py TSV OUT
Fails on a day that no year has, on a name that stands twice.
"""
import calendar
import re
import sys

WEEKDAYS = ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')


def row(path, line):
    month, day, name = line.split('\t')
    if not name or (month == '') != (day == ''):
        sys.exit(f'{path}: {line}')
    if month == '':
        return name, 0, 0, 0
    nth = re.fullmatch(r'(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)', day)
    if nth:
        return name, int(month), int(nth[1]), WEEKDAYS.index(nth[2])
    if not 1 <= int(day) <= calendar.monthrange(2021, int(month))[1]:
        sys.exit(f'{path}: {line}')
    return name, int(month), int(day), -1


def main(path, target):
    with open(path, encoding='utf-8') as source:
        lines = [line.rstrip('\n') for line in source if not line.startswith('#')]
    if lines[0] != 'month\tday\tname':
        sys.exit(f'{path}: заголовок: {lines[0]}')
    rows = [row(path, line) for line in lines[1:]]
    if len({name for name, *_ in rows}) != len(rows):
        sys.exit(f'{path}: имя стоит дважды')
    with open(target, 'w', encoding='utf-8') as out:
        out.write('/* Made by tools/school_days.py from data/. */\n#include "plan/term_.h"\n\nconst TermKnownDay term_known_days[] = {\n')
        for name, month, number, weekday in rows:
            folded = name.lower().replace('ё', 'е')
            out.write(f'    {{ "{name}", "{folded}", {month}, {number}, {weekday} }},\n')
        out.write(f'}};\nconst uint32_t n_term_known_days = {len(rows)};\n')


main(*sys.argv[1:])
