"""`user add | list | role | password | provider | remove | sessions | sign-out`."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.accounts import sessions, users
from jetmsg_core.accounts.passwords import SHORTEST
from jetmsg_core.accounts.sessions import Session
from jetmsg_core.accounts.users import User
from jetmsg_core.acting import Role
from jetmsg_core.cli.arguments.passphrases import first_line
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, show_line, show_table
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.times import in_ist, stamp


def add(options: argparse.Namespace) -> int:
    """Add a person, with a password from the terminal or from standard input, or who signs in
    through the identity provider."""
    settings, role = configuration.load(), Role(options.role)
    if options.provider:
        user = users.add_with_provider(settings, options.name, role)
    else:
        user = users.add(settings, options.name, role, _typed_password())
    if options.json:
        show(_values(user), as_json=True)
    else:
        show_line(f"{user.name} may sign in now, as {user.role}.")
    return 0


def show_all(options: argparse.Namespace) -> int:
    """Print who may sign in."""
    everyone = users.everyone(configuration.load())
    if options.json:
        show({"users": [_values(user) for user in everyone]}, as_json=True)
    elif not everyone:
        show_line(
            "There are no users, so nobody has to sign in. Add the first with "
            "`user add NAME --role admin`."
        )
    else:
        show_table(
            ("Name", "Role", "Added (IST)", "Signs in with", "Password since (IST)"),
            [
                (
                    *(user.name, user.role, in_ist(user.added_at), _way(user)),
                    in_ist(user.password_at) if user.password_at else "",
                )
                for user in everyone
            ],
        )
    return 0


def set_role(options: argparse.Namespace) -> int:
    """Give a person another role."""
    user = users.set_role(configuration.load(), options.name, Role(options.role))
    if options.json:
        show(_values(user), as_json=True)
    else:
        show_line(f"{user.name} is {user.role} from the next click on.")
    return 0


def set_password(options: argparse.Namespace) -> int:
    """Give a person another password, and sign them out everywhere."""
    ended = users.set_password(configuration.load(), options.name, _typed_password())
    return _told_ended(options, f"{options.name} has a new password.", ended)


def set_provider(options: argparse.Namespace) -> int:
    """Let a person sign in through the identity provider from now on, without a password."""
    ended = users.set_provider(configuration.load(), options.name)
    return _told_ended(
        options, f"{options.name} signs in through the identity provider now.", ended
    )


def remove(options: argparse.Namespace) -> int:
    """Remove a person, and sign them out everywhere."""
    ended = users.remove(configuration.load(), options.name)
    return _told_ended(options, f"{options.name} may no longer sign in.", ended)


def show_sessions(options: argparse.Namespace) -> int:
    """Print who is signed in, and where."""
    everyone = sessions.everyone(configuration.load())
    if options.json:
        show({"sessions": [_session_values(session) for session in everyone]}, as_json=True)
    elif not everyone:
        show_line("Nobody is signed in.")
    else:
        show_table(
            ("Name", "Role", "Signed in (IST)", "Last used (IST)", "From", "Browser"),
            [
                (
                    *(session.name, session.role),
                    *(in_ist(session.began_at), in_ist(session.seen_at)),
                    *(session.address, session.browser),
                )
                for session in everyone
            ],
        )
    return 0


def sign_out(options: argparse.Namespace) -> int:
    """Sign a person, or everybody, out everywhere."""
    settings = configuration.load()
    if options.all == (options.name is not None):
        raise InputError("no_name", "Say who: a name, or --all for everybody.")
    if options.all:
        return _told_ended(options, "Everybody is signed out.", sessions.end_all(settings))
    ended = users.sign_out(settings, options.name)
    return _told_ended(options, f"{options.name} is signed out.", ended)


def _told_ended(options: argparse.Namespace, sentence: str, ended: int) -> int:
    if options.json:
        show({"sessions_ended": ended}, as_json=True)
    else:
        where = "1 browser" if ended == 1 else f"{ended} browsers"
        show_line(f"{sentence} Signed out in {where}.")
    return 0


def _typed_password() -> str:
    """On a terminal it is asked for twice and not shown; else it is the first line of standard
    input, so that it stands in no list of processes and in no history."""
    if not sys.stdin.isatty():
        return first_line("The password")
    password = getpass.getpass(f"Password ({SHORTEST} characters or more): ")
    if getpass.getpass("Password again: ") != password:
        raise InputError("passwords_differ", "The password was typed in two ways. Try again.")
    return password


def _way(user: User) -> str:
    return f"{user.way} ({user.rule})" if user.rule else user.way


def _values(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role,
        "added_at": user.added_at,
        "password_at": user.password_at,
        "signs_in_with": user.way,
        "rule": user.rule,
    }


def _session_values(session: Session) -> dict[str, Any]:
    return {
        "name": session.name,
        "role": session.role,
        "began_at": stamp(session.began_at),
        "seen_at": stamp(session.seen_at),
        "ends_at": stamp(session.ends_at),
        "address": session.address,
        "browser": session.browser,
    }


def _a_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def _a_role(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", metavar="ROLE", choices=list(map(str, Role)), help=_ROLES)


def _role_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--role", metavar="ROLE", choices=list(map(str, Role)), required=True, help=_ROLES
    )


def _provider_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--provider",
        action="store_true",
        help="NAME is an e-mail address, which signs in through the identity provider",
    )


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?")
    parser.add_argument("--all", action="store_true", help="everybody")


_ROLES = "viewer (looks), composer (prepares), sender (sends) or admin (all)"
GROUP = Group(
    "who may sign in to the dashboard",
    "As soon as there is a user, everybody has to sign in to the dashboard. A password is asked "
    "for on the terminal, or read as the first line of standard input. With an identity provider "
    "(JETMSG_OIDC_ISSUER) people need no password; whom it lets in by a rule needs no `user add`.",
)
COMMANDS = (
    Command(
        "user add",
        add,
        "let a person sign in",
        (_a_name, _role_option, _provider_option, as_json),
    ),
    Command("user list", show_all, "who may sign in", (as_json,)),
    Command("user role", set_role, "give a person another role", (_a_name, _a_role, as_json)),
    Command(
        "user password",
        set_password,
        "give a person another password, signed out everywhere",
        (_a_name, as_json),
    ),
    Command(
        "user provider",
        set_provider,
        "let a person sign in through the identity provider, without a password",
        (_a_name, as_json),
    ),
    Command(
        "user remove",
        remove,
        "let a person sign in no longer; what they did keeps their name",
        (_a_name, as_json),
    ),
    Command("user sessions", show_sessions, "who is signed in, and where", (as_json,)),
    Command("user sign-out", sign_out, "sign a person out everywhere", (_who, as_json)),
)
