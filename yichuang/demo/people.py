"""The people of the demonstration: made up, with numbers that no telephone has."""

from dataclasses import dataclass

from yichuang.accounts.permissions import ROLES

PASSWORD = "Yichuang-2026"


@dataclass(frozen=True)
class Person:
    """Role, name, mobile, and the keys of department, site or division that the post is tied to."""

    role: str
    name: str
    mobile: str
    department: str = ""
    site: str = ""
    division: str = ""


PEOPLE: tuple[Person, ...] = (
    Person("clerk", "林小窗", "13900000001", site="centre"),
    Person("clerk", "陈一诺", "13900000002", site="centre"),
    Person("clerk", "蒋晓月", "13900000003", site="centre"),
    Person("supervisor", "沈主管", "13900000004", site="centre"),
    Person("issuer", "周出证", "13900000005", site="centre"),
    Person("issuer", "郑递送", "13900000006", site="centre"),
    Person("guide", "俞导服", "13900000007", site="centre"),
    Person("officer", "赵审查", "13900000011", department="xs-transport"),
    Person("officer", "钱复核", "13900000012", department="xs-transport"),
    Person("department_head", "孙局长", "13900000013", department="xs-transport"),
    Person("officer", "李登记", "13900000014", department="xs-market"),
    Person("officer", "何登记", "13900000015", department="xs-market"),
    Person("department_head", "韩局长", "13900000016", department="xs-market"),
    Person("officer", "朱环评", "13900000017", department="hz-epa"),
    Person("officer", "秦环评", "13900000018", department="hz-epa"),
    Person("officer", "许户籍", "13900000019", department="xs-police"),
    Person("officer", "吕户籍", "13900000020", department="xs-police"),
    Person("officer", "施公积", "13900000021", department="hz-gjj-xs"),
    Person("officer", "张公积", "13900000022", department="hz-gjj-xs"),
    Person("officer", "孔社保", "13900000023", department="xs-hrss"),
    Person("officer", "曹社保", "13900000024", department="xs-hrss"),
    Person("officer", "严不动", "13900000025", department="xs-land"),
    Person("officer", "华不动", "13900000026", department="xs-land"),
    Person("department_head", "欧所长", "13900000027", department="xs-police"),
    Person("department_head", "尤局长", "13900000028", department="xs-hrss"),
    Person("department_head", "柳主任", "13900000029", department="hz-gjj-xs"),
    Person("clerk", "吴益农", "13900000031", site="yinong"),
    Person("issuer", "金益农", "13900000032", site="yinong"),
    Person("clerk", "魏临浦", "13900000033", site="linpu"),
    Person("issuer", "丁临浦", "13900000035", site="linpu"),
    Person("village_agent", "陶三围", "13900000034", site="sanwei"),
    Person("department_admin", "姜管理", "13900000041", department="xs-transport"),
    Person("town_admin", "戚镇管", "13900000042", division="330109118"),
    Person("district_admin", "谢区管", "13900000043", division="330109"),
    Person("director", "邹主任", "13900000044", division="330109"),
    Person("auditor", "喻审计", "13900000045", division="330109"),
    Person("reviewer", "柏评审", "13900000051", division="330109"),
    Person("reviewer", "水评审", "13900000052", division="330109"),
    Person("reviewer", "窦评审", "13900000053", division="330109"),
)
# A decision takes two officers of one department, and a second town shows what another place does not see.
ALSO_SHOWN = ("钱复核", "吴益农")


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Return role, name, mobile and password of the people to try first: one of every role."""
    first = {person.role: person.name for person in reversed(PEOPLE)}
    shown = {*first.values(), *ALSO_SHOWN}
    return [(ROLES[person.role], person.name, person.mobile, PASSWORD) for person in PEOPLE if person.name in shown]
