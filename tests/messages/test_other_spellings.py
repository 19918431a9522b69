"""Placeholders as other tools spell them: which are found, and which texts are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.messages.spellings.find import Spelling, respell, spellings

COLUMNS = ("First Name", "name", "city", "Amount", "Order No", "OTP", "नाम", "Diwali", "500", "a")


def spellings_in(body: str, columns: tuple[str, ...] = COLUMNS) -> dict[str, Spelling]:
    return {spelling.text: spelling for spelling in spellings(body, columns)}


@pytest.mark.parametrize(
    "spelling",
    [
        *("{name}", "{ Name }", "{{name}", "{name}}", "{{{name}}}", "{{{name}}"),
        *("{{name}}}", "{%name%}", "{% name %}", "{#name#}", "{$name}", "{!name}"),
        *("${name}", "#{name}", "@{name}", "{[name]}", "[{name}]", "{Contact.Name}"),
        *("{name:friend}", "##name##", "#name#", "%%name%%", "%name%", "%%=name=%%"),
        *("<name>", "<<name>>", "<< Name >>", "«name»", "‹name›", "&lt;name&gt;"),
        *("&lt;&lt;name&gt;&gt;", "<%name%>", "<%= name %>", "[name]", "[[name]]"),
        *("[%name%]", "[$name$]", "[@name]", "((name))", "$name", "$name$", "$$name$$"),
        *("$[name]", "$(name)", "@name", "@name@", "^name^", "__name__", "｛name｝"),
        *("【name】", "&laquo;name&raquo;", "*|NAME|*", "|name|", "||name||"),
        *("{name|friend}", "$[NAME|customer|]$"),
        *("{?name}", "<?=name?>", "<? name ?>", "name}", "name}}", "{name,fallback}"),
        *("{name?}", "{name;Friend}", "%[name]%", "[[name]", "##name#", "%name%%", "[name]]"),
        *("[name,fallback=x]", "[name, fallback=x]", "{name, friend}", "{name of shop}"),
        *("{{name,friend}", "[{name}]", "#[name]#", "{'name'}", '{"name"}'),
    ],
)
def test_every_tools_spelling_of_a_column_is_found_and_can_be_changed(spelling: str) -> None:
    body = f"Dear {spelling}, your order is ready."
    assert spellings_in(body) == {spelling: Spelling(spelling, "name", sure=True, exact=True)}
    assert respell(body, COLUMNS, [spelling]) == "Dear {{name}}, your order is ready."


@pytest.mark.parametrize(
    ("spelling", "column"),
    [
        pytest.param("{first_name}", "First Name", id="an underscore"),
        pytest.param("##FIRSTNAME##", "First Name", id="capitals, no space"),
        pytest.param("[First-Name]", "First Name", id="a hyphen"),
        pytest.param("$First Name", "First Name", id="two words behind a sign"),
        pytest.param("@order_no", "Order No", id="the longest name, not the shortest"),
        pytest.param("@OTP@", "OTP", id="a code, where a column has it"),
        pytest.param("{नाम}", "नाम", id="in Hindi"),
        pytest.param("@नाम", "नाम", id="in Hindi behind a sign"),
        pytest.param("{500}", "500", id="a number in braces"),
        pytest.param("{a}", "a", id="one letter in braces"),
    ],
)
def test_names_are_compared_as_headers_are(spelling: str, column: str) -> None:
    assert spellings_in(f"Hi {spelling}!") == {spelling: Spelling(spelling, column, True, True)}


@pytest.mark.parametrize(
    ("spelling", "column"),
    [
        pytest.param("*|FNAME|*", "name", id="Mailchimp"),
        pytest.param("{fname}", "name", id="a short form"),
        pytest.param("{Customer Name}", "name", id="a longer form"),
        pytest.param("##YOURNAME##", "name", id="a longer form in one word"),
        pytest.param("{Nmae}", "name", id="letters changed places"),
        pytest.param("%%Ammount%%", "Amount", id="a letter too many"),
        pytest.param("<<Frist Name>>", "First Name", id="a slip"),
        pytest.param("{Last Name}", "name", id="another part of the name"),
        pytest.param("{Nmae,friend}", "name", id="with a default"),
    ],
)
def test_firm_marks_around_a_name_near_a_column_are_sure(spelling: str, column: str) -> None:
    body = f"Hi {spelling} there"
    assert spellings_in(body) == {spelling: Spelling(spelling, column, sure=True, exact=False)}
    assert respell(body, COLUMNS, [spelling]) == f"Hi {{{{{column}}}}} there"


@pytest.mark.parametrize("marks", ["*| |*", "## ##", "<%= %>", "{% %}", "%% %%", "<< >>", "[{ }]"])
@pytest.mark.parametrize("gap", ["", " "])
def test_firm_marks_that_stayed_around_our_own_placeholder_are_sure(marks: str, gap: str) -> None:
    left, right = marks.split()
    gap = " " if left.endswith("{") else gap
    spelling = f"{left}{gap}{{{{Name}}}}{gap}{right}"
    assert spellings_in(f"Hi {spelling}!") == {spelling: Spelling(spelling, "name", True, True)}
    assert respell(f"Hi {spelling}!", COLUMNS, [spelling]) == "Hi {{name}}!"


def test_a_list_of_columns_is_changed_to_all_of_them() -> None:
    (spelling,) = spellings_in("To [Name, City].").values()
    assert spelling == Spelling("[Name, City]", "name", True, True, ("city",))
    assert respell("To [Name, City].", COLUMNS, [spelling.text]) == "To {{name}}, {{city}}."
    assert not spellings_in("To (name, city)")


@pytest.mark.parametrize("text", ["<< Big Sale >>", "{Moble}", "<<Big Name Sale Now On>>", "{1}"])
def test_no_column_is_guessed_that_is_not_near(text: str) -> None:
    (spelling,) = spellings_in(text, ("Mobile", "Phone No", "Named", "1st")).values()
    assert (spelling.column, spelling.sure) == (None, False)


@pytest.mark.parametrize(
    "body",
    [
        "Dear {{name}}, {{ First Name }}",
        "Reply Name: ____ City: ____ Amount: __ name __",
        *("₹500|city|Mall", "|city|Mall|name|", "name | city | Amount |", "a|name|b"),
        *("*{{name}}* _{{city}}_ ({{Amount}}) #{{OTP}} ${{Amount}} {{Amount}}%", "@{{name}}."),
        *("| {{name}} | {{city}} |", "\"{{name}}\" '{{city}}'", "[see [here]] ((x)) :} =}"),
        *("@nameless @CityMall $USD @jetname @order_now", "a@FirstName.com b@yourcity.in"),
        "[Rate] [Note] [Order Here] [First]",
        *("Write to shop@name.com or a.b@city.co.in", "Follow @jetmsg and @nameless"),
        *("Only $500, 50% off, ticket #1, no. 500", "$500 at #500, 5:500"),
        *("[Terms apply] <3 *bold* _name_ *name* ~city~", "Pune | City | Mall, city/name"),
        *("Open 10:city-wide", "20% off, city 50% back", "a{}b { }"),
        *("name city Amount", "the \"name\" of the 'city'", "A: b, (see below) :-} { :)"),
    ],
)
def test_ordinary_texts_are_left_alone(body: str) -> None:
    assert spellings_in(body) == {}
    assert respell(body, COLUMNS, [body]) == body


@pytest.mark.parametrize(
    ("spelling", "column", "exact"),
    [
        pytest.param("(name)", "name", True, id="ordinary brackets"),
        pytest.param("#Diwali", "Diwali", True, id="a hashtag"),
        pytest.param(":city", "city", True, id="a colon"),
        pytest.param("@city.Pune", None, True, id="perhaps a domain"),
        pytest.param("{zebra}", None, False, id="nothing near"),
        pytest.param("*|MERGE1|*", None, False, id="another tool's, nothing near"),
        pytest.param("{1}", None, False, id="a number"),
        pytest.param("[frist name]", "First Name", False, id="a slip"),
        pytest.param("<customer name>", "name", False, id="a longer name"),
        pytest.param("[Nmae]", "name", False, id="letters changed places"),
        pytest.param("<Nmae>", "name", False, id="in other marks"),
        pytest.param("%Nmae%", "name", False, id="between signs"),
        pytest.param("$CustomerName", "name", False, id="longer, behind a sign"),
        pytest.param("@YourCity", "city", False, id="longer, behind another sign"),
        pytest.param("（name）", "name", True, id="wide brackets"),
        pytest.param("{shop city}", "city", False, id="among other words"),
        pytest.param("{Town}", None, False, id="nothing like it"),
        pytest.param("{var1}", None, False, id="a variable with a number"),
        pytest.param("[city, Pune 411001]", "city", True, id="an aside"),
        *(
            pytest.param(text, "name", True, id=text)
            for text in ("##{{name}}", "*|{{name}}", "{{name}}|*", "{{name}}%%", "%{{name}}%%")
        ),
        pytest.param("[city: Pune 411001]", "city", True, id="an aside behind a colon"),
        pytest.param("[name of shop]", "name", True, id="words go on"),
        *(
            pytest.param(f"{left}{{{{name}}}}{right}", "name", True, id=f"ours in {left}{right}")
            for left, right in (("[", "]"), ("%", "%"), ("<", ">"), ("#", "#"), ("«", "»"))
        ),
    ],
)
def test_what_may_be_meant_is_pointed_out_and_stops_nobody(
    spelling: str, column: str | None, exact: bool
) -> None:
    (only,) = spellings_in(f"Hi {spelling} there").values()
    assert not only.sure
    assert only.exact is exact
    assert only.text == spelling.removesuffix(".Pune")
    assert column is None or only.column == column


def test_a_handle_right_behind_a_word_is_only_pointed_out() -> None:
    assert spellings_in("Pay to shop@city today") == {
        "@city": Spelling("@city", "city", False, True)
    }
    assert spellings_in("Pay to shop@city.in today") == {}


def test_ordinary_brackets_are_meant_where_the_column_is_filled_elsewhere() -> None:
    assert spellings_in("Your password (OTP) is {{otp}} #Diwali {{diwali}}") == {}
    assert list(spellings_in("Your password (OTP) is [OTP]")) == ["(OTP)", "[OTP]"]
    assert list(spellings_in("{{otp}} and [OTP]")) == ["[OTP]"]


def test_a_handle_in_a_link_is_only_pointed_out() -> None:
    assert not spellings_in("See example.com/@city")["@city"].sure


@pytest.mark.parametrize("spelling", ["{var}", "{#var}", "##var##", "#var#", "[var]", "{numeric}"])
def test_what_dlt_leaves_to_be_filled_is_sure_without_a_column(spelling: str) -> None:
    assert spellings_in(f"Dear {spelling},") == {spelling: Spelling(spelling, None, True, False)}
    assert spellings_in("Dear {{var}}, 5#var") == {}


def test_a_column_of_that_name_fills_even_what_dlt_calls_so() -> None:
    assert spellings_in("{url}", ("url",)) == {"{url}": Spelling("{url}", "url", True, True)}


def test_two_signs_of_money_are_two_names() -> None:
    assert list(spellings_in("$name$city")) == ["$name", "$city"]
    assert list(spellings_in("$name$ $city$")) == ["$name$", "$city$"]


@pytest.mark.parametrize(
    "spelling", ["*|name}}", "$name}", "{{ name", "{name", "${name", "##name", "[[name", "*|NAME"]
)
def test_marks_that_were_not_closed_are_a_slip(spelling: str) -> None:
    body = f"Dear {spelling}, hi"
    assert spellings_in(body) == {spelling: Spelling(spelling, "name", sure=True, exact=True)}
    assert respell(body, COLUMNS, [spelling]) == "Dear {{name}}, hi"


@pytest.mark.parametrize("spelling", ["[name", "<name", "%name"])
def test_half_of_an_ordinary_pair_is_only_pointed_out(spelling: str) -> None:
    assert spellings_in(f"Dear {spelling}, 50%Amount") == {
        spelling: Spelling(spelling, "name", sure=False, exact=True)
    }


def test_only_the_spellings_that_are_asked_for_are_changed() -> None:
    body = "{name} [city] {{Amount}} {name} {zebra}"
    assert respell(body, COLUMNS, ["{name}"]) == "{{name}} [city] {{Amount}} {{name}} {zebra}"
    every = [spelling.text for spelling in spellings(body, COLUMNS)]
    assert respell(body, COLUMNS, every) == "{{name}} {{city}} {{Amount}} {{name}} {zebra}"


@given(st.text(alphabet="{}[]()<>#%$@*|. nameity\n", max_size=60))
def test_a_changed_text_has_none_of_them_left(body: str) -> None:
    every = [left for left in spellings(body, COLUMNS) if left.column]
    for spelling in every:
        assert spelling.text in body
    assert respell(body, COLUMNS, []) == body
