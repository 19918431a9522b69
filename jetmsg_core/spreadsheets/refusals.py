"""Why a workbook is not read: a code, and what its sentence names."""

from __future__ import annotations

from enum import StrEnum


class WorkbookRefusal(StrEnum):
    """The reasons for which a workbook is not read. `UNREADABLE` also stands for a reader that
    died, since nobody knows what it died of."""

    UNREADABLE = "unreadable_workbook"
    TOO_SLOW = "workbook_too_slow"
    UNPACKS_TOO_LARGE = "workbook_too_large"
    TOO_WIDE = "too_many_columns"
    TOO_FAR = "sheet_too_large"
    TOO_MUCH_TEXT = "too_much_text"
    NOT_NOW = "workbook_not_now"
    NO_SUCH_SHEET = "unknown_sheet"
    NO_TABLE = "web_page"
    NO_LIST = "not_a_contact_file"
    BROKEN_JSON = "broken_json"


class RefusedWorkbookError(Exception):
    """A workbook is not read. `sheet` is the one in question, `where` the cell or row in it; each
    empty where it is the whole file. `sheets` are those among which another can be chosen."""

    def __init__(
        self,
        code: WorkbookRefusal,
        *,
        sheet: str = "",
        where: str = "",
        sheets: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.where = where
        self.sheets = sheets
