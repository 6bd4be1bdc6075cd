"""How is this bulletin built? `python build.py` is the same as `briefings build`."""

import sys

from briefings.commands import run

if __name__ == "__main__":
    run(["build", *sys.argv[1:]])
