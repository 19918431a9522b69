"""What the DLT check of the operators refuses a message for, by the codes and names that operators
publish, and what to put right. Pure: a table.

The lists give each subject a block of codes: 600 the entity, 610 the telemarketer and the chain,
620 the header (sender ID), 630 and 640 the template, 650 the person's preferences, 660 consent, 670
to 699 the check itself; one operator has codes of its own from 700 on. `docs/report_words.md` names
the source of each.
"""

from __future__ import annotations

from typing import NamedTuple


class DltFault(NamedTuple):
    """The names a code goes by, as reports write them without their underscores, what it means, and
    what to put right before anybody is sent to again."""

    names: str
    meaning: str
    todo: str


_ENTITY = "Correct your entity registration in the DLT portal, then send again."
_ENTITY_ID = "Correct the entity ID with JETMSG, then send again."
_CHAIN = "Bind your entity to JETMSG's chain in the DLT portal, then send again."
_HEADER = "Correct the sender ID in your DLT portal, then send again."
COMPARE_TEXT = "Compare the message with the template in your DLT portal, then send again."
_RENEW = "Make the template active in your DLT portal, then send again."
_LINK = "Link the sender ID to the template in the DLT portal, then send again."
_CONSENT = "Record the person's consent in the DLT portal, or leave them out."
_ASK = "Ask JETMSG which check failed and to correct it, then send again."
_PREFERENCES = "Leave them out next time."
_WHITELIST = "Whitelist it in your DLT portal, then send again."
_KIND = "Use a sender ID and a template of one kind, with its route, then send again."


def _block(first: int, last: int, fault: DltFault) -> dict[str, DltFault]:
    return {str(code): fault for code in range(first, last + 1)}


DLT_FAULTS: dict[str, DltFault] = {
    "600": DltFault(
        "ENTITYNOTFOUND FAILEDDLTENTITY", "DLT does not know the entity ID.", _ENTITY_ID
    ),
    "601": DltFault("ENTITYNOTREGISTERED", "The entity is not registered with DLT.", _ENTITY),
    "602": DltFault("ENTITYINACTIVE", "The entity is inactive with DLT.", _ENTITY),
    "603": DltFault("ENTITYBLACKLISTED", "The entity is blacklisted with DLT.", _ENTITY),
    "604": DltFault("INVALIDENTITYID", "The entity ID is missing or wrong.", _ENTITY_ID),
    "605": DltFault("ENTITYIDNOTALLOWEDFORTM", "The entity is not bound to JETMSG.", _CHAIN),
    **_block(
        606, 609, DltFault("ENTITYRESERVED ENTITYBLOCKEDBYDLT", "DLT refused the entity.", _ENTITY)
    ),
    "610": DltFault("TELEMARKETERNOTREGISTERED", "The telemarketer is not registered.", _CHAIN),
    "611": DltFault("TELEMARKETERINACTIVE", "The telemarketer is inactive with DLT.", _CHAIN),
    "612": DltFault("TELEMARKETERBLACKLISTED", "The telemarketer is blacklisted.", _CHAIN),
    "613": DltFault(
        "TELEMARKETERNOTALLOWEDFORENTITY", "The telemarketer may not send for the entity.", _CHAIN
    ),
    "614": DltFault("PETMHASHNOTRECEIVED", "The message came without the chain's hash.", _CHAIN),
    "615": DltFault("PETMHASHNOTREGISTERED", "The telemarketer chain is not registered.", _CHAIN),
    "616": DltFault("PETMHASHINACTIVE", "The telemarketer chain is inactive.", _CHAIN),
    "617": DltFault("PETMHASHBLACKLISTED", "The telemarketer chain is blacklisted.", _CHAIN),
    "618": DltFault("PETMHASHSUSPENDED", "The telemarketer chain is suspended.", _CHAIN),
    "619": DltFault(
        "TELEMARKETERRESERVED TELEMARKETERBLOCKEDBYDLT",
        "DLT refused the telemarketer chain.",
        _CHAIN,
    ),
    "620": DltFault(
        "HEADERNOTFOUND HEADERINFREEPOOL SENDERIDNOTFOUND SENDERNOTFOUND SNDRIDNOTALLOTED"
        " SNDRNTREG INVALIDSENDERID FAILEDINVALIDSENDER",
        "DLT does not know the sender ID.",
        _HEADER,
    ),
    "621": DltFault("HEADERINACTIVE SNDRINACTVE", "The sender ID is inactive with DLT.", _HEADER),
    "622": DltFault(
        "HEADERBLACKLISTED BLOCKEDMASK", "The sender ID is blacklisted with DLT.", _HEADER
    ),
    "623": DltFault(
        "PEIDNOTMATCHEDWITHHEADER SNDRNTMTCH SENDERNOTMATCHED",
        "The sender ID belongs to another entity.",
        _HEADER,
    ),
    "624": DltFault(
        "HEADERSUSPENDEDDUETOVALIDITY", "The sender ID's registration has run out.", _HEADER
    ),
    "625": DltFault(
        "HEADERSUSPENDEDDUETOUSAGE", "The sender ID was suspended: not used for long.", _HEADER
    ),
    **_block(
        626,
        629,
        DltFault("HEADERRESERVED SENDERBLOCKEDBYDLT", "DLT refused the sender ID.", _HEADER),
    ),
    "630": DltFault(
        "TEMPLATENOTFOUND TLNTFOUND TEMPLATENOTREGISTEREDTOENTITY",
        "The DLT template was not found.",
        COMPARE_TEXT,
    ),
    "631": DltFault(
        "TEMPLATEINACTIVE TLINACTIVE TEMPLATESUSPENDEDDUETOUSAGE",
        "The DLT template is inactive.",
        _RENEW,
    ),
    "632": DltFault(
        "TEMPLATEBLACKLISTED TLBLKLST",
        "The DLT template is blacklisted.",
        "Register another template.",
    ),
    "633": DltFault(
        "TEMPLATENOTMATCHED TEMPLATEMISMATCH MSGDOESNOTMATCHTEMPLATE INVTEMPLATEMATCH TLNTMTCHD"
        " TEMPLATEFAILEDONDYNAMICPART FAILEDDLTTEMPLATE DROPPED",
        "The text does not match the DLT template.",
        COMPARE_TEXT,
    ),
    "634": DltFault(
        "HEADERNOTREGISTEREDFORTEMPLATE SDRTLMSMAT HEADERNOTREGISTERED",
        "The sender ID is not linked to the DLT template.",
        _LINK,
    ),
    "635": DltFault(
        "TEMPLATEVARIABLEEXCEEDEDMAXLENGTH TLLMTEXCED TEMPLATEVARIABLEEXCEEDED",
        "A variable is longer than DLT allows.",
        "Shorten the values, then send again.",
    ),
    "636": DltFault("ERRORIDENTIFYINGTEMPLATE", "DLT refused the template.", COMPARE_TEXT),
    "637": DltFault(
        "INVALIDTEMPLATEID TLIDINVLD INVALIDTEMPLATE",
        "The DLT template or entity ID is not valid.",
        "Correct it, then send again.",
    ),
    **_block(
        638,
        649,
        DltFault(
            "TEMPLATERESERVED TEMPLATEBLOCKEDBYDLT", "DLT refused the template.", COMPARE_TEXT
        ),
    ),
    "642": DltFault(
        "CTANOTWHITELISTED URLNOTWHITELISTED",
        "A link or number in the text is not whitelisted with DLT.",
        _WHITELIST,
    ),
    "650": DltFault(
        "PREFERENCENOTMATCHED PRFTNTMTCH",
        "The person's preferences with DLT do not allow such messages.",
        _PREFERENCES,
    ),
    "651": DltFault(
        "INVALIDPROMOTIME",
        "It came outside promotional hours.",
        "Send again between 10:00 and 20:45.",
    ),
    "652": DltFault(
        "SECATEGORYBLOCK", "The person takes no such messages without consent.", _CONSENT
    ),
    **_block(
        653,
        659,
        DltFault(
            "PREFERENCERESERVED", "DLT refused it for the person's preferences.", _PREFERENCES
        ),
    ),
    "660": DltFault(
        "CONSENTFAILED FAILEDDLTCONSENT", "DLT has no consent of the person.", _CONSENT
    ),
    **_block(661, 669, DltFault("CONSENTRESERVED", "DLT refused the person's consent.", _CONSENT)),
    "666": DltFault(
        "SMSCONTENTMISMATCH", "The text does not match the DLT template.", COMPARE_TEXT
    ),
    "670": DltFault(
        "SCRUBBINGFAILED FAILEDDLTSCRUBBING BLOCKEDBYDLT DLTSCRUBBINGTIMEOUT",
        "The DLT check failed.",
        _ASK,
    ),
    **_block(671, 699, DltFault("SCRUBBINGRESERVED", "The DLT check refused it.", _ASK)),
    "677": DltFault("INVALIDTMID", "The telemarketer ID is not valid.", _CHAIN),
    "678": DltFault("", "The telemarketer is unknown or inactive.", _CHAIN),
    "680": DltFault("TELEMARKETERIDBLACKLISTED", "The telemarketer is blacklisted.", _CHAIN),
    "683": DltFault(
        "PROMOTIONALTEMPLATEUSEDONOTHERSHEADER",
        "The sender ID and the DLT template are of different kinds.",
        _KIND,
    ),
    "687": DltFault(
        "INVALIDTEMPLATETYPE", "The route does not fit the sender ID or the DLT template.", _KIND
    ),
    "700": DltFault("NOCTAWHITELISTED", "No link or number is whitelisted with DLT.", _WHITELIST),
    "701": DltFault(
        "URLCTANOTMATCHEDWITHWHITELISTEDDATA",
        "A link in the text is not the one that is whitelisted with DLT.",
        _WHITELIST,
    ),
    "801": DltFault("", "The entity is blacklisted with the operator.", _ENTITY),
    "802": DltFault("", "The entity is inactive or not registered with the operator.", _ENTITY),
    "803": DltFault("", "The sender ID is blacklisted with the operator.", _HEADER),
    "804": DltFault("", "The sender ID is inactive or not registered with the operator.", _HEADER),
    "805": DltFault("", "The DLT template is inactive with the operator.", _RENEW),
    "811": DltFault("", "The telemarketer chain is inactive.", _CHAIN),
    "812": DltFault("INVALIDPETMHASH", "The hash of the chain is not valid.", _CHAIN),
    "813": DltFault("", "The hash is not that of the telemarketer chain.", _CHAIN),
}
"""By code. That of preferences is no *do not disturb*: people choose with DLT from whom they want
what, and lists of the DND register are others."""

CODE_OF_NAME = {name: code for code, fault in DLT_FAULTS.items() for name in fault.names.split()}
"""Of a name that stands for a block, its last code."""
