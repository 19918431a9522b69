"""What is held about one person, for them to have, and the person erased."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import JetmsgError
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import file_of
from jetmsg_core.people import erasing, giving_out
from jetmsg_core.people.asked import number_asked
from jetmsg_core.people.erasing import Receipt
from jetmsg_core.people.kinds import PLACES
from jetmsg_core.settings import Settings
from pages.parts.page.flash import keep
from pages.parts.page.sentences import refusals_shown
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.styles.formatting import counted, plain

WORD = "ERASE"
"""What is typed before somebody is erased."""
REFUSED, RECEIPT = "numbers.erase.refused", "numbers.erase.receipt"


def draw_held(settings: Settings, typed: str) -> None:
    """This draws what can be done for the person with the number that was typed: nothing for
    whoever may not say how long data is kept."""
    if not typed.strip() or not may(Permission.MANAGE_RETENTION):
        return
    with refusals_shown():
        number = number_asked(typed)
        st.header("This person's data", anchor=False)
        _draw_receipt(number)
        st.markdown(
            "The file has all that is held about this number: contacts, messages, reports, "
            "one-time codes, history and the opt-out."
        )
        draw_file_buttons(
            "Download all that is held",
            partial(_file, settings, f"+{number}"),
            name=f"held-about-{number}",
            key="numbers.held",
        )
        _draw_erasing(settings, number)


def _file(settings: Settings, typed: str, form: FileFormat) -> bytes:
    return file_of(giving_out.table_of(giving_out.held_about(settings, typed)), form)


def _draw_erasing(settings: Settings, number: int) -> None:
    with st.expander("Erase this person", icon=":material/person_remove:"):
        st.markdown(
            "Takes the number, the name and all else out of lists, campaigns, reports and files. "
            "Counts, costs and delivery rates stay, and so does the opt-out. Files that anybody "
            "uploaded or made for download in the last day are removed. It cannot be undone."
        )
        # The word was typed for this number and no other.
        key = f"numbers.erase.word.{number}"
        st.text_input(f"Type **{WORD}** to confirm", key=key, autocomplete="off")
        about, refused = st.session_state.get(REFUSED, (None, ""))
        if about == number:
            st.error(plain(refused), icon=":material/error:")
        st.button(
            f"Erase +{number}",
            key="numbers.erase",
            icon=":material/person_remove:",
            on_click=_erase,
            args=(settings, number, key),
        )


def _erase(settings: Settings, number: int, key: str) -> None:
    word = str(st.session_state.get(key, "")).strip()
    if not word and _has_receipt(number):
        return  # the second half of a double click
    if word.upper() != WORD:
        keep({REFUSED: (number, f"That is not {WORD}. Nothing was changed.")})
        return
    try:
        receipt = erasing.erase(settings, f"+{number}")
    except JetmsgError as error:
        keep({REFUSED: (number, str(error))})
    else:
        keep({REFUSED: (None, ""), key: "", RECEIPT: receipt})


def _has_receipt(number: int) -> bool:
    receipt = st.session_state.get(RECEIPT)
    return isinstance(receipt, Receipt) and receipt.number == number


def _draw_receipt(number: int) -> None:
    receipt = st.session_state.get(RECEIPT)
    if not isinstance(receipt, Receipt) or receipt.number != number:
        return
    rows = [
        f"- {PLACES[kind]}: {counted(count, 'record')}" for kind, count in receipt.counts.items()
    ]
    remarks = [f"- {plain(remark)}" for remark in receipt.erasure.remarks]
    st.success(
        f"**Erased.** Receipt {receipt.erasure.id}, by {plain(receipt.erasure.erased_by)}.\n\n"
        + ("\n".join(rows) or "Nothing was held."),
        icon=":material/check_circle:",
    )
    st.info("What stays:\n\n" + "\n".join(remarks), icon=":material/info:")
