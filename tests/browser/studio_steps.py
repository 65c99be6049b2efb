"""What the tests of the editor do on its page: open a draft, build nodes by the buttons and by the keyboard, wait for saving."""

import json
from typing import Any

from playwright.sync_api import Locator, Page


def open_editor(page: Page, address: str, draft_id: Any) -> None:
    """Open a draft and wait until the script has drawn it."""
    page.goto(f"{address}/studio/{draft_id}/")
    page.wait_for_selector("#editor[data-ready]")


def node(page: Page, label: str) -> Locator:
    """Return the row of the tree that has exactly this name."""
    return page.locator("[role=treeitem]").filter(has=page.locator(f".node-label:text-is('{label}')")).first


def row(page: Page, label: str) -> Locator:
    """Return the row of the tree whose name begins so (questions have their kind behind it)."""
    return page.locator("[role=treeitem]").filter(has_text=label).first


def typed(page: Page, text: str) -> None:
    """Type the name of what was just added, and keep it."""
    page.wait_for_selector(".node-input")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    row(page, text).wait_for()


def saved(page: Page) -> None:
    """Wait until everything is saved and judged."""
    page.wait_for_function("() => !window.studioEditor.saver.dirty()")


def document(page: Page) -> dict[str, Any]:
    """Return the document as it stands on the page."""
    found: dict[str, Any] = json.loads(page.evaluate("() => JSON.stringify(window.studioEditor.store.document)"))
    return found


def labels(page: Page) -> list[tuple[int, str]]:
    """Return level and name of every visible row."""
    script = "rows => rows.map(one => [Number(one.getAttribute('aria-level')), one.querySelector('.node-label').firstChild.textContent])"
    return [(level, text) for level, text in page.locator("[role=treeitem]").evaluate_all(script)]
