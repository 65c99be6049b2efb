"""Cases brought to a point of their way through the API: taken up, granted or denied, waiting at the issuing counter."""

from typing import Any

from tests.counter import Desk

RULING = {"reasons": "车辆不符合要求", "legal_basis": "道路货物运输及站场管理规定第六条"}


def accepted(desk: Desk, **form: Any) -> str:
    """Receive and accept a freight application and return its number."""
    number = desk.receive(**form)
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    return number


def decided(desk: Desk, verb: str = "grant", **form: Any) -> str:
    """Have two officers decide a freight application and return its number."""
    return decide(desk, accepted(desk, **form), verb)


def decide(desk: Desk, number: str, verb: str = "grant") -> str:
    """Have two officers decide an accepted freight application and return its number."""
    zhao, qian = Desk("赵审查"), Desk("钱复核")
    zhao.must(number, "take-up")
    points = {
        line["id"]: {point["id"]: "passed" for point in line["points"] if point["kind"] == "content"}
        for line in desk.checklist()
    }
    zhao.must(number, "review", points={key: value for key, value in points.items() if value})
    qian.must(number, "co-sign", opinion=verb)
    zhao.must(number, "decide", verb=verb, **(RULING if verb == "deny" else {}))
    return number


def at_issuing(desk: Desk, verb: str = "grant", **form: Any) -> str:
    """Bring a freight application to the issuing counter and return its number."""
    return send_to_issuing(decided(desk, verb, **form), verb)


def send_to_issuing(number: str, verb: str = "grant") -> str:
    """Register the result of a decided freight application, send it to the issuing counter and return its number."""
    result = {} if verb == "deny" else {"result_name": "道路运输经营许可证", "result_number": "浙交运管许可演示0001号"}
    Desk("赵审查").must(number, "send-to-issuing", **result)
    return number


def first_answers(desk: Desk, matter: str) -> dict[str, Any]:
    """Answer every question by its first option until a situation is reached."""
    answers: dict[str, Any] = {}
    for _ in range(20):
        step = desk.post(f"/matters/{matter}/advance", {"answers": answers, "applicant_kind": "person"}).json()
        question = step["question"]
        if question is None:
            return answers
        answers[question["id"]] = [] if question["kind"] == "multi" else question["options"][0]["id"]
    raise AssertionError("the questions never end")
