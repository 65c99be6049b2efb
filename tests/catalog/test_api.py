"""The catalogue's API: the same navigator, publishing and words as on the pages; refusals are problem details."""

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client

from tests.catalog.conftest import CLERK, NOW, PUBLISHER
from tests.catalog.matters import spec_of
from yichuang.catalog.operations.publish import load_version
from yichuang.foundations.actors import Actor

MATTER = "/api/matters/freight_general"
MAIN_JOB = {"q2": "a", "q3": "a", "q4": "b", "q5": []}


@pytest.fixture(autouse=True)
def freight(departments) -> None:
    load_version(actor=PUBLISHER, spec=spec_of("freight_general"), now=NOW)


@pytest.fixture
def acting(monkeypatch) -> SimpleNamespace:
    who = SimpleNamespace(actor=PUBLISHER)
    monkeypatch.setattr("yichuang.accounts.auth.actor_of_token", lambda token, now: who.actor)
    return who


def send(client: Client, verb: str, path: str, body: object = None):
    headers = {"Authorization": "Bearer t", "Idempotency-Key": str(uuid4())}
    content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(client, verb)(path, headers=headers, **content)


def test_search_answers_with_the_matter_and_its_department(client: Client) -> None:
    hits = client.get("/api/matters?q=phys").json()
    assert [(hit["key"], hit["department"]) for hit in hits] == [("freight_general", "xs-transport 局")]


@pytest.mark.parametrize("limit", ["0", "51", "x"])
def test_a_limit_out_of_range_is_a_problem(client: Client, limit: str) -> None:
    assert client.get(f"/api/matters?q=a&limit={limit}").status_code == 422


def test_the_spec_comes_by_code_with_its_hash(client: Client) -> None:
    body = client.get("/api/matters/330111001001").json()
    assert (body["key"], body["content_hash"]) == ("freight_general", spec_of("freight_general").digest)
    assert client.get("/api/matters/nothing").status_code == 404


def test_the_guide_is_in_words(client: Client) -> None:
    body = client.get(f"{MATTER}/guide").json()
    assert "办理时限和费用" in [part["title"] for part in body["sections"]]
    assert len(body["materials"]) == 10


def test_the_navigator_asks_arrives_and_ends(client: Client) -> None:
    first = send(client, "post", f"{MATTER}/advance", {"answers": {}, "applicant_kind": "enterprise"}).json()
    assert first["question"]["id"] == "q2"
    arrived = send(client, "post", f"{MATTER}/advance", {"answers": MAIN_JOB, "applicant_kind": "enterprise"}).json()
    assert (arrived["situation"], len(arrived["materials"])) == ("S2.1.1", 7)
    assert arrived["path"][1] == {"id": "q2", "text": "您要办理哪一项", "answer": "首次申请"}
    ended = send(
        client, "post", f"{MATTER}/advance", {"answers": {**MAIN_JOB, "q4": "a"}, "applicant_kind": "person"}
    ).json()
    assert ended["outcome"] == "not_required"


def test_the_navigator_names_what_dropped_out_and_what_does_not_fit(client: Client) -> None:
    changed = {"answers": {**MAIN_JOB, "q3": "b"}, "before": MAIN_JOB, "applicant_kind": "enterprise"}
    assert "“机动车行驶证”不再需要提交。" in send(client, "post", f"{MATTER}/advance", changed).json()["dropped"]
    hidden = {"answers": {"q2": "d", "q3": "a", "q5": []}, "applicant_kind": "enterprise"}
    assert "车辆是否已购置" in send(client, "post", f"{MATTER}/advance", hidden).json()["problems"][0]
    assert send(client, "post", f"{MATTER}/advance", {"applicant_kind": "other_organisation"}).status_code == 422


@pytest.mark.parametrize("actor", [CLERK, None])
def test_writes_want_the_right(client: Client, acting, actor: Actor | None) -> None:
    acting.actor = actor
    wanted = 403 if actor else 401
    assert send(client, "post", f"{MATTER}/suspend", {"reason": "x"}).status_code == wanted
    assert send(client, "post", "/api/synonyms", {"everyday": "甲", "official": "乙"}).status_code == wanted
    assert send(client, "delete", "/api/synonyms/1").status_code == wanted


def test_words_are_added_listed_and_removed(client: Client, acting) -> None:
    made = send(client, "post", "/api/synonyms", {"everyday": "跑运输", "official": "普通货物运输经营许可"}).json()
    assert send(client, "get", "/api/synonyms").json()["rows"] == [made]
    assert send(client, "delete", f"/api/synonyms/{made['id']}").status_code == 200
    assert send(client, "delete", f"/api/synonyms/{made['id']}").status_code == 404
    assert send(client, "post", "/api/synonyms", {"everyday": " ", "official": ""}).status_code == 422


def test_suspending_takes_the_matter_off_every_channel(client: Client, acting) -> None:
    assert send(client, "post", f"{MATTER}/suspend", {"reason": "法规修改"}).json()["state"] == "suspended"
    told = client.get(MATTER)
    assert (told.status_code, told.json()["reasons"][0]["code"]) == (409, "matter_suspended")
