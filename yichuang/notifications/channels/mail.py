"""E-mail by SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS from the start (RFC 8314) where the settings say so."""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from yichuang.foundations import clock
from yichuang.notifications.ports import ChannelDown, Letter, Refusing, Unclear

SECONDS = 10.0


class MailServer:
    """Hands one mail to the server of the place; `Message-ID` is made of our own id, so that a mailbox drops a double."""

    name = "email"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings

    def send(self, letter: Letter) -> str:
        """Send and return the mail's Message-ID."""
        mail = self._mail(letter)
        server = self._connected()
        try:
            server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _judged(*refused.recipients[letter.to]) from refused
        except smtplib.SMTPResponseException as refused:
            raise _judged(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Unclear(f"邮件服务器没有答复（{type(error).__name__}），可能已经收下") from error
        finally:
            # What goes wrong in saying goodbye changes nothing in what was taken.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()
        return str(mail["Message-ID"])

    def _connected(self) -> smtplib.SMTP:
        """Return a server that knows us. :raises ChannelDown: in all that goes wrong before the mail is begun."""
        given = self.settings
        try:
            if given["security"] == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    given["host"], given["port"], timeout=SECONDS, context=self._tls()
                )
            else:
                server = smtplib.SMTP(given["host"], given["port"], timeout=SECONDS)
        except (smtplib.SMTPException, OSError) as error:
            raise ChannelDown(f"连不上邮件服务器（{type(error).__name__}）") from error
        try:
            if given["security"] == "starttls":
                server.starttls(context=self._tls())
            if given["user"]:
                server.login(given["user"], given["password"])
        except (smtplib.SMTPException, OSError) as error:
            server.close()
            raise ChannelDown(f"邮件服务器不让登录（{type(error).__name__}）") from error
        return server

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.settings["ca_file"] or None)

    def _mail(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.settings["sender"], letter.to, letter.subject
        mail["Date"] = format_datetime(clock.wall())
        mail["Message-ID"] = f"<{letter.uid}@{self.settings['sender'].rpartition('@')[2]}>"
        # No holiday notices back (RFC 3834).
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text)
        return mail


def _judged(code: int, said: bytes | str) -> ChannelDown | Refusing:
    """Return what a server's answer means: 4yz another time, 5yz never (RFC 5321 4.2.1)."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    words = f"邮件服务器：{code} {text[:120]}"
    return Refusing(words) if code >= 500 else ChannelDown(words)
