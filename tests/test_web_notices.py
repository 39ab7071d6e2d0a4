#!/usr/bin/env python3
"""Reminders through the whole program: the bell, letters by a mail server on loopback, the calendar feed, the week; clocks set from outside.

usage: test_web_notices.py MERILO PEOPLE_SEED
"""
import email
import email.header
import os
import re
import sqlite3
import subprocess
import sys
import time
import unittest
import urllib.request

from smtp_server import Smtp
from web_client import Browser, Demonstration, clock

PROGRAM, SEED = sys.argv[1:3]


class Notices(Demonstration):
    program = PROGRAM
    when = (2026, 11, 23, 3)  # a Monday at night: nobody is reminded yet

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.smtp = Smtp()
        cls.smtp.refuse = {'wrong@school.example.ru': '550 no such mailbox', 'slow@school.example.ru': '451 come later'}

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.smtp.stop()

    @classmethod
    def again(cls, *when):
        """The server stops and starts at another time, on another port."""
        cls.process.send_signal(15)
        cls.process.stdout.read()
        cls.process.wait(timeout=20)
        cls.process.stdout.close()
        os.environ['MERILO_CLOCK'] = clock(*when)
        cls.process = subprocess.Popen([PROGRAM, 'serve', '--db', cls.db(), '--data', cls.folder.name, '--listen', '127.0.0.1:0', '--workers', '2'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        base = re.search(r'http://\S+', cls.process.stdout.readline()).group(0).rstrip('/')
        for browser in cls.browsers.values():
            browser.base = base
        cls.base = base

    @classmethod
    def db(cls):
        return f'{cls.folder.name}/demo.db'

    def rows(self, sql, *args):
        connection = sqlite3.connect(self.db())
        try:
            return connection.execute(sql, args).fetchall()
        finally:
            connection.close()

    def wait_for(self, what, seconds=45):
        for _ in range(seconds * 5):
            if what():
                return
            time.sleep(0.2)
        self.fail('it never came: ' + str(self.rows('SELECT kind, state, words FROM job WHERE kind IN (?, ?)', 'remind', 'mail')) + str(self.smtp.commands[-20:]))

    def mail_to(self, browser, address, choice):
        browser.get('/account/name')
        field = re.search(r'<input[^>]*name="name"[^>]*>', browser.last.text).group(0)
        browser.post('/account/name', {'name': re.search(r'value="([^"]*)"', field).group(1), 'post': 'завуч', 'email': address})
        browser.get('/account/notices')
        self.assertEqual(browser.post('/account/notices', {'mail': choice}).status, 200, browser.last.words())
        self.assertIn('Сохранено', browser.last.words())

    def test_the_whole_way(self):
        office, school, seven, lyceum = self.enter('муниципальный'), self.enter('завуч, школа № 5'), self.enter('завуч, школа № 7'), self.enter('завуч, лицей')
        school.get('/account/notices')
        self.assertIn('Ваша почта не указана', school.last.words())
        self.assertEqual(school.post('/account/notices', {'mail': 'сразу'}).status, 409)
        self.mail_to(office, 'office@mo.example.ru', 'раз в неделю')
        self.mail_to(school, 'five@school.example.ru', 'сразу')
        self.mail_to(seven, 'wrong@school.example.ru', 'сразу')
        self.mail_to(lyceum, 'slow@school.example.ru', 'сразу')
        self.assertEqual(self.rows('SELECT count(*) FROM notice'), [(0,)])
        subprocess.run([SEED, self.db(), f'smtp.url={self.smtp.url}', 'smtp.from=merilo@mo.example.ru', 'oidc.return=https://merilo.example.ru/'], check=True)
        self.again(2026, 11, 23, 9)
        self.wait_for(lambda: len(self.smtp.letters) >= 2 and self.rows('SELECT 1 FROM mail WHERE state = 3') and self.rows('SELECT 1 FROM mail WHERE n_tries = 1 AND state = 1'))
        self.letters()
        self.bell(office)
        self.feed(office)
        n = len(self.smtp.letters)
        # Two hours later what waited goes out; nothing is said twice, also not at the next hour of reminders.
        self.smtp.refuse.clear()
        self.again(2026, 11, 23, 11, 30)
        self.wait_for(lambda: len(self.smtp.letters) > n and self.rows("SELECT count(*) FROM job WHERE kind = 'remind' AND state = 3") == [(2,)] and not self.rows('SELECT 1 FROM mail WHERE state = 1'))
        later = self.smtp.letters[n:]
        self.assertEqual({to for _, tos, _ in later for to in tos}, {'slow@school.example.ru'})
        self.assertEqual(self.rows('SELECT account_id, about FROM notice GROUP BY 1, 2 HAVING count(*) > 1'), [])

    def letters(self):
        by = {}
        for sender, to, data in self.smtp.letters:
            self.assertEqual((sender.split(' ')[0], len(to)), ('<merilo@mo.example.ru>', 1))
            by.setdefault(to[0], []).append(email.message_from_bytes(data))
        self.assertEqual(set(by), {'office@mo.example.ru', 'five@school.example.ru'})
        subject = lambda letter: str(email.header.make_header(email.header.decode_header(letter['Subject']))).replace('\u00a0', ' ')
        text = lambda letter: letter.get_payload(decode=True).decode().replace('\u00a0', ' ')
        self.assertEqual(len(by['office@mo.example.ru']), 1)
        week = by['office@mo.example.ru'][0]
        self.assertRegex(subject(week), r'^Неделя 23–29 ноября: (\d+ срок\S*)?(, )?(просрочено \d+)?')
        self.assertIn('https://merilo.example.ru/plans/', text(week))
        self.assertIn('https://merilo.example.ru/account/notices', text(week))
        self.assertRegex(text(week), r'— (срок|просрочено с) \S\S, \d\d\.\d\d: ')
        self.assertEqual(len(by['five@school.example.ru']), 1) # on a Monday the week holds what was just told
        school = by['five@school.example.ru'][0]
        self.assertRegex(subject(school), r'^Неделя 23–29 ноября')
        links = re.findall(r'https://merilo.example.ru/plans/\S+', text(school))
        self.assertEqual(sorted(links), sorted(set(links)))
        about = {link for (link,) in self.rows("SELECT DISTINCT n.link FROM notice n JOIN account a ON a.id = n.account_id WHERE a.email = 'five@school.example.ru' AND n.link NOT LIKE '/week%'")}
        self.assertTrue(about)
        for link in about:
            self.assertIn('https://merilo.example.ru' + link, text(school))
        for letter in week, school:
            self.assertNotIn('план №', text(letter))
            self.assertIn('Энский район', text(letter))
        self.assertEqual(week['To'], '<office@mo.example.ru>')

    def bell(self, browser):
        browser.get('/notices')
        words = browser.last.words()
        unseen = int(re.search(r'(\d+) напомина\w+ не прочитан', words).group(1))
        about = re.search(r'name="about" value="([^"]*)"', browser.last.text).group(1)
        browser.post('/notices', {'about': about})
        self.assertIn('Отмечено как прочитанное', browser.last.words())
        self.assertIn(f'{unseen - 1} напомина' if unseen > 1 else 'Все напоминания прочитаны', browser.last.words())
        self.assertIn('срок вышел', browser.get('/notices?kind=late').words())
        browser.post('/notices', {'about': 'all'})
        self.assertIn('Все напоминания прочитаны', browser.get('/notices').words())
        other = self.enter('завуч, школа № 5')
        self.assertIn('не прочитан', other.get('/notices').words())  # nobody reads for another

    def feed(self, browser):
        browser.get('/account/calendar')
        browser.post('/account/calendar', {'do': 'make'})
        path = re.search(r'/calendar/feed/[\w-]+\.ics', browser.last.text).group(0)
        stranger = Browser(self.base)
        answer = stranger.get(path)
        self.assertEqual((answer.status, answer.headers['Content-Type']), (200, 'text/calendar; charset=utf-8'))
        events = answer.text.replace('\r\n ', '').split('BEGIN:VEVENT')[1:]
        self.assertGreater(len(events), 5)
        uids = [re.search(r'UID:(\S+)', event).group(1) for event in events]
        self.assertEqual(len(uids), len(set(uids)))
        self.assertEqual(stranger.get(path).bytes, answer.bytes)
        request = urllib.request.Request(self.base + path, headers={'If-None-Match': answer.headers['ETag']})
        self.assertEqual(stranger.open(request).status, 304)
        self.assertNotIn(path, browser.get('/account/calendar').text)  # shown once
        browser.post('/account/calendar', {'do': 'end'})
        self.assertEqual(stranger.get(path).status, 404)
        plan = browser.get('/plans/1/calendar.ics')
        self.assertEqual(plan.status, 200)
        self.assertIn('BEGIN:VCALENDAR\r\n', plan.text)
        self.assertEqual(browser.get('/week?from=2026-11-01&to=2026-11-30').status, 200)
        self.assertIn('Четверг, 19 ноября 2026', browser.last.words())
        first = browser.last.text.count('<tr')
        self.assertNotIn('Показаны', browser.last.words())
        second = browser.get('/week?from=2026-11-01&to=2026-11-30&row=2')  # from the second term on, with a way back and the same days
        self.assertIn(second.text.count('<tr'), (first - 1, first - 2))
        self.assertIn('from=2026-11-01&amp;to=2026-11-30&amp;row=1"', second.text)
        self.assertTrue(browser.get('/week.docx?from=2026-11-01&to=2026-11-30').bytes.startswith(b'PK'))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
