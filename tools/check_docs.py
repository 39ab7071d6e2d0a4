#!/usr/bin/env python3
"""Holds documents to the program: every indicator has its page in docs/method/, linked from its README and saying what the indicator's struct says;
every `merilo COMMAND` and `merilo stat METHOD` of the documents exists.

usage: check_docs.py [ROOT] | --self-test
"""
import os
import re
import sys
import tempfile

DOCUMENTS = ('README.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'HACKING.md', 'docs/guide/check.md', 'docs/method/README.md')
TEXTS = ('meaning', 'blind', 'next', 'formula', 'source')
LITERAL = r'"(?:[^"\\]|\\.)*"'
# in `code` or at the start of an indented line; «merilo-отчёт.html» is no command
COMMAND = re.compile(r'(?:`|^ {4,})merilo ([a-z]+)(?: ([a-z]+))?', re.M)


def read(root, path):
    try:
        with open(os.path.join(root, path), encoding='utf-8') as file:
            return file.read()
    except FileNotFoundError:
        return None


def names(root, path):
    return [line.split('#')[0].strip() for line in (read(root, path) or '').split('\n') if line.split('#')[0].strip()]


def texts_of(code):
    """Texts of an indicator's struct; neighbouring literals are one, as in C."""
    parts = [re.search(r'\.%s = ((?:%s\s*)+)' % (field, LITERAL), code) for field in TEXTS]
    parts += [re.search(r'innocent\[\] = \{(.*?)NULL', code, re.S)]
    whole = [''.join(x[1:-1] for x in re.findall(LITERAL, part[1])) for part in parts[:-1] if part]
    return whole + ([x[1:-1] for x in re.findall(LITERAL, parts[-1][1])] if parts[-1] else [])


def check(root):
    errors = []
    index = read(root, 'docs/method/README.md') or ''
    for indicator in names(root, 'src/indicator/registry.list'):
        page = read(root, f'docs/method/{indicator}.md')
        if page is None:
            errors.append(f'docs/method/{indicator}.md: страницы нет')
            continue
        if f'({indicator}.md)' not in index:
            errors.append(f'docs/method/README.md: нет ссылки на {indicator}.md')
        for text in texts_of(read(root, f'src/indicator/{indicator}.c') or ''):
            if text not in page:
                errors.append(f'docs/method/{indicator}.md: в src/indicator/{indicator}.c иначе: «{text[:60]}…»')
    commands, methods = names(root, 'src/cli/command/registry.list'), names(root, 'src/cli/stat/registry.list')
    for path in DOCUMENTS:
        for command, word in COMMAND.findall(read(root, path) or ''):
            if command not in commands:
                errors.append(f'{path}: нет команды «merilo {command}»')
            elif command == 'stat' and word and word not in methods:
                errors.append(f'{path}: нет метода «merilo stat {word}»')
    for method in methods:
        if f'`{method}`' not in (read(root, 'CHANGELOG.md') or ''):
            errors.append(f'CHANGELOG.md: не назван метод `{method}`')
    return errors


def self_test():
    """Every rule finds what it must, and lets pass what it may."""
    good = {'src/indicator/registry.list': 'a\n', 'src/indicator/a.c': '.meaning = "one "\n "two",\ninnocent[] = { "three", NULL };', 'docs/method/a.md': 'one two three',
            'docs/method/README.md': '(a.md)', 'src/cli/command/registry.list': 'check\nstat\n', 'src/cli/stat/registry.list': 'smooth\n',
            'README.md': '`merilo check a.xlsx` `merilo stat smooth`\n    merilo check b\nмеrilo merilo-отчёт.html', 'CHANGELOG.md': '`smooth`'}
    bad = ({'docs/method/a.md': 'one three'}, {'docs/method/a.md': 'one two'}, {'docs/method/README.md': ''}, {'README.md': '`merilo chek`'}, {'README.md': '    merilo chek'},
           {'README.md': '`merilo stat smoth`'}, {'CHANGELOG.md': ''}, {'src/indicator/registry.list': 'a\nb\n'})
    for change, n_expected in [({}, 0)] + [(change, 1) for change in bad]:
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**good, **change}.items():
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
                    file.write(text)
            errors = check(root)
            assert len(errors) == n_expected, (change, errors)
    print('self-test: ok')


def main():
    if sys.argv[1:] == ['--self-test']:
        self_test()
        return 0
    errors = check(sys.argv[1] if len(sys.argv) > 1 else '.')
    for line in errors:
        print('ошибка:', line)
    return 1 if errors else 0


if __name__ == '__main__':
    sys.exit(main())
