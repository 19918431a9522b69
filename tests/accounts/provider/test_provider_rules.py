"""Whom the rules let in, with which role, and what becomes of those whom they no longer do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures import RunCommand
from running_provider import Front
from visitors_of_provider import Visitor, refusal_in

from jetmsg_core import settings as configuration
from jetmsg_core.accounts import sessions, users
from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.errors import InputError, NotAllowed, SettingsError, StateError
from jetmsg_core.settings import load

NewVisitor = Callable[[], Visitor]
NOT_LET_IN = "asha@example.in may not sign in here. Ask the admin of your team."
PASSWORD = "kettle violin sunset tram"
COMPLETE = {
    "JETMSG_OIDC_ISSUER": "https://login.example.in",
    "JETMSG_OIDC_CLIENT_ID": "dashboard",
    "JETMSG_OIDC_CLIENT_SECRET": "not-a-real-client-secret",
}


@pytest.mark.parametrize(
    ("rules", "groups", "role"),
    [
        ("asha@example.in=admin,group:team=sender,@example.in=viewer", ["team"], "admin"),
        ("Asha@Example.in=Admin", [], "admin"),
        ("group:team=composer,group:leads=sender,@example.in=viewer", ["team", "leads"], "sender"),
        ("group:team=composer,@example.in=viewer", "team", "composer"),
        ("group:team=composer,@example.in=viewer", ["others", 7], "viewer"),
        ("group:team=composer,*=viewer", [], "viewer"),
        ("group:Our team=composer", ["Our team"], "composer"),
        ("group:team=composer", [], None),
        ("group:team=composer", ["Team"], None),
        ("ravi@example.in=admin,group:team=composer", None, None),
    ],
)
def test_the_nearest_rule_gives_the_role(
    visitor: Visitor,
    provider: Front,
    monkeypatch: pytest.MonkeyPatch,
    rules: str,
    groups: object,
    role: str | None,
) -> None:
    monkeypatch.setenv("JETMSG_OIDC_ROLES", rules)
    if all("@" in rule.partition("=")[0][1:] for rule in rules.split(",")):
        monkeypatch.delenv("JETMSG_OIDC_DOMAINS")
    provider.bend_claims(groups=groups)
    reply = visitor.sign_in("asha-1")
    if role is None:
        assert refusal_in(reply) == NOT_LET_IN
    assert visitor.who == ("" if role is None else f"asha@example.in, {role}")


def test_a_group_lets_in_nobody_of_another_domain(
    visitor: Visitor, provider: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_OIDC_ROLES", "group:team=composer,*=viewer")
    provider.bend_claims(groups=["team"], email="guest@another.example")
    assert refusal_in(visitor.sign_in("asha-1")).startswith("guest@another.example may not")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"DOMAINS": "example.com", "ROLES": "@example.com=composer"}, id="domain"),
        pytest.param({"ROLES": "@example.in=viewer"}, id="role"),
        pytest.param({"ROLES": "group:team=composer"}, id="rule"),
        pytest.param({"ISSUER": "https://login.example.in"}, id="provider"),
        pytest.param(dict.fromkeys(("ISSUER", "CLIENT_ID", "CLIENT_SECRET"), ""), id="all"),
    ],
)
def test_whoever_is_no_longer_let_in_as_before_is_out_at_the_next_act(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    visitor.sign_in("asha-1")
    assert visitor.who == "asha@example.in, composer"
    if "" in change.values():
        change |= dict.fromkeys(("DOMAINS", "ROLES", "NAME"), "")
    for name, value in change.items():
        monkeypatch.setenv(f"JETMSG_OIDC_{name}", value)
    assert visitor.who == ""
    assert sessions.everyone(configuration.load()) == []


def test_a_changed_rule_gives_its_role_at_the_next_sign_in(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.sign_in("asha-1")
    monkeypatch.setenv("JETMSG_OIDC_ROLES", "@example.in=sender")
    visitor.sign_in("asha-1")
    assert visitor.who == "asha@example.in, sender"


def test_whoever_lost_the_group_at_the_provider_is_out_everywhere_at_the_next_sign_in(
    new_visitor: NewVisitor, provider: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_OIDC_ROLES", "group:team=composer")
    here, there = new_visitor(), new_visitor()
    provider.bend_claims(groups=["team"])
    here.sign_in("asha-1")
    provider.bend_claims(groups=[])
    assert refusal_in(there.sign_in("asha-1")) == NOT_LET_IN
    assert (here.who, there.who) == ("", "")


def test_who_was_removed_stays_out_until_they_are_added_again(
    new_visitor: NewVisitor, provider: Front
) -> None:
    visitor = new_visitor()
    settings = configuration.load()
    users.add_with_provider(settings, "om@example.in", Role.ADMIN)
    visitor.sign_in("asha-1")
    assert users.remove(settings, "asha@example.in") == 1
    assert visitor.who == ""
    assert refusal_in(visitor.sign_in("asha-1")) == NOT_LET_IN
    provider.set_user("asha-9", email="asha@example.in", email_verified=True)
    assert refusal_in(new_visitor().sign_in("asha-9")) == NOT_LET_IN, "by another mark too"
    provider.set_user("asha-1", email="asha.k@example.in", email_verified=True)
    assert "asha.k@example.in may not" in refusal_in(visitor.sign_in("asha-1")), "nor by a new name"
    users.add_with_provider(settings, "asha@example.in", Role.VIEWER)
    provider.set_user("asha-1", email="asha@example.in", email_verified=True)
    visitor.sign_in("asha-1")
    assert visitor.who == "asha@example.in, viewer"


def test_who_was_added_by_name_needs_no_domain_and_no_rule(
    visitor: Visitor, provider: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DOMAINS", "ROLES"):
        monkeypatch.delenv(f"JETMSG_OIDC_{name}")
    assert refusal_in(visitor.sign_in("asha-1")) == NOT_LET_IN
    users.add_with_provider(configuration.load(), " Guest@Another.Example ", Role.SENDER)
    provider.set_user("guest-3", email="Guest@another.example", email_verified=True)
    visitor.sign_in("guest-3")
    assert visitor.who == "guest@another.example, sender"


def test_an_address_that_somebody_else_got_is_somebody_else(
    new_visitor: NewVisitor, provider: Front
) -> None:
    new_visitor().sign_in("asha-1")
    provider.set_user("newcomer-4", email="asha@example.in", email_verified=True)
    newcomer = new_visitor()
    assert "was somebody else when they signed in last" in refusal_in(
        newcomer.sign_in("newcomer-4")
    )
    assert newcomer.who == ""


def test_somebody_whose_address_changed_keeps_the_name_here(
    visitor: Visitor, provider: Front
) -> None:
    visitor.sign_in("asha-1")
    visitor.session.cookies.clear()
    provider.set_user("asha-1", email="asha.kulkarni@example.in", email_verified=True)
    assert visitor.sign_in("asha-1").status_code == 303
    assert visitor.who == "asha@example.in, composer", "as it stands in what they did"
    assert len(users.everyone(configuration.load())) == 1


def test_a_user_with_a_password_is_taken_over_by_nobody(visitor: Visitor) -> None:
    settings = configuration.load()
    users.add(settings, "Asha@Example.in", Role.ADMIN, PASSWORD)
    refused = refusal_in(visitor.sign_in("asha-1"))
    assert refused.startswith("asha@example.in signs in with a password here.")
    assert users.set_provider(settings, "asha@example.in") == 0
    visitor.sign_in("asha-1")
    assert visitor.who == "Asha@Example.in, admin"
    users.set_password(settings, "asha@example.in", PASSWORD)
    assert visitor.who == ""
    assert "signs in with a password" in refusal_in(visitor.sign_in("asha-1"))


def test_people_of_a_provider_are_managed_on_the_command_line(
    cli: RunCommand, visitor: Visitor
) -> None:
    done = cli("user", "add", "om@example.in", "--role", "admin", "--provider")
    assert (done.returncode, done.stdout) == (0, "om@example.in may sign in now, as admin.\n")
    visitor.sign_in("asha-1")
    listed = json.loads(cli("user", "list", "--json").stdout)["users"]
    assert [(user["name"], user["signs_in_with"], user["rule"]) for user in listed] == [
        ("asha@example.in", "provider", "@example.in=composer"),
        ("om@example.in", "provider", None),
    ]
    assert {user["password_at"] for user in listed} == {None}
    assert "provider (@example.in=composer)" in cli("user", "list").stdout
    cli("user", "add", "ravi@example.in", "--role", "sender", stdin=PASSWORD)
    done = cli("user", "provider", "ravi@example.in")
    assert done.stdout == (
        "ravi@example.in signs in through the identity provider now. Signed out in 0 browsers.\n"
    )
    cli("user", "add", "Ravi", "--role", "sender", stdin=PASSWORD)
    for arguments, refused in (
        (("provider", "Ravi"), "is no e-mail address in plain letters"),
        (("add", "Om", "--role", "sender", "--provider"), "is no e-mail address"),
        (("add", "OM@example.in", "--role", "sender", "--provider"), "There is a user om@"),
        (("provider", "nobody@example.in"), "There is no user"),
    ):
        done = cli("user", *arguments)
        assert (done.returncode, refused in done.stderr) == (1, True), done.stderr


def test_without_a_provider_nobody_is_added_to_it() -> None:
    settings = configuration.load()
    with pytest.raises(StateError, match="set JETMSG_OIDC_ISSUER"):
        users.add_with_provider(settings, "asha@example.in", Role.ADMIN)
    users.add(settings, "asha@example.in", Role.ADMIN, PASSWORD)
    with pytest.raises(StateError, match="set JETMSG_OIDC_ISSUER"):
        users.set_provider(settings, "asha@example.in")


def test_only_an_admin_says_who_signs_in_through_the_provider(provider: Front) -> None:
    settings = configuration.load()
    with acting_as(Actor("Ravi", Role.SENDER, ActorKind.PERSON)):
        for act in (
            lambda: users.add_with_provider(settings, "om@example.in", Role.ADMIN),
            lambda: users.set_provider(settings, "om@example.in"),
        ):
            with pytest.raises(NotAllowed, match="Ask an admin"):
                act()
    with pytest.raises(InputError, match="in plain letters"):
        users.add_with_provider(settings, "ａsha@example.in", Role.ADMIN)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"JETMSG_OIDC_CLIENT_SECRET": ""}, "JETMSG_OIDC_CLIENT_SECRET is not. Set both"),
        ({"JETMSG_OIDC_ISSUER": ""}, "JETMSG_OIDC_ISSUER is not. Set both"),
        ({"JETMSG_OIDC_CLIENT_SECRET": "short"}, "fewer than 8 characters"),
        ({"JETMSG_OIDC_ISSUER": "http://login.example.in"}, "does not begin with https://"),
        ({"JETMSG_OIDC_ISSUER": "https://login.example.in?a=b"}, "more than an address"),
        ({"JETMSG_OIDC_ISSUER": "https://me:too@login.example.in"}, "more than an address"),
        ({"JETMSG_OIDC_DOMAINS": "example.in"}, r"gives them no role. Add one, as @example.in"),
        ({"JETMSG_OIDC_DOMAINS": "exa mple"}, "DOMAINS has 'exa mple': write domains"),
        ({"JETMSG_OIDC_ROLES": "*=viewer"}, "Set the domains of your team"),
        ({"JETMSG_OIDC_ROLES": "@example.org=viewer"}, "Add it there, or leave it out"),
        ({"JETMSG_OIDC_ROLES": "asha@example.in"}, "write who has which role"),
        ({"JETMSG_OIDC_ROLES": "asha@example.in=boss"}, "write who has which role"),
        ({"JETMSG_OIDC_ROLES": "group:=admin"}, "write who has which role"),
        ({"JETMSG_OIDC_ROLES": "om@a.in=admin,OM@a.in=viewer"}, "names somebody twice"),
        ({"JETMSG_OIDC_DOMAINS": "a.in", "JETMSG_OIDC_ROLES": "*=admin"}, r"write \*=viewer"),
        ({"JETMSG_OIDC_ONLY": "perhaps"}, "neither yes nor no"),
    ],
)
def test_a_provider_that_is_not_set_up_whole_is_refused_in_words(
    given: dict[str, str], refused: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=refused):
        load(COMPLETE | given, tmp_path / "none.toml")


def test_a_provider_on_this_machine_is_for_the_sandbox_alone(tmp_path: Path) -> None:
    here = COMPLETE | {"JETMSG_OIDC_ISSUER": "http://127.0.0.1:9000/"}
    provider = load(here, tmp_path / "none.toml").provider
    assert provider is not None
    assert (provider.issuer, provider.name) == ("http://127.0.0.1:9000", "127.0.0.1")
    with pytest.raises(SettingsError, match="does not begin with https://"):
        load(here | {"JETMSG_MODE": "live"}, tmp_path / "none.toml")


def test_a_provider_is_handed_to_children_as_it_is_and_its_secret_is_masked(
    tmp_path: Path,
) -> None:
    given = {
        "JETMSG_OIDC_DOMAINS": "example.in, example.com",
        "JETMSG_OIDC_ROLES": "Asha@example.in=admin, group:Our Team=sender, *=viewer",
        "JETMSG_OIDC_ONLY": "yes",
    }
    loaded = load(COMPLETE | given, tmp_path / "none.toml")
    there = load(loaded.as_environment(), tmp_path / "none.toml")
    assert there.provider == loaded.provider
    assert "not-a-real-client-secret" in loaded.secrets
    assert "not-a-real" not in repr(loaded)
