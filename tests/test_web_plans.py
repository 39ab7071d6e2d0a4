#!/usr/bin/env python3
"""A plan from a document to its execution, through the real program over the demonstration: read, corrected, approved, sent down, proven, controlled; two people at one measure; strangers.

usage: test_web_plans.py MERILO
"""
import html
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import zipfile

from web_client import Browser, Demonstration

PROGRAM = sys.argv[1]
PLAN = '''УТВЕРЖДЁН
приказом отдела образования
от 01.09.2026 № 12-од

План мероприятий по объективности оценивания на 2026-2027 учебный год

| № | Мероприятие | Срок | Ответственный | Ожидаемый результат |
|---|---|---|---|---|
| 1 | Анализ | | | |
| 1.1 | Совещание руководителей по итогам диагностики | ноябрь 2026 г. | Отдел образования | Протокол; список участников |
| 1.2 | Проверить страницы школ | как получится | | Справка |
| 2 | Обучение | | | |
| 2.1 | Семинар для учителей математики | до 20 января 2027 г. | Методист, руководители ОО | Программа; список участников |
| 2.2 | Консультации для завучей | по графику осенних консультаций | Методист | Журнал |
'''
COLUMNS = '''План мероприятий по наставничеству на 2026/2027 учебный год

| № | Мероприятия | Срок | Ответственные | Целевое значение | Результат | Наставник |
|---|---|---|---|---|---|---|
| 1 | Провести диагностику | ноябрь 2026 г. | Методист | 100 % | Справка | Белова А.А. |
| 2 | Провести семинар | декабрь 2026 г. | Методист | 20 учителей | Программа | Орлова О.О. |
| 3 | Проверить работы | до 20 января 2027 г. | Отдел образования | 3 школы | Протокол | |
'''


class Plans(Demonstration):
    program = PROGRAM
    when = (2026, 11, 23, 10)  # a Monday

    def bring(self, browser, text=PLAN, name='план.txt'):
        """Number of the draft."""
        browser.get('/plans/new')
        answer = browser.upload('/plans/new?from=file', {'paste': '', 'year': '', 'again': '1'}, 'file', name, text.encode() if isinstance(text, str) else text)
        self.assertRegex(answer.path, r'^/plans/\d+/source$', answer.words()[:600])
        return int(answer.path.split('/')[2])

    def test_columns_of_the_document_are_taken_otherwise(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, COLUMNS)
        source = f'/plans/{plan}/source'
        chosen = lambda page: {html.unescape(key): re.search(rf'name="role{i}".*?<option value="(\w+)"[^>]* selected', page.text, re.S).group(1) for i, key in re.findall(r'name="key(\d+)" value="([^"]*)"', page.text)}
        form = lambda page, **roles: {'step': 'columns', 'was': html.unescape(re.search(r'name="was" value="([^"]*)"', page.text).group(1)), **{f'key{i}': html.unescape(key) for i, key in re.findall(r'name="key(\d+)" value="([^"]*)"', page.text)},
                                      **{f'role{i}': roles.get(key, role) for i, (key, role) in enumerate(chosen(page).items())}}
        page = office.last
        self.assertIn('Никуда не взято: «Наставник»', page.words())
        self.assertEqual(chosen(page)['целевое значение'], 'expected')
        self.assertEqual(office.post(source, {**form(page), 'role1': 'none'}).status, 400)
        self.assertIn('Ни одна колонка не названа мероприятием', office.last.words())
        grid = self.grid(office.get(source))
        office.post(source, {**grid, 'title2': 'Семинар для всех'})
        was = form(office.get(source), **{'целевое значение': 'participants', 'наставник': 'helpers'})
        self.assertIn('изменено — 3 пункта', office.post(source, was).words())
        page = office.get(source)
        self.assertNotIn('Никуда не взято', page.words())
        self.assertEqual((chosen(page)['целевое значение'], chosen(page)['наставник']), ('participants', 'helpers'))
        self.assertIn('100 %', re.search(r'name="participants"[^>]*>([^<]*)<', office.get(f'/plans/{plan}/measures/1/edit').text).group(1))
        self.assertIn('Белова А.А.', office.get(f'/plans/{plan}/measures/1').words())
        self.assertIn('Семинар для всех', office.get(source).text)
        office.get(source)
        self.assertEqual(office.post(source, was).status, 409) # over an old page nothing is written
        page = office.get(source)
        self.assertIn('изменено — 3 пункта', office.post(source, {**form(page), 'reset': '1'}).words())
        self.assertEqual(chosen(office.get(source))['целевое значение'], 'expected')
        self.assertIn('Семинар для всех', office.last.text)

    def test_every_field_is_corrected_beside_the_document(self):
        office, second = self.enter('муниципальный'), self.enter('методист')
        plan = self.bring(office, COLUMNS.replace('наставничеству', 'полям'))
        source = f'/plans/{plan}/source'
        shown = lambda page: {'all': '1', **{name: html.unescape(value) for name, value in re.findall(r'name="((?:rev|seen)\d+)"[^>]*?value="([^"]*)"', page.text)},
                              **{name: html.unescape(text).lstrip('\n') for name, text in re.findall(r'<textarea[^>]*name="([a-z]+\d+)"[^>]*>([^<]*)</textarea>', page.text)}}
        for fields, changes in (('result', {'participants1': 'завучи\nучителя', 'expected2': 'Программа', 'bullets3': 'первое\nвторое'}), ('place', {'section1': 'Подготовка', 'task2': 'Учить'}), ('people', {'helpers1': 'Белова А.А.\nОрлова О.О.', 'controllers3': 'Начальник отдела'})):
            address = f'{source}?fields={fields}'
            grid = shown(office.get(address))
            self.assertEqual(set(changes) - set(grid), set(), address)
            self.assertIn(f'Сохранено: {len(changes)} пункт', office.post(address, {**grid, **changes}).words())
            again = shown(office.get(address))
            for name, value in changes.items():
                self.assertEqual(again[name], value)
            self.assertIn('Ничего не изменено', office.post(address, again).words())
        for n, parts in (1, ('завучи', 'Подготовка', 'Белова А.А.', 'Провести диагностику', 'ноябрь 2026')), (2, ('Учить', 'Программа')), (3, ('второе', 'Начальник отдела')):
            words = office.get(f'/plans/{plan}/measures/{n}').words()
            for part in parts:
                self.assertIn(part, words)
        self.assertNotIn('20 учителей', office.get(f'/plans/{plan}/measures/2/edit').text)
        # two people at the same person of one measure: the second is told, and what was typed stays
        address = f'{source}?fields=people'
        mine, others = shown(office.get(address)), shown(second.get(address))
        second.post(address, {**others, 'helpers1': 'Белова А.А.'})
        office.get(address)
        answer = office.post(address, {**mine, 'helpers1': 'Совсем другой'})
        self.assertEqual(answer.status, 400)
        self.assertIn('назначил другой', answer.words())
        self.assertIn('Совсем другой', answer.text)

    def test_the_history_names_people(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, COLUMNS.replace('наставничеству', 'именам'))
        people = f'/plans/{plan}/measures/1/people'
        value, name = re.search(r'<option value="(a:\d+)"[^>]*>([^<,(]+)', office.get(people).text).groups()
        self.post(office, people, {'words0': '', 'part0': '3', 'who0': value})
        words = office.get(f'/plans/{plan}/measures/1').words()
        history = words[words.index('История'):]
        self.assertIn('назначено', history)
        self.assertNotIn('человек №', history)
        self.assertIn(name.split(' — ')[0].strip(), history)
        journal = office.get('/journal').words()
        self.assertIn('назначено', journal)
        self.assertNotIn('человек №', journal)

    def test_the_same_file_twice_is_one_draft(self):
        office = self.enter('муниципальный')
        text = PLAN.replace('Анализ', 'Разбор').encode()
        send = lambda more, content=text: (office.get('/plans/new'), office.upload('/plans/new?from=file', {'paste': '', 'year': '', **more}, 'file', 'план.txt', content))[1]
        first = send({}).path
        self.assertRegex(first, r'^/plans/\d+/source$')
        said = send({})
        self.assertEqual(said.status, 409)
        self.assertIn('Этот файл уже загружен', said.words())
        self.assertIn(f'href="{first}"', said.text)
        self.assertIn('name="again"', said.text)
        other = send({'year': '2025'}).path  # for another year it is another plan
        self.assertRegex(other, r'^/plans/\d+/source$')
        self.assertRegex(send({'again': '1'}).path, r'^/plans/\d+/source$')
        office.get(first.replace('/source', '/edit'))
        self.assertEqual(send({}, text + b' ').status, 200)  # one letter of difference: another file

    def test_pasted_words_are_called_by_their_first_line(self):
        office = self.enter('муниципальный')
        office.get('/plans/new')
        answer = office.upload('/plans/new?from=file', {'paste': 'План недели математики\n\nМероприятие\tСрок\nТурнир\tмай\nВикторина\tиюнь', 'year': ''}, 'file', '', b'')
        self.assertRegex(answer.path, r'^/plans/\d+/source$', answer.words()[:300])
        history = office.get(answer.path.replace('/source', '')).words()
        self.assertIn('из документа План недели математики.txt', history)
        office.get('/plans/new')
        self.assertIn('«Просто слова.txt»', office.upload('/plans/new?from=file', {'paste': 'Просто слова', 'year': ''}, 'file', '', b'').words())

    def post(self, browser, path, fields, shown=None):
        """As a person does: the page first."""
        browser.get(shown or path)
        return browser.post(path, fields)

    def rows(self, browser, path, table):
        answer = browser.get(path)
        self.assertEqual(answer.status, 200, answer.words()[:300])
        return next(t for t in json.loads(answer.text)['tables'] if t.get('id') == table)['rows']

    def grid(self, page):
        """Every field of the rows beside the document, as a browser sends them."""
        fields = {name: html.unescape(value) for name, value in re.findall(r'name="((?:rev|seen|number)\d+)"[^>]*?value="([^"]*)"', page.text)}
        return {'all': '1', **fields, **{name: html.unescape(text).lstrip('\n') for name, text in re.findall(r'<textarea[^>]*name="((?:title|term|responsible)\d+)"[^>]*>([^<]*)</textarea>', page.text)}}

    # ---- from a document to the meeting ----

    def test_a_document_becomes_a_plan_that_lives(self):
        office, school = self.enter('муниципальный'), self.enter('завуч, школа № 7')
        plan = self.bring(office)
        words = office.last.words()
        for part in ('Прочитано 4 мероприятия', 'Сначала это', 'Проверить страницы школ', 'ответственный не назван', 'Совещание руководителей по итогам диагностики', 'Слова документа можно править'):
            self.assertIn(part, words)
        fields = self.grid(office.last)
        fields.update({'title2': 'Проверить страницы школ', 'term2': 'до 15 декабря 2026 г.', 'responsible2': 'Методист'})
        self.assertIn('Сохранено: 1 пункт', office.post(f'/plans/{plan}/source', fields).words())
        table = self.rows(office, f'/plans/{plan}.json', 'plan')
        self.assertEqual([row[0] for row in table], ['1. Анализ', '1.1', '1.2', '2. Обучение', '2.1', '2.2'])
        self.assertEqual(table[2][3], 'до 15.12.2026')
        # what it hangs on is asked for, and given once
        self.assertIn('осенних консультаций', office.get('/schedules').words())
        name = next(row[0] for row in self.rows(office, '/schedules.json', 'unknown') if 'консультаций' in row[0]).strip('«»')
        self.assertIn('сроки получил', self.post(office, '/schedules', {'name': name, 'from': '2026-10-26', 'to': '2026-10-30', 'year': '2026'}).words())
        self.assertEqual(self.rows(office, f'/plans/{plan}.json', 'plan')[5][3], '26.10.2026-30.10.2026'.replace('-', '–'))
        moved = office.get(f'/plans/{plan}/measures/4').words() # what moved the days of a measure stands in its own history, and in no other's
        self.assertRegex(moved, r'сдвинут срок\. «[^»]*консультаций[^»]*»: — → 26\.10\.2026–30\.10\.2026')
        self.assertNotIn('сдвинут срок', office.get(f'/plans/{plan}/measures/3').words())
        # approved, corrected, approved again with a reason; the difference reads
        self.assertIn('План утверждён', self.post(office, f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ отдела образования', 'number': '12-од', 'on': '2026-09-01'}).words())
        self.assertIn('приказ отдела образования от 01.09.2026 № 12-од', office.get(f'/plans/{plan}').words())
        self.post(office, f'/plans/{plan}/measures/new', {'revision': '0', 'number': '2.3', 'section': '2', 'title': 'Круглый стол', 'term': 'март', 'responsible': 'Методист', 'expected': 'Протокол'})
        self.assertIn('После редакции 1: 1 исправление, не утверждено', office.get(f'/plans/{plan}').words())
        refused = self.post(office, f'/plans/{plan}/approve', {'do': 'approve', 'by': '', 'number': '', 'on': '2026-10-01', 'reason': ''})
        self.assertNotIn('План утверждён', refused.words())
        self.post(office, f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ', 'number': '15-од', 'on': '2026-10-01', 'reason': 'по итогам совещания'})
        changes = self.rows(office, f'/plans/{plan}/editions.json', 'changes')
        self.assertEqual([(row[0], row[1], row[2]) for row in changes], [('добавлено', '2.3', 'Круглый стол')])
        # sent down; the school acknowledges and makes its own of two measures
        answer = self.post(office, f'/plans/{plan}/cascade', {'title': 'План отдела', 'words': 'Составьте свой.', 'see': '2026-12-01', 'plan': '2026-12-10', 'to': 'sch990007'})
        cascade = int(answer.path.split('/')[2])
        self.assertIn('Ознакомлены 0 из 1', answer.words())
        self.assertIn('План отдела', school.get('/').words())
        self.assertIn('Отмечено: ознакомлены', self.post(school, f'/inbox/{cascade}', {'do': 'seen'}).words())
        own = int(self.post(school, f'/inbox/{cascade}', {'do': 'plan', 'n': '1'}).path.split('/')[2])
        self.assertIn('Совещание руководителей', school.get(f'/plans/{own}').words())
        self.post(school, f'/plans/{own}/approve', {'do': 'approve', 'by': 'приказ директора', 'number': '3', 'on': '2026-10-05'})
        self.assertIn('план утверждён у 1', office.get(f'/cascades/{cascade}').words())
        # evidence: brought, returned with a reason, brought again, accepted
        measure = f'/plans/{own}/measures/1'
        school.get(measure + '/evidence')
        school.upload(measure + '/evidence', {'for': '1', 'kind': 'file', 'href': '', 'type': '', 'record': '', 'title': 'Протокол совещания'}, 'file', 'протокол.txt', 'Протокол № 1'.encode())
        self.assertIn('Подтверждение отправлено', school.last.words())
        self.assertEqual(school.get(measure + '/files/1').bytes, 'Протокол № 1'.encode())
        office.get(measure)
        self.assertRegex(office.post(measure, {'do': 'evidence-return', 'evidence': '1', 'reason': ''}).text, r'(?s)<details[^>]*open="open".{0,900}Причина не\sнаписана')
        self.assertRegex(office.get(measure).text, r'(?s)<div class="main-action"><a class="btn primary" href="#evidence-accept1">.{0,200}Проверить подтверждение')
        self.assertEqual(len(re.findall(r'class="btn primary"', office.last.text)), 2, 'the same button twice: in its place, and on a phone at the bottom')
        self.assertIn('возвращено с причиной', office.post(measure, {'do': 'evidence-return', 'evidence': '1', 'reason': 'Нет подписи'}).words())
        self.assertIn('Нет подписи', school.get(measure).words())
        for slot in ('1', '2'):
            self.post(school, measure + '/evidence', {'for': slot, 'kind': 'link', 'href': '/results', 'title': 'Готовый протокол'})
        self.assertIn('Отправлено контролирующему', self.post(school, measure, {'do': 'offer'}).words())
        office.get(measure)
        for number in ('2', '3'):
            office.post(measure, {'do': 'evidence-accept', 'evidence': number})
        self.assertIn('Пункт принят', office.post(measure, {'do': 'accept'}).words())
        # and the office sees it without typing anything
        roll = self.rows(office, f'/plans/{plan}/rollup.json', 'measures')
        self.assertEqual([roll[0][3], roll[0][8]], [1, 1])
        self.assertEqual(self.rows(office, f'/plans/{plan}/rollup.json', 'orgs')[0][7], 1)
        matrix = self.rows(office, f'/plans/{plan}/matrix.json', 'matrix')
        self.assertEqual(matrix[0][1], '1 из 1', matrix[0])
        self.assertIn('есть', str(matrix[0][2:]))
        self.assertTrue(all(cell is None for row in matrix[1:] for cell in row[1:]), 'what nobody took up is a blank')
        execution = office.get(f'/plans/{plan}/execution').words()
        self.assertIn('Что решить на совещании', execution)
        for suffix, inside in (('docx', 'word/document.xml'), ('xlsx', 'xl/workbook.xml')):
            with zipfile.ZipFile(io.BytesIO(office.get(f'/plans/{plan}/execution.{suffix}').bytes)) as parts:
                self.assertIn(inside, parts.namelist())
        # the office corrects its plan: the school is told, takes it up, may take that back; the board counts
        edit = f'/plans/{plan}/measures/1/edit'
        office.get(edit)
        fields = {name: html.unescape(value) for name, value in re.findall(r'name="(revision|seen|number|section|title|term|windows|responsible|expected|capabilities)"[^>]*value="([^"]*)"', office.last.text)}
        self.post(office, edit, {**fields, 'title': 'Совещание руководителей школ', 'section': '1', 'responsible': 'Отдел образования', 'expected': 'Протокол\nСправка'})
        self.post(office, f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ', 'number': '18-од', 'on': '2026-10-20', 'reason': 'поручение министерства'})
        self.assertIn('редакцию 3 учли 0 из 1', office.get(f'/plans/{plan}').words())
        self.assertIn('правка не учтена', office.get(f'/cascades/{cascade}?show=behind').words())
        self.assertIn('В плане выше изменилось: пункт 1.1 — мероприятие', school.get(f'/plans/{own}').words())
        above = f'/plans/{own}/above'
        words = school.get(above).words()
        for part in ('В плане выше 1 правка', 'поручение министерства', 'Совещание руководителей школ', 'как было', 'Оставить своё'):
            self.assertIn(part, words)
        self.assertIn('изменили ещё раз', school.post(above, {'do': 'take', 'edition': '2', 'n': '1'}).words())
        self.assertIn('Принято', self.post(school, above, {'do': 'take', 'edition': '3', 'n': '1'}).words())
        self.assertIn('Совещание руководителей школ', school.get(f'/plans/{own}').words())
        self.assertRegex(school.last.words(), r'После редакции 1: \d+ исправлени')
        self.assertIn('учли 1 из 1', office.get(f'/cascades/{cascade}').words())
        self.assertIn('Ответ отменён', self.post(school, above, {'do': 'undo', 'edition': '3', 'n': '1'}).words())
        self.assertNotIn('руководителей школ', school.get(f'/plans/{own}').words().split('Что сделать следующим')[0].split('В плане выше')[-1].split('Показать')[-1])
        self.assertIn('Оставлено как у вас', self.post(school, above, {'do': 'keep', 'edition': '3', 'n': '1'}).words())
        # next year
        answer = self.post(office, f'/plans/{plan}/forward', {'n': '3'})
        self.assertIn('Черновик составлен', answer.words())
        self.assertIn('2027/28', answer.words())

    def test_a_ready_pack_and_an_empty_plan(self):
        office = self.enter('муниципальный')
        self.assertIn('31', office.get('/plans/new?from=pack').words())
        answer = self.post(office, '/plans/new?from=pack', {'pack': 'district', 'year': '2026'}, '/plans/new?from=pack&pack=district')
        self.assertIn('Черновик составлен из готового набора', answer.words())
        self.assertEqual(len([row for row in self.rows(office, answer.path + '.json', 'plan') if row[1]]), 31)
        answer = self.post(office, '/plans/new?from=empty', {'kind': 'roadmap', 'title': 'Дорожная карта', 'year': '2026', 'goal': '', 'basis': ''})
        self.assertIn('Черновик создан', answer.words())
        self.assertIn('У плана нет названия', self.post(office, '/plans/new?from=empty', {'kind': 'plan', 'title': ' ', 'year': '2026'}).words())

    def boxes(self, text):
        """Values of ticked boxes «c», and of all."""
        tags = re.findall(r'<input type="checkbox"[^>]*name="c"[^>]*>', text)
        return [re.search(r'value="(\d+)"', tag).group(1) for tag in tags if 'checked' in tag], [re.search(r'value="(\d+)"', tag).group(1) for tag in tags]

    def test_what_does_a_measure_in_merilo(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, """План мероприятий на 2026-2027 учебный год

| № | Мероприятие | Срок | Ответственный | Ожидаемый результат |
|---|---|---|---|---|
| 1 | Педагогический совет о результатах ВПР | ноябрь 2026 г. | Отдел образования | Протокол; приказ |
| 2 | Покрасить забор | май 2027 г. | Отдел образования | Забор |
""")
        draft = office.last.words()
        self.assertRegex(draft, 'в Мериле: (Протоколы, решения которых опираются на данные|Анализ по заданиям и ещё [1-3])')
        self.assertIn('чем сделать в Мериле, не понято: выбрать', draft)
        # chosen beside the document, and back there
        link = html.unescape(re.search(r'href="(/plans/\d+/measures/2/capabilities[^"]*)"', office.last.text).group(1))
        revision = re.search(r'name="revision"[^>]*value="(\d+)"', office.get(link).text).group(1)
        self.assertEqual(office.post(f'/plans/{plan}/measures/2/capabilities', {'revision': revision, 'back': 'source', 'c': '59'}).path, f'/plans/{plan}/source')
        self.assertIn('в Мериле: Выезды в школы', office.last.words())
        self.assertIn('Этого в программе пока нет', office.get(f'/plans/{plan}/measures/2').words())
        revision = re.search(r'name="revision"[^>]*value="(\d+)"', office.get(link).text).group(1)
        office.post(f'/plans/{plan}/measures/2/capabilities', {'revision': revision})
        # not understood: said kindly, chosen by hand, kept by later corrections of others
        fence = f'/plans/{plan}/measures/2'
        self.assertIn('По словам этого пункта не понять', office.get(fence).words())
        ticked, everything = self.boxes(office.get(fence + '/capabilities').text)
        self.assertEqual((ticked, sorted(everything, key=int)), ([], [str(n) for n in range(1, 61)]))
        edit = dict(re.findall(r'name="((?:revision|seen))"[^>]*value="([^"]*)"', office.get(fence + '/edit').text))
        office.get(fence + '/capabilities')
        self.assertIn('Сохранено', office.post(fence + '/capabilities', {'revision': edit['revision'], 'c': '54'}).words())
        self.assertIn('Внести публикацию', office.get(fence).words())
        edit.update({'number': '2', 'section': '', 'title': 'Покрасить забор и ворота', 'bullets': '', 'term': 'май 2027 г.', 'windows': '', 'responsible': 'Отдел образования', 'participants': '', 'expected': 'Забор', 'task': ''})
        self.post(office, fence + '/edit', edit)
        words = office.get(fence).words()
        self.assertIn('забор и ворота', words)
        self.assertIn('Внести публикацию', words)
        self.assertRegex(words, 'что делает в Мериле: — → «Публикации в СМИ»')
        stale = office.get(fence + '/capabilities') and office.post(fence + '/capabilities', {'revision': edit['revision'], 'c': '36'})
        self.assertEqual(stale.status, 409)
        self.assertIn('пункт изменил другой человек', stale.words())
        self.assertEqual(self.boxes(stale.text)[0], ['36'])
        # a measure typed by hand is understood at once, and anew when its words change
        self.post(office, f'/plans/{plan}/measures/new', {'revision': '0', 'number': '3', 'section': '', 'title': 'Родительское собрание о ВПР', 'term': 'март', 'responsible': 'Отдел образования', 'expected': ''})
        self.assertIn('Внести собрание', office.last.words())
        revision = re.search(r'name="revision"[^>]*value="(\d+)"', office.get(f'/plans/{plan}/measures/3/edit').text).group(1)
        self.post(office, f'/plans/{plan}/measures/3/edit', {'revision': revision, 'number': '3', 'section': '', 'title': 'Публикация в газете', 'bullets': '', 'term': 'март', 'windows': '', 'responsible': 'Отдел образования', 'participants': '', 'expected': '', 'task': ''})
        self.assertIn('Внести публикацию', office.last.words())
        self.assertNotIn('Внести собрание', office.last.words())
        # editions and the next year keep what was chosen
        self.post(office, f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ', 'number': '31-од', 'on': '2026-09-01'})
        self.assertIn('Внести публикацию', office.get(fence).words())
        answer = self.post(office, f'/plans/{plan}/forward', {'n': '2'})
        self.assertIn('Внести публикацию', office.get(answer.path + '/measures/1').words())
        # the button carries the measure: its words are in the form, what is saved is its evidence, of the slot that waits for it
        council = f'/plans/{plan}/measures/1'
        button = html.unescape(re.search(r'href="(/records/minutes/new\?measure=[^"]*)"', office.get(council).text).group(1))
        self.assertEqual(button, f'/records/minutes/new?measure={plan}/1')
        form = office.get(button)
        self.assertIn('Педагогический совет о результатах ВПР', form.words())
        action = html.unescape(re.search(r'<form[^>]*action="(/records/minutes/new[^"]*)"', form.text).group(1))
        saved = office.post(action, {'kind': 'pedsovet', 'meeting': 'педагогического совета', 'day': '2026-11-20', 'revision': '0', 'proves': '1'})
        self.assertIn('Отправлено контролирующему как подтверждение пункта', saved.words())
        self.assertIn('Педагогический совет о результатах ВПР', saved.words())
        brought = self.rows(office, council + '.json', 'evidence')
        self.assertEqual([row[1] for row in brought], ['Протокол'])
        # later work is linked only; a plan's measure that is not there is said
        form = office.get(f'/records/event/new?measure={plan}/2')
        self.assertIn('value="Покрасить забор и ворота"', form.text)
        saved = office.post(html.unescape(re.search(r'<form[^>]*action="(/records/event/new[^"]*)"', form.text).group(1)), {'kind': 'meeting', 'title': 'Забор', 'day': '2099-05-20', 'revision': '0'})
        self.assertIn('Связано с пунктом плана', saved.words())
        self.assertEqual(self.rows(office, fence + '.json', 'evidence'), [])
        # what is still ahead proves nothing: it is not offered, nor taken when it is
        self.assertIn('день ещё впереди, подтверждать рано', office.get(fence).words())
        ahead = 'event/' + re.search(r'href="/records/event/(\d+)"[^<]*>[^<]*Забор', office.last.text).group(1)
        self.assertNotIn(f'value="{ahead}"', office.get(fence + '/evidence').text)
        refused = office.post(fence + '/evidence', {'for': '0', 'kind': 'record', 'record': ahead, 'href': '', 'title': ''})
        self.assertEqual(refused.status, 409)
        self.assertIn('о том, что ещё впереди: она пока ничего не подтверждает', refused.words())
        form = office.get(f'/records/event/new?measure={plan}/2')
        self.assertIn('К пункту плана запись не приложена', office.post(html.unescape(re.search(r'<form[^>]*action="(/records/event/new[^"]*)"', form.text).group(1)), {'kind': 'meeting', 'title': 'Ворота', 'day': '2099-05-20', 'revision': '0', 'proves': '1'}).words())
        form = office.get(f'/records/event/new?measure={plan}/2')
        office.post(html.unescape(re.search(r'<form[^>]*action="(/records/event/new[^"]*)"', form.text).group(1)), {'kind': 'meeting', 'title': 'Забор готов', 'day': '2026-11-20', 'revision': '0'})
        later = html.unescape(re.search(r'href="([^"]*/evidence\?record=event/\d+)"', office.get(fence).text).group(1))
        self.assertIn('Связанные записи', office.last.words())
        self.assertRegex(office.get(later).text, r'<option value="event/\d+" selected="selected">')
        office.post(fence + '/evidence', {'for': '0', 'kind': 'record', 'record': later.split('record=')[1], 'href': '', 'title': ''})
        self.assertEqual(len(self.rows(office, fence + '.json', 'evidence')), 1)
        self.assertNotIn('приложить</a>', office.get(fence).text)
        for key in (f'{plan}/99', '99999/1', 'забор'):
            self.assertEqual(office.get('/records/event/new?measure=' + key).status, 404)

    def test_every_button_leads_somewhere(self):
        """All sixty at once: a button opens a page, a register's form holds the measure; the rest is named without a button."""
        office = self.enter('муниципальный')
        plan = self.bring(office)
        self.post(office, f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ', 'number': '60-од', 'on': '2026-09-01', 'asis': '1'})
        page = office.get(f'/plans/{plan}/measures/1/capabilities')
        revision = re.search(r'name="revision"[^>]*value="(\d+)"', page.text).group(1)
        page = office.post(f'/plans/{plan}/measures/1/capabilities', {'revision': revision, 'c': [str(n) for n in range(1, 61)]})
        side = re.search(r'Сделать\s+в\s+Мериле(.*?)Не\s+то\s+или\s+не\s+всё', page.text, re.S).group(1)
        links = {html.unescape(href): words for href, words in re.findall(r'<a[^>]*href="(/[^"]*)"[^>]*>(.*?)</a>', side, re.S)}
        records = {href for href in links if '/new?measure=' in href}
        self.assertEqual({href.split('/')[2] for href in records}, {'event', 'minutes', 'letter', 'order', 'local-act', 'media'})
        for href in links:
            opened = office.get(href)
            self.assertEqual(opened.status, 200, href)
            if href in records:
                self.assertIn('Для пункта плана', opened.words(), href)
                self.assertIn('Отправить контролирующему как подтверждение пункта', opened.words(), href)
        for href, choice in (('kind=parents', 'parents'), ('kind=council', 'council'), ('way=out', 'out')):
            form = office.get(next(one for one in records if one.endswith(href))).text
            self.assertRegex(form, f'value="{choice}" selected="selected"')
        missing = [item for item in re.findall(r'<li[^>]*>(.*?)</li>', side, re.S) if '<a' not in item] # what no room does yet
        self.assertGreaterEqual(len(links) + len(missing), 45)
        if os.environ.get('MERILO_CAPABILITY_TELL'):
            print(*sorted(links), *missing, sep='\n')

    def test_papers_of_a_plan(self):
        office = self.enter('муниципальный')
        plan = next(row for row in self.rows(office, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        papers = plan + '/papers'
        page = office.get(papers + '?kind=order')
        fields = {name: re.search(r'<option[^>]*value="([^"]*)"', body).group(1) for name, body in re.findall(r'<select[^>]*name="(\w+)"(.*?)</select>', page.text, re.S)}
        fields.update({'kind': 'order', 'paper_number': '', 'paper_day': '2026-11-23', 'subject': 'Об утверждении плана', 'command': 'приказываю:', 'points': '', 'do': 'look'})
        looked = office.post(papers, fields)
        self.assertEqual(looked.status, 200)
        for part in ('ПРИКАЗ', 'Об утверждении плана', 'М. А. Ковалёва', 'Утвердить План мероприятий'):
            self.assertIn(part, looked.words())
        office.get(papers)
        draft = office.post(papers + '.docx', fields)
        named = lambda answer: urllib.parse.unquote(answer.headers['Content-Disposition'].split("''")[1])
        self.assertEqual(named(draft), 'Приказ от 23.11.2026.docx')
        office.get(papers)
        self.assertEqual(named(office.post(papers + '.docx', {**fields, 'paper_number': '5/од'})), 'Приказ от 23.11.2026 № 5-од.docx')
        self.assertIn('wordprocessingml', draft.headers['Content-Type'])
        with zipfile.ZipFile(io.BytesIO(draft.bytes)) as parts:
            self.assertIn('Об утверждении плана', parts.read('word/document.xml').decode())
        numbers = []
        for _ in range(2):                                                       # after the last one of the register
            office.get(papers)
            said = re.search(r'Приказ № (\d+) выпущен и стоит в регистре «Приказы»', office.post(papers, {**fields, 'do': 'issue'}).words())
            numbers.append(int(said.group(1)))
        self.assertEqual(numbers[1], numbers[0] + 1)
        first, second = (office.get(f'{papers}/order/2026/{number}').bytes for number in numbers)
        self.assertNotEqual(first, second)
        page = office.get(papers)
        record = re.search(r'href="(/records/order/\d+)"', page.text).group(1)
        self.assertIn(f'Приказ № {numbers[1]} от 23.11.2026.docx', office.get(record).words())
        office.get(papers)
        office.post(papers, {**fields, 'do': 'issue', 'paper_number': '987-од', 'readers': 'завуч школы № 5 | Седых И. П.\nГромова Н.Ю., завуч школы № 9\nсекретарь | Пустовалова А. А.\n'})
        self.assertIn('987-од', office.get(papers).words())
        # whom the order is made known to stand in its register; who is not in the program signs on paper, and is named
        issued = next(row[1]['href'] for row in self.rows(office, '/records/order.json', 'order') if '987-од' in str(row))
        words = office.get(issued).words()
        for part in ('В списке 2 человека, ознакомлены 0', 'лист ознакомления. в списке 2 человека; распишутся на бумаге: Пустовалова А. А.'):
            self.assertIn(part, words)
        for name in ('Ирина Павловна Седых', 'Наталья Юрьевна Громова'):
            self.assertIn(name, office.get(issued + '/people').words())
        self.assertIn('Приказ № 987-од', self.enter('завуч, школа № 9').get(issued).words())
        self.assertEqual(office.get(f'{papers}/order/2026/{numbers[0]}').bytes, first)      # what was issued never changes
        office.get(papers)
        letter = {name: re.search(r'<option[^>]*value="([^"]*)"', body).group(1) for name, body in re.findall(r'<select[^>]*name="(\w+)"(.*?)</select>', office.get(papers + '?kind=letter').text, re.S)}
        letter.update({'kind': 'letter', 'paper_number': '', 'paper_day': '2026-11-23', 'do': 'issue', 'addressee': 'Руководителям школ'})
        self.assertIn('Впишите: «О чём письмо», «Текст»', office.post(papers, letter).words())
        office.get(papers)
        self.assertRegex(office.post(papers, {**letter, 'subject': 'О плане', 'body': 'Направляем план.'}).words(), r'Письмо № \d+ выпущено и стоит в регистре «Письма и поручения»')
        office.get(papers)
        self.assertIn('День не назван', office.post(papers, {**fields, 'paper_day': ''}).words())
        self.assertEqual(office.post(papers, {**fields, 'kind': 'minutes'}).status, 404)
        # requisites: two people
        revision = re.search(r'name="revision" value="(\d+)"', office.get('/requisites').text).group(1)
        typed = {'revision': revision, 'name': 'Отдел образования', 'head_name': 'И. О. Другая'}
        self.assertIn('Реквизиты сохранены', office.post('/requisites', typed).words())
        office.get('/requisites')
        self.assertEqual(office.post('/requisites', {**typed, 'name': 'Иное'}).status, 409)

    def test_an_exported_page_is_a_plan_again(self):
        office = self.enter('муниципальный')
        plan = next(row for row in self.rows(office, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        for kind in ('xlsx', 'docx'):
            with tempfile.NamedTemporaryFile(suffix='.' + kind) as file:
                file.write(office.get(f'{plan}.{kind}').bytes)
                file.flush()
                read = subprocess.run([PROGRAM, 'plan', 'read', file.name], capture_output=True, text=True, check=True).stdout
            self.assertIn('4 раздела, 17 мероприятий', read.replace('\xa0', ' '))
            self.assertIn('1. Организационные и аналитические меры', read)
            self.assertRegex(read, r'срок: февраль → ')                          # its words alone, not the strip beside them
            self.assertNotRegex(read, r'результат: \d+ из \d+')
            self.assertNotIn('завёл план', read)                                 # the journal under the table
            self.assertNotIn('К содержанию', read)

    def test_two_people_at_one_measure(self):
        first, second = self.enter('муниципальный'), self.enter('методист')
        plan = self.bring(first)
        edit = f'/plans/{plan}/measures/1/edit'
        typed = {'number': '1.1', 'section': '1', 'bullets': '', 'windows': '', 'participants': '', 'expected': 'Протокол', 'task': '', 'capabilities': '', 'responsible': 'Отдел', 'term': 'ноябрь 2026 г.'}
        revision = re.search(r'name="revision" value="(\d+)"', second.get(edit).text).group(1)
        first.get(edit)
        self.assertIn('Пункт сохранён', first.post(edit, {**typed, 'revision': revision, 'title': 'Совещание директоров'}).words())
        second.get(edit)
        answer = second.post(edit, {**typed, 'revision': revision, 'title': 'Совещание завучей'})
        self.assertEqual(answer.status, 409)
        self.assertIn('изменил другой человек', answer.words())
        self.assertIn('Совещание директоров', answer.words())                    # what the first did
        self.assertRegex(answer.text, r'<textarea[^>]*name="title"[^>]*>\s*Совещание завучей</textarea>')  # and what the second typed
        now = re.search(r'name="revision" value="(\d+)"', answer.text).group(1)
        self.assertIn('Пункт сохранён', second.post(edit, {**typed, 'revision': now, 'title': 'Совещание директоров и завучей'}).words())

    def test_two_people_in_different_fields(self):
        first, second = self.enter('муниципальный'), self.enter('методист')
        plan = self.bring(first)
        edit, source = f'/plans/{plan}/measures/1/edit', f'/plans/{plan}/source'
        value = lambda page, name: html.unescape(re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page.text).group(1))
        typed = {'number': '1.1', 'section': '1', 'title': 'Совещание', 'bullets': '', 'windows': '', 'participants': '', 'expected': 'Протокол', 'task': '', 'capabilities': '', 'responsible': 'Отдел', 'term': 'ноябрь 2026 г.'}
        first.post(edit, {**typed, 'revision': value(first.get(edit), 'revision')})
        page = second.get(edit)
        seen = {'revision': value(page, 'revision'), 'seen': value(page, 'seen')}
        first.get(edit)
        self.assertIn('Пункт сохранён', first.post(edit, {**typed, **seen, 'term': 'декабрь 2026 г.'}).words())
        self.assertIn('Пункт сохранён', second.post(edit, {**typed, **seen, 'title': 'Совещание завучей'}).words())
        self.assertIn('декабрь 2026', second.get(edit).text)                     # the field that the second left alone
        self.assertIn('Совещание завучей', second.get(edit).text)
        # the grid beside the document: a row that the second left alone stays as the first wrote it
        page = second.get(source)
        row = {'all': '1', **{f'{name}1': value(page, f'{name}1') for name in ('rev', 'seen', 'number')}, 'title1': 'Совещание завучей', 'term1': 'декабрь 2026 г.', 'responsible1': 'Отдел'}
        first.get(source)
        self.assertEqual(first.post(source, {**row, 'term1': 'январь 2027 г.'}).status, 200)
        second.get(source)
        self.assertEqual(second.post(source, {**row, 'responsible1': 'Методист'}).status, 200)
        for words in ('январь 2027', 'Методист'):
            self.assertIn(words, second.get(edit).text)
        second.get(source)
        answer = second.post(source, {**row, 'term1': 'март 2027 г.'})
        self.assertEqual(answer.status, 409)
        self.assertIn('Изменил другой', answer.words())
        self.assertIn('март 2027', answer.text)                                  # what was typed

    def test_the_grid_is_saved_whole_or_not_at_all(self):
        office = self.enter('муниципальный')
        plan = self.bring(office)
        source = f'/plans/{plan}/source'
        shown = lambda: self.grid(office.get(source))
        answer = office.post(source, {**shown(), 'title1': 'Совещание завучей', 'title3': '', 'term4': 'до 3 марта 2027 г.'})
        self.assertEqual(answer.status, 400)
        for part in ('Ничего не сохранено', 'Не сохранено: решите это', 'У пункта нет слов'):
            self.assertIn(part, answer.words())
        for part in ('\nСовещание завучей</textarea>', '\nдо 3 марта 2027 г.</textarea>'):
            self.assertIn(part, answer.text)                                     # all that was typed
        self.assertNotIn('Совещание завучей', office.get(f'/plans/{plan}').words()) # and nothing of it was written
        answer = office.post(source, {**shown(), 'title1': 'Совещание завучей', 'title3': 'Семинар', 'term4': 'до 3 марта 2027 г.'})
        self.assertIn('Сохранено: 3 пункта', answer.words())
        # too long a term is refused where the measure is written, in the middle of the others
        answer = office.post(source, {**shown(), 'title1': 'Совещание', 'term2': 'до ' + 'очень ' * 3000 + 'скоро'})
        self.assertIn('длиннее двух страниц', answer.words())
        self.assertIn('Совещание завучей', office.get(f'/plans/{plan}').words())

    def test_days_set_by_hand_are_asked_about(self):
        office = self.enter('муниципальный')
        plan = self.bring(office)
        edit, source = f'/plans/{plan}/measures/1/edit', f'/plans/{plan}/source'
        value = lambda page, name: html.unescape(re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page.text).group(1))
        typed = {'number': '1.1', 'section': '1', 'title': 'Совещание', 'bullets': '', 'participants': '', 'expected': 'Протокол', 'task': '', 'capabilities': '', 'responsible': 'Отдел'}
        days = lambda: next(row[3] for row in self.rows(office, f'/plans/{plan}.json', 'plan') if row[0] == '1.1')

        def send(**words):
            page = office.get(edit)
            return office.post(edit, {**typed, 'revision': value(page, 'revision'), 'seen': value(page, 'seen'), **words})
        send(term='ноябрь 2026 г.', windows='16.11.2026–20.11.2026')
        self.assertEqual(days(), '16.11.2026–20.11.2026')
        answer = send(term='декабрь 2026 г.', windows='16.11.2026–20.11.2026')
        self.assertEqual(answer.status, 400)
        self.assertRegex(answer.words(), 'Какие дни верны.*по новым словам: 01.12.2026–31.12.2026.*как поставлено вручную: 16.11.2026–20.11.2026')
        self.assertRegex(answer.text, r'value="words" checked')                  # other words name other days
        self.assertEqual(days(), '16.11.2026–20.11.2026')
        send(term='декабрь 2026 г.', windows='16.11.2026–20.11.2026', days='hand')
        self.assertEqual(days(), '16.11.2026–20.11.2026')
        self.assertRegex(send(term='в декабре 2026 года', windows='16.11.2026–20.11.2026').text, r'value="hand" checked')  # the same days in other words: what was set stays
        send(term='январь 2027 г.', windows='16.11.2026–20.11.2026', days='words')
        self.assertEqual(days(), '01.01.2027–31.01.2027')
        # the grid asks the same in its row
        send(term='январь 2027 г.', windows='11.01.2027–15.01.2027')
        page = office.get(source)
        row = {'all': '1', **{f'{name}1': value(page, f'{name}1') for name in ('rev', 'seen', 'number')}, 'title1': 'Совещание', 'responsible1': 'Отдел', 'term1': 'февраль 2027 г.'}
        answer = office.post(source, row)
        self.assertEqual(answer.status, 400)
        for part in ('Поставлены вручную: 11.01.2027–15.01.2027', 'По новым словам: 01.02.2027–28.02.2027', 'Выберите справа'):
            self.assertIn(part, answer.words())
        self.assertIn('name="days1"', answer.text)
        self.assertIn('Сохранено: 1 пункт', office.post(source, {**row, 'days1': 'words'}).words())
        self.assertEqual(days(), '01.02.2027–28.02.2027')

    def test_the_words_of_the_plan_itself(self):
        first, second = self.enter('муниципальный'), self.enter('методист')
        plan = self.bring(first)
        edit = f'/plans/{plan}/edit'
        revision = re.search(r'name="revision" value="(\d+)"', second.get(edit).text).group(1)
        first.get(edit)
        self.assertIn('План сохранён', first.post(edit, {'revision': revision, 'title': 'План отдела', 'goal': 'Честные отметки', 'basis': 'Письмо № 1\r\n\r\nПриказ № 2', 'year': '2026'}).words())
        self.assertIn('План отдела', first.get(f'/plans/{plan}').words())
        second.get(edit)
        answer = second.post(edit, {'revision': revision, 'title': 'Мой план', 'goal': '', 'basis': '', 'year': '2026'})
        self.assertEqual(answer.status, 409)
        for part in ('изменил другой человек', 'Мой план', 'План отдела'):
            self.assertIn(part, answer.words())

    def test_a_letter_goes_down(self):
        office, school = self.enter('муниципальный'), self.enter('завуч, школа № 7')
        self.assertIn('Выберите документ', office.get('/cascades/new').words())
        letter = next((row for row in self.rows(office, '/records/letter.json', 'letter') if row), None)
        self.assertIsNotNone(letter, 'the demonstration has a letter')
        href = next(cell['href'] for cell in letter if isinstance(cell, dict) and 'href' in cell)
        send = re.search(r'href="(/cascades/new\?[^"]*)"', office.get(href).text).group(1).replace('&amp;', '&')
        self.assertEqual(office.get(send).status, 200)
        answer = office.post(send, {'title': 'Письмо района', 'words': 'Ознакомиться.', 'see': '2026-12-01', 'to': 'sch990007'})
        self.assertIn('Ознакомлены 0 из 1, сделали 0', answer.words())
        number = int(answer.path.split('/')[2])
        self.post(school, f'/inbox/{number}', {'do': 'seen'})
        self.assertIn('Сообщено', self.post(school, f'/inbox/{number}', {'do': 'done', 'words': 'Довели до учителей'}).words())
        self.assertIn('Довели до учителей', office.get(f'/cascades/{number}').words())
        self.assertEqual(self.post(office, send, {'title': 'x', 'words': 'y', 'see': ''}).status, 400)

    # ---- bad input ----

    def test_what_is_no_plan_is_told_so(self):
        office = self.enter('муниципальный')
        for name, content, told in (('пусто.txt', b' ', 'Читать нечего'), ('письмо.txt', 'Уважаемые коллеги, поздравляем вас с праздником!'.encode(), ''), ('программа.docx', b'MZ\x90\x00' * 50, ''), ('битый.docx', b'PK\x03\x04' + b'x' * 400, '')):
            office.get('/plans/new')
            answer = office.upload('/plans/new?from=file', {'paste': '', 'year': '', 'again': '1'}, 'file', name, content)
            self.assertEqual(answer.status, 400, (name, answer.status, answer.words()[:200]))
            self.assertIn(told, answer.words())
            self.assertIn('Прочитать', answer.words())                            # the form is still there

    def test_evidence_of_a_wrong_kind(self):
        school = self.enter('завуч, школа № 5')
        plan = next(row for row in self.rows(school, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        school.get(plan + '/measures/2/evidence')
        for name, content in (('архив.zip', b'PK\x05\x06' + b'\0' * 18), ('страница.html', b'<html><script>1</script></html>'), ('программа.exe', b'MZ' + b'\0' * 200)):
            answer = school.upload(plan + '/measures/2/evidence', {'for': '1', 'kind': 'file', 'title': 'x', 'href': '', 'type': '', 'record': ''}, 'file', name, content)
            self.assertEqual(answer.status, 400, (name, answer.words()[:300]))
        for href in ('javascript:alert(1)', ' '):
            self.assertEqual(self.post(school, plan + '/measures/2/evidence', {'for': '1', 'kind': 'link', 'href': href, 'title': 'x'}).status, 400, href)

    def test_who_is_named_by_post_sees_it_on_the_first_page(self):
        school, teacher = self.enter('завуч, школа № 5'), self.enter('учитель математики')
        plan = next(row for row in self.rows(school, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        post = 'учитель математики, школа № 5'
        self.assertNotIn('Разобрать ошибки', teacher.get('/').words())
        fields = {'number': '9', 'section': '', 'title': 'Разобрать ошибки', 'term': 'до 1 октября 2026 года', 'windows': '', 'responsible': post, 'participants': '', 'expected': 'Справка', 'bullets': '', 'task': '', 'revision': '0'}
        self.assertEqual(self.post(school, plan + '/measures/new', fields).status, 200)
        self.post(school, plan + '/approve', {'do': 'approve', 'by': 'приказ', 'number': '7', 'on': '2026-11-20', 'reason': 'добавлен пункт', 'asis': '1'})
        words = teacher.get('/').words()
        self.assertIn('Пункты планов, где назвали вас или вашу должность', words)
        self.assertIn('Разобрать ошибки', words)

    def test_a_link_leads_out_and_the_same_is_brought_once(self):
        school = self.enter('завуч, школа № 5')
        plan = next(row for row in self.rows(school, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        link = {'for': '0', 'kind': 'link', 'href': 'https://example.ru/news/1?a=1&b=2', 'title': 'Новость'}
        self.assertIn('Подтверждение отправлено', self.post(school, plan + '/measures/1/evidence', link).words())
        self.assertRegex(self.post(school, plan + '/measures/1/evidence', link).words(), r'Это уже приложено: подтверждение № \d')
        page = school.get(plan + '/measures/1')
        self.assertIn('<a rel="noopener noreferrer nofollow" href="https://example.ru/news/1?a=1&amp;b=2">', page.text)
        self.assertIn('сайт example.ru', page.words())
        # a page of ours without a name is called by its own
        self.post(school, plan + '/measures/1/evidence', {'for': '0', 'kind': 'link', 'href': '/results?view=scores', 'title': ''})
        self.assertRegex(school.get(plan + '/measures/1').text, r'href="/results\?view=scores">Результаты</a>')

    def test_a_stale_form_loses_nothing(self):
        school = self.enter('завуч, школа № 5')
        plan = next(row for row in self.rows(school, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        school.get(plan + '/edit')
        typed = {'title': 'Новое название', 'goal': 'Первая строка\nвторая', 'password': 'тайное'}
        ours, foreign = {'Sec-Fetch-Site': 'same-origin'}, {'Sec-Fetch-Site': 'cross-site'}
        stale = school.post(plan + '/edit', typed, csrf='x' * 24, headers=ours)
        self.assertEqual(stale.status, 403)
        self.assertIn('Набранное не потеряно', stale.words())
        self.assertIn('Первая строка', stale.text)
        self.assertNotIn('тайное', stale.text)
        again = stale.hidden(plan + '/edit')
        self.assertEqual(again['title'], 'Новое название')
        self.assertNotIn('Набранное', school.post(plan + '/edit', typed, csrf='x' * 24, headers=foreign).words())  # what a foreign site sends is not shown again
        nobody = Browser(school.base)
        gone = nobody.post(plan + '/edit', typed, csrf='', headers=ours)
        self.assertEqual(gone.status, 401)
        self.assertIn('Первая строка', gone.text)
        self.assertRegex(gone.text, r'href="/signin\?next=[^"]*" target="_blank" rel="noopener"')
        self.assertEqual(nobody.get('/plans/new?org=ensk&from=file').path, '/signin')
        self.assertEqual(nobody.get('/records/event/new').path, '/signin')

    def test_a_record_is_evidence_and_a_removed_measure_comes_back(self):
        school = self.enter('завуч, школа № 5')
        plan = next(row for row in self.rows(school, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        brought = re.search(r'<option[^>]*value="(\w[\w-]*/\d+)"', school.get(plan + '/measures/3/evidence').text)
        self.assertIsNotNone(brought, 'the demonstration has a record of school 5')
        self.assertIn('Подтверждение отправлено', school.post(plan + '/measures/3/evidence', {'for': '1', 'kind': 'record', 'record': brought.group(1), 'href': '', 'title': ''}).words())
        self.assertIn(f'href="/records/{brought.group(1)}"', school.get(plan + '/measures/3').text)
        self.assertIn('Запись не выбрана', self.post(school, plan + '/measures/3/evidence', {'for': '1', 'kind': 'record', 'record': ''}).words())
        edit = plan + '/measures/4/edit'
        revision = re.search(r'name="revision" value="(\d+)"', school.get(edit).text).group(1)
        self.assertIn('Вернуть в план', school.post(edit, {'do': 'remove', 'revision': revision}).words())
        self.assertEqual(len([row for row in self.rows(school, plan + '.json', 'plan') if row[1]]), 4)
        self.assertIn('снова в плане', self.post(school, edit, {'do': 'restore'}, plan + '/measures/4').words())
        self.assertEqual(len([row for row in self.rows(school, plan + '.json', 'plan') if row[1]]), 5)

    def test_words_of_a_document_are_only_words(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, PLAN.replace('Круглый', 'x').replace('Совещание руководителей', '<b onclick=1>**жирно** [ссылка](https://evil.example) Совещание'))
        for path in ('', '/source', '/calendar', '/board', '/execution', '/matrix', '/measures/1', '/measures/1/edit', '/editions'):
            text = office.get(f'/plans/{plan}{path}').text
            self.assertNotIn('<b onclick', text, path)
            self.assertNotIn('href="https://evil', text, path)
        self.assertIn('[ссылка](https://evil.example)', office.get(f'/plans/{plan}').words())

    def test_pages_stay_small(self):
        office = self.enter('муниципальный')
        number = self.post(office, '/plans/new?from=pack', {'pack': 'district', 'year': '2026'}, '/plans/new?from=pack&pack=district').path
        for path in ('', '/calendar', '/board', '/matrix', '/execution', '/approve'):
            self.assertLess(len(office.get(number + path).bytes), 200_000, path)

    def test_a_plan_of_hundreds_of_measures(self):
        office = self.enter('муниципальный')
        lines = '\n'.join(f'| {i} | Мероприятие номер {i} для учителей и завучей школ района | до {i % 28 + 1} марта 2027 г. | Методист | Справка |' for i in range(1, 301))
        plan = self.bring(office, 'План на 2026-2027 учебный год\n\n| № | Мероприятие | Срок | Ответственный | Результат |\n|---|---|---|---|---|\n' + lines)
        self.assertIn('Прочитано 300 мероприятий', office.last.words())
        for path in ('', '/source'):
            first = office.get(f'/plans/{plan}{path}')
            self.assertLess(len(first.bytes), 300_000, path)
            self.assertIn('Мероприятие номер 100', office.get(f'/plans/{plan}{path}?from=81').words())
        self.assertEqual(len(self.rows(office, f'/plans/{plan}.json', 'plan')), 300)   # a file has them all
        calendar = office.get(f'/plans/{plan}/calendar')                               # by sheets of paper: a chart is never cut in two
        parts = [(1, 22)] + [(int(a), int(b)) for a, b in re.findall(r'Все сроки плана, строки (\d+)–(\d+)</b>', calendar.text)]
        self.assertEqual([part[0] for part in parts[1:]], [part[1] + 1 for part in parts[:-1]])
        self.assertEqual(parts[-1][1], 300)
        self.assertLessEqual(max(b - a for a, b in parts), 27)
        self.assertIn('Больше всего сроков — март 2027: 300', calendar.words())
        self.post(office, f'/plans/{plan}/approve', {'do': 'withdraw', 'reason': 'для пробы'})
        self.assertIn('отменён', office.get(f'/plans?state=withdrawn').words())

    # ---- strangers ----

    def test_another_school_and_nobody(self):
        school, other, reader = self.enter('завуч, школа № 5'), self.enter('завуч, школа № 9'), self.enter('учитель математики')
        plan = next(row for row in self.rows(school, '/plans.json', 'own') if row[2].startswith('утверждён'))[0]['href']
        for path in ('', '/measures/1', '/measures/1/edit', '/source', '/approve', '/execution'):
            self.assertEqual(other.get(plan + path).status, 404, path)
        self.assertIn(other.post(plan + '/measures/1', {'do': 'accept'}).status, (403, 404))
        self.assertEqual(reader.get(plan).status, 200)                            # of one's own school
        self.assertEqual(reader.get(plan + '/measures/1/edit').status, 403)
        reader.get(plan + '/measures/1')
        self.assertEqual(reader.post(plan + '/measures/1', {'do': 'drop', 'reason': 'x'}).status, 403)
        self.assertEqual(Browser(self.base).get(plan).path, '/signin')


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0]])
