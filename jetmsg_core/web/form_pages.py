"""The pages of the dashboard that are nothing but a form: to sign in, and to change a password.

They stand before the dashboard, so they are plain HTML without a script and load nothing. They have
the colours of both themes, and a label, a name for password managers and a spoken error.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from jetmsg_core.web.policy import form_policy

STYLE = """
:root { color-scheme: light dark; --page: #F2F6F5; --card: #FFFFFF; --text: #0C1A1E;
  --soft: #4A5B60; --line: #8FA3A0; --main: #0B6B68; --on-main: #FFFFFF; --bad: #B3261E; }
@media (prefers-color-scheme: dark) { :root { --page: #0B1113; --card: #151E20; --text: #E3ECEB;
  --soft: #B4C2C4; --line: #5F7276; --main: #5BD0C4; --on-main: #06201E; --bad: #FF8A80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.5 "Source Sans", "Source Sans 3", system-ui, sans-serif; }
main { width: 100%; max-width: 24rem; background: var(--card); padding: 2rem 1.75rem;
  border-radius: 0.9rem; border: 1px solid color-mix(in srgb, var(--line) 45%, transparent); }
.brand { margin: 0 0 0.25rem; color: var(--soft); font-weight: 600; }
h1 { margin: 0 0 1.25rem; font-size: 1.6rem; line-height: 1.2; font-weight: 650; }
label { display: block; margin: 1rem 0 0.3rem; font-weight: 600; }
input { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; font: inherit;
  color: var(--text); background: var(--page); border: 1px solid var(--line);
  border-radius: 0.6rem; }
button { width: 100%; min-height: 2.75rem; margin-top: 1.5rem; font: inherit; font-weight: 600;
  color: var(--on-main); background: var(--main); border: 0; border-radius: 0.6rem;
  cursor: pointer; }
input:focus-visible, button:focus-visible, a:focus-visible {
  outline: 3px solid var(--main); outline-offset: 2px; }
a { color: var(--main); }
.hint { margin: 0.35rem 0 0; color: var(--soft); font-size: 0.9rem; }
.error { margin: 0 0 1rem; padding: 0.7rem 0.9rem; color: var(--bad); border-radius: 0.6rem;
  border: 1px solid var(--bad); }
.after { margin: 1.25rem 0 0; text-align: center; }
"""
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
