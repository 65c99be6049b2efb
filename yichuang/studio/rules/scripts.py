"""The scripts of a simulated acceptance (S2-21②) as a clerk reads them; which there are is the prover's to say (`applicants`)."""

from collections.abc import Sequence
from typing import Any

from yichuang.catalog.rules.spec import MatterSpec, Question


def answers_in_words(spec: MatterSpec, answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return question and answer as the applicant says them."""
    questions: dict[str, Question] = {question.id: question for question in spec.questions}
    said = []
    for key, way in answers.items():
        options = {option.id: option.text for option in questions[key].options}
        said.append((questions[key].text, "、".join(options[one] for one in _listed(way)) or "都没有"))
    return tuple(said)


def _listed(way: Any) -> Sequence[str]:
    return [way] if isinstance(way, str) else list(way)
