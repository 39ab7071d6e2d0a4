#!/usr/bin/env python3
"""Counts test cases in meson's testlog.json and prints «N passed, N failed[, N skipped]».

A program of cmocka counts as its cases, any other program as one. A program that failed without a failed case (a crash, a
time-out) adds one failure. Exit code 1 when anything failed or nothing was run.
"""
import json
import re
import sys


def count(test):
    """(passed, failed, skipped) of one entry of the log."""
    text = (test.get('stdout') or '') + '\n' + (test.get('stderr') or '')
    passed = len(re.findall(r'^\[ +OK \]', text, re.M))
    failed = sum(int(n) for n in re.findall(r'^ *(\d+) FAILED TEST\(S\)', text, re.M))  # failed set-ups are in it too
    skipped = sum(int(n) for n in re.findall(r'^ *(\d+) SKIPPED TEST\(S\)', text, re.M))
    result = test['result']
    good = result in ('OK', 'EXPECTEDFAIL')
    if result == 'SKIP':
        return passed, failed, max(skipped, 1)
    if not good and failed == 0:
        failed = 1
    if good and passed + failed + skipped == 0:
        passed = 1
    return passed, failed, skipped


def self_test():
    # as cmocka 1.1.5 and 1.1.7 print it: one case passed, one failed, one skipped
    group = '[==========] tests: Running 3 test(s).\n[ RUN      ] a\n[       OK ] a\n[ RUN      ] b\n[  FAILED  ] b\n[  SKIPPED ] c\n' \
            '[==========] tests: 3 test(s) run.\n[  PASSED  ] 1 test(s).\n[  SKIPPED ] tests: 1 test(s), listed below:\n[  SKIPPED ] c\n\n 1 SKIPPED TEST(S)\n' \
            '[  FAILED  ] tests: 1 test(s), listed below:\n[  FAILED  ] b\n\n 1 FAILED TEST(S)\n'
    assert count({'result': 'FAIL', 'stdout': group}) == (1, 1, 1)
    assert count({'result': 'FAIL', 'stdout': group.replace('tests: ', '')}) == (1, 1, 1)
    assert count({'result': 'FAIL', 'stdout': '[ RUN      ] a\n[       OK ] a\n[ RUN      ] b\n'}) == (1, 1, 0), 'a crash'
    assert count({'result': 'OK', 'stdout': 'done'}) == (1, 0, 0)
    assert count({'result': 'SKIP'}) == (0, 0, 1)
    assert count({'result': 'TIMEOUT', 'stderr': None}) == (0, 1, 0)


def main():
    if sys.argv[1] == '--self-test':
        self_test()
        return 0
    with open(sys.argv[1], encoding='utf-8', errors='replace') as log:
        counts = [count(json.loads(line)) for line in log if line.strip()]
    passed, failed, skipped = (sum(row[i] for row in counts) for i in range(3))
    if not counts:
        failed = 1
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
