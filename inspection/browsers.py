"""Which browser is asked, and how is it kept from asking others?"""

import shutil

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The path of a Chromium, if there is one; the one without windows takes half the time."""
    windowless = ("chromium-headless-shell", "chrome-headless-shell")
    whole = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, windowless + whole)), None)
