"""Administration of people over /api/staff, and one's own account over /api/account (S0-24, S0-25)."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts import schemas as s
from yichuang.accounts.auth import staff_auth
from yichuang.accounts.models import Staff
from yichuang.accounts.operations.change_password import change_password, reset_password
from yichuang.accounts.operations.correct_staff import correct_staff
from yichuang.accounts.operations.disable_staff import disable_staff, enable_staff
from yichuang.accounts.operations.end_posting import end_posting
from yichuang.accounts.operations.end_sessions import end_own_session, end_sessions
from yichuang.accounts.operations.grant_posting import grant_posting
from yichuang.accounts.operations.register_staff import register_staff
from yichuang.accounts.operations.request_reset import issue_reset, request_reset
from yichuang.accounts.operations.unlock_staff import unlock_staff
from yichuang.accounts.queries import staff as reads
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed
from yichuang.organizations.queries import division_names

router = Router(tags=["人员管理"])
ANSWERS = {200: s.StaffOut, **PROBLEMS}


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def _out(person: Staff) -> s.StaffOut:
    return s.staff_out(person, reads.postings_of(person), division_names(), day_of(clock.now()))


@router.get(
    "/staff", auth=staff_auth, response={200: s.StaffPage, **PROBLEMS}, operation_id="list_staff", summary="人员列表"
)
def list_staff(
    request: HttpRequest, q: str = "", role: str = "", state: str = "", cursor: str = "", size: int = 20
) -> s.StaffPage:
    """Return the people whom the actor may see, by name."""
    actor, today = _actor(request), day_of(clock.now())
    if not actor.may("staff.view"):
        raise NotAllowed("staff.view", "人员管理由区管理员、单位管理员和镇街管理员办理（S0-25）。")
    rows = reads.filtered(reads.visible_staff(actor), {"q": q, "role": role, "state": state}, today)
    page = page_of(reads.with_postings(rows, today), ["name"], cursor, size)
    divisions = division_names()
    found = [s.staff_out(person, list(person.postings.all()), divisions, today) for person in page.rows]
    return s.StaffPage(staff=found, next=page.next, previous=page.previous)


@router.post(
    "/staff",
    auth=staff_auth,
    response={201: s.StaffOut, **PROBLEMS},
    operation_id="register_staff",
    summary="注册账号（次日生效）",
)
def post_staff(request: HttpRequest, body: s.RegisterBody) -> Status[s.StaffOut]:
    """Register a person with his posts."""
    given = body.model_dump(exclude={"posts"})
    posts = [post.appointment() for post in body.posts]
    return write(
        request,
        lambda: _out(register_staff(actor=_actor(request), posts=posts, now=clock.now(), **given)),
        status=201,
    )


@router.get("/staff/{id}", auth=staff_auth, response=ANSWERS, operation_id="get_staff", summary="取一个账号")
def get_staff(request: HttpRequest, id: UUID) -> s.StaffOut:
    """Return one account with every post."""
    return _out(reads.staff_for(_actor(request), str(id)))


@router.post(
    "/staff/{id}/correct", auth=staff_auth, response=ANSWERS, operation_id="correct_staff", summary="更正登记信息"
)
def post_correct(request: HttpRequest, id: UUID, body: s.CorrectBody) -> Status[s.StaffOut]:
    """Correct what is registered."""
    given = body.model_dump()
    return write(
        request, lambda: _out(correct_staff(actor=_actor(request), staff_id=str(id), now=clock.now(), **given))
    )


@router.post(
    "/staff/{id}/postings",
    auth=staff_auth,
    response=ANSWERS,
    operation_id="grant_posting",
    summary="授予岗位（次日生效）",
)
def post_posting(request: HttpRequest, id: UUID, body: s.PostingBody) -> Status[s.StaffOut]:
    """Give a post."""

    def act() -> s.StaffOut:
        given = body.appointment()
        return _out(grant_posting(actor=_actor(request), staff_id=str(id), given=given, now=clock.now()).staff)

    return write(request, act)


@router.post(
    "/staff/{id}/postings/{posting}/end",
    auth=staff_auth,
    response=ANSWERS,
    operation_id="end_posting",
    summary="终止岗位",
)
def post_end_posting(request: HttpRequest, id: UUID, posting: int, body: s.EndBody) -> Status[s.StaffOut]:
    """End a post."""

    def act() -> s.StaffOut:
        given = body.model_dump()
        row = end_posting(actor=_actor(request), staff_id=str(id), posting=posting, now=clock.now(), **given)
        return _out(row.staff)

    return write(request, act)


@router.post("/staff/{id}/disable", auth=staff_auth, response=ANSWERS, operation_id="disable_staff", summary="停用账号")
def post_disable(request: HttpRequest, id: UUID, body: s.WhyBody) -> Status[s.StaffOut]:
    """Close an account."""
    return write(
        request, lambda: _out(disable_staff(actor=_actor(request), staff_id=str(id), why=body.why, now=clock.now()))
    )


@router.post(
    "/staff/{id}/enable", auth=staff_auth, response=ANSWERS, operation_id="enable_staff", summary="恢复账号（次日生效）"
)
def post_enable(request: HttpRequest, id: UUID, body: s.WhyBody) -> Status[s.StaffOut]:
    """Open a closed account again."""
    return write(
        request, lambda: _out(enable_staff(actor=_actor(request), staff_id=str(id), why=body.why, now=clock.now()))
    )


@router.post("/staff/{id}/unlock", auth=staff_auth, response=ANSWERS, operation_id="unlock_staff", summary="解除锁定")
def post_unlock(request: HttpRequest, id: UUID) -> Status[s.StaffOut]:
    """Lift a lock-out."""
    return write(request, lambda: _out(unlock_staff(actor=_actor(request), staff_id=str(id), now=clock.now())))


@router.post(
    "/staff/{id}/end-sessions",
    auth=staff_auth,
    response={200: s.CountOut, **PROBLEMS},
    operation_id="end_sessions",
    summary="结束全部会话",
)
def post_end_sessions(request: HttpRequest, id: UUID) -> Status[s.CountOut]:
    """End every session of a person."""
    return write(
        request,
        lambda: s.CountOut(count=end_sessions(actor=_actor(request), staff_id=str(id), now=clock.now())),
    )


@router.post(
    "/staff/{id}/reset", auth=staff_auth, response=ANSWERS, operation_id="issue_reset", summary="发送重设密码验证码"
)
def post_issue_reset(request: HttpRequest, id: UUID) -> Status[s.StaffOut]:
    """Send the person a code; the administrator never sees it."""
    return write(request, lambda: _out(issue_reset(actor=_actor(request), staff_id=str(id), now=clock.now())))


@router.get(
    "/account",
    auth=staff_auth,
    response={200: s.AccountOut, **PROBLEMS},
    operation_id="own_account",
    summary="我的会话和登录记录",
)
def get_account(request: HttpRequest, cursor: str = "", size: int = 20) -> s.AccountOut:
    """Return one's own sessions and sign-ins, the newest first."""
    actor = _actor(request)
    page = page_of(reads.sign_ins_of(actor.id), ["-at"], cursor, size)
    return s.AccountOut(
        sessions=[s.session_out(row, actor.session_id) for row in reads.open_sessions(actor.id, clock.now())],
        sign_ins=[s.sign_in_out(row) for row in page.rows],
        next=page.next,
        previous=page.previous,
    )


@router.post(
    "/account/password",
    auth=staff_auth,
    response={200: s.SaidOut, **PROBLEMS},
    operation_id="change_password",
    summary="修改密码",
)
def post_password(request: HttpRequest, body: s.PasswordBody) -> Status[s.SaidOut]:
    """Change one's own password."""

    def act() -> s.SaidOut:
        change_password(actor=_actor(request), old=body.old, new=body.password, now=clock.now())
        return s.SaidOut(said="密码已修改，其他地方的登录都已退出。")

    return write(request, act)


@router.post(
    "/account/sessions/{session}/end",
    auth=staff_auth,
    response={200: s.CountOut, **PROBLEMS},
    operation_id="end_own_session",
    summary="结束自己的一个会话",
)
def post_end_own(request: HttpRequest, session: int) -> Status[s.CountOut]:
    """End one of one's own sessions."""

    def act() -> s.CountOut:
        end_own_session(actor=_actor(request), session=session, now=clock.now())
        return s.CountOut(count=1)

    return write(request, act)


@router.post(
    "/account/reset",
    response={200: s.SaidOut, **PROBLEMS},
    operation_id="request_reset",
    summary="取得重设密码验证码",
)
def post_request_reset(request: HttpRequest, body: s.AskBody) -> s.SaidOut:
    """Send a code to a registered number; the answer is the same for every number."""
    request_reset(mobile=body.mobile, now=clock.now())
    return s.SaidOut(said="如果这个手机号已注册账号，验证码已经发出，10 分钟内有效。")


@router.post(
    "/account/reset/code",
    response={200: s.SaidOut, **PROBLEMS},
    operation_id="reset_password",
    summary="用验证码设置新密码",
)
def post_reset(request: HttpRequest, body: s.ResetBody) -> s.SaidOut:
    """Set a new password with the code."""
    reset_password(mobile=body.mobile, code=body.code, password=body.password, now=clock.now())
    return s.SaidOut(said="新密码已设置，原有登录都已退出。")
