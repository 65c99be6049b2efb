"""Start the stand-in: `python -m examples.sms_gateway --port 8090 --key-id demo --key-secret secret --report-to … --answer-to …`."""

import argparse

from examples.sms_gateway.protocol import Account
from examples.sms_gateway.server import Gateway


def main() -> None:
    """Read the arguments and serve until interrupted."""
    parser = argparse.ArgumentParser(description="短信网关的替身：说阿里云短信服务的协议，收下消息但不发出")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--key-id", default="demo")
    parser.add_argument("--key-secret", default="secret")
    parser.add_argument("--sign-name", action="append", default=[], help="报备过的签名，可以有几个；没有就都收")
    parser.add_argument("--template", action="append", default=[], help="报备过的模板编号，可以有几个；没有就都收")
    parser.add_argument("--report-to", default="", help="状态报告的回调地址")
    parser.add_argument("--answer-to", default="", help="上行短信的回调地址")
    given = parser.parse_args()
    account = Account(given.key_id, given.key_secret, tuple(given.sign_name), tuple(given.template))
    gateway = Gateway(given.port, account, given.report_to, given.answer_to)
    print(f"短信网关（替身）：http://127.0.0.1:{gateway.server_address[1]}/", flush=True)
    try:
        gateway.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        gateway.server_close()


main()
