"""Many systems' calls at once over real HTTP: none lost, none doubled, all on record; the quota's last place goes to one (S2-48)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.sharing.upstream import Upstream, ready
from yichuang.sharing.models import ApiGrant, SharedCall, UsedQuota

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again", "plain_http")]
CALLS, ALLOWED = 60, 40


def test_sixty_calls_at_once_of_which_forty_may_pass(live_server: LiveServer, settings: Any) -> None:
    settings.SHARING_CALLS_AT_ONCE = CALLS
    with Upstream() as upstream:
        consumer = ready(upstream.address, per_minute=60)
        from_here = consumer.joined.token
        ApiGrant.objects.update(per_minute=ALLOWED)

        def call(place: int) -> tuple[int, bytes]:
            request = Request(
                f"{live_server.url}/gateway/echo/things/{place}", headers={"Authorization": f"Bearer {from_here}"}
            )
            try:
                with urlopen(request, timeout=60) as answer:
                    return answer.status, answer.read()
            except HTTPError as error:
                return error.code, b""

        with ThreadPoolExecutor(20) as pool:
            got = list(pool.map(call, range(CALLS)))
    passed = [(place, body) for place, (status, body) in enumerate(got) if status == 200]
    # The minute may turn once in between: then the next one's places count too.
    minutes = UsedQuota.objects.count()
    assert ALLOWED <= len(passed) <= ALLOWED * minutes
    assert {status for status, _ in got} <= {200, 429}
    assert all(f'"{place}"'.encode() in body for place, body in passed), "every caller got his own answer"
    assert len(upstream.asked) == len(passed)
    assert SharedCall.objects.filter(status=200).count() == len(passed)
    assert SharedCall.objects.count() == CALLS and not SharedCall.objects.filter(status=0).exists()
