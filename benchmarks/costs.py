"""What is a cost? Wall time, processor time and memory, and the median of several."""

from collections.abc import Sequence
from statistics import median

from msgspec import Struct


class Cost(Struct, frozen=True, kw_only=True):
    """What one run of a command took."""

    wall: float
    """Seconds."""
    processor: float = 0
    """Seconds, of all processes and in the kernel too."""
    memory: int = 0
    """The peak of all processes together, in bytes; shared pages count once."""

    def followed_by(self, other: "Cost") -> "Cost":
        """Both, one after the other."""
        return Cost(
            wall=self.wall + other.wall,
            processor=self.processor + other.processor,
            memory=max(self.memory, other.memory),
        )


def medians(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        wall=median(cost.wall for cost in costs),
        processor=median(cost.processor for cost in costs),
        memory=int(median(cost.memory for cost in costs)),
    )
