"""What the checks say, one function a finding: the sentence that a person reads. Pure.

`row` is a row of the sheet, the first that a sentence is about, and `count` how many texts, cells
or people it is about. The titles of findings are in `codes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jetmsg_core.messages.spellings.find import Spelling
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import cost, counted, with_commas

NO_TEMPLATE_ID = (
    "There is no DLT template ID, and operators drop SMS without one. Write the ID of the approved "
    "template that the text was made from."
)


def campaign_cap(parts: int, cap: int) -> str:
    """Gives the sentence for a campaign of more parts than one may have."""
    return (
        f"This campaign needs {cost(parts)}. The limit for one campaign is {with_commas(cap)}. "
        "Send to fewer people, or ask your administrator to raise the limit."
    )


def day_cap(parts: int, used: int, cap: int) -> str:
    """Gives the sentence for a campaign that the other ones of its day, of `used` parts, leave too
    little for."""
    return (
        f"This campaign needs {cost(parts)}, and today's others took {with_commas(used)}. The "
        f"limit for a day is {with_commas(cap)}. Start it tomorrow, or ask your administrator to "
        "raise the limit."
    )


def low_credits(parts: int, pool: str, balance: int, end: int) -> str:
    """Gives the sentence for a pool that ends at recipient `end`, counted from 1."""
    return (
        f"This needs {cost(parts)}, and {pool} held {with_commas(balance)} at the last reading: "
        f"credits end at recipient {with_commas(end)}."
    )


def template_not_kept(template_id: str) -> str:
    """Gives the sentence for a DLT template ID that no stored template has."""
    return (
        f"No template here has the DLT template ID {template_id}, so the texts could not be "
        "compared. Operators drop texts that do not match. Add the approved text as a template."
    )


def other_sender(sender_id: str, template: str, linked: str) -> str:
    """Gives the sentence for a sender ID that is none of those `linked` to the template."""
    return (
        f"The sender ID is {sender_id}, but the template {quoted(template)} is linked to {linked}. "
        "Operators refuse a sender ID that is not linked to the template. Choose the one of the "
        "template."
    )


def mismatch(count: int, template: str, difference: str) -> str:
    """Gives the sentence for texts that do not match; `difference` is where the first does not."""
    texts = "1 text does" if count == 1 else f"{with_commas(count)} texts do"
    return (
        f"{texts} not match the DLT template {quoted(template)}, so the operator would refuse "
        f"{'it' if count == 1 else 'them'}. {difference}."
    )


def relaxed_match(count: int, template: str, difference: str) -> str:
    """Gives the sentence for texts that match but for spaces and punctuation."""
    texts = "1 text matches" if count == 1 else f"{with_commas(count)} texts match"
    return (
        f"{texts} the DLT template {quoted(template)} except for spaces and punctuation, which "
        f"some operators refuse. {difference}."
    )


def value_too_long(row: int, value: str, count: int) -> str:
    """Gives the sentence for a value that operators refuse."""
    return (
        f"{_value(row, value)} Operators refuse more than 40 in a variable (error 635). "
        f"{_concerned(count)}"
    )


def value_long(row: int, value: str, count: int) -> str:
    """Gives the sentence for a value that some operators refuse."""
    return (
        f"{_value(row, value)} Some operators take no more than 30 in a variable. "
        f"{_concerned(count)}"
    )


def wrong_type(kinds: str, template: str, row: int, count: int, no_digits: str | None) -> str:
    """Gives the sentence for a value of another type than its variable's; `no_digits` is one that
    should be a number, None where none of the row is."""
    digits = (
        ""
        if no_digits is None
        else f" That row puts {quoted(no_digits)} where only digits may stand."
    )
    return (
        f"A value does not fit the type of its variable ({kinds}) in the DLT template "
        f"{quoted(template)}, first in row {row}.{digits} {_concerned(count)}"
    )


def foreign_number(row: int, count: int) -> str:
    """Gives the sentence for numbers that SMS cannot reach."""
    people = "1 person has" if count == 1 else f"{with_commas(count)} people have"
    return (
        f"{people} a number of another country, first in row {row}. SMS goes to Indian numbers "
        "only. Leave them out, or write to them on WhatsApp."
    )


def repeated(count: int) -> str:
    """Gives the sentence for people who were sent their text already."""
    people = "1 person was" if count == 1 else f"{with_commas(count)} people were"
    return f"{people} sent the same text in the last 24 hours."


def not_whitelisted(link: str, row: int, count: int) -> str:
    """Gives the sentence for a link or a call-back number that is not allowed."""
    return (
        f"{link} in row {row} is not on your whitelist (see the Settings page): operators refuse "
        "links and call-back numbers that are not registered with DLT. Texts with one: "
        f"{with_commas(count)}."
    )


def no_opt_out(row: int, count: int) -> str:
    """Gives the sentence for promotional texts that tell nobody how to get no more of them."""
    return (
        "Promotional texts that do not say how to opt out, such as with STOP to a number: "
        f"{with_commas(count)}, first in row {row}. Add it to the message."
    )


def promotional_words(row: int, words: str) -> str:
    """Gives the sentence for a text of the transactional route that speaks as promotions do."""
    return (
        f"Row {row} says {quoted(words)}, as promotions do, but the route is transactional: "
        "operators may refuse it. Choose the promotional route, or write it without such words."
    )


def long_text(parts: int) -> str:
    """Gives the sentence for a text of so many parts."""
    return f"The longest text takes {parts} parts. Phones may show such a long message in pieces."


def smart_characters(
    characters: Sequence[str], row: int, count: int, credits: int, *, is_estimate: bool
) -> str:
    """Gives the sentence for characters that cost more than plain ones, and what these save."""
    about = "about " if is_estimate else ""
    return (
        f"Characters such as {', '.join(characters)} make {counted(count, 'text')} longer (first "
        f"in row {row}). Plain ones would save {about}{counted(credits, 'credit')}."
    )


def unfilled_cell(row: int, mark: str, count: int) -> str:
    """Gives the sentence for cells that hold a placeholder themselves."""
    return (
        f"Texts that still hold a placeholder: {with_commas(count)}. In row {row} the sheet itself "
        f"says {mark}. Correct those cells, or leave those rows out."
    )


def no_real_value(column: str, count: int, example: str, default: str | None) -> str:
    """Gives the sentence for cells that are no value; `example` is the sentence of one, `default`
    what is read instead, None where these people are left out."""
    treated = (
        "These people are left out."
        if default is None
        else f"These people read {quoted(default)} instead."
    )
    return (
        f"Cells of {quoted(column)} without a real value for {{{{{column}}}}}: "
        f"{with_commas(count)}. {example} {treated} Correct those cells, or keep them as they are."
    )


def row_says(row: int, cell: str) -> str:
    """Gives the sentence that says what stands in a row."""
    return f"Row {with_commas(row)} says {quoted(cell)}."


def spelled_placeholder(marks: Sequence[Spelling]) -> str:
    """Gives the sentences for what is surely a placeholder of another tool."""
    columns = [mark for mark in marks if mark.column is not None]
    variables = [mark for mark in marks if mark.column is None]
    sentences = []
    if columns:
        sentences.append(
            f"Everybody would read {_listed(columns)} exactly as written. {_meant(columns)}"
        )
    if variables:
        sentences.append(
            f"Nothing fills {_listed(variables)}, which is left over from a DLT template. Write a "
            "column such as {{name}}, or plain words, in its place."
        )
    return " ".join(sentences)


def doubtful_placeholder(marks: Sequence[Spelling]) -> str:
    """Gives the sentences for what may be meant as a placeholder."""
    exact = [mark for mark in marks if mark.exact]
    near = [mark for mark in marks if not mark.exact and mark.column is not None]
    strange = [mark for mark in marks if mark.column is None]
    sentences = []
    if exact:
        sentences.append(f"{_listed(exact)} may be meant as a column. {_meant(exact)}")
    if near:
        sentences.append(f"No column has the name in {_listed(near)}. {_meant(near)}")
    if strange:
        sentences.append(
            f"{_listed(strange)} looks like a placeholder, but no column has that name."
        )
    return " ".join([*sentences, "Everybody would read it exactly as written."])


def spelled_default(marks: Sequence[Spelling]) -> str:
    """Gives the sentence for a placeholder of another tool in the words for a missing value."""
    return (
        f"People without a value would read {_listed(marks)} exactly as written in the default. "
        "Write plain words there."
    )


def _value(row: int, value: str) -> str:
    return f"Row {row} puts {len(value)} characters, {quoted(value)}, into a DLT variable."


def _concerned(count: int) -> str:
    return f"Recipients concerned: {with_commas(count)}."


def _meant(marks: Sequence[Spelling]) -> str:
    return f"Did you mean {_joined(mark.meant for mark in marks)}?"


def _listed(marks: Sequence[Spelling]) -> str:
    return _joined(mark.text for mark in marks)


def _joined(texts: Iterable[str]) -> str:
    """As in a sentence, each once: a, b and c."""
    *others, last = dict.fromkeys(texts)
    return f"{', '.join(others)} and {last}" if others else last
