#!/usr/bin/env python3
"""Registers through the real server: a record made, corrected by two at once, closed and opened with a reason; people by a tap and by a list; files; frozen data;
decisions under control; a table in and out; the interface.

usage: records.py MERILO
"""
import csv
import hashlib
import html
import io
import json
import re
import sqlite3
import sys
import unittest

import harness

EVENT = {'kind': 'seminar', 'title': 'Проверяем вдвоём', 'day': '2026-12-01', 'agenda.0.question': 'Первый вопрос', 'agenda.2.question': 'Второй вопрос', 'agenda.2.minutes': '15',
         'decisions.0.text': 'Проверить ещё раз', 'decisions.0.term': 'до 20 декабря', 'decisions.0.responsible': 'завуч'}


class Records(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = harness.Server(harness.program())
        cls.office, cls.school, cls.other, cls.region, cls.teacher = (cls.server.sign_in(role) for role in ('municipality', 'school', 'school9', 'region', 'teacher'))

    @classmethod
    def tearDownClass(cls):
        log = cls.server.log()
        cls.server.__exit__()
        assert 'упал' not in log and 'сигнал' not in log, log[-3000:]

    def make(self, client, fields=None, register='event'):
        """Address of a new record."""
        client.get(f'/records/{register}/new')
        reply = client.post(f'/records/{register}/new', fields or EVENT)
        self.assertEqual(reply.status, 303, reply.words())
        return reply.place

    def revision(self, client, place):
        return re.search(r'name="revision" value="(\d+)"', client.get(place + '/edit').text).group(1)

    def one(self, sql, *values):
        con = sqlite3.connect(f'file:{self.server.base}?mode=ro', uri=True)
        try:
            return con.execute(sql, values).fetchone()
        finally:
            con.close()

    def test_a_record_is_made_with_its_lists(self):
        place = self.make(self.office)
        page = self.office.get(place)
        self.assertEqual(page.title(), 'Проверяем вдвоём')
        for words in ('семинар', '01.12.2026', 'Первый вопрос', 'Второй вопрос', '15', 'намечено', 'новая запись'):
            self.assertIn(words, page.words())
        self.assertNotIn(place, self.school.get('/records/event').text)  # a school does not see its district's own
        self.assertEqual(self.other.get(place).status, 404)
        number = place.rsplit('/', 1)[1]
        fields = json.loads(self.one("SELECT fields FROM record WHERE type = 'event' AND number = ?", number)[0])
        self.assertEqual(fields['agenda'], [{'question': 'Первый вопрос'}, {'minutes': '15', 'question': 'Второй вопрос'}])

    def test_b_wrong_values_stay_with_their_reasons(self):
        self.office.get('/records/event/new')
        reply = self.office.post('/records/event/new', {**EVENT, 'title': '', 'day': '31.02.2026', 'agenda.0.question': '', 'agenda.0.speaker': 'Кто-то <b>'})
        self.assertEqual(reply.status, 400)
        self.assertIn('Нужно исправить 3 места', reply.words())
        self.assertIn('value="Кто-то &lt;b&gt;"', reply.text)
        self.assertIn('не день', reply.words())
        links = re.findall(r'<li><a href="#([^"]+)">', reply.text)                # each is named in the summary, in tables too
        self.assertEqual(len(links), 3)
        for link in links:
            self.assertIn(f'id="{link}"', reply.text)
        self.assertEqual(re.findall(r'class="badge">(\d)<', reply.text), ['1', '2', '3'])

    def test_c_two_editors_lose_nothing(self):
        place = self.make(self.school)
        seen = self.revision(self.school, place)
        self.assertEqual(self.school.post(place + '/edit', {**EVENT, 'title': 'Заголовок первого', 'place': 'актовый зал', 'revision': seen}).status, 303)
        self.office.get(place + '/edit')
        reply = self.office.post(place + '/edit', {**EVENT, 'title': 'Заголовок второго', 'audience': 'завучи', 'revision': seen})
        self.assertEqual(reply.status, 409)
        for words in ('Заголовок первого', 'Пока вы правили', 'Здесь изменения сошлись'):
            self.assertIn(words, reply.words())
        for value in ('Заголовок второго', 'актовый зал', 'завучи'):  # both are in the form
            self.assertIn(f'value="{value}"', reply.text)
        now = re.search(r'name="revision" value="(\d+)"', reply.text).group(1)
        self.assertEqual(self.office.post(place + '/edit', {**EVENT, 'title': 'Заголовок второго', 'place': 'актовый зал', 'audience': 'завучи', 'revision': now}).status, 303)
        words = self.school.get(place).words()
        self.assertIn('Что менялось: 2 раза', words)
        self.assertIn('актовый зал', words)

    def test_d_states_basket_comment(self):
        place = self.make(self.school)
        self.school.get(place)
        self.assertEqual(self.school.post(place, {'step': 'move-cancelled', 'reason': ''}).status, 400)
        self.assertEqual(self.school.post(place, {'step': 'move', 'what': 'held'}).status, 303)
        self.assertEqual(self.school.post(place, {'step': 'move', 'what': 'held'}).status, 409)
        self.assertEqual(self.school.post(place, {'step': 'note', 'words': 'Хорошо **прошло** [ссылка](//evil)'}).status, 303)
        page = self.school.get(place)
        self.assertIn('Хорошо **прошло** [ссылка](//evil)', page.words())
        long = self.school.post(place, {'step': 'note', 'words': 'слово ' * 700})
        self.assertEqual(long.status, 413)
        self.assertIn('В замечании 4199 знаков, помещается 4000', long.words())
        self.assertIn('слово слово', long.words())
        self.assertEqual(self.school.post(place, {'step': 'basket'}).status, 303)
        self.assertNotIn(place + '"', self.school.get('/records/event').text)
        self.assertIn(place + '"', self.school.get('/records/event?basket=1').text)
        self.school.get(place)
        self.assertEqual(self.school.post(place, {'step': 'restore'}).status, 303)
        self.assertIn(place + '"', self.school.get('/records/event').text)
        self.assertEqual(self.teacher.get(place).status, 200)  # a teacher reads
        self.assertEqual(self.teacher.post(place, {'step': 'basket'}).status, 403)

    def test_e_a_closed_record_asks_for_a_reason(self):
        fields = {'kind': 'commission', 'meeting': 'комиссии о тайном деле', 'day': '2026-11-10', 'restricted': '1'}
        place = self.make(self.office, fields, 'minutes')
        for client in (self.office, self.region):
            page = client.get(place)
            self.assertNotIn('тайном', page.words())
            self.assertNotIn('тайном', client.get('/records/minutes').words())
            self.assertEqual(client.get(place + '/edit').status, 403)
        for suffix in ('.json', '.csv', '.xlsx', '.docx'):
            self.assertNotIn('тайном'.encode(), self.office.get('/records/minutes' + suffix).body)
        self.assertNotIn(place, self.office.get('/records/minutes?q=тайное').text)
        self.office.get(place)
        self.assertEqual(self.office.post(place, {'step': 'open', 'reason': ''}).status, 400)
        self.assertEqual(self.office.post(place, {'step': 'note', 'words': 'без причины'}).status, 403)
        self.assertEqual(self.office.post(place, {'step': 'open', 'reason': 'подготовка к проверке'}).status, 303)
        self.assertIn('тайном', self.office.get(place).words())
        self.assertIn('подготовка к проверке', self.office.get(place).words())
        self.assertNotIn('тайном', self.region.get(place).words())  # opened to one person only

    def test_f_people_by_a_tap_and_by_a_list(self):
        place = self.make(self.office)
        people = place + '/people'
        self.office.get(people)
        self.assertEqual(self.office.post(people, {'step': 'invite', 'role': 'school'}).status, 303)
        page = self.office.get(people)
        self.assertIn('были 0 из 12', page.title())
        person = re.search(r'name="person" value="(\d+)"', page.text).group(1)
        tapped = self.office.post(people, {'step': 'mark', 'person': person, 'mark': 'came'})
        self.assertEqual((tapped.status, tapped.place), (303, f'{people}#p{person}'))
        self.assertIn('были 1 из 12', self.office.get(people).title())
        reply = self.office.upload(people, {'step': 'list', 'mark': 'came'}, [('file', 'были.csv', 'Имя;Логин\nЧужой Человек;nobody\n;school9\n'.encode())])
        self.assertEqual(reply.status, 200)
        self.assertIn('Чужой Человек', reply.words())
        self.assertIn('Не узнаны: 1', reply.words())
        self.assertIn('были 2 из 12', self.office.get(people).title())
        # A surname alone marks nobody: who is like it is offered, what is left waits in the list, and may be sent again as it stands.
        name, number = self.one('select name, number from account where login = ?', 'school10')
        surname = next(word for word in name.split() if not word.endswith(('вна', 'вич')) and word != name.split()[0])
        reply = self.office.post(people, {'step': 'list', 'mark': 'came', 'paste': f'1. {surname}, завуч\nЧужой Человек'})
        self.assertIn('Не узнаны: 2', reply.words())
        self.assertIn('были 2 из 12', self.office.get(people).title())
        field, row = re.search(rf'name="who(\d+)"[^>]*value="{number}"', reply.text), f'1. {surname}, завуч'
        self.assertIn(f'name="row{field.group(1)}" value="{row}"', reply.text)
        left = re.search(r'<textarea[^>]*name="paste"[^>]*>([^<]*)<', reply.text).group(1).strip()
        self.assertEqual(left.split('\n'), [row, 'Чужой Человек'])
        reply = self.office.post(people, {'step': 'list', 'mark': 'came', 'paste': left, 'row' + field.group(1): row, 'who' + field.group(1): str(number)})
        self.assertIn('Отмечены: 1. Не узнаны: 1', reply.words())
        self.assertEqual(re.search(r'<textarea[^>]*name="paste"[^>]*>([^<]*)<', reply.text).group(1).strip(), 'Чужой Человек')
        self.assertIn('были 3 из 12', self.office.get(people).title())
        self.assertEqual(self.teacher.get(people).status, 404)
        self.assertEqual(self.teacher.get(place).status, 404)
        invited = self.school.get(place)  # who stands in the list reads what it is about, and finds it where such things are kept
        self.assertEqual(invited.status, 200)
        self.assertIn('Вы в этом списке', invited.words())
        self.assertIn('Первый вопрос', invited.words())
        self.assertIn(place, self.school.get('/records/event').text)
        self.assertIn(self.school.get(place + '/edit').status, (403, 404))
        self.assertIn(self.school.post(place, {'step': 'note', 'words': 'слова'}).status, (403, 404))
        own = self.other.get('/account/data').words()  # 152-ФЗ: what is kept about a person
        self.assertRegex(own, rf'мероприятие № {place.rsplit("/", 1)[1]}: Проверяем вдвоём .* был ')

    def test_g_files_are_downloads(self):
        place = self.make(self.school)
        content = b'%PDF-1.4 \xd1\x82'
        self.school.get(place)
        self.assertEqual(self.school.upload(place, {'step': 'file'}, [('file', '../скан.pdf', content)]).status, 303)
        page = self.school.get(place)
        sha = hashlib.sha256(content).hexdigest()
        self.assertIn(f'{place}/files/{sha}', page.text)
        reply = self.school.get(f'{place}/files/{sha}')
        self.assertEqual((reply.status, reply.body), (200, content))
        self.assertIn('attachment', reply.headers['Content-Disposition'])
        self.assertEqual(reply.headers['X-Content-Type-Options'], 'nosniff')
        self.assertEqual(self.other.get(f'{place}/files/{sha}').status, 404)
        self.assertEqual(self.school.upload(place, {'step': 'file'}, [('file', 'x.html', b'<script>alert(1)</script>')]).status, 400)
        self.assertEqual(self.school.upload(place, {'step': 'file'}, [('file', 'x', b'\x7fELF\x02\x01\x00\x00')]).status, 400)
        self.assertEqual(self.school.post(place, {'step': 'unfile', 'what': sha}).status, 303)
        self.assertEqual(self.school.get(f'{place}/files/{sha}').status, 404)

    def test_h_minutes_cite_frozen_data(self):
        place = self.make(self.school, {'kind': 'pedsovet', 'meeting': 'педсовета', 'day': '2026-11-12'}, 'minutes')
        source = re.search(r'href="(/results/[^"?]+)"', self.school.get('/results').text).group(1)
        source = html.unescape(source)
        self.school.get(place)
        for wrong in ('https://example.org/x', '/results/2026-5-нет', '/records/minutes/new', '/account', '', '/signs/sch990001', '/api/openapi'):
            self.assertIn(self.school.post(place, {'step': 'freeze', 'address': wrong}).status, (400, 403), wrong)
        reply = self.school.post(place, {'step': 'freeze', 'address': f'http://127.0.0.1:{self.school.port}{source}#part'})
        self.assertEqual(reply.status, 303, reply.words()[:500])
        page = self.school.get(place)
        sha = re.search(place + r'/files/([0-9a-f]{64})', page.text).group(1)
        copy = self.school.get(f'{place}/files/{sha}')
        self.assertEqual(hashlib.sha256(copy.body).hexdigest(), sha)
        frozen = json.loads(copy.body)
        self.assertTrue(frozen['tables'] and frozen['title'])
        self.assertIn(f'контрольная сумма {sha[:8]}', page.words())
        shown = next(cell for table in frozen['tables'] for row in table['rows'] for cell in row if len(cell) > 8)
        self.assertIn(re.sub(r'\s+', ' ', shown), page.words())
        self.assertEqual(self.other.get(f'{place}/files/{sha}').status, 404)
        # What a school may not open is not frozen for it either.
        self.assertIn(self.school.post(place, {'step': 'freeze', 'address': '/forms?org=ensk'}).status, (400, 403))

    def test_i_decisions_go_under_control(self):
        half = self.make(self.office, {'title': 'О сроках', 'day': '2026-10-12', 'points.0.text': 'Составить график', 'points.0.term': 'до 1 ноября', 'points.1.text': 'Ознакомить всех'}, 'order')
        self.assertIn('2 решения станут пунктами плана; без срока — 1, без ответственного — 2: назначьте в плане или впишите сюда', self.office.get(half).words())
        place = self.make(self.school)
        self.school.get(place)
        reply = self.school.post(place, {'step': 'control'})
        self.assertEqual(reply.status, 303, reply.words()[:300])
        self.assertRegex(reply.place, r'^/plans/\d+$')
        plan = self.school.get(reply.place)
        for words in ('Проверить ещё раз', 'до 20 декабря', 'завуч'):
            self.assertIn(words, plan.words())
        self.assertIn(reply.place, self.school.get(place).text)
        self.assertEqual(self.school.post(place, {'step': 'control'}).status, 409)

    def test_j_tables_in_and_out(self):
        self.school.get('/records/media/import')
        table = 'Заголовок\tГде\tИздание\tДень\nО проверке\tгазета\tРайонная газета\t01.11.2026\n\tкино\tx\tвчера\n=1+1\tсайт\tсайт школы\t2026-11-02\n'
        reply = self.school.post('/records/media/import', {'paste': table})
        self.assertEqual(reply.status, 303, reply.words())
        look = self.school.get(reply.place)
        self.assertIn('Можно записать 2 записи, исправить 1', look.title())
        self.assertIn('«кино» здесь не бывает', look.words())
        sha = re.search(r'file=([0-9a-f]{64})', reply.place).group(1)
        self.assertEqual(self.school.post(reply.place, {'sha': sha}).status, 303)
        self.assertIn('найдено 1 из', self.school.get('/records/media?q=проверки газеты').title())
        text = self.school.get('/records/media.csv').body.decode('utf-8-sig')
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=';') if 'О проверке' in row]
        self.assertEqual(rows[-1][3], 'Районная газета', rows)  # all columns, in the order of import
        self.assertIn("'=1+1", text)  # a formula is defused
        self.assertEqual(self.school.get('/records/media/sample.xlsx').status, 200)

    def test_l_minutes_of_a_meeting_on_paper(self):
        event = self.make(self.school)
        number = event.rsplit('/', 1)[1]
        form = self.school.get(f'/records/minutes/new?of=event/{number}')
        for value in ('Первый вопрос', 'Проверить ещё раз', 'до 20 декабря', '2026-12-01'):
            self.assertIn(f'value="{value}"', form.text)
        self.assertIn(f'value="event/{number}" selected', form.text)
        self.assertEqual(self.other.get(f'/records/minutes/new?of=event/{number}').status, 404)
        place = self.make(self.school, {'kind': 'pedsovet', 'meeting': 'педсовета', 'day': '2026-12-01', 'number': '7', 'chair': 'И. О. Глава', 'secretary': 'И. О. Писец', 'agenda.0.question': 'О работах',
                                        'agenda.1.question': 'Разное', 'decisions.0.item': '1', 'decisions.0.text': 'Проверять вдвоём', 'decisions.1.text': 'Собраться ещё'}, 'minutes')
        source = html.unescape(re.search(r'href="(/results/[^"?]+)"', self.school.get('/results').text).group(1))
        self.school.get(place)
        self.assertEqual(self.school.post(place, {'step': 'freeze', 'address': source, 'table': 'нет такой таблицы'}).status, 400)
        self.assertEqual(self.school.post(place, {'step': 'freeze', 'address': source, 'table': 'баллы'}).status, 303)
        paper = self.school.get(place + '/papers').words()
        order = [paper.rindex(words) for words in ('Проверять вдвоём', 'Собраться ещё', 'И. О. Писец', 'контрольная сумма')]
        self.assertEqual(order, sorted(order))
        for kind in ('minutes', 'extract'):
            reply = self.school.get(f'{place}/papers.docx?kind={kind}')
            self.assertEqual((reply.status, reply.body[:2]), (200, b'PK'))
        self.school.get(place + '/papers')
        reply = self.school.post(place + '/papers', {'kind': 'minutes', 'do': 'issue'})
        self.assertEqual(reply.status, 303)
        page = self.school.get(place + '/papers')
        self.assertIn('Протокол № 7 выпущен и стоит в регистре «Протоколы»', page.words())
        file = re.search(r'href="([^"]+/papers/minutes/2026/7)"', page.text).group(1)
        self.assertEqual(self.school.get(file).body[:2], b'PK')
        self.assertIn('Протокол № 7 от 01.12.2026.docx', self.school.get(place).words())
        self.assertIn('подписан', self.school.get(place).words())
        self.school.get(place + '/papers')
        self.assertIn('уже выпущен: № 7', self.school.post(place + '/papers', {'kind': 'minutes', 'do': 'issue'}).words())
        self.assertEqual(self.other.get(file).status, 404)
        self.assertEqual(self.other.get(place + '/papers').status, 404)
        self.assertEqual(self.school.get(event + '/papers').status, 404)

    def test_k_lists_live_in_the_address(self):
        self.make(self.school, {**EVENT, 'kind': 'webinar', 'title': 'Ёлочный вебинар'})
        page = self.school.get('/records/event?kind=webinar&q=елочные')
        self.assertIn('Ёлочный вебинар', page.words())
        self.assertIn('найдено 1', page.title())
        self.assertIn('kind=webinar', re.search(r'href="([^"]*state=held[^"]*)"', page.text).group(1))
        self.assertEqual(self.school.get('/records/event?sort=nonsense').status, 400)
        self.assertEqual(self.school.get('/records/none').status, 404)
        self.assertIn('Ёлочный вебинар', self.school.get('/records/event?view=calendar&month=2026-12-20').words())
        self.assertNotIn('Ёлочный вебинар', self.school.get('/records/event?view=calendar&month=2026-11-20').words())
        self.assertIn('Ёлочный вебинар', self.school.get('/search?q=елочные вебинары').words())
        self.assertNotIn('Ёлочный вебинар', self.other.get('/search?q=елочные вебинары').words().replace('По запросу «елочные вебинары»', ''))
        data = self.school.get('/records/event.json?kind=webinar').text
        self.assertIn('Ёлочный вебинар', data)
        self.assertNotRegex(data, r'\d{15}')  # numbers, never ids
        self.assertEqual(self.school.get("/records/event?q=' OR 1=1 --&state=%25&kind=%27").status, 200)

    def test_z_what_was_sent_is_read_by_its_addressee(self):
        """The record itself, its files, what it rests on: to those it was sent to, to look at only; also after the sending was closed; not once it is closed itself."""
        basis = self.make(self.office, {'way': 'in', 'kind': 'letter', 'title': 'Письмо комитета о проверке', 'day': '2026-10-08', 'from': 'Комитет', 'asked': 'Тайного здесь нет'}, 'letter')
        unsent = self.make(self.office, {'way': 'in', 'kind': 'letter', 'title': 'Другое письмо', 'day': '2026-10-09'}, 'letter')
        order = self.make(self.office, {'title': 'О проверочных работах', 'number': '87', 'day': '2026-10-12', 'basis': basis.rsplit('/', 1)[1], 'signer': 'начальник', 'points.0.text': 'Составить график'}, 'order')
        for place, words in ((order, 'Скан приказа'), (basis, 'Скан письма')):
            self.office.get(place)
            self.assertEqual(self.office.upload(place, {'step': 'file'}, [('file', 'скан.txt', words.encode())]).status, 303)
        self.office.get(order)
        self.assertEqual(self.office.post(order, {'step': 'note', 'words': 'Между нами, в управлении'}).status, 303)
        sha = {place: re.search(place + r'/files/([0-9a-f]{64})', self.office.get(place).text).group(1) for place in (order, basis)}
        for client in (self.school, self.teacher, self.other):
            self.assertEqual(client.get(order).status, 404)
        sending = f'/cascades/new?record={order[len("/records/"):]}'
        self.assertEqual(self.office.get(sending).status, 200)
        sent = self.office.post(sending, {'title': 'Приказ о проверочных', 'words': 'Прочитать', 'see': '', 'to': 'sch990005'})
        self.assertEqual(sent.status, 303, sent.words())
        inbox = '/inbox/' + sent.place.rsplit('/', 1)[1].split('?')[0]
        self.assertIn(order, self.school.get(inbox).text)
        via, school7 = '?via=' + order[len('/records/'):], self.server.sign_in('school7')

        def reads():
            for client in (self.school, self.teacher):
                page = client.get(order)
                self.assertEqual(page.status, 200)
                for words in ('О проверочных работах', 'Составить график', 'начальник', 'скан.txt', 'Письмо комитета о проверке'):
                    self.assertIn(words, page.words())
                self.assertEqual(set(re.findall(r'href="(/records/letter/[^"]*)"', page.text)), {basis + via.replace('/', '%2F')})
                for words in ('Между нами', 'Журнал записи', 'Править', 'В корзину', 'Что менялось', 'Отметить', 'Замечани'):
                    self.assertNotIn(words, re.sub('.*Приказ № ', '', page.words()))
                self.assertEqual(client.get(f'{order}/files/{sha[order]}').body, 'Скан приказа'.encode())
                self.assertIn('Составить график', client.get(order + '/papers').words())
                self.assertEqual(client.get(order + '/papers.docx').status, 200)
                self.assertEqual(client.get(order + '.json').status, 200)
                self.assertIn('Тайного здесь нет', client.get(basis + via).words())
                self.assertEqual(client.get(f'{basis}/files/{sha[basis]}{via}').body, 'Скан письма'.encode())
                for path in (basis, unsent, unsent + via, f'{basis}/files/{sha[basis]}', order + '/people', order + '/papers?kind=acquaintance', basis + '?via=order/99999', basis + '?via=' + unsent[len('/records/'):]):
                    self.assertEqual(client.get(path).status, 404, path)
                self.assertIn(client.get(order + '/edit').status, (403, 404))
                client.get('/account/name')
                for path, fields in ((order, {'step': 'basket'}), (order, {'step': 'note', 'words': 'слова'}), (order, {'step': 'move', 'what': 'signed'}), (order + '/papers', {'kind': 'order'}), (order + '/people', {'step': 'x'}), (order + '/edit', {'title': 'х'})):
                    self.assertIn(client.post(path, fields).status, (403, 404), (path, fields))
            for client in (self.other, school7):
                for path in (order, basis + via, f'{order}/files/{sha[order]}', order + '/papers'):
                    self.assertEqual(client.get(path).status, 404, path)
            self.assertEqual(self.region.get(order).status, 200)  # its scope holds the sender

        reads()
        self.assertNotIn('name="do" value="seen"', self.teacher.get(order).text)
        page = self.school.get(order)
        self.assertIn('name="do" value="seen"', page.text)
        done = self.school.post(re.search(r'action="(/inbox/[^"]+)"', page.text).group(1), {'do': 'seen', 'back': 'record'})
        self.assertEqual((done.status, done.place.split('?')[0]), (303, order))
        self.assertIn('Ознакомлены', self.school.get(order).words())
        self.office.get(sent.place)
        self.assertEqual(self.office.post(sent.place.split('?')[0], {'do': 'close'}).status, 303)
        self.assertNotEqual(self.one('SELECT closed_at FROM cascade WHERE number = ?', inbox.rsplit('/', 1)[1])[0], None)
        reads()
        self.office.get(order)
        self.assertEqual(self.office.post(order, {'step': 'basket'}).status, 303)
        self.assertIn('Отправитель убрал этот документ', self.school.get(order).words())
        self.office.get(order)
        self.assertEqual(self.office.post(order, {'step': 'restore'}).status, 303)
        seen = self.revision(self.office, order)
        closed = self.office.post(order + '/edit', {'title': 'О проверочных работах', 'day': '2026-10-12', 'points.0.text': 'Составить график', 'revision': seen, 'restricted': '1'})
        self.assertEqual(closed.status, 303, closed.words())
        for path in (order, basis + via, f'{order}/files/{sha[order]}', order + '/papers'):
            self.assertEqual(self.school.get(path).status, 404, path)
        self.school.get('/account/name')
        self.assertEqual(self.school.post(order, {'step': 'open', 'reason': 'Очень нужно'}).status, 404)
        self.assertIn('Документ отправитель закрыл', self.school.get(inbox).words())

    def test_zz_the_search_finds_measures_and_records(self):
        """By the words of a measure and of whoever answers, each in the own scope only."""
        title, number, n = self.one("SELECT m.title, p.number, m.n FROM measure m JOIN plan p ON p.id = m.plan_id JOIN org o ON o.id = p.org_id WHERE o.code = 'sch990005' AND p.state = 3 ORDER BY m.n LIMIT 1")
        words = re.sub(r'[^а-яё ]', ' ', title.lower()).split()
        asked = ' '.join(sorted(words, key=len)[-2:])
        link = f'"/plans/{number}/measures/{n}"'
        for client in (self.school, self.teacher, self.office, self.region):
            self.assertIn(link, client.get('/search?q=' + asked).text)
        self.assertNotIn(link, self.other.get('/search?q=' + asked).text)
        place = self.make(self.school, {**EVENT, 'title': 'Неповторимое совещание'})
        self.assertIn(place, self.office.get('/search?q=неповторимого').text)
        self.assertNotIn(place, self.other.get('/search?q=неповторимого').text)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
