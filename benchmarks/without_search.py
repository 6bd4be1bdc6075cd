"""What does a build cost without its search? The `briefings` command, with that stage left out.

The product has no such option; this is for the comparison with Hugo, which has no search.
"""

from briefings.commands import main
from briefings.search import segmenting

_DIVISION = "divided"


def leave_out_search() -> None:
    """Have builds of this process leave it out."""
    if not hasattr(segmenting, _DIVISION):
        raise SystemExit(
            f"briefings.search.segmenting has no {_DIVISION}: name here what divides the index."
        )
    setattr(segmenting, _DIVISION, lambda _: ())


if __name__ == "__main__":
    leave_out_search()
    main()
