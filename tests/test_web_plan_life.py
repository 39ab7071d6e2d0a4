#!/usr/bin/env python3
"""The life of a plan through the real program over the demonstration: what is approved and what is not, what is over, who decided first, the same thing twice.

usage: test_web_plan_life.py MERILO
"""
import html
import json
import re
import sys
import unittest

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

    def bring(self, browser, text=PLAN, year=''):
        browser.get('/plans/new')
        answer = browser.upload('/plans/new?from=file', {'paste': '', 'year': year}, 'file', 'план.txt', text.encode())
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


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
