"""The API's way in and out."""

from django.http import HttpRequest
from ninja import Router, Schema, Status

from yichuang.accounts.auth import staff_auth
from yichuang.accounts.operations.sign_in import Entrance, sign_in
from yichuang.accounts.operations.sign_out import sign_out
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS

router = Router(tags=["账号"])


class SignInBody(Schema):
    """Mobile number and password."""

    mobile: str
    password: str


class TokenOut(Schema):
    """A session token, shown once."""

    token: str
    name: str


class PostOut(Schema):
    """A post held."""

    role: str
    department: str
    site: str


class MeOut(Schema):
    """Who is signed in."""

    id: str
    name: str
    posts: list[PostOut]
    acts: list[str]


@router.post("/session", response={200: TokenOut, **PROBLEMS}, operation_id="sign_in", summary="登录，取得令牌")
def post_session(request: HttpRequest, body: SignInBody) -> TokenOut:
    """Sign in; the token goes into `Authorization: Bearer …`."""
    entrance = Entrance("api", request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
    entered = sign_in(request=request, mobile=body.mobile, password=body.password, entrance=entrance, now=clock.now())
    return TokenOut(token=entered.token, name=entered.person.name)


@router.delete(
    "/session", auth=staff_auth, response={204: None, **PROBLEMS}, operation_id="sign_out", summary="退出登录"
)
def delete_session(request: HttpRequest, anyway: bool = False) -> Status[None]:
    """End the session and leave the window; 409 while somebody is called or being served there, unless `anyway`: he waits again."""
    sign_out(actor=request.actor, now=clock.now(), anyway=anyway)  # type: ignore[attr-defined]
    return Status(204, None)


@router.get("/me", auth=staff_auth, response={200: MeOut, **PROBLEMS}, operation_id="me", summary="当前人员与权限")
def get_me(request: HttpRequest) -> MeOut:
    """Tell who is signed in and what he may do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    posts = [PostOut(role=post.role, department=post.department_name, site=post.site_name) for post in actor.posts]
    return MeOut(id=actor.id, name=actor.name, posts=posts, acts=sorted(actor.acts))
