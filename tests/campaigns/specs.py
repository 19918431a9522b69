"""What tests of checks and of previews make campaigns of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.contacts.recipients import Contacts

DLT_ID = "1107160123456789012"


def people(*names: str) -> Contacts:
    count = len(names)
    return Contacts(
        source="test",
        number_column="mobile",
        columns=("name",),
        numbers=np.arange(count, dtype=np.int64) + 919_000_000_000,
        rows=np.arange(count, dtype=np.int64) + 2,
        cells=pd.DataFrame({"name": pd.Series(names, dtype="str")}),
        left_out={},
    )


def brief(message: str, **changes: Any) -> CampaignSpec:
    return CampaignSpec(**{"name": "Test", "message": message, "sender_id": "JETMSG"} | changes)
