"""A matter in the EU's vocabulary for public services (CPSV-AP 3.2.0), as JSON-LD with the context inside: nothing is fetched to read it.

Public Service = matter, Evidence and Evidence Type = material, Event = life event, Channel, Output = result, Cost, Rule with its Legal
Resources = the law it follows, Requirement = condition, Public Organisation = the competent authority.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from yichuang.catalog.rules.conditions import describe
from yichuang.catalog.rules.handling import CASE_TYPE_NAMES, SERVICE_OBJECT_NAMES
from yichuang.catalog.rules.node_words import RESULT_KINDS
from yichuang.catalog.rules.spec import Material, MatterSpec

Node = dict[str, Any]
LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
_LINK = {"@type": "@id"}
CONTEXT: Node = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "title": {"@id": "dct:title", "@language": "zh"},
    "description": {"@id": "dct:description", "@language": "zh"},
    "keyword": {"@id": "dcat:keyword", "@language": "zh", "@container": "@set"},
    "prefLabel": {"@id": "skos:prefLabel", "@language": "zh"},
    "identifier": {"@id": "dct:identifier", "@type": "xsd:string"},
    "language": {"@id": "dct:language", **_LINK},
    "page": {"@id": "foaf:page", **_LINK},
    "type": {"@id": "dct:type", **_LINK},
    "processingTime": {"@id": "cv:processingTime", "@type": "xsd:duration"},
    "hasValue": {"@id": "cv:hasValue", "@type": "xsd:double"},
    "currency": {"@id": "cv:currency", **_LINK},
    "modified": {"@id": "dct:modified", "@type": "xsd:date"},
    "hasPart": {"@id": "dct:hasPart", **_LINK, "@container": "@set"},
    "hasCompetentAuthority": {"@id": "cv:hasCompetentAuthority", **_LINK},
    "hasInput": {"@id": "cpsv:hasInput", **_LINK, "@container": "@set"},
    "hasInputType": {"@id": "cv:hasInputType", **_LINK, "@container": "@set"},
    "produces": {"@id": "cpsv:produces", **_LINK, "@container": "@set"},
    "follows": {"@id": "cpsv:follows", **_LINK, "@container": "@set"},
    "implements": {"@id": "cpsv:implements", **_LINK, "@container": "@set"},
    "hasLegalResource": {"@id": "cv:hasLegalResource", **_LINK, "@container": "@set"},
    "hasChannel": {"@id": "cv:hasChannel", **_LINK, "@container": "@set"},
    "hasCost": {"@id": "cv:hasCost", **_LINK, "@container": "@set"},
    "holdsRequirement": {"@id": "cv:holdsRequirement", **_LINK, "@container": "@set"},
    "supportsRequirement": {"@id": "cv:supportsRequirement", **_LINK, "@container": "@set"},
    "hasSupportingEvidence": {"@id": "cv:hasSupportingEvidence", **_LINK, "@container": "@set"},
    "isGroupedBy": {"@id": "cv:isGroupedBy", **_LINK, "@container": "@set"},
    "conformsTo": {"@id": "dct:conformsTo", **_LINK, "@container": "@set"},
    "audience": {"@id": "dct:audience", **_LINK, "@container": "@set"},
    "spatial": {"@id": "dct:spatial", **_LINK},
    "next": {"@id": "hydra:next", **_LINK},
    "previous": {"@id": "hydra:previous", **_LINK},
}


@dataclass(frozen=True)
class Authority:
    """The competent authority: its key, its name, the code and name of its division."""

    key: str
    name: str
    division: str
    division_name: str


@dataclass(frozen=True)
class Published:
    """What stands around a spec when it is published: its own address, the site's, the authority, life events by key and name."""

    address: str
    site: str
    authority: Authority
    events: Sequence[tuple[str, str]] = ()


def catalogue(services: Iterable[Node], *, address: str, title: str, following: str = "", before: str = "") -> Node:
    """Return one page of the catalogue with its context and its neighbours."""
    links = {"next": following, "previous": before}
    return {
        "@context": CONTEXT,
        "@id": address,
        "@type": ["dcat:Catalog", "hydra:PartialCollectionView"],
        "title": title,
        "hasPart": list(services),
        **{name: link for name, link in links.items() if link},
    }


def service(spec: MatterSpec, published: Published) -> Node:
    """Return a matter as a `cpsv:PublicService` with all that belongs to it."""
    here = published.address
    law = [
        _node(f"{here}#law-{n}", "eli:LegalResource", title=basis.text)
        for n, basis in enumerate(spec.legal_basis, start=1)
    ]
    node: Node = {
        "@id": here,
        "@type": "cpsv:PublicService",
        "identifier": spec.codes.implementation or spec.key,
        "title": spec.name,
        "description": _description(spec),
        "keyword": list(
            dict.fromkeys([spec.main_item, spec.sub_item, *spec.guide.themes_person, *spec.guide.themes_legal])
        ),
        "language": LANGUAGE,
        "page": here,
        "hasCompetentAuthority": _authority(published),
        "spatial": _place(published),
        "audience": [
            _concept(published, "audience", code, SERVICE_OBJECT_NAMES[code]) for code in spec.service_objects
        ],
        "holdsRequirement": list(_requirements(spec, here)),
        "hasInput": list(_evidence(spec, here)),
        "hasInputType": [_evidence_type(published, material) for material in spec.materials],
        "produces": [
            _node(
                f"{here}#output-{n}",
                "cv:Output",
                identifier=f"{spec.key}-output-{n}",
                title=result.name,
                description=RESULT_KINDS.get(result.kind, result.kind),
            )
            for n, result in enumerate(spec.results, start=1)
        ],
        "follows": [_rule(spec, here, [one["@id"] for one in law])],
        "hasLegalResource": law,
        "hasChannel": list(_channels(spec, published)),
        "hasCost": [_cost(spec, here)],
        "isGroupedBy": list(_events(spec, published)),
    }
    if duration := _duration(spec):
        node["processingTime"] = duration
    return {name: value for name, value in node.items() if value not in ([], "", None)}


def _node(address: str, kind: str, **more: Any) -> Node:
    return {"@id": address, "@type": kind, **{name: value for name, value in more.items() if value not in ("", [])}}


def _description(spec: MatterSpec) -> str:
    return (
        spec.note
        or spec.guide.exercise_content
        or f"{spec.matter_type}：{spec.name}（{CASE_TYPE_NAMES[spec.case_type]}）"
    )


def _authority(published: Published) -> Node:
    unit = published.authority
    address = f"{published.site}/departments/{unit.key}"
    return _node(address, "cv:PublicOrganisation", identifier=unit.key, prefLabel=unit.name, spatial=_place(published))


def _place(published: Published) -> Node:
    unit = published.authority
    return _node(
        f"{published.site}/divisions/{unit.division}",
        "dct:Location",
        identifier=unit.division,
        prefLabel=unit.division_name,
    )


def _concept(published: Published, scheme: str, code: str, name: str) -> Node:
    return _node(f"{published.site}/vocabulary/{scheme}/{code}", "skos:Concept", identifier=code, prefLabel=name)


def _requirements(spec: MatterSpec, here: str) -> Iterator[Node]:
    for number, text in enumerate(spec.conditions, start=1):
        yield _node(
            f"{here}#condition-{number}", "cv:Requirement", identifier=f"{spec.key}-condition-{number}", title=text
        )
    for material in spec.materials:
        when = describe(material.needed_if, spec)
        yield _node(
            f"{here}#needs-{material.id}",
            "cv:Requirement",
            identifier=f"{spec.key}-needs-{material.id}",
            title=f"提交{material.name}",
            description=when,
            hasSupportingEvidence=[f"{here}#evidence-{material.id}"],
        )


def _evidence(spec: MatterSpec, here: str) -> Iterator[Node]:
    for material in spec.materials:
        yield _node(
            f"{here}#evidence-{material.id}",
            "cv:Evidence",
            identifier=f"{spec.key}-{material.id}",
            title=material.name,
            description=material.counts(),
            language=LANGUAGE,
            supportsRequirement=[f"{here}#needs-{material.id}"],
        )


def _evidence_type(published: Published, material: Material) -> Node:
    code = material.standard_type or material.name
    address = f"{published.site}/vocabulary/evidence-type/{quote(code)}"
    return _node(address, "cv:EvidenceType", identifier=code, prefLabel=material.name)


def _rule(spec: MatterSpec, here: str, law: Sequence[str]) -> Node:
    said = f"法定期限 {spec.statutory_limit.words()}，承诺期限 {spec.promised_limit.words()}"
    return _node(
        f"{here}#rule",
        "cpsv:Rule",
        identifier=f"{spec.key}-rule",
        title=f"{spec.name}办理规定",
        description="；".join([said, *spec.remedies]),
        language=LANGUAGE,
        implements=list(law),
    )


def _channels(spec: MatterSpec, published: Published) -> Iterator[Node]:
    ways = spec.channels
    there = (
        ("hall", ways.hall, "政务服务中心综合窗口"),
        ("online", ways.online != "none", "网上办理"),
        ("town", ways.town, "镇街便民服务中心"),
        ("village", ways.village, "村（社区）代办点"),
        ("kiosk", ways.kiosk, "自助终端"),
        ("bank-post", ways.bank_post, "银行、邮政网点"),
        ("courier", spec.courier, "快递送达"),
    )
    for code, open_, name in there:
        if open_:
            yield _node(
                f"{published.address}#channel-{code}",
                "cv:Channel",
                identifier=f"{spec.key}-channel-{code}",
                description="，".join(filter(None, (name, spec.guide.places if code == "hall" else ""))),
                type=_concept(published, "channel", code, name),
            )


def _cost(spec: MatterSpec, here: str) -> Node:
    said = "；".join(filter(None, (spec.fee.text, spec.guide.fee_standard, spec.guide.fee_reduction)))
    node = _node(f"{here}#cost", "cv:Cost", identifier=f"{spec.key}-cost", description=said)
    if not spec.fee.charged:
        node |= {"hasValue": "0", "currency": "http://publications.europa.eu/resource/authority/currency/CNY"}
    return node


def _events(spec: MatterSpec, published: Published) -> Iterator[Node]:
    for key, name in published.events:
        yield _node(f"{published.site}/life-events/{key}", "cv:LifeEvent", identifier=key, title=name)
    for names, kind in ((spec.guide.life_cycles, "cv:LifeEvent"), (spec.guide.themes_legal, "cv:BusinessEvent")):
        for name in names:
            yield _node(f"{published.site}/vocabulary/event/{quote(name)}", kind, identifier=name, title=name)


def _duration(spec: MatterSpec) -> str:
    """Return the promised limit where it is a span of calendar days; working days have no xsd:duration and are told in the rule."""
    limit = spec.promised_limit
    if limit.value == 0 or limit.unit == "same_day":
        return "P1D"
    return f"P{limit.value}D" if limit.unit == "natural_day" else ""
