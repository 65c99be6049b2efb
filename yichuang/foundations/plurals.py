"""One case, two cases: how a translation says the number of things (docs/decisions/two-languages.md).

Chinese has no plural, so no text of the house asks for one, and one sentence of it may count several things. A translation writes what
depends on a number into double brackets: `{count} case⟦s⟧`, `{count} ⟦entry|entries⟧ ⟦is|are⟧ open`. The number is the nearest before
the brackets, or where none is before, the next one behind them; a text without any number is in the plural.
"""

import re

CHOICE = re.compile("⟦([^⟦⟧]*)⟧")
NUMBER = re.compile(r"(?<![\w.,/:-])\d[\d,]*(?:\.\d+)?(?![\w:/-])")
TAG = re.compile("<[^>]*>")


def counted(text: str) -> str:
    """Return a filled text with one form of each choice: the first for exactly one, the second for any other number."""
    if "⟦" not in text:
        return text

    def one(choice: re.Match[str]) -> str:
        single, _, several = choice[1].rpartition("|")
        return single if _number_for(choice) == "1" else several

    return CHOICE.sub(one, text)


def _number_for(choice: re.Match[str]) -> str:
    before = NUMBER.findall(TAG.sub(" ", choice.string[: choice.start()]))
    behind = NUMBER.search(TAG.sub(" ", choice.string[choice.end() :]))
    return before[-1] if before else behind[0] if behind else ""
