"""What is said and done in the made days of feedback: reasons, words, the fates of work orders, the stories of complaints.

Nobody real is in it. A step says when: `after` working days after the one before, or, below nought, so many before the day of making.
"""

from dataclasses import dataclass

GOOD_WORDS = ("", "", "", "", "窗口同志讲得很清楚", "比预想的快", "一次就办好了", "导服人员很热心")
FAIR_WORDS = ("", "", "等得有点久", "材料清单可以再简单些")
BAD_WORDS = (
    "材料要了三次，每次说的都不一样",
    "等了快一个小时才叫到号",
    "窗口没人，问了才有人过来",
    "",
    "网上写的材料和窗口要的不一样",
    "来回跑了两个部门才办完",
    "",
    "态度不耐烦，问一句顶一句",
)


@dataclass(frozen=True)
class Step:
    """One thing that is done: how many working days later, at what hour, the verb, what is written, by whom, a day ahead."""

    after: int
    hour: float
    verb: str
    text: str = ""
    by: str = ""
    day: int = 0
    grade: int = 0


_ASSIGN, _CALL = Step(0, 9.2, "assign"), Step(0, 15.5, "follow_up", "已电话核实，情况基本属实，已当面致歉")
FATES: tuple[tuple[Step, ...], ...] = (
    # Mended at once, rated again, published: the good way (立行立改).
    (_ASSIGN, _CALL, Step(1, 10, "mend", "当日增开一个窗口，并重新培训一次性告知"), Step(1, 19, "rerate", grade=4),
     Step(2, 9, "publish", "已增开窗口，重新培训一次性告知，等候明显缩短")),
    # Nobody has named anybody yet: late after a day.
    (),
    # A plan with a date.
    (_ASSIGN, _CALL, Step(1, 11, "plan", "下周调整午间排班，增加一名受理人员", day=8)),
    # Called back beyond the day, then explained; the author did not rate again.
    (Step(1, 16, "assign"), Step(2, 10, "follow_up", "未能联系到评价人，已调取当天叫号记录核实"),
     Step(1, 15, "explain", "该材料系法律规定，窗口无权减免，已在指南中注明依据")),
    # An appeal that was upheld: he meant another window.
    (_ASSIGN, Step(0, 16, "follow_up", "核对叫号记录，评价所说情形不在本窗口"), Step(1, 9, "appeal", "评价所指情形发生在另一窗口，系误评"),
     Step(2, 14, "uphold", "调取叫号记录和监控，查实为误评")),
    # Named, but not called back in time.
    (_ASSIGN,),
    # Mended a short while ago: may still be rated again.
    (_ASSIGN, _CALL, Step(1, 11, "plan", "改造等候区叫号屏，增设语音提示", day=9), Step(-2, 10, "mend", "等候区叫号屏和语音提示已启用")),
    # An appeal that the director has on the table.
    (_ASSIGN, Step(1, 9, "follow_up", "已核实，评价人承认点错等级"), Step(1, 11, "appeal", "评价人书面说明点错等级，申请不计入")),
    # Rated badly once more: opened again.
    (_ASSIGN, _CALL, Step(2, 10, "explain", "系统升级造成缓慢，已向评价人说明"), Step(1, 12, "rerate", grade=2)),
    # Explained a short while ago.
    (_ASSIGN, Step(1, 10, "follow_up", "已电话联系，记录了评价人的意见"), Step(-1, 9.5, "explain", "已说明由部门审查，时限以告知书为准")),
    # An appeal that was not upheld: it goes on, and longer than first promised, with the reason told.
    (_ASSIGN, Step(0, 14, "follow_up", "已电话核实，双方说法不一"), Step(1, 9, "appeal", "当时已一次性告知，有签收单"),
     Step(2, 15, "reject", "签收单缺两项材料，评价属实"), Step(1, 10, "plan", "一次性告知单改为逐项勾选", day=6),
     Step(2, 10, "extend", "告知单须经部门会签，延期办理", day=5)),
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """One complaint: kind, by which way, what is said, about a matter or not, and what was done with it."""

    kind: str
    source: str
    text: str
    steps: tuple[Step, ...]
    about_matter: bool = True
    named: bool = True


def _answered(after: int, text: str, *more: Step, by: str = "centre") -> tuple[Step, ...]:
    """Return the plain way: taken on, answered, and what came after."""
    first = Step(0, 14, "route", "请核实并在期限内答复") if by == "department" else Step(0, 14, "handle", by=by)
    return (first, Step(after, 10, "answer", text, by=by), *more)


STORIES: tuple[Story, ...] = (
    Story("not_done", "window", "跑了三趟都说材料不齐，每次说的不一样，事情到现在没办成",
          _answered(2, "系窗口一次性告知不全，已由主管陪同当场补齐并受理，向您致歉", Step(1, 19, "rate", grade=4),
                    Step(1, 9, "suggest_change", "指南未写明复印件份数，建议补充"))),
    Story("trips", "online", "网上写跑一次，实际跑了三次，还要去别的单位盖章",
          _answered(3, "该环节现已改为内部核验，不再要求您另行盖章", by="department")),
    Story("attitude", "phone", "窗口人员说话很冲，问两句就不耐烦",
          _answered(1, "已核实并批评教育，当事人已电话致歉", Step(1, 20, "rate", grade=5)), False),
    Story("delay", "online", "承诺五个工作日，到今天已经第八天还没有结果",
          (Step(0, 11, "route", "请核实办理进度"), Step(1, 10, "note", "已调取办件记录，正在核对专家评审时间", by="department"),
           Step(2, 16, "extend", "专家评审安排在下周，需延长答复", by="department", day=4))),
    Story("fee", "window", "复印收了二十块钱，不知道是不是应该收",
          _answered(1, "复印应当免费，已退还费用并张贴公示"), False),
    Story("agency", "window", "老人腿脚不便，请求代跑两个单位取证明",
          (Step(0, 10, "take_agency", "由窗口工作人员代跑"), Step(1, 16, "note", "两份证明已取到一份")), False),
    Story("suggest", "online", "建议中午也开两个窗口，上班族只有中午有空",
          _answered(3, "自下月起午间开设两个值班窗口", Step(1, 21, "rate", grade=5)), False, False),
    Story("corrupt", "phone", "门口有人收钱帮插队，怀疑和里面的人有关系", (Step(0, 9.5, "handle", by="centre"),), False, False),
    Story("other", "online", "停车场太小，转了半个小时没有车位", (), False, False),
    Story("not_done", "phone", "两个窗口互相推，都说不归自己管，事情办不成",
          (*_answered(2, "请到三号窗口重新提交材料"), Step(1, 9, "ask_again", "三号窗口还是说不归他们管"),
           Step(0, 15, "handle", by="centre"),
           Step(1, 10, "answer", "已由主管陪同当场办结，并明确首问负责", by="centre"))),
    Story("agency", "phone", "人在外地回不来，请求代办并把结果寄过来",
          (Step(0, 10, "take_agency", "由窗口工作人员代为提交"), Step(2, 15, "answer", "已代为办结，结果已寄出", by="centre"))),
    Story("delay", "window", "材料交了两周没有人联系，打电话也没人接",
          (Step(0, 14, "route", "请核实并答复"), Step(1, 9, "send_back", "该件由中心统一受理，应由中心答复", by="department"))),
)  # fmt: skip
