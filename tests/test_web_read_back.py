#!/usr/bin/env python3
"""Whatever Merilo writes about a plan it reads back as the same plan: its page as DOCX, XLSX, CSV and HTML, the plan in every layout, the order with its annex, minutes and an extract.
Over the plans of the demonstration and over the five documents of the users where they are at hand. What is compared with is the page's JSON, which no reader of documents has touched.

usage: test_web_read_back.py MERILO
"""
import glob
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from web_client import Demonstration

PROGRAM = sys.argv[1]
SEEDS = os.path.join(os.environ.get('MERILO_SOURCE', '.'), '..', 'shared', 'seeds')
POINTS = 'Приказ'  # a section of the page; on paper they are the order's


def bare(text):
    """Letters and figures: typography is the renderer's business."""
    return re.sub(r'\W+', ' ', (text or '').lower().replace('ё', 'е')).strip()


def words_of(cell):
    return cell.get('text', '') if isinstance(cell, dict) else cell or ''


class ReadBack(Demonstration):
    program = PROGRAM

    def read(self, name, content):
        with tempfile.TemporaryDirectory() as folder:
            path, out = os.path.join(folder, name), os.path.join(folder, 'out.json')
            with open(path, 'wb') as file:
                file.write(content)
            told = subprocess.run([PROGRAM, 'plan', 'read', path, '--json', out], capture_output=True, text=True)
            self.assertEqual(told.returncode, 0, f'{name}: {told.stderr}')
            with open(out, encoding='utf-8') as file:
                return json.load(file)

    def rows(self, office, plan):
        """number, title, term, people, is it a point of the order: as the page has them."""
        page = json.loads(office.get(f'/plans/{plan}.json').text)
        table = next(table for table in page['tables'] if table['id'] == 'plan')
        out, section = [], ''
        for row in table['rows']:
            cells = [words_of(cell) for cell in row]
            if not any(cells[1:]):
                section = cells[0]
                continue
            term = '' if cells[2] in ('—', 'срока нет') else cells[2]
            out.append((cells[0], cells[1], term, cells[4], section == POINTS))
        self.assertGreater(len(out), 0)
        return page['title'], page['text'], out

    def assert_same(self, name, rows, found):
        left = list(found)
        for number, title, term, people, _ in rows:
            here = next((one for one in left if bare(one.get('title') or one.get('text')).startswith(bare(title))), None)
            self.assertIsNotNone(here, f'{name}: «{title}» is not among {[one.get("title") or one.get("text") for one in left]}')
            left.remove(here)
            if number:
                self.assertEqual(here['number'], number, f'{name}: «{title}»')
            self.assertEqual(bare((here['term'] or {}).get('text')), bare(term), f'{name}: «{title}»')
            self.assertEqual(bare(' '.join(here['responsible'])), bare(people), f'{name}: «{title}»')
        return left

    def assert_approval(self, name, facts, read):
        said = next((fact for fact in facts if fact.startswith('Утверждён: ')), None)
        if said is None:
            return
        by, day, month, year, number = re.match(r'Утверждён: (.*?) от (\d+)\.(\d+)\.(\d+)(?: № (.*))?$', said.replace('\u00a0', ' ')).groups()
        self.assertEqual((bare(read['approved']['who']), read['approved']['date'], read['approved']['number']), (bare(by), f'{year}-{month}-{day}', number), name)

    def paper(self, office, plan, kind, layout=None):
        page = office.get(f'/plans/{plan}/papers?kind={kind}')
        fields = {'kind': kind, 'do': 'look'}
        for tag, name in re.findall(r'(<(?:input|textarea|select)[^>]*name="(\w+)")', page.text):
            if name in ('paper_number', 'paper_day', 'command', 'basis', 'points', 'signatures', 'subject', 'agreed', 'readers'):
                value = re.search(re.escape(tag) + r'[^>]*?value="([^"]*)"', page.text)
                fields[name] = html.unescape(value.group(1)) if value else ''
        choices = {name: re.findall(r'<option[^>]*value="([^"]*)"', body) for name, body in re.findall(r'<select[^>]*name="(\w+)"(.*?)</select>', page.text, re.S)}
        for name in ('layout', 'approval'):
            if name in choices:
                fields[name] = html.unescape(choices[name][0])
        if layout is not None:
            fields['layout'] = html.unescape(choices['layout'][layout])
        answer = office.post(f'/plans/{plan}/papers.docx', fields)
        self.assertEqual(answer.bytes[:2], b'PK', answer.text[:300])
        return answer.bytes, len(choices.get('layout', ()))

    def check_plan(self, office, plan):
        title, facts, rows = self.rows(office, plan)
        for suffix in ('docx', 'xlsx', 'csv', ''):
            read = self.read('page.' + (suffix or 'html'), office.get(f'/plans/{plan}' + (suffix and '.' + suffix)).bytes)
            self.assertEqual(self.assert_same(suffix or 'html', rows, read['measures']), [], suffix)
            self.assertEqual(read['decisions'], [])
            if suffix != 'csv':  # tables alone
                self.assertEqual(bare(read['title']), bare(title), suffix)
                self.assert_approval(suffix or 'html', facts, read)
        on_paper = [row for row in rows if not row[4]]
        n_layouts = 1
        layout = 0
        while layout < n_layouts:
            content, n_layouts = self.paper(office, plan, 'plan', layout)
            read = self.read('plan.docx', content)
            self.assertEqual(self.assert_same(f'layout {layout}', on_paper, read['measures'] or read['decisions']), [])
            self.assertEqual(bare(read['title']), bare(title))
            self.assert_approval(f'layout {layout}', facts, read)
            layout += 1
        self.assertGreaterEqual(n_layouts, 5)
        read = self.read('order.docx', self.paper(office, plan, 'order')[0])
        left = self.assert_same('order', rows, read['measures'] + read['decisions'])
        self.assertEqual([bare(point['text'])[:9] for point in left], ['утвердить', 'контроль '] if len(rows) == len(on_paper) and read['measures'] else [])
        if read['measures']:
            self.assertEqual(bare(read['title']), bare(title))
        else:
            self.assertTrue(read['title'].startswith('Об исполнении решений '), read['title'])

    def test_demonstration(self):
        office = self.enter('муниципальный')
        for plan in (1, 2, 3, 4):
            with self.subTest(plan):
                self.check_plan(office, plan)

    @unittest.skipUnless(os.path.isdir(SEEDS), 'the documents are not here')
    def test_seeds(self):
        office = self.enter('муниципальный')
        for path in sorted(glob.glob(os.path.join(SEEDS, '*.txt'))):
            with self.subTest(os.path.basename(path)[:3]):
                with open(path, 'rb') as file:
                    content = file.read()
                office.get('/plans/new')
                plan = int(office.upload('/plans/new?from=file', {'paste': '', 'year': '', 'again': '1'}, 'file', 'a.txt', content).path.split('/')[2])
                office.get(f'/plans/{plan}/approve')
                told = office.post(f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ управления образования', 'number': '46-од', 'on': '2026-11-20', 'reason': 'по документу', 'asis': '1'})
                self.assertIn('План утверждён', told.words())
                self.check_plan(office, plan)

    def test_minutes(self):
        office = self.enter('муниципальный')
        minutes = re.findall(r'href="(/records/minutes/\d+)"', office.get('/records/minutes').text)[0]
        shown = bare(office.get(minutes).words())
        read = {}
        for kind in ('minutes', 'extract'):
            page = office.get(f'{minutes}/papers?kind={kind}')
            fields = {html.unescape(name): html.unescape(value) for name, value in re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', page.text) if name not in ('csrf', 'q')}
            read[kind] = self.read(kind + '.docx', office.post(f'{minutes}/papers.docx', {**fields, 'kind': kind, 'do': 'look'}).bytes)
        self.assertEqual(len(read['minutes']['decisions']), 2)
        for kind, document in read.items():
            self.assertEqual(document['approved'], {'who': 'Р. Н. Климов, директор', 'date': '2026-11-12', 'number': '5'}, kind)
            self.assertEqual([(d['text'], d['term']['text'], d['responsible']) for d in document['decisions']], [(d['text'], d['term']['text'], d['responsible']) for d in read['minutes']['decisions']])
            for decision in document['decisions']:
                self.assertIn(bare(decision['text']), shown)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
