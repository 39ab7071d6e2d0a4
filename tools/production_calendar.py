#!/usr/bin/env python3
"""Makes the C table of the production calendar from data/production_calendar.tsv.

usage: production_calendar.py TSV OUT
Fails on a holiday or a day off that stands on a weekend, on a worked day that does not, on days out of order, on a year left out between two others.
"""
import datetime
import sys

WEEKEND = {'holiday': False, 'off': False, 'working': True}
EPOCH = datetime.date(1970, 1, 1).toordinal()


def rows(path):
    with open(path, encoding='utf-8') as source:
        lines = [line.rstrip('\n') for line in source if not line.startswith('#')]
    if lines[0] != 'day\tkind\twhy':
        sys.exit(f'{path}: заголовок: {lines[0]}')
    for line in lines[1:]:
        day, kind, why = line.split('\t')
        yield datetime.date.fromisoformat(day), kind, why


def main(path, target):
    table, before = [], None
    for day, kind, why in rows(path):
        if kind not in WEEKEND or (day.weekday() >= 5) != WEEKEND[kind] or not why:
            sys.exit(f'{path}: {day}: {kind} здесь не бывает')
        if before and (day <= before or day.year > before.year + 1):
            sys.exit(f'{path}: {day}: не по порядку или пропущен год')
        table.append((day, kind))
        before = day
    with open(target, 'w', encoding='utf-8') as out:
        out.write('/* Made by tools/production_calendar.py from data/. */\n#include "base/date_.h"\n\n')
        out.write(f'const DateYears date_calendar_years = {{ {table[0][0].year}, {table[-1][0].year} }};\n\nconst DateExcept date_calendar[] = {{\n')
        out.writelines(f'    {{ {day.toordinal() - EPOCH}, {"true" if kind == "working" else "false"} }}, /* {day} */\n' for day, kind in table)
        out.write(f'}};\nconst unsigned n_date_calendar = {len(table)};\n')


main(*sys.argv[1:])
