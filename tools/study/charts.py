"""Charts of evidence.md: SVG, calm, as those of the report."""
import math

from study.numbers import ENTERS, NONE, fdr, flagged, kind_words, number, pick, planted, titles
from study.demands import one_cell, one_power, relevant, size_rows
from study.sections import region_cells

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
        points = [(c.contamination, fdr(c.parts())) for c in sorted(region_cells(grid), key=lambda c: c.contamination) if c.null == null and c.contamination > 0]
        if points:
            series.append((null, points))
    if series:
        out['evidence-fdr.svg'] = lines_chart('Доля ложных среди школ с признаками, по доле классов с подлогом', series, lambda x: number(x * 100, 0) + ' %', demand=.05)
    sizes = {null: {(i, u): r[0] for i, u, r in size_rows(grid, null)} for null in ('N1', 'N2', 'N3')}
    keys = [k for k in sizes['N1'] if k[1] == 'class' and names[k[0]][1] in ENTERS]
    if keys:
        rows = [(names[i][0], [sizes[null].get((i, u), NONE) if relevant(null, i) else NONE for null in ('N1', 'N2', 'N3')]) for i, u in keys]
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
