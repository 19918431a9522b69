"""The rules of what stands where, which no contract of `test_contracts` can say; and of each, that
breaking it is seen. `test_purity` breaks that of what says *Pure*."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import number_rules
import permission_rules
import purity_rules
import pytest
import source_rules as rules
from source_tree import SOURCES, SourceTree, planted, read_tree

UNSAFE = "import streamlit as st\n\nst.markdown('<b>', unsafe_allow_html=True)\n"

Rule = Callable[[SourceTree], list[str]]
RULES: tuple[Rule, ...] = (
    purity_rules.impurities,
    rules.statements_outside_the_store,
    rules.reaches_past_services,
    rules.imported_pages,
    rules.pages_in_no_menu,
    rules.strangers,
    rules.other_ways_out,
    rules.code_carriers,
    rules.cycles,
    rules.too_long,
    rules.full_folders,
    rules.unsafe_html,
    rules.unnamed_data,
    rules.empty_names,
    rules.loads_past_people,
    number_rules.hand_made_numbers,
    permission_rules.without_permission,
    permission_rules.without_record,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule, tree: SourceTree) -> None:
    broken = rule(tree)
    assert not broken, "\n".join(broken)


def test_no_folder_of_tests_is_full(tests_tree: SourceTree) -> None:
    full = rules.full_folders(tests_tree)
    assert not full, "\n".join(full)


def test_the_variables_of_tests_say_what_they_hold(tests_tree: SourceTree) -> None:
    empty = rules.empty_names(tests_tree)
    assert not empty, "\n".join(empty)


@pytest.mark.parametrize(
    ("rule", "files", "expected"),
    [
        pytest.param(
            rules.statements_outside_the_store,
            planted("SQL = 'SELECT number FROM recipients'\n"),
            "SELECT number",
            id="SQL in capitals",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("def go(a):\n    return f'select {a} ' + 'from recipients where seq = 1'\n"),
            "select ?",
            id="SQL put together",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("SQL = 'Insert Or Ignore Into results values (1)'\n", "pages/planted.py"),
            "pages.planted",
            id="SQL on a page",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("SQL = 'update chunks set state = 1'\n", "app.py"),
            "update chunks",
            id="SQL in app.py",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("def go(db, words):\n    db.conn.execute(words)\n"),
            "execute()",
            id="SQL that comes from elsewhere",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            {
                "jetmsg_core/messages/planted.py": "from jetmsg_core.between import START\n"
                "from jetmsg_core import between\n"
                "def go():\n    return f'{START} {between.END}'\n",
                "jetmsg_core/between.py": "START, END = 'select number', 'from recipients'\n",
            },
            "messages.planted holds SQL: 'select number from recipients'",
            id="SQL in pieces of another module",
        ),
        *(
            pytest.param(
                rules.statements_outside_the_store,
                planted(source),
                "holds SQL",
                id=f"SQL over several names: {source}",
            )
            for source in (
                "START = 'select number'\ndef go(a):\n    return f'{START} from {a}'\n",
                "START = 'delete'\nEND = ' from recipients '\ndef go():\n    return START + END\n",
                "def go():\n    a = 'select b'\n    a += ' from c'\n    return a\n",
                "def go():\n    a = ['select b']\n    a.append('from c')\n    return ' '.join(a)\n",
                "def go():\n    a = ('select b', 'from c')\n    return ' '.join(a)\n",
                "A = {1: 'select b ', 2: 'from c'}\nB = A[1] + A[2]\n",
                "def go(a):\n    return 'select %s' % end(a)\ndef end(a): return f'b from {a}'\n",
                "def go():\n    a = 'select b'\n    return '{} {}'.format(a, 'from c')\n",
                "class A:\n    a = 'select b '\n    def go(self): return self.a + 'from c'\n",
                "A = b'select b '\nB = A + b'from c'\n",
                "def go(a):\n    return a + ' from recipients where seq = 1'\n",
                "def go(a, b):\n    return f'where {a} = {b}'\n",
                "def go(a):\n    return f'{a} order by seq'\n",
            )
        ),
        *(
            pytest.param(
                rules.statements_outside_the_store,
                planted(f"def go(a, b, db):\n    {line}\n"),
                expected,
                id=f"SQL: {line}",
            )
            for line, expected in (
                ("return f'update {a} set name = 1'", "update ? set"),
                ("return 'update \"chunks\" set name = 1'", 'update "chunks" set'),
                ("return ' '.join(['select', a, 'from chunks'])", "select ? from"),
                ("return 'select ' + ', '.join((a, b)) + ' from chunks'", "select ?, ? from"),
                ("return 'vacuum into ?'", "vacuum into"),
                ("return 'VACUUM'", "VACUUM"),
                ("return 'attach database ? as other'", "attach database"),
                ("return f\"attach '{a}' as other\"", "attach '"),
                ("return 'with a(n) as (select 1) values (2)'", "with a(n)"),
                ("return list(db.query(a))", "query()"),
                ("return db['chunks'].rows_where(a)", "rows_where()"),
                ("return db['chunks'].upsert({})", "upsert()"),
                ("return map(db.conn.execute, a)", "execute()"),
                ("return getattr(db, 'executescript')(a)", "executescript()"),
            )
        ),
        pytest.param(
            rules.reaches_past_services,
            planted("from jetmsg_core.store.database import open_database\n", "app.py"),
            "jetmsg_core.store.database.open_database",
            id="app.py with the store",
        ),
        pytest.param(
            rules.reaches_past_services,
            planted("import sqlite3\n", "app.py"),
            "sqlite3",
            id="app.py with sqlite3",
        ),
        *(
            pytest.param(
                rules.reaches_past_services,
                planted(f"import {name}\n", "app.py"),
                name,
                id=f"app.py with {name}",
            )
            for name in ("http.client", "jetmsg_core.worker", "tests.fixtures")
        ),
        pytest.param(
            rules.imported_pages,
            planted("from pages import compose\n", "pages/parts/draft/planted.py"),
            "pages.compose",
            id="a part with a page",
        ),
        pytest.param(
            rules.imported_pages,
            planted("from pages.contacts import SOURCES\n", "pages/planted.py"),
            "pages.contacts",
            id="a page with a page",
        ),
        *(
            pytest.param(
                rules.other_ways_out, planted(f"{line}\n", path), expected, id=f"{line}: {path}"
            )
            for line, path, expected in (
                ("import urllib.request", "jetmsg_core/lists/planted.py", "urllib.request"),
                ("from urllib import request", "jetmsg_core/otp/planted.py", "urllib.request"),
                (
                    "from urllib.request import urlopen",
                    "pages/planted.py",
                    "urllib.request.urlopen",
                ),
                ("import urllib", "jetmsg_core/gateway/planted.py", "urllib"),
                ("import smtplib", "jetmsg_core/reports/planted.py", "smtplib"),
                ("import socket", "jetmsg_core/store/planted.py", "socket"),
                ("import socket", "jetmsg_core/gateway/posters/planted.py", "socket"),
                ("import ssl", "jetmsg_core/gateway/posters/poster.py", "ssl"),
                ("def go():\n    import ftplib", "scripts/planted.py", "ftplib"),
            )
        ),
        pytest.param(
            rules.code_carriers,
            planted("from importlib import import_module\n", "jetmsg_core/lists/planted.py"),
            "importlib.import_module",
            id="an import by a text",
        ),
        pytest.param(
            rules.code_carriers, planted("import pickle\n"), "pickle", id="pickle in the core"
        ),
        pytest.param(
            rules.code_carriers,
            planted("from marshal import loads\n", "pages/parts/page/planted.py"),
            "marshal.loads",
            id="marshal on a page",
        ),
        pytest.param(
            rules.code_carriers, planted("def go(a):\n    return eval(a)\n"), "eval()", id="eval"
        ),
        pytest.param(
            rules.cycles,
            {
                "jetmsg_core/one.py": "from jetmsg_core import other\n",
                "jetmsg_core/other.py": "from jetmsg_core.one import here\n",
            },
            "jetmsg_core.one → jetmsg_core.other → jetmsg_core.one",
            id="two modules in a circle",
        ),
        pytest.param(
            rules.cycles,
            {
                "jetmsg_core/above.py": "from jetmsg_core import one\n",
                "jetmsg_core/one.py": "from jetmsg_core import two\n",
                "jetmsg_core/two.py": "from jetmsg_core import three\n",
                "jetmsg_core/three.py": "from jetmsg_core import one\n",
            },
            "jetmsg_core.one → jetmsg_core.two → jetmsg_core.three → jetmsg_core.one",
            id="a circle with one above it",
        ),
        pytest.param(
            rules.pages_in_no_menu,
            planted("", "pages/planted.py"),
            "pages/menu.py names no page 'planted'",
            id="a page that is in no menu",
        ),
        *(
            pytest.param(rules.strangers, planted("", path), path, id=f"a stranger: {path}")
            for path in ("utils.py", "pages/zz/planted.py", "scripts/zz/a.py", "lib/planted.py")
        ),
        pytest.param(
            rules.too_long, planted("x = 1\n" * 301), "301 lines", id="a module of 301 lines"
        ),
        pytest.param(
            rules.too_long,
            planted("x = 1\n" * 81, "pages/planted.py"),
            "81 lines",
            id="a page",
        ),
        pytest.param(
            rules.full_folders,
            {f"jetmsg_core/messages/new/word_{number}.py": "" for number in range(16)},
            "jetmsg_core/messages/new holds 16 modules",
            id="a folder of 16 modules",
        ),
        pytest.param(
            rules.unsafe_html, planted(UNSAFE, "pages/planted.py"), "HTML", id="HTML of our own"
        ),
        pytest.param(
            rules.unnamed_data,
            planted("st.table(rows, border='horizontal')\n", "pages/planted.py"),
            "line 1 draws table() without alt=",
            id="a table without a name",
        ),
        pytest.param(
            rules.loads_past_people,
            planted(
                "from jetmsg_core import settings as read\n\ndef go():\n    return read.load()\n",
                "jetmsg_core/cli/planted.py",
            ),
            "jetmsg_core.cli.planted line 4",
            id="settings without what people changed",
        ),
        *(
            pytest.param(
                permission_rules.without_permission,
                {
                    "jetmsg_core/lists/planted.py": f"{imports}\n\n\ndef go(db):\n    {deed}\n",
                    **planted(
                        "from jetmsg_core.lists import planted\n\nplanted.go(1)\n",
                        "pages/parts/list/planting.py",
                    ),
                },
                "jetmsg_core/lists/planted.py, line 4: 'go' changes something",
                id=f"a service that asks nobody: {deed}",
            )
            for imports, deed in (
                ("from jetmsg_core.store.saved import lists", "lists.delete(db, 1)"),
                ("from jetmsg_core.store.saved import lists as kept", "with db: kept.delete(db)"),
                ("from jetmsg_core.lists.open_blocks import OpenBlocks", "OpenBlocks(db).write(1)"),
                ("from jetmsg_core.files.tables import file_of", "return file_of(db)"),
                ("from jetmsg_core.gateway.client import prepare", "return prepare(db, 1)"),
            )
        ),
        pytest.param(
            permission_rules.without_record,
            {
                "jetmsg_core/lists/planted.py": "from jetmsg_core.acting import Permission, "
                "requires\nfrom jetmsg_core.store.saved import lists\n\n\n"
                "@requires(Permission.PREPARE)\ndef go(db):\n    lists.delete(db, 1)\n",
            },
            "jetmsg_core/lists/planted.py, line 6: 'go' changes something, and nothing of it",
            id="a service that tells the audit nothing",
        ),
        pytest.param(
            permission_rules.without_record,
            {
                "jetmsg_core/campaigns/sending/planted.py": "from jetmsg_core.store.ledger import "
                "transitions\n\n\ndef go(db, now):\n    transitions.finish_completed(db, 1, now)\n",
            },
            "planted.py, line 4: 'go' changes the state of a campaign",
            id="a state of a campaign that the audit does not hear of",
        ),
        pytest.param(
            permission_rules.without_record,
            {
                "jetmsg_core/mappings.py": "from jetmsg_core.acting import Permission, requires"
                "\n\n\n@requires(Permission.PREPARE)\ndef remember(db):\n    return db\n",
            },
            "'remember' is in NOT_TOLD, and tells the audit or changes nothing",
            id="a reason to tell nothing that is none",
        ),
        *(
            pytest.param(
                number_rules.hand_made_numbers,
                planted(f"def go(count, at, st):\n    return {line}\n"),
                f"messages/planted.py, line 2 {what}",
                id=f"a number by hand: {line}",
            )
            for line, what in (
                ("f'{count:,} people'", "has the form ','"),
                ("f'{count:,.1f} a second'", "has the form ',.1f'"),
                ("'{count:,} people'", "has the form '{count:,}'"),
                ("f'{count:.1%}'", "has the form '.1%'"),
                ("f'{at:%d %b}'", "has the form '%d %b'"),
                ("at.strftime('%d %b')", "uses strftime"),
                ("format(count, ',')", "calls format()"),
                ("st.NumberColumn(format='localized')", "has the form 'localized'"),
            )
        ),
        *(
            pytest.param(
                rules.empty_names,
                planted(f"def go(rows):\n    {line}\n"),
                f"messages/planted.py, line 2: {name!r} tells nothing",
                id=f"an empty name: {line}",
            )
            for line, name in (
                ("found = rows[0]", "found"),
                ("return [one for one in rows]", "one"),
                ("return map(lambda place: place, rows)", "place"),
                ("if known := rows: return known", "known"),
                ("for thing, _ in rows: pass", "thing"),
                ("with rows as (_, it): pass", "it"),
            )
        ),
    ],
)
def test_a_broken_rule_is_said(
    rule: Rule, files: dict[str, str], expected: str, tree: SourceTree
) -> None:
    broken = rule(tree.with_files(files))
    assert broken
    assert any(expected in sentence for sentence in broken), broken


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Select all of them, or take some from another list.", id="a sentence"),
        pytest.param("Update the list, then set a name.", id="update and set"),
        pytest.param("Attach the file as it is, with a name as (below).", id="attach and with"),
        pytest.param("Save it where you like, in order of names, from A on.", id="where and order"),
    ],
)
def test_sentences_are_no_sql(words: str, tree: SourceTree) -> None:
    files = planted(f"WORDS = {words!r}\n", "pages/planted.py")
    assert not rules.statements_outside_the_store(tree.with_files(files))


def test_texts_of_other_functions_are_no_sql(tree: SourceTree) -> None:
    files = planted(
        "def one():\n    words = 'select all '\n    return words\n"
        "def other(words):\n    return words + 'from recipients'\n"
    )
    assert not rules.statements_outside_the_store(tree.with_files(files))


def test_the_query_of_an_address_is_no_sql(tree: SourceTree) -> None:
    files = planted("def go(body):\n    return body.query()\n")
    assert not rules.statements_outside_the_store(tree.with_files(files))


def test_a_field_may_be_called_by_what_its_class_shows(tree: SourceTree) -> None:
    files = planted("class Sheet:\n    shown: str\n\ndef go(a):\n    return a.found\n")
    assert not rules.empty_names(tree.with_files(files))


def test_the_store_may_hold_sql(tree: SourceTree) -> None:
    files = planted("SQL = 'select 1 from chunks'\n", "jetmsg_core/store/planted.py")
    assert not rules.statements_outside_the_store(tree.with_files(files))


def test_only_the_circle_is_named(tree: SourceTree) -> None:
    files = {
        "jetmsg_core/above.py": "from jetmsg_core import one\n",
        "jetmsg_core/one.py": "from jetmsg_core import two\n",
        "jetmsg_core/two.py": "from jetmsg_core import below, one\n",
        "jetmsg_core/below.py": "",
    }
    (sentence,) = rules.cycles(tree.with_files(files))
    assert "above" not in sentence
    assert "below" not in sentence


def test_a_tree_is_read_with_what_nobody_foresaw(tmp_path: Path) -> None:
    for name in ("app.py", "utils.py", "pages/zz/a.py", "lib/b.py", "tests/c.py", ".venv/d.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert set(read_tree(tmp_path).modules) == {"app", "utils", "pages.zz.a", "lib.b"}


def test_every_rule_is_looked_at_in_every_source(tree: SourceTree) -> None:
    there = {module.path.parts[0] for module in tree}
    assert there >= set(SOURCES)
