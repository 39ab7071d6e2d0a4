#!/usr/bin/env python3
"""Counts of `merilo study` → docs/method/evidence.md and its charts. Every figure of the page comes from the results file.

usage: evidence.py RESULTS.jsonl[.xz] [--out docs/method] | --self-test

Results are kept beside the page, packed.

A standard error is that of replicates: schools of one region share its norm, so they are no independent draws.
Text between the marks «от руки» is kept from the page that is there. Pages of indicators that lie in the folder get the part between the marks «опыт».
"""
import json
import lzma
import math
import os
import re
import sys

from study.numbers import Grid, NONE, ROOT, any_sign, coverage, fdr, flagged, mean_se, pick, planted, read, rule_fdr, share_se, show
from study.demands import Demand, demands
from study.sections import (
    section_demands, section_districts, section_fdr, section_flat, section_grid, section_moved, section_one, section_power,
    section_rules, section_sizes)
from study.charts import charts
from study.pages import put_measured, write_pages

HAND = ('<!-- от руки -->', '<!-- конец -->')


INTRO = '''# Доказательства: ошибки и сила, измеренные здесь

Страница сделана программой: `./run simulate-study` придумывает области с известной правдой, проверяет их целиком и сверяет сказанное с подложенным; все числа — из файла [evidence.jsonl.xz](evidence.jsonl.xz) (`tools/evidence.py`). Версия %s.

**Как придумано.** N1 — модель верна: задания по GPCM, школы (sd 0,45), классы (0,2), класс × задание (0,3), строгость проверяющего (0,15). N2 — две области содержания (r = 0,85) и задания, где средний балл редок: модель проверок неверна.
N3 — работы у порога перечитывают и поднимают всюду с вероятностью 0,15, по правилам. В «region» — школы из 1–4 классов, шесть работ: математика, русский язык и третий предмет в 4 классе, через год те же дети в 5 классе; подложено во втором году.
В «flat», «hard» и «one» — по классу в «школе»: три предмета теста прототипа (шестая часть работ ниже порога «3»), они же труднее (ниже порога 35 %%) и один предмет. Виды: M1 — доля работ класса дотянута до порога (ближайшие); M2 — каждый потерянный балл возвращён с такой вероятностью; M3 — такой доле работ отданы три самых трудных задания; M4 — такая доля списала 80 %% ответов с сильной работы (на границе верхней четверти класса);
M5 — баллы всем; M6 — журнал завышен на единицу такой доле; M8 — честная сильная школа (3 %% школ, сильна в оба года). M7 (списанная повторная проверка) в этих данных не видна: её ищет `merilo stat tampering`.

**Чего это не доказывает.** Настоящие школы не обязаны слушаться ни одной из трёх моделей; подложенное устроено так, как его представлял тот, кто писал программу. Эти числа — о том, держит ли программа обещания там, где правда известна.
'''


def hand_text(path):
    if os.path.exists(path):
        found = re.search(re.escape(HAND[0]) + '(.*?)' + re.escape(HAND[1]), open(path, encoding='utf-8').read(), re.S)
        if found:
            return found[1]
    return '\n'


def page(grid, hand):
    versions = sorted({r['version'] for c in grid.cells for r in c.records})
    sections = [INTRO % ', '.join(versions), section_demands(grid)]
    sections += ['## Что не выполнено и почему\n\n' + HAND[0] + hand + HAND[1] + '\n']
    sections += [make(grid) for make in (section_fdr, section_rules, section_power, section_flat, section_one, section_districts, section_moved, section_sizes, section_grid)]
    return '\n'.join(s for s in sections if s)


def slim(record):
    """What the page asks for and no more: of districts their lists and honest tests, of what is planted the tests of classes."""
    parts = []
    for part in record['parts']:
        district = part is not record['parts'][0]
        part = dict(part, habit=[])
        if district:
            part.update(norm=[], rules={}, flat={}, moved={}, classes={}, conclusion={})
        part['tests'] = {indicator: {unit: {kind: row for kind, row in kinds.items() if kind == 'honest' or (unit == 'class' and not district)} for unit, kinds in units.items()}
                         for indicator, units in part['tests'].items()}
        parts.append(part)
    return dict(record, parts=parts)


def keep(source, grid, path):
    """Lines in order of cells and seeds: the same bytes however the study was stopped and continued."""
    if os.path.abspath(source) == os.path.abspath(path):
        return
    lines = ''.join(json.dumps(slim(r), separators=(',', ':'), ensure_ascii=False) + '\n' for c in grid.cells for r in c.records)
    with open(path, 'wb') as file:
        file.write(lzma.compress(lines.encode('utf-8'), preset=9))


def self_test():
    assert share_se([(1, 10), (1, 10)])[0] == .1 and math.isnan(share_se([])[0])
    mean, se = mean_se([1, 2, 3])
    assert mean == 2 and abs(se - math.sqrt(1 / 3)) < 1e-12
    assert show((.123, .01)) == '12,3 ± 1,0' and show(NONE) == '—'
    assert Demand('', '<=', .05, (.06, .01)).verdict() == 'в пределах двух ошибок' and Demand('', '<=', .05, (.08, .01)).verdict() == '**нет**'
    assert Demand('', '>=', .9, (.95, .01)).verdict() == 'да' and Demand('', 'in', .93, (.99, .001), high=.97).verdict() == '**нет**'
    part = {'lists': [[0, 0, 1, 3, 0, 0], [0, 0, 0, 0, 0, 0]], 'levels': {'honest': [0, 5, 0, 1, 0] + [0] * 15, 'M1:0.2': [0] * 5 + [0, 1, 0, 2, 1] + [0] * 10},
            'rules': {'inflated': {'honest': [10, 3], 'M1:0.2': [4, 1]}}, 'flat': {}, 'norm': [[5, 6, 1, 9], [5, 9, 6, 12]]}
    assert fdr([part])[0] == .125 and any_sign([part])[0] == .5 and flagged([part], 'M1:0.2', 2)[0] == .75 and rule_fdr([part], 'inflated')[0] == .75
    assert coverage([part])[0][0] == .5 and pick([part], 'rules', 'honest', 'inflated')[0] == .3 and planted([part]) == ['M1:0.2']
    for page_text in ('a\n\n## Источник\n\nb\n', 'a\n'):
        once = put_measured(page_text, 'old')
        assert put_measured(once, 'new') == once.replace('old', 'new') and all(word in once for word in page_text.split()) and once.count('## Что измерено здесь') == 1
    assert put_measured('a\n\n## Что измерено здесь\n\nhand\n', 'new') == 'a\n\n## Что измерено здесь\n\nhand\n'
    print('self-test: ok')


def main():
    if sys.argv[1:] == ['--self-test']:
        self_test()
        return 0
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    out = sys.argv[3] if sys.argv[2:3] == ['--out'] else os.path.join(ROOT, 'docs', 'method')
    grid = Grid(read(sys.argv[1]))
    path = os.path.join(out, 'evidence.md')
    text = page(grid, hand_text(path))
    os.makedirs(os.path.join(out, 'img'), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    keep(sys.argv[1], grid, os.path.join(out, 'evidence.jsonl.xz'))
    for name, svg in charts(grid).items():
        with open(os.path.join(out, 'img', name), 'w', encoding='utf-8') as file:
            file.write(svg)
    write_pages(grid, out)
    for demand in demands(grid):
        if '**' in demand.verdict():
            print('не выполнено: %s — надо %s, вышло %s' % (demand.text, demand.row()[1], demand.row()[2]))
    return 0


if __name__ == '__main__':
    sys.exit(main())
