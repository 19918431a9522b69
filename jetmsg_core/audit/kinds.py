"""What can be done that is written down, and the words for it. Pure.

An act is added as a member of `Act`, whose beginning is its kind, and in `WORDS`: what follows the
name of whoever did it. `{campaign}` is the campaign with its name, `{subject}` what else it was
done to.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ActKind(StrEnum):
    """What an act is about: the beginning of its name, before the full stop."""

    CAMPAIGN = "campaign"
    LIST = "list"
    OPT_OUT = "opt_out"
    TEMPLATE = "template"
    REPORT = "report"
    FILE = "file"
    CODE = "code"
    SETTING = "setting"
    PERSON = "person"
    USER = "user"
    SIGN_IN = "sign_in"
    DATABASE = "database"


KINDS: Mapping[ActKind, str] = MappingProxyType(
    {
        ActKind.CAMPAIGN: "Campaigns",
        ActKind.LIST: "Lists",
        ActKind.OPT_OUT: "Opt-outs",
        ActKind.TEMPLATE: "Templates",
        ActKind.REPORT: "Delivery reports",
        ActKind.FILE: "Files taken",
        ActKind.CODE: "One-time codes",
        ActKind.SETTING: "Settings",
        ActKind.PERSON: "People erased",
        ActKind.USER: "Users",
        ActKind.SIGN_IN: "Sign-ins",
        ActKind.DATABASE: "Database",
    }
)


class Act(StrEnum):
    """One thing that somebody does. The names are kept in the database, so none ever changes."""

    CAMPAIGN_MADE = "campaign.made"
    CAMPAIGN_STARTED = "campaign.started"
    CAMPAIGN_SCHEDULED = "campaign.scheduled"
    CAMPAIGN_UNSCHEDULED = "campaign.unscheduled"
    CAMPAIGN_PAUSED = "campaign.paused"
    CAMPAIGN_RESUMED = "campaign.resumed"
    CAMPAIGN_STOPPED = "campaign.stopped"
    CAMPAIGN_APPROVED = "campaign.approved"
    CAMPAIGN_REFUSED = "campaign.refused"
    CAMPAIGN_HELD = "campaign.held"
    CAMPAIGN_HOLD_ENDED = "campaign.hold_ended"
    CAMPAIGN_FINISHED = "campaign.finished"
    CAMPAIGN_ASSUMED_SENT = "campaign.assumed_sent"
    CAMPAIGN_SENT_AGAIN = "campaign.sent_again"
    CAMPAIGN_ARCHIVED = "campaign.archived"
    CAMPAIGN_UNARCHIVED = "campaign.unarchived"
    CAMPAIGN_AGED = "campaign.aged"
    DRAFT_DISCARDED = "campaign.draft_discarded"
    LIST_SAVED = "list.saved"
    LIST_RENAMED = "list.renamed"
    LIST_DELETED = "list.deleted"
    LIST_CHANGED = "list.changed"
    LIST_CHANGE_UNDONE = "list.change_undone"
    LIST_ADDED_TO = "list.added_to"
    OPT_OUTS_ADDED = "opt_out.added"
    OPT_OUTS_REMOVED = "opt_out.removed"
    OPT_OUTS_TAKEN_BACK = "opt_out.taken_back"
    OPT_OUTS_LEFT = "opt_out.left"
    TEMPLATE_ADDED = "template.added"
    TEMPLATE_CHANGED = "template.changed"
    TEMPLATE_DELETED = "template.deleted"
    TEMPLATES_IMPORTED = "template.imported"
    TEMPLATE_APPROVED = "template.said_approved"
    TEMPLATES_TAKEN_BACK = "template.taken_back"
    TEMPLATES_LEFT = "template.left"
    REPORT_IMPORTED = "report.imported"
    WORD_FORGOTTEN = "report.word_forgotten"
    FILE_TAKEN = "file.taken"
    CODE_SENT = "code.sent"
    CODE_SENT_AGAIN = "code.sent_again"
    CODE_CHECKED = "code.checked"
    SETTING_CHANGED = "setting.changed"
    CONNECTION_TESTED = "setting.connection_tested"
    PERSON_ERASED = "person.erased"
    PERSON_ERASED_AGAIN = "person.erased_again"
    USER_ADDED = "user.added"
    USER_ROLE_CHANGED = "user.role_changed"
    USER_PASSWORD_SET = "user.password_set"
    USER_PASSWORD_TAKEN = "user.password_taken"
    USER_REMOVED = "user.removed"
    USER_SIGNED_OUT = "user.signed_out"
    EVERYBODY_SIGNED_OUT = "user.everybody_signed_out"
    SIGNED_IN = "sign_in.succeeded"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGNED_OUT = "sign_in.ended"
    SIGNED_OUT_EVERYWHERE = "sign_in.ended_everywhere"
    PASSWORD_CHANGED = "sign_in.password_changed"
    PASSWORD_CHANGE_FAILED = "sign_in.password_change_failed"
    BACKED_UP = "database.backed_up"
    RESTORED = "database.restored"
    FOUND_RESTORED = "database.found_restored"
    END_MISSING = "database.end_missing"

    @property
    def kind(self) -> ActKind:
        """Gives what it is about."""
        return ActKind(self.value.partition(".")[0])


WORDS: Mapping[Act, str] = MappingProxyType(
    {
        Act.CAMPAIGN_MADE: "made {campaign}",
        Act.CAMPAIGN_STARTED: "started {campaign}",
        Act.CAMPAIGN_SCHEDULED: "scheduled {campaign}",
        Act.CAMPAIGN_UNSCHEDULED: "took {campaign} off the schedule",
        Act.CAMPAIGN_PAUSED: "paused {campaign}",
        Act.CAMPAIGN_RESUMED: "resumed {campaign}",
        Act.CAMPAIGN_STOPPED: "stopped {campaign}",
        Act.CAMPAIGN_APPROVED: "approved {campaign}",
        Act.CAMPAIGN_REFUSED: "refused {campaign}",
        Act.CAMPAIGN_HELD: "held {campaign}",
        Act.CAMPAIGN_HOLD_ENDED: "ended the hold of {campaign}",
        Act.CAMPAIGN_FINISHED: "finished {campaign}",
        Act.CAMPAIGN_ASSUMED_SENT: "assumed calls of {campaign} sent",
        Act.CAMPAIGN_SENT_AGAIN: "let calls of {campaign} be sent again",
        Act.CAMPAIGN_ARCHIVED: "archived {campaign}",
        Act.CAMPAIGN_UNARCHIVED: "brought {campaign} back from the archive",
        Act.CAMPAIGN_AGED: "took away what is no longer kept of {campaign}",
        Act.DRAFT_DISCARDED: "deleted the draft {subject}",
        Act.LIST_SAVED: "saved the list {subject}",
        Act.LIST_RENAMED: "renamed the list {subject}",
        Act.LIST_DELETED: "deleted the list {subject}",
        Act.LIST_CHANGED: "changed people in the list {subject}",
        Act.LIST_CHANGE_UNDONE: "undid a change of the list {subject}",
        Act.LIST_ADDED_TO: "added people to the list {subject}",
        Act.OPT_OUTS_ADDED: "added opt-outs",
        Act.OPT_OUTS_REMOVED: "removed opt-outs",
        Act.OPT_OUTS_TAKEN_BACK: "brought back opt-outs that are newer than the restored copy",
        Act.OPT_OUTS_LEFT: "left out opt-outs that are newer than the restored copy",
        Act.TEMPLATE_ADDED: "added the template {subject}",
        Act.TEMPLATE_CHANGED: "changed the template {subject}",
        Act.TEMPLATE_DELETED: "deleted the template {subject}",
        Act.TEMPLATES_IMPORTED: "imported templates",
        Act.TEMPLATE_APPROVED: "said that the template {subject} is approved",
        Act.TEMPLATES_TAKEN_BACK: "brought back templates that are newer than the restored copy",
        Act.TEMPLATES_LEFT: "left out templates that are newer than the restored copy",
        Act.REPORT_IMPORTED: "imported the delivery report {subject}",
        Act.WORD_FORGOTTEN: "took back what {subject} means in delivery reports",
        Act.FILE_TAKEN: "took a file: {subject}",
        Act.CODE_SENT: "sent a one-time code to {subject}",
        Act.CODE_SENT_AGAIN: "sent a one-time code again to {subject}",
        Act.CODE_CHECKED: "checked a one-time code of {subject}",
        Act.SETTING_CHANGED: "changed the setting {subject}",
        Act.CONNECTION_TESTED: "tested the connection for {subject}",
        Act.PERSON_ERASED: "erased a person, {subject}",
        Act.PERSON_ERASED_AGAIN: "erased a person again, {subject}",
        Act.USER_ADDED: "added the user {subject}",
        Act.USER_ROLE_CHANGED: "changed the role of the user {subject}",
        Act.USER_PASSWORD_SET: "gave the user {subject} another password",
        Act.USER_PASSWORD_TAKEN: "let the user {subject} sign in through the identity provider",
        Act.USER_REMOVED: "removed the user {subject}",
        Act.USER_SIGNED_OUT: "signed the user {subject} out everywhere",
        Act.EVERYBODY_SIGNED_OUT: "signed everybody out",
        Act.SIGNED_IN: "signed in",
        Act.SIGN_IN_FAILED: "tried to sign in as {subject} and failed",
        Act.SIGNED_OUT: "signed out",
        Act.SIGNED_OUT_EVERYWHERE: "signed out everywhere",
        Act.PASSWORD_CHANGED: "changed the own password",
        Act.PASSWORD_CHANGE_FAILED: "tried to change the own password and failed",
        Act.BACKED_UP: "made a backup",
        Act.RESTORED: "restored a backup",
        Act.FOUND_RESTORED: "found that the database was put back from an earlier time",
        Act.END_MISSING: "found that the last acts are missing",
    }
)
