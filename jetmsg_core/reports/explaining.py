"""Words of reports that nobody here knows, and what a person says they mean. It is kept, for the
next file and for what came with the word before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.reports.reading.words import STATE_OF, Mapped, word_key
from jetmsg_core.settings import Settings
from jetmsg_core.states import REPORTED, RecipientState
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.saved import explained_words

Said = Mapping[str, RecipientState]
"""What words mean, as they are written."""

MEANINGS = (RecipientState.SUBMITTED, *REPORTED)
"""States that a report can bring."""


@dataclass(frozen=True)
class ExplainedWord:
    """A word as a report wrote it, what a person said it means, and when (a stamp in UTC)."""

    written: str
    state: RecipientState
    said_at: str


def explained(settings: Settings) -> list[ExplainedWord]:
    """Gives the words that a person has explained."""
    with open_database(settings.database_path) as db:
        return [
            ExplainedWord(row["written"], RecipientState(row["state"]), row["said_at"])
            for row in explained_words.everything(db)
        ]


@requires(Permission.IMPORT_REPORTS)
def forget(settings: Settings, word: str) -> None:
    """Forgets what a word means, for files to come. Raises NotFoundError where nobody said it."""
    with open_database(settings.database_path) as db, transaction(db):
        if not explained_words.forget(db, word_key(word)):
            raise NotFoundError("unknown_word", f"Nobody has said what {quoted(word)} means.")
        record(db, Act.WORD_FORGOTTEN, subject=word)


def meaning_said(text: str) -> tuple[str, RecipientState]:
    """Gives the word and the state of `WORD=state`. Raises InputError (`bad_meaning`)."""
    word, _, state = text.rpartition("=")
    names = ", ".join(meaning.value for meaning in MEANINGS)
    wanted = word_key(state).casefold()
    for meaning in MEANINGS:
        if word.strip() and wanted == word_key(meaning.value).casefold():
            return word.strip(), meaning
    raise InputError(
        "bad_meaning",
        f"{quoted(text)} is not a word with what it means. Write it as WORD=state, where the "
        f"state is one of {names}.",
    )


def mapped(db: Database, meaning: Said) -> Mapped:
    """Gives what words mean by their keys: what is kept, and what is said now. Raises InputError
    (`known_word`) for a word that the program knows to end otherwise."""
    kept = {row["word"]: RecipientState(row["state"]) for row in explained_words.everything(db)}
    for word, state in meaning.items():
        known_state = STATE_OF.get(word_key(word))
        if known_state in REPORTED and known_state is not state:
            raise InputError("known_word", f"{quoted(word)} means {known_state} already.")
    return kept | {word_key(word): state for word, state in meaning.items()}


def keep(db: Database, meaning: Said, now: str) -> None:
    """Keeps what is said. It is called within a transaction."""
    for word, state in meaning.items():
        explained_words.keep(db, word_key(word), written=word, state=state, now=now)
