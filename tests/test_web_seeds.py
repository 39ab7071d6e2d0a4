#!/usr/bin/env python3
"""Each of the five documents of the users, from a file to its report: read, corrected where it is ambiguous, approved, sent to schools, partly executed with evidence, controlled, printed.
Skips where the documents are not at hand.

usage: test_web_seeds.py MERILO
"""
import glob
import html
import io
import os
import re
import sys
import unittest
import zipfile

from web_client import Demonstration

PROGRAM = sys.argv[1]
SEEDS = os.path.join(os.environ.get('MERILO_SOURCE', '.'), '..', 'shared', 'seeds')
# measures and points or decisions that the document holds; who brings it
EXPECTED = {'000': 13, '001': 36, '002': 17, '003': 9, '004': 4}


class Seeds(Demonstration):
    program = PROGRAM
    when = (2026, 11, 23, 10)  # a Monday

    def post(self, browser, path, fields, shown=None):
        browser.get(shown or path)
        return browser.post(path, fields)

    def upload(self, browser, name):
        with open(glob.glob(os.path.join(SEEDS, name + '_*.txt'))[0], 'rb') as file:
            content = file.read()
        browser.get('/plans/new')
        answer = browser.upload('/plans/new?from=file', {'paste': '', 'year': '', 'again': '1'}, 'file', name + '.txt', content)
        self.assertRegex(answer.path, r'^/plans/\d+/source$', answer.words()[:400])
        return int(answer.path.split('/')[2])

    def correct(self, browser, plan):
        """What is ambiguous gets a term and a person, in the form beside the document."""
        page = browser.get(f'/plans/{plan}/source')
        fields = {'all': '1'}
        for name, value in re.findall(r'<input[^>]*name="((?:rev|number)\d+)"[^>]*value="([^"]*)"', page.text):
            fields[name] = html.unescape(value)
        for name, value in re.findall(r'<textarea[^>]*name="((?:title|term|responsible)\d+)"[^>]*>\s*([^<]*)</textarea>', page.text):
            fields[name] = html.unescape(value).strip() or ('до 25 мая' if name.startswith('term') else 'Методист' if name.startswith('responsible') else '')
        answer = browser.post(f'/plans/{plan}/source', fields)
        self.assertEqual(answer.status, 200, answer.words()[:400])
        return answer

    def execute(self, office, school, plan, name):
        cascade = self.post(office, f'/plans/{plan}/cascade', {'title': f'Документ {name}', 'words': 'Составьте свой план.', 'see': '2026-12-01', 'plan': '2026-12-10', 'to': 'sch990007'}).path
        self.assertIn('/cascades/', cascade)
        number = cascade.split('/')[2]
        self.post(school, f'/inbox/{number}', {'do': 'seen'})
        own = self.post(school, f'/inbox/{number}', {'do': 'plan', 'n': '1'}).path
        self.assertRegex(own, r'^/plans/\d+$', school.last.words()[:300])
        self.post(school, own + '/approve', {'do': 'approve', 'by': 'приказ директора', 'number': '7', 'on': '2026-11-20', 'asis': '1'})
        measure = own + '/measures/1'
        slots = re.findall(r'<option[^>]*value="(\d+)"', re.search(r'<select[^>]*name="for".*?</select>', school.get(measure + '/evidence').text, re.S).group(0))
        for slot in slots:
            if slot != '0':
                self.post(school, measure + '/evidence', {'for': slot, 'kind': 'link', 'href': '/results', 'title': f'Подтверждение {slot}'})
        if slots == ['0']:
            self.post(school, measure + '/slots', {'title0': 'Справка', 'type0': '', 'each0': ''})
            self.post(school, measure + '/evidence', {'for': '1', 'kind': 'link', 'href': '/results', 'title': 'Справка'})
        self.assertIn('Отправлено контролирующему', self.post(school, measure, {'do': 'offer'}).words())
        for evidence in re.findall(r'name="do" value="evidence-accept"/><input[^>]*name="evidence" value="(\d+)"', office.get(measure).text):
            self.post(office, measure, {'do': 'evidence-accept', 'evidence': evidence})
        self.assertIn('Пункт принят', self.post(office, measure, {'do': 'accept'}).words())
        self.assertIn('план утверждён у 1', office.get(cascade).words())

    def printed(self, office, plan):
        for address in (f'/plans/{plan}.docx', f'/plans/{plan}/execution.docx', f'/plans/{plan}.xlsx'):
            answer = office.get(address)
            self.assertEqual((answer.status, answer.bytes[:2]), (200, b'PK'), address)
        for kind in ('plan', 'order', 'report'):
            page = office.get(f'/plans/{plan}/papers?kind={kind}')
            fields = {name: html.unescape(re.search(r'<option[^>]*value="([^"]*)"', body).group(1)) for name, body in re.findall(r'<select[^>]*name="(\w+)"(.*?)</select>', page.text, re.S)}
            office.get(f'/plans/{plan}/papers')
            answer = office.post(f'/plans/{plan}/papers.docx', {**fields, 'kind': kind, 'paper_number': '', 'paper_day': '2026-11-22', 'do': 'look'})
            with zipfile.ZipFile(io.BytesIO(answer.bytes)) as parts:
                self.assertIn('word/document.xml', parts.namelist(), kind)

    @unittest.skipUnless(os.path.isdir(SEEDS), 'the documents are not here')
    def test_each_document_lives(self):
        office, school = self.enter('муниципальный'), self.enter('завуч, школа № 7')
        for name, n in EXPECTED.items():
            with self.subTest(name):
                plan = self.upload(office, name)
                self.assertRegex(office.last.words(), rf'Прочитано {n} мероприят')
                self.correct(office, plan)
                self.assertRegex(office.get(f'/plans/{plan}/source').words(), rf'Прочитано {n} мероприят')
                approved = self.post(office, f'/plans/{plan}/approve', {'do': 'approve', 'by': 'приказ управления', 'number': name, 'on': '2026-11-20', 'reason': 'по документу', 'asis': '1'})
                self.assertIn('План утверждён', approved.words())
                self.execute(office, school, plan, name)
                self.assertRegex(office.get(f'/plans/{plan}/rollup').words(), r'Свод: 1 план')
                self.printed(office, plan)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
