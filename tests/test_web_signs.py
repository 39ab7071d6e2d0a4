#!/usr/bin/env python3
"""First pages, signs, cases and the list of schools to study, through the real program over the demonstration: each role, own and foreign schools.

usage: test_web_signs.py MERILO
"""
import io
import json
import re
import subprocess
import sys
import unittest
import zipfile

from web_client import Demonstration

PROGRAM = sys.argv[1]
ASKED, ANSWERED, STRONG = 'sch990005', 'sch990008', 'sch990001'


class Signs(Demonstration):
    program = PROGRAM

    def step(self, browser, path, step, **fields):
        browser.get(path)
        return browser.post(path, {'step': step, **fields})

    # ---- first pages ----

    def test_first_pages(self):
        says = {'муниципальный': 'До пятницы', 'завуч, школа № 9': 'До пятницы', 'методист': 'Результаты', 'учитель': 'Результаты', 'эксперт': 'Работы, которые идут',
                'наблюдатель': 'Работы, которые идут', 'управление': 'Результаты', 'региональный': 'До пятницы', 'администратор': 'До пятницы'}
        for who, title in says.items():
            answer = self.enter(who).get('/')
            self.assertEqual(answer.status, 200, who)
            self.assertIn(title, answer.words(), who)
        office = self.enter('муниципальный').get('/').words()
        self.assertIn('ждут приёмки', office)
        self.assertIn('Форму сдали 7 из 12', office)
        school = self.enter('завуч, школа № 9').get('/').words()
        self.assertIn('Черновик', school)

    # ---- signs ----

    def test_signs_of_a_subtree(self):
        office = self.enter('муниципальный')
        words = office.get('/signs').words()
        self.assertRegex(words, r'Признаки у 2 школ из 12')
        self.assertIn('ложных ожидаем', words)
        self.assertIn('Школа № 5', words)
        table = [t for t in json.loads(office.get('/signs.json?level=all').text)['tables'] if t.get('id') == 'schools']
        self.assertEqual(len(table[0]['rows']), 12)
        names = re.findall(r'href="/signs/(sch\d+)"', office.get('/signs?level=all').text)
        self.assertEqual(len(set(names)), 12)
        whole = self.enter('региональный').get('/signs?level=all').text
        self.assertEqual(len(set(re.findall(r'href="/signs/(sch\d+)"', whole))), 60)

    def test_why(self):
        office = self.enter('муниципальный')
        words = office.get(f'/signs/{ANSWERED}').words()
        for part in ('Почему школа показана', 'Другие возможные причины', 'Что сделать дальше', 'Мог ли это быть случай', 'Чего данные не скажут', 'Ответ школы', 'Все проверки школы', 'Два профиля'):
            self.assertIn(part, words)
        self.assertIn('консультациях', words) # what the school wrote stands beside the signs
        self.assertIn('Признаков не найдено', office.get(f'/signs/{STRONG}').words())
        paper = zipfile.ZipFile(io.BytesIO(office.get(f'/signs/{ANSWERED}.docx').bytes)).read('word/document.xml').decode()
        self.assertIn('Почему школа показана', re.sub(r'<[^>]+>', '', paper))
        self.assertLess(len(office.get(f'/signs/{ANSWERED}').bytes), 200_000)
        exact = [t for t in json.loads(office.get(f'/signs/{ANSWERED}.json').text)['tables'] if t.get('id') == 'signs'][0]
        self.assertGreaterEqual(len(exact['rows']), 5)
        self.assertNotIn('Все признаки школы', office.get(f'/signs/{ANSWERED}').words()) # only in files

    def test_who_sees_whose_signs(self):
        school = self.enter('завуч, школа № 5')
        self.assertEqual(school.get('/signs').path, f'/signs/{ASKED}')
        self.assertEqual(school.get(f'/signs/{ANSWERED}').status, 404) # a foreign school looks like one that is not there
        self.assertEqual(school.get('/signs/none').status, 404)
        self.assertEqual(school.get('/cases/2').status, 404)
        for who in ('учитель', 'эксперт', 'наблюдатель', 'управление', 'администратор'):
            for path in ('/signs', f'/signs/{ASKED}', '/signs/list', '/cases/1'):
                self.assertIn(self.enter(who).get(path).status, (403, 404), (who, path))
        methodologist = self.enter('методист').get(f'/signs/{ASKED}')
        self.assertEqual(methodologist.status, 200)
        self.assertNotIn('Отправить вопрос', methodologist.words())

    # ---- from the command line, while people work ----

    def test_rebuilt_to_the_same_bytes(self):
        db = f'{self.folder.name}/demo.db'
        said = subprocess.run([PROGRAM, 'rebuild', '--db', db], capture_output=True, text=True, check=True).stdout
        self.assertIn('совпали с прежними до байта', said)
        self.assertIn('ничего не изменилось', subprocess.run([PROGRAM, 'analyse', '--db', db], capture_output=True, text=True, check=True).stdout)
        whole = json.loads(subprocess.run([PROGRAM, 'export', '--db', db, '--json', '-'], capture_output=True, check=True).stdout)
        strong = [c['school'] for c in whole['conclusions'] if c['class'] is None and c['level'] in ('signs', 'strong')]
        self.assertEqual(sorted(strong), [ASKED, ANSWERED])
        norms = json.loads(subprocess.run([PROGRAM, 'export', '--db', db, '--reference', '-'], capture_output=True, check=True).stdout)
        self.assertNotIn('sch99', json.dumps(norms)) # no school in it
        self.assertEqual(subprocess.run([PROGRAM, 'rebuild', '--db', db, '--region', 'нет'], capture_output=True).returncode, 3)

    # ---- a case from the question to the end ----

    def test_a_case(self):
        office, school, path = self.enter('муниципальный'), self.enter('завуч, школа № 5'), f'/signs/{ASKED}'
        for step in ('question', 'study', 'lift', 'note', 'close', 'list'):
            self.assertEqual(self.step(school, path, step, words='Снимите, пожалуйста.').status, 403, step)
        self.assertEqual(self.step(office, path, 'answer', words='За школу.').status, 403)
        self.assertEqual(self.step(office, path, 'nonsense').status, 400)
        self.assertIn('Управление спрашивает о признаках', school.get('/').words())

        school.get(path)
        sent = school.upload(path, {'step': 'answer', 'words': 'Проверяли вдвоём, <b>по приказу</b>.', 'csrf': school.last.csrf()}, 'file', 'приказ.pdf', b'%PDF-1.4 order')
        self.assertEqual(sent.status, 200, sent.words())
        self.assertIn('Ответ отправлен', sent.words())
        self.assertIn('Проверяли вдвоём, <b>по приказу</b>.', sent.words())
        self.assertNotIn('<b>по приказу</b>', sent.text)
        self.assertIn('Ответ: Школа № 5', office.get('/').words())

        document = '/cases/1/files/3'
        self.assertEqual(school.get(document).bytes, b'%PDF-1.4 order') # its own
        self.assertEqual(office.get(document).status, 403)            # not without a reason
        for someone in (office, self.enter('методист')):              # nor its name, on either page
            for page in (path, '/cases/1'):
                self.assertNotIn('приказ.pdf', someone.get(page).words())
            self.assertNotIn(document, someone.get(path).text)        # no link that ends in a refusal
        self.assertIn('href="/cases/1"', office.get(path).text)
        self.assertEqual(self.step(office, '/cases/1', 'note', words='Позвонить директору.').status, 200)
        self.assertNotIn('Позвонить директору', office.last.words())
        self.assertEqual(self.step(office, '/cases/1', 'open', reason='да').status, 400)
        opened = self.step(office, '/cases/1', 'open', reason='Готовлю решение по ответу школы')
        self.assertEqual(opened.status, 200, opened.words())
        self.assertIn('Позвонить директору', opened.words())
        self.assertIn('Готовлю решение по ответу школы', opened.words()) # the reason stands in the journal of the case
        got = office.get(document)
        self.assertEqual((got.status, got.bytes), (200, b'%PDF-1.4 order'))
        self.assertIn('attachment', got.headers['Content-Disposition'])
        self.assertNotIn('Позвонить директору', school.get('/cases/1').words()) # a note of the office is not for the school

        self.assertEqual(self.step(office, path, 'lift', words='').status, 400)
        lifted = self.step(office, path, 'lift', words='Проверку подтвердил приказ.')
        self.assertIn('Признак снят', lifted.words())
        self.assertIn('признак снят', school.get('/cases/1').words())
        again = self.step(office, path, 'question', words='И всё же?', answer_by='2031-01-01')
        self.assertEqual(again.status, 409)
        self.assertEqual(office.get('/signs/list').status, 200)

    def test_list_from_outside(self):
        office = self.enter('муниципальный')
        office.get('/signs/list')
        table = f'школа;причина;срок\n{STRONG};завышенное среднее;\nsch990059;чужой район;\nx{"ж" * 400};;\n'.encode() # words too long for a cookie are cut, not inside a letter
        done = office.upload('/signs/list', {'source': '3', 'csrf': office.last.csrf()}, 'file', 'список.csv', table)
        self.assertEqual(done.status, 200, done.words())
        self.assertIn('Внесено: 1', done.words())
        self.assertIn('Нет таких школ: sch990059', done.words())
        self.assertIn('Рособрнадзор', done.words())
        office.get('/signs/list')
        wrong = office.upload('/signs/list', {'source': '3', 'csrf': office.last.csrf()}, 'file', 'не то.csv', b'a;b\n1;2\n')
        self.assertEqual(wrong.status, 400)
        self.assertIn('не найден список школ', wrong.words())


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
