"""What does a build cost without its search? The `briefings` command, with that stage left out.

The product has no such option; this is for the comparison with Hugo, which has no search.
"""

from briefings import building
from briefings.commands import main

_STAGE = "_add_search"

if __name__ == "__main__":
    if not hasattr(building, _STAGE):
        raise SystemExit(f"briefings.building has no {_STAGE}: name here what makes the search.")
    setattr(building, _STAGE, lambda *_: None)
    main()
