#!/usr/bin/env python3
"""Signing in by OpenID Connect against a provider on loopback: joining, signing in, and everything that must not be believed.

usage: test_web_outer.py MERILO PEOPLE_SEED
"""
import os
import subprocess
import sys
import tempfile
import time
import unittest

from oidc_provider import Provider
from web_client import Browser, Server

PROGRAM, SEED = sys.argv[1:3]
PASSWORD = 'корова летит над школой'


class Outer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='merilo-outer-')
        cls.db = os.path.join(cls.folder.name, 'merilo.db')
        cls.codes = dict(line.split() for line in subprocess.run([SEED, cls.db], check=True, capture_output=True, text=True).stdout.splitlines())
        cls.server = Server(PROGRAM, cls.db)
        cls.provider = Provider()
        cls.set({'oidc.issuer': cls.provider.issuer, 'oidc.client': cls.provider.client, 'oidc.secret': cls.provider.secret, 'oidc.return': cls.server.base, 'oidc.title': 'Войти через район'})

    @classmethod
    def set(cls, settings):
        subprocess.run([SEED, cls.db, *[f'{k}={v}' for k, v in settings.items()]], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.provider.stop()
        cls.folder.cleanup()

    def setUp(self):
        self.provider.bend, self.provider.sign, self.provider.subject = lambda header, claims: None, None, 'user-42'

    def go(self, browser):
        """To the provider and back, until it is known what came of it."""
        browser.get('/signin/outer')
        for _ in range(80):
            if 'http-equiv="refresh"' not in browser.last.text:
                return browser.last
            time.sleep(0.25)
            browser.get('/signin/outer/wait')
        self.fail(browser.last.words())

    def test_whole_way(self):
        person = Browser(self.server.base)
        self.assertIn('Войти через район', person.get('/signin').words())
        # Known to the provider, not to us.
        self.assertIn('ещё не связан', self.go(person).words())
        self.assertIsNone(person.cookie('session'))
        # Signed in by password: joined, after the password was given once more.
        person.get('/invite/' + self.codes['school'])
        person.post('/invite/' + self.codes['school'], {'password': PASSWORD, 'again': PASSWORD})
        self.assertIn('Связать', self.go(person).words())
        person.post('/signin/outer/wait', {})
        self.assertEqual(person.last.status, 403)
        person.get('/account/password?next=/account/outer')
        person.post('/account/password', {'old': PASSWORD, 'next': '/account/outer'})
        self.assertIn('Перейти к внешней службе', person.last.words())
        self.go(person)
        person.post('/signin/outer/wait', {})
        self.assertIn('Внешний вход связан', person.last.words())
        # From now on without a password, in another browser; a button, not a link, signs in.
        other = Browser(self.server.base)
        self.assertIn('Здравствуйте, Орлова', self.go(other).words())
        self.assertIsNone(other.cookie('session'))
        late = Browser(self.server.base)  # the same cookie, later
        late.get('/signin')
        late.jar.set_cookie(next(c for c in other.jar if c.name == 'outer'))
        other.post('/signin/outer/wait', {})
        self.assertIsNotNone(other.cookie('session'))
        self.assertIn('Орлова', other.get('/account').words())
        late.post('/signin/outer/wait', {})  # what came back works once
        self.assertEqual(late.last.status, 404)
        self.assertIsNone(late.cookie('session'))
        # Somebody else cannot join the same identity.
        rival = Browser(self.server.base)
        rival.get('/invite/' + self.codes['teacher'])
        rival.post('/invite/' + self.codes['teacher'], {'password': PASSWORD, 'again': PASSWORD})
        rival.get('/account/password')
        rival.post('/account/password', {'old': PASSWORD})
        self.go(rival)
        rival.post('/signin/outer/wait', {})
        self.assertIn(rival.last.status, (400, 409))
        self.assertIn('другим человеком', rival.last.words())

    def test_what_is_not_believed(self):
        """Two of them through the whole program; all of them: test_oidc.c."""
        for bend, sign in ((lambda h, c: c.update(nonce='0' * 64), None), (lambda h, c: h.update(alg='none'), lambda text: b'')):
            self.provider.bend, self.provider.sign = bend, sign
            browser = Browser(self.server.base)
            self.assertIn('не подтвердила', self.go(browser).words())
            browser.post('/signin/outer/wait', {})
            self.assertIsNone(browser.cookie('session'))

    def test_foreign_returns(self):
        # A link somebody sends: without the cookie of this browser it leads nowhere, and the provider is not asked.
        asked, browser = self.provider.tokens_asked, Browser(self.server.base)
        self.assertEqual(browser.get('/signin/outer/back?state=' + 'a' * 64 + '&code=stolen').status, 403)
        self.assertEqual(browser.get('/signin/outer/back?error=access_denied').status, 403)
        self.assertEqual(browser.get('/signin/outer/wait').status in (200, 404), True)
        self.assertEqual(self.provider.tokens_asked, asked)

    def test_provider_is_down(self):
        self.set({'oidc.issuer': 'http://127.0.0.1:9', 'oidc.metadata': ''})
        try:
            browser = Browser(self.server.base)
            self.assertEqual(browser.get('/signin/outer').status, 200)
            self.assertIn('Узнаём', browser.last.words())
            self.assertEqual(browser.get('/signin').status, 200)
        finally:
            self.set({'oidc.issuer': self.provider.issuer, 'oidc.metadata': ''})


unittest.main(argv=sys.argv[:1])
