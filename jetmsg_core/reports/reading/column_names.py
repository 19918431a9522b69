"""What panels call the columns of their reports, the names that say most first. Pure: a table.

Names are compared by their letters and digits alone, in one case. `docs/report_words.md` has the
source of each.
"""

from __future__ import annotations

import re

NAMES = {
    "id": "smsid smessageid messageid msgid messageref messagereference externalid smssid sid uuid"
    " transid transactionid sessionid id requestid",
    "number": "mobileno mobile mobilenumber smobileno number phone phoneno phonenumber msisdn"
    " recipient recipientnumber destaddr destination smsto mbl to telnum telephone",
    "status": "deliverystatus deliverystate dlrstatus finalstatus smsstatus messagestatus sstatus"
    " status statusname statusdesc statusdescription eventtype detailedstatus desc stat state"
    " result",
    "error": "errorcode errcode ierrcode err error errorname cause failedreason failurereason"
    " statustrace detailedstatus reason statusdescription errordescription description desc"
    " remarks",
    "time": "donetime donedate dtdone deliveredtime deliveredat deliveredon delivereddate"
    " deliveredts deliverytime deliverydate delivtime delivat dlrtime readat completedat"
    " statustime lastupdate dateupdated eventts datetime timestamp time date dt senttime sentat"
    " datesent submittime dtsubmit",
}
"""By the part a column plays. A time of sending is taken where the file has none of delivery."""


def column_key(name: str) -> str:
    """Gives the name with everything but letters and digits removed, in one case."""
    return re.sub(r"[\W_]+", "", name).casefold()
