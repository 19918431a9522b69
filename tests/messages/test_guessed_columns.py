"""Columns that are likely to fill the variables of an approved text."""

from __future__ import annotations

import pytest

from jetmsg_core.messages.dlt.guessing import guess
from jetmsg_core.templates import FromColumn


def columns_of(body: str, *columns: str) -> list[str | None]:
    return [fill.column if isinstance(fill, FromColumn) else None for fill in guess(body, columns)]


@pytest.mark.parametrize(
    ("body", "columns", "guessed"),
    [
        pytest.param(
            "Dear {#var#}, your premium of Rs.{#var#} for policy no. {#var#} is due on {#var#}.",
            ("Name", "Mobile", "Amount", "Due Date", "Policy No"),
            ["Name", "Amount", "Policy No", "Due Date"],
            id="each by the words before it",
        ),
        pytest.param("Hi {#var#}!", ("First Name", "Last Name"), ["First Name"], id="first name"),
        pytest.param("Dear {#var#}", ("Agent Name", "Name"), ["Name"], id="the bare name"),
        pytest.param(
            "Order {#var#} is ready", ("Order Date", "order_no"), ["order_no"], id="its number"
        ),
        pytest.param("Write to {#email#}", ("Email ID", "Name"), ["Email ID"], id="by its kind"),
        pytest.param("Code {#numeric#}", ("OTP", "City"), ["OTP"], id="another word for it"),
        pytest.param("₹{#numeric#} paid", ("Bill amount",), ["Bill amount"], id="rupees"),
        pytest.param("Order {#var#}", ("Order Date", "Order City"), [None], id="two alike"),
        pytest.param("Your number {#var#}", ("Mobile Number",), [None], id="never the mobile"),
        pytest.param("Hi. It is {#var#}", ("Name",), [None], id="another sentence"),
        pytest.param("Dear {#var#} and dear {#var#}", ("Name",), ["Name", None], id="once"),
        pytest.param("No variable", ("Name",), [], id="none"),
        pytest.param("Dear {#var#}{#var#}", ("Name",), ["Name"], id="two side by side are one"),
    ],
)
def test_a_column_is_guessed_by_words_and_only_where_one_is_likely(
    body: str, columns: tuple[str, ...], guessed: list[str | None]
) -> None:
    assert columns_of(body, *columns) == guessed
