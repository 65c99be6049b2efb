"""E-mail to a real SMTP server with TLS, and the place's own message platform with signed calls: over real sockets."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.processes.house import free_port
from yichuang.foundations import clock
from yichuang.notifications.models import Message
from yichuang.notifications.operations.deliver import deliver
from yichuang.notifications.operations.send import send
from yichuang.notifications.ports import ChannelDown

pytestmark = pytest.mark.django_db
ANSWERED = {"number": "TS-12", "link": "https://example.cn/c/12"}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Mailbox:
    """Keeps mails; says `says` instead of taking one when it is set."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.says = {"RCPT": "", "DATA": ""}

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if not self.says["RCPT"]:
            envelope.rcpt_tos.append(address)
        return self.says["RCPT"] or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.says["DATA"] == "hang up":
            assert server.transport is not None
            server.transport.close()
            return "421 bye"
        if not self.says["DATA"]:
            self.mails.append((session.ssl is not None, envelope))
        return self.says["DATA"] or "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for this machine that its own file is the authority of."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(encoding))
    return path


@pytest.fixture
def mailbox(certificate: Path, settings: Any) -> Iterator[Mailbox]:
    box, context = Mailbox(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"centre", b"geheim"))

    server = Controller(
        box,
        hostname="localhost",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=known,
    )
    server.start()
    settings.MESSAGE_CHANNEL = "sms"
    settings.SMTP = {
        **{"host": "localhost", "port": server.port, "security": "starttls"},
        **{"user": "centre", "password": "geheim", "sender": "centre@example.cn", "ca_file": str(certificate)},
    }
    yield box
    server.stop()


def mailed() -> Message:
    return send(to="Wang@Example.cn", template="complaint_answered", data=ANSWERED, now=clock.now())


def test_a_mail_goes_out_under_tls_with_its_own_id(mailbox: Mailbox) -> None:
    row = deliver(mailed().pk, clock.now())
    assert (row.state, row.channel, row.to) == (Message.SENT, "email", "wang@example.cn")
    ((secure, envelope),) = mailbox.mails
    text = envelope.content.decode()
    assert secure and envelope.rcpt_tos == ["wang@example.cn"] and envelope.mail_from == "centre@example.cn"
    assert (
        f"Message-ID: <{row.uid}@example.cn>" in text.replace("\r\n ", " ") and row.receipt == f"<{row.uid}@example.cn>"
    )
    assert "Auto-Submitted: auto-generated" in text and row.masked_to == "w***@example.cn"
    deliver(row.pk, clock.now())
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    ("where", "says", "state"),
    [
        ("RCPT", "550 no such user", Message.FAILED),
        ("DATA", "552 too much", Message.FAILED),
        ("DATA", "hang up", Message.UNKNOWN),
        ("RCPT", "450 later", Message.WAITING),
        ("DATA", "451 later", Message.WAITING),
    ],
)
def test_what_a_mail_server_says_decides(mailbox: Mailbox, where: str, says: str, state: str) -> None:
    mailbox.says[where] = says
    row = mailed()
    if state == Message.WAITING:
        with pytest.raises(ChannelDown, match="邮件服务器：45"):
            deliver(row.pk, clock.now())
        mailbox.says[where] = ""
        assert deliver(row.pk, clock.now()).state == Message.SENT
    else:
        assert deliver(row.pk, clock.now()).state == state
        assert not mailbox.mails


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "x"}, "不让登录"),
        ({"ca_file": ""}, "不让登录"),
        ({"port": 1}, "连不上"),
        ({"user": ""}, "邮件服务器"),
    ],
)
def test_a_server_that_does_not_know_us_or_is_not_itself_loses_nothing(
    mailbox: Mailbox, settings: Any, wrong: Any, said: str
) -> None:
    row, good = mailed(), dict(settings.SMTP)
    settings.SMTP = {**good, **wrong}
    if "user" in wrong:
        assert deliver(row.pk, clock.now()).state == Message.FAILED  # 530: authentication required
        return
    with pytest.raises(ChannelDown, match=said):
        deliver(row.pk, clock.now())
    settings.SMTP = good
    assert deliver(row.pk, clock.now()).state == Message.SENT


def test_without_a_mail_server_the_record_says_so(settings: Any) -> None:
    settings.MESSAGE_CHANNEL, settings.SMTP = "sms", {**settings.SMTP, "host": ""}
    row = deliver(mailed().pk, clock.now())
    assert (row.state, row.channel, row.failure) == (Message.FAILED, "email", "没有接入邮件服务器")


class Platform(HTTPServer):
    """A message platform: keeps what it was told and answers `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.status = 202


class Handler(BaseHTTPRequestHandler):
    server: Platform

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def platform(settings: Any) -> Iterator[Platform]:
    server = Platform()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    settings.MESSAGE_CHANNEL = "webhook"
    settings.MESSAGE_WEBHOOK = {"url": f"http://127.0.0.1:{server.server_address[1]}/messages", "secret": SECRET}
    yield server
    server.shutdown()
    server.server_close()


def texted() -> Message:
    return send(to="13900000031", template="complaint_answered", data=ANSWERED, now=clock.now())


def test_the_place_s_platform_gets_each_message_signed(platform: Platform) -> None:
    row = deliver(texted().pk, clock.now())
    assert (row.state, row.channel, row.receipt) == (Message.SENT, "webhook", str(row.uid))
    ((headers, body),) = platform.told
    said = Webhook(SECRET).verify(body.decode(), headers)
    assert (said["id"], said["to"], said["template"]) == (str(row.uid), "13900000031", "complaint_answered")
    assert said["text"].startswith("【一窗受理平台】") and headers["webhook-id"] == str(row.uid)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.decode() + " ", headers)
    assert json.loads(body)["params"] == ANSWERED


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "sent"), (503, "waiting"), (429, "waiting"), (410, "failed"), (422, "failed"), (302, "unknown")],
)
def test_what_the_platform_answers_decides(platform: Platform, status: int, state: str) -> None:
    platform.status, row = status, texted()
    if state == "waiting":
        with pytest.raises(ChannelDown):
            deliver(row.pk, clock.now())
    else:
        deliver(row.pk, clock.now())
    row.refresh_from_db()
    assert row.state == state and len(platform.told) == 1


def test_without_a_platform_the_record_says_so(settings: Any) -> None:
    settings.MESSAGE_CHANNEL = "webhook"
    row = deliver(texted().pk, clock.now())
    assert (row.state, row.failure) == (Message.FAILED, "没有接入消息平台")
