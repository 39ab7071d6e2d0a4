#!/usr/bin/env python3
"""The life of a plan through the real program over the demonstration: what is approved and what is not, what is over, who decided first, the same thing twice.

usage: test_web_plan_life.py MERILO
"""
import html
import json
import re
import sys
import unittest
import urllib.parse
import urllib.request

from web_client import Browser, Demonstration

PROGRAM = sys.argv[1]
PLAN = '''План мероприятий по объективности оценивания на 2026-2027 учебный год

| № | Мероприятие | Срок | Ответственный | Ожидаемый результат |
|---|---|---|---|---|
| 1 | Совещание руководителей по итогам диагностики | ноябрь 2026 г. | Отдел образования, руководители ОО | Протокол |
| 2 | Семинар для учителей математики | до 20 января 2027 г. | Методист, руководители ОО | Программа |
'''


class Life(Demonstration):
    program = PROGRAM
    when = (2026, 11, 23, 10)  # a Monday

    def bring(self, browser, text=PLAN, year=''):
        browser.get('/plans/new')
        answer = browser.upload('/plans/new?from=file', {'paste': '', 'year': year, 'again': '1'}, 'file', 'план.txt', text.encode())
        self.assertRegex(answer.path, r'^/plans/\d+/source$', answer.words()[:600])
        return int(answer.path.split('/')[2])

    def post(self, browser, path, fields, shown=None):
        """As a person does: the page first, its hidden fields kept."""
        browser.get(shown or path)
        return browser.post(path, fields)

    def approve(self, browser, plan, **fields):
        answer = self.post(browser, f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ отдела образования', 'number': '7-од', 'on': '2026-09-01', **fields})
        self.assertIn('План утверждён', answer.words())
        return answer

    def form(self, text, step, number=''):
        """Hidden fields of the form of one step on a page of a measure."""
        form = re.search(r'<form[^>]*id="%s%s".*?</form>' % (step, number), text, re.S).group(0)
        return {html.unescape(k): html.unescape(v) for k, v in re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form)}

    def rows(self, browser, path, table):
        answer = browser.get(path)
        self.assertEqual(answer.status, 200, answer.words()[:300])
        return next(t for t in json.loads(answer.text)['tables'] if t.get('id') == table)['rows']

    def test_words_say_who_approved_and_nobody_is_a_man(self):
        office = self.enter('муниципальный')
        for by, words in (('приказ отдела образования', 'Утверждён: приказ отдела образования от 01.09.2026 № 7-од'), ('начальник отдела М. А. Ковалёва', 'Утверждён: начальник отдела М. А. Ковалёва, 01.09.2026 № 7-од')):
            plan = self.bring(office)
            self.approve(office, plan, by=by)
            self.assertIn(words, office.get(f'/plans/{plan}').words())
        plan = self.bring(office)
        self.approve(office, plan, by='', number='')
        self.assertIn('Утверждён 01.09.2026 ', office.get(f'/plans/{plan}').words())
        # what stands in the journal names what was done: most of those who did it are women
        verbs = {str(row[3]) for row in self.rows(office, '/journal.json', 'journal')}
        self.assertTrue(len(verbs) > 5, verbs)
        self.assertEqual([verb for verb in verbs if re.match(r'(?:не )?[а-яё]+(?:ал|ил|ел|ял|ул|ыл|ёл|ёс|лся)\b', verb)], [])

    # ---- approved late ----

    def test_a_record_proves_the_month_that_it_is_about(self):
        office = self.enter('муниципальный')
        heading = PLAN.split('|')[0]
        plan = self.bring(office, heading + '| № | Мероприятие | Срок | Ответственный | Ожидаемый результат |\n|---|---|---|---|---|\n| 1 | Разобрать работы | ежемесячно | Отдел образования | Протокол |')
        self.approve(office, plan, on='2026-11-20')
        for number, month in (('1', 'ноябрь'), ('2', 'декабрь')):  # not September, which was over before the plan
            form = office.get(f'/records/minutes/new?measure={plan}/1').text
            action = html.unescape(re.search(r'<form[^>]*action="(/records/minutes/new[^"]*)"', form).group(1))
            self.post(office, action, {'kind': 'meeting', 'meeting': 'совещания руководителей', 'day': '2026-11-21', 'number': number, 'revision': '0', 'proves': '1'})
            rows = self.rows(office, f'/plans/{plan}/measures/1.json', 'evidence')
            self.assertEqual(len(rows), int(number))
            self.assertIn(month, rows[-1][1])

    def test_what_repeats_answers_from_the_approval(self):
        office = self.enter('муниципальный')
        heading = PLAN.split('|')[0]
        row = '| %d | %s | %s | Отдел образования | Справка |'
        terms = ('ежеквартально', 'каждый четверг', 'последняя неделя месяца', 'до 15 октября', 'ко Дню учителя', 'последний звонок')
        plan = self.bring(office, heading + '| № | Мероприятие | Срок | Ответственный | Ожидаемый результат |\n|---|---|---|---|---|\n' + '\n'.join(row % (i + 1, f'Дело {i + 1}', term) for i, term in enumerate(terms)))
        words = office.get(f'/plans/{plan}/approve').words()
        self.assertIn('2 срока уже прошли', words)  # 15 October and the teachers' day, not what has more to come
        self.assertIn('У 3 пунктов часть сроков уже прошла: за них не спросят', words)
        self.approve(office, plan, on='2026-11-23')
        rows = self.rows(office, f'/plans/{plan}.json', 'plan')
        lines = [json.dumps(line, ensure_ascii=False) for line in rows]
        self.assertEqual([i + 1 for i, line in enumerate(lines) if 'просрочено' in line], [4, 5], lines)
        page = office.get(f'/plans/{plan}/measures/1').words()
        self.assertIn('срок был до утверждения плана, можно не приносить', page)
        self.assertIn('ближайший до 31.12.2026', page)
        self.assertIn('каждый четверг, 03.09.2026', office.get(f'/plans/{plan}/measures/2').words())
        november = office.get(f'/plans/{plan}/calendar?month=2026-11-01').words()
        self.assertEqual(november.split('Год плана')[0].count('2 Дело 2'), 4, november)  # each Thursday
        self.assertEqual(november.count('прошло до утверждения плана: 2 Дело 2'), 3)
        self.assertIn('начать: 3 Дело 3', november)  # the last week begins on the 24th
        self.assertNotIn('сделано', office.get(f'/plans/{plan}/calendar?month=2026-09-01').words().split('Год плана')[0])
        year = office.get(f'/plans/{plan}/calendar').words()
        self.assertIn('Больше всего сроков — декабрь 2026: 3', year)  # the quarter, the Thursdays, the last week

    # ---- who decided first ----

    def test_a_stale_page_overwrites_no_decision(self):
        office, region = self.enter('муниципальный'), self.enter('региональный')
        plan = self.bring(office)
        self.approve(office, plan)
        measure = f'/plans/{plan}/measures/1'
        self.post(office, measure + '/evidence', {'for': '1', 'kind': 'link', 'href': '/results', 'title': 'Протокол'})
        seen = region.get(measure).text
        stale = self.form(seen, 'evidence-return', '1')
        self.assertEqual(region.post(measure, self.form(seen, 'evidence-accept', '1')).status, 200)
        refused = region.post(measure, {**stale, 'reason': 'Поздно'})
        self.assertEqual(refused.status, 409)
        for part in ('уже не ждёт: «принято»', 'Ваше решение не записано', 'Вы написали: «Поздно»'):
            self.assertIn(part, refused.words())
        self.assertNotIn('возвращено', self.rows(region, measure + '.json', 'evidence')[0])
        # the measure as a whole
        self.post(office, measure, {'do': 'offer'})
        seen = region.get(measure).text
        self.assertIn('Пункт возвращён', region.post(measure, {**self.form(seen, 'return'), 'reason': 'Нет подписи'}).words())
        refused = region.post(measure, self.form(seen, 'accept'))
        self.assertEqual(refused.status, 409)
        for part in ('пока вы его читали, изменили', 'Теперь: «возвращено»', 'Нет подписи'):
            self.assertIn(part, refused.words())

    # ---- approved and not ----

    def correct(self, browser, plan, n, **fields):
        edit = f'/plans/{plan}/measures/{n}/edit'
        browser.get(edit)
        standing = {name: html.unescape(value) for name, value in re.findall(r'name="(revision|seen|number|section|title|term|windows)"[^>]*value="([^"]*)"', browser.last.text)}
        standing.update({name: html.unescape(value) for name, value in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?([^<]*)</textarea>', browser.last.text)})
        answer = browser.post(edit, {**standing, **fields})
        self.assertEqual(answer.status, 200, answer.words()[:400])

    def test_what_nobody_approved_is_not_everybodys(self):
        office, reader, school = self.enter('муниципальный'), self.enter('управление образования'), self.enter('завуч, школа № 7')
        plan = self.bring(office)
        self.approve(office, plan, by='приказ отдела образования', number='7-од', on='2026-09-01')
        self.correct(office, plan, 1, title='Слова без утверждения', term='до 3 декабря 2026 г.', expected='Справка без утверждения')
        revision = re.search(r'name="revision"[^>]*value="(\d+)"', office.get(f'/plans/{plan}/edit').text).group(1)
        self.post(office, f'/plans/{plan}/edit', {'title': 'Название без утверждения', 'goal': '', 'basis': '', 'controller': '', 'year': '2026', 'revision': revision})
        self.post(office, f'/plans/{plan}/measures/new', {'revision': '0', 'number': '3', 'title': 'Пункт без утверждения', 'term': 'март', 'responsible': 'Методист', 'expected': 'Протокол'})
        revision = re.search(r'name="revision"[^>]*value="(\d+)"', office.get(f'/plans/{plan}/measures/2/edit').text).group(1)
        office.post(f'/plans/{plan}/measures/2/edit', {'do': 'remove', 'revision': revision})
        # who writes sees what is corrected, how much, and how to approve it
        words = office.get(f'/plans/{plan}').words()
        for part in ('После редакции 1: 6 исправлений, не утверждены', 'Утвердить редакцию 2', 'правка не утверждена', 'Слова без утверждения', 'Совещание руководителей по итогам диагностики', 'убрано'):
            self.assertIn(part, words)
        for page in ('execution', 'rollup', 'matrix'):  # for a meeting, and gathered from below: the edition, whoever looks
            self.assertNotIn('без утверждения', office.get(f'/plans/{plan}/{page}').words(), page)
        # everybody else: the edition
        pages = (f'/plans/{plan}', f'/plans/{plan}.json', f'/plans/{plan}/board', f'/plans/{plan}/calendar', f'/plans/{plan}/execution', f'/plans/{plan}/matrix', f'/plans/{plan}/rollup', f'/plans/{plan}/editions?a=1&b=0',
                 f'/plans/{plan}/measures/1', f'/plans/{plan}/measures/2', '/plans', '/plans.csv', '/')
        for page in pages:
            answer = reader.get(page)
            self.assertEqual(answer.status, 200, page)
            shown = answer.words()
            self.assertNotIn('без утверждения', shown, page)
            self.assertNotIn('не утвержден', shown, page)
        self.assertIn('Семинар для учителей математики', reader.get(f'/plans/{plan}').words())
        self.assertIn('ноябрь 2026', reader.last.words())
        self.assertEqual(reader.get(f'/plans/{plan}/measures/3').status, 404)
        self.assertEqual([row[0] for row in self.rows(reader, f'/plans/{plan}.json', 'plan')], ['1', '2'])
        feed = office.get(f'/plans/{plan}/calendar.ics').text
        self.assertNotIn('без утверждения', re.sub(r'\r\n ', '', feed))
        # on paper: approved by whom and when it says; the project of the next edition asks; an old edition opens as it stood
        paper = {'kind': 'plan', 'do': 'look', 'paper_number': '', 'paper_day': '2026-11-20', 'approval': 'как утверждён', 'layout': 'по содержанию плана'}
        page = office.get(f'/plans/{plan}/papers?kind=plan').text
        self.assertRegex(page, r'name="paper_number"[^>]*value="7-од"')
        self.assertRegex(page, r'name="paper_day"[^>]*value="2026-09-01"')
        words = office.post(f'/plans/{plan}/papers', paper).words()
        for part in ('УТВЕРЖДЕН', 'приказом отдела образования', 'от 01.09.2026 № 7-од', 'Семинар для учителей математики'):
            self.assertIn(part, words)
        self.assertNotIn('без утверждения', words)
        words = self.post(office, f'/plans/{plan}/papers', {**paper, 'edition': '0'}).words()
        self.assertIn('Слова без утверждения', words)
        self.assertIn('УТВЕРЖДАЮ', words)
        self.assertNotIn('приказом отдела', words)
        words = self.post(reader, f'/plans/{plan}/papers', {**paper, 'edition': '0'}).words()
        self.assertNotIn('без утверждения', words)
        # down the tree: the edition
        answer = self.post(office, f'/plans/{plan}/cascade', {'title': '', 'words': 'Составьте свой.', 'see': '2026-12-01', 'plan': '2026-12-10', 'to': 'sch990007'})
        cascade = int(answer.path.split('/')[2])
        words = school.get(f'/inbox/{cascade}').words()
        self.assertNotIn('без утверждения', words)
        self.assertIn('Семинар для учителей математики', words)
        own = int(self.post(school, f'/inbox/{cascade}', {'do': 'plan', 'n': '1'}).path.split('/')[2])
        self.assertEqual(self.rows(school, f'/plans/{own}.json', 'plan')[0][1]['text'], 'Совещание руководителей по итогам диагностики')
        self.assertNotIn('В плане выше', school.get(f'/plans/{own}').words())
        # approved: everybody sees it, and the first edition still opens and prints
        self.approve(office, plan, number='8-од', on='2026-10-01', reason='по итогам совещания')
        self.assertIn('Слова без утверждения', reader.get(f'/plans/{plan}').words())
        words = reader.get(f'/plans/{plan}/editions?open=1').words()
        self.assertIn('Семинар для учителей математики', words)
        self.assertNotIn('без утверждения', words)
        words = self.post(office, f'/plans/{plan}/papers', {**paper, 'edition': '1'}).words()
        self.assertIn('от 01.09.2026 № 7-од', words)
        self.assertNotIn('без утверждения', words)
        self.assertIn('от 01.10.2026 № 8-од', self.post(office, f'/plans/{plan}/papers', paper).words())

    def test_lists_search_and_history_wait_for_the_approval(self):
        office, reader = self.enter('муниципальный'), self.enter('управление образования')
        plan = self.bring(office)
        self.approve(office, plan)
        self.correct(office, plan, 2, title='Телескопы без утверждения', term='до 21 января 2027 г.')
        self.assertIn('Телескопы без утверждения', office.get(f'/plans/{plan}/measures/2').words())
        for browser, mark in ((reader, False), (office, True)):
            for path in ('/week?from=2027-01-18&to=2027-01-24', '/week.csv?from=2027-01-18&to=2027-01-24'):
                words = browser.get(path).words()
                self.assertIn('Семинар для учителей математики', words)
                self.assertNotIn('Телескопы', words)
                self.assertEqual('правка ждёт утверждения' in words, mark)
            self.assertIn('ничего не нашлось', browser.get('/search?q=' + urllib.parse.quote('телескопы')).words())
        self.assertNotIn('Телескопы', reader.get(f'/plans/{plan}/measures/2').words())  # nor in its history
        self.approve(office, plan, number='8-од', on='2026-10-01', reason='по итогам совещания')
        self.assertIn('Телескопы без утверждения', reader.get('/week?from=2027-01-18&to=2027-01-24').words())
        self.assertIn('Телескопы без утверждения', reader.get('/search?q=' + urllib.parse.quote('телескопы')).words())

    # ---- one controller, words that lead ----

    def test_a_plan_names_its_controller_and_its_points(self):
        office, school = self.enter('муниципальный'), self.enter('завуч, школа № 7')
        text = PLAN.replace('Семинар для учителей математики', 'Во исполнение п. 1 плана провести семинар') + '\nКонтроль за исполнением плана возложить на заместителя начальника Кедрову Л.Л.\n'
        plan = self.bring(office, text)
        self.assertIn('контроль за планом возложен на заместителя начальника Кедрову Л.Л.', office.get(f'/plans/{plan}').words())
        self.assertIn('возложено на заместителя начальника Кедрову Л.Л. — весь план', office.get(f'/plans/{plan}/measures/2').words())
        self.assertIn(f'<a href="/plans/{plan}/measures/1">п. 1 плана</a>', office.get(f'/plans/{plan}/measures/2').text)
        self.approve(office, plan)
        self.assertIn('Контроль за исполнением плана возложить на заместителя начальника Кедрову', office.post(f'/plans/{plan}/papers', {'kind': 'plan', 'do': 'look', 'paper_number': '', 'paper_day': '2026-11-20', 'approval': 'как утверждён', 'layout': 'по содержанию плана'}).words().replace('\u00a0', ' '))
        answer = self.post(office, f'/plans/{plan}/cascade', {'title': '', 'words': 'Составьте свой.', 'see': '2026-12-01', 'plan': '2026-12-10', 'to': 'sch990007'})
        cascade = int(answer.path.split('/')[2])
        # what a reminder of the plan above leads to: the plan as it was sent, whole, also as a file
        answer = school.get(f'/inbox?plan={plan}')
        self.assertEqual(answer.path.split('?')[0], f'/inbox/{cascade}')
        for part in ('№ 7-од', 'Во исполнение п. 1 плана провести семинар', 'Программа', 'Кедрову'):
            self.assertIn(part, answer.words())
        sheet = json.loads(school.get(f'/inbox/{cascade}.json').text)
        self.assertIn('Программа', json.dumps(sheet, ensure_ascii=False))
        own = int(self.post(school, f'/inbox/{cascade}', {'do': 'plan', 'n': '2'}).path.split('/')[2])
        page = school.get(f'/plans/{own}/measures/1').text
        self.assertNotIn('Кедрову', page)  # the school's plan has a controller of its own
        self.assertNotIn(f'href="/plans/{plan}/', page)
        # named on the plan's page, taken by the measures
        self.post(school, f'/plans/{own}/edit', {'title': 'План школы', 'goal': '', 'basis': '', 'controller': 'директора школы', 'year': '2026', 'revision': re.search(r'name="revision"[^>]*value="(\d+)"', school.get(f'/plans/{own}/edit').text).group(1)})
        self.assertIn('директора школы', school.get(f'/plans/{own}/measures/1').words())

    # ---- what is over ----

    def test_a_plan_that_is_over_says_so_and_comes_back(self):
        office, reader, school = self.enter('муниципальный'), self.enter('управление образования'), self.enter('завуч, школа № 7')
        plan = self.bring(office)
        self.approve(office, plan)
        answer = self.post(office, f'/plans/{plan}/cascade', {'title': 'Снятый план', 'words': 'Составьте свой.', 'see': '2026-11-23', 'plan': '2026-12-10', 'to': 'sch990007'})
        cascade = int(answer.path.split('/')[2])
        self.assertIn('Снятый план', school.get('/').words())
        own = int(self.post(school, f'/inbox/{cascade}', {'do': 'plan', 'n': '1'}).path.split('/')[2])
        self.assertEqual(self.rows(office, f'/plans/{plan}/rollup.json', 'measures')[0][3], 1)
        approve = f'/plans/{plan}/approve'
        self.assertIn('Причина не написана', self.post(office, approve, {'do': 'withdraw', 'reason': ' '}).words())
        self.assertIn('План отменён', self.post(office, approve, {'do': 'withdraw', 'reason': 'издан новый приказ'}).words())
        over = re.search(r'отменён \d\d\.\d\d\.\d{4}: издан новый приказ', office.get(f'/plans/{plan}').words()).group(0)
        for browser, page in ((reader, f'/plans/{plan}'), (reader, f'/plans/{plan}/measures/1'), (reader, '/plans?state=withdrawn'), (office, f'/cascades/{cascade}'), (office, '/cascades'), (school, '/inbox'),
                              (school, f'/inbox/{cascade}'), (school, f'/plans/{own}'), (reader, f'/plans/{plan}/execution')):
            self.assertIn(over, browser.get(page).words(), page)
        words = school.get(f'/plans/{own}').words()                              # one thing is said of the draft that was made of it
        self.assertIn('Этот черновик остаётся вашим', words)
        for part in ('план можно утверждать', 'Этот план действует'):
            self.assertNotIn(part, words)
        words = reader.get(f'/plans/{plan}').words()
        for part in ('просрочено на', 'Отправить вниз', 'Что сделать следующим'):
            self.assertNotIn(part, words)
        self.assertIn('отменено с планом', words)
        self.assertNotIn('Снятый план', school.get('/').words())
        self.assertNotIn('Ознакомлен<', school.get(f'/inbox/{cascade}').text)
        paper = self.post(office, f'/plans/{plan}/papers', {'kind': 'plan', 'do': 'look', 'paper_number': '', 'paper_day': '2026-11-20', 'approval': 'как утверждён', 'layout': 'по содержанию плана'})
        self.assertIn(over, paper.words())
        # undone, with a reason, in the journal: everything is as it was
        self.assertIn('Причина не написана', self.post(office, approve, {'do': 'reopen', 'reason': ''}).words())
        self.assertIn('План снова в работе', self.post(office, approve, {'do': 'reopen', 'reason': 'отозвали по ошибке'}).words())
        self.assertNotIn('отменён 2', reader.get(f'/plans/{plan}').words())
        self.assertIn('отозвали по ошибке', office.get(f'/plans/{plan}').words())
        self.assertNotIn('отменён', school.get(f'/inbox/{cascade}').words())
        # the school's own: withdrawn it counts for nothing above, back it counts again; another made meanwhile stands in its way
        mine = f'/plans/{own}/approve'
        self.assertIn('План отменён', self.post(school, mine, {'do': 'withdraw', 'reason': 'составим заново'}).words())
        self.assertEqual(self.rows(office, f'/plans/{plan}/rollup.json', 'measures')[0][3], 0)
        self.assertIn('План снова в работе', self.post(school, mine, {'do': 'reopen', 'reason': 'нет, этот годится'}).words())
        self.assertEqual(self.rows(office, f'/plans/{plan}/rollup.json', 'measures')[0][3], 1)
        self.post(school, mine, {'do': 'withdraw', 'reason': 'составим заново'})
        second = int(self.post(school, f'/inbox/{cascade}', {'do': 'plan', 'n': '1'}).path.split('/')[2])
        refused = self.post(school, mine, {'do': 'reopen', 'reason': 'нет, этот годится'})
        self.assertEqual(refused.status, 409)
        self.assertIn(f'составлен план № {second}', refused.words())
        # closed: done is done, what was left is left, and it opens again
        self.assertIn('План завершён', self.post(office, approve, {'do': 'close'}).words())
        words = reader.get(f'/plans/{plan}').words()
        self.assertRegex(words, r'завершён \d\d')
        self.assertIn('осталось не сделанным', words)
        self.assertIn('План снова в работе', self.post(office, approve, {'do': 'reopen', 'reason': 'год не кончился'}).words())

    # ---- the same thing twice ----

    def test_a_plan_is_sent_to_each_once(self):
        office, school = self.enter('муниципальный'), self.enter('завуч, школа № 9')
        plan = self.bring(office)
        self.approve(office, plan)
        send = {'title': 'Один раз', 'words': 'Составьте свой.', 'see': '2027-05-01', 'plan': '2027-05-10'}
        first = int(self.post(office, f'/plans/{plan}/cascade', {**send, 'to': 'sch990009'}).path.split('/')[2])
        words = office.get(f'/plans/{plan}/cascade').words()
        for part in ('Этот план уже отправлен: 1 адресат', f'уже отправлено (№ {first})'):
            self.assertIn(part, words)
        tags = [tag for tag in re.findall(r'<input[^>]*name="to"[^>]*>', office.last.text) if 'checked' in tag]
        self.assertEqual(tags, [])                                               # nobody has to take twelve ticks away
        self.assertIn('всем, у кого ещё нет (11)', words)
        refused = office.post(f'/plans/{plan}/cascade', {**send, 'to': 'sch990009'})
        self.assertEqual(refused.status, 409)
        self.assertIn(f'уже отправлен: отправление № {first}', refused.words())
        fields = [('csrf', office.last.csrf()), *send.items(), ('to', 'sch990009'), ('to', 'sch990007')]
        answer = office.open(urllib.request.Request(office.base + f'/plans/{plan}/cascade', data=urllib.parse.urlencode(fields).encode()))
        self.assertIn('Отправлено: 1 организация. Уже было у: ', answer.words())
        self.assertIn('Ознакомлены 0 из 1', answer.words())
        # sent by mistake: taken back while nobody has seen it, and sent to all the rest
        second = int(answer.path.split('/')[2])
        self.assertIn('Отозвано: адресаты этого больше не видят', self.post(office, f'/cascades/{second}', {'do': 'recall'}).words())
        self.assertIn('Отозвано: никто не успел ознакомиться', office.get(f'/cascades/{second}').words())
        self.assertEqual(self.enter('завуч, школа № 7').get(f'/inbox/{second}').status, 404)
        self.assertIn('Ознакомлены 0 из 11', self.post(office, f'/plans/{plan}/cascade', {**send, 'whom': 'all'}).words())
        # one own plan of one source, also after the sender stopped waiting and sent again
        own = int(self.post(school, f'/inbox/{first}', {'do': 'plan', 'n': '1'}).path.split('/')[2])
        self.post(office, f'/cascades/{first}', {})
        again = int(self.post(office, f'/plans/{plan}/cascade', {**send, 'to': 'sch990009'}).path.split('/')[2])
        self.assertIn('Второй не нужен', school.get(f'/inbox/{again}').words())
        self.assertIn(f'/plans/{own}"', school.last.text)
        refused = school.post(f'/inbox/{again}', {'do': 'plan', 'n': '1'})
        self.assertEqual(refused.status, 409)
        self.assertIn(f'свой уже составлен: № {own}', refused.words())

    # ---- the year ----

    def today_counts_what_is_now(self, office, old):
        """What is late for months is one line with the way in and the way to end the plan; each plan is called by its name; the menu counts what stands on the page to be done."""
        self.assertRegex(office.get('/plans').words(), r'Свои планы: просрочено \d+')
        page = office.get('/')
        words = page.words()
        self.assertRegex(words, r'Давно, больше двух месяцев, просрочено ещё \d+: .*План мероприятий отдела на 2024.2025 учебный год: 1 пункт — год плана прошёл, его можно завершить')
        self.assertIn(f'href="/plans/{old}?show=late"', page.text)
        heads = re.findall(r'<h2 class="s2">([^<]*)</h2>\s*<p>[^<]*пункт', page.text)
        self.assertTrue(len(heads) > 1 and len(set(heads)) == len(heads), heads)
        rows = self.rows(office, '/index.json', 'plan')
        self.assertFalse([row for row in rows if 'Разбор итогов' in str(row)])
        more = re.search(r'И ещё (\d+) — на странице сроков недели', words)
        decisions = set(re.findall(r'<a class="btn[^"]*" href="(/plans/\d+/measures/\d+)"', page.text))
        here = len(rows) + int(more.group(1) if more else 0) + len(decisions)
        self.assertRegex(words, f'План {here} ')

    def test_the_year_is_said_and_terms_that_mean_nothing_are_asked(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, """План мероприятий отдела на 2024-2025 учебный год

| № | Мероприятие | Срок | Ответственный | Ожидаемый результат |
|---|---|---|---|---|
| 1 | Разбор итогов по письму от 03.02.2023 № 5 на совещании | 06.02.2025 | Отдел образования | Протокол |
| 2 | Семинар | когда рак свистнет | Методист | Программа |
""")
        self.assertIn('Учебный год взят из документа: 2024/25', office.last.words())
        self.assertIn(f'/plans/{plan}"', office.get('/plans').text)      # of another year, and in sight
        page = office.get(f'/plans/{plan}/approve')
        before = page.words().split('Чем утверждён')[0]
        for part in ('План 2024/25 учебного года', '1 срок уже прошёл', 'План на следующий год', '1 срок ничего не значит', 'когда рак свистнет'):
            self.assertIn(part, before)
        fields = {'do': 'approve', 'by': 'приказ', 'number': '3', 'on': '2024-09-01', 'year': '2024'}
        refused = office.post(f'/plans/{plan}/approve', fields)
        self.assertEqual(refused.status, 400)
        self.assertIn('сроки, которые ничего не значат: 1', refused.words())
        self.assertIn('План утверждён', office.post(f'/plans/{plan}/approve', {**fields, 'asis': '1'}).words())
        self.today_counts_what_is_now(office, plan)
        # rolled forward: a Thursday becomes a Friday, next a Saturday is said; years in names are listed; what was carried over is marked
        forward = int(self.post(office, f'/plans/{plan}/forward', {'n': '1'}).path.split('/')[2])
        words = office.get(f'/plans/{forward}').words()
        for part in ('Проверьте годы в названиях', 'перенесено с прошлого года'):
            self.assertIn(part, words)
        # a document without a year: said, asked at approval, changed there
        plan = self.bring(office, PLAN.replace(' на 2026-2027 учебный год', '').replace('ноябрь 2026 г.', 'ноябрь').replace('20 января 2027 г.', '20 января'))
        self.assertIn('Учебный год в документе не назван, поставлен 2026/27', office.last.words())
        self.assertIn('На какой учебный год', office.get(f'/plans/{plan}/approve').words())
        self.approve(office, plan, year='2027')
        self.assertIn('2027/28', office.get(f'/plans/{plan}').words())
        self.assertIn('01.11.2027', office.last.words())
        # nothing in it: nothing to approve
        empty = self.post(office, '/plans/new?from=empty', {'kind': 'plan', 'title': 'Пустой план', 'year': '2026', 'goal': '', 'basis': ''}).path
        self.assertNotIn('план можно утверждать', office.last.words())
        self.assertIn('В плане нет ни одного пункта', office.get(empty + '/approve').words())

    def test_a_day_off_is_said_when_a_plan_is_rolled_forward(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, PLAN.replace('ноябрь 2026 г.', '05.02.2027'))     # a Friday; a year later it is a Saturday
        self.approve(office, plan)
        forward = int(self.post(office, f'/plans/{plan}/forward', {'n': '1'}).path.split('/')[2])
        self.assertIn('05.02.2028 — суббота', office.get(f'/plans/{forward}').words())

    # ---- parts and pairs ----

    def test_an_order_and_its_plan_are_two_parts(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, """ПРИКАЗ
от 14.10.2026 № 259
Об утверждении плана

ПРИКАЗЫВАЮ:
1. Утвердить План мероприятий на 2026-2027 учебный год (приложение).
2. Руководителям ОО составить свои планы до 10 ноября 2026 г.
3. Контроль за исполнением приказа оставляю за собой.

Приложение
План мероприятий на 2026-2027 учебный год

| № | Мероприятие | Срок | Ответственный |
|---|---|---|---|
| 1 | Совещание руководителей | ноябрь 2026 г. | Отдел образования |
| 2 | Семинар для учителей | март 2027 г. | Методист |
""")
        rows = [row[0] for row in self.rows(office, f'/plans/{plan}.json', 'plan')]
        self.assertEqual(rows, ['Приказ', '1', '2', '3', 'План мероприятий', '1', '2'])
        self.assertRegex(office.get(f'/plans/{plan}/measures/5').words(), r'раздел План мероприятий')
        self.approve(office, plan, asis='1')
        self.assertEqual([row[0] for row in self.rows(office, f'/plans/{plan}/editions.json?open=1', 'edition')], ['1', '2', '3', '1', '2'])   # the heading is ours, not the document's

    def test_a_measure_without_a_number_keeps_its_place_in_the_difference(self):
        office = self.enter('муниципальный')
        plan = self.bring(office, """План мероприятий на 2026-2027 учебный год

| Мероприятие | Срок | Ответственный |
|---|---|---|
| Проведение вебинара для учителей | ноябрь 2026 г. | Методист |
| Совещание с руководителями школ | март 2027 г. | Методист |
""")
        self.approve(office, plan)
        self.correct(office, plan, 1, title='Совсем другие слова')
        changes = self.rows(office, f'/plans/{plan}/editions.json?b=0', 'changes')
        self.assertEqual([(row[0], row[3], row[4], row[5]) for row in changes], [('изменено', 'мероприятие', 'Проведение вебинара для учителей', 'Совсем другие слова')])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
