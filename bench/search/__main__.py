"""Everything in one run, on the same machine and documents: quality, then speed.

    python -m bench.search DIR [DIR ...] [--documents 10000 100000] [--plain-whoosh 10000]

DIR are test collections. PostgreSQL takes part if RYNEK_TEST_POSTGRES names a server or its
binaries are installed. For the whole page with its database: `python -m bench.search.page`.
"""

import argparse
import contextlib
import os
import sys
import tempfile
from pathlib import Path

from bench.search import quality, speed
from tests import postgres


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--plain-whoosh", type=int, default=10_000, metavar="N")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        if postgres.binaries() or os.environ.get(postgres.VARIABLE):
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-pg-")))
            os.environ[postgres.VARIABLE] = stack.enter_context(postgres.server(work))
        quality.compare(arguments.collections)
    sys.stdout.flush()
    speed.compare(arguments.documents, arguments.collections[0], arguments.plain_whoosh)


if __name__ == "__main__":
    main()
