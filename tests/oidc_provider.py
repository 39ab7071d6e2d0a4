"""A tiny OpenID Connect provider on loopback: discovery, authorization, token with PKCE, keys. What it says can be bent for tests. Standard library only."""
import base64
import hashlib
import http.server
import json
import random
import threading
import time
import urllib.parse


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def is_prime(n, rounds=12):
    if any(n % p == 0 for p in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)):
        return False
    d, r = n - 1, 0
    while d % 2 == 0:
        d, r = d // 2, r + 1
    for _ in range(rounds):
        x = pow(random.randrange(2, n - 1), d, n)
        if x in (1, n - 1):
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def prime(bits, source):
    while True:
        n = source.getrandbits(bits) | 1 | 3 << (bits - 2)
        if n % 65537 != 1 and is_prime(n):
            return n


class Key:
    """RSA for tests; the same for the same seed."""

    def __init__(self, seed, bits=2048, kid='k1'):
        source = random.Random(seed)
        p, q = prime(bits // 2, source), prime(bits // 2, source)
        self.n, self.e, self.kid, self.size = p * q, 65537, kid, bits // 8
        self.d = pow(self.e, -1, (p - 1) * (q - 1))

    def sign(self, text):
        digest = bytes.fromhex('3031300d060960864801650304020105000420') + hashlib.sha256(text).digest()
        padded = b'\x00\x01' + b'\xff' * (self.size - 3 - len(digest)) + b'\x00' + digest
        return pow(int.from_bytes(padded, 'big'), self.d, self.n).to_bytes(self.size, 'big')

    def public(self):
        return {'kty': 'RSA', 'use': 'sig', 'kid': self.kid, 'n': b64(self.n.to_bytes(self.size, 'big')), 'e': b64(b'\x01\x00\x01')}


class Provider:
    def __init__(self):
        self.key, self.codes, self.subject, self.client, self.secret = Key(1), {}, 'user-42', 'merilo', 's&cr=t'
        self.bend = lambda header, claims: None  # changes what is said before it is signed
        self.sign = None                         # or another signature altogether
        self.tokens_asked = 0
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, status, body, headers=None):
                data = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {'Content-Type': 'application/json', 'Content-Length': str(len(data)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                query = dict(urllib.parse.parse_qsl(url.query))
                if url.path == '/.well-known/openid-configuration':
                    self.answer(200, {'issuer': provider.issuer, 'authorization_endpoint': provider.issuer + '/authorize', 'token_endpoint': provider.issuer + '/token',
                                      'jwks_uri': provider.issuer + '/keys', 'response_types_supported': ['code']})
                elif url.path == '/keys':
                    self.answer(200, {'keys': [{'kty': 'oct', 'k': 'AAAA'}, provider.key.public()]})
                elif url.path == '/authorize':
                    assert query['response_type'] == 'code' and query['client_id'] == provider.client and query['code_challenge_method'] == 'S256' and 'openid' in query['scope'].split()
                    code = 'code-%d' % (len(provider.codes) + 1)
                    provider.codes[code] = query
                    back = query['redirect_uri'] + '?' + urllib.parse.urlencode({'code': code, 'state': query['state']})
                    self.answer(302, {}, {'Location': back})
                else:
                    self.answer(404, {})

            def do_POST(self):
                form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers['Content-Length'])).decode()))
                provider.tokens_asked += 1
                asked = provider.codes.pop(form.get('code'), None)
                proved = asked and b64(hashlib.sha256(form['code_verifier'].encode()).digest()) == asked['code_challenge']
                if not proved or form['redirect_uri'] != asked['redirect_uri'] or form.get('client_secret') != provider.secret or form['client_id'] != provider.client:
                    return self.answer(400, {'error': 'invalid_grant'})
                self.answer(200, {'access_token': 'unused', 'token_type': 'Bearer', 'id_token': provider.token(asked['nonce'])})

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.issuer = f'http://localhost:{self.server.server_port}'  # a name: the sandbox must let names be looked up
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, nonce):
        header, now = {'alg': 'RS256', 'typ': 'JWT', 'kid': self.key.kid}, int(time.time())
        claims = {'iss': self.issuer, 'aud': self.client, 'sub': self.subject, 'iat': now, 'exp': now + 300, 'nonce': nonce}
        self.bend(header, claims)
        text = (b64(json.dumps(header).encode()) + '.' + b64(json.dumps(claims).encode())).encode()
        return text.decode() + '.' + b64((self.sign or self.key.sign)(text))

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
