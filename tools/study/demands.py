"""What protocol D3 demands, and whether it is met."""
import math

from study.numbers import AT, ENTERS, NONE, PROTO, UNITS, any_sign, coverage, fdr, flagged, number, pick, planted, show, test_share, titles


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
        rows = [r for r in size_rows(grid, null) if roles[r[0]][1] in ENTERS]
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
    for null in ('N1', 'N2', 'N3'):
        cell = grid.find(design='flat25', null=null, contamination=0.0)
        if cell:
            out.append(Demand('%s, плоское семейство, ничего не подложено: опытов хоть с одним признаком' % null, '<=', .05, any_sign(cell.parts())))
    silent = [p for c in grid.cells if c.contamination == 0 and c.task_sd == .3 and c.design in ('region', 'flat25') for p in c.parts()]
    if silent:
        out.append(Demand('то же, все модели и оба устройства вместе', '<=', .05, any_sign(silent)))
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
