"""Three shared-data APIs of a made-up district: licences and household by ID number, investment projects by code.

Every answer is made from the number asked for, so it is always the same and belongs to nobody. For rehearsals of the platform's
gateway; described by `/shared/openapi.json`.
"""

import hashlib
import hmac
from datetime import date

from examples.department_system import misbehaviour
from examples.department_system.app import App
from examples.department_system.shared_document import DOCUMENT, PROJECT_CODE
from examples.department_system.web import Handler, Request, Response, as_json, problem

WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙朱马胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
TOWNS = ("城厢街道育才北路", "北干街道金城路", "益农镇三围村", "临浦镇峙山北路", "蜀山街道晨晖路", "宁围街道市心北路")
PROJECTS = (
    "年产3000吨塑料制品生产线",
    "汽车零部件表面处理",
    "物流仓储中心",
    "印刷包装车间技术改造",
    "污水处理站提标",
    "精密模具加工",
)
BUILDERS = ("之江演示制造有限公司", "湘湖演示物流有限公司", "钱塘演示包装有限公司", "浦阳演示科技有限公司")
# Made-up applicants of the demonstration, by numbers with valid check digits that belong to nobody.
CAST = {
    "330181199503070010": "王小明",
    "330181199811150047": "陈静",
    "330121198506120027": "李敏",
    "330121196005201233": "张强",
    "330121194803150013": "赵军",
}
CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def document(app: App, request: Request) -> Response:
    """`GET /shared/openapi.json`."""
    return as_json(DOCUMENT)


def guarded(handler: Handler) -> Handler:
    """Ask for the key, and be a bad partner when told to."""

    def answer(app: App, request: Request) -> Response:
        kind, seconds, status = misbehaviour.next_act(app, "shared")
        early = misbehaviour.before(kind, status)
        if early is not None:
            return early
        key, given = app.settings.upstream_key.encode(), request.headers.get("x-upstream-key", "").encode()
        good = bool(key) and hmac.compare_digest(key, given)
        response = handler(app, request) if good else problem(401, "密钥不符", "X-Upstream-Key")
        return misbehaviour.after(app, kind, seconds, response)

    return answer


def _e_licence(app: App, request: Request) -> Response:
    number = request.query.get("id_number", "").upper()
    if not is_id_number(number):
        return problem(422, "公民身份号码有误", "id_number: 18 digits with a check digit")
    person, chance = name_of(number), _chance("licence", number)
    licences = [
        {
            "name": "居民身份证",
            "number": number,
            "holder": person,
            "issuer": "杭州市公安局萧山分局",
            "valid_from": "2020-03-01",
            "valid_until": "2040-03-01",
            "state": "valid",
        }
    ]
    if chance % 4:
        licences.append(
            {
                "name": "道路运输从业人员从业资格证",
                "number": f"{number[:6]}{chance % 10**13:013d}",
                "holder": person,
                "issuer": "杭州市萧山区交通运输局",
                "valid_from": "2022-06-15",
                "valid_until": "2028-06-14",
                "state": "valid",
            }
        )
    return as_json({"id_number": number, "name": person, "licences": licences})


def _household(app: App, request: Request) -> Response:
    number = request.query.get("id_number", "").upper()
    if not is_id_number(number):
        return problem(422, "公民身份号码有误", "id_number: 18 digits with a check digit")
    chance = _chance("household", number)
    head = {"relation": "户主", "name": name_of(number), "id_number": number}
    born = f"{int(number[6:10]) + 26:04d}{1 + chance % 12:02d}{1 + chance % 28:02d}"
    child = with_check(number[:6] + born + f"{chance % 1000:03d}")
    members = [head, {"relation": "子女", "name": head["name"][0] + name_of(child)[1:], "id_number": child}]
    return as_json(
        {
            "id_number": number,
            "name": head["name"],
            "sex": "男" if int(number[16]) % 2 else "女",
            "born_on": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
            "household_number": f"330109{chance % 10**9:09d}",
            "kind": "居民家庭户口",
            "address": f"浙江省杭州市萧山区{TOWNS[chance % len(TOWNS)]}{1 + chance % 300}号",
            "members": members[: 1 + chance % 2],
        }
    )


def _project(app: App, request: Request) -> Response:
    code = request.arguments[0]
    if not PROJECT_CODE.fullmatch(code):
        return problem(422, "项目代码有误", "for instance 2605-330109-04-01-123456")
    chance = _chance("project", code)
    total = 500 + chance % 9500
    return as_json(
        {
            "code": code,
            "name": PROJECTS[chance % len(PROJECTS)] + "项目（演示）",
            "builder": BUILDERS[chance // 7 % len(BUILDERS)],
            "builder_code": credit_code(chance),
            "location": f"杭州市萧山区{TOWNS[chance // 3 % len(TOWNS)]}{1 + chance % 300}号",
            "kind": ("新建", "扩建", "技术改造")[chance % 3],
            "total_investment": total,
            "environment_investment": max(5, total * (2 + chance % 6) // 100),
            "recorded_on": f"20{code[:2]}-{code[2:4]}-{1 + chance % 28:02d}",
            "recorded_by": "杭州市萧山区发展和改革局",
            "state": "已备案",
        }
    )


def is_id_number(number: str) -> bool:
    """Tell whether a number could be one of this made-up district: form, date and check digit (GB 11643)."""
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit() or with_check(number[:17]) != number:
        return False
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year >= 1900
    except ValueError:
        return False


def with_check(seventeen: str) -> str:
    """Return an ID number with its check digit."""
    return seventeen + CHECKS[sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True)) % 11]


def name_of(number: str) -> str:
    """Return the made-up name of a made-up person; the demonstration's own cast keeps its names."""
    if number in CAST:
        return CAST[number]
    chance = _chance("name", number)
    return SURNAMES[chance % 20] + GIVEN[chance // 20 % 20] + GIVEN[chance // 400 % 20] * (chance // 8000 % 2)


def credit_code(chance: int) -> str:
    """Return a unified social credit code with its check letter (GB 32100)."""
    body = f"91330109MA{chance % 10**7:07d}"
    total = sum(CODE_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + CODE_LETTERS[(31 - total % 31) % 31]


def _chance(*words: str) -> int:
    return int.from_bytes(hashlib.sha256("/".join(words).encode()).digest()[:8], "big")


e_licence, household, project = guarded(_e_licence), guarded(_household), guarded(_project)
