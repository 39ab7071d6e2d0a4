#!/usr/bin/env python3
"""Makes the C table of official blueprints from the two TSV files of data/.

usage: blueprints.py TASKS CUTOFFS OUT
One row of CUTOFFS is one work of 2021. Tasks go in only where they sum to the official maximum: otherwise the table of tasks is wrong
somewhere, and where is not known. A cut-off with «?» is a misprint of the original: cut-offs are then unknown, and the note says why.
Works of 2020 that were the same (autumn 2020: the programme of 4 and 5 grade, Russian and mathematics) are listed again under 2020.
"""
import collections
import csv
import re
import sys

SAME_IN_2020 = {('4', 'Математика'), ('4', 'Русский язык'), ('5', 'Математика'), ('5', 'Русский язык')}
LEVELS = {'Б': 'B', 'П': 'P', 'В': 'V'}


def text(value):
    value = value.strip()
    escaped = value.replace('\\', '\\\\').replace('"', '\\"').replace('\n', ' ')
    return '{ "%s", %d }' % (escaped, len(value.encode('utf-8')))


def read(path):
    with open(path, encoding='utf-8', newline='') as source:
        return list(csv.DictReader(source, delimiter='\t', quoting=csv.QUOTE_NONE))


def main(tasks_path, cutoffs_path, target):
    tasks = collections.defaultdict(list)
    for row in read(tasks_path):
        tasks[row['grade'], row['subject']].append(row)
    arrays, rows = [], []
    for number, work in enumerate(read(cutoffs_path)):
        key = work['класс'], work['предмет']
        top = int(work['макс'])
        listed = tasks.get(key, [])
        total = sum(int(task['max']) for task in listed)
        notes = []
        if listed and total != top:
            notes.append(f'в таблице заданий баллы дают {total}, а не {top}: задания не взяты')
            listed = []
        cutoffs = [work['от_3'], work['от_4'], work['от_5']]
        known = all(cutoff.isdigit() for cutoff in cutoffs)
        source, _, slip = work['источник'].partition(' (')
        if not known:
            notes.append(f'границы отметок не взяты: {slip.rstrip(")")}')
            cutoffs = ['0', '0', '0']
        name = 'NULL'
        if listed:
            name = f'tasks_{number}'
            arrays.append(f'static const Task {name}[] = {{\n' + ''.join(
                f"    {{ {text(task['task'])}, {int(task['max'])}, {LEVELS.get(task['level'].strip(), '')!r}, "
                .replace("''", '0')
                + f"{text(task['content_codes'])}, {text(task['requirement_codes'])}, {text(re.sub(r'(?<=[а-яё])- (?=[а-яё])', '', task['skill']))} }},\n"
                for task in listed) + '};\n')
        for year in (2020, 2021) if key in SAME_IN_2020 else (2021,):
            note = notes + (['описание 2021 года: осенью 2020 года работа была та же'] if year == 2020 else [])
            rows.append(
                f"    {{ {year}, {key[0]}, {text(key[1])}, {text('')}, {len(listed)}, {name}, {top}, {str(known).lower()}, "
                f"{{ {', '.join(cutoffs)} }}, {text(source if listed else '')}, {text(source)}, {text('; '.join(note))} }},\n")
    with open(target, 'w', encoding='utf-8') as out:
        out.write('/* Made by tools/blueprints.py from data/. */\n#include "intake/intake.h"\n\n')
        out.writelines(arrays)
        out.write(f'static const Blueprint official_rows[] = {{\n{"".join(rows)}}};\n\n'
                  f'static const BlueprintTable official = {{ {len(rows)}, official_rows }};\n\n'
                  'const BlueprintTable *blueprint_official(void) { return &official; }\n')


main(*sys.argv[1:])
