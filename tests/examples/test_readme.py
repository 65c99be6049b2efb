"""What the README tells people to type works."""

import re
import shutil
import subprocess

import pytest

from tests.examples.program import ROOT, Program

README = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")


def snippet(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}.*?^```\w+\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def test_the_python_snippet_holds_the_published_vector() -> None:
    exec(compile(snippet("Sign and verify, in Python"), "README", "exec"), {})


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl")
@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Push by hand, with curl", '"new": true'),
        ("Rehearse (S0-18)", '"kind": "fail"'),
        ("Shared data", '"2605-330109-04-01-123456"'),
    ],
)
def test_the_curl_snippets_work(program: Program, heading: str, wanted: str) -> None:
    script = snippet(heading).replace("http://127.0.0.1:8101", program.url)
    result = subprocess.run(["bash", "-ec", script], capture_output=True, text=True, timeout=30, check=False)
    assert wanted in result.stdout, result.stdout + result.stderr
