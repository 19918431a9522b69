"""Every setting that is made where the program is started, in words: what it means, its value,
where that came from. Of a key, no more than its last four signs is ever shown; of a webhook, only
that there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

import streamlit as st

from jetmsg_core.acting.identity_provider import IdentityProvider
from jetmsg_core.balances.sampling import usual_minutes
from jetmsg_core.primitives.masking import last_four
from jetmsg_core.primitives.numbers import percent, with_commas
from jetmsg_core.settings import DOCUMENTED_URLS, GatewayCall, Mode, Settings
from pages.parts.page import context
from pages.parts.styles.formatting import counted, plain

GO_LIVE = """JETMSG_MODE = "live"
JETMSG_AUTH_KEY = "<your API key>"
"""


class Row(NamedTuple):
    """A row is one setting; `name` is the environment's, without `JETMSG_`."""

    name: str
    meaning: str
    value: Callable[[Settings], str]


def _key(key: str) -> str:
    return plain(last_four(key)) if key else ""


def _credits(number: int | None) -> str:
    return "" if number is None else f"{with_commas(number)} credits"


def _senders(settings: Settings) -> str:
    most = with_commas(settings.senders)
    return f"as many as are answered well, up to {most}" if settings.finds_senders else most


def _gateway(settings: Settings) -> str:
    if settings.mode is Mode.LIVE:
        return ""
    if settings.sandbox_url:
        return plain(urlsplit(settings.sandbox_url).netloc)
    return "the dashboard's own"


def _of_provider(value: Callable[[IdentityProvider], str]) -> Callable[[Settings], str]:
    return lambda s: value(s.provider) if s.provider else ""


GROUPS = {
    "Where messages go": (
        Row(
            "MODE",
            "Sandbox, or live: real phones, real credits",
            lambda s: ":orange-badge[Live]" if s.mode is Mode.LIVE else ":blue-badge[Sandbox]",
        ),
        Row("SANDBOX_URL", "The sandbox that is used", _gateway),
        Row("DATA_DIR", "The folder of the data", lambda s: f"`{s.data_dir.name}`"),
        Row(
            "MIN_FREE_MB",
            "What stays free on the disk of the data: below that nothing new is sent",
            lambda s: f"{with_commas(s.min_free_mb)} MB" if s.min_free_mb else "nothing",
        ),
        Row("HOSTS", "Other names of this dashboard", lambda s: plain(", ".join(s.hosts))),
        Row(
            "TRUSTED_PROXIES",
            "Proxies that say where people come from",
            lambda s: plain(", ".join(s.trusted_proxies)),
        ),
    ),
    "Keys": (
        Row("AUTH_KEY", "SMS, balance and one-time codes", lambda s: _key(s.auth_key)),
        Row("WHATSAPP_APPKEY", "WhatsApp: the app", lambda s: _key(s.whatsapp_appkey)),
        Row("WHATSAPP_AUTHKEY", "WhatsApp: the account", lambda s: _key(s.whatsapp_authkey)),
    ),
    "Signing in through an identity provider": (
        Row("OIDC_ISSUER", "Its address", _of_provider(lambda p: plain(p.issuer))),
        Row(
            "OIDC_CLIENT_ID", "The dashboard's ID there", _of_provider(lambda p: plain(p.client_id))
        ),
        Row("OIDC_CLIENT_SECRET", "Its secret", _of_provider(lambda p: _key(p.client_secret))),
        Row("OIDC_DOMAINS", "E-mail domains", _of_provider(lambda p: plain(", ".join(p.domains)))),
        Row(
            "OIDC_ROLES",
            "Who has which role",
            _of_provider(lambda p: plain(", ".join(map(str, p.rules)))),
        ),
        Row("OIDC_NAME", "What its button says", _of_provider(lambda p: plain(p.name))),
        Row("OIDC_ONLY", "The only way in", _of_provider(lambda p: "yes" if p.is_only else "no")),
    ),
    "How fast they are sent": (
        Row("SMS_CHUNK", "Recipients in one SMS call", lambda s: with_commas(s.sms_chunk)),
        Row(
            "WHATSAPP_CHUNK",
            "Recipients in one WhatsApp call",
            lambda s: with_commas(s.whatsapp_chunk),
        ),
        Row("SENDERS", "Calls at the same time", _senders),
        Row(
            "SENDER_PROCESSES",
            "Programs that make these calls",
            lambda s: with_commas(s.sender_processes) if s.sender_processes else "as many as fit",
        ),
        Row(
            "RATE",
            "Calls a second, at most",
            lambda s: f"{s.rate:g}" if s.rate else "no limit",
        ),
        Row(
            "WHATSAPP_RATE",
            "WhatsApp calls a second, unevenly spaced",
            lambda s: f"about {s.whatsapp_rate:g}",
        ),
        Row(
            "TIMEOUT",
            "The longest one call may take",
            lambda s: counted(round(s.timeout), "second") if s.timeout >= 1 else f"{s.timeout:g} s",
        ),
    ),
    "What stops a mistake": (
        Row(
            "CONFIRM_ABOVE",
            "You type the number of people before you send to this many or more",
            lambda s: with_commas(s.confirm_above),
        ),
        Row(
            "MAX_CAMPAIGN_CREDITS",
            "The most one campaign may cost",
            lambda s: _credits(s.max_campaign_credits) or "no\u00a0cap",
        ),
        Row(
            "MAX_DAY_CREDITS",
            "The most all campaigns of a day may cost",
            lambda s: _credits(s.max_day_credits) or "no\u00a0cap",
        ),
        Row(
            "FAILURES_IN_A_ROW",
            "Failed calls in a row that hold a campaign (one is enough before its first good "
            "answer)",
            lambda s: with_commas(s.failures_in_a_row) if s.failures_in_a_row < 1000 else "never",
        ),
        Row(
            "FAILURE_PERCENT",
            "Failed calls among the last 100 that hold a campaign",
            lambda s: percent(s.failure_percent / 100),
        ),
        Row(
            "OTP_PER_HOUR",
            "One-time codes to one person in an hour, at most",
            lambda s: with_commas(s.otp_per_hour),
        ),
        Row(
            "OTP_TO_OPTED_OUT",
            "One-time codes to numbers that have opted out",
            lambda s: "yes" if s.otp_to_opted_out else "no",
        ),
    ),
    "Credits": (
        Row(
            "BALANCE_MINUTES",
            "Between two readings of the balance; live, 30 minutes or more",
            lambda s: f"{usual_minutes(s):g} min",
        ),
        Row(
            "LOW_WEBHOOK_URL",
            "The web address that is told when credits are low",
            lambda s: "yes" if s.low_webhook_url else "",
        ),
        Row(
            "BACKUP_PASSPHRASE",
            "The passphrase of encrypted backups",
            lambda s: "set" if s.backup_passphrase else "",
        ),
        Row(
            "PART_SIZES",
            "Characters a part: one and joined, plain, then Unicode",
            lambda s: ", ".join(map(str, s.part_sizes)),
        ),
    ),
    "Who watches it": (
        Row(
            "METRICS_TOKEN",
            "Whether a program may read how the dashboard is",
            lambda s: "yes" if s.metrics_token else "",
        ),
        Row(
            "FLEET_URL",
            "Whether posters on other machines make the calls",
            lambda s: "yes" if s.fleet_url else "no: the worker makes them",
        ),
        Row(
            "FLEET_SECRET",
            "The secret that the worker shares with its posters",
            lambda s: "set" if s.fleet_secret else "",
        ),
        Row("LOG_LEVEL", "The least that is written into the log", lambda s: s.log_level),
        Row("LOG_FORMAT", "Lines of the log for a person, or as JSON", lambda s: s.log_format),
        Row(
            "START_WORKER",
            "Whether the dashboard starts the worker",
            lambda s: "yes" if s.start_worker else "no: something else does",
        ),
    ),
    "Contact files": (
        Row("MAX_FILE_MB", "The largest file", lambda s: f"{with_commas(s.max_file_mb)} MB"),
        Row("MAX_ROWS", "Rows, at most", lambda s: with_commas(s.max_rows)),
        Row("MAX_COLUMNS", "Columns, at most", lambda s: with_commas(s.max_columns)),
    ),
}
LEFT = ("Where messages go", "Keys", "Credits", "Contact files")


def draw_groups(settings: Settings, *, left: bool) -> None:
    for title, rows in GROUPS.items():
        if (title in LEFT) is left:
            _draw_group(settings, title, rows)


def _draw_group(settings: Settings, title: str, rows: tuple[Row, ...]) -> None:
    with st.container(border=True):
        st.markdown(f"**{title}**")
        values = {row.meaning: _value(settings, row) for row in rows}
        st.table(values, border="horizontal", alt=title)
        if title == "Keys" and settings.mode is Mode.SANDBOX:
            st.caption("The sandbox takes any key, so none is needed to practice.")


def _value(settings: Settings, row: Row) -> str:
    value = row.value(settings) or ":gray[not\u00a0set]"
    origin = settings.sources.get(f"JETMSG_{row.name}")
    return f"{value} :small[from {origin}]" if origin else value


def draw_addresses(settings: Settings) -> None:
    """Only addresses that are not the documented ones are named: no other can be wrong."""
    if settings.mode is Mode.SANDBOX:
        _draw_way_to_sandbox()
        return
    changed = [call for call in GatewayCall if settings.urls[call] != DOCUMENTED_URLS[call]]
    hosts = dict.fromkeys(urlsplit(settings.urls[call]).netloc for call in GatewayCall)
    with st.container(border=True):
        st.markdown("**Addresses of the gateway**")
        st.markdown(", ".join(plain(host) for host in hosts))
        named = ", ".join(f"`{call.name}_URL`" for call in changed)
        st.caption(f"Not as documented: {named}." if changed else "All as documented.")


def _draw_way_to_sandbox() -> None:
    """Both sides of a call can be seen: the sandbox has a page of what it received."""
    running = context.settings_for_calls()
    if running.sandbox_url:
        st.link_button(
            "See what the sandbox received", running.sandbox_url, icon=":material/open_in_new:"
        )


def draw_going_live() -> None:
    """This says how to go live, with the lines to write."""
    st.header("Going live", anchor=False)
    st.markdown(
        "1. Write these lines into `.streamlit/secrets.toml` beside `app.py`; the API key is in "
        "your JETMSG panel.\n"
        "2. End the dashboard with Ctrl-C and start it again.\n"
        "3. Every page then says **Live**. Write your sender ID and a test number above, and send "
        "the first message to yourself."
    )
    # Without a language: the colours of highlighting have 2.7:1 on a light ground.
    st.code(GO_LIVE, language=None)
    st.caption("This file is ignored by git. Keep the key out of chats and screenshots.")
