"""Text with one byte a letter is read in the encoding in which its letters fit, or as chosen."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command_line_check import Check, people
from fixtures import RunCommand, RunJson
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts.reading.letters.single_bytes import guess_single_bytes

PEOPLE = ("José", "Müller", "Çelik", "Renée", "Muñoz", "ANDRÉ")
MESSAGE = ("--name", "N", "--message", "Hi {{Name}}", "--sender", "JETMSG")
TEXT = "Name,Mobile\n" + "".join(
    f"{name},{9876543210 + index}\n" for index, name in enumerate(PEOPLE)
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(pytest.param(TEXT, name, id=name) for name in ("cp1252", "mac_roman", "cp437")),
        *(
            pytest.param("Name,Mobile\nJosé,9876543210\n", name, id=f"one name in {name}")
            for name in ("cp1252", "mac_roman", "cp437")
        ),
        pytest.param("Name,Mobile\nRené Crêpe,9876543210\n", "mac_roman", id="undefined bytes"),
        pytest.param("Name,Mobile\nJürgen,9876543210\n", "cp437", id="one undefined byte"),
        *(
            pytest.param(
                "Name,Mobile\n"
                + "".join(f"{name},{9876543210 + at}\n" for at, name in enumerate(names)),
                "mac_roman",
                id=" ".join(names),
            )
            for names in (
                ("D’Souza", "René", "O’Brien"),
                ("D’Souza",),
                ("D’SOUZA", "O’BRIEN", "D’CRUZ"),
                ("D’souza", "d’souza"),
                ("Ravi’s", "“Asha”", "Lata…"),
                ("D’Souza", "“Ravi”", "Rao – Sons", "José"),
            )
        ),
    ],
)
def test_letters_are_read_in_the_encoding_in_which_they_fit(
    cli_json: RunJson, tmp_path: Path, text: str, encoding: str
) -> None:
    path, good = tmp_path / "contacts.csv", tmp_path / "good.csv"
    path.write_bytes(text.encode(encoding))
    report = cli_json("contacts", "check", path, "--accepted", good)
    assert (report["encoding"], report["rejected"]) == (encoding, 0)
    assert report["guesses"]["encoding"]
    names = [row["Name"] for row in csv.DictReader(good.read_text("utf-8-sig").splitlines())]
    assert names == [line.split(",")[0] for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    "name", ["García", "Martínez", "Rodríguez", "Sofía", "Björn", "Raúl", "Delhi–Mumbai"]
)
def test_one_name_of_a_mac_is_known_where_windows_has_no_such_name(
    cli_json: RunJson, tmp_path: Path, name: str
) -> None:
    path, good = tmp_path / "contacts.csv", tmp_path / "good.csv"
    path.write_bytes(f"Name,Mobile\nAsha,9876543211\n{name},9876543210\n".encode("mac_roman"))
    report = cli_json("contacts", "check", path, "--accepted", good)
    assert (report["encoding"], report["blockers"]) == ("mac_roman", [])
    assert name in good.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "encoding", "otherwise"),
    [
        ("Peña", "mac_roman", ("cp1252", "Pe–a")),
        ("Díaz", "mac_roman", ("cp1252", "D’az")),
        ("López", "mac_roman", ("cp1252", "L—pez")),
        ("Núñez", "mac_roman", ("cp1252", "Nœ–ez")),
        ("Qur’an", "cp1252", ("mac_roman", "Qurían")),
        ("Köln", "cp437", ("mac_roman", "Kîln")),
        ("Weiß", "cp437", ("cp1252", "Weiá")),
    ],
)
def test_a_cell_that_two_encodings_spell_well_is_asked_about(
    cli: RunCommand, tmp_path: Path, name: str, encoding: str, otherwise: tuple[str, str]
) -> None:
    path, good = tmp_path / "contacts.csv", tmp_path / "good.csv"
    path.write_bytes(f"Name,Mobile\n{name},9876543210\n".encode(encoding))
    done = cli("contacts", "check", path, "--json")
    (asked,) = json.loads(done.stdout)["blockers"]
    assert (done.returncode, asked["code"]) == (1, "ask_encoding")
    assert sorted(asked["choices"]) == sorted([[encoding, name], [*otherwise]])
    assert f"{name!r} ({encoding})" in asked["message"]
    assert f"{otherwise[1]!r} ({otherwise[0]})" in asked["message"]
    refused = cli("campaign", "create", path, *MESSAGE)
    assert refused.returncode == 1
    assert "--encoding" in refused.stderr
    answered = cli("contacts", "check", path, "--encoding", encoding, "--accepted", good)
    assert answered.returncode == 0, answered.stderr
    assert name in good.read_text("utf-8-sig")


def test_other_names_answer_for_one_that_is_spelled_well_in_two_encodings() -> None:
    for encoding in ("cp1252", "mac_roman", "cp437"):
        names = "José\nRenée\nLópez\nPeña\nBjörn\nKöln\nDíaz\n"
        guess, doubt = guess_single_bytes(names.encode(encoding))
        assert (guess.value, doubt) == (encoding, None)


@pytest.mark.parametrize(
    "name",
    [
        *("Mar’25", "Dec’2025", "Asha Mar’25", "Mar‘25"),
        *("Hyd’bad", "A’bad", "B’lore", "B’luru", "K’taka", "T’puram", "Hon’ble"),
    ],
)
def test_what_indian_lists_have_with_an_apostrophe_is_no_question(check: Check, name: str) -> None:
    report = check(f"Name,Mobile\n{name},9876543210\n".encode("cp1252"), name="contacts.csv")
    assert (report["encoding"], report["blockers"]) == ("cp1252", [])
    assert [person["Name"] for person in report["good"]] == [name]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *(("Ravi\xa0Kumar", "9876543210"), ("RAVI\xa0KUMAR", "9876543210")),
        *(("Dr.\xa0Rao", "9876543210"), ("R\xa0Sharma", "98220\xa012345")),
        *(("Ravi\xa0kumar", "9876543210"), ("Rao and\xa0Sons", "9876543210")),
        *(("Rao and\xa0sons", "9876543210"), ("Flat\xa0no 5", "9876543210")),
        *(("Asha\xa0", "+91\xa098220\xa012345"), ("Ravi\xa0Kumar and\xa0sons", "9876543210")),
    ],
)
def test_a_no_break_space_between_words_is_of_windows(check: Check, cell: str, number: str) -> None:
    report = check(f"Name,Mobile\n{cell},{number}\n".encode("cp1252"), name="contacts.csv")
    assert (report["encoding"], report["blockers"], report["rejected"]) == ("cp1252", [], 0)
    assert report["good"][0]["Name"].split() == cell.split()


@pytest.mark.parametrize("name", ["Hernández", "Suárez", "Julián", "Márquez"])
def test_a_no_break_space_within_a_word_is_asked_about(check: Check, name: str) -> None:
    report = check(f"Name,Mobile\n{name},9876543210\n".encode("cp437"), name="contacts.csv")
    (asked,) = report["blockers"]
    readings = [["cp437", name], ["cp1252", name.replace("á", "\xa0")]]
    assert sorted(asked["choices"]) == sorted(readings)


def test_an_ordinary_list_of_excel_in_india_is_read_without_a_question(check: Check) -> None:
    cells = (
        *("Ravi\xa0Kumar", "Hyd’bad", "Mar’25", "Hon’ble Om", "2½ BHK", "1½BHK", "½kg", "28°C"),
        *("Rs 500 – Rs 600", "Delhi–Mumbai", "Asha – Goa", "Hello…", "so…on", "• point", "•point"),
        *("Rao®", "Brand™", "©Rao", "€500", "£20", "¥500", "“Ravi”", "‘Asha’", "5’6”", "José"),
    )
    for several in (cells, *((cell,) for cell in cells)):
        rows = "".join(f"{cell},{9876543210 + at}\n" for at, cell in enumerate(several))
        report = check(f"Name,Mobile\n{rows}".encode("cp1252"), name="contacts.csv")
        assert (report["encoding"], report["blockers"]) == ("cp1252", []), several
        names = [person["Name"].replace("\xa0", " ") for person in report["good"]]
        assert names == [cell.replace("\xa0", " ") for cell in several]


MAC_SIGNS = (
    *("Rs 500 – Rs 600", "500–600", "10am–5pm", "Rao — Sons", "Hello…", "at 5…", "•point"),
    *("Rao®", "25°C", "28° North", "€500", "€ 500", "Mar’25", "5’6”", "6” pipe"),
    *("Ravi\xa0Kumar", "ravi\xa0kumar", "Dr.\xa0Rao", "Rs\xa0500", "Asha\xa0"),
)


@pytest.mark.parametrize("cell", [*MAC_SIGNS, ", ".join(MAC_SIGNS), "Brand™ – new", "• so – so"])
def test_signs_of_a_mac_are_known_where_windows_has_no_such_word(check: Check, cell: str) -> None:
    table = f'Name,Mobile\n"{cell}",9876543210\n'
    report = check(table.encode("mac_roman"), name="contacts.csv")
    assert (report["encoding"], report["blockers"]) == ("mac_roman", [])
    assert report["good"][0]["Name"].split() == cell.split()


@pytest.mark.parametrize("cell", ["OK…", "Reply YES…", "Ravi ™", "™ of Rao", "“OK…” – ™"])
def test_a_sign_of_a_mac_alone_is_known_where_windows_would_have_nothing(
    check: Check, cell: str
) -> None:
    report = check(f'Name,Mobile\n"{cell}",9876543210\n'.encode("mac_roman"), name="contacts.csv")
    assert (report["encoding"], report["blockers"]) == ("mac_roman", [])
    assert report["good"][0]["Name"] == cell


@pytest.mark.parametrize(
    "cell",
    [
        "28°C",
        "98.6°F",
        "30° now",
        "2½ BHK",
        "1½",
        "3¼ kg",
        "£20",
        "at £ 5 or £5",
        "1200 m²",
        "9 ft²",
    ],
)
def test_a_sign_of_dos_alone_is_known_where_windows_would_have_nothing(
    check: Check, cell: str
) -> None:
    report = check(f"Name,Mobile\n{cell},9876543210\n".encode("cp437"), name="contacts.csv")
    assert (report["encoding"], report["blockers"]) == ("cp437", [])
    assert report["good"][0]["Name"] == cell


def test_a_no_break_space_of_a_mac_within_a_number_is_a_space(check: Check) -> None:
    table = "Name,Mobile\nAmit,98220\xa012345\n"
    report = check(table.encode("mac_roman"), name="contacts.csv")
    assert (report["encoding"], people(report)) == ("mac_roman", [(2, 919822012345)])


@pytest.mark.parametrize(
    ("cell", "in_windows"),
    [("• point", "¥ point"), ("Brand™", "Brandª"), ("soon…", "soonÉ"), ("RAVI\xa0", "RAVIÊ")],
)
def test_a_sign_of_a_mac_that_windows_may_have_as_well_is_asked_about(
    check: Check, cell: str, in_windows: str
) -> None:
    table = f"Name,Mobile\n{cell},9876543210\n"
    report = check(table.encode("mac_roman"), name="contacts.csv")
    (asked,) = report["blockers"]
    choices = [["cp1252", in_windows], ["mac_roman", cell.strip()]]
    assert (asked["code"], sorted(asked["choices"])) == ("ask_encoding", choices)


def test_a_text_pasted_together_of_two_encodings_is_asked_about(check: Check) -> None:
    rows = b"Name,Mobile\nRavi\xa0Kumar,9876543210\nRs 500 \xd0 600,9876543211\n"
    (asked,) = check(rows, name="contacts.csv")["blockers"]
    assert [encoding for encoding, _ in asked["choices"]] == ["cp1252", "mac_roman"]


@pytest.mark.parametrize("encoding", ["mac_roman", "macroman", "cp437", "CP437"])
def test_they_can_be_chosen(cli_json: RunJson, tmp_path: Path, encoding: str) -> None:
    path, good = tmp_path / "contacts.csv", tmp_path / "good.csv"
    path.write_bytes("Name,Mobile\nJosé,9876543210\n".encode(encoding))
    report = cli_json("contacts", "check", path, "--encoding", encoding, "--accepted", good)
    assert report["guesses"]["encoding"] == "Chosen by you."
    assert "José" in good.read_text("utf-8-sig")


@pytest.mark.parametrize(
    "text",
    [
        "O\u2019Brien – Sons…",
        "„Rao“ & Co. “Ravi”",
        "₹500? €20",
        "naïve",
        "50 °C",
        "É",
        "D’Souza, O’Brien, D’SOUZA, Ravi’s, “Ravi”",
        "SimÕes, GuimarÃes, JosÉ, RenÉ",
        "SIMÕES, GUIMARÃES, JOSÉ, MUÑOZ, D’SOUZA",
        "JosÉ, D’Souza",
        "MuÑoz",
        *("D’souza", "D’silva", "O’brien", "Ravi’s", "don’t", "Sa’id", "“Ravi”", "‘Ravi’"),
        *("o’clock", "d’affaires", "Sunita Ma’am", "Hon’ble", "Int’l", "Sons’", "Asha’"),
        *("Asha•Pune", "•Asha", "Rao•", "pre–paid", "e–mail", "co–op", "Co–operative", "eco–Ayur"),
        *(
            "pick–up",
            "walk–in",
            "add–on",
            "sign—up",
            "«Rao»",
            "« Rao »",
            "5ª",
            "JOSÉ",
            "NOÉ",
            "Søren",
        ),
        *("Garcia – Sons", "Delhi–Mumbai", "Rao—Sons", "Dušan", "Saša", "Tomaž", "cœur", "Œuvre"),
        *("García", "Peña", "Björn", "Zoë", "São Paulo", "Conceição", "Straße", "Noël", "Goût"),
    ],
)
def test_what_windows_writes_stays_as_it_is(text: str) -> None:
    data = text.replace("₹", "Rs ").encode("cp1252")
    guess, doubt = guess_single_bytes(data)
    assert (guess.value, doubt) == ("cp1252", None)


@given(st.text("abcdeghinorstuzABC ,\n0123456789àâäçéèêëîïôöùûüñßÀÉÖÜ’–", min_size=1))
def test_no_text_of_windows_becomes_unreadable(text: str) -> None:
    """Where the guess is another one, CP1252 has nothing for a byte, which its own texts never
    hold; or most of the letters do not fit."""
    data = text.encode("cp1252")
    guess = guess_single_bytes(data)[0].value
    assert "\ufffd" not in data.decode(guess)
