"""What the gateway answers, before a fault meets it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reply:
    """An answer in one of the documented shapes. Failures are 200 too, but WhatsApp's."""

    body: bytes
    status: int = 200


def json_reply(content: Mapping[str, Any], status: int = 200) -> Reply:
    return Reply(json.dumps(content).encode(), status)
