"""Published matters as CPSV-AP 3.2.0: read by an RDF library without fetching anything, triples as the vocabulary says (issue 3, 5)."""

import json
from typing import Any

import pytest
from django.test import Client
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS, XSD

from tests.catalog.matters import converted, spec_of
from yichuang.catalog.rules import cpsv
from yichuang.catalog.rules.spec import MatterSpec

CV, CPSV = Namespace("http://data.europa.eu/m8g/"), Namespace("http://purl.org/vocab/cpsv#")
ELI, DCAT = Namespace("http://data.europa.eu/eli/ontology#"), Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SITE = "https://example.org"
# Class → the properties that CPSV-AP 3.2.0 makes mandatory for it (its SHACL shapes), as we use the classes.
MANDATORY = {
    CPSV.PublicService: (DCTERMS.identifier, DCTERMS.title, DCTERMS.description, CV.hasCompetentAuthority),
    CV.PublicOrganisation: (SKOS.prefLabel, DCTERMS.spatial),
    CV.Evidence: (DCTERMS.identifier, DCTERMS.title),
    CV.EvidenceType: (DCTERMS.identifier,),
    CV.Requirement: (DCTERMS.identifier, DCTERMS.title),
    CV.Channel: (DCTERMS.identifier,),
    CV.Output: (DCTERMS.identifier, DCTERMS.title),
    CV.Cost: (DCTERMS.identifier,),
    CV.LifeEvent: (DCTERMS.identifier, DCTERMS.title),
    CPSV.Rule: (DCTERMS.identifier, DCTERMS.title, DCTERMS.description),
}


def graph(spec: MatterSpec, *events: tuple[str, str]) -> tuple[Graph, URIRef]:
    address = f"{SITE}/matters/{spec.key}/"
    authority = cpsv.Authority("xs-transport", "萧山区交通运输局", "330109", "萧山区")
    node = cpsv.service(spec, cpsv.Published(address, SITE, authority, events))
    return parsed({"@context": cpsv.CONTEXT, **node}), URIRef(address)


def parsed(body: dict[str, Any]) -> Graph:
    assert isinstance(body["@context"], dict), "a context elsewhere would have to be fetched"
    return Graph().parse(data=json.dumps(body), format="json-ld")


@pytest.mark.parametrize("key", sorted(converted()))
def test_every_matter_has_what_the_profile_demands(key: str) -> None:
    found, here = graph(spec_of(key))
    assert (here, RDF.type, CPSV.PublicService) in found
    for kind, properties in MANDATORY.items():
        for node in found.subjects(RDF.type, kind):
            missing = [one for one in properties if not list(found.objects(node, one))]
            assert missing == [], (node, missing)
    assert {kind for kind in found.objects(None, RDF.type) if isinstance(kind, URIRef)} >= {
        CV.PublicOrganisation,
        CV.Evidence,
        CV.Channel,
        CV.Cost,
        CPSV.Rule,
    }


def test_the_parts_hang_together_as_the_vocabulary_says() -> None:
    spec = spec_of("freight_general")
    found, here = graph(spec, ("haulage", "开一家货运公司"))
    material = spec.materials[1]
    evidence, need = URIRef(f"{here}#evidence-{material.id}"), URIRef(f"{here}#needs-{material.id}")
    for triple in (
        (here, DCTERMS.title, Literal(spec.name, lang="zh")),
        (here, DCTERMS.identifier, Literal(spec.codes.implementation, datatype=XSD.string)),
        (here, CPSV.hasInput, evidence),
        (here, CV.holdsRequirement, need),
        (evidence, RDF.type, CV.Evidence),
        (evidence, DCTERMS.title, Literal(material.name, lang="zh")),
        (evidence, CV.supportsRequirement, need),
        (need, CV.hasSupportingEvidence, evidence),
        (here, CV.hasCompetentAuthority, URIRef(f"{SITE}/departments/xs-transport")),
        (here, CV.isGroupedBy, URIRef(f"{SITE}/life-events/haulage")),
        (URIRef(f"{SITE}/life-events/haulage"), RDF.type, CV.LifeEvent),
        (here, CPSV.produces, URIRef(f"{here}#output-1")),
        (here, CPSV.follows, URIRef(f"{here}#rule")),
        (URIRef(f"{here}#rule"), CPSV.implements, URIRef(f"{here}#law-1")),
        (URIRef(f"{here}#law-1"), RDF.type, ELI.LegalResource),
        (here, CV.hasLegalResource, URIRef(f"{here}#law-1")),
        (here, CV.hasChannel, URIRef(f"{here}#channel-hall")),
        (here, CV.hasCost, URIRef(f"{here}#cost")),
        (URIRef(f"{here}#cost"), CV.hasValue, Literal("0", datatype=XSD.double)),
    ):
        assert triple in found, triple
    assert len(list(found.objects(here, CPSV.hasInput))) == len(spec.materials)
    assert len(list(found.objects(here, CV.hasInputType))) == len(
        {one.standard_type or one.name for one in spec.materials}
    )
    assert not list(found.objects(here, CV.processingTime)), "working days are no xsd:duration: the rule tells them"


@pytest.mark.parametrize(
    ("limit", "duration"),
    [
        ({"value": 15, "unit": "natural_day"}, "P15D"),
        ({"value": 0, "unit": "same_day"}, "P1D"),
        ({"value": 7, "unit": "workday"}, None),
    ],
)
def test_only_calendar_days_become_a_duration(limit: dict[str, Any], duration: str | None) -> None:
    body = spec_of("freight_general").model_dump(by_alias=True) | {"promised_limit": limit}
    found, here = graph(MatterSpec.model_validate(body))
    assert [str(one) for one in found.objects(here, CV.processingTime)] == ([duration] if duration else [])


@pytest.mark.usefixtures("demo_district")
def test_a_published_matter_and_the_catalogue_are_answered() -> None:
    http = Client()
    answer = http.get("/matters/birth_registration/cpsv.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    found = parsed(answer.json())
    (here,) = found.subjects(RDF.type, CPSV.PublicService)
    assert str(here).endswith("/matters/birth_registration/")
    assert [str(found.value(event, DCTERMS.title)) for event in found.objects(here, CV.isGroupedBy)] == ["出生“一件事”"]
    page = http.get("/matters/birth_registration/").content.decode()
    assert (
        '<link rel="alternate" type="application/ld+json" title="CPSV-AP" href="/matters/birth_registration/cpsv.jsonld">'
        in page
    )
    feed = parsed(http.get("/matters/cpsv.jsonld").json())
    (catalogue,) = feed.subjects(RDF.type, DCAT.Catalog)
    assert (
        len(list(feed.objects(catalogue, DCTERMS.hasPart)))
        == 14
        == len(list(feed.subjects(RDF.type, CPSV.PublicService)))
    )
    assert not list(feed.objects(catalogue, HYDRA.next))


@pytest.mark.usefixtures("demo_district")
def test_the_catalogue_is_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.catalog.views.formats.ON_A_PAGE", 6)
    http, address, seen = Client(), "/matters/cpsv.jsonld", []
    while address:
        body = http.get(address).json()
        seen += [part["@id"] for part in body["hasPart"]]
        address = body.get("next", "")
    assert len(seen) == 14 == len(set(seen))
    assert http.get("/matters/cpsv.jsonld?cursor=x").status_code == 422
    assert http.get("/matters/nothing/cpsv.jsonld").status_code == 404
