#!/usr/bin/env python3
"""A form from a file to its acceptance, through the real program over the demonstration: a school, its district, strangers, hostile files.

usage: test_web_line.py MERILO
"""
import io
import json
import re
import sys
import time
import unittest
import zipfile

from web_client import Demonstration

PROGRAM = sys.argv[1]
NINE, FIVE = 'sch990009', 'sch990005'
HEAD = 'школа;код;класс;вариант;журнал;итог;1 (1б);2 (2б);3 (3б)\n'


def form(title, school=NINE, wrong=''):
    rows = [f'{school};{50700 + i};5{"аб"[i % 2]};1;4;6;1;2;3' for i in range(20)]
    if wrong:
        rows[3] = f'{school};50703;5б;1;4;6;1;{wrong};3'
    return (f'{title}, 5 класс, 2026\n' + HEAD + '\n'.join(rows) + '\n').encode()


def book(sheets):
    """XLSX of sheets {name: rows of cells}."""
    out = io.BytesIO()
    main, rel = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as parts:
        parts.writestr('[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        names, links = '', ''
        for i, (name, rows) in enumerate(sheets.items(), 1):
            names += f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>'
            links += f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            cells = ''.join(f'<row r="{r}">' + ''.join(f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{cell}</t></is></c>' for c, cell in enumerate(row)) + '</row>' for r, row in enumerate(rows, 1))
            parts.writestr(f'xl/worksheets/sheet{i}.xml', f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>')
        parts.writestr('xl/workbook.xml', f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{names}</sheets></workbook>')
        parts.writestr('xl/_rels/workbook.xml.rels', f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>')
    return out.getvalue()


class Line(Demonstration):
    program = PROGRAM

    def bring(self, browser, name, content, school=NINE, **fields):
        """Address of the draft."""
        self.assertEqual(browser.get('/forms/new').status, 200)
        answer = browser.upload('/forms/new', {'for': school, **fields}, 'file', name, content)
        self.assertEqual(answer.status, 200, answer.words()[:400])
        self.assertRegex(answer.path, rf'^/forms/files/{school}/\d+$', answer.words()[:600])
        return answer.path

    # ---- the way of a form ----

    def test_from_a_file_to_acceptance(self):
        school, office = self.enter('завуч, школа № 9'), self.enter('муниципальный')
        draft = self.bring(school, 'черчение.csv', form('Черчение', wrong='?'))
        words = school.last.words()
        for part in ('Принять можно 19 строк из 20', 'Черчение, 5 класс, 2026', 'Балл не читается', 'H6', 'Принять 19 чистых строк', 'Отменить загрузку'):
            self.assertIn(part, words)
        self.assertIn('name="c!H6"', school.last.text)
        # clean rows first, then the cell, then the rest
        answer = school.post(draft, {'do': 'take'})
        self.assertIn('Записано: 19 работ', answer.words())
        page = '/forms/2026-5-черчение/' + NINE
        self.assertIn('ещё не сдана', school.get(page).words())
        school.get(draft)
        answer = school.post(draft, {'do': 'cell', 'sheet': '', 'cell': 'H6', 'value': '2'})
        self.assertIn('Вернуть', answer.words())
        self.assertIn('Всё исправлено', answer.words())
        self.assertIn('H6: «2*[»', school.post(draft, {'do': 'cell', 'sheet': '', 'cell': 'H6', 'value': '2*['}).words()) # said as it was typed
        answer = school.post(draft, {'do': 'undo', 'sheet': '', 'cell': 'H6'})
        self.assertIn('Осталось исправить 1 строку из 20', answer.words())
        answer = school.post(draft, {'do': 'cells', 'c!H6': '1'})
        self.assertIn('Записано: 20 работ', answer.words())
        # sent, returned with a reason, sent again, accepted, locked
        school.get(page)
        self.assertIn('ждёт приёмки', school.post(page, {'do': 'send'}).words())
        office.get(page)
        refused = office.post(page, {'do': 'return', 'reason': ''})
        self.assertIn('нужна причина', refused.words())
        self.assertIn('возвращена', office.post(page, {'do': 'return', 'reason': 'Нет класса «в»'}).words())
        self.assertIn('Нет класса «в»', school.get(page).words())
        school.post(page, {'do': 'send'})
        office.get(page)
        self.assertIn('Форма принята', office.post(page, {'do': 'accept'}).words())
        self.assertIn('закрыта от правок', office.post(page, {'do': 'lock'}).words())
        # a locked one refuses in words, and the file waits
        other = self.bring(school, 'черчение.csv', form('Черчение'))
        self.assertIn('Форма закрыта от правок', school.last.words())
        self.assertIn('Попросите координатора', school.post(other, {'do': 'take', 'reason': 'так надо'}).words())
        # versions, cell by cell, and the history in words
        words = office.get(page + '?version=2').words()
        for part in ('Чем версия 2 отличается от 1', 'добавлено 1', '50703', 'новая строка', 'сдано, ждёт приёмки → принято', 'Нет класса «в»'):
            self.assertIn(part, words)
        table = next(t for t in json.loads(office.get(page + '.json?version=2').text)['tables'] if t['id'] == 'versions')
        self.assertEqual(len(table['rows']), 2)

    def test_a_pasted_range(self):
        school = self.enter('завуч, школа № 9')
        school.get('/forms/new')
        text = form('Рисование').decode().replace(';', '\t')
        answer = school.post('/forms/new', {'for': NINE, 'paste': text})
        self.assertIn('Принять можно все строки: 20', answer.words())
        self.assertIn('вставка.tsv', answer.words())
        self.assertIn('Нечего читать', (school.get('/forms/new'), school.post('/forms/new', {'for': NINE, 'paste': ' '}))[1].words())
        self.assertIn('Загрузка отменена', (school.get(answer.path), school.post(answer.path, {'do': 'cancel'}))[1].words())

    def test_a_book_of_two_works(self):
        school = self.enter('завуч, школа № 9')

        def rows(title, wrong):
            return [line.split(';') for line in form(title, wrong=wrong).decode().splitlines()]

        draft = self.bring(school, '5 класс 2026.xlsx', book({'биология': rows('Биология', '?'), 'история': rows('История', '!')}))
        first = school.last.words()
        self.assertIn('Биология, 5 класс, 2026', first)
        second = school.get(draft + '?part=2')
        self.assertIn('История, 5 класс, 2026', second.words())
        action = re.search(r'action="([^"]*part=2)"', second.text).group(1)
        # inputs belong to the sheet that is shown
        answer = school.post(action, {'do': 'cells', 'c!H6': '2'})
        self.assertIn('Ещё ждут исправления', answer.words())
        answer = school.get(draft + '?part=2')
        self.assertIn('история, H6', answer.words())
        answer = school.post(draft + '?part=1', {'do': 'cells', 'c!H6': '1'})
        self.assertIn('Записано: 40 работ, 2 формы', answer.words())
        for code in ('биология', 'история'):
            self.assertIn('Версии', school.get(f'/forms/2026-5-{code}/{NINE}').words())

    def test_understood_wrongly(self):
        school = self.enter('завуч, школа № 9')
        draft = self.bring(school, 'пение.csv', form('Пение'))
        answer = school.post(draft, {'do': 'procedure', 'procedure': '', 'other': '2026-6-хор'})
        self.assertIn('Хор, 6 класс, 2026', answer.words())
        self.assertIn('через дефис', school.post(draft, {'do': 'procedure', 'other': 'хор'}).words())

    def test_file_back(self):
        school = self.enter('завуч, школа № 9')
        content = form('Лепка', wrong='=1+1')
        draft = self.bring(school, '<script>alert(1)</script>.csv', content)
        self.assertNotIn('<script>alert', school.last.text)
        self.assertIn('=1+1', school.last.words())
        self.assertEqual(school.get(draft + '/original').bytes, content)
        self.assertIn('attachment', school.last.headers['Content-Disposition'])
        marked = school.get(draft + '/marked')
        self.assertEqual(marked.status, 200)
        book = zipfile.ZipFile(io.BytesIO(marked.bytes))
        inside = ''.join(book.read(name).decode('utf-8', 'replace') for name in book.namelist() if name.endswith('.xml'))
        self.assertIn('Балл не читается', inside)
        self.assertNotIn('<f>', inside) # what came as text goes as text
        for suffix in ('.json', '.csv', '.xlsx', '.docx'):
            self.assertEqual(school.get(draft + suffix).status, 200, suffix)

    # ---- whose ----

    def test_strangers(self):
        school = self.enter('завуч, школа № 9')
        draft = self.bring(school, 'труд.csv', form('Труд'))
        stranger, teacher = self.enter('завуч, школа № 5'), self.enter('учитель')
        for address in (draft, draft + '/original', draft + '/marked', '/forms/2026-5-труд/' + NINE):
            self.assertEqual(stranger.get(address).status, 404, address)
        stranger.get('/forms/new')
        self.assertEqual(stranger.post(draft, {'do': 'take'}).status, 404)
        self.assertEqual(teacher.get('/forms/new').status, 403)
        stranger.get('/forms/new')
        self.assertEqual(stranger.upload('/forms/new', {'for': NINE}, 'file', 'x.csv', form('Труд')).status, 403)
        # another school's rows in one's own file wait
        draft = self.bring(stranger, 'труд.csv', form('Труд', school=NINE), school=FIVE)
        self.assertIn('не ваша школа', stranger.last.words())
        self.assertIn('Принять пока нечего', stranger.last.words())
        # a form without its secret, or from another site
        school.get('/forms/new')
        self.assertEqual(school.post('/forms/new', {'for': NINE, 'paste': 'x'}, csrf='wrong').status, 403)
        school.get('/forms/new')
        self.assertEqual(school.post('/forms/new', {'for': NINE, 'paste': 'x'}, headers={'Origin': 'https://example.org'}).status, 403)

    def inflate(self, content):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                for name in book.namelist():
                    book.read(name)
        except zipfile.BadZipFile:
            pass

    def test_hostile_files(self):
        school = self.enter('завуч, школа № 9')
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, 'w', zipfile.ZIP_DEFLATED) as book:
            book.writestr('[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
            book.writestr('xl/workbook.xml', '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1" r:id="rId1" '
                          'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></sheets></workbook>')
            book.writestr('xl/_rels/workbook.xml.rels', '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                          'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
            book.writestr('xl/worksheets/sheet1.xml', '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + ' ' * (300 << 20) + '</sheetData></worksheet>')
        xxe = b'PK\x03\x04' + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        for name, content in (('бомба.xlsx', bomb.getvalue()), ('../../../etc/passwd', b'%PDF-1.7\n'), ('xxe.xlsx', xxe), ('пусто.csv', b'\xff\xfe\x00\x00')):
            started = time.monotonic()
            self.inflate(content)
            inflated = time.monotonic() - started  # this machine's speed, at this moment
            started = time.monotonic()
            address = self.bring(school, name, content)
            self.assertIn('Файл не понят', school.last.words(), name)
            self.assertNotIn('root:', school.last.text)
            self.assertLess(time.monotonic() - started, max(5, 5 * inflated))
            self.assertEqual(school.get(address).status, 200)

    # ---- many at once ----

    def test_all_clean_forms_are_accepted_at_once(self):
        office = self.enter('муниципальный')
        for who, school in (('завуч, школа № 9', NINE), ('завуч, школа № 5', FIVE)):
            browser = self.enter(who)
            draft = self.bring(browser, 'ритмика.csv', form('Ритмика', school=school, wrong='?' if school == FIVE else ''), school=school)
            browser.post(draft, {'do': 'take'})
            browser.get('/forms/2026-5-ритмика/' + school)
            browser.post('/forms/2026-5-ритмика/' + school, {'do': 'send'})
        board = '/forms?procedure=2026-5-ритмика'
        self.assertIn('Принять все сданные без ошибок: 1', office.get(board).words()) # the other still has a row to mend
        answer = office.post('/forms', {'do': 'accept', 'of': '2026-5-ритмика'})
        self.assertIn('Принято: 1 форма', answer.words())
        self.assertIn('Закрыть от правок принятые: 1', answer.words())
        self.assertNotIn('Принять все', self.enter('завуч, школа № 9').get(board).words())
        self.enter('завуч, школа № 9').get('/forms/new')
        self.assertEqual(self.enter('завуч, школа № 9').post('/forms', {'do': 'accept', 'of': '2026-5-ритмика'}).status, 403)

    def test_a_whole_district_by_a_job(self):
        office = self.enter('муниципальный')
        office.get('/forms/new')
        own = [s for s in re.findall(r'<option[^>]*value="(sch\d+)"', office.last.text)]
        district = re.findall(r'<option[^>]*value="([^"]+)"', office.last.text)[0]
        self.assertEqual(len(own), 12)
        rows = [f'{school};{i};5{"аб"[i % 2]};1;4;6;1;2;3' for school in own for i in range(500)]
        content = ('Астрономия, 5 класс, 2026\n' + HEAD + '\n'.join(rows) + '\n').encode()
        draft = self.bring(office, 'астрономия.csv', content, school=district)
        for _ in range(150):
            words = office.get(draft).words()
            if 'обрабатывается' not in words:
                break
            time.sleep(0.2)
        self.assertIn('Принять можно все строки: 6 000', words)
        answer = office.post(draft, {'do': 'take'})
        self.assertRegex(answer.path, r'^/jobs/\d+$')
        job = answer.path
        for _ in range(150):
            words = office.get(job).words()
            if 'сделано' in words and 'Открыть' in words:
                break
            time.sleep(0.2)
        self.assertIn('Записано: 6 000 работ, 12 форм', words)
        self.assertIn('Форма принята', office.get('/forms/2026-5-астрономия/' + NINE).words())
        self.assertIn('Приём файла', office.get('/jobs').words())
        self.assertEqual(self.enter('завуч, школа № 5').get(job).status, 404)
        self.assertIn('астрономия.csv', office.get('/forms/files?show=all').words())

    # ---- what is not told ----

    def test_a_draft_keeps_to_those_who_bring_forms(self):
        school, reader, methodologist = self.enter('завуч, школа № 9'), self.enter('управление образования'), self.enter('методист')
        draft = self.bring(school, 'музыка.csv', form('Музыка', school=FIVE))
        self.assertIn(f'«{FIVE}» — не ваша школа', school.last.words())
        self.assertNotIn('Школа № 5', school.last.words())   # a code is no way to learn the name of a foreign school
        draft = self.bring(school, 'музыка.csv', form('Музыка'))
        for stranger in (reader, methodologist):
            for suffix in ('', '.json', '/original', '/marked'):
                self.assertEqual(stranger.get(draft + suffix).status, 403, suffix)   # single works, not figures of groups
            self.assertEqual(stranger.get('/forms/reconcile').status, 403)
            self.assertNotIn('/forms/reconcile', stranger.get('/forms').text)
        self.assertNotIn('/contests', self.enter('эксперт').get('/forms').text)          # no link that ends in a refusal
        school.get(draft)
        self.assertIn('Записано', school.post(draft, {'do': 'take'}).words())
        again = school.post(draft, {'do': 'take'})
        self.assertEqual(again.status, 409)
        self.assertIn('уже записан целиком', again.words())

    def test_what_was_not_seen_is_not_accepted(self):
        school, office = self.enter('завуч, школа № 9'), self.enter('муниципальный')
        draft, page = self.bring(school, 'труд.csv', form('Труд')), '/forms/2026-5-труд/' + NINE
        school.post(draft, {'do': 'take'})
        school.get(page)
        school.post(page, {'do': 'send'})
        form_page = office.get(page)
        seen = form_page.hidden(form_page.path)
        self.assertEqual(seen['version'], '1')
        other = self.bring(school, 'труд.csv', form('Труд').replace(b';4;6;1;2;3', b';4;5;1;1;3', 1))
        school.post(other, {'do': 'take', 'reason': 'описка'})
        office.get(page)
        late = office.post(page, {**seen, 'do': 'accept'}, csrf=seen['csrf'])
        self.assertEqual(late.status, 409)
        self.assertIn('теперь это версия 2', late.words())
        self.assertIn('ждёт приёмки', office.get(page).words())
        self.assertIn('Форма принята', office.post(page, {'do': 'accept', 'version': '2'}).words())

    def test_a_work_without_a_form_is_not_asked_for(self):
        school = self.enter('завуч, лицей № 1')
        self.assertIn('Олимпиада', school.get('/procedures').words())
        self.assertNotIn('Сдать форму: Олимпиада', school.get('/').words())
        self.assertNotIn('олимпиада', school.get('/forms/new').text)
        chosen = school.get('/forms/new?procedure=2026-6-математика').text
        self.assertRegex(chosen, r'<option value="2026-6-математика"[^>]*selected')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=1)
