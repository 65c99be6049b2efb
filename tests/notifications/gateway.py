"""The SMS gateway's stand-in as a process of its own, and what tests ask of it."""

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEY, SECRET, SIGN = "testId", "testSecret", "一窗受理平台"
CALLBACK = "a-secret-part-of-the-address-0123"


class Gateway:
    """The running stand-in."""

    def __init__(self, *, report_to: str = "", answer_to: str = "", templates: tuple[str, ...] = ()) -> None:
        command = [sys.executable, "-m", "examples.sms_gateway", "--port", "0", "--key-id", KEY, "--key-secret", SECRET]
        command += ["--sign-name", SIGN, "--report-to", report_to, "--answer-to", answer_to]
        command += [part for code in templates for part in ("--template", code)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.url = line[line.index("http://") :].strip()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def sent(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}sent", timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def page(self) -> str:
        with urllib.request.urlopen(self.url, timeout=10) as answer:
            return str(answer.read().decode())

    def misbehave(self, how: str) -> None:
        self.post("misbehave", how=how)

    def post(self, path: str, **form: str) -> dict[str, Any]:
        body = urllib.parse.urlencode({**form, "plain": "1"}).encode()
        with urllib.request.urlopen(f"{self.url}{path}", body, timeout=15) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def settings(self, **more: Any) -> dict[str, Any]:
        return {
            "url": self.url,
            "region": "cn-hangzhou",
            "key_id": KEY,
            "key_secret": SECRET,
            "sign_name": SIGN,
            "callback_secret": CALLBACK,
            "codes": {
                "reset_code": "SMS_1",
                "ticket_called": "SMS_2",
                "rating_asked": "SMS_3",
                "case_accepted": "SMS_4",
            },
            **more,
        }
