"""A mail server on loopback for tests: takes letters, refuses those it is told to."""
import socketserver
import threading


class Handler(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b'\r\n')

    def handle(self):
        server = self.server
        sender, to = None, []
        self.say('220 test')
        for raw in self.rfile:
            line = raw.decode('ascii').rstrip('\r\n')
            word = line.split(' ')[0].upper()
            server.commands.append(line)
            if word in ('EHLO', 'HELO'):
                self.say('250 test')
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

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.letters, self.commands, self.refuse = [], [], {}
        self.url = f'smtp://127.0.0.1:{self.server_address[1]}'
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()
