"""What is coming up, and what awaits its date?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from briefings.views.scheduled import awaited, coming_up
from tests.making import BUCHAREST, NOW, bulletin_of, entry, event


def test_what_is_over_is_not_coming_up() -> None:
    """The last day of an event is included; days are the bulletin's."""
    honolulu = ZoneInfo("Pacific/Honolulu")
    over = event("over", start=date(2024, 6, 28), end=date(2024, 6, 30))
    today = event("today", start=date(2024, 6, 20), end=date(2024, 7, 1))
    # 23:30 on 30 June in Honolulu, which is 1 July in Bucharest.
    night = event("night", start=datetime(2024, 6, 30, 23, 30, tzinfo=honolulu))
    early = event("early", start=datetime(2024, 7, 1, 18, tzinfo=BUCHAREST))
    vague = event("vague", when="in autumn")
    one = entry("2024/06/14/a", events=(vague, over, early, night, today))
    bulletin = bulletin_of(one, now=NOW)
    assert [found.id for found in coming_up(bulletin)] == ["today", "night", "early"]
    assert [found.id for found in awaited(bulletin)] == ["vague"]
