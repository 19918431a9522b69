"""What a person asks for, checked before anything is planned."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.sms import check_sender_id
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.names import check_name
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel


@dataclass(frozen=True)
class CampaignSpec:
    """What a person asks for. `chunk_size` None is the setting's; `stored_template` and
    `stored_version` say which template of ours it was made from; `leave_out` are codes of findings
    whose people get nothing, any that are not in `LEAVABLE` mean nobody; `keep_text` has what looks
    like a placeholder of another tool, such as {name}, and is to be sent as it stands."""

    name: str
    message: str
    channel: Channel = Channel.SMS
    sender_id: str = ""
    route: int = 1
    template_id: str = ""
    chunk_size: int | None = None
    missing: Missing = SKIP
    stored_template: int | None = None
    stored_version: int | None = None
    leave_out: tuple[str, ...] = ()
    keep_text: tuple[str, ...] = ()


def check_spec(settings: Settings, spec: CampaignSpec) -> CampaignSpec:
    """Gives the spec with its defaults filled in. Raises InputError naming the field that is
    wrong."""
    name = check_name(spec.name, "campaign")
    if spec.route not in (1, 2):
        raise InputError(
            "wrong_route",
            f"There is no route {spec.route}. Choose 1 (transactional) or 2 (promotional).",
        )
    whatsapp = spec.channel is Channel.WHATSAPP
    usual_size = settings.whatsapp_chunk if whatsapp else settings.sms_chunk
    size = usual_size if spec.chunk_size is None else spec.chunk_size
    if not 1 <= size <= 1000:
        raise InputError("wrong_chunk", f"A call cannot have {size} recipients. Choose 1 to 1000.")
    if spec.template_id and not (spec.template_id.isascii() and spec.template_id.isdigit()):
        raise InputError(
            "wrong_template_id",
            f"The DLT template ID {quoted(spec.template_id)} holds something other than digits.",
        )
    sender_id = "" if whatsapp else spec.sender_id.strip() or settings.sender_id
    if not whatsapp:
        check_sender_id(sender_id)
    return replace(spec, name=name, sender_id=sender_id, chunk_size=size)
