"""Where a setting's text comes from, and how it is read: the environment over secrets.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from jetmsg_core.errors import SettingsError
from jetmsg_core.primitives.characters import quoted

NOT_FIXED = "JETMSG_NOT_FIXED"
"""Names, with commas between, whose values in this environment were handed on by the dashboard and
may be changed on its Settings page."""
AUTO = "auto"
"""In the place of a number which the program is to find by itself."""

MOST_FOUND = 256
"""Calls at the same time above which it does not look for more."""

KEPT = "Settings page"
"""Where a setting came from that a person changed there, or by `settings set`."""
HOST = re.compile(r"(https://)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")

Member = TypeVar("Member", bound=StrEnum)


OWNED = (
    *("JETMSG_SENDER_ID", "JETMSG_TEST_NUMBER", "JETMSG_PART_PRICE"),
    *("JETMSG_LOW_TRANX", "JETMSG_LOW_PROMO", "JETMSG_LOW_OTP"),
    *("JETMSG_APPROVE_RECIPIENTS", "JETMSG_APPROVE_CREDITS"),
    *("JETMSG_KEEP_NUMBERS_DAYS", "JETMSG_KEEP_TEXTS_DAYS"),
    *("JETMSG_PROMO_STOPS", "JETMSG_WHITELIST", "JETMSG_GROUPING"),
)
"""What a marketer may change, in the order in which it is shown (`configuration`)."""


@dataclass(frozen=True)
class Source:
    environ: Mapping[str, str]
    secrets_toml: Mapping[str, object]

    @classmethod
    def of(cls, environ: Mapping[str, str], secrets_file: Path) -> Source:
        """Reads secrets.toml where there is one. Raises SettingsError where it cannot be read as
        TOML."""
        try:
            table = tomllib.loads(secrets_file.read_text("utf-8")) if secrets_file.exists() else {}
        except (OSError, ValueError):
            raise SettingsError(
                "secrets_unreadable",
                f"{secrets_file.name} cannot be read as TOML. Each line should look like "
                'JETMSG_MODE = "sandbox".',
            ) from None
        return cls(environ, table)

    def text(self, name: str, default: str = "") -> str:
        """Gives the text of a setting without the blanks around it: from the environment, else from
        secrets.toml, else the default."""
        if value := self.environ.get(name, "").strip():
            return value
        if name in self.secrets_toml and str(self.secrets_toml[name]).strip():
            return str(self.secrets_toml[name]).strip()
        return default

    def number(
        self, name: str, default: float, low: float, high: float, *, whole: bool = False
    ) -> float:
        """Gives a number from `low` to `high`. Raises SettingsError for anything else."""
        word = self.text(name, str(default))
        try:
            value = int(word) if whole else float(word)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            kind = "a whole number" if whole else "a number"
            raise SettingsError(
                "wrong_setting",
                f"{name} is {quoted(word)}: write {kind} from {low:.15g} to {high:.15g}.",
            )
        return value

    def count(self, name: str, default: int, low: int, high: int) -> int:
        return int(self.number(name, default, low, high, whole=True))

    def is_auto(self, name: str) -> bool:
        """Tells whether the program is to find the number by itself."""
        return self.text(name).lower() == AUTO

    def count_or_auto(self, name: str, default: int, high: int, *, auto: int) -> int:
        """Gives a whole number from 1 to `high`, or `auto` where the program is to find it. Raises
        SettingsError for anything else."""
        if self.is_auto(name):
            return auto
        try:
            return self.count(name, default, 1, high)
        except SettingsError as error:
            raise SettingsError(error.code, f"{str(error)[:-1]}, or {AUTO}.") from None

    def count_if_any(self, name: str, high: int) -> int | None:
        """Gives a whole number from 1 to `high`; None where none is given. Raises
        SettingsError."""
        return self.count(name, 1, 1, high) if self.text(name) else None

    def credits(self, name: str) -> int | None:
        """Gives a number of credits; None where none is given. Raises SettingsError."""
        return self.count(name, 1, 1, 10**12) if self.text(name) else None

    def days(self, name: str) -> int | None:
        """Gives a number of days from a week to ten years; None where none is given. Reports come
        for some days after a message, and have to find whose it is. Raises SettingsError."""
        return self.count(name, 7, 7, 3650) if self.text(name) else None

    def member(self, name: str, default: Member, words: str) -> Member:
        """Gives the member of the default's enum that the setting names, in any case. Raises
        SettingsError for anything else, with `words` for what can be written."""
        word = self.text(name, default.value)
        try:
            return type(default)(word.lower())
        except ValueError:
            raise SettingsError(
                "wrong_setting", f"{name} is {quoted(word)}: write {words}."
            ) from None

    def amount(self, name: str, high: int, decimals: int) -> Decimal | None:
        """Gives an amount of money above 0 and up to `high`, with `decimals` digits behind the
        point at most; None where none is given. Raises SettingsError for anything else."""
        word = self.text(name)
        if not word:
            return None
        match = re.fullmatch(r"\d+(?:\.(\d+))?", word, re.ASCII)
        if match is None or len(match[1] or "") > decimals or not 0 < Decimal(word) <= high:
            raise SettingsError(
                "wrong_setting",
                f"{name} is {quoted(word)}: write rupees above 0 and up to {high}, with {decimals} "
                "digits behind the point at most, as 0.18.",
            )
        return Decimal(word)

    def origins(self) -> dict[str, str]:
        names = {n for n in self.environ if n.startswith("JETMSG_") and self.environ[n].strip()}
        from_file = {n: "secrets.toml" for n in self.secrets_toml if n.startswith("JETMSG_")}
        handed_on = [name for name in self.text(NOT_FIXED).split(",") if name]
        return from_file | dict.fromkeys(names, "environment") | dict.fromkeys(handed_on, KEPT)

    def counts(self, name: str, default: Sequence[int], low: int, high: int) -> tuple[int, ...]:
        """Gives as many whole numbers as the default has, written with commas between. Raises
        SettingsError for anything else."""
        words = self.text(name, ",".join(map(str, default))).split(",")
        values = tuple(
            int(word) for word in words if word.strip().isascii() and word.strip().isdigit()
        )
        if (
            len(values) != len(default)
            or len(words) != len(default)
            or not all(low <= v <= high for v in values)
        ):
            raise SettingsError(
                "wrong_setting",
                f"{name} is {quoted(self.text(name))}: write {len(default)} whole numbers from "
                f"{low} to {high} with commas between, as {','.join(map(str, default))}.",
            )
        return values

    def part_sizes(
        self, name: str, default: tuple[int, int, int, int]
    ) -> tuple[int, int, int, int]:
        """Gives the units of a single and of each joined part, GSM-7 then UCS-2. Raises
        SettingsError."""
        single, joined, single_ucs2, joined_ucs2 = self.counts(name, default, 2, 1000)
        return single, joined, single_ucs2, joined_ucs2

    def yes_or_no(self, name: str, *, default: bool) -> bool:
        """Gives true for yes and false for no. Raises SettingsError for anything else."""
        word = self.text(name, "yes" if default else "no")
        answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        if word.lower() not in answers:
            raise SettingsError("wrong_setting", f"{name} is {quoted(word)}: write yes or no.")
        return answers[word.lower()]

    def hosts(self, name: str) -> tuple[str, ...]:
        """Gives names of machines in small letters, written with commas between: each with a port
        if it holds for that port alone, and with `https://` in front if browsers reach it by that.
        Raises SettingsError for what is no such name."""
        words = tuple(word.strip().lower() for word in self.text(name).split(",") if word.strip())
        for word in words:
            if not HOST.fullmatch(word):
                raise SettingsError(
                    "wrong_setting",
                    f"{name} has {quoted(word)}: write names with commas between, as "
                    "https://sms.example.in,192.168.1.20:8501.",
                )
        return words

    def networks(self, name: str) -> tuple[str, ...]:
        """Gives addresses and networks, written with commas between, such as `10.0.0.5` or
        `10.0.0.0/24`. Raises SettingsError for what is none."""
        words = tuple(word.strip() for word in self.text(name).split(",") if word.strip())
        for word in words:
            try:
                ip_network(word)
            except ValueError:
                raise SettingsError(
                    "wrong_setting",
                    f"{name} has {word!r}: write addresses or networks with commas between, as "
                    "10.0.0.5,192.168.1.0/24.",
                ) from None
        return words

    def clock_time(self, name: str, default: time, earliest: int, latest: int) -> time:
        """Gives a time of day as 20:45, from the hour `earliest` to the hour `latest`. Raises
        SettingsError for anything else."""
        word = self.text(name, default.isoformat("minutes"))
        try:
            value = time.fromisoformat(word)
        except ValueError:
            value = time.max
        if not time(earliest) <= value <= time(latest):
            raise SettingsError(
                "wrong_setting",
                f"{name} is {quoted(word)}: write a time from {earliest}:00 to {latest}:00, as "
                f"{default.isoformat('minutes')}.",
            )
        return value

    def token(self, name: str) -> str:
        """Gives a word that nobody can guess, or an empty text. Raises SettingsError for one that
        is too short, or has what no header can hold."""
        word = self.text(name)
        if word and not re.fullmatch(r"[\x21-\x7e]{16,}", word):
            raise SettingsError(
                "wrong_setting",
                f"{name} is too short, or has a blank or a letter that is not plain: write 16 "
                "characters or more that nobody can guess, as `openssl rand -hex 32` prints them.",
            )
        return word

    def url(self, name: str, default: str) -> str:
        """Gives a web address, or an empty text. Raises SettingsError for anything else."""
        url = self.text(name, default).rstrip("/") if not default else self.text(name, default)
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise SettingsError(
                "wrong_setting", f"{name} is not a web address: write it as https://host/path."
            )
        return url

    def fleet_url(self, name: str, *, secret: str) -> str:
        """Gives the address of a Redis, or an empty text. Raises SettingsError for anything else,
        and while the setting called `secret` is missing."""
        url = self.text(name)
        parts = urlsplit(url)
        if url and (parts.scheme not in ("redis", "rediss") or not parts.hostname):
            raise SettingsError(
                "wrong_setting",
                f"{name} is not the address of a Redis: write it as redis://host:6379/0, or as "
                "rediss://… where it is encrypted on the way.",
            )
        if url and not self.text(secret):
            raise SettingsError(
                "wrong_setting",
                f"{name} is set but {secret} is not: numbers and texts would be open to whoever "
                "reads that Redis. Set it to what `openssl rand -hex 32` prints, the same for the "
                "worker and each poster.",
            )
        return url

    def sandbox_url(self, name: str) -> str:
        """Gives a web address on this machine, under a name that the sandbox answers to, or an
        empty text: keys and numbers of people do not leave it in sandbox mode. Raises SettingsError
        for anything else."""
        url = self.url(name, "")
        if url and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
            raise SettingsError(
                "wrong_setting",
                f"{name} is {quoted(url)}: the sandbox does not answer to that. It runs on "
                "this machine. Write 127.0.0.1 or localhost for it.",
            )
        return url


def as_text(value: object) -> str:
    """Gives a value as the environment holds it, so that it reads back the same."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.isoformat("minutes")
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
