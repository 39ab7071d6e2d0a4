"""A region that lives by plans: of every organisation and of three years, with evidence, people and registers; made of the few that came by pages, in SQL that both engines understand."""
import os
import re

MIGRATIONS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'src', 'store', 'migration')
MEASURES, YEARS, EVENTS = 40, 3, 20  # of a plan; of an organisation; of a school


def columns(table):
    text = ''
    for name in sorted(os.listdir(MIGRATIONS)):
        if name.endswith('.sql'):
            with open(os.path.join(MIGRATIONS, name), encoding='utf-8') as file:
                text += file.read()
    body = re.search(r'CREATE TABLE %s \((.*?)\n\)' % table, text, re.S).group(1)
    return re.findall(r'^  (\w+) \{', body, re.M)


def copy(table, short, rest, **changes):
    """Rows of a table once more, with other values in some columns; rest: everything behind FROM."""
    names = columns(table)
    assert set(changes) <= set(names), table
    return f'INSERT INTO {table} ({", ".join(names)}) SELECT {", ".join(changes.get(name, f"{short}.{name}") for name in names)} FROM {rest};\n'


FIRST = '(SELECT id FROM plan WHERE number = 1)'
OF_FIRST = f'measure m ON m.plan_id = {FIRST} AND m.deleted_at IS NULL'
IS_NEW = f'p.plan_id <> {FIRST}'
MINE = 'p.plan_id * 1000 + m.n'  # id of a copied measure
STATE = 'CASE WHEN (p.k + m.n) % 3 = 0 THEN 4 WHEN (p.k + m.n) % 7 = 0 THEN 2 WHEN (p.k + m.n) % 11 = 0 THEN 3 ELSE 1 END'
SERIES = 'WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < %d) '


def place():
    """Whose plan of which year: id of the plan, of the one above."""
    key = '1000000 * (y.y + 1) + %s.k'
    years = ' UNION ALL '.join(f'SELECT {y} AS y' for y in range(YEARS))
    return f'''CREATE TEMP TABLE year AS {years};
CREATE TEMP TABLE org_k AS SELECT o.id, o.region_id, o.parent_id, o.kind, row_number() OVER (ORDER BY o.code) AS k FROM org o WHERE o.kind IN (1, 2, 3);
CREATE TEMP TABLE place AS SELECT y.y, o.k, o.id AS org_id, o.kind, CASE WHEN o.kind = 1 AND y.y = 0 THEN {FIRST} ELSE {key % "o"} END AS plan_id,
  CASE WHEN o.kind = 1 THEN 0 WHEN o.kind = 2 AND y.y = 0 THEN {FIRST} ELSE {key % "u"} END AS above_id
  FROM year y, org_k o LEFT JOIN org_k u ON u.id = o.parent_id;
'''


def text():
    more = f'{MEASURES} - (SELECT max(n) FROM measure WHERE plan_id = {FIRST})'
    sql = 'BEGIN;\n' + place()
    sql += copy('measure', 'm', f'measure m WHERE m.plan_id = {FIRST} AND m.n <= {more}', id='900000000 + m.n', n=f'm.n + (SELECT max(n) FROM measure WHERE plan_id = {FIRST})',
                position='m.position + 1000')
    sql += copy('plan_word', 'c', f'plan_word c WHERE c.plan_id = {FIRST} AND c.n BETWEEN 1 AND {more}'.replace('FROM measure WHERE', 'FROM measure WHERE id < 900000000 AND'),
                n=f'c.n + (SELECT max(n) FROM measure WHERE plan_id = {FIRST} AND id < 900000000)')
    sql += copy('plan', 'f', f'place p JOIN plan f ON f.number = 1 WHERE {IS_NEW}', id='p.plan_id', number='1000 * (p.y + 1) + p.k', org_id='p.org_id', school_year='f.school_year - p.y',
                from_plan_id='p.above_id', state='CASE p.y WHEN 0 THEN f.state ELSE 4 END')
    sql += copy('plan_word', 'c', f'place p JOIN plan_word c ON c.plan_id = {FIRST} WHERE {IS_NEW}', plan_id='p.plan_id')
    above = f'CASE WHEN p.above_id = 0 THEN 0 WHEN p.above_id = {FIRST} THEN m.id ELSE p.above_id * 1000 + m.n END'
    sql += copy('measure', 'm', f'place p JOIN {OF_FIRST} WHERE {IS_NEW}', id=MINE, plan_id='p.plan_id', org_id='p.org_id', from_measure_id=above, state=STATE,
                n_proven=f'CASE WHEN {STATE} = 4 THEN m.n_slots ELSE 0 END')
    sql += 'UPDATE plan SET (n_measures, n_accepted, n_offered, n_returned, n_undated) = (SELECT count(*), ' + ', '.join(
        f'coalesce(sum(CASE WHEN {when} THEN 1 ELSE 0 END), 0)' for when in ('m.state = 4', 'm.state = 2', 'm.state = 3', "m.state < 4 AND m.due_on = ''")) + \
        ' FROM measure m WHERE m.plan_id = plan.id AND m.deleted_at IS NULL);\n'
    this_year = f'p.y = 0 AND {IS_NEW}'
    sql += copy('measure_slot', 's', f'place p JOIN {OF_FIRST} JOIN measure_slot s ON s.measure_id = m.id WHERE {this_year}', measure_id=MINE)
    sql += copy('measure_person', 'w', f'place p JOIN {OF_FIRST} JOIN measure_person w ON w.measure_id = m.id WHERE {this_year}', measure_id=MINE, account_id='p.k',
                id=f'({MINE}) * 1000 + row_number() OVER (PARTITION BY p.plan_id, m.id ORDER BY w.id)')
    sql += 'INSERT INTO evidence (region_id, id, measure_id, number, slot_n, org_id, kind, record_id, sha256, file_name, href, title, state, reason, account_id, made_at, decided_by, decided_at) ' \
        f"SELECT m.region_id, {MINE}, {MINE}, 1, 1, p.org_id, 3, 0, '', '', 'https://example.invalid/news', 'Новость на сайте', CASE WHEN {STATE} = 4 THEN 2 ELSE 1 END, '', 1, 1790000000, 0, NULL " \
        f'FROM place p JOIN {OF_FIRST} WHERE {this_year} AND {STATE} IN (2, 4);\n'
    sql += copy('cascade_to', 't', 'cascade_to t JOIN org_k o ON o.kind > 1 AND NOT EXISTS (SELECT 1 FROM cascade_to x WHERE x.cascade_id = t.cascade_id AND x.org_id = o.id)', org_id='o.id',
                plan_id='1000000 + o.k')
    event = "FROM org_k o JOIN record r ON r.type = 'event' AND r.number = 1 JOIN g ON o.kind = 3"
    sql += copy('record', 'r', event.replace('FROM ', ''), id='5000000 + o.k * 100 + g.i', number='10 + o.k * 100 + g.i', org_id='o.id').replace('INSERT', SERIES % EVENTS + 'INSERT', 1)
    for table in ('record_facet', 'record_word'):
        org = {'org_id': 'o.id'} if table == 'record_facet' else {}
        sql += copy(table, 'c', event.replace('FROM ', '') + f' JOIN {table} c ON c.record_id = r.id', record_id='5000000 + o.k * 100 + g.i', **org).replace('INSERT', SERIES % EVENTS + 'INSERT', 1)
    sql += SERIES % 200 + "INSERT INTO notice (region_id, id, account_id, about, kind, words, link, made_at, seen_at) SELECT a.region_id, 7000000 + a.number * 1000 + g.i, a.id, 'bench/' || g.i, " \
        "CASE WHEN g.i % 3 = 0 THEN 'late' ELSE 'due' END, 'Осталось 3 дня: «Разбор работ».', '/plans/1', 1790000000 + g.i, NULL FROM account a, g WHERE a.number < 10;\n"
    return sql + 'COMMIT;\n'
