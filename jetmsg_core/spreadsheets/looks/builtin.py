"""The formats that a file may name by a number without defining them (ECMA-376, part 1, 18.8.30).

Those that follow the region of whoever looks have their Indian reading here. A file that defines
one of these numbers itself, as Excel does for currencies, is believed.
"""

from __future__ import annotations

GENERAL = "General"

_ACCOUNTING = '_(* #,##0{0}_);_(* (#,##0{0});_(* "-"{1}_);_(@_)'
_MONEY = '_("₹"* #,##0{0}_);_("₹"* (#,##0{0});_("₹"* "-"{1}_);_(@_)'

BUILTIN: dict[int, str] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"₹"#,##0;-"₹"#,##0',
    6: '"₹"#,##0;[Red]-"₹"#,##0',
    7: '"₹"#,##0.00;-"₹"#,##0.00',
    8: '"₹"#,##0.00;[Red]-"₹"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd-mm-yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd-mm-yyyy hh:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: _ACCOUNTING.format("", ""),
    42: _MONEY.format("", ""),
    43: _ACCOUNTING.format(".00", "??"),
    44: _MONEY.format(".00", "??"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}

REGIONAL_DATES = frozenset({14, 22})
REGIONAL_MONEY = frozenset({5, 6, 7, 8, 37, 38, 39, 40, 42, 44})
"""Their look is the region's: its date, its currency, its way to write less than nothing."""
EAST_ASIAN = frozenset({*range(27, 37), *range(50, 59)})
"""Dates in the regions they were made for, and something else in each."""
