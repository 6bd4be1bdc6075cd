"""At what moment does a build see the bulletin?"""

import os
from datetime import UTC, datetime


def now() -> datetime:
    """The build's moment: `SOURCE_DATE_EPOCH` where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
