"""What a person is told who could not sign in: how long, and the way out."""

from datetime import timedelta

from yichuang.foundations.problems import Reason

LIMIT = 5
WAY_OUT = "现在就要登录的，可以用短信验证码重设密码，或请本单位（镇街）管理员解锁。"


def locked(remaining: timedelta) -> Reason:
    """Return the reason of a locked account with the remaining time, rounded up to whole minutes."""
    minutes = max(1, -(-int(remaining.total_seconds()) // 60))
    return Reason(
        "locked",
        f"连续输错 {LIMIT} 次，账号已锁定，还有 {minutes} 分钟自动解锁。",
        field="password",
        rule="S0-24",
        kept="锁定期间再试不会延长时间；办件和草稿都不受影响。",
        todo=f"请 {minutes} 分钟后再试。{WAY_OUT}",
    )


def wrong(left: int) -> Reason:
    """Return the reason of wrong credentials, saying how many tries are left; it never says whether the number is known."""
    return Reason(
        "credentials",
        "手机号或密码不对。",
        field="password",
        todo=f"请核对后重新输入，再错 {left} 次账号将锁定 30 分钟；忘记密码的，可以用短信验证码重设。",
    )
