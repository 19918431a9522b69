"""Good calls of every family, and a client that makes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from jetmsg_core.sandbox.running import Sandbox

SMS = {
    "AuthKey": "any",
    "SenderId": "TESTIN",
    "MobileNo": "7070300613",
    "Message": "Your order is ready.",
    "route": "1",
    "type": "text",
    "tempid": "1107161234567890123",
}
WHATSAPP = {"appkey": "any", "authkey": "any", "to": "917070300613", "message": "Hello"}
OTP_V1 = {"AuthKey": "any", "SenderId": "TESTIN", "Mobile": "7070300613", "tempid": "1107"}
OTP_V3 = {
    "AuthKey": "any",
    "SenderId": "TESTIN",
    "method": "WHATSAPP",
    "country_code": "91",
    "Mobile": "7070300613",
}


@dataclass(frozen=True)
class Caller:
    """A client of one sandbox. Each call opens its own connection, as a stranger would."""

    sandbox: Sandbox
    journal_file: Path

    def post(self, path: str, fields: dict[str, Any], **how: Any) -> requests.Response:
        how = {"timeout": 60, "allow_redirects": False} | how
        return requests.post(self.sandbox.url + path, data=fields, **how)

    def get(self, path: str, fields: dict[str, Any] | None = None) -> requests.Response:
        return requests.get(self.sandbox.url + path, params=fields, timeout=60)

    def sms(self, **changes: Any) -> requests.Response:
        return self.post("/api/v1/sendsms.php", SMS | changes)

    def whatsapp(self, **changes: Any) -> requests.Response:
        return self.post("/api/create-message", WHATSAPP | changes)

    def otp_v1(self, **changes: Any) -> requests.Response:
        return self.post("/api/v1/otp/", OTP_V1 | changes)

    def otp_v3(self, **changes: Any) -> requests.Response:
        return self.post("/app/api/v3/otp/Initiate", OTP_V3 | changes)

    def balance(self, key: str = "any") -> Any:
        return self.post("/api/v1/balance.php", {"api_key": key}).json()

    def credits(self, pool: str) -> int:
        return int(self.balance()["balance"][pool])

    def journal(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.journal_file.read_text().splitlines()]


Start = Callable[..., Caller]
