"""The demonstration's department systems: joined like real ones, their settings written where their own processes read them."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from yichuang.accounts.permissions import SYSTEM
from yichuang.demo.people import PASSWORD
from yichuang.demo.sharing import share
from yichuang.exchange.models import ClientSystem, MatterRoute
from yichuang.exchange.models.systems import LIVE, TEST
from yichuang.exchange.operations.register_system import Profile, change_system, register_system
from yichuang.exchange.operations.renew_secret import renew_secret
from yichuang.exchange.operations.route_matter import Plea, route_matter
from yichuang.exchange.rules.scopes import USUAL
from yichuang.exchange.rules.wire import SPLIT, UNIFIED
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.models import Department

SETTINGS = "settings.json"


@dataclass(frozen=True)
class DemoSystem:
    """One demonstration system: code, name, department, matter, mode, officers (the last is the head), what it issues, where it works."""

    key: str
    name: str
    department: str
    matter: str
    mode: str
    officers: tuple[str, ...]
    result: str
    prefix: str
    environment: str = LIVE


DEMO_SYSTEMS = (
    DemoSystem(
        "road-transport",
        "道路运输业务系统",
        "xs-transport",
        "freight_general",
        SPLIT,
        ("赵审查", "钱复核", "孙局长"),
        "道路运输经营许可证",
        "浙交运管许可杭字",
    ),
    DemoSystem(
        "eia-approval",
        "环评审批系统",
        "hz-epa",
        "eia_report_form",
        UNIFIED,
        ("朱环评", "秦环评", "柳局长"),
        "建设项目环境影响报告表批复",
        "萧环建",
    ),
    # The transport department's system once more, in the test environment: what a visitor walks joint debugging with (S0-18).
    DemoSystem(
        "road-transport-test",
        "道路运输业务系统（联调）",
        "xs-transport",
        "freight_general",
        SPLIT,
        ("赵审查", "钱复核", "孙局长"),
        "道路运输经营许可证",
        "浙交运管许可联调字",
        TEST,
    ),
)


@unit_of_work()
def join_systems(*, folder: Path, platform: str, ports: list[int], now: datetime) -> list[Path]:
    """Register the demonstration's systems, or bring their addresses up to date; return the folder of each, with its settings.

    A system whose settings were lost gets new secrets at once. Nothing is written where nothing changed.
    """
    joined = [_join(one, folder / one.key, platform, port, now) for one, port in zip(DEMO_SYSTEMS, ports, strict=False)]
    if joined:
        # The first of them also serves the shared data.
        upstream_key = json.loads((joined[0] / SETTINGS).read_text())["upstream_key"]
        share(base=f"http://127.0.0.1:{ports[0]}", credential=upstream_key, now=now)
    return joined


def _join(one: DemoSystem, folder: Path, platform: str, port: int, now: datetime) -> Path:
    base = f"http://127.0.0.1:{port}"
    held = ClientSystem.objects.filter(key=one.key).first()
    granted = [scope for scope in held.scopes if scope not in USUAL] if held else []
    profile = Profile(
        name=one.name,
        scopes=[*sorted(USUAL), *granted],
        receiver=f"{base}/events",
        form_base=f"{base}/form" if one.mode == UNIFIED else "",
        networks=("127.0.0.0/8",),
        contact=one.officers[-1],
    )
    if held is not None:
        system = change_system(actor=SYSTEM, key=one.key, profile=profile, now=now)
    else:
        department = Department.objects.get(key=one.department)
        system = register_system(
            actor=SYSTEM, key=one.key, department=department, environment=one.environment, profile=profile, now=now
        )
    if not _routed(one):
        # No process serves yet: the route may hold at once. No joint debugging was done: the route says that it is preset (S0-22).
        preset = Plea(preset=True)
        route_matter(actor=SYSTEM, key=one.key, matter=one.matter, now=now, after=timedelta(), plea=preset)
    _write_settings(one, system, folder, platform, now)
    return folder


@unit_of_work()
def part_systems(*, now: datetime) -> int:
    """End the demonstration's routes, for a run without the departments' systems; return how many ended."""
    ended = [one for one in DEMO_SYSTEMS if _routed(one)]
    for one in ended:
        route_matter(actor=SYSTEM, key=one.key, matter=one.matter, now=now, on=False, after=timedelta())
    return len(ended)


def _routed(one: DemoSystem) -> bool:
    return MatterRoute.objects.filter(system__key=one.key, until=None).exists()


def _write_settings(one: DemoSystem, system: ClientSystem, folder: Path, platform: str, now: datetime) -> None:
    path = folder / SETTINGS
    kept: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    if kept.get("platform") == platform and kept.get("client_id") == system.client_id:
        return
    if kept.get("client_id") != system.client_id:
        at_once = timedelta()
        kept = {
            "client_id": system.client_id,
            "client_secret": renew_secret(actor=SYSTEM, key=one.key, kind="client", now=now, overlap=at_once),
            "signing_secret": renew_secret(actor=SYSTEM, key=one.key, kind="signing", now=now, overlap=at_once),
            "upstream_key": secrets.token_urlsafe(24),
            "local_token": secrets.token_urlsafe(24),
        }
    officers = [
        {
            "id": f"o{place}",
            "name": name,
            "password": PASSWORD,
            **({"head": True} if place == len(one.officers) else {}),
        }
        for place, name in enumerate(one.officers, 1)
    ]
    written = {
        **kept,
        "platform": platform,
        "system_code": one.key,
        "name": one.name,
        "department": system.department.name,
        "mode": one.mode,
        "officers": officers,
        "results": {"name": one.result, "prefix": one.prefix},
    }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(written, ensure_ascii=False, indent=1))
    temporary.chmod(0o600)
    temporary.replace(path)
