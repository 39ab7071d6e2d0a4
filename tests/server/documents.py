#!/usr/bin/env python3
"""Documents in the browser through the real server of one worker: old Word by a converter, and what is slow to read keeps nobody waiting.

usage: documents.py MERILO
"""
import os
import subprocess
import sys
import threading
import time
import unittest

import harness

CONVERTERS = [path for path in ('/usr/bin/antiword', '/usr/bin/catdoc') if os.access(path, os.X_OK)]
HERE = os.path.dirname(os.path.abspath(__file__))
with open(f'{HERE}/../document/measures.doc', 'rb') as old_word:
    MEASURES = old_word.read()
HIDE = ('unshare', '-rm', 'sh', '-c', f'for path in {" ".join(CONVERTERS)}; do mount --bind /dev/null $path || exit 1; done; exec "$@"', 'sh')


def slow_pdf(levels):
    """A page that is drawn ten times as long with every level: forms that draw forms."""
    def stream(head, content):
        return b'<< %s /Length %d >>\nstream\n%s\nendstream' % (head, len(content), content)
    objects = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>',
               stream(b'', b'BT /F 10 Tf 1 0 0 1 50 700 Tm (Plan) Tj ET /X Do'), b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
    for level in range(levels):
        below = b'/XObject << /X %d 0 R >>' % (7 + level) if level + 1 < levels else b''
        draws = b'/X Do ' if below else b'0 0 m 500 800 l S BT /F 8 Tf 1 0 0 1 60 60 Tm (a) Tj ET '
        objects.append(stream(b'/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> %s >>' % below, draws * 10))
    return b'%PDF-1.4\n' + b''.join(b'%d 0 obj\n%s\nendobj\n' % (i + 1, text) for i, text in enumerate(objects)) + b'trailer << /Root 1 0 R >>\n%%EOF\n'


def bring(client, name, content):
    client.get('/plans/new')
    return client.upload('/plans/new?from=file', {'paste': '', 'year': '', 'again': '1'}, [('file', name, content)])


def wait_of_a_page(client):
    begun = time.monotonic()
    assert client.get('/plans').status == 200
    return time.monotonic() - begun


def pages_meanwhile(client, thread):
    """What other pages waited, while the thread lives."""
    waits = []
    while thread.is_alive():
        waits.append(wait_of_a_page(client))
        time.sleep(0.05)
    return waits


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = harness.Server(harness.program(), workers=1)
        cls.office, cls.other = cls.server.sign_in('municipality'), cls.server.sign_in('region')

    @classmethod
    def tearDownClass(cls):
        log = cls.server.log()
        cls.office.leave(), cls.other.leave()
        cls.server.__exit__()
        assert 'упал' not in log and 'сигнал' not in log, log[-3000:]

    @unittest.skipUnless(CONVERTERS, 'neither antiword nor catdoc is installed')
    def test_old_word_becomes_a_plan(self):
        self.assertNotIn('не читается', self.office.get('/plans/new').words())
        made = bring(self.office, 'план.doc', MEASURES)
        self.assertEqual(made.status, 303, made.words()[:900])
        for again in range(2):  # read once, shown twice
            page = self.office.get(made.place)
            self.assertEqual(page.status, 200)
            for words in ('Прочитано 3 мероприятия', 'Перекрёстная проверка работ', 'до 20 января 2027 г.', 'Цель: согласованные оценки в школах района.'):
                self.assertIn(words, page.words())
        self.assertEqual(self.office.get(f'{made.place}/file').body, MEASURES)

    def test_damaged_old_word_is_told_so(self):
        reply = bring(self.office, 'план.doc', MEASURES[:1500] + bytes(3000))
        self.assertEqual(reply.status, 400)
        self.assertIn('сохраните как .docx', reply.words())
        self.assertEqual(bring(self.office, 'план.txt', 'План\n\n№\tМероприятие\tСрок\n1\tСовещание\tмай 2027 г.\n'.encode()).status, 303)

    def test_a_slow_document_keeps_nobody_waiting(self):
        took = []

        def read():
            begun = time.monotonic()
            took.append((bring(self.office, 'план.pdf', content).status, time.monotonic() - begun))
        alone = sorted(wait_of_a_page(self.other) for _ in range(9))[4]
        for levels in (3, 4, 5):  # machines differ: as slow as is needed for a difference
            content = slow_pdf(levels)
            reading = threading.Thread(target=read)
            reading.start()
            waits = pages_meanwhile(self.other, reading)
            if took[-1][1] > 1.5:
                break
        self.assertGreater(took[-1][1], 1.5)
        self.assertIn(took[-1][0], (400, 413))  # no plan is written there
        self.assertGreater(len(waits), 8)
        self.assertLess(sorted(waits)[len(waits) // 2], max(0.25, 10 * alone), waits)
        self.assertLess(max(waits), took[-1][1] / 2, waits)

    def test_without_a_converter_the_way_out_is_told(self):
        if CONVERTERS and subprocess.run([*HIDE, 'true'], capture_output=True, check=False).returncode != 0:
            self.skipTest('the converters cannot be hidden on this machine')
        with harness.Server(harness.program(), workers=1, wrap=HIDE if CONVERTERS else ()) as server:
            office = server.sign_in('municipality')
            reply = bring(office, 'план.doc', MEASURES)
            office.leave()
            self.assertEqual(reply.status, 400)
            self.assertIn('Документ Word старого формата (.doc) здесь не читается.', reply.words())
            self.assertIn('сохраните как .docx', reply.words())
            self.assertIn('Старый Word (.doc) здесь не читается', reply.words())  # beside the field of the form as well


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
