"""The measured part of the pages of indicators."""
import math
import os
import re

from study.numbers import PROTO, UNITS, kind_words, pick, planted, rule_fdr, show, table, test_share, titles

MEASURED = '## Что измерено здесь'
MARKS = ('<!-- опыт: пишет tools/evidence.py -->', '<!-- конец опыта -->')
MARKERS = {'federal-inflated-mean': 'inflated', 'federal-journal-mismatch': 'mismatch'}


def pair(parts, indicator, unit, kind, midp=False):
    """Under .05 and, in brackets, under .005."""
    usual, rare = (test_share(parts, indicator, unit, kind, level, midp) for level in (0, 1))
    return '—' if math.isnan(usual[0]) else '%s (%s)' % (show(usual), show(rare))


def measured_sizes(grid, indicator):
    rows = []
    for null in ('N1', 'N2', 'N3'):
        cells = [c for c in grid.cells if c.null == null and c.contamination == 0 and c.task_sd == .3]
        places = [('регион', [p for c in cells if c.design == 'region' for p in c.parts()]), ('классы по 25', [p for c in cells if c.design == 'flat25' for p in c.parts()])]
        places.append(('районы, норма региона', [p for c in cells for p in c.parts(18, True)]))
        places.append(('районы по 18 без нормы', [p for c in cells for p in c.parts(18, False)]))
        for words, parts in places:
            row = [pair(parts, indicator, unit, 'honest') for unit in UNITS] if parts else []
            if any(x != '—' for x in row):
                rows.append([null, words] + row)
    return table(['модель', 'где', 'школы', 'классы', 'школы, все работы вместе'], rows) if rows else ''


def measured_power(grid, indicator):
    rows = []
    cells = [(c, c.design[4:]) for c in grid.cells if c.design in ('flat25', 'flat50', 'flat100') and c.null == 'N1' and c.contamination == .1 and c.mix == PROTO]
    kinds = sorted({k for c, _ in cells for k in planted(c.parts())})
    for kind in kinds:
        row = [pair(c.parts(), indicator, 'class', kind, True) for c, _ in sorted(cells, key=lambda x: int(x[1]))]
        if any(x != '—' for x in row):
            rows.append([kind_words(kind)] + row)
    journal = grid.find(design='region', null='N1', contamination=.1, mix='all')
    if journal and not math.isnan(test_share(journal.parts(), indicator, 'class', 'M6:0.3', 0)[0]):
        rows.append([kind_words('M6:0.3') + ' (классы региона)', pair(journal.parts(), indicator, 'class', 'M6:0.3', True)] + ['—'] * (len(cells) - 1))
    return table(['подложено'] + ['класс из %s' % n for n in sorted((n for _, n in cells), key=int)], rows) if rows else ''


def measured_marker(grid, rule):
    cell = grid.find(design='region', null='N1', contamination=.1, mix='all')
    if not cell:
        return ''
    parts = cell.parts()
    rows = [[kind_words(k), show(pick(parts, 'rules', k, rule))] for k in planted(parts) + ['M8:1', 'honest']]
    return ('Доля школ, отмеченных хотя бы в одной из трёх работ года, %% (N1, подложено в 10 %% классов; условия — в [evidence.md](evidence.md)). Среди отмеченных честных — %s %%.\n\n' % show(rule_fdr(parts, rule))
            + table(['школы', 'отмечено, %'], rows))


def measured(grid, indicator):
    if indicator in MARKERS:
        return measured_marker(grid, MARKERS[indicator])
    sizes, power = measured_sizes(grid, indicator), measured_power(grid, indicator)
    if not sizes:
        return ''
    return ('Доля честных с p ≤ 0,05 (в скобках — с p ≤ 0,005), %; «±» — ошибка метода Монте-Карло по повторам. Ничего не подложено; условия опыта — в [evidence.md](evidence.md): N1 — модель верна, N2 — две области содержания и редкие средние баллы, N3 — законное '
            'перечитывание пограничных работ всюду.\n\n' + sizes
            + ('\nНайдено в одной работе класса при mid-p ≤ 0,05 (≤ 0,005), %: N1, подложено в 10 % классов — каждый вид в 2 %.\n\n' + power if power else ''))


def put_measured(page_text, words):
    """What stands between the marks is made anew; a section without them is somebody's own; where there is none, one before the source."""
    block = '%s\n%s\n%s\n' % (MARKS[0], words.rstrip('\n'), MARKS[1])
    found = re.search(re.escape(MARKS[0]) + '.*?' + re.escape(MARKS[1]) + '\n', page_text, re.S)
    if found:
        return page_text[:found.start()] + block + page_text[found.end():]
    if MEASURED + '\n' in page_text:
        return page_text
    source = page_text.find('\n## Источник')
    before, after = (page_text, '') if source < 0 else (page_text[:source + 1], page_text[source + 1:])
    return (before.rstrip('\n') + '\n\n' + MEASURED + '\n\n' + block + '\n' + after).rstrip('\n') + '\n'


def write_pages(grid, folder):
    for indicator in titles():
        path, words = os.path.join(folder, indicator + '.md'), measured(grid, indicator)
        if not words or not os.path.exists(path):
            continue
        with open(path, encoding='utf-8') as file:
            text = file.read()
        with open(path, 'w', encoding='utf-8') as file:
            file.write(put_measured(text, words))
