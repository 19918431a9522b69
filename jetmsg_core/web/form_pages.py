"""The pages of the dashboard that are nothing but a form: to sign in, and to change a password.

They stand before the dashboard, so they are plain HTML without a script and load nothing. They have
the colours of both themes, and a label, a name for password managers and a spoken error.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from jetmsg_core.web.policy import form_policy

STYLE = Path(__file__).with_name("forms.css").read_text("utf-8")
POLICY = form_policy(STYLE)
"""The Content-Security-Policy of these pages."""


@dataclass(frozen=True)
class Field:
    """A box of a form. `autocomplete` says to a password manager what belongs into it."""

    name: str
    label: str
    kind: str
    autocomplete: str
    hint: str = ""
    value: str = ""


def sign_in_page(*, token: str, way_on: str, name: str = "", error: str = "") -> str:
    """Gives the form to sign in, with what was typed as the name and why it did not work."""
    return _page(
        "Sign in",
        "/sign-in",
        [
            Field("name", "Name", "text", "username", value=name),
            Field("password", "Password", "password", "current-password"),
        ],
        button="Sign in",
        hidden={"token": token, "next": way_on},
        error=error,
        after="No account, or no password? Ask the admin of your team.",
    )


def password_page(*, token: str, name: str, error: str = "") -> str:
    """Gives the form to change the own password."""
    return _page(
        "Change your password",
        "/password",
        [
            Field("present", "Present password", "password", "current-password"),
            Field(
                "wanted",
                "New password",
                "password",
                "new-password",
                "12 characters or more. A few words that only you put together are good.",
            ),
            Field("again", "New password again", "password", "new-password"),
        ],
        button="Change password",
        hidden={"token": token, "name": name},
        error=error,
        after='You are then signed out in every other browser. <a href="/settings">Back</a>',
    )


def _page(
    title: str,
    action: str,
    fields: list[Field],
    *,
    button: str,
    hidden: dict[str, str],
    error: str,
    after: str,
) -> str:
    first = next((field.name for field in fields if not field.value), fields[-1].name)
    boxes = "".join(_box(field, focused=field.name == first) for field in fields)
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    told = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
        f"<title>{title} · JetMsg Campaigns</title><style>{STYLE}</style></head><body><main>"
        f'<p class="brand">JetMsg Campaigns</p><h1>{title}</h1>{told}'
        f'<form method="post" action="{action}">{kept}{boxes}'
        f'<button type="submit">{button}</button></form><p class="hint after">{after}</p>'
        "</main></body></html>"
    )


def _box(field: Field, *, focused: bool) -> str:
    described = f' aria-describedby="{field.name}-hint"' if field.hint else ""
    hint = f'<p class="hint" id="{field.name}-hint">{escape(field.hint)}</p>' if field.hint else ""
    return (
        f'<label for="{field.name}">{escape(field.label)}</label>'
        f'<input id="{field.name}" name="{field.name}" type="{field.kind}" required '
        f'autocomplete="{field.autocomplete}" autocapitalize="none" spellcheck="false" '
        f'value="{escape(field.value)}"{described}{" autofocus" if focused else ""}>{hint}'
    )
