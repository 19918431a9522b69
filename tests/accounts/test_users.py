"""Who may sign in is said on the command line, and what a password has to be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import RunCommand
from signed_in import PASSWORD, add_user, cookies_of

from jetmsg_core.accounts import users, visitors
from jetmsg_core.accounts.passwords import check_password
from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.errors import InputError, NotAllowed, StateError
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, rows

CliJson = Callable[..., dict[str, Any]]


def test_a_person_is_added_changed_and_removed(
    cli: RunCommand, cli_json: CliJson, settings: Settings
) -> None:
    assert "nobody has to sign in" in cli("user", "list").stdout
    done = cli("user", "add", "Asha", "--role", "admin", stdin=f"{PASSWORD}\n")
    assert (done.returncode, done.stdout) == (0, "Asha may sign in now, as admin.\n")
    done = cli("user", "add", "Ravi", "--role", "viewer", "--json", stdin=PASSWORD)
    assert json.loads(done.stdout)["role"] == "viewer"
    assert cli_json("user", "role", "ravi", "sender")["role"] == "sender"
    cookies = cookies_of(settings, "RAVI")
    (session,) = cli_json("user", "sessions")["sessions"]
    assert (session["name"], session["address"]) == ("Ravi", "127.0.0.1")
    done = cli("user", "password", "Ravi", stdin="kettle violin sunset tram\n")
    assert done.stdout == "Ravi has a new password. Signed out in 1 browser.\n"
    assert visitors.session_in(settings, cookies) is None
    with pytest.raises(NotAllowed):
        cookies_of(settings, "Ravi")
    assert [user["name"] for user in cli_json("user", "list")["users"]] == ["Asha", "Ravi"]
    assert cli_json("user", "remove", "Ravi") == {"sessions_ended": 0}
    assert [user["name"] for user in cli_json("user", "list")["users"]] == ["Asha"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "refused"),
    [
        (("add", "Asha", "--role", "sender"), PASSWORD, "There is a user Asha already."),
        (("add", " ", "--role", "sender"), PASSWORD, "Give the user a name"),
        (("add", "Om", "--role", "sender"), "short", "The password has 5 characters. Use 12"),
        (("add", "Om", "--role", "sender"), "", "The password has 0 characters. Use 12"),
        (("role", "Om", "sender"), "", "There is no user 'Om'."),
        (("password", "Om"), PASSWORD, "There is no user 'Om'."),
        (("role", "Asha", "sender"), "", "Asha is the only admin."),
        (("remove", "asha"), "", "Asha is the only admin."),
        (("sign-out",), "", "Say who"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    settings: Settings, cli: RunCommand, arguments: tuple[str, ...], stdin: str, refused: str
) -> None:
    add_user(settings)
    done = cli("user", *arguments, stdin=stdin)
    assert done.returncode == 1
    assert refused in done.stderr


def test_the_first_user_is_an_admin(settings: Settings) -> None:
    with pytest.raises(StateError, match="has to be an admin"):
        add_user(settings, "Ravi", Role.SENDER)
    add_user(settings)
    add_user(settings, "Ravi", Role.SENDER)


def test_whoever_was_removed_can_come_back_with_another_password(settings: Settings) -> None:
    add_user(settings)
    add_user(settings, "Ravi", Role.SENDER)
    cookies = cookies_of(settings, "Ravi")
    assert users.remove(settings, "Ravi") == 1
    assert visitors.session_in(settings, cookies) is None
    with pytest.raises(NotAllowed):
        cookies_of(settings, "Ravi")
    users.add(settings, "Ravi", Role.VIEWER, "kettle violin sunset tram")
    with pytest.raises(NotAllowed):
        cookies_of(settings, "Ravi")


def test_only_an_admin_manages_users(settings: Settings) -> None:
    add_user(settings)
    for role in (Role.VIEWER, Role.COMPOSER, Role.SENDER):
        with acting_as(Actor("Ravi", role, ActorKind.PERSON)):
            for act in (
                lambda: add_user(settings, "Om"),
                lambda: users.everyone(settings),
                lambda: users.set_role(settings, "Asha", Role.VIEWER),
                lambda: users.set_password(settings, "Asha", PASSWORD),
                lambda: users.remove(settings, "Asha"),
                lambda: users.sign_out(settings, "Asha"),
            ):
                with pytest.raises(NotAllowed, match="Ask an admin"):
                    act()


def test_everybody_is_signed_out(settings: Settings, cli: RunCommand) -> None:
    add_user(settings)
    cookies = [cookies_of(settings), cookies_of(settings)]
    done = cli("user", "sign-out", "--all")
    assert done.stdout == "Everybody is signed out. Signed out in 2 browsers.\n"
    assert [visitors.session_in(settings, each) for each in cookies] == [None, None]


@pytest.mark.parametrize(
    "password",
    [
        *("passwordpassword", "Password2024!!", "P@ssw0rd1234", "Welcome@12345"),
        *("qwertyuiop12", "1q2w3e4r5t6y", "123456789012", "987654321098", "abcdefghijkl"),
        *("abcabcabcabc", "!!!!!!!!!!!!", "asha asha asha", "Asha-2024-asha", "JetMsg@2026!!"),
        *("correcthorsebatterystaple", "iloveyoupune1"),
    ],
)
def test_what_is_tried_first_is_no_password(password: str) -> None:
    with pytest.raises(InputError, match="tried first"):
        check_password(password, "Asha")


@pytest.mark.parametrize(
    "password",
    [
        *(PASSWORD, "Xk29!mQ7zT4p", "चाय और बिस्कुट पुणे", "asha walks to the river"),
        *("tuesday kettle 9", "mango" * 3 + " lantern", "x" * 100 + "y harbour"),
    ],
)
def test_any_characters_make_a_password_that_is_long_enough(password: str) -> None:
    assert check_password(password, "Asha") == password


def test_a_password_is_kept_nowhere_as_it_is(settings: Settings) -> None:
    add_user(settings)
    cookies = cookies_of(settings)
    with open_database(settings.database_path) as db:
        (user,) = rows(db, "select * from users")
        (session,) = rows(db, "select * from sessions")
    assert user["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    (value,) = cookies.values()
    token = value.partition(".")[0]
    assert token not in str(session)
    files = [path for path in settings.data_dir.iterdir() if path.is_file()]
    assert files
    for path in files:
        assert PASSWORD.encode() not in path.read_bytes(), path
        assert token.encode() not in path.read_bytes(), path
    assert (settings.data_dir / "session.key").stat().st_mode & 0o077 == 0
