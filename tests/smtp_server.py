"""A mail server on loopback for tests: takes letters, refuses those it is told to; with a certificate by STARTTLS or TLS from the first byte."""
import socketserver
import ssl
import threading


class Handler(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b'\r\n')

    def handle(self):
        try:
            if self.server.tls == 'smtps':
                self.encrypt()
            self.talk()
        except (ssl.SSLError, ConnectionError):
            pass  # the client did not like the certificate
        finally:
            self.connection.close()

    def encrypt(self):
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile('rb'), self.connection.makefile('wb', 0)

    def talk(self):
        server = self.server
        sender, to = None, []
        self.say('220 test')
        while raw := self.rfile.readline():
            line = raw.decode('ascii').rstrip('\r\n')
            word = line.split(' ')[0].upper()
            server.commands.append(line)
            if word in ('EHLO', 'HELO'):
                plain = server.tls == 'starttls' and not isinstance(self.connection, ssl.SSLSocket)
                self.say('250-test\r\n250 STARTTLS' if plain else '250-test\r\n250 AUTH PLAIN' if server.tls else '250 test')
            elif word == 'STARTTLS' and server.tls == 'starttls':
                self.say('220 go on')
                self.encrypt()
            elif word == 'AUTH':
                self.say('334 ')
                self.rfile.readline()
                self.say('235 welcome')
            elif word == 'MAIL':
                sender, to = line[10:], []
                self.say('250 ok')
            elif word == 'RCPT':
                address = line[8:].strip('<>')
                answer = server.refuse.get(address)
                if answer is None:
                    to.append(address)
                self.say(answer or '250 ok')
            elif word == 'DATA':
                self.say('354 go on')
                data = b''
                for part in self.rfile:
                    if part == b'.\r\n':
                        break
                    data += part[1:] if part.startswith(b'..') else part
                server.letters.append((sender, to, data))
                self.say('250 taken')
            elif word == 'QUIT':
                self.say('221 bye')
                return
            else:
                self.say('250 ok')


class Smtp(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True

    def __init__(self, tls='', certificate=None):
        super().__init__(('127.0.0.1', 0), Handler)
        self.letters, self.commands, self.refuse, self.tls = [], [], {}, tls
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.url = f'smtp://127.0.0.1:{self.server_address[1]}'
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()
