"""What cells show where a formula went wrong, whoever calculated it: Excel, LibreOffice (`Err:502`)
or Google Sheets (`#ERROR!`). Pure."""

from __future__ import annotations

NAMED_ERRORS = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#ERROR!"),
    *("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"),
    *("#PYTHON!", "#TIMEOUT!", "#EXTERNAL!", "#GETTING_DATA"),
)
ERROR_VALUES = (*NAMED_ERRORS, *(f"Err:{code}" for code in range(500, 541)))
"""As the programs spell them."""
