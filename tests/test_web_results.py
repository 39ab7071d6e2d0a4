#!/usr/bin/env python3
"""Pages of results over a simulated region: the numbers of «merilo check» on the same forms, nobody else's school anywhere, small counts hidden from readers outside.

usage: test_web_results.py MERILO
"""
import csv
import html
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile

from line_region import make, simulate
from web_client import Browser, Server

PROGRAM = sys.argv[1]
PASSWORD = 'корова летит над школой'
WORK, BEFORE = '2021-5-математика', '2020-4-математика'
VIEWS = ['', '?view=scores', '?view=tasks', '?view=marks', '?view=years', '?measure=good', '?measure=mean', '?as=table']
REPORTS = ['marks', 'journal', 'scores', 'tasks', 'planned', 'groups', 'pupils']


def run(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Results(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='merilo-results-')
        cls.forms = simulate(PROGRAM, os.path.join(cls.folder.name, 'forms'), 60, f'{WORK},{BEFORE}', dirt='0')
        cls.db = make(PROGRAM, os.path.join(cls.folder.name, 'merilo.db'), os.path.join(cls.folder.name, 'forms'))
        run('import', '--db', cls.db, *cls.forms)
        run('analyse', '--db', cls.db)
        with open(os.path.join(cls.folder.name, 'forms', 'schools.csv'), encoding='utf-8-sig') as lines:
            cls.schools = list(csv.DictReader(lines, delimiter=';'))
        first = cls.schools[0]['муниципалитет']
        cls.own = [row for row in cls.schools if row['муниципалитет'] == first]
        cls.foreign = [row for row in cls.schools if row['муниципалитет'] != first]
        assert len(cls.own) > 2 and len(cls.foreign) > 2
        con = sqlite3.connect(cls.db)
        cls.school = con.execute('SELECT o.code FROM submission s JOIN org o ON o.id = s.school_id WHERE s.procedure = ? AND o.parent_id = 2 ORDER BY s.n_works DESC', (WORK,)).fetchone()[0] # the largest has classes
        con.close()
        cls.add_class('5а', 2020)
        people = {'region': 'region', 'municipality': 'm2', 'reader': 'm2', 'school': cls.school, 'teacher': cls.school}
        cls.class_code = f'{cls.school}-5а-2020'
        cls.codes = {role: re.search(r'(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}', run('user', 'add', '--db', cls.db, '--login', role, '--name', 'Человек', '--role', role, '--org', org)).group(0)
                     for role, org in people.items()}
        cls.codes['class'] = re.search(r'(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}', run('user', 'add', '--db', cls.db, '--login', 'class', '--name', 'Учитель', '--role', 'teacher', '--org', cls.class_code)).group(0)
        cls.server, cls.browsers = Server(PROGRAM, cls.db, '--data', cls.folder.name), {}

    @classmethod
    def add_class(cls, name, year):
        con = sqlite3.connect(cls.db)
        ident, path = con.execute('SELECT id, path FROM org WHERE code = ?', (cls.school,)).fetchone()
        con.execute('INSERT INTO org (region_id, id, parent_id, kind, code, name, name_key, search, type, path, year, made_at) VALUES (1, 9000, ?, 4, ?, ?, ?, ?, ?, ?, ?, 0)',
                    (ident, f'{cls.school}-{name}-{year}', name, name.encode(), name, '', path + f'{9000:016x}/', year))
        con.commit()
        con.close()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.folder.cleanup()

    def enter(self, role):
        if role not in self.browsers:
            browser = self.browsers[role] = Browser(self.server.base)
            browser.get('/invite/' + self.codes[role])
            browser.post('/invite/' + self.codes[role], {'password': PASSWORD, 'again': PASSWORD})
        return self.browsers[role]

    def get(self, role, path):
        answer = self.enter(role).get(path)
        self.assertEqual(answer.status, 200, (role, path, answer.words()[:300]))
        return answer

    def table(self, role, path, ident):
        tables = json.loads(self.get(role, path).text)['tables']
        found = [table for table in tables if table['id'].startswith(ident)]
        self.assertTrue(found, (path, [table['id'] for table in tables]))
        return found[0]

    # ---- the numbers ----

    def test_same_numbers_as_check(self):
        out = os.path.join(self.folder.name, 'check.json')
        run('check', *self.forms, '--json', out)
        with open(out, encoding='utf-8') as file:
            work = next(p for p in json.load(file)['procedures'] if p['id'] == WORK)
        words = self.get('region', f'/results/{WORK}').words()
        self.assertIn(f"{work['schools']} школ", words)
        self.assertIn(f"{work['works']:,}".replace(',', ' ') + ' работ', words)
        self.assertIn(f"средний балл {work['mean']:.1f}".replace('.', ','), words)
        rows = [row for row in csv.reader(io.StringIO(self.get('region', f'/results/{WORK}.csv?view=scores').text.lstrip('\ufeff')), delimiter=';')]
        start = next(i for i, row in enumerate(rows) if row[:2] == ['балл', 'работ'])
        self.assertEqual([int(row[1]) for row in rows[start + 1:start + 1 + len(work['histogram'])]], work['histogram'])
        # a district's schools are the region's rows of them, number by number
        everything = {row[0]: row[1:] for row in self.csv_rows('region', f'/results/{WORK}.csv', 'школа')}
        district = self.csv_rows('municipality', f'/results/{WORK}.csv', 'школа')
        self.assertEqual(sorted(row[0] for row in district), sorted(row['название'] for row in self.own))
        self.assertEqual(len(everything), len(self.schools))
        for row in district:
            self.assertEqual(row[1:], everything[row[0]], row[0])

    def csv_rows(self, role, path, head):
        rows = list(csv.reader(io.StringIO(self.get(role, path).text.lstrip('\ufeff')), delimiter=';'))
        start = next(i for i, row in enumerate(rows) if row and row[0] == head)
        end = next((i for i in range(start, len(rows)) if not rows[i] or not rows[i][0]), len(rows))
        return rows[start + 1:end]

    def test_sum_of_schools_is_the_district(self):
        rows = self.csv_rows('municipality', f'/results/{WORK}/reports/journal.csv', 'группы участников')
        whole, schools = rows[0], [row for row in rows[1:] if row[0] in {school['название'] for school in self.own}]
        self.assertEqual(len(schools), len(self.own))
        for column in (2, 3, 5, 7, 9):
            self.assertEqual(int(whole[column]), sum(int(row[column]) for row in schools), column)

    def test_points_of_a_task_are_all_works(self):
        whole = self.table('municipality', f'/results/{WORK}/tasks/1.json', 'points')
        works = sum(row[1]['value'] if isinstance(row[1], dict) else row[1] for row in (r['cells'] if isinstance(r, dict) else r for r in whole['rows']))
        facts = self.get('municipality', f'/results/{WORK}').words()
        self.assertIn(f'{works:,}'.replace(',', ' ') + ' работ', facts)

    # ---- nobody else's ----

    def everything(self, role):
        suffixes = ('', '.json', '.csv', '.xlsx', '.docx') if role == 'municipality' else ('', '.json')
        yield from ['/results', '/results?year=2019', '/results?year=2020']
        for view in VIEWS:
            for suffix in suffixes:
                yield f'/results/{WORK}{suffix}{view}'
        for suffix in suffixes:
            yield f'/results/{WORK}/{self.school}{suffix}'
            yield f'/results/{WORK}/tasks/2{suffix}'
            yield f'/results/{WORK}/note{suffix}'
            for report in REPORTS:
                yield f'/results/{WORK}/reports/{report}{suffix}'

    def test_foreign_schools_are_nowhere(self):
        marks = [text.encode() for row in self.foreign for text in (row['код'],)] + [row['название'].encode() for row in self.foreign if not any(row['название'] in own['название'] for own in self.own)]
        seen = self.get('region', f'/results/{WORK}.csv').bytes + b''.join(self.get('region', f'/results/{WORK}?from={n}').bytes for n in (1, 51))
        self.assertTrue(all(mark in seen for mark in marks), 'the marks are of no use')
        for role in ('municipality', 'reader', 'school', 'teacher'):
            for path in self.everything(role):
                answer = self.get(role, path)
                pieces = [answer.bytes]
                if answer.bytes[:2] == b'PK':
                    archive = zipfile.ZipFile(io.BytesIO(answer.bytes))
                    pieces = [archive.read(name) for name in archive.namelist()]
                for mark in marks:
                    # «школа 1» is inside «школа 12»: a name ends where no digit follows
                    self.assertFalse(any(re.search(re.escape(mark) + rb'(?![0-9])', piece) for piece in pieces), (role, path, mark.decode()))

    def test_foreign_school_is_as_one_that_is_not_there(self):
        foreign = self.foreign[0]['код']
        for role in ('municipality', 'school', 'teacher', 'reader'):
            refused = self.enter(role).get(f'/results/{WORK}/{foreign}')
            missing = self.enter(role).get(f'/results/{WORK}/нет-такой')
            self.assertEqual((refused.status, missing.status), (404, 404))
            self.assertEqual(refused.words().replace(foreign, ''), missing.words().replace('нет-такой', ''), role)

    # ---- small counts ----

    def test_small_counts_are_hidden_outside(self):
        path = f'/results/{WORK}/{self.school}.json'
        inside, outside = self.get('school', path).text, self.get('teacher', path).text
        self.assertNotIn('скрыто', inside)
        self.assertNotIn('"hidden"', inside)
        self.assertTrue('скрыто' in outside or '"hidden"' in outside, outside[:2000])
        self.assertIn('открыты тем', self.get('teacher', f'/results/{WORK}/reports/pupils').words())
        self.assertNotIn('код участника', self.get('reader', f'/results/{WORK}/reports/pupils.csv').text)

    # ---- the analytical note ----

    def note(self, role, **fields):
        browser = self.enter(role)
        page = browser.get(f'/results/{WORK}/note')
        sent = {name: html.unescape(value) for name, value in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', page.text, re.S)}
        return browser.post(f'/results/{WORK}/note', {'do': 'look', 'subject': 'о работе', 'paper_day': '2021-06-01', 'type': 'СПРАВКА', **sent, **fields})

    def test_note_says_what_the_pages_say(self):
        words = self.get('municipality', f'/results/{WORK}/note').words()
        facts = self.get('municipality', f'/results/{WORK}').words()
        mean, works = re.search(r'средний балл (\d+,\d)', facts).group(1), re.search(r'(\d+) работ', facts).group(1)
        self.assertIn(f'Средний балл — {mean} из', words)
        self.assertRegex(words, rf'получен[оа] {works} работ')
        for part in ('Цель', 'Как получены данные', 'Отметки за работу и в журнале', 'Выполнение заданий', 'Сравнение с прошлым годом', 'Возможные причины', 'Выводы', 'Рекомендации', 'места не присваиваются', 'не выводы о работе школы'):
            self.assertIn(part, words)
        for row in self.own:
            self.assertIn(row['название'], words)
        self.assertNotIn('По школам', self.get('school', f'/results/{WORK}/note').words())

    def test_note_hides_small_groups(self):
        hidden, full = self.note('school').words(), self.note('school', full='full').words()
        own = lambda words: re.search(r'Качество (?:\d )+(.*?) Регион', words).group(1)
        self.assertNotIn('*', own(full))
        for role in ('teacher', 'reader'): # «full» of one who may not
            self.assertEqual(self.note(role, full='full').words().count('*'), self.note(role).words().count('*'), role)
        self.assertIn('*', self.note('municipality').words())
        self.assertGreater(hidden.count('*') + self.note('municipality').words().count('*'), full.count('*'))

    def test_note_is_the_authors(self):
        answer = self.note('municipality', conclusions='Первый вывод автора.\nВторой вывод.', advice='Методистам | провести семинар | до 1 декабря', causes='')
        words = answer.words()
        for said in ('Первый вывод автора.', 'Второй вывод.', 'Методистам: провести семинар. Срок: до 1 декабря.'):
            self.assertIn(said, words)
        self.assertNotIn('Это предположения', words)
        for wrong in ({'paper_day': 'вчера'}, {'subject': ''}):
            refused = self.note('municipality', **wrong, conclusions='не потерять')
            self.assertEqual(refused.status, 400, wrong)
            self.assertIn('не потерять', refused.text)

    def test_note_is_issued(self):
        self.assertEqual(self.note('reader', do='issue').status, 403)
        page = self.note('municipality', do='issue', conclusions='Вывод для выпуска.')
        self.assertIn('Аналитическая справка № 1 выпущена', page.words())
        link = re.search(r'/results/notes/m2/\d+/1', page.text).group(0)
        document = zipfile.ZipFile(io.BytesIO(self.get('municipality', link).bytes)).read('word/document.xml').decode()
        self.assertIn('Вывод для выпуска', document)
        for role in ('school', 'teacher', 'reader'):
            self.assertIn(self.enter(role).get(link).status, (403, 404), role)
        self.assertEqual(self.enter('municipality').get('/results/notes/m2/2021/99').status, 404)

    def test_code_is_asked_for(self):
        con = sqlite3.connect(self.db)
        con.execute("INSERT INTO setting (name, value, changed_at) VALUES ('paper.qr', '1', 0)")
        con.commit()
        page = self.note('region', do='issue')
        con.execute("DELETE FROM setting WHERE name = 'paper.qr'")
        con.commit()
        con.close()
        with_code = self.get('region', re.search(r'/results/notes/region/\d+/1', page.text).group(0)).bytes
        plain = self.get('region', re.search(r'/results/notes/region/\d+/2', self.note('region', do='issue').text).group(0)).bytes
        pictures = lambda document: [name for name in zipfile.ZipFile(io.BytesIO(document)).namelist() if 'media' in name]
        self.assertEqual((len(pictures(plain)), len(pictures(with_code)) > 0), (0, True))

    # ---- a class ----

    def test_teacher_of_a_class(self):
        links = self.get('class', '/results?year=2020').text
        self.assertIn(f'/{self.school}?class=', links)
        page = self.get('class', f'/results/{WORK}/{self.school}?class=5а')
        self.assertNotIn('скрыто', page.words())
        self.assertEqual(self.get('school', f'/results/{WORK}/{self.school}?class=а').status, 200)
        for path in (f'/results/{WORK}/{self.school}', f'/results/{WORK}/{self.school}?class=б', f'/results/{BEFORE}/{self.school}?class=а', f'/results/{WORK}/{next(row for row in self.own if row["код"] != self.school)["код"]}?class=а'):
            self.assertEqual(self.enter('class').get(path).status, 404, path)
        for path in (f'/results/{WORK}', f'/results/{WORK}/tasks/1', f'/results/{WORK}/reports/pupils'):
            self.assertTrue(self.get('class', path).url.split('?')[0].endswith('/results'), path)

    def test_classes_are_the_school(self):
        seen = 0
        for school in self.own:
            path = f"/results/{WORK}/{school['код']}.csv"
            if '\nкласс;' not in self.get('municipality', path).text.replace('\r', ''):
                continue
            classes = [row for row in self.csv_rows('municipality', path, 'класс')]
            if any(not row[1].isdigit() for row in classes):
                continue
            seen += 1
            self.assertEqual(int(self.csv_rows('municipality', path, 'где')[0][1]), sum(int(row[1]) for row in classes), path)
        self.assertGreater(seen, 0)

    # ---- pages ----

    def test_pages_are_small_and_link_on(self):
        for role in ('region', 'municipality', 'school'):
            words = self.get(role, '/results?year=2020').words()
            self.assertIn('атематика, 5 класс', words)
        for path in [f'/results/{WORK}{view}' for view in VIEWS] + [f'/results/{WORK}/tasks/1'] + [f'/results/{WORK}/reports/{report}' for report in REPORTS]:
            self.assertLess(len(self.get('region', path).bytes), 200 * 1024, path)
        self.assertIn(f'/results/{WORK}/{self.school}'.split('/')[-1], self.get('school', f'/results/{WORK}').url)
        chosen = self.get('municipality', f'/results/{WORK}?school={self.school}').words()
        self.assertIn('Выбрана школа', chosen)
        self.assertIn('Почему школа показана', chosen)
        self.assertNotIn('Почему школа показана', self.get('reader', f'/results/{WORK}?school={self.school}').words())

    def test_a_district_is_chosen(self):
        words = self.get('region', f'/results/{WORK}?org=m2').words()
        self.assertIn(f'{len(self.own)} школ', words)
        page = self.get('region', f'/results/{WORK}?org=m2').text
        self.assertIn('view=tasks&amp;org=m2', page)
        self.assertIn('/tasks/2?org=m2', self.get('region', f'/results/{WORK}/tasks/1?org=m2').text)
        own = self.csv_rows('municipality', f'/results/{WORK}.csv', 'школа')
        self.assertEqual(self.csv_rows('region', f'/results/{WORK}.csv?org=m2', 'школа'), own)
        for path in ('/results?org=m3', f'/results/{WORK}?org=m3', f'/results/{WORK}?org=region', f'/results/{WORK}/tasks/1?org=m3', f'/results/{WORK}/reports/marks?org=m3'):
            for role in ('municipality', 'reader', 'school', 'class'):
                self.assertEqual(self.enter(role).get(path).status, 404, (role, path))

    def test_without_an_analysis(self):
        con = sqlite3.connect(self.db)
        con.execute('UPDATE analysis SET state = 4 WHERE state = 2')
        con.commit()
        try:
            words = self.get('municipality', f'/results/{WORK}').words()
            self.assertRegex(words, r'Записаны формы \d+ школ')
            self.assertIn('Анализ этих форм ещё не сделан', words)
            self.assertIn('анализ ещё не сделан', self.get('municipality', '/results?year=2020').words())
        finally:
            con.execute('UPDATE analysis SET state = 2 WHERE state = 4')
            con.commit()
            con.close()

    def test_refusals(self):
        self.assertEqual(self.enter('region').get('/results/2030-5-математика').status, 404)
        self.assertEqual(self.enter('region').get(f'/results/{WORK}/tasks/99').status, 404)
        self.assertEqual(self.enter('region').get(f'/results/{WORK}?view=ranking').status, 400)
        self.assertEqual(self.enter('school').get(f'/results/{WORK}/{self.school}?class=ъ').status, 404)

    def test_no_ranking_and_no_colours_of_blame(self):
        for path in (f'/results/{WORK}', f'/results/{WORK}?view=tasks', f'/results/{WORK}/tasks/1'):
            table = re.findall(r'<tr.*?</tr>', self.get('municipality', path).text, re.S)
            names = [re.search(r'/results/[^"]*/(sch\d+)"', row) for row in table]
            codes = [found.group(1) for found in names if found]
            self.assertEqual(codes, sorted(codes), path)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
