"""What every browser test does first: sign in as one of the demonstration's people."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection
from django.http import HttpRequest
from playwright.sync_api import Locator, Page

from yichuang.accounts.middleware import COOKIE_KEY
from yichuang.accounts.operations.sign_in import Entered, Entrance
from yichuang.accounts.operations.sign_in import sign_in as enter
from yichuang.cases import tasks
from yichuang.cases.models import Document
from yichuang.cases.operations.render_document import render_document
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.foundations import clock, jobs

T = TypeVar("T")


def sign_in(page: Page, address: str, name: str) -> None:
    """Give the browser a session of a person: what signing in leaves behind, without its two pages each time."""
    page.context.clear_cookies()
    session = SessionStore()
    session[COOKIE_KEY] = apart(lambda: _enter(name)).token
    session.save()
    kept = str(session.session_key)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": address}])


def sign_in_by_hand(page: Page, address: str, name: str) -> None:
    """Sign in on the sign-in page and wait until the house has let the person in, at the first page of that person."""
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in/")
    page.get_by_label("手机号").fill(_mobile(name))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def _mobile(name: str) -> str:
    return next(person.mobile for person in PEOPLE if person.name == name)


def _enter(name: str) -> Entered:
    entrance = Entrance("page", "127.0.0.1", "Chromium")
    request = HttpRequest()
    return enter(request=request, mobile=_mobile(name), password=PASSWORD, entrance=entrance, now=clock.now())


def apart(act: Callable[[], T]) -> T:
    """Do something beside the browser's event loop, in a thread and on a connection of its own."""

    def work() -> T:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def rendered(number: str) -> list[Document]:
    """Render every document of a case, as the worker would."""

    def work() -> list[Document]:
        waiting = Document.objects.filter(case__number=number)
        return [render_document(pk, clock.now()) for pk in waiting.values_list("pk", flat=True)]

    return apart(work)


def ring_alarms() -> list[str]:
    """Do the alarms that are due, as the worker would; return their names."""
    jobs.ring(clock.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name='alarms' RETURNING task_name, args")
        due = cursor.fetchall()
    for name, args in due:
        given = args if isinstance(args, dict) else json.loads(args)
        getattr(tasks, name.removeprefix("cases."))(**given)
    return [name for name, _ in due]


def all_of(found: Locator) -> list[Locator]:
    """Return every element of a list that the page has, once the page is loaded: a list asked for while it comes in is cut short."""
    found.first.wait_for(state="attached")
    found.page.wait_for_load_state()
    return found.all()
