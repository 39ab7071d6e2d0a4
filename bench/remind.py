"""Reminders for a hundred thousand measures, on SQLite and on PostgreSQL: remind.py FOLDER_OF_BUILD [sqlite|pg]. Exit 1 when a limit is not kept."""
import sys

import engines

if __name__ == '__main__':
    sys.exit(engines.main('bench_remind', [[]], 66))
