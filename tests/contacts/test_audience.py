"""Every row of a file ends in exactly one place, and the report tells which."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from jetmsg_core.contacts import (
    Duplicates,
    ReadOptions,
    accepted_file,
    check_contacts,
    normalize,
    rejected_file,
)
from jetmsg_core.contacts.numbers.normalize_cell import Number
from jetmsg_core.errors import InputError
from jetmsg_core.files.file_format import FileFormat

SAMPLE = Path(__file__).parents[2] / "data" / "sample_contacts.csv"

REPORT_KEYS = (
    "encoding delimiter header_row column columns rows blank_rows accepted rejected duplicates "
    "opted_out blockers problems repairs warnings guesses sheet sheets declined set_aside "
    "header_rows title_rows consent_columns"
)


def text_of(*rows: str, header: str = "Name,Mobile,City") -> bytes:
    return "\n".join([header, *rows]).encode()


def test_numbers_rows_and_contacts_stay_aligned() -> None:
    audience = check_contacts(text_of("A,98765 43210,Pune", "B,123,Agra", "C,+919876543211,Goa"))
    assert audience.numbers.tolist() == [919876543210, 919876543211]
    assert audience.numbers.dtype == np.int64
    assert audience.rows.tolist() == [2, 4]
    assert audience.contacts.to_dict("list") == {
        "Name": ["A", "C"],
        "Mobile": ["98765 43210", "+919876543211"],
        "City": ["Pune", "Goa"],
    }
    assert audience.contacts.index.tolist() == [0, 1]


def test_a_rejected_row_keeps_its_columns_and_gets_a_code_and_a_sentence() -> None:
    audience = check_contacts(text_of("A,9876543210,Pune", "B,123,Agra"))
    (row,) = audience.rejected.index
    assert row == 3
    assert audience.rejected.loc[3, ["Name", "Mobile", "City"]].tolist() == ["B", "123", "Agra"]
    assert audience.rejected["code"].tolist() == ["too_short"]
    (problem,) = audience.report.problems
    assert problem == {
        "row": 3,
        "column": "Mobile",
        "value": "123",
        "code": "too_short",
        "message": audience.rejected["message"].iloc[0],
    }


def test_a_column_called_code_does_not_hide_the_reason() -> None:
    audience = check_contacts(text_of("123,COUPON,x", header="Mobile,code,message"))
    assert audience.rejected["code"].tolist() == ["too_short"]
    assert audience.rejected["code (file)"].tolist() == ["COUPON"]
    assert rejected_file(audience).decode("utf-8-sig").startswith("Mobile,code,message,Why")


def test_a_repair_is_reported_with_the_number_it_gave() -> None:
    audience = check_contacts(text_of("A,9876543210.0,Pune", "B,98765 43211,Agra"))
    (repair,) = audience.report.repairs
    assert (repair["row"], repair["value"], repair["number"]) == (2, "9876543210.0", 919876543210)
    assert repair["code"] == "decimal_tail"
    assert repair["message"]


def test_duplicates_are_found_by_number_and_name_the_row_that_was_kept() -> None:
    rows = ["A,9876543210,x", "B,9876543211,x", "C,+91 98765 43210,x", "D,09876543210,x"]
    audience = check_contacts(text_of(*rows))
    assert audience.rows.tolist() == [2, 3]
    assert audience.duplicates.to_dict("list") == {
        "row": [4, 5],
        "number": [919876543210] * 2,
        "first_row": [2, 2],
    }
    every = check_contacts(text_of(*rows), options=ReadOptions(duplicates=Duplicates.ALL))
    assert every.rows.tolist() == [2, 3, 4, 5]
    assert every.report.duplicates == 0


def test_opted_out_numbers_are_left_out_and_counted_once_a_row() -> None:
    rows = ["A,9876543210,x", "B,9876543211,x", "C,9876543210,x", "D,bad,x"]
    opt_outs = np.array([919999999999, 919876543210], dtype=np.int64)
    audience = check_contacts(text_of(*rows), opt_outs=opt_outs)
    assert audience.rows.tolist() == [3]
    assert audience.opted_out["row"].tolist() == [2, 4]
    assert (audience.report.opted_out, audience.report.duplicates) == (2, 0)
    none = check_contacts(text_of(*rows), opt_outs=np.empty(0, dtype=np.int64))
    assert none.report.opted_out == 0


def test_a_doubtful_number_is_accepted_and_warned_about_with_its_row() -> None:
    audience = check_contacts(text_of("A,9876500000,x", "B,9876543211,x"))
    assert audience.report.accepted == 2
    assert [(w.code, w.row) for w in audience.report.warnings] == [("trailing_zeros", 2)]


def test_many_doubtful_numbers_are_warned_about_up_to_a_limit() -> None:
    rows = [f"A,{70000 + index}00000,x" for index in range(150)]
    warnings = check_contacts(text_of(*rows)).report.warnings
    zeros = [warning for warning in warnings if warning.code == "trailing_zeros"]
    assert len(zeros) == 101
    assert "50 more rows" in zeros[-1].message


@pytest.mark.parametrize(
    "header",
    ["Mobile", "MOBILE NO", "mobile_number", "Phone", "phone-no", "Contact No.", "WhatsApp", "Ph"],
)
def test_a_usual_name_is_taken_for_the_number_column_and_its_like_is_asked_about(
    header: str,
) -> None:
    data = text_of("A,9000100001,9876543210", "B,9000100002,12", header=f"Name,Account,{header}")
    audience = check_contacts(data)
    assert audience.column == header
    assert audience.report.guesses["column"]
    (warning,) = audience.report.warnings
    assert warning.code == "rival_number_columns"
    assert "'Account'" in warning.message


def test_a_column_named_for_numbers_without_any_is_asked_about_before_one_of_ids() -> None:
    audience = check_contacts(text_of("A,9876543210,98765", header="Name,Account,Mobile"))
    (asked,) = audience.report.blockers
    assert (asked.code, asked.columns) == ("ask_number_column", ("Mobile", "Account"))
    assert [warning.code for warning in audience.report.warnings] == ["rival_number_columns"]


def test_the_number_column_is_found_by_its_contents() -> None:
    audience = check_contacts(text_of("A,12,9876543210", header="Naam,Umar,Sampark"))
    assert audience.column == "Sampark"


def test_a_column_of_names_called_contact_person_is_not_taken() -> None:
    data = text_of("Ravi,9876543210", "Asha,9876543211", header="Contact Person,Kuch")
    assert check_contacts(data).column == "Kuch"


def test_a_number_column_full_of_lossy_numbers_is_still_found() -> None:
    audience = check_contacts(text_of("A,9.19877E+11", header="Name,Customer Mobile"))
    assert audience.column == "Customer Mobile"
    assert [p["code"] for p in audience.report.problems] == ["scientific_notation_lossy"]


def test_two_number_columns_are_asked_about_and_a_named_one_is_not() -> None:
    data = text_of("A,9876543210,9876543211", header="Name,Mobile,WhatsApp")
    (warning,) = check_contacts(data).report.warnings
    assert warning.code == "rival_number_columns"
    assert "'Mobile'" in warning.message
    assert "'WhatsApp'" in warning.message
    named = check_contacts(data, options=ReadOptions(column="whats_app"))
    assert named.column == "WhatsApp"
    assert named.report.warnings == ()


def test_a_file_without_numbers_is_blocked() -> None:
    audience = check_contacts(text_of("A,x,Pune", header="Name,Kuch,City"))
    assert [blocker.code for blocker in audience.report.blockers] == ["no_number_column"]
    assert audience.column is None
    assert (audience.report.rows, audience.report.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("column", "code"),
    [
        pytest.param("Phone", "unknown_column", id="not there"),
        pytest.param("mobile no", "ambiguous_column", id="two alike"),
    ],
)
def test_a_column_that_cannot_be_followed_is_refused(column: str, code: str) -> None:
    data = text_of("9876543210,9876543211", header="Mobile No,mobile_no")
    with pytest.raises(InputError) as refused:
        check_contacts(data, options=ReadOptions(column=column))
    assert refused.value.code == code
    assert check_contacts(data, options=ReadOptions(column="mobile_no")).column == "mobile_no"


def test_the_report_prints_as_json_with_the_promised_keys() -> None:
    data = text_of("A,9876543210.0,x", "B,1,x", "C,9876543210,x", "D,9876500000,x")
    printed = json.loads(json.dumps(check_contacts(data).report.as_dict()))
    assert " ".join(printed) == REPORT_KEYS
    assert set(printed["problems"][0]) == {"row", "column", "value", "code", "message"}
    assert set(printed["repairs"][0]) == {"row", "value", "number", "code", "message"}
    assert set(printed["warnings"][0]) == {"code", "row", "message"}
    blocked = json.loads(json.dumps(check_contacts(b"").report.as_dict()))
    assert set(blocked["blockers"][0]) == {"code", "row", "message"}


def test_problems_can_be_read_in_part() -> None:
    problems = check_contacts(text_of("A,1,x", "B,2,x", "C,3,x")).report.problems
    assert [problem["row"] for problem in problems[1:]] == [3, 4]
    assert problems[-1]["value"] == "3"
    with pytest.raises(IndexError):
        problems[3]


def test_accepted_rows_download_with_row_number_and_the_files_columns() -> None:
    audience = check_contacts(text_of('"Rao, K",9876543210,"a\nb"', "B,1,x"))
    text = accepted_file(audience)
    assert text.startswith(b"\xef\xbb\xbfrow,number,Name,Mobile,City\n")
    (row,) = pd.read_csv(io.BytesIO(text), dtype=str).to_dict("records")
    assert row == {
        "row": "2",
        "number": "919876543210",
        "Name": "Rao, K",
        "Mobile": "9876543210",
        "City": "a\nb",
    }


def test_a_column_called_number_does_not_hide_the_number() -> None:
    audience = check_contacts(text_of("98765 43210,7", header="number,row"))
    table = pd.read_csv(io.BytesIO(accepted_file(audience)), dtype=str)
    assert table.columns.tolist() == ["row (JetMsg)", "number (JetMsg)", "number", "row"]
    assert table["number (JetMsg)"].tolist() == ["919876543210"]
    assert table["number"].tolist() == ["98765 43210"]


@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.XLSX])
def test_a_column_called_number_in_another_case_is_told_from_ours(form: FileFormat) -> None:
    audience = check_contacts(text_of("98765 43210,7,8", header="Number,ROW,row (file)"))
    data = io.BytesIO(accepted_file(audience, form))
    table = pd.read_csv(data) if form is FileFormat.CSV else pd.read_excel(data, engine="openpyxl")
    assert [*table.columns] == ["row (JetMsg)", "number (JetMsg)", "Number", "ROW", "row (file)"]


@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.XLSX])
def test_accepted_rows_with_columns_named_as_ours_are_read_back_as_they_were(
    form: FileFormat,
) -> None:
    audience = check_contacts(text_of("98765 43210,=1+1,-5", header="Number,row,sum"))
    again = check_contacts(accepted_file(audience, form), name=f"accepted{form.ending}")
    assert again.contacts["Number"].tolist() == ["98765 43210"]
    assert again.contacts["row"].tolist() == ["=1+1"]
    assert again.contacts["sum"].tolist() == ["-5"]


def test_rejected_rows_download_shielded_from_excel() -> None:
    audience = check_contacts(
        text_of("=1+1,+91 987,@x", "-5,1,\tx", "007,2,1107161234567890123", "plain,3,12")
    )
    table = pd.read_csv(io.BytesIO(rejected_file(audience)), dtype=str)
    assert table["Name"].tolist() == ["'=1+1", "'-5", "'007", "plain"]
    assert table["Mobile"].tolist() == ["'+91 987", "1", "2", "3"]
    assert table["City"].tolist() == ["'@x", "'\tx", "'1107161234567890123", "12"]
    assert table.columns.tolist()[:3] == ["Name", "Mobile", "City"]
    assert table.columns[-1] == "Why it was not accepted"


_CELLS = st.one_of(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd"), max_size=6
    ),
    st.sampled_from(["=x", "'=x", "''-", "007", "'007", "91987654321012", 'a"b', "a,b", "a\nb"]),
    st.sampled_from(
        ["9876543210", "+91 98765 43210", "9876543211.0", "9876500000", "", " ", "n/a"]
    ),
)


@examples(100)
@example([("DNC", "9876543210")], Duplicates.FIRST)
@given(st.lists(st.tuples(_CELLS, _CELLS), max_size=12), st.sampled_from(list(Duplicates)))
def test_every_row_is_accepted_rejected_duplicate_or_opted_out(
    rows: list[tuple[str, str]], duplicates: Duplicates
) -> None:
    data = pd.DataFrame(rows, columns=["Name", "Mobile"]).to_csv(index=False).encode()
    opt_outs = np.array([919876543211], dtype=np.int64)
    audience = check_contacts(
        data,
        options=ReadOptions(column="Mobile", delimiter=",", duplicates=duplicates),
        opt_outs=opt_outs,
    )
    report = audience.report
    told = report.accepted + report.rejected + report.duplicates + report.opted_out
    assert report.rows == told + report.declined
    assert report.rows + report.blank_rows == len(rows)
    rows_told = [
        *audience.rows.tolist(),
        *audience.rejected.index.tolist(),
        *audience.duplicates["row"].tolist(),
        *audience.opted_out["row"].tolist(),
        *audience.declined["row"].tolist(),
    ]
    assert len(set(rows_told)) == len(rows_told) == report.rows
    assert len(audience.numbers) == len(audience.contacts) == report.accepted
    for number, cell in zip(audience.numbers, audience.contacts["Mobile"], strict=True):
        read = normalize(cell)
        assert isinstance(read, Number)
        assert read.value == number


@examples(100)
@given(
    st.lists(st.tuples(_CELLS, st.sampled_from(["", "1", "+91 1", "=2", "n/a", "x"])), min_size=1)
)
def test_the_reject_file_uploads_again_as_it_is(rows: list[tuple[str, str]]) -> None:
    data = pd.DataFrame(rows, columns=["Name", "Mobile"]).to_csv(index=False).encode()
    first = check_contacts(data, options=ReadOptions(column="Mobile", delimiter=","))
    if not first.report.rejected:
        return
    again = check_contacts(rejected_file(first), options=ReadOptions(column="Mobile"))
    assert again.report.rejected == first.report.rejected
    names = ["Name", "Mobile"]
    expected = first.rejected[names].to_numpy().tolist()
    assert again.rejected[names].to_numpy().tolist() == expected
    assert rejected_file(again) == rejected_file(first)


@examples(100)
@given(st.lists(st.tuples(_CELLS, st.sampled_from(["9876543210", "+91 98765 43211"])), min_size=1))
def test_the_accepted_file_uploads_again_as_it_is(rows: list[tuple[str, str]]) -> None:
    data = pd.DataFrame(rows, columns=["=Name", "Mobile"]).to_csv(index=False).encode()
    first = check_contacts(data, options=ReadOptions(column="Mobile", delimiter=","))
    again = check_contacts(
        accepted_file(first), options=ReadOptions(column="number", delimiter=",")
    )
    assert again.columns == ("row", "number", *first.columns)
    assert again.numbers.tolist() == first.numbers.tolist()
    theirs = again.contacts.iloc[:, 2:].to_numpy().tolist()
    assert theirs == first.contacts.to_numpy().tolist()


def test_an_apostrophe_in_somebody_elses_file_stays() -> None:
    audience = check_contacts(text_of("'=x,9876543210,'007"))
    assert audience.contacts.iloc[0].tolist() == ["'=x", "9876543210", "'007"]


@examples(150)
@given(st.one_of(st.binary(max_size=60), st.text('a9",;\n\r \t\0é', max_size=40).map(str.encode)))
def test_no_content_raises(data: bytes) -> None:
    report = check_contacts(data, name="x.csv").report
    told = report.accepted + report.rejected + report.duplicates + report.opted_out
    assert report.rows == told + report.declined


def test_the_sample_file_shows_every_kind_of_row() -> None:
    report = check_contacts(SAMPLE.read_bytes(), name=SAMPLE.name).report
    assert (report.rows, report.accepted, report.rejected, report.duplicates) == (40, 33, 5, 2)
    assert [problem["code"] for problem in report.problems] == [
        "too_short",
        "contains_letters",
        "not_mobile_series",
        "multiple_numbers",
        "scientific_notation_lossy",
    ]
    assert report.blockers == report.warnings == ()
