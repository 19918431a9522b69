"""How the errors of cells are shown, by the codes that .xls and .xlsb have for them. Pure.

Source: MS-XLS, 2.5.10; MS-XLSB, 2.5.97.2.
"""

from __future__ import annotations

SHOWN_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
