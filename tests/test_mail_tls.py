"""The line to a mail server over TLS: a certificate nobody vouches for, a server that offers no STARTTLS, an address in clear elsewhere are refused before a name,
a password or a word of a letter is said; a vouched one takes the letter.
usage: test_mail_tls.py MAIL_PROBE"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from smtp_server import Smtp

PROBE = sys.argv[1]
ROOTS = '/etc/ssl/certs/ca-certificates.crt'


def certify(folder):
    """A certificate for localhost and its key; None without openssl."""
    cert, key = os.path.join(folder, 'c.pem'), os.path.join(folder, 'k.pem')
    if shutil.which('openssl') is None:
        return None
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=DNS:localhost'], check=True, capture_output=True)
    return cert, key


class MailTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.certificate = certify(cls.folder.name)

    def setUp(self):
        if self.certificate is None:
            self.skipTest('нет openssl')

    def send(self, server, scheme, roots=None):
        url = f'{scheme}://localhost:{server.server_address[1]}'
        call = [PROBE, url, 'merilo', 'секретное слово']
        if roots is not None:  # a machine that trusts this certificate: its list of roots is another one, for this process only
            call = ['unshare', '-m', 'sh', '-c', 'mount --bind "$0" "$1" && shift && exec "$@"', roots, ROOTS, *call]
        return subprocess.run(call, capture_output=True, text=True).stdout.strip()

    def test_nobody_vouches(self):
        for tls, scheme in (('starttls', 'smtp+starttls'), ('smtps', 'smtps')):
            server = Smtp(tls, self.certificate)
            said = self.send(server, scheme)
            self.assertIn('unreached: Почтовый сервер не отвечает', said)
            self.assertIn('certificate', said)
            self.assertEqual((server.letters, [line for line in server.commands if line[:4] in ('AUTH', 'MAIL', 'RCPT')]), ([], []))
            server.stop()

    def test_no_starttls_offered(self):
        server = Smtp()
        self.assertIn('unreached', self.send(server, 'smtp+starttls'))
        self.assertEqual((server.letters, [line for line in server.commands if line[:4] in ('AUTH', 'MAIL')]), ([], []))
        server.stop()

    def test_vouched(self):
        works = os.geteuid() == 0 and shutil.which('unshare') and os.path.exists(ROOTS)
        if not works or subprocess.run(['unshare', '-m', 'mount', '--bind', '/etc/hostname', '/etc/hostname'], capture_output=True).returncode != 0:
            self.skipTest('другой список корневых сертификатов здесь не подставить')
        for tls, scheme in (('starttls', 'smtp+starttls'), ('smtps', 'smtps')):
            server = Smtp(tls, self.certificate)
            self.assertEqual(self.send(server, scheme, self.certificate[0]), 'went:')
            self.assertEqual([(sender, to) for sender, to, _ in server.letters], [('<merilo@mo.example.ru>', ['five@school.example.ru'])])
            self.assertEqual(sum(line.startswith('AUTH') for line in server.commands), 1)
            server.stop()


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
