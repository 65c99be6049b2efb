"""`prover`: seconds to judge made matters of 10 to 60 yes/no facts and 40 materials, against walking every answer path.

What is timed (processor seconds: nothing is waited for) is `prove`: all checks with examples and repairs, the answer paths and the
situations counted. “tree”: every question hangs on one answer before it; “ticks”: one multi-choice question, so 2^n answer paths;
“tangled”: questions and materials hang on two or three facts from anywhere (the median of three such matters). The reference is the
navigator over every path, where there are at most 200,000. How the time grows is told in docs/prover.md. To reach: seconds at 60 facts,
never exponential on trees.
"""

from collections.abc import Callable
from time import process_time
from typing import Any

from benchmarks.prover_specs import tangled, ticks, tree
from benchmarks.record import median, record
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.prover import applicants, prove
from yichuang.catalog.rules.spec import NO, YES, MatterSpec

SIZES = (10, 20, 30, 40, 50, 60)
MOST_PATHS = 200_000
SEEDS = (7, 8, 9)


def main() -> None:
    """Measure and record."""
    for facts in SIZES:
        measure(f"{facts} facts, tree", [tree(facts)])
        measure(f"{facts} facts, ticks", [ticks(facts)])
        measure(f"{facts} facts, tangled", [tangled(facts, seed=seed) for seed in SEEDS])
    for name, make in (("tree", tree), ("ticks", ticks), ("tangled", tangled)):
        spec = MatterSpec.model_validate(make(60))
        took, cast = timed(lambda spec=spec: applicants(spec))
        print(f"{name}: {cast.words()}")
        record("prover", f"60 facts, {name}: scripts of applicants", took, "s")


def measure(figure: str, documents: list[dict[str, Any]]) -> None:
    """Record the median of the matters, beside enumeration of the same where it ends."""
    times, walks = [], []
    for document in documents:
        spec = MatterSpec.model_validate(document)
        took, proof = timed(lambda spec=spec: prove(spec))
        times.append(took)
        if any(finding.severity == "undecided" for finding in proof.findings):
            print(f"{figure}: something was left undecided")
        if proof.paths is not None and proof.paths <= MOST_PATHS:
            walked, count = timed(lambda spec=spec: enumerate_paths(spec))
            assert count == proof.paths, "brute force and prover must agree"
            walks.append(walked)
    reference = median(walks) if len(walks) == len(documents) else None
    record(
        "prover",
        figure,
        median(times),
        "s",
        reference=reference,
        ratio=median(times) / reference if reference else None,
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long something took, and what it gave."""
    began = process_time()
    found = work()
    return process_time() - began, found


def enumerate_paths(spec: MatterSpec) -> int:
    """Return the number of answer paths by walking each with the navigator, material list and all."""
    count, waiting = 0, [{}]
    while waiting:
        facts: dict[str, str] = waiting.pop()
        step = navigator.advance(spec, facts)
        if isinstance(step, navigator.Asked):
            waiting += [{**facts, **answer} for answer in answers(step)]
            continue
        if isinstance(step, navigator.Arrived):
            navigator.checklist(spec, facts)
        count += 1
    return count


def answers(step: navigator.Asked) -> list[dict[str, str]]:
    """Return every answer to a question."""
    if step.question.kind == "single":
        return [{step.question.fact: option.values[0]} for option in step.options]
    found: list[dict[str, str]] = [{}]
    for option in step.options:
        found = [{**answer, option.fact: value} for answer in found for value in (YES, NO)]
    return found


if __name__ == "__main__":
    main()
