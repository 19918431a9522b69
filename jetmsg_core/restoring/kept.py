"""Opt-outs and templates that the database put aside had and the copy had not: they wait here, so
that nothing is lost in silence, and a person takes them back or leaves them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.errors import JetmsgError
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.restoring import kept as stored
from jetmsg_core.store.restoring.kept import KeptTemplate
from jetmsg_core.store.saved import templates as stored_templates
from jetmsg_core.templates.saving import checked, refuse_known_id

__all__ = ["Kept", "KeptTemplate", "TakenBack"]


@dataclass(frozen=True)
class Kept:
    """The number of opt-outs that wait, and the templates."""

    opt_outs: int
    templates: tuple[KeptTemplate, ...]


@dataclass(frozen=True)
class TakenBack:
    """The number of what was taken back. `refused` are sentences about templates that could not be
    taken; these still wait."""

    count: int
    refused: tuple[str, ...] = ()


def waiting(settings: Settings) -> Kept:
    with open_database(settings.database_path) as db:
        return Kept(stored.count_opt_outs(db), tuple(stored.kept_templates(db)))


@requires(Permission.RESTORE)
def take_opt_outs(settings: Settings) -> TakenBack:
    """Opts out again everybody who opted out after the copy was made, with source and date. Doing
    it twice changes nothing."""
    with open_database(settings.database_path) as db, transaction(db):
        count = stored.take_opt_outs(db)
        if count:
            record(db, Act.OPT_OUTS_TAKEN_BACK, after={"numbers": count})
        return TakenBack(count)


@requires(Permission.RESTORE)
def leave_opt_outs(settings: Settings) -> int:
    """Forgets the opt-outs here, and returns how many; the database that was put aside has them
    still."""
    with open_database(settings.database_path) as db, transaction(db):
        count = stored.leave_opt_outs(db)
        if count:
            record(db, Act.OPT_OUTS_LEFT, before={"numbers": count})
        return count


@requires(Permission.RESTORE)
def take_templates(settings: Settings, clock: Clock = utc_now) -> TakenBack:
    """Takes the templates back: one that is here gets a new version, any other is added."""
    count, refused = 0, []
    with open_database(settings.database_path) as db:
        for kept_template in stored.kept_templates(db):
            try:
                with transaction(db):
                    if not stored.leave_template(db, kept_template.id):
                        continue
                    count += _take(db, kept_template, stamp(clock()))
                    name = kept_template.template.name
                    record(db, Act.TEMPLATES_TAKEN_BACK, after={"template": name})
            except JetmsgError as error:
                refused.append(f"{kept_template.template.name}: {error}")
    return TakenBack(count, tuple(refused))


@requires(Permission.RESTORE)
def leave_templates(settings: Settings) -> int:
    """Forgets the templates, as `leave_opt_outs` does the opt-outs, and returns how many."""
    with open_database(settings.database_path) as db, transaction(db):
        count = sum(
            stored.leave_template(db, kept_template.id)
            for kept_template in stored.kept_templates(db)
        )
        if count:
            record(db, Act.TEMPLATES_LEFT, before={"templates": count})
        return count


def _take(db: Database, kept_template: KeptTemplate, now: str) -> int:
    draft = stored.draft_of(kept_template)
    # It may be from before there was a limit.
    draft = checked(replace(draft, name=cut_name(draft.name)))
    current = kept_template.template_id and stored_templates.get(db, kept_template.template_id)
    refuse_known_id(db, draft, current.id if current else None)
    if current:
        stored_templates.insert_version(db, current.id, draft, now)
    else:
        stored_templates.insert(db, draft, now)
    return 1
