"""Devices: a code once and for ten minutes, a name, a place, a revocation that is seen at once; rights at one site only (issue 5, 10)."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.hall.devices import offered, paired
from tests.hall.people import centre, window
from yichuang.accounts.permissions import DEVICES
from yichuang.foundations import clock
from yichuang.foundations.actors import Place
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.hall.models import Device, PairingAttempt
from yichuang.hall.operations import devices
from yichuang.hall.operations.devices import change_device, offer_pairing, pair_device, register_device, revoke_device
from yichuang.hall.queries.devices import actor_of_device
from yichuang.hall.rules.devices import KINDS, Setting
from yichuang.organizations.models import Site

pytestmark = pytest.mark.usefixtures("demo_district")


def types(device: Device) -> list[str]:
    return list(Event.objects.filter(stream=device.stream).order_by("seq").values_list("type", flat=True))


def test_a_code_pairs_once_and_the_token_is_kept_as_a_hash() -> None:
    now, given = clock.now(), offered()
    done = pair_device(code=f"{given.code[:3]} {given.code[3:]}", address="10.0.0.1", now=now + timedelta(minutes=9))
    assert done.device.pk == given.device.pk and done.device.state == "active"
    assert done.token not in str(Device.objects.filter(pk=done.device.pk).values())
    with pytest.raises(Refused, match="配对码不正确"):
        pair_device(code=given.code, address="10.0.0.1", now=now + timedelta(minutes=9))
    assert types(done.device) == ["device.registered", "device.paired"]


def test_a_code_dies_after_ten_minutes_and_another_one_replaces_the_browser() -> None:
    now, given = clock.now(), offered()
    with pytest.raises(Refused, match="超过了 10 分钟"):
        pair_device(code=given.code, address="10.0.0.1", now=now + timedelta(minutes=10, seconds=5))
    http, device = paired(name="西门取号机")
    assert http.get("/kiosk/").status_code == 200
    again = offer_pairing(actor=who("沈主管"), pk=str(device.pk), now=now)
    assert http.get("/kiosk/").status_code == 404, "the old browser is out at once"
    assert Client().post("/device/", {"code": again.code}).status_code == 302


def test_codes_are_not_guessed() -> None:
    now = clock.now()
    for _ in range(devices.MOST_WRONG):
        with pytest.raises(Refused, match="配对码不正确"):
            pair_device(code="000000", address="10.0.0.9", now=now)
    given = offered()
    with pytest.raises(Refused, match="输错次数过多") as refused:
        pair_device(code=given.code, address="10.0.0.9", now=now)
    assert refused.value.status == 429
    assert pair_device(code=given.code, address="10.0.0.8", now=now).device == given.device, "others are not held up"
    later = now + timedelta(minutes=11)
    with pytest.raises(Refused, match="配对码不正确"):
        pair_device(code="000000", address="10.0.0.9", now=later)
    assert PairingAttempt.objects.count() == devices.MOST_WRONG + 1


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (Setting("toaster", "面包机"), "用途不在可选范围内"),
        (Setting("kiosk", "  "), "没有填写设备名称"),
        (Setting("window", "窗口屏"), "窗口屏要选定窗口"),
        (Setting("board", "板块屏"), "板块屏要选定板块"),
        (Setting("board", "板块屏", board="Z"), "不在这个服务点"),
        (Setting("window", "窗口屏", window=999_999), "不在这个服务点"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_with_its_reason(setting: Setting, said: str) -> None:
    with pytest.raises(Refused, match=said):
        register_device(actor=who("沈主管"), site_id=centre().pk, setting=setting, now=clock.now())
    assert not Device.objects.exists()


def test_a_device_is_renamed_moved_and_revoked_and_its_page_says_so_at_once() -> None:
    now, boss = clock.now(), who("沈主管")
    http, device = paired("window", name="一号屏", window=window("01").pk)
    changed = change_device(actor=boss, pk=str(device.pk), setting=Setting("", "二号屏", window("02").pk), now=now)
    assert changed.name == "二号屏" and changed.window == window("02") and "02" in http.get("/screen/").content.decode()
    change_device(actor=boss, pk=str(device.pk), setting=Setting("", "二号屏", window("02").pk), now=now)
    with pytest.raises(Refused, match="没有写明停用原因"):
        revoke_device(actor=boss, pk=str(device.pk), why=" ", now=now)
    revoke_device(actor=boss, pk=str(device.pk), why="报废", now=now)
    revoke_device(actor=boss, pk=str(device.pk), why="报废", now=now)
    off = http.get("/screen/")
    assert off.status_code == 403 and "已停用，请联系管理人员" in off.content.decode()
    assert http.get(f"/hall/board/{device.site_id}.json").status_code == 403
    assert http.get(f"/hall/live/{device.site_id}/").status_code == 403
    with pytest.raises(Refused, match="已停用"):
        offer_pairing(actor=boss, pk=str(device.pk), now=now)
    assert types(device) == ["device.registered", "device.paired", "device.changed", "device.revoked"]


def test_devices_are_their_hall_s_and_a_colleague_or_stranger_does_not_arrange_them() -> None:
    device = offered().device
    for name in ("林小窗", "俞导服"):
        with pytest.raises(NotAllowed):
            register_device(actor=who(name), site_id=centre().pk, setting=Setting("kiosk", "x"), now=clock.now())
        with pytest.raises(NotFound):
            revoke_device(actor=who(name), pk=str(device.pk), why="x", now=clock.now())
    other = Site.objects.get(key="yinong")
    with pytest.raises(NotFound):
        register_device(actor=who("沈主管"), site_id=other.pk, setting=Setting("kiosk", "x"), now=clock.now())


@pytest.mark.parametrize("kind", KINDS)
def test_a_device_may_what_it_is_for_at_its_site_only(kind: str) -> None:
    device = Device(site=centre(), kind=kind, name="x", state="active")
    actor = actor_of_device(device)
    assert actor.kind == "device" and {grant.act for grant in actor.grants} == set(DEVICES[kind])
    for act in DEVICES[kind]:
        assert actor.may(act, Place(site_id=device.site_id))
        assert not actor.may(act, Place(site_id=device.site_id + 1))
    device.state = "revoked"
    assert not actor_of_device(device).grants


def test_a_screen_opens_no_kiosk_and_a_stranger_s_browser_nothing() -> None:
    http, device = paired("hall", name="大屏")
    assert http.get("/screen/").status_code == 200
    assert http.get("/kiosk/").status_code == 403
    assert http.get(f"/hall/board/{device.site_id + 1}.json").status_code == 404
    assert Client().get("/kiosk/").status_code == 404
    assert Client().get(f"/hall/board/{device.site_id}.json").status_code == 404
    assert signed_in("林小窗").get(f"/hall/board/{device.site_id}.json").status_code == 200
    assert signed_in("吴益农").get(f"/hall/board/{device.site_id}.json").status_code == 404
    assert signed_in("赵审查").get(f"/hall/board/{device.site_id}.json").status_code == 403


def test_last_seen_is_written_once_a_minute() -> None:
    http, device = paired()
    Device.objects.filter(pk=device.pk).update(last_seen_at=clock.now() - timedelta(minutes=3))
    http.get("/kiosk/")
    first = Device.objects.get(pk=device.pk).last_seen_at
    http.get("/kiosk/")
    assert first is not None and clock.now() - first < timedelta(minutes=1)
    assert Device.objects.get(pk=device.pk).last_seen_at == first


def test_the_cookie_is_not_for_scripts_and_renewed_by_every_page() -> None:
    given = offered()
    http = Client()
    for answer in (http.post("/device/", {"code": given.code}), http.get("/kiosk/")):
        morsel = answer.cookies["yichuang_device"]
        assert morsel["httponly"] and morsel["samesite"] == "Lax" and int(morsel["max-age"]) > 300 * 24 * 3600


def test_the_supervisor_sets_a_device_up_on_the_pages() -> None:
    http = signed_in("沈主管")
    wrong = http.post(
        "/hall/devices/register/", {"site": centre().pk, "kind": "window", "name": "窗口屏", "window": ""}
    )
    assert wrong.status_code == 422 and "要选定窗口" in wrong.content.decode()
    page = http.post("/hall/devices/register/", {"site": centre().pk, "kind": "kiosk", "name": "东门取号机"})
    assert "10 分钟内有效" in page.content.decode()
    device = Device.objects.get()
    assert "待配对" in http.get("/hall/devices/?q=东门").content.decode()
    base = f"/hall/devices/{device.pk}"
    assert "重新配对" in http.get(f"{base}/").content.decode()
    assert "10 分钟内有效" in http.post(f"{base}/act/offer/").content.decode()
    assert http.post(f"{base}/act/change/", {"name": "西门取号机"}).status_code == 302
    assert http.post(f"{base}/act/revoke/", {"why": ""}).status_code == 422
    assert http.post(f"{base}/act/revoke/", {"why": "报废"}).status_code == 302
    assert "更名或移动" in http.get(f"{base}/").content.decode()
    assert http.get("/hall/devices/export/").status_code == 200
    assert signed_in("林小窗").get("/hall/devices/").status_code == 403
