"""Engines give the same item sets and the same whole counts on the same baskets (issue 6, line 3)."""

import random
import shutil
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mining.ground import brute_force, people_come
from yichuang.mining.miners import LibraryMiner
from yichuang.mining.models import MiningRun
from yichuang.mining.ports import miner
from yichuang.mining.rules.basket_files import common_items, lines, read_lines, result_lines
from yichuang.mining.rules.baskets import Basket

NO_SPARK = (
    "Spark needs Java 17" if not shutil.which("java") else "pyspark is not installed" * (not find_spec("pyspark"))
)
SETS = st.lists(st.frozensets(st.sampled_from("abcdefg")), max_size=40)


def made(count: int, seed: int = 7) -> list[frozenset[str]]:
    """Baskets in which some things go together."""
    chance = random.Random(seed)
    rows = []
    for _ in range(count):
        row = set(chance.sample("abcdefghij", chance.randrange(0, 5)))
        if "a" in row and chance.random() < 0.7:
            row |= {"b", "c"}
        rows.append(frozenset(row))
    return rows


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SETS, st.integers(1, 6), st.integers(1, 4))
def test_the_library_counts_as_brute_force_does(baskets: list, least: int, longest: int) -> None:
    assert LibraryMiner().mine(baskets, least, longest) == brute_force(baskets, least, longest)


@pytest.mark.parametrize("least", [1, 19, 20, 21])
def test_a_threshold_is_met_by_exactly_so_many(least: int) -> None:
    """Twenty of 60,007 baskets are twenty: no rounding of the share loses or adds one."""
    baskets = [frozenset("ab")] * 20 + [frozenset("c")] * 59_987
    found = LibraryMiner().mine(baskets, least, 2)
    assert (found.get(frozenset("ab")) == 20) is (least <= 20)


@pytest.mark.skipif(bool(NO_SPARK), reason=NO_SPARK)
def test_spark_finds_the_same_sets_with_the_same_counts(tmp_path: Path) -> None:
    """In memory and from an exported file, at thresholds on the border of a count."""
    baskets = made(2_000)
    spark, library = miner("spark"), miner("library")
    counts = brute_force(baskets, 1, 4)
    border = sorted(counts.values())[len(counts) // 2]
    for least in (border, border + 1):
        found = spark.mine(baskets, least, 4)
        assert found == library.mine(baskets, least, 4) == brute_force(baskets, least, 4)
        assert found and all(isinstance(count, int) for count in found.values())
    file, results = tmp_path / "baskets.jsonl", []
    every = [Basket(place, tuple((item, 0) for item in sorted(one))) for place, one in enumerate(baskets)]
    file.write_text("".join(f"{line}\n" for line in lines(every, common_items(every, 10))))
    for engine in ("spark", "library"):
        out, said = tmp_path / f"{engine}.jsonl", StringIO()
        given_ = {"engine": engine, "baskets": str(file), "out": str(out), "least_persons": border}
        call_command("mine_associations", stdout=said, **given_)
        results.append(out.read_text())
    assert results[0] == results[1] != ""
    assert results[0].splitlines() == list(result_lines(brute_force(baskets, border, 4)))


def test_a_file_holds_only_what_enough_persons_did() -> None:
    """个人信息保护法 51: a rare thing is in no line, the number of lines stays true, and a line says nothing of a person or a day."""
    every = [Basket(person, (("a", 3), *([("rare", 4)] if person < 9 else []))) for person in range(30)]
    common = common_items(every, 1)
    found = list(lines(every, common))
    assert common == {"a"} and len(found) == 30 and set(found) == {'{"items": ["a"]}'}
    assert list(read_lines(found)) == [frozenset("a")] * 30


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_commands_export_and_mine(tmp_path: Path) -> None:
    people_come(300)
    out, said = tmp_path / "b.jsonl", StringIO()
    call_command("export_baskets", division="330109", out=str(out), least_persons=10, stdout=said)
    rows = list(read_lines(out.read_text().splitlines()))
    assert len(rows) >= 300 and out.stat().st_mode & 0o077 == 0
    call_command("mine_associations", division="330109", least_persons=10, stdout=said)
    run = MiningRun.objects.get()
    assert (run.state, run.asked_by_name, run.baskets) == ("done", "一窗平台", len(rows))
    assert f"提出 {run.proposed} 条建议" in said.getvalue()
    for name, given_ in (("export_baskets", {"out": "x"}), ("mine_associations", {})):
        with pytest.raises(CommandError, match="不能低于 10"):
            call_command(name, division="330109", least_persons=9, **given_)
    with pytest.raises(CommandError, match="没有文件"):
        call_command("mine_associations", baskets=str(tmp_path / "none"), out="x")
