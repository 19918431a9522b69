"""The pages of the dashboard that are nothing but a form: to sign in, and to change a password.

They stand before the dashboard, so they are plain HTML without a script and load nothing. They have
the colours of both themes, and a label, a name for password managers and a spoken error.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from jetmsg_core.acting.identity_provider import IdentityProvider
from jetmsg_core.web.policy import form_policy

STYLE = Path(__file__).with_name("forms.css").read_text("utf-8")
POLICY = form_policy(STYLE)
"""The Content-Security-Policy of these pages."""

NO_PASSWORD = "No account, or no password? Ask the admin of your team."
NO_ACCOUNT = "You cannot get in? Ask the admin of your team."


@dataclass(frozen=True)
class Field:
    """A box of a form. `autocomplete` says to a password manager what belongs into it."""

    name: str
    label: str
    kind: str
    autocomplete: str
    hint: str = ""
    value: str = ""


def sign_in_page(
    *,
    token: str,
    way_on: str,
    name: str = "",
    error: str = "",
    provider: IdentityProvider | None = None,
) -> str:
    """Gives the form to sign in, with what was typed as the name and why it did not work, and the
    way to the identity provider where there is one; that alone, where it is the only way."""
    if provider is not None and provider.is_only:
        return _page("Sign in", _way_to(provider, way_on), error, NO_ACCOUNT)
    form = _form(
        "/sign-in",
        [
            Field("name", "Name", "text", "username", value=name),
            Field("password", "Password", "password", "current-password"),
        ],
        button="Sign in",
        hidden={"token": token, "next": way_on},
    )
    other = f'<p class="or">or</p>{_way_to(provider, way_on)}' if provider else ""
    return _page("Sign in", form + other, error, NO_PASSWORD)


def password_page(*, token: str, name: str, error: str = "") -> str:
    """Gives the form to change the own password."""
    form = _form(
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
    )
    after = 'You are then signed out in every other browser. <a href="/settings">Back</a>'
    return _page("Change your password", form, error, after)


def _page(title: str, content: str, error: str, after: str) -> str:
    told = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
        f"<title>{title} · JetMsg Campaigns</title><style>{STYLE}</style></head><body><main>"
        f'<p class="brand">JetMsg Campaigns</p><h1>{title}</h1>{told}{content}'
        f'<p class="hint after">{after}</p></main></body></html>'
    )


def _form(action: str, fields: list[Field], *, button: str, hidden: dict[str, str]) -> str:
    first = next((field.name for field in fields if not field.value), fields[-1].name)
    boxes = "".join(_box(field, focused=field.name == first) for field in fields)
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    return (
        f'<form method="post" action="{action}">{kept}{boxes}'
        f'<button type="submit">{button}</button></form>'
    )


def _way_to(provider: IdentityProvider, way_on: str) -> str:
    """A link and no form: browsers let a form that goes to us lead nowhere else."""
    address = f"/sign-in/provider?next={quote(way_on, safe='')}"
    return f'<a class="way" href="{escape(address)}">Sign in with {escape(provider.name)}</a>'


def _box(field: Field, *, focused: bool) -> str:
    described = f' aria-describedby="{field.name}-hint"' if field.hint else ""
    hint = f'<p class="hint" id="{field.name}-hint">{escape(field.hint)}</p>' if field.hint else ""
    return (
        f'<label for="{field.name}">{escape(field.label)}</label>'
        f'<input id="{field.name}" name="{field.name}" type="{field.kind}" required '
        f'autocomplete="{field.autocomplete}" autocapitalize="none" spellcheck="false" '
        f'value="{escape(field.value)}"{described}{" autofocus" if focused else ""}>{hint}'
    )
