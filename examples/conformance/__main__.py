"""`python -m examples.conformance URL --secret whsec_…`: check a department's receiver; exits 1 when it must be changed.

Use a receiver of the test environment: some of what is pushed is taken, as cases named 联调测试.
"""

import argparse
import binascii
import json
import sys
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

from examples.conformance.checks import CHECKS, Result
from examples.conformance.pushing import Receiver

WORDS = {True: "通过", False: "未通过", None: "未核对"}


def main(arguments: list[str] | None = None) -> int:
    """Run all checks, print a table, write the report."""
    parser = argparse.ArgumentParser(prog="examples.conformance", description=__doc__)
    parser.add_argument("url", help="the receiver's address for pushes (信息接收地址)")
    parser.add_argument("--secret", required=True, help="its signing secret, whsec_…")
    parser.add_argument(
        "--count-url", default="", help='where it tells how often an event took effect: {"taken": 1}; with {id}'
    )
    parser.add_argument("--json", type=Path, help="write the report here")
    chosen = parser.parse_args(arguments)
    if urlsplit(chosen.url).scheme not in ("http", "https"):
        parser.error("the address begins with http:// or https://")
    try:
        receiver = Receiver(chosen.url, chosen.secret, chosen.count_url)
    except binascii.Error:
        parser.error("the secret is whsec_ followed by base64")
    results = []
    for check in CHECKS:
        result = check(receiver)
        results.append(result)
        print(f"{_wide(WORDS[result.passed], 8)}{_wide(result.name, 50)}{_short(result.seen)}", flush=True)
    failed = [result for result in results if result.passed is False]
    _conclude(results, failed)
    if chosen.json:
        report = {"url": chosen.url, "passed": not failed, "checks": [result.as_json() for result in results]}
        chosen.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


def _conclude(results: list[Result], failed: list[Result]) -> None:
    unseen = [result for result in results if result.passed is None]
    print(
        f"\n共 {len(results)} 项，通过 {len(results) - len(failed) - len(unseen)}，未通过 {len(failed)}，未核对 {len(unseen)}"
    )
    for result in (*failed, *unseen):
        print(f"  {result.name}\n    {result.todo}")


def _wide(text: str, columns: int) -> str:
    """Fill up to a width in columns: a Chinese character takes two."""
    width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(1, columns - width)


def _short(text: str) -> str:
    return text if len(text) <= 48 else text[:47] + "…"


if __name__ == "__main__":
    sys.exit(main())
