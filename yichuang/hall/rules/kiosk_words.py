"""What the kiosk, its slip and the phone page say, in Chinese and English; a test counts that neither lacks a word (S2-30, S2-31)."""

from collections.abc import Mapping

from yichuang.hall.rules.tickets import COMPLAINT, ISSUE

# name → (Chinese, English). Placeholders in braces are the same in both.
WORDS: dict[str, tuple[str, str]] = {
    "title": ("自助取号", "Take a ticket"),
    "choose": ("请选择要办的事", "What can we help you with?"),
    "search_label": ("输入事项名称、拼音或拼音首字母", "Type the service in Chinese, pinyin or initials"),
    "search": ("查找", "Search"),
    "found": ("请选择事项", "Choose a service"),
    "found_none": ("没有找到这个事项", "No such service was found"),
    "found_none_help": (
        "换个说法再试，或者按“不清楚办什么”取号，导服人员会帮您。",
        "Try other words, or take a ticket for “I don't know” and our guides will help you.",
    ),
    "suspended": ("暂停办理，仍可取号咨询", "suspended; you may take a ticket to ask"),
    "boards": ("按板块选择", "Choose an area"),
    "frequent": ("常办事项", "Most asked for"),
    "other": ("其他", "Other"),
    "unknown": ("不清楚办什么", "I don't know"),
    "unknown_help": ("导服人员会帮您", "our guides will help you"),
    "issue": ("领取结果", "Pick up a result"),
    "issue_help": ("证照、批文", "licences and approvals"),
    "complaint": ("投诉代办", "Complaint window"),
    "complaint_help": ("事情没办成，找这里", "when something could not be done"),
    "closed_now": ("现在不在办理时间", "We are closed now"),
    "closed_help": (
        "今天{hours}。可以取号，但要等窗口开放才会叫号，票当天有效；也可以预约改天来。",
        "Hours today: {hours}. You may take a ticket, good for today, but nobody is called until a window opens.",
    ),
    "closed_all_day": ("不开放", "closed all day"),
    "check_in": ("预约签到", "I have an appointment"),
    "check_in_help": ("凭短信里的 8 位预约码", "with the 8 digits of your message"),
    "check_in_code": ("预约码", "Appointment code"),
    "check_in_go": ("签到取号", "Check in"),
    "check_in_wrong": ("没有签到", "Not checked in"),
    "chosen": ("已选的事", "You have chosen"),
    "remove": ("去掉", "Remove"),
    "add": ("再加一件事", "Add another"),
    "go_on": ("去取号", "Continue"),
    "confirm_title": ("确认取号", "Take the ticket"),
    "green_title": ("绿色通道（符合的请选）", "Priority (choose if it applies to you)"),
    "green_none": ("不需要", "Not needed"),
    "green_elderly": ("老年人", "Elderly"),
    "green_ill": ("病患", "Ill"),
    "green_disabled": ("残疾人", "Disabled"),
    "green_pregnant": ("孕妇", "Pregnant"),
    "green_children": ("携带婴幼儿", "With small children"),
    "green_military": ("现役军人", "Serving in the forces"),
    "mobile_label": ("手机号（用来收叫号短信，可以不填）", "Mobile number (for messages; you need not give it)"),
    "mobile_wrong": ("手机号有误", "Please check the number"),
    "mobile_landline_said": (
        "这是固定电话，收不到短信。请填写手机号，或按“不留手机号”。",
        "This is a landline and cannot receive messages. Give a mobile number, or press “Without a number”.",
    ),
    "mobile_wrong_said": (
        "手机号应为 11 位数字，请核对；也可以按“不留手机号”。",
        "A mobile number has 11 digits. Please check it, or press “Without a number”.",
    ),
    "take": ("取号", "Take ticket"),
    "take_without": ("不留手机号，直接取号", "Without a number"),
    "back": ("返回首页", "Start again"),
    "language": ("English", "中文"),
    "large": ("大字", "Large type"),
    "large_off": ("标准字", "Normal type"),
    "read": ("朗读", "Read aloud"),
    "delete": ("删除", "Delete"),
    "keys": ("屏幕键盘", "On-screen keys"),
    "reprint": ("重打刚才的票", "Print the last ticket again"),
    "reprint_help": (
        "没有拿到纸票？{number} 号可以再打一次。",
        "No paper? Ticket {number} can be printed again.",
    ),
    "still_there": ("还需要时间吗？", "Do you need more time?"),
    "still_there_help": (
        "为了保护您的信息，本页即将清空。",
        "To protect your data, this page is about to be cleared.",
    ),
    "stay": ("继续使用", "Yes, go on"),
    "clear": ("现在清空", "Clear now"),
    "slip_title": ("您的票号", "Your ticket"),
    "slip_for": ("办理：", "For: "),
    "unknown_for": ("不清楚办什么，请导服协助", "I don't know; a guide will help"),
    "slip_ahead": ("前面还有", "People ahead"),
    "slip_people": ("人", ""),
    "slip_wait": ("预计等候", "Expected wait"),
    "slip_code": ("手机扫码看进度", "Scan to follow on your phone"),
    "slip_take": ("请拿好纸票，留意叫号", "Please take your slip and listen for your number"),
    "slip_passed": ("过号请到导服台", "If you miss your call, come to the guide desk"),
    "slip_green": ("绿色通道", "Priority"),
    "slip_slot": ("预约时段 {slot}，时段内优先叫号", "Appointment at {slot}: called first in its slot"),
    "slip_late": (
        "已过预约时段，按取号先后叫号",
        "Your slot has passed; you are called in the order of tickets",
    ),
    "slip_print": ("再打一次", "Print again"),
    "slip_done": ("完成", "Done"),
    "slip_none": ("没有可以重打的票", "There is no ticket to print again"),
    "slip_none_help": (
        "取号后五分钟内可以重打。请返回首页取号。",
        "A ticket can be printed again for five minutes. Please start again.",
    ),
    "wait_minutes": ("{low}–{high} 分钟", "{low}–{high} minutes"),
    "wait_within": ("{high} 分钟以内", "within {high} min"),
    "wait_unknown": ("暂时无法估计", "cannot be said yet"),
    "phone_title": ("排队进度", "Your place in the queue"),
    "phone_updated": ("更新于", "Updated at"),
    "phone_refresh": ("刷新", "Refresh"),
    "phone_lost": ("网络中断，正在重连。下面是上一次的情况。", "Connection lost, trying again. This is what was known last."),
    "phone_called": ("请到 {window} 号窗口", "Please go to window {window}"),
    "phone_called_help": ("正在叫您的号，请带好材料。", "Your number is being called. Please bring your papers."),
    "phone_serving": ("正在 {window} 号窗口办理", "Being served at window {window}"),
    "phone_held": ("请取好材料后回到 {window} 号窗口附近等候", "Fetch your papers and come back near window {window}"),
    "phone_held_help": ("您的位置已保留，回来后会优先叫号。", "Your place is kept; you will be called first."),
    "phone_rate": ("为这次服务评价", "Rate this service"),
    "phone_done": ("已办完，感谢您的等候", "Finished. Thank you for waiting"),
    "phone_passed": ("已叫过您的号", "Your number has been called already"),
    "phone_passed_again": (
        "您已过号一次，排到后面重新等候。请不要走远。",
        "You missed your call once and were moved back. Please stay near.",
    ),
    "phone_passed_help": (
        "请今天在办公时间内（{hours}）到导服台说明，不用重新取号。",
        "Come to the guide desk today during opening hours ({hours}); you need no new ticket.",
    ),
    "phone_left": ("您已离开排队", "You left the queue"),
    "phone_left_help": ("还要办理，请重新取号，或到导服台说明。", "If you still need us, take a new ticket or ask at the guide desk."),
    "phone_lapsed": ("这张票是之前的，已经作废", "This ticket is from an earlier day and is void"),
    "phone_lapsed_help": ("请重新取号。", "Please take a new ticket."),
    "phone_leave": ("我已离开，不办了", "I have left"),
    "phone_leave_title": ("确认离开排队？", "Leave the queue?"),
    "phone_leave_help": (
        "票号 {number} 将作废，后面的人会提前；再来须重新取号。",
        "Ticket {number} becomes void; to be served you need a new one.",
    ),
    "phone_leave_yes": ("离开排队", "Leave the queue"),
    "phone_keep": ("请保留本页，叫到您时会显示窗口。", "Keep this page: it shows your window when you are called."),
}  # fmt: skip
LANGUAGES = ("zh", "en")


def words_in(language: str) -> Mapping[str, str]:
    """Return every word in a language, Chinese for one that we do not have."""
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    return {name: pair[place] for name, pair in WORDS.items()}


# What is chosen without a matter or board, as it stands in an address or on a ticket → its word.
_OURS = {"i": ISSUE, ISSUE: ISSUE, "c": COMPLAINT, COMPLAINT: COMPLAINT}


def named_in(words: Mapping[str, str], key: str, name: str) -> str:
    """Return the name of what somebody came for in a language; matters and boards keep their Chinese name."""
    if name == WORDS["unknown_for"][0]:
        return words["unknown_for"]
    return words[_OURS[key]] if key in _OURS else name


def wait_in(words: Mapping[str, str], low: int | None, high: int | None) -> str:
    """Return a range of minutes in words; always a range (rules.waiting)."""
    if low is None or high is None:
        return words["wait_unknown"]
    return words["wait_minutes"].format(low=low, high=high) if low else words["wait_within"].format(high=max(high, 1))
