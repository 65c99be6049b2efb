"""What the hall's statistics and its twin must answer to everybody: pages and operations (S2-6)."""

from datetime import datetime
from typing import Any

from tests.cases.people import who
from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import ANY_COUNTER, ANY_ISSUER, ANY_SUPERVISOR, DISTRICT_ADMINS, guarded, only
from yichuang.hall.models import TwinScenario
from yichuang.hall.rules.twin.scenarios import Changes, stored
from yichuang.organizations.models import Site

HALL_SEERS = ANY_COUNTER | ANY_ISSUER | DISTRICT_ADMINS | {"guide", "town_admin", "director", "auditor"}
HALL_ARRANGERS = ANY_SUPERVISOR | DISTRICT_ADMINS | {"town_admin", "director"}
# One scenario of the centre of 萧山: to who arranges halls elsewhere it is not there.
OF_THE_CENTRE = guarded({"supervisor", "district_admin", "director"}, SIGNED_IN - HALL_ARRANGERS)
TWIN = {"pk": "twin"}

PAGES: list[Any] = [
    ("GET hall-statistics", only(HALL_SEERS)),
    ("GET hall-statistics-export", only(HALL_SEERS)),
    ("GET hall-twin", only(HALL_ARRANGERS)),
    ("GET hall-twin-export", only(HALL_ARRANGERS)),
    ("GET hall-twin-new", only(HALL_ARRANGERS)),
    ("POST hall-twin-new", only(HALL_ARRANGERS), {}, {"name": "试"}),
    ("GET hall-twin-compare", only(HALL_ARRANGERS)),
    ("GET hall-twin-one", OF_THE_CENTRE, TWIN),
    ("GET hall-twin-progress", OF_THE_CENTRE, TWIN),
    ("GET hall-twin-one-export", OF_THE_CENTRE, TWIN),
    ("POST hall-twin-forget", OF_THE_CENTRE, TWIN),
]
OPERATIONS: list[Any] = [
    ("hall_statistics", only(HALL_SEERS)),
    ("list_twin", only(HALL_ARRANGERS)),
    ("ask_twin", OF_THE_CENTRE, {}, {"site": "hall_site", "name": "试", "basis": "recent"}),
    ("get_twin", OF_THE_CENTRE, {"scenario": "twin"}),
    ("forget_twin", OF_THE_CENTRE, {"scenario": "twin"}),
]


def twin_samples(found: Any, now: datetime) -> None:
    """Keep a scenario of the centre that nobody has answered yet."""
    site, author = Site.objects.get(key="centre"), who("邹主任")
    row = TwinScenario.objects.create(
        site=site, name="示例", days=[now.date()], changes=stored(Changes()), asked_by=author.id, asked_by_name=author.name, asked_at=now
    )  # fmt: skip
    found.parts["twin"] = str(row.pk)
    found.values["hall_site"] = site.pk
