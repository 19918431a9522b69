"""An identity provider (OpenID Connect) by which people sign in, and whom of its people the
dashboard lets in, with which role. Pure.

A rule names an address, a group, a domain or everybody, and the role that those have: of a person
the first that fits holds, in this order, and of several groups the one that may most. Nobody of
another domain than the allowed ones gets in by a group, a domain or as everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from jetmsg_core.acting.actors import Role
from jetmsg_core.errors import SettingsError
from jetmsg_core.primitives.addresses import is_loopback
from jetmsg_core.primitives.characters import quoted

PREFIX = "JETMSG_OIDC_"
NAMES = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS", "ROLES", "NAME", "ONLY")
"""Of the settings, behind the prefix."""
ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[a-z0-9.-]{1,190})")
"""Of e-mail, in small letters and of plain ones: two that look alike are no two people."""
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
GROUP, ANYBODY = "group:", "*"
SHORTEST_SECRET, LONGEST_NAME = 8, 60
_ANSWERS = {
    "": False,
    "no": False,
    "false": False,
    "0": False,
    "yes": True,
    "true": True,
    "1": True,
}


@dataclass(frozen=True)
class Rule:
    """`whom` is an address, `group:` with a name, `@` with a domain, or `*`."""

    whom: str
    role: Role

    def __str__(self) -> str:
        return f"{self.whom}={self.role}"

    @property
    def domain(self) -> str:
        """The domain that the rule is for as a whole; empty for any other rule."""
        return self.whom[1:] if self.whom.startswith("@") else ""

    @property
    def is_of_an_address(self) -> bool:
        return ADDRESS.fullmatch(self.whom) is not None


@dataclass(frozen=True)
class IdentityProvider:
    """`issuer` is its address, without a slash at the end; `name` what its button says; `is_only`
    whether nobody signs in with a password."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    domains: tuple[str, ...]
    rules: tuple[Rule, ...]
    name: str
    is_only: bool = False

    def rule_for(self, address: str, groups: Iterable[str]) -> Rule | None:
        """Gives the rule that lets in whoever has this address, in small letters, and is in these
        groups; None where there is none."""
        rules = {rule.whom: rule for rule in self.rules}
        if address in rules:
            return rules[address]
        domain = address.rpartition("@")[2]
        if domain not in self.domains:
            return None
        order = list(Role)
        of_groups = [rules[f"{GROUP}{group}"] for group in groups if f"{GROUP}{group}" in rules]
        of_groups.sort(key=lambda rule: order.index(rule.role), reverse=True)
        others = [rules[whom] for whom in (f"@{domain}", ANYBODY) if whom in rules]
        return next(iter((*of_groups, *others)), None)

    def still_lets_in(self, address: str, rule: str) -> bool:
        """Tells whether the rule by which this address came in still stands, role and all."""
        rules = {str(each): each for each in self.rules}
        if rule not in rules:
            return False
        return rules[rule].is_of_an_address or address.rpartition("@")[2] in self.domains

    def as_environment(self) -> dict[str, str]:
        """Gives the environment in which `provider_of` gives this provider."""
        values = (
            *(self.issuer, self.client_id, self.client_secret, ",".join(self.domains)),
            *(",".join(map(str, self.rules)), self.name, "yes" if self.is_only else "no"),
        )
        return {f"{PREFIX}{name}": text for name, text in zip(NAMES, values, strict=True)}


def provider_of(text_of: Callable[[str], str], *, in_sandbox: bool) -> IdentityProvider | None:
    """Gives the provider that the settings name, by a function that gives the text of each; None
    where there is none. Raises SettingsError for one that is wrong or not complete."""
    texts = {name: text_of(f"{PREFIX}{name}") for name in NAMES}
    if not any(texts.values()):
        return None
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        if not texts[name]:
            given = next(other for other in NAMES if texts[other])
            raise _wrong(
                f"{PREFIX}{given} is set, but {PREFIX}{name} is not. Set both, or none of these."
            )
    if texts["ONLY"].lower() not in _ANSWERS:
        raise _wrong(f"{PREFIX}ONLY is neither yes nor no: write one of them.")
    if len(texts["CLIENT_SECRET"]) < SHORTEST_SECRET:
        raise _wrong(
            f"{PREFIX}CLIENT_SECRET has fewer than {SHORTEST_SECRET} characters: copy all of it "
            "from the provider."
        )
    issuer = _issuer(texts["ISSUER"], in_sandbox=in_sandbox)
    domains = _domains(texts["DOMAINS"])
    return IdentityProvider(
        issuer,
        texts["CLIENT_ID"],
        texts["CLIENT_SECRET"],
        domains,
        _rules(texts["ROLES"], domains),
        (texts["NAME"] or urlsplit(issuer).hostname or "")[:LONGEST_NAME],
        _ANSWERS[texts["ONLY"].lower()],
    )


def is_safe(address: str, *, in_sandbox: bool) -> bool:
    """Tells whether secrets may go to this web address: by https, or on this machine in sandbox
    mode."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    is_here = parts.scheme == "http" and (host == "localhost" or is_loopback(host))
    return bool(host) and (parts.scheme == "https" or (in_sandbox and is_here))


def _issuer(text: str, *, in_sandbox: bool) -> str:
    parts = urlsplit(text)
    if not is_safe(text, in_sandbox=in_sandbox):
        raise _wrong(
            f"{PREFIX}ISSUER does not begin with https://: write the address of the provider, as "
            "https://login.example.in."
        )
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise _wrong(f"{PREFIX}ISSUER has more than an address: leave out what follows it.")
    return text.rstrip("/")


def _domains(text: str) -> tuple[str, ...]:
    words = tuple(word.strip().lower().removeprefix("@") for word in text.split(","))
    words = tuple(filter(None, words))
    for word in words:
        if not DOMAIN.fullmatch(word):
            raise _wrong(
                f"{PREFIX}DOMAINS has {quoted(word)}: write domains of e-mail addresses with "
                "commas between, as example.in,example.com."
            )
    return words


def _rules(text: str, domains: tuple[str, ...]) -> tuple[Rule, ...]:
    rules = tuple(_rule(word.strip()) for word in text.split(",") if word.strip())
    for rule in rules:
        if rule.domain and rule.domain not in domains:
            raise _wrong(
                f"{PREFIX}ROLES names the domain {rule.domain}, which {PREFIX}DOMAINS does not "
                "let in. Add it there, or leave it out here."
            )
    if len({rule.whom for rule in rules}) < len(rules):
        raise _wrong(f"{PREFIX}ROLES names somebody twice: give each one role.")
    if domains and all(rule.is_of_an_address for rule in rules):
        raise _wrong(
            f"{PREFIX}DOMAINS lets people in, but {PREFIX}ROLES gives them no role. Add one, as "
            f"@{domains[0]}=viewer."
        )
    if not domains and not all(rule.is_of_an_address for rule in rules):
        raise _wrong(
            f"{PREFIX}ROLES gives roles to groups or to everybody, but {PREFIX}DOMAINS lets "
            "nobody in. Set the domains of your team."
        )
    return rules


def _rule(word: str) -> Rule:
    whom, _, role = (part.strip() for part in word.rpartition("="))
    if not whom.startswith(GROUP):
        whom = whom.lower()
    is_right = (
        whom == ANYBODY
        or (whom.startswith(GROUP) and len(whom) > len(GROUP))
        or (whom.startswith("@") and DOMAIN.fullmatch(whom[1:]))
        or ADDRESS.fullmatch(whom)
    )
    if not is_right or role.lower() not in list(Role):
        raise _wrong(
            f"{PREFIX}ROLES has {quoted(word)}: write who has which role with commas between, as "
            "asha@example.in=admin,group:marketing=sender,@example.in=viewer."
        )
    if whom == ANYBODY and role.lower() != Role.VIEWER:
        raise _wrong(f"{PREFIX}ROLES gives everybody more than to look: write *=viewer.")
    return Rule(whom, Role(role.lower()))


def _wrong(sentence: str) -> SettingsError:
    return SettingsError("wrong_setting", sentence)
