"""The original wording of every message, in the words of the centre."""

from yichuang.notifications.rules.kinds import Template

TEMPLATES: dict[str, Template] = {
    template.key: template
    for template in (
        Template(
            "reset_code",
            "重设密码验证码",
            "您正在重设登录密码，验证码 {code}，{minutes} 分钟内有效，只能使用一次。"
            "不是您本人操作的，请不要告诉任何人，并报告本单位管理员。",
            secret=frozenset({"code"}),
            kind="security",
        ),
        Template(
            "account_opened",
            "账号已开通",
            "{name}，您好：您的平台账号已由{by}注册授权，自{start}起可以登录。请先打开 {link} 用本手机号取得验证码，设置自己的密码。",
            kind="work",
        ),
        Template(
            "password_changed",
            "密码已修改",
            "您的平台登录密码已于{at}修改，所有会话已退出。不是您本人操作的，请立即联系本单位管理员停用账号。",
            kind="security",
        ),
        Template(
            "online_submitted",
            "网上申请提交回执",
            "{name}，您好：您网上申请的“{matter}”（编号 {number}）已提交，部门正在预审。结果会短信告知，"
            "也可在 {link} 凭编号和查询密码查询。",
        ),
        Template(
            "online_preapproved",
            "网上预审通过",
            "{name}，您好：您网上申请的“{matter}”（编号 {number}）预审已通过。请打开 {link}，凭编号和查询密码查看下一步。",
        ),
        Template(
            "online_returned",
            "网上预审退回",
            "{name}，您好：您网上申请的“{matter}”（编号 {number}）预审没有通过。请打开 {link}，凭编号和查询密码查看理由，修改后重新提交。",
        ),
        Template(
            "case_accepted",
            "受理通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）已受理，承诺{due}前办结。进度可在 {link} 凭编号和收件凭证上的查询密码查询。",
        ),
        Template(
            "correction_requested",
            "补正通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）有材料需要补正，请在 {link} 凭编号和查询密码查看一次性告知书，"
            "或联系{site}。",
        ),
        Template(
            "result_ready",
            "领取通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）已办出结果，请带本人有效身份证件到{site}出件窗口领取；"
            "要求邮寄的将为您寄出。",
        ),
        Template(
            "result_offered",
            "电子送达通知",
            "{name}，您好：您申请的“{matter}”（编号 {number}）的办理结果已电子送达，请打开 {link}，用收件凭证上的查询密码阅读并签收。",
        ),
        Template(
            "tolerance_overdue",
            "容缺材料逾期提醒",
            "{name}，您好：您申请的“{matter}”（编号 {number}）承诺在{until}前补交的材料还没有收到：{materials}。"
            "请尽快交到{site}；补齐之前不能作出准予决定。",
        ),
        Template(
            "publication_failed",
            "定时发布没有成功",
            "{name}，您好：您定于{at}发布的“{matter}”没有发布：{why} 现行版本不变，请登录平台在“待发布”中处理。",
            kind="work",
        ),
        Template(
            "review_assigned",
            "业务评审任务",
            "{name}，您好：请对{department}送审的“{matter}”（第 {round} 轮）进行业务评审，打开 {link} 逐项评定高、中、低。",
            kind="work",
        ),
        Template(
            "review_reminded",
            "业务评审提醒",
            "{name}，您好：{department}送审的“{matter}”（第 {round} 轮）等待您完成业务评审，请打开 {link} 办理；"
            "不能评审的请告知组织人更换。",
            kind="work",
        ),
        Template(
            "life_event_asked",
            "请编排一件事",
            "{name}，您好：{by}请贵单位牵头把“{matters}”编成一件事（{why}）。请登录平台，在“关联分析”中一键建立草稿，或写明理由退回。",
            kind="work",
        ),
        Template(
            "life_event_answered",
            "一件事建议有了答复",
            "{name}，您好：您请{department}编排的“{matters}”，{said}",
            kind="work",
        ),
        Template(
            "mining_ended",
            "关联分析完成",
            "{name}，您好：您于{at}提出的关联分析已结束。{said}",
            kind="work",
        ),
        Template(
            "ticket_taken",
            "取号成功",
            "您已取号 {number}，办理“{matter}”，前面还有 {ahead} 人，预计等候{wait}。请在{site}等候叫号，进度可在 {link} 查看。",
            kind="hall",
        ),
        Template(
            "ticket_near",
            "即将叫号",
            "您的排队号 {number} 前面还有 {ahead} 人，请回到{site}等候区，带好材料和有效身份证件。",
            kind="hall",
        ),
        Template(
            "ticket_called",
            "叫号",
            "请 {number} 号到{site} {window}办理。",
            kind="hall",
        ),
        Template(
            "ticket_passed",
            "过号提醒",
            "您的排队号 {number} 已叫号未到，作过号处理。请于{until}前到{site}导办台说明，可继续办理；逾时请重新取号。",
            kind="hall",
        ),
        Template(
            "appointment_booked",
            "预约成功",
            "{name}，您好：您已预约{slot}在{site}办理“{matter}”，预约码 {code}。到场凭预约码签到取号，改期或取消请打开 {link} 。",
            kind="booking",
        ),
        Template(
            "appointment_moved",
            "预约改期",
            "{name}，您好：您办理“{matter}”的预约已改到{slot}，地点{site}，预约码 {code}。原预约时间作废。",
        ),
        Template(
            "appointment_cancelled",
            "预约取消",
            "您预约{slot}在{site}办理“{matter}”已取消：{why}。仍需办理的请重新预约或现场取号。",
        ),
        Template(
            "appointment_reminder",
            "预约提醒",
            "提醒您：您预约了{slot}在{site}办理“{matter}”，预约码 {code}。请带好材料和有效身份证件按时到场。",
            kind="reminder",
        ),
        Template(
            "rating_asked",
            "邀请评价",
            "您办理的“{matter}”已经办结，请打开 {link} 为这次服务作出评价，只需一分钟。",
            kind="rating",
        ),
        Template(
            "complaint_answered",
            "投诉答复",
            "您反映的问题（编号 {number}）已有答复，请打开 {link} 查看；对答复不满意的，可以在该页面要求再次办理。",
        ),
        Template(
            "import_done",
            "事项导入完成",
            "{name}，您好：您上传的“{file}”已导入，共新建或更新 {count} 份草稿，请登录平台在“导入事项”中查看。",
            kind="work",
        ),
        Template(
            "import_failed",
            "事项导入没有成功",
            "{name}，您好：您上传的“{file}”没有导入：{why} 草稿都没有改动，请登录平台在“导入事项”中处理。",
            kind="work",
        ),
        Template(
            "joint_form_awaited",
            "联办事项待填部门申报表",
            "{name}，您好：您收的{event}轮到“{matter}”（编号 {number}），已自动收件，还差办理部门的申报表。请登录平台打开 {link} 填写，"
            "已填的内容会带过去；填好后部门才能受理。",
            kind="work",
        ),
        Template(
            "joint_urged",
            "联办件催办",
            "{name}，您好：{event}（联办件 {number}）中由贵单位办理的“{matters}”还没有作出决定，全件承诺期限为{due}。请尽快办理。",
            kind="work",
        ),
        Template(
            "feedback_extended",
            "反馈延期告知",
            "您的{what}（编号 {number}）需要更长时间处理，期限延至{until}。原因：{why}。",
        ),
    )
}
