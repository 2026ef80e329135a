"""Start Hamish from a checkout; this file is also valid Python 2, so that an old Python gets a sentence."""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write("Hamish needs Python 3.11 or newer, and this is Python %d.%d.\n" % sys.version_info[:2])
    sys.exit(1)

from reader import bootstrap

if __name__ == "__main__":
    words = bootstrap.prepare(sys.argv[1:])
    try:
        from reader.__main__ import main

        sys.exit(main(words))
    except ImportError as error:
        sys.exit(bootstrap.explain(error))
