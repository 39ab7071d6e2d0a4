"""Lines of `merilo study`: cells, estimates with their errors, words."""
import collections
import json
import lzma
import math
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROTO = 'M1:0.2,M2:0.15,M3:0.6,M4:0.3,M5:2'
LEVELS = ('данных мало', 'признаков нет', 'внимание', 'признаки', 'выраженные')
AT = ('0,05', '0,005', '0,0005')
UNITS = {'school': 'школы', 'class': 'классы', 'pooled': 'школы, все работы'}
KINDS = {'M1': 'дотянуты до порога', 'M2': 'подсказки', 'M3': 'отданы три трудных задания', 'M4': 'списано с одной работы', 'M5': 'прибавлено всем', 'M6': 'завышен журнал',
         'M8': 'честная сильная школа'}
RULES = {'inflated': 'ФИОКО: завышенное среднее', 'mismatch': 'ФИОКО: несоответствие журналу', 'mean-se': 'z > 3 от ошибки среднего', 'mean-sd': 'z > 3 от разброса школ'}


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


def mark_coverage(parts, mark):
    """The same at the cut-off of one mark; cut-offs stand in threes, works one after another."""
    rows = [p['norm'][mark - 3::3] for p in parts if p['norm'] and len(p['norm']) % 3 == 0]
    return share_se([(sum(low <= moved <= high for moved, _, low, high in r), len(r)) for r in rows]), mean_se([sum(x[1] - x[0] for x in r) / len(r) for r in rows])


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


ENTERS = ('ROLE_SIGN', 'ROLE_SUPPORT') # roles whose p enters conclusions


def titles():
    """id → (head, role) from the structs, so that the page says what the program says."""
    found = {}
    folder = os.path.join(ROOT, 'src', 'indicator')
    for name in sorted(os.listdir(folder)):
        text = open(os.path.join(folder, name), encoding='utf-8').read() if name.endswith('.c') else ''
        one = {field: re.search(r'\.%s = "?([^",\n]*)' % field, text) for field in ('id', 'head', 'role')}
        if all(one.values()):
            found[one['id'][1]] = (one['head'][1].replace('-|', '').replace('|', ' '), one['role'][1])
    return found
