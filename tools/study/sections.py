"""Sections of evidence.md."""
from study.numbers import (
    AT, ENTERS, PROTO, RULES, UNITS, any_sign, coverage, fdr, flagged, flat_fdr, is_honest, kind_words, mark_coverage, mean_se, number, pick, planted,
    rule_fdr, show, table, test_share, titles, unit_coverage)
from study.demands import ABSOLUTE, RELATIVE, SIZE_BOUNDS, demands, moved_cells, one_cell, relevant, size_rows


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
                over = row[level][0] - 2 * row[level][1] > SIZE_BOUNDS[level] and names[indicator][1] in ENTERS and relevant(null, indicator)
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


# The prototype of the project's statistics (D2, eight replicates, lower-half empirical null): false, M1, M2, M3, M4, M5; with the mean of the prior year and without
PROTOTYPE = {('flat25', .1): (('без прошлого года', .016, .948, .335, 1, .994, .058), ('с прошлым годом', .015, .944, .542, 1, 1, .310)),
             ('flat25', .024): (('без прошлого года', .016, .863, .275, .988, .988, .025), ('с прошлым годом', .017, .863, .338, 1, .988, .150)),
             ('one25', .1): (('с прошлым годом', .011, .271, .079, .958, .498, .023),)}


DESIGNS = {'flat25': 'три предмета', 'one25': 'один предмет', 'hard25': 'три предмета, работы труднее (35 % не сдали бы)', 'flat50': 'три предмета, по 50 работ', 'flat100': 'три предмета, по 100 работ'}


def section_flat(grid):
    names = titles()
    out = ['## Плоское семейство классов, как у прототипа\n\nПо одному классу из 25 работ в «школе», 16 заданий, 24 балла, пороги 7, 12, 18. Каждая строка — одно правило: показатель, собранный по предметам (Фишер), и BH 5 % по всем классам; '
           '«вывод целиком» — по всем признакам вместе; ниже — что намерил прототип на своей модели того же устройства. Найдено, %, и доля ложных.\n']
    for c in [c for c in grid.cells if c.design in ('flat25', 'one25', 'hard25', 'flat50', 'flat100') and c.mix == PROTO and c.contamination > 0]:
        parts = c.parts()
        kinds = planted(parts)
        rows = []
        for indicator in sorted({i for p in parts for i in p['flat']}, key=lambda i: list(names).index(i) if i in names else 99):
            rows.append(['`%s`' % indicator, show(flat_fdr(parts, indicator))] + [show(pick(parts, 'flat', k, indicator)) for k in kinds])
        rows.append(['**вывод целиком**', show(fdr(parts))] + [show(flagged(parts, k)) for k in kinds])
        for words, *values in PROTOTYPE.get((c.design, c.contamination), ()) if c.null == 'N1' else ():
            rows.append(['прототип, ' + words] + [number(100 * v, 1) for v in values])
        out.append('### %s, %s, подложено в %s %% классов, повторов %d\n\n' % (c.null, DESIGNS[c.design], number(c.contamination * 100, 1), len(c.records)) + table(['правило', 'ложных'] + [k.replace('.', ',') for k in kinds], rows))
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
    for c in [c for c in region_cells(grid) if c.districts and c.contamination in (0, .1)]:
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
        by_mark = [mark_coverage(c.parts(), mark) for mark in (3, 4, 5)]
        rows.append([c.null, number(c.contamination * 100, 0), show(moved, 1), show(bias, 1), show(hit)] + ['%s; %s' % (show(mark_hit), show(mark_bias, 1, 0)) for mark_hit, mark_bias in by_mark])
    units = []
    for c in moved_cells(grid):
        for unit in ('school', 'class'):
            for kind in ['M1:0.2'] if c.contamination else ['honest']:
                hit, bias, moved = unit_coverage(c.parts(), unit, kind)
                units.append([c.null, UNITS[unit], kind_words(kind), show(moved, 1, 2), show(bias, 1, 2), show(hit)])
    return ('## Сколько работ перемещено\n\nПравда известна: та же область придумана дважды, с подлогом и без него. Интервал нормы региона — 95 %, по каждому порогу каждой работы.\n\n'
            + table(['модель', 'M1, % классов', 'перемещено у порога', 'смещение оценки, работ', 'накрыто, %', 'порог «3»: накрыто; смещение', 'порог «4»', 'порог «5»'], rows)
            + '\nТо же у школ и классов (`%s`): на сколько работ в среднем оценка выше правды и как часто 95 %% интервал её накрывает.\n\n' % ABSOLUTE + table(['модель', 'чего', 'что', 'перемещено', 'смещение', 'накрыто, %'], units))
