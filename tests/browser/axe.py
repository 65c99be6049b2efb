"""Accessibility of a page in a real browser: axe-core with its Chinese messages (WCAG 2.2 A and AA, and axe's good practice).

`assert_accessible(page)` in any browser test; violations name the element, so that the fix is plain from the message.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Error, Page

VENDOR = Path(__file__).parent / "vendor" / "axe-core-4.14.1"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = os.environ.get("YICHUANG_SHOTS", "")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIZES = ((360, 800), (1366, 768))
# What the browser says when a page goes away while something is asked of it: the page that a click led to was still on its way.
GONE = ("documentElement", "context was destroyed", "Cannot find context")
T = TypeVar("T")
# Asked at once, because every question goes through four processes: after fonts and running animations (a half-shown dialog has the
# wrong contrast), what axe finds wrong; nothing when the page has no axe yet.
RUN = """async options => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().filter(one => one.effect.getComputedTiming().iterations !== Infinity)
        .map(one => one.finished.catch(() => null)));
    return window.axe ? (await window.axe.run(options.context, options.run)).violations : null;
}"""


@dataclass(frozen=True)
class Violation:
    """One rule broken: axe's rule id, its weight (minor … critical), what it says in Chinese, and the elements."""

    rule: str
    impact: str
    help: str
    nodes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} [{self.impact}] {self.help}\n" + "\n".join(f"    {node}" for node in self.nodes)


@cache
def _script() -> str:
    """Return axe and its Chinese words as one expression (put in through the debugger: the page's policy does not apply)."""
    source = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
    words = json.loads((VENDOR / "zh_CN.json").read_text(encoding="utf-8"))
    return f"() => {{ {source}\n; window.axe.configure({{locale: {json.dumps(words)}}}); }}"


def staying(page: Page, ask: Callable[[], T]) -> T:
    """Return what is asked of the page that stays: where another one came in meanwhile, that one is asked."""
    for _ in range(4):
        try:
            return ask()
        except Error as fault:
            if not any(word in fault.message for word in GONE):
                raise
            page.wait_for_load_state()
    return ask()


def check_page(page: Page, within: str = "", without: tuple[str, ...] = ()) -> list[Violation]:
    """Return what axe finds wrong on the page as it stands; `within` a selector, `without` axe rules."""
    return staying(page, lambda: _check(page, within, without))


def _check(page: Page, within: str, without: tuple[str, ...]) -> list[Violation]:
    rules = {rule: {"enabled": False} for rule in without}
    # Every element is judged; only of what is wrong are the elements described, which takes axe longer than to judge them.
    run = {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules, "resultTypes": ["violations"]}
    options: dict[str, Any] = {"context": within or "html", "run": run}
    found = page.evaluate(RUN, options)
    while found is None:
        page.evaluate(_script())
        found = page.evaluate(RUN, options)
    return [_violation(one) for one in found]


def assert_accessible(page: Page, within: str = "", without: tuple[str, ...] = ()) -> None:
    """Fail with every violation spelled out."""
    found = check_page(page, within, without)
    assert not found, f"{page.url} ({page.viewport_size}):\n" + "\n".join(str(one) for one in found)


def both_sizes(page: Page, name: str = "") -> None:
    """Ask axe on a telephone and at a desk, and that nothing scrolls sideways; ends at the desk.

    With YICHUANG_SHOTS (a folder) and a `name` a picture is kept for people.
    """
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
        wide = staying(page, lambda: page.evaluate(SIDEWAYS))
        assert wide <= 0, f"{name or page.url} at {width} px scrolls sideways by {wide} px"
        if SHOTS and name:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


def _violation(one: dict[str, Any]) -> Violation:
    nodes = tuple(
        f"{' '.join(map(str, node['target']))}: {(node.get('failureSummary') or '')[:300]}" for node in one["nodes"]
    )
    return Violation(one["id"], one.get("impact") or "", one["help"], nodes)
