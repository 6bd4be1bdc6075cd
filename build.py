"""How is this bulletin built? `python build.py` is the same as `briefings build`."""

import sys

from briefings.commands import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
