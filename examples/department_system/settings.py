"""Which department's system this is: `settings.json` in the data folder."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEEDED = ("platform", "system_code", "name", "department", "client_id", "client_secret", "signing_secret", "officers")
OWN_FIELDS = (
    {"name": "project_name", "label": "建设项目名称", "required": True},
    {"name": "project_location", "label": "建设地点", "required": True},
    {"name": "total_investment", "label": "总投资（万元）", "type": "number", "required": True},
    {"name": "environment_investment", "label": "环保投资（万元）", "type": "number", "required": True},
    {"name": "assessment_unit", "label": "环评单位", "required": True},
)
OWN_MATERIALS = (
    {"id": "m_app", "name": "建设项目环境影响报告表审批申请"},
    {"id": "m_rep", "name": "建设项目环境影响报告表"},
)


class SettingsError(Exception):
    """The settings file is missing, unreadable or incomplete."""


@dataclass(frozen=True)
class Officer:
    """One person who signs in here. The head alone may extend a time limit."""

    id: str
    name: str
    password: str
    head: bool = False

    def handler(self) -> dict[str, str]:
        """Return the officer as every report names one."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True)
class Settings:
    """What the operator wrote, checked once."""

    platform: str
    system_code: str
    name: str
    department: str
    client_id: str
    client_secret: str
    signing_secrets: tuple[str, ...]
    officers: tuple[Officer, ...]
    mode: str = "split_mode"
    result_name: str = "审批结果"
    result_prefix: str = ""
    form_fields: tuple[dict[str, Any], ...] = OWN_FIELDS
    form_materials: tuple[dict[str, Any], ...] = OWN_MATERIALS
    app_key: str = ""
    app_secret: str = ""
    upstream_key: str = ""
    local_token: str = ""
    pull_seconds: float = 0.0
    timeout_seconds: float = 10.0
    retry_seconds: float = 1.0

    def officer(self, identifier: str) -> Officer | None:
        """Return the officer with this id."""
        return next((officer for officer in self.officers if officer.id == identifier), None)


def load(folder: Path) -> Settings:
    """Read and check the settings of a data folder."""
    path = folder / "settings.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: not an object")
    missing = [name for name in NEEDED if not content.get(name)]
    if missing:
        raise SettingsError(f"{path}: missing {', '.join(missing)}")
    secrets = content["signing_secret"]
    known: dict[str, Any] = {name: content[name] for name in _TEXTS if name in content}
    known |= {name: float(content[name]) for name in _SECONDS if name in content}
    known |= {name: tuple(content[name]) for name in ("form_fields", "form_materials") if name in content}
    known |= {name: str(content[name]) for name in ("system_code", "name", "department", "client_id", "client_secret")}
    results = content.get("results") or {}
    return Settings(
        platform=str(content["platform"]).rstrip("/"),
        signing_secrets=(secrets,) if isinstance(secrets, str) else tuple(secrets),
        officers=_officers(content["officers"]),
        result_name=results.get("name", "审批结果"),
        result_prefix=results.get("prefix", ""),
        **known,
    )


_TEXTS = ("mode", "upstream_key", "local_token", "app_key", "app_secret")
_SECONDS = ("pull_seconds", "timeout_seconds", "retry_seconds")


def _officers(rows: list[dict[str, Any]]) -> tuple[Officer, ...]:
    """Return the officers; the one marked `head` is the head, or else the last of them."""
    marked = any(row.get("head") for row in rows)
    return tuple(
        Officer(
            id=str(row["id"]),
            name=str(row["name"]),
            password=str(row["password"]),
            head=bool(row.get("head")) if marked else len(rows) > 1 and position == len(rows) - 1,
        )
        for position, row in enumerate(rows)
    )
