"""Settings: the environment, over `.streamlit/secrets.toml`, over defaults; read once, frozen.

Every name below is both an environment variable and a key of secrets.toml. A wrong value is
refused at loading with a sentence; a missing key only when something needs it (`require_*`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from jetmsg_core.acting.identity_provider import IdentityProvider, provider_of
from jetmsg_core.errors import SettingsError
from jetmsg_core.gateway_addresses import DOCUMENTED_URLS as DOCUMENTED_URLS
from jetmsg_core.gateway_addresses import GatewayCall as GatewayCall
from jetmsg_core.logs.choices import LogFormat, LogLevel
from jetmsg_core.primitives.addresses import is_own
from jetmsg_core.primitives.numbers import Grouping
from jetmsg_core.settings_source import AUTO, KEPT, MOST_FOUND, NOT_FIXED, Source, as_text
from jetmsg_core.settings_source import OWNED as OWNED

PROJECT = Path(__file__).resolve().parent.parent
SECRETS_FILE = PROJECT / ".streamlit" / "secrets.toml"


class Mode(StrEnum):
    SANDBOX = "sandbox"
    LIVE = "live"


SECRET_NAMES = ("JETMSG_AUTH_KEY", "JETMSG_WHATSAPP_APPKEY", "JETMSG_WHATSAPP_AUTHKEY")


@dataclass(frozen=True)
class Settings:
    """All settings of the project. `timeout` is the seconds one call may take in all, `rate` calls
    per second (None: no limit), `whatsapp_rate` those of WhatsApp on average, `balance_minutes` the
    time between two balance samples, `senders` the calls at the same time (at most, where it
    `finds_senders`) from `sender_processes` (None: as fits), `max_file_mb`, `max_rows` and
    `max_columns` the largest contact file, `max_…_credits` what one campaign and all of a day may
    cost (None: no cap), `whitelist` domains and call-back numbers registered with DLT,
    `confirm_above` the recipients from which their count must be typed to send, `test_number` where
    a test goes, `part_sizes` the units of a single and of each joined part, GSM-7 then UCS-2,
    `promo_stops` when promotional calls stop leaving (IST), `failures_in_a_row` (1000: never) and
    `failure_percent` (of 100 calls) what holds a campaign, `low_…` the credits under which a pool
    is low (None: never said), `low_webhook_url` who is told of it besides, `approve_…` the
    recipients and the credits above which a second person approves a campaign, `keep_…_days` how
    long numbers and texts of one are kept (None: never), `hosts` the names besides its own that the
    dashboard answers to, `trusted_proxies` those whose `X-Forwarded-…` are believed, `provider` by
    whom people sign in besides (None: by passwords alone), `otp_to_opted_out` whether a code goes
    to a number that has opted out, `otp_per_hour` the codes one receiver gets in an hour at most,
    `part_price` the rupees that one part costs, `grouping` how long numbers are divided,
    `min_free_mb` the megabytes that stay free on the disk of the data folder (0: it may fill up),
    `start_worker` whether the dashboard starts the worker, `metrics_token` what opens `/metrics`
    (empty: nothing does), `log_level` and `log_format` what stands in the log and how, `fleet_url`
    the Redis through which posters make the calls (empty: the worker makes them), `fleet_secret`
    what they share."""

    mode: Mode = Mode.SANDBOX
    sandbox_url: str = ""
    auth_key: str = field(default="", repr=False)
    whatsapp_appkey: str = field(default="", repr=False)
    whatsapp_authkey: str = field(default="", repr=False)
    sender_id: str = ""
    data_dir: Path = PROJECT / "data"
    urls: Mapping[GatewayCall, str] = field(default_factory=lambda: DOCUMENTED_URLS, repr=False)
    sms_chunk: int = 100
    whatsapp_chunk: int = 1
    senders: int = 8
    finds_senders: bool = False
    sender_processes: int | None = None
    rate: float | None = None
    whatsapp_rate: float = 1.0
    timeout: float = 30.0
    balance_minutes: float = 30.0
    max_file_mb: int = 200
    max_rows: int = 2_000_000
    max_columns: int = 500
    max_campaign_credits: int | None = None
    max_day_credits: int | None = None
    whitelist: str = ""
    confirm_above: int = 1000
    test_number: str = ""
    part_sizes: tuple[int, int, int, int] = (160, 153, 70, 67)
    promo_stops: time = time(20, 45)
    failures_in_a_row: int = 5
    failure_percent: float = 50.0
    low_tranx: int | None = None
    low_promo: int | None = None
    low_otp: int | None = None
    approve_recipients: int | None = None
    approve_credits: int | None = None
    keep_numbers_days: int | None = None
    keep_texts_days: int | None = None
    low_webhook_url: str = field(default="", repr=False)
    backup_passphrase: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    provider: IdentityProvider | None = None
    otp_to_opted_out: bool = True
    otp_per_hour: int = 5
    part_price: Decimal | None = None
    grouping: Grouping = Grouping.INDIAN
    min_free_mb: int = 200
    start_worker: bool = True
    metrics_token: str = field(default="", repr=False)
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT
    fleet_url: str = field(default="", repr=False)
    fleet_secret: str = field(default="", repr=False)
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where each set name came from: "environment", "secrets.toml" or `KEPT`."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The keys to be masked, longest first so that no tail of one survives. The address of a
        webhook is a key to it."""
        keys = {self.auth_key, self.whatsapp_appkey, self.whatsapp_authkey, self.low_webhook_url}
        keys |= {self.provider.client_secret if self.provider else ""}
        keys |= {self.backup_passphrase, self.metrics_token}
        keys |= {self.fleet_secret, urlsplit(self.fleet_url).password or ""}
        return tuple(sorted(keys - {"", SANDBOX_KEY}, key=len, reverse=True))

    @property
    def database_path(self) -> Path:
        return self.data_dir / "jetmsg.db"

    def url(self, call: GatewayCall) -> str:
        """Gives the address of `call`: in sandbox mode the documented path on the sandbox's host.
        Raises SettingsError where no sandbox runs."""
        if self.mode is Mode.LIVE:
            return self.urls[call]
        if not self.sandbox_url:
            raise SettingsError(
                "no_sandbox",
                "The sandbox gateway is not running. It starts with the dashboard: wait a few "
                "seconds and try again, or start the dashboard anew.",
            )
        base = urlsplit(self.sandbox_url)
        return urlunsplit((base.scheme, base.netloc, urlsplit(DOCUMENTED_URLS[call]).path, "", ""))

    def key(self) -> str:
        """Gives the AuthKey to send. The sandbox takes any: there a missing one is no obstacle."""
        return self.auth_key or (SANDBOX_KEY if self.mode is Mode.SANDBOX else "")

    def whatsapp_keys(self) -> tuple[str, str]:
        """Gives the appkey and authkey to send; as with `key`, the sandbox takes any."""
        missing = SANDBOX_KEY if self.mode is Mode.SANDBOX else ""
        return self.whatsapp_appkey or missing, self.whatsapp_authkey or missing

    def require_live_ready(self, call: GatewayCall = GatewayCall.SMS) -> None:
        """Refuse, in words, to reach the live gateway with half a configuration."""
        if self.mode is Mode.SANDBOX:
            return
        if self.sandbox_url:
            raise SettingsError(
                "sandbox_url_in_live_mode",
                "JETMSG_MODE is live but JETMSG_SANDBOX_URL is set. Remove one of them: "
                "nothing is sent while it is unclear where messages would go.",
            )
        for other, url in self.urls.items():
            if is_own(urlsplit(url).hostname or ""):
                raise SettingsError(
                    "sandbox_url_in_live_mode",
                    f"JETMSG_MODE is live but JETMSG_{other.name}_URL points to this machine. "
                    "Remove it, or go back to JETMSG_MODE=sandbox.",
                )
            if urlsplit(url).scheme != "https":
                raise SettingsError(
                    "not_https_in_live_mode",
                    f"JETMSG_{other.name}_URL does not begin with https://: keys could be read "
                    "on their way. Write the address with https://.",
                )
        self._require_keys(call)

    def _require_keys(self, call: GatewayCall) -> None:
        keys = {"JETMSG_AUTH_KEY": self.auth_key}
        if call is GatewayCall.WHATSAPP:
            keys = dict(zip(SECRET_NAMES[1:], self.whatsapp_keys(), strict=True))
        for name, key in keys.items():
            if not key:
                raise SettingsError(
                    "key_missing",
                    f"JETMSG_MODE is live but {name} is not set. Put your API key into "
                    ".streamlit/secrets.toml or the environment, then restart.",
                )

    def as_environment(self) -> dict[str, str]:
        """Gives the environment in which `load` gives these settings, whatever secrets.toml
        says, and in which those that a person may change can still be changed."""
        plain = {
            f"JETMSG_{name.upper()}": as_text(getattr(self, name))
            for name in self.__dataclass_fields__
            if name not in NO_SETTINGS and getattr(self, name) is not None
        } | ({"JETMSG_SENDERS": AUTO} if self.finds_senders else {})
        plain |= self.provider.as_environment() if self.provider else {}
        urls = {f"JETMSG_{call.name}_URL": self.urls[call] for call in GatewayCall}
        return plain | urls | {NOT_FIXED: ",".join(self.changeable)}

    @property
    def changeable(self) -> tuple[str, ...]:
        """The names that a person may change: neither the environment nor secrets.toml has them."""
        return tuple(
            name
            for name in OWNED
            if self.sources.get(name) == KEPT
            or (
                name not in self.sources
                and self.value_of(name) == getattr(Settings, field_of(name))
            )
        )

    def value_of(self, name: str) -> object:
        """Gives the value of the setting with this name of the environment."""
        return getattr(self, field_of(name))


SANDBOX_KEY = "sandbox"
NO_SETTINGS = ("urls", "sources", "provider", "finds_senders")
LOG_LEVELS = "debug, info, warning or error"


def field_of(name: str) -> str:
    """Gives the name here of what the environment calls `name`."""
    return name.removeprefix("JETMSG_").lower()


def load(environ: Mapping[str, str] | None = None, secrets_file: Path = SECRETS_FILE) -> Settings:
    """Read the settings. Raises SettingsError with the name and the mend for a wrong value."""
    source = Source.of(os.environ if environ is None else environ, secrets_file)
    mode = source.member("JETMSG_MODE", Mode.SANDBOX, "sandbox or live")
    return Settings(
        mode=mode,
        sandbox_url=source.sandbox_url("JETMSG_SANDBOX_URL"),
        auth_key=source.text("JETMSG_AUTH_KEY"),
        whatsapp_appkey=source.text("JETMSG_WHATSAPP_APPKEY"),
        whatsapp_authkey=source.text("JETMSG_WHATSAPP_AUTHKEY"),
        sender_id=source.text("JETMSG_SENDER_ID"),
        data_dir=Path(source.text("JETMSG_DATA_DIR", str(Settings.data_dir))).absolute(),
        urls=MappingProxyType(
            {c: source.url(f"JETMSG_{c.name}_URL", DOCUMENTED_URLS[c]) for c in GatewayCall}
        ),
        sms_chunk=source.count("JETMSG_SMS_CHUNK", Settings.sms_chunk, 1, 1000),
        whatsapp_chunk=source.count("JETMSG_WHATSAPP_CHUNK", Settings.whatsapp_chunk, 1, 1000),
        senders=source.count_or_auto("JETMSG_SENDERS", Settings.senders, 1024, auto=MOST_FOUND),
        finds_senders=source.is_auto("JETMSG_SENDERS"),
        sender_processes=source.count_if_any("JETMSG_SENDER_PROCESSES", 64),
        rate=source.number("JETMSG_RATE", 0, 0.01, 1000) if source.text("JETMSG_RATE") else None,
        whatsapp_rate=source.number("JETMSG_WHATSAPP_RATE", Settings.whatsapp_rate, 0.01, 1000),
        timeout=source.number("JETMSG_TIMEOUT", Settings.timeout, 0.1, 600),
        balance_minutes=source.number("JETMSG_BALANCE_MINUTES", 30, 0.01, 1440),
        max_file_mb=source.count("JETMSG_MAX_FILE_MB", Settings.max_file_mb, 1, 2_000),
        max_rows=source.count("JETMSG_MAX_ROWS", Settings.max_rows, 1, 20_000_000),
        max_columns=source.count("JETMSG_MAX_COLUMNS", Settings.max_columns, 1, 16_384),
        max_campaign_credits=source.credits("JETMSG_MAX_CAMPAIGN_CREDITS"),
        max_day_credits=source.credits("JETMSG_MAX_DAY_CREDITS"),
        whitelist=source.text("JETMSG_WHITELIST"),
        confirm_above=source.count("JETMSG_CONFIRM_ABOVE", Settings.confirm_above, 0, 10**9),
        test_number=source.text("JETMSG_TEST_NUMBER"),
        part_sizes=source.part_sizes("JETMSG_PART_SIZES", Settings.part_sizes),
        promo_stops=source.clock_time("JETMSG_PROMO_STOPS", Settings.promo_stops, 10, 21),
        failures_in_a_row=source.count("JETMSG_FAILURES_IN_A_ROW", 5, 1, 1000),
        failure_percent=source.number("JETMSG_FAILURE_PERCENT", 50, 1, 100),
        low_tranx=source.credits("JETMSG_LOW_TRANX"),
        low_promo=source.credits("JETMSG_LOW_PROMO"),
        low_otp=source.credits("JETMSG_LOW_OTP"),
        approve_recipients=source.credits("JETMSG_APPROVE_RECIPIENTS"),
        approve_credits=source.credits("JETMSG_APPROVE_CREDITS"),
        keep_numbers_days=source.days("JETMSG_KEEP_NUMBERS_DAYS"),
        keep_texts_days=source.days("JETMSG_KEEP_TEXTS_DAYS"),
        low_webhook_url=source.url("JETMSG_LOW_WEBHOOK_URL", ""),
        backup_passphrase=source.text("JETMSG_BACKUP_PASSPHRASE"),
        hosts=source.hosts("JETMSG_HOSTS"),
        trusted_proxies=source.networks("JETMSG_TRUSTED_PROXIES"),
        provider=provider_of(source.text, in_sandbox=mode is Mode.SANDBOX),
        otp_to_opted_out=source.yes_or_no("JETMSG_OTP_TO_OPTED_OUT", default=True),
        otp_per_hour=source.count("JETMSG_OTP_PER_HOUR", Settings.otp_per_hour, 1, 1000),
        part_price=source.amount("JETMSG_PART_PRICE", 1_000, 4),
        grouping=source.member(
            "JETMSG_GROUPING",
            Settings.grouping,
            "indian for 10,00,000 or international for 1,000,000",
        ),
        min_free_mb=source.count("JETMSG_MIN_FREE_MB", Settings.min_free_mb, 0, 1_000_000),
        start_worker=source.yes_or_no("JETMSG_START_WORKER", default=True),
        metrics_token=source.token("JETMSG_METRICS_TOKEN"),
        log_level=source.member("JETMSG_LOG_LEVEL", Settings.log_level, LOG_LEVELS),
        log_format=source.member("JETMSG_LOG_FORMAT", Settings.log_format, "text or json"),
        fleet_url=source.fleet_url("JETMSG_FLEET_URL", secret="JETMSG_FLEET_SECRET"),
        fleet_secret=source.token("JETMSG_FLEET_SECRET"),
        sources=MappingProxyType(source.origins()),
    )
