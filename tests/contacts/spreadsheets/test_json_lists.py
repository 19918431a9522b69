"""JSON lists of objects: each object is a row, each key a column."""

from __future__ import annotations

import json

import pytest
from command_line_check import Check, codes, people

ASHA, RAVI = 919876543210, 919876543211
A, R = {"name": "Asha", "phone": "9876543210"}, {"name": "Ravi", "phone": "9876543211"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps([A, R]), id="a list"),
        pytest.param(json.dumps([A, R], indent=2), id="in lines"),
        pytest.param("\ufeff" + json.dumps([A, R]), id="a byte order mark"),
        pytest.param(json.dumps({"data": [A, R]}), id="under a key"),
        pytest.param(json.dumps({"ok": True, "count": 2, "data": [A, R]}), id="in an envelope"),
        pytest.param(json.dumps({"response": {"page": 1, "items": [A, R]}}), id="deeper"),
        pytest.param(f"{json.dumps(A)}\n{json.dumps(R)}\n", id="one object a line"),
        pytest.param(json.dumps([list(A), [*A.values()], [*R.values()]]), id="rows"),
        pytest.param(json.dumps({"-Na": A, "-Nb": R}), id="objects under keys"),
    ],
)
def test_objects_are_rows(check: Check, text: str) -> None:
    report = check(text, name="list.json")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert [row["name"] for row in report["good"]] == ["Asha", "Ravi"]
    assert (report["column"], report["header_row"]) == ("phone", 1)
    assert report["warnings"] == []


def test_numbers_keep_their_digits(check: Check) -> None:
    text = '[{"name":"Asha","phone":9876543210,"id":12345678901234567890,"due":1500.50,"x":1e3}]'
    (row,) = check(text, name="list.json")["good"]
    assert (row["number"], row["id"], row["due"], row["x"]) == (
        str(ASHA),
        "12345678901234567890",
        "1500.50",
        "1e3",
    )


def test_keys_that_some_lack_and_values_of_other_kinds(check: Check) -> None:
    text = json.dumps([A, {"phone": "9876543211", "ok": True, "city": None}, None, R])
    report = check(text, name="list.json")
    assert report["columns"] == ["name", "phone", "ok", "city"]
    assert [(row["name"], row["ok"]) for row in report["good"]] == [("Asha", ""), ("", "true")]
    assert (report["blank_rows"], report["duplicates"]) == (1, 1)


def test_a_key_that_stands_twice_loses_nothing(check: Check) -> None:
    text = '[{"name":"Asha","phone":"9876543210","phone":"02224001234"}]'
    (row,) = check(text, name="list.json")["good"]
    assert (row["number"], row["phone (2)"]) == (str(ASHA), "02224001234")


def test_nested_values_are_written_in_words_and_said(check: Check) -> None:
    text = json.dumps(
        [
            A | {"tags": ["gold", "new"], "at": {"city": "Pune", "pin": "411001"}},
            R | {"phone": ["9876543211"], "tags": []},
        ]
    )
    report = check(text, name="list.json")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert report["good"][0]["tags"] == "gold, new"
    assert (report["good"][0]["at.city"], report["good"][0]["at.pin"]) == ("Pune", "411001")
    (warning,) = report["warnings"]
    assert (warning["code"], warning["row"]) == ("nested_values", 2)
    assert ": 2." in warning["message"]


@pytest.mark.parametrize(
    ("content", "column"),
    [
        pytest.param(
            [
                {"name": "Asha", "default_address": {"phone": "9876543210", "city": "Pune"}},
                {"name": "Ravi", "default_address": {"phone": "9876543211"}},
            ],
            "default_address.phone",
            id="an address, as of a shop",
        ),
        pytest.param(
            {"data": [{"id": 1, "attributes": A}, {"id": 2, "attributes": R}]},
            "attributes.phone",
            id="attributes, as of a REST service",
        ),
        pytest.param(
            {"data": {"customers": {"edges": [{"node": {"at": A}}, {"node": {"at": R}}]}}},
            "node.at.phone",
            id="nodes, as of GraphQL",
        ),
        pytest.param(
            [
                {"names": [{"full": "Asha"}], "phones": [{"value": "9876543210", "type": "m"}]},
                {"names": [{"full": "Ravi"}], "phones": [{"value": "9876543211"}]},
            ],
            "phones.1.value",
            id="a list of phones, as of a CRM",
        ),
    ],
)
def test_what_is_nested_has_columns_of_its_own(check: Check, content: object, column: str) -> None:
    report = check(json.dumps(content), name="list.json")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert (report["column"], report["blockers"], report["warnings"]) == (column, [], [])
    chosen = check(json.dumps(content), "--column", column, name="list.json")
    assert people(chosen) == [(2, ASHA), (3, RAVI)]


def test_a_person_with_a_nested_number_alone_is_one_row(check: Check) -> None:
    person = {"name": "Asha", "default_address": {"phone": "9876543210"}, "orders": [{"id": 1}]}
    assert people(check(json.dumps(person), name="list.json")) == [(2, ASHA)]
    assert people(check(json.dumps({"customer": person}), name="list.json")) == [(2, ASHA)]


def test_second_phones_are_columns_that_can_be_taken(check: Check) -> None:
    text = json.dumps(
        [
            {"name": "Asha", "phones": [{"value": "9876543210"}, {"value": "9876543212"}]},
            {"name": "Ravi", "phones": [{"value": "9876543211"}]},
            {"name": "Om", "phones": None},
        ]
    )
    each = ("--each-column", "phones.1.value", "--each-column", "phones.2.value")
    report = check(text, *each, name="list.json")
    assert people(report) == [(2, ASHA), (2, 919876543212), (3, RAVI)]
    assert report["columns"] == ["name", "phones.1.value", "phones.2.value"]
    assert codes(report["problems"]) == ["empty"]


def test_a_list_may_be_nested_in_more_objects_than_have_columns(check: Check) -> None:
    orders = [{"id": at, "items": [{"sku": at}] * 9} for at in range(40)]
    text = json.dumps([A | {"orders": orders, "at": {"city": "Pune"}}, R])
    report = check(text, name="list.json")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert "at.city" in report["columns"]
    assert len(report["columns"]) <= 200
    deep: object = "x"
    for _ in range(9):
        deep = {"in": deep}
    assert people(check(json.dumps([A | {"deep": deep}, R]), name="l.json"))[0] == (2, ASHA)
    wide = A | {"all": {f"k{at}": at for at in range(400)}}
    assert people(check(json.dumps([wide, R]), name="l.json")) == [(2, ASHA), (3, RAVI)]


def test_the_end_of_a_long_list_is_kept_in_words(check: Check) -> None:
    text = json.dumps([A | {"orders": [{"id": at} for at in range(12)]}])
    (row,) = check(text, name="list.json")["good"]
    assert (row["orders.10.id"], row["orders"]) == ("9", "id: 10, id: 11")


def test_a_key_that_has_the_name_of_a_nested_one_loses_nothing(check: Check) -> None:
    text = json.dumps([{"at.phone": "9876543210", "at": {"phone": "02224001234"}}])
    (row,) = check(text, name="list.json")["good"]
    assert (row["number"], row["at.phone (2)"]) == (str(ASHA), "02224001234")


def test_several_numbers_of_one_person_are_several(check: Check) -> None:
    text = json.dumps([R, A | {"phone": ["9876543210", "9876543212"]}])
    report = check(text, name="list.json")
    assert codes(report["problems"]) == ["multiple_numbers"]
    assert report["problems"][0]["row"] == 3
    split = check(text, "--split", name="list.json")
    assert people(split) == [(2, RAVI), (3, ASHA), (3, 919876543212)]


def test_of_several_lists_the_one_with_numbers_is_read(check: Check) -> None:
    text = json.dumps({"products": [{"sku": "A1"}, {"sku": "A2"}], "customers": [A, R]})
    report = check(text, name="list.json")
    assert (people(report), report["sheet"]) == ([(2, ASHA), (3, RAVI)], "customers")
    assert codes(report["warnings"]) == ["other_sheets"]
    assert codes(check(text, "--sheet", "products", name="l.json")["blockers"]) == [
        "no_number_column"
    ]


def test_one_object_is_one_person_whatever_lists_it_holds(check: Check) -> None:
    text = json.dumps(A | {"orders": [{"id": 1}, {"id": 2}]})
    assert people(check(text, name="list.json")) == [(2, ASHA)]


def test_half_a_character_is_never_sent(check: Check) -> None:
    report = check(
        '[{"name":"As\\ud83dha","phone":9876543210},{"name":"\\ud83d\\ude00","phone":9876543211}]',
        name="l.json",
    )
    assert [(row["row"], row["name"]) for row in report["good"]] == [("3", "😀")]
    assert codes(report["problems"]) == ["bad_character"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        pytest.param('[{"name":"Asha",\n"phone":"98', "broken_json", "in line 2", id="cut off"),
        pytest.param("[[" * 100_000, "unreadable_workbook", "could not be read", id="too deep"),
        pytest.param("[]", "not_a_contact_file", "JSON without a list", id="an empty list"),
        pytest.param("{}", "not_a_contact_file", "JSON without a list", id="an empty object"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    check: Check, text: str, code: str, words: str
) -> None:
    report = check(text, name="list.json")
    assert codes(report["blockers"]) == [code]
    assert words in report["said"]


@pytest.mark.parametrize(
    "text",
    [
        "[9876543210, 9876543211]",
        '["+91 98765 43210",\n"98765-43211"]',
        "[9876543210.0,9876543211]",
    ],
)
def test_a_list_of_numbers_alone_has_a_row_for_each(check: Check, text: str) -> None:
    report = check(text, name="contacts.json")
    assert people(report) == [(1, 919876543210), (2, 919876543211)]


def test_a_text_that_begins_with_a_bracket_is_no_list_of_numbers(check: Check) -> None:
    report = check("[12] Name,Mobile\nAsha,9876543210\n", name="contacts.csv")
    assert people(report) == [(2, 919876543210)]
