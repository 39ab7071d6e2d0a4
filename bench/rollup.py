"""A region's plans gathered upward, on SQLite and on PostgreSQL: rollup.py FOLDER_OF_BUILD [sqlite|pg]. Exit 1 when a limit is not kept."""
import sys

import engines

YEARS = 3

if __name__ == '__main__':
    sys.exit(engines.main('bench_rollup', [[str(year)] for year in range(YEARS)], 66, without_statistics=True))
