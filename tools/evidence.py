#!/usr/bin/env python3
"""Counts of `merilo study` → docs/method/evidence.md and its charts. Every figure of the page comes from the results file.

usage: evidence.py RESULTS.jsonl[.xz] [--out docs/method] | --self-test

Results are kept beside the page, packed.

A standard error is that of replicates: schools of one region share its norm, so they are no independent draws.
Text between the marks «от руки» is kept from the page that is there.
"""
import collections
import json
import lzma
import math
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROTO = 'M1:0.2,M2:0.15,M3:0.6,M4:0.3,M5:2'
LEVELS = ('данных мало', 'признаков нет', 'внимание', 'признаки', 'выраженные')
AT = ('0,05', '0,005', '0,0005')
UNITS = {'school': 'школы', 'class': 'классы', 'pooled': 'школы, все работы'}
KINDS = {'M1': 'дотянуты до порога', 'M2': 'подсказки', 'M3': 'отданы три трудных задания', 'M4': 'списано с одной работы', 'M5': 'прибавлено всем', 'M6': 'завышен журнал',
         'M8': 'честная сильная школа'}
RULES = {'inflated': 'ФИОКО: завышенное среднее', 'mismatch': 'ФИОКО: несоответствие журналу', 'mean-se': 'z > 3 от ошибки среднего', 'mean-sd': 'z > 3 от разброса школ'}
HAND = ('<!-- от руки -->', '<!-- конец -->')


# ---- results ----

def read(path):
    opened = lzma.open(path, 'rt', encoding='utf-8') if path.endswith('.xz') else open(path, encoding='utf-8')
    cells = collections.defaultdict(dict)
    with opened as lines:
        for line in lines:
            try:
                record = json.loads(line)
            except ValueError:
                continue  # cut short by an interruption
            cells[record['cell']][record['seed']] = record
    return {cell: [records[seed] for seed in sorted(records)] for cell, records in cells.items()}


class Cell:
    """null/design/schools/task sd/contamination/mix[/districts]"""

    def __init__(self, name, records):
        part = name.split('/')
        self.name, self.null, self.design, self.schools, self.task_sd = name, part[0], part[1], int(part[2]), float(part[3])
        self.contamination, self.mix, self.districts = float(part[4]), part[5], part[6:] == ['districts']
        self.records = records

    def parts(self, schools=None, reference=False):
        size = self.schools if schools is None else schools
        return [p for r in self.records for p in r['parts'] if p['schools'] == size and p['reference'] == reference]


class Grid:
    def __init__(self, cells):
        self.cells = sorted((Cell(name, records) for name, records in cells.items()), key=lambda c: (c.design, c.null, c.mix, c.task_sd, c.contamination, -c.schools))

    def find(self, **wanted):
        wanted = {'task_sd': .3, **wanted}
        found = [c for c in self.cells if all(getattr(c, key) == value for key, value in wanted.items())]
        return max(found, key=lambda c: (c.schools, len(c.records))) if found else None


# ---- estimates: (value, standard error) ----

NONE = (math.nan, math.nan)


def mean_se(values):
    n = len(values)
    if n == 0:
        return NONE
    mean = sum(values) / n
    return mean, math.sqrt(sum((x - mean) ** 2 for x in values) / (n - 1) / n) if n > 1 else math.nan


def share_se(pairs):
    """Of all units; replicates are clusters. pairs: (hits, all). No replicate differs: the error of a binomial share with one hit added, lest it be zero."""
    pairs = [p for p in pairs if p[1] > 0]
    n, hits = sum(p[1] for p in pairs), sum(p[0] for p in pairs)
    if n == 0:
        return NONE
    mean = hits / n
    spread = sum((k - mean * m) ** 2 for k, m in pairs)
    if len(pairs) < 2 or spread == 0:
        guess = (hits + 1) / (n + 2)
        return mean, math.sqrt(guess * (1 - guess) / n)
    return mean, math.sqrt(spread * len(pairs) / (len(pairs) - 1)) / n


def test_share(parts, indicator, unit, kind, level, midp=False):
    rows = [p['tests'].get(indicator, {}).get(unit, {}).get(kind) for p in parts]
    return share_se([(r[(4 if midp else 1) + level], r[0]) for r in rows if r])


def is_honest(kind):
    return kind == 'honest' or kind.startswith('M8')


def fdr(parts, place=2):
    """Mean share of false ones among schools at «signs» or above (place 2) or «strong» (4); lists: false, true of attention, signs, strong."""
    values = []
    for p in parts:
        for row in p['lists']:
            false, true = row[place] + (row[4] if place < 4 else 0), row[place + 1] + (row[5] if place < 4 else 0)
            values.append(false / (false + true) if false + true else 0.0)
    return mean_se(values)


def any_sign(parts):
    return share_se([(sum(r[2] + r[4] > 0 for r in p['lists']), len(p['lists'])) for p in parts])


def flagged(parts, kind, classes=None, least=3):
    pairs = []
    for p in parts:
        row = p['levels'].get(kind)
        if row:
            chosen = [row[i * 5:i * 5 + 5] for i in range(4) if classes is None or i + 1 == classes]
            pairs.append((sum(sum(c[least:]) for c in chosen), sum(map(sum, chosen))))
    return share_se(pairs)


def planted(parts):
    return sorted({k for p in parts for k in p['levels'] if not is_honest(k) and k != 'mixed'})


def pick(parts, table, kind, *keys):
    """Shares [n, k] of p[table][key…][kind]."""
    pairs = []
    for p in parts:
        at = p[table]
        for key in keys:
            at = at.get(key, {})
        if kind in at:
            pairs.append((at[kind][1], at[kind][0]))
    return share_se(pairs)


def rule_fdr(parts, rule):
    values = []
    for p in parts:
        of = p['rules'].get(rule, {})
        false, all_ = sum(v[1] for k, v in of.items() if is_honest(k)), sum(v[1] for v in of.values())
        values.append(false / all_ if all_ else 0.0)
    return mean_se(values)


def flat_fdr(parts, indicator):
    values = []
    for p in parts:
        of = p['flat'].get(indicator, {})
        false, all_ = sum(v[1] for k, v in of.items() if is_honest(k)), sum(v[1] for v in of.values())
        values.append(false / all_ if all_ else 0.0)
    return mean_se(values)


def coverage(parts):
    """Of the region's norm: covered, bias in works, works moved."""
    rows = [p['norm'] for p in parts if p['norm']]
    hit = share_se([(sum(low <= moved <= high for moved, _, low, high in r), len(r)) for r in rows])
    bias = mean_se([sum(x[1] - x[0] for x in r) / len(r) for r in rows])
    moved = mean_se([sum(x[0] for x in r) / len(r) for r in rows])
    return hit, bias, moved


def unit_coverage(parts, unit, kind):
    rows = [p['moved'][unit][kind] for p in parts if kind in p['moved'].get(unit, {})]
    if not rows:
        return NONE, NONE, NONE
    return share_se([(r[1], r[0]) for r in rows]), mean_se([(r[4] - r[3]) / r[0] for r in rows]), mean_se([r[3] / r[0] for r in rows])


# ---- words ----

def number(x, digits):
    return ('%.*f' % (digits, x)).replace('.', ',').replace('-', '−')


def show(value, scale=100, digits=1):
    mean, se = value
    if math.isnan(mean):
        return '—'
    return number(mean * scale, digits) + ('' if math.isnan(se) else ' ± ' + number(se * scale, digits))


def table(head, rows):
    return '\n'.join(['| ' + ' | '.join(head) + ' |', '|' + '---|' * len(head)] + ['| ' + ' | '.join(row) + ' |' for row in rows]) + '\n'


def kind_words(kind):
    if kind == 'mixed':
        return 'несколько видов в школе'
    if kind == 'honest':
        return 'честные'
    name, strength = kind.split(':')
    value = float(strength)
    amount = {'M5': '+%d' % value, 'M8': '+%s SD' % number(value, 0)}.get(name, '%s %%' % number(value * 100, 0))
    return '%s: %s, %s' % (name, KINDS[name], amount)


def titles():
    """id → (title, role) from the structs, so that the page says what the program says."""
    found = {}
    folder = os.path.join(ROOT, 'src', 'indicator')
    for name in sorted(os.listdir(folder)):
        text = open(os.path.join(folder, name), encoding='utf-8').read() if name.endswith('.c') else ''
        one = {field: re.search(r'\.%s = "?([^",\n]*)' % field, text) for field in ('id', 'title', 'role')}
        if all(one.values()):
            found[one['id'][1]] = (one['title'][1], one['role'][1])
    return found


# ---- demands ----

class Demand:
    def __init__(self, text, sign, bound, value, scale=100, digits=1, high=None, unit='%'):
        self.text, self.sign, self.bound, self.value, self.scale, self.digits, self.high, self.unit = text, sign, bound, value, scale, digits, high, unit

    def verdict(self):
        mean, se = self.value
        if math.isnan(mean):
            return '—'
        room = 0 if math.isnan(se) else 2 * se
        over = {'<=': mean - self.bound, '>=': self.bound - mean, 'in': max(self.bound - mean, mean - (self.high or 0))}[self.sign]
        return 'да' if over <= 1e-12 else 'в пределах двух ошибок' if over <= room else '**нет**'

    def row(self):
        bound = number(self.bound * self.scale, self.digits)
        asked = {'<=': '≤ ' + bound, '>=': '≥ ' + bound, 'in': bound + '–' + number((self.high or 0) * self.scale, self.digits)}[self.sign]
        return [self.text, asked, show(self.value, self.scale, self.digits), self.verdict()]


SIZE_BOUNDS = (.055, .007, .0015)


def size_rows(grid, null):
    """(indicator, unit, [three estimates]) of honest units where nothing is planted."""
    parts = [p for c in grid.cells if c.null == null and c.contamination == 0 and c.task_sd == .3 for p in c.parts()]
    signs = [i for i, (_, role) in titles().items() if role != 'ROLE_DESCRIPTIVE']
    for indicator in signs:
        for unit in UNITS:
            row = [test_share(parts, indicator, unit, 'honest', level) for level in range(3)]
            if not math.isnan(row[0][0]):
                yield indicator, unit, row


def relevant(null, indicator):
    """Where the region itself lifts works by rule (N3), a test against honest work must speak."""
    return null != 'N3' or indicator != 'threshold-absolute'


def size_demands(grid):
    roles = titles()
    for null in ('N1', 'N2'):
        rows = [r for r in size_rows(grid, null) if roles[r[0]][1] == 'ROLE_SIGN']
        for level in range(3):
            if rows:
                worst = max(rows, key=lambda r: r[2][level][0])
                yield Demand('%s: p ≤ %s у честных; худшее — `%s`, %s' % (null, AT[level], worst[0], UNITS[worst[1]]), '<=', SIZE_BOUNDS[level], worst[2][level], digits=2)


def demands(grid):
    out = list(size_demands(grid))
    for null in ('N1', 'N2', 'N3'):
        cell = grid.find(design='region', null=null, contamination=0.0)
        if cell:
            out.append(Demand('%s, ничего не подложено: регионов с признаком хоть у одной школы' % null, '<=', .05, any_sign(cell.parts())))
        for c in sorted((c for c in grid.cells if c.design == 'region' and c.null == null and c.mix == 'all' and c.contamination > 0 and c.task_sd == .3), key=lambda c: c.contamination):
            out.append(Demand('%s, подложено в %s %% классов: ложных среди «признаков» и выше' % (null, number(c.contamination * 100, 0)), '<=', .05, fdr(c.parts())))
    out += one_demands(grid) + flat_demands(grid) + moved_demands(grid)
    cell = grid.find(design='region', null='N1', contamination=.1, mix='all')
    if cell:
        out.append(Demand('M8, честные сильные школы: «признаки» и выше', '<=', .05, flagged(cell.parts(), 'M8:1')))
    return out


ABSOLUTE, RELATIVE = 'threshold-absolute', 'threshold-relative'


def one_cell(grid, n, strength):
    return grid.find(design='one%d' % n, null='N1', mix='M1:%g' % strength, contamination=.05)


def one_power(grid, n, strength, level, indicator=ABSOLUTE):
    cell = one_cell(grid, n, strength)
    return test_share(cell.parts(), indicator, 'class', 'M1:%g' % strength, level, midp=True) if cell else NONE


def one_bh(grid, n, strength):
    cell = one_cell(grid, n, strength)
    return pick(cell.parts(), 'flat', 'M1:%g' % strength, ABSOLUTE) if cell else NONE


def one_demands(grid):
    return [
        Demand('M1 20 %, класс 25, один предмет, p ≤ 0,05', '>=', .85, one_power(grid, 25, .2, 0)),
        Demand('то же, p ≤ 0,005', '>=', .55, one_power(grid, 25, .2, 1)),
        Demand('M1 20 %, 50 работ, p ≤ 0,005', '>=', .90, one_power(grid, 50, .2, 1)),
        Demand('M1 20 %, 100 работ, p ≤ 0,005', '>=', .99, one_power(grid, 100, .2, 1)),
        Demand('M1 20 %, 50 работ, BH', '>=', .80, one_bh(grid, 50, .2)),
        Demand('M1 20 %, 100 работ, BH', '>=', .98, one_bh(grid, 100, .2)),
        Demand('M1 10 %, 100 работ, p ≤ 0,05', '>=', .85, one_power(grid, 100, .1, 0)),
        Demand('M1 30 %, класс 25, p ≤ 0,005', '>=', .90, one_power(grid, 25, .3, 1)),
    ]


def flat_cell(grid, contamination, design='flat25'):
    return grid.find(design=design, null='N1', mix=PROTO, contamination=contamination)


def flat_demands(grid):
    out = []
    for contamination, m1, m2 in ((.1, .92, .55), (.024, .85, .35)):
        cell = flat_cell(grid, contamination)
        if not cell:
            continue
        parts, words = cell.parts(), '%s %% классов, три предмета, плоское семейство' % number(contamination * 100, 1 if contamination < .1 else 0)
        out.append(Demand('%s: M1 20 %%, только абсолютная проверка, BH' % words, '>=', m1, pick(parts, 'flat', 'M1:0.2', ABSOLUTE)))
        out.append(Demand('%s: M1 20 %%, все признаки вместе' % words, '>=', m1, flagged(parts, 'M1:0.2')))
        out.append(Demand('%s: M3, все признаки' % words, '>=', .98, flagged(parts, 'M3:0.6')))
        out.append(Demand('%s: M4 30 %%, все признаки' % words, '>=', .98, flagged(parts, 'M4:0.3')))
        out.append(Demand('%s: M2 15 %% (цель)' % words, '>=', m2, flagged(parts, 'M2:0.15')))
        if contamination == .1:
            out.append(Demand('%s: M5 +2 (цель)' % words, '>=', .25, flagged(parts, 'M5:2')))
        out.append(Demand('%s: ложных' % words, '<=', .05, fdr(parts)))
    single = flat_cell(grid, .1, 'one25')
    if single:
        out.append(Demand('один предмет, 10 % классов: M3, все признаки', '>=', .95, flagged(single.parts(), 'M3:0.6')))
        out.append(Demand('один предмет, 10 % классов: M4 30 %, все признаки', '>=', .50, flagged(single.parts(), 'M4:0.3')))
    return out


def moved_cells(grid):
    """Cells in which works move over cut-offs only by lifting (nothing, M1, journal), or by legal re-reading."""
    return [c for c in grid.cells if c.design == 'region' and c.task_sd == .3 and (c.contamination == 0 or c.mix == 'M1:0.2')]


def moved_demands(grid):
    return [Demand('%s, %s: 95 %% интервал перемещённых работ в норме региона накрывает правду' % (c.null, 'ничего не подложено' if c.contamination == 0 else 'M1 в %g %% классов' % (c.contamination * 100)),
                   'in', .93, coverage(c.parts())[0], high=.97) for c in moved_cells(grid)]


# ---- sections ----

def section_grid(grid):
    rows = [[c.null, c.design, str(c.schools), number(c.task_sd, 1), number(c.contamination * 100, 1), c.mix.replace('M', ' M').strip(), 'да' if c.districts else '', str(len(c.records))] for c in grid.cells]
    return '## Что было сосчитано\n\n' + table(['модель', 'устройство', 'школ', 'sd задания', 'подложено, % классов', 'что', 'районы', 'повторов'], rows)


def section_demands(grid):
    rows = [d.row() for d in demands(grid)]
    bad = sum('нет' in r[3] and '**' in r[3] for r in rows)
    head = 'Требований %d, не выполнено %d.' % (len(rows), bad)
    return '## Требования и что вышло\n\n%s Все числа — в процентах; «±» — стандартная ошибка по повторам.\n\n' % head + table(['что', 'надо', 'вышло', 'выполнено'], rows)


def section_sizes(grid):
    names = titles()
    rows = []
    for null in ('N1', 'N2', 'N3'):
        for indicator, unit, row in size_rows(grid, null):
            cells = []
            for level in range(3):
                text = show(row[level], 100, (1, 2, 3)[level])
                over = row[level][0] - 2 * row[level][1] > SIZE_BOUNDS[level] and names[indicator][1] == 'ROLE_SIGN' and relevant(null, indicator)
                cells.append('**%s**' % text if over else text)
            rows.append([null, '`%s`' % indicator, UNITS[unit]] + cells)
    return ('## Сколько честных попадает под порог одной проверки\n\nРегионы, где ничего не подложено; в процентах. Надо не больше 5,5, 0,7 и 0,15; **жирным** — больше на две ошибки и сверх того.\n'
            'В N3 работы у порога перечитывают и поднимают всюду и по правилам: абсолютная проверка это видит и должна видеть; в вывод там идёт относительная.\n\n'
            + '![Размер проверок](img/evidence-size.svg)\n\n' + table(['модель', 'показатель', 'чего'] + ['p ≤ ' + a for a in AT], rows))


def region_cells(grid, mix='all'):
    return [c for c in grid.cells if c.design == 'region' and c.task_sd == .3 and (c.mix == mix or c.contamination == 0)]


def section_fdr(grid):
    rows = []
    for c in region_cells(grid):
        parts = c.parts()
        if c.contamination == 0:
            rows.append([c.null, '0', str(len(parts)), 'регионов с признаком: ' + show(any_sign(parts)), '', '', '', ''])
            continue
        promised = [mean_se([p['expected'][i] for p in parts])[0] for i in (1, 2)]
        false = [mean_se([sum(r[2 * i] for r in p['lists']) for p in parts])[0] for i in (1, 2)]
        classes_false = []
        for p in parts:
            f, a = sum(v[1] for k, v in p.get('classes', {}).items() if is_honest(k)), sum(v[1] for v in p.get('classes', {}).values())
            classes_false.append(f / a if a else 0.0)
        rows.append([c.null, number(c.contamination * 100, 0), str(len(parts)), show(fdr(parts)), show(fdr(parts, 4)), show(mean_se(classes_false)),
                     '%s / %s' % (number(promised[0], 1), number(false[0], 1)), '%s / %s' % (number(promised[1], 1), number(false[1], 1))])
    return ('## Ложные среди показанных\n\nРегион: школы из 1–4 классов, три предмета, два года; подложено во втором году, все виды поровну. FDR — средняя доля честных среди школ (классов) с уровнем «признаки» и выше; должно быть не больше 5 %.\n'
            'Последние два столбца — сколько ложных отчёт обещал и сколько было, в среднем на регион.\n\n![Доля ложных](img/evidence-fdr.svg)\n\n'
            + table(['модель', 'подложено, %', 'повторов', 'FDR школ, %', 'FDR «выраженных», %', 'FDR классов, %', '«признаки»: обещано / было', '«выраженные»: обещано / было'], rows))


def section_power(grid):
    rows, by_size = [], []
    for c in region_cells(grid):
        parts = c.parts()
        if c.contamination == 0:
            continue
        kinds = planted(parts)
        rows.append([c.null, number(c.contamination * 100, 0)] + [show(flagged(parts, k)) for k in kinds] + [show(flagged(parts, 'M8:1'))])
        if c.null == 'N1' and c.contamination == .1:
            for n in (1, 2, 3, 4):
                by_size.append([str(n)] + [show(flagged(parts, k, n)) for k in kinds])
            classes = ['классы внутри показанных школ'] + [show(pick(parts, 'classes', k)) for k in kinds]
            by_size.append(classes)
    heads = [k.split(':')[0] + ' ' + k.split(':')[1].replace('.', ',') for k in ('M1:0.2', 'M2:0.15', 'M3:0.6', 'M4:0.3', 'M5:2', 'M6:0.3')]
    text = '## Кого находит вывод целиком\n\nДоля школ с подлогом (хотя бы в одном классе второго года), которые получили «признаки» и выше, %. M8 — честные сильные школы.\n\n' + table(['модель', 'подложено, %'] + heads + ['M8'], rows)
    if by_size:
        text += '\n### По числу классов в школе (N1, 10 %)\n\nПодложено в среднем в одном классе школы: чем больше классов, тем меньше его доля. Последняя строка — какая доля самих таких классов (в школах, где их несколько) показана.\n\n' + table(['классов'] + heads, by_size)
    grid_cell = [c for c in grid.cells if c.design == 'region' and c.mix not in ('all', 'M1:0.2') and c.contamination > 0]
    for c in grid_cell:
        parts = c.parts()
        text += '\n### Другие силы подлога (%s, %s %% классов)\n\n' % (c.null, number(c.contamination * 100, 0)) + table(['вид', 'школ с «признаками» и выше, %'], [[kind_words(k), show(flagged(parts, k))] for k in planted(parts)] + [['ложных среди показанных', show(fdr(parts))]])
    other = [c for c in grid.cells if c.design == 'region' and c.task_sd != .3]
    if other:
        text += '\n### Если классы сильнее или слабее расходятся по заданиям (N1)\n\n' + table(['sd класс × задание', 'подложено, %', 'FDR / регионов с признаком', 'M1', 'M3', 'M4'], [
            [number(c.task_sd, 1), number(c.contamination * 100, 0), show(fdr(c.parts()) if c.contamination else any_sign(c.parts()))] + [show(flagged(c.parts(), k)) for k in ('M1:0.2', 'M3:0.6', 'M4:0.3')] for c in other])
    return text


def section_flat(grid):
    names = titles()
    out = ['## Плоское семейство классов, как у прототипа\n\nПо одному классу из 25 работ в «школе», 16 заданий, 24 балла, пороги 7, 12, 18. Каждая строка — одно правило: показатель, собранный по предметам (Фишер), и BH 5 % по всем классам; '
           'последняя — вывод программы по всем признакам вместе. Найдено, %, и доля ложных.\n']
    for c in [c for c in grid.cells if c.design in ('flat25', 'one25') and c.mix == PROTO and c.contamination > 0]:
        parts = c.parts()
        kinds = planted(parts)
        rows = []
        for indicator in sorted({i for p in parts for i in p['flat']}, key=lambda i: list(names).index(i) if i in names else 99):
            rows.append(['`%s`' % indicator, show(flat_fdr(parts, indicator))] + [show(pick(parts, 'flat', k, indicator)) for k in kinds])
        rows.append(['**вывод целиком**', show(fdr(parts))] + [show(flagged(parts, k)) for k in kinds])
        out.append('### %s, %s, подложено в %s %% классов, повторов %d\n\n' % (c.null, 'три предмета' if c.design == 'flat25' else 'один предмет', number(c.contamination * 100, 1), len(c.records)) + table(['правило', 'ложных'] + [k.replace('.', ',') for k in kinds], rows))
    return '\n'.join(out)


def section_one(grid):
    rows = []
    for n in (25, 50, 100):
        for strength in (.1, .2, .3):
            cell = one_cell(grid, n, strength)
            if not cell:
                continue
            kind, parts = 'M1:%g' % strength, cell.parts()
            row = [str(n), number(strength * 100, 0)]
            for indicator in (ABSOLUTE, RELATIVE):
                row += [show(test_share(parts, indicator, 'class', kind, 0, True)), show(test_share(parts, indicator, 'class', kind, 1, True)), show(pick(parts, 'flat', kind, indicator))]
            rows.append(row + [show(test_share(parts, ABSOLUTE, 'class', 'honest', 0)), show(test_share(parts, ABSOLUTE, 'class', 'honest', 1), digits=2), show(flat_fdr(parts, ABSOLUTE))])
    if not rows:
        return ''
    return ('## Пороги: сила по величине класса\n\nОдин предмет, M1 в 5 % из 2000 классов; найдено, %. Сравнивается mid-p, как в выводе.\n\n![Сила по величине](img/evidence-m1.svg)\n\n'
            + table(['работ', 'дотянуто, %', 'абс.: 0,05', '0,005', 'BH', 'отн.: 0,05', '0,005', 'BH', 'честных под 0,05', 'под 0,005', 'ложных при BH'], rows))


def section_districts(grid):
    rows = []
    for c in [c for c in region_cells(grid) if c.districts]:
        for size in (12, 18, 60):
            for reference in (False, True):
                parts = c.parts(size, reference)
                if not parts:
                    continue
                n = sum(p['units'] for p in parts)
                rows.append([c.null, number(c.contamination * 100, 0), '%d%s' % (size, ' + норма региона' if reference else ''), str(n), show(any_sign(parts) if c.contamination == 0 else fdr(parts))] +
                            ([show(flagged(parts, k)) for k in ('M1:0.2', 'M2:0.15', 'M3:0.6', 'M4:0.3', 'M5:2', 'M6:0.3')] if c.contamination else ['—'] * 6))
    if not rows:
        return ''
    return ('## Районы\n\nШколы района в норму региона не входят. Без нормы говорят только точные сравнения внутри района. FDR — средняя по районам доля ложных в списке (где список пуст — ноль); при 0 % — доля районов, где есть хоть один признак.\n\n'
            + table(['модель', 'подложено, %', 'школ', 'районов', 'FDR, %', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6'], rows))


def section_rules(grid):
    cell = grid.find(design='region', null='N1', contamination=.1, mix='all')
    if not cell:
        return ''
    parts = cell.parts()
    kinds = planted(parts) + ['M8:1', 'honest']
    rows = [['**Мерило: «признаки» и выше**', show(fdr(parts))] + [show(flagged(parts, k)) for k in kinds]]
    for rule, words in RULES.items():
        rows.append([words, show(rule_fdr(parts, rule))] + [show(pick(parts, 'rules', k, rule)) for k in kinds])
    heads = [k.split(':')[0] for k in kinds[:-1]] + ['честные']
    return ('## Рядом: федеральное правило и «z > 3»\n\nТе же регионы (N1, подложено в 10 % классов). Школа отмечена правилом, если отмечена хотя бы в одной из трёх работ второго года. «z > 3 от ошибки среднего»: среднее школы против среднего региона, '
            'делённое на S/√n; «от разброса школ»: делённое на стандартное отклонение средних школ. Отмечено, %.\n\n![Сравнение](img/evidence-rules.svg)\n\n' + table(['правило', 'ложных в списке'] + heads, rows))


def section_moved(grid):
    rows = []
    for c in moved_cells(grid):
        hit, bias, moved = coverage(c.parts())
        rows.append([c.null, number(c.contamination * 100, 0), show(moved, 1), show(bias, 1), show(hit)])
    units = []
    for c in moved_cells(grid):
        for unit in ('school', 'class'):
            for kind in ['honest'] + (['M1:0.2'] if c.contamination else []):
                hit, bias, moved = unit_coverage(c.parts(), unit, kind)
                units.append([c.null, UNITS[unit], kind_words(kind), show(moved, 1, 2), show(bias, 1, 2), show(hit)])
    return ('## Сколько работ перемещено\n\nПравда известна: та же область придумана дважды, с подлогом и без него. Интервал нормы региона — 95 %, по каждому порогу каждой работы.\n\n'
            + table(['модель', 'M1, % классов', 'перемещено у порога', 'смещение оценки, работ', 'накрыто, %'], rows)
            + '\nТо же у школ и классов (`%s`): на сколько работ в среднем оценка выше правды и как часто 95 %% интервал её накрывает.\n\n' % ABSOLUTE + table(['модель', 'чего', 'что', 'перемещено', 'смещение', 'накрыто, %'], units))


# ---- charts ----

COLOURS = ('#3B78A8', '#7F4700', '#47535F')
STYLE = ('<style>text{font-family:"PT Sans","Liberation Sans",Arial,"DejaVu Sans",sans-serif;font-size:13px;fill:#47535F}.k{fill:#16212B}.m{text-anchor:middle}.e{text-anchor:end}'
         '.grid{stroke:#E3E7EA}.axis{stroke:#16212B;stroke-width:1.5}.cut{stroke:#7F4700;stroke-width:1.3;stroke-dasharray:5 3}</style>')


class Svg:
    def __init__(self, width, height, title):
        self.parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">' % (width, height, width, height, title),
                      '<title>%s</title>' % title, STYLE, '<rect width="%d" height="%d" fill="#FFFFFF"/>' % (width, height)]

    def line(self, x1, y1, x2, y2, kind='grid', colour=None):
        self.parts.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" %s/>' % (x1, y1, x2, y2, 'stroke="%s" stroke-width="1.6"' % colour if colour else 'class="%s"' % kind))

    def text(self, x, y, words, kind=''):
        self.parts.append('<text x="%.1f" y="%.1f" class="%s">%s</text>' % (x, y, kind, words))

    def rect(self, x, y, w, h, colour):
        self.parts.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>' % (x, y, max(w, 0), h, colour))

    def dot(self, x, y, colour, shape=0):
        if shape == 1:
            self.parts.append('<path d="M%.1f %.1fl5 5l-5 5l-5 -5z" fill="%s" stroke="#FFFFFF"/>' % (x, y - 5, colour))
        elif shape == 2:
            self.parts.append('<rect x="%.1f" y="%.1f" width="8" height="8" fill="%s" stroke="#FFFFFF"/>' % (x - 4, y - 4, colour))
        else:
            self.parts.append('<circle cx="%.1f" cy="%.1f" r="4.5" fill="%s" stroke="#FFFFFF"/>' % (x, y, colour))

    def whisk(self, x1, y1, x2, y2, colour):
        self.line(x1, y1, x2, y2, colour=colour)

    def end(self):
        return '\n'.join(self.parts + ['</svg>']) + '\n'


def nice(top):
    for step in (.005, .01, .02, .05, .1, .2, .25):
        if top / step <= 6:
            return step
    return .5


def lines_chart(title, series, x_words, demand=None, top=None):
    """series: [(name, [(x, (mean, se))])]"""
    svg, left, right, bottom, height = Svg(720, 320, title), 60, 560, 270, 230
    xs = sorted({x for _, points in series for x, _ in points})
    most = max([v[0] + (0 if math.isnan(v[1]) else 2 * v[1]) for _, points in series for _, v in points] + [demand or 0])
    top = top or max(most * 1.1, .01)
    step = nice(top)
    place_x = lambda x: left + 25 + (right - left - 50) * (xs.index(x) / max(1, len(xs) - 1))
    place_y = lambda y: bottom - height * min(y, top) / top
    for i in range(int(top / step + 1e-9) + 1):
        svg.line(left, place_y(i * step), right, place_y(i * step))
        svg.text(left - 8, place_y(i * step) + 4, number(i * step * 100, 0 if step >= .01 else 1) + ' %', 'e')
    if demand is not None:
        svg.line(left, place_y(demand), right, place_y(demand), 'cut')
    svg.line(left, bottom, right, bottom, 'axis')
    for x in xs:
        svg.text(place_x(x), bottom + 20, x_words(x), 'm')
    for i, (name, points) in enumerate(series):
        colour, shift = COLOURS[i % 3], (i - (len(series) - 1) / 2) * 6
        for (x1, v1), (x2, v2) in zip(points, points[1:]):
            svg.line(place_x(x1) + shift, place_y(v1[0]), place_x(x2) + shift, place_y(v2[0]), colour=colour)
        for x, v in points:
            if not math.isnan(v[1]):
                svg.whisk(place_x(x) + shift, place_y(max(0, v[0] - 2 * v[1])), place_x(x) + shift, place_y(v[0] + 2 * v[1]), colour)
            svg.dot(place_x(x) + shift, place_y(v[0]), colour, i % 3)
        svg.dot(right + 22, 50 + 24 * i, colour, i % 3)
        svg.text(right + 34, 54 + 24 * i, name, 'k')
    svg.text(left, 22, title, 'k')
    return svg.end()


def bars_chart(title, rows, bound=None, top=1.0, names=None, width=720):
    """rows: [(label, [(mean, se)…])]; names: of the values of one row; the scale ends at top."""
    many = max(len(values) for _, values in rows)
    row_height = 12 + 14 * many
    svg, left, right, y = Svg(width, 60 + row_height * len(rows) + 24 * (1 if names else 0), title), 270, width - 60, 40
    place = lambda x: left + (right - left) * min(x, top) / top
    low = y + row_height * len(rows)
    step = nice(top) if top < 1 else .25
    for i in range(int(top / step + 1e-9) + 1):
        svg.line(place(i * step), y - 6, place(i * step), low)
        svg.text(place(i * step), low + 16, number(i * step * 100, 0 if step >= .01 else 1) + ' %', 'm')
    for label, values in rows:
        svg.text(left - 10, y + row_height / 2, label, 'e')
        for i, (mean, se) in enumerate(values):
            if math.isnan(mean):
                continue
            at = y + 2 + 14 * i
            svg.rect(left, at, place(mean) - left, 11, ('#7FB0D3', '#E39A00', '#B7BEC5', '#DDE1E5', '#F7D590')[i % 5])
            if not math.isnan(se):
                svg.whisk(place(max(0, mean - 2 * se)), at + 5.5, place(mean + 2 * se), at + 5.5, '#16212B')
        y += row_height
    if bound is not None:
        svg.line(place(bound), 34, place(bound), low, 'cut')
    x = left
    for i, name in enumerate(names or []):
        svg.rect(x, low + 28, 11, 11, ('#7FB0D3', '#E39A00', '#B7BEC5', '#DDE1E5', '#F7D590')[i % 5])
        svg.text(x + 16, low + 38, name, 'k')
        x += 30 + 8 * len(name)
    svg.text(10, 22, title, 'k')
    return svg.end()


def charts(grid):
    out, names = {}, titles()
    series = []
    for null in ('N1', 'N2', 'N3'):
        points = [(c.contamination, any_sign(c.parts()) if c.contamination == 0 else fdr(c.parts())) for c in sorted(region_cells(grid), key=lambda c: c.contamination) if c.null == null]
        if points:
            series.append((null, points))
    if series:
        out['evidence-fdr.svg'] = lines_chart('Доля ложных среди школ с признаками, по доле классов с подлогом', series, lambda x: number(x * 100, 0) + ' %', demand=.05)
    sizes = {null: {(i, u): r[0] for i, u, r in size_rows(grid, null)} for null in ('N1', 'N2', 'N3')}
    keys = [k for k in sizes['N1'] if k[1] == 'class' and names[k[0]][1] == 'ROLE_SIGN']
    if keys:
        rows = [(names[i][0][:38], [sizes[null].get((i, u), NONE) if relevant(null, i) else NONE for null in ('N1', 'N2', 'N3')]) for i, u in keys]
        out['evidence-size.svg'] = bars_chart('Доля честных классов с p ≤ 0,05', rows, bound=.055, top=max(.1, 1.1 * max([v[0] for _, r in rows for v in r if not math.isnan(v[0])])), names=['N1', 'N2', 'N3'])
    series = []
    for strength in (.1, .2, .3):
        points = [(n, one_power(grid, n, strength, 1)) for n in (25, 50, 100) if one_cell(grid, n, strength)]
        if points:
            series.append(('дотянуто %s %%' % number(strength * 100, 0), points))
    if series:
        out['evidence-m1.svg'] = lines_chart('Абсолютная проверка порогов, p ≤ 0,005: найдено классов', series, lambda n: '%d работ' % n, top=1.0)
    cell = grid.find(design='region', null='N1', contamination=.1, mix='all')
    if cell:
        parts = cell.parts()
        kinds = planted(parts) + ['M8:1', 'honest']
        rows = [(kind_words(k), [flagged(parts, k), pick(parts, 'rules', k, 'inflated'), pick(parts, 'rules', k, 'mismatch'), pick(parts, 'rules', k, 'mean-se')]) for k in kinds]
        out['evidence-rules.svg'] = bars_chart('Отмечено школ', rows, names=['Мерило', 'ФИОКО: среднее', 'ФИОКО: журнал', 'z > 3'], width=760)
    return out


# ---- page ----

INTRO = '''# Доказательства: ошибки и сила, измеренные здесь

Страница сделана программой: `./run simulate-study` придумывает области с известной правдой, проверяет их целиком и сверяет сказанное с подложенным; все числа — из файла [evidence.jsonl.xz](evidence.jsonl.xz) (`tools/evidence.py`). Версия %s.

**Как придумано.** N1 — модель верна: задания по GPCM, школы (sd 0,45), классы (0,2), класс × задание (0,3), строгость проверяющего (0,15). N2 — две области содержания (r = 0,85) и задания, где средний балл редок: модель проверок неверна.
N3 — работы у порога перечитывают и поднимают всюду с вероятностью 0,15, по правилам. В «region» — школы из 1–4 классов, шесть работ: математика, русский язык и третий предмет в 4 классе, через год те же дети в 5 классе; подложено во втором году.
В «flat» и «one» — класс в «школе», тест прототипа, три предмета и один. Виды: M1 — доля работ класса дотянута до порога (ближайшие); M2 — каждый потерянный балл возвращён с такой вероятностью; M3 — такой доле работ отданы три самых трудных задания; M4 — такая доля списала 80 %% с сильной работы;
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


def keep(source, grid, path):
    """The same lines in order of cells and seeds: the same bytes however the study was stopped and continued."""
    if os.path.abspath(source) == os.path.abspath(path):
        return
    lines = ''.join(json.dumps(r, separators=(',', ':'), ensure_ascii=False) + '\n' for c in grid.cells for r in c.records)
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
    for demand in demands(grid):
        if '**' in demand.verdict():
            print('не выполнено: %s — надо %s, вышло %s' % (demand.text, demand.row()[1], demand.row()[2]))
    return 0


if __name__ == '__main__':
    sys.exit(main())
