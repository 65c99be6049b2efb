"""Set up a device, pair it by code, rename and move it, take it out of use (issue 5, 10; S2-34)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import DeviceChanged, DevicePaired, DevicePairingOffered, DeviceRegistered, DeviceRevoked
from yichuang.hall.models import Device, PairingAttempt
from yichuang.hall.queries.devices import device_for, token_hash
from yichuang.hall.rules.devices import (
    ACTIVE,
    AT_BOARD,
    AT_WINDOW,
    CODE_DIGITS,
    CODE_LIVES,
    PAIRING,
    REVOKED,
    SEEN_EVERY,
    Setting,
    faults_of,
)
from yichuang.organizations.queries import Site, Window, find_site, find_window, open_boards

KEPT = "没有改动。"
TOKEN_BYTES = 32
# Wrong codes in ten minutes: from one address, and from all together. A million codes, so guessing stays hopeless.
MOST_WRONG, MOST_WRONG_ALL = 10, 200
ATTEMPTS_KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Offered:
    """A device with the code that pairs it, shown once."""

    device: Device
    code: str


@dataclass(frozen=True)
class Paired:
    """A device with the token that its browser keeps, told once."""

    device: Device
    token: str


@unit_of_work()
def register_device(*, actor: Actor, site_id: int, setting: Setting, now: datetime) -> Offered:
    """Set up a device at a site and return it with its pairing code.

    :raises NotFound: for a site that is not the actor's; Refused 422 for a setting that cannot be used.
    """
    site = find_site(site_id)
    if site is None or not actor.may(policies.ARRANGE, policies.place_of(site)):
        policies.demand(actor, policies.ARRANGE, None, "登记设备")
        raise NotFound("这个服务点", "请从本单位的服务点中选择。")
    window = _window(site, setting)
    device = Device(
        site=site,
        kind=setting.kind,
        name=setting.name.strip(),
        window=window,
        board=setting.board if setting.kind in AT_BOARD else "",
        registered_at=now,
    )
    code = _offer(device, now)
    event = DeviceRegistered(
        site=site.pk, kind=device.kind, name=device.name, window=window.number if window else "", board=device.board
    )
    ledger.write(device, event, actor=actor, at=now)
    return Offered(device, code)


@unit_of_work()
def offer_pairing(*, actor: Actor, pk: str, now: datetime) -> Offered:
    """Give a device another code: the first was not used in time, or its browser was replaced. The old browser is out at once."""
    device = device_for(actor, pk, lock=True)
    _not_revoked(device)
    code = _offer(device, now)
    fields = ["state", "code_hash", "code_expires_at", "token_hash"]
    ledger.write(device, DevicePairingOffered(site=device.site_id), actor=actor, at=now, update_fields=fields)
    return Offered(device, code)


def pair_device(*, code: str, address: str, now: datetime) -> Paired:
    """Make the browser that typed a code the device and return it with its token.

    A wrong code is written down in a transaction of its own, so that it counts although the pairing is refused.
    :raises Refused: 422 for a code that is wrong, used or too old; 429 after too many wrong ones.
    """
    _slowly(address, now)
    paired = _pair(code, now)
    if paired is None:
        with unit_of_work():
            PairingAttempt.objects.create(address=address[:64], at=now)
            PairingAttempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()
        wrong = Reason(
            "code", "配对码不正确、已经用过，或者超过了 10 分钟。", field="code", kept="本机没有配对。",
            todo="请核对 6 位数字；过期的请管理人员在“设备”页重新生成。",
        )  # fmt: skip
        raise Refused(wrong, status=422, title="没有配对")
    return paired


@unit_of_work()
def _pair(code: str, now: datetime) -> Paired | None:
    digits = "".join(one for one in code if one.isdecimal())
    rows = Device.objects.select_for_update(of=("self",)).select_related("site", "window")
    device = rows.filter(code_hash=_code_hash(digits), code_expires_at__gt=now, state=PAIRING).first()
    if device is None or len(digits) != CODE_DIGITS:
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device.state, device.token_hash, device.paired_at, device.last_seen_at = ACTIVE, token_hash(token), now, now
    device.code_hash = device.code_expires_at = None
    fields = ["state", "token_hash", "paired_at", "last_seen_at", "code_hash", "code_expires_at"]
    by = Actor(kind="device", id=str(device.pk), name=device.name)
    ledger.write(device, DevicePaired(site=device.site_id), actor=by, at=now, update_fields=fields)
    return Paired(device, token)


@unit_of_work()
def change_device(*, actor: Actor, pk: str, setting: Setting, now: datetime) -> Device:
    """Rename a device or move it to another window or board and return it; its kind stays. Nothing happens without a change.

    :raises NotFound: for others' devices; Refused 409 when it is out of use, 422 for a setting that cannot be used.
    """
    device = device_for(actor, pk, lock=True)
    _not_revoked(device)
    setting = Setting(device.kind, setting.name, setting.window, setting.board)
    window = _window(device.site, setting)
    before = {"name": device.name, "window": device.window.number if device.window else "", "board": device.board}
    board = setting.board if device.kind in AT_BOARD else ""
    after = {"name": setting.name.strip(), "window": window.number if window else "", "board": board}
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changed:
        device.name, device.window, device.board = after["name"], window, board
        event = DeviceChanged(site=device.site_id, fields=changed)
        ledger.write(device, event, actor=actor, at=now, update_fields=["name", "window", "board"])
    return device


@unit_of_work()
def revoke_device(*, actor: Actor, pk: str, why: str, now: datetime) -> Device:
    """Take a device out of use and return it: its page says so at once. Doing it twice is harmless.

    :raises NotFound: for others' devices; Refused 422 without a reason.
    """
    device = device_for(actor, pk, lock=True)
    if device.state == REVOKED:
        return device
    if not why.strip():
        raise _refused("why", "没有写明停用原因。", "请写明原因，例如“报废”“遗失”。", 422)
    device.state, device.revoked_at = REVOKED, now
    device.code_hash = device.code_expires_at = None
    event = DeviceRevoked(site=device.site_id, why=why.strip()[:100])
    fields = ["state", "revoked_at", "code_hash", "code_expires_at"]
    ledger.write(device, event, actor=actor, at=now, update_fields=fields)
    return device


def seen(device: Device, now: datetime) -> None:
    """Write down that a device is there, at most once a minute; no event, for it is no act."""
    if device.last_seen_at is None or now - device.last_seen_at >= SEEN_EVERY:
        stale = Q(last_seen_at=None) | Q(last_seen_at__lte=now - SEEN_EVERY)
        Device.objects.filter(stale, pk=device.pk).update(last_seen_at=now)


def _offer(device: Device, now: datetime) -> str:
    """Put the device back to waiting for a browser; a code that another waiting device has is drawn again."""
    while True:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        held = Device.objects.filter(code_hash=_code_hash(code))
        held.filter(code_expires_at__lte=now).update(code_hash=None)
        if not held.exists():
            break
    device.state, device.token_hash = PAIRING, None
    device.code_hash, device.code_expires_at = _code_hash(code), now + CODE_LIVES
    return code


def _code_hash(code: str) -> str:
    return blind_index(code, "pairing").hex()


def _slowly(address: str, now: datetime) -> None:
    recent = PairingAttempt.objects.filter(at__gt=now - CODE_LIVES)
    if recent.filter(address=address[:64]).count() >= MOST_WRONG or recent.count() >= MOST_WRONG_ALL:
        raise _refused("too_many", "输错次数过多，请稍后再试。", "请 10 分钟后再试，或请管理人员协助。", 429)


def _window(site: Site, setting: Setting) -> Window | None:
    faults = faults_of(setting)
    window = find_window(setting.window) if setting.window and setting.kind in AT_WINDOW else None
    if setting.kind in AT_WINDOW and setting.window and (window is None or window.site_id != site.pk):
        faults.append(("window", "所选窗口不在这个服务点"))
    if setting.kind in AT_BOARD and setting.board and setting.board not in {row.letter for row in open_boards(site)}:
        faults.append(("board", "所选板块不在这个服务点"))
    if faults:
        reasons = [Reason(name, f"{text}。", name, "S2-34", KEPT, "请更正后再提交。") for name, text in faults]
        raise Refused(*reasons, status=422, title="没有保存")
    return window


def _not_revoked(device: Device) -> None:
    if device.state == REVOKED:
        raise _refused("revoked", "这台设备已停用。", "请登记为新设备。", 409)


def _refused(code: str, said: str, todo: str, status: int) -> Refused:
    return Refused(Reason(code, said, code, "S2-34", KEPT, todo), status=status, title="没有办成")
