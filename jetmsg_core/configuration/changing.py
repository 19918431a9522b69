"""A person changes settings: who did, when, and what held before is kept and never written over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jetmsg_core import settings as configured
from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.configuration.loading import NO_FILE
from jetmsg_core.contacts import SENTENCES, Number, normalize
from jetmsg_core.errors import InputError, SettingsError, StateError
from jetmsg_core.gateway.sms import check_sender_id
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import OWNED, Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.saved import settings as kept_settings

LONGEST_VALUE, LONGEST_BY = 2_000, 60
"""Characters of a value, and of the name of who changes it."""


@dataclass(frozen=True)
class Change:
    """One change of a setting. `value` None means that the usual value holds again; `changed_at`
    is a stamp in UTC."""

    name: str
    value: str | None
    value_before: str | None
    changed_by: str
    changed_at: str


class WrongValuesError(SettingsError):
    """Nothing was changed, since values do not fit: `reasons` has a sentence for each name."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("wrong_setting", " ".join(reasons.values()))
        self.reasons = reasons


def name_of(text: str) -> str:
    """Gives the name of the setting that a person typed, with or without `JETMSG_`, in any case.
    Raises InputError for one that is not changed here."""
    name = f"JETMSG_{text.strip().upper().removeprefix('JETMSG_')}"
    if name not in OWNED:
        raise InputError(
            "not_changed_here",
            f"{quoted(text)} is not changed here. These are: {', '.join(OWNED)}. Keys, addresses "
            "and limits are set in the environment or in .streamlit/secrets.toml.",
        )
    return name


@requires(Permission.CHANGE_SETTINGS)
def change(
    settings: Settings,
    values: Mapping[str, str | None],
    *,
    by: str,
    before: Mapping[str, str | None] | None = None,
    clock: Clock = utc_now,
) -> list[str]:
    """Changes settings, all or none; None makes the usual value hold again. Returns the names of
    those that differ from what was kept. `before` is what the person saw, where that may be old.

    Raises WrongValuesError where a value does not fit, InputError without a name of who does it,
    StateError for what the environment or secrets.toml fixes, and for what somebody else has
    changed since `before` was read.
    """
    by = _checked_by(by)
    _refuse_fixed(settings, values)
    written = {name: _as_written(name, value or "") for name, value in values.items()}
    reasons = {name: reason for name, value in written.items() if (reason := _why_not(name, value))}
    if reasons:
        raise WrongValuesError(reasons)
    with open_database(settings.database_path) as db, transaction(db):
        kept = _kept(db)
        if before is not None:
            _refuse_older(kept, before)
        differing = [name for name, value in written.items() if value != kept.get(name)]
        for name in differing:
            kept_settings.change(db, name, written[name], by=by, now=clock())
            former = {"value": _told(name, kept.get(name))}
            told = {"value": _told(name, written[name]), "signed": by}
            record(db, Act.SETTING_CHANGED, subject=name, before=former, after=told)
    return differing


def _told(name: str, value: str | None) -> str | int | None:
    """As a number where it is one, so that it is not taken for that of a phone."""
    is_count = value is not None and value.isascii() and value.isdecimal()
    return int(value) if value and is_count and name != "JETMSG_TEST_NUMBER" else value


def kept_values(settings: Settings) -> dict[str, str | None]:
    """Gives what was last written of each setting that a person changed, None where the usual value
    was taken again."""
    with open_database(settings.database_path) as db:
        return _kept(db)


def history(settings: Settings, limit: int) -> list[Change]:
    """Gives up to `limit` changes, the newest first."""
    with open_database(settings.database_path) as db:
        return [Change(**row) for row in kept_settings.history(db, limit)]


def _kept(db: Database) -> dict[str, str | None]:
    return {row["name"]: row["value"] for row in kept_settings.last_changes(db)}


def _refuse_fixed(settings: Settings, names: Sequence[str] | Mapping[str, object]) -> None:
    for name in names:
        if name not in settings.changeable:
            origin = settings.sources.get(name, "environment")
            raise StateError(
                "setting_fixed",
                f"{name} is set in {_where(origin)}, which wins. Change it there, or take it out "
                "and start the dashboard again.",
            )


def _where(origin: str) -> str:
    return "the environment" if origin == "environment" else f".streamlit/{origin}"


def _refuse_older(kept: Mapping[str, str | None], before: Mapping[str, str | None]) -> None:
    for name in OWNED:
        if kept.get(name) != before.get(name):
            raise StateError(
                "setting_changed",
                f"Somebody else has just changed {name}. Look at the new values, then change what "
                "you want again.",
            )


def _checked_by(by: str) -> str:
    by = " ".join(by.split())
    if not by:
        raise InputError("no_name", "Write your name, so that others see who changed this.")
    if len(by) > LONGEST_BY:
        raise InputError(
            "name_too_long", f"Your name is longer than {LONGEST_BY} characters. Shorten it."
        )
    return by


def _as_written(name: str, value: str) -> str | None:
    """Commas in a number and the sign of the rupee are how people write them, and no more."""
    value = value.strip()
    if name.startswith(("JETMSG_LOW_", "JETMSG_APPROVE_", "JETMSG_KEEP_")):
        value = value.replace(",", "")
    if name == "JETMSG_PART_PRICE":
        value = value.removeprefix("₹").strip()
    return value or None


def _why_not(name: str, value: str | None) -> str | None:
    if value is None:
        return None
    if len(value) > LONGEST_VALUE or not value.isprintable():
        return (
            f"{name} takes one line of up to {with_commas(LONGEST_VALUE)} characters that can be "
            "seen."
        )
    try:
        configured.load({name: value}, NO_FILE)
        if name == "JETMSG_SENDER_ID":
            check_sender_id(value)
        if name == "JETMSG_TEST_NUMBER":
            _check_number(value)
    except (SettingsError, InputError) as error:
        return str(error)
    return None


def _check_number(value: str) -> None:
    read = normalize(value)
    if not isinstance(read, Number):
        raise InputError(
            "wrong_test_number", f"The test number {quoted(value)}: {SENTENCES[read.reason]}"
        )
