"""The codes of what is noticed about a file as a whole. `finding_rules` has all that belongs to
each.

Codes are a public promise (`contacts check --json`): none is ever renamed or taken away.
"""

from __future__ import annotations

from enum import StrEnum


class Effect(StrEnum):
    """The effect that a finding has on a file."""

    BLOCKS = "blocks"
    """Nothing can be sent before the file is another one."""
    ASKS = "asks"
    """Nothing can be sent before a person has answered; the dashboard asks with buttons."""
    WARNS = "warns"
    """It is shown, and may be accepted."""


class FileFindingCode(StrEnum):
    """The kinds of things noticed about a file. Those of a workbook are spelled as `spreadsheets`
    says them."""

    FILE_TOO_LARGE = "file_too_large"
    EMPTY_FILE = "empty_file"
    NOT_A_CONTACT_FILE = "not_a_contact_file"
    WEB_PAGE = "web_page"
    WORKBOOK_NAMED_AS_TEXT = "workbook_named_as_text"
    UNREADABLE_WORKBOOK = "unreadable_workbook"
    PASSWORD_PROTECTED = "password_protected"
    BROKEN_JSON = "broken_json"
    WORKBOOK_TOO_SLOW = "workbook_too_slow"
    WORKBOOK_NOT_NOW = "workbook_not_now"
    WORKBOOK_TOO_LARGE = "workbook_too_large"
    SHEET_TOO_LARGE = "sheet_too_large"
    TOO_MUCH_TEXT = "too_much_text"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    UNCLOSED_QUOTE = "unclosed_quote"
    CELL_TOO_LONG = "cell_too_long"
    CELLS_BEYOND_HEADER = "cells_beyond_header"
    NO_CONTACTS = "no_contacts"
    NO_NUMBER_COLUMN = "no_number_column"
    ASK_HEADER_ROW = "ask_header_row"
    ASK_NUMBER_COLUMN = "ask_number_column"
    MOSTLY_FOREIGN = "mostly_foreign"
    NUL_CHARACTERS = "nul_characters"
    EXCEL_ERRORS = "excel_errors"
    HIDDEN_ROWS = "hidden_rows"
    FORMATS_IGNORED = "formats_ignored"
    NESTED_VALUES = "nested_values"
    HIDDEN_COLUMNS = "hidden_columns"
    FORMULAS_WITHOUT_RESULTS = "formulas_without_results"
    DATES_REWRITTEN = "dates_rewritten"
    LOOK_NOT_SHOWN = "look_not_shown"
    LOOK_DISPUTED = "look_disputed"
    LOOK_INDIAN = "look_indian"
    LOOK_SHORTENED = "look_shortened"
    LOOKS_UNKNOWN = "looks_unknown"
    DIGITS_LOST = "digits_lost"
    UNREADABLE_DURATIONS = "unreadable_durations"
    OTHER_SHEETS = "other_sheets"
    SHEETS_JOINED = "sheets_joined"
    SHEETS_WITHOUT_NUMBERS = "sheets_without_numbers"
    SHEETS_DIFFER = "sheets_differ"
    TITLE_ROWS = "title_rows"
    HEADER_GUESSED = "header_guessed"
    CONTACTS_ABOVE_HEADER = "contacts_above_header"
    DUPLICATE_HEADERS = "duplicate_headers"
    ROWS_IN_ONE_CELL = "rows_in_one_cell"
    SHORT_ROWS = "short_rows"
    LONG_ROWS = "long_rows"
    OPEN_QUOTES = "open_quotes"
    RIVAL_NUMBER_COLUMNS = "rival_number_columns"
    MORE_NUMBERS = "more_numbers"
    NUMBERS_ELSEWHERE = "numbers_elsewhere"
    COUNTRY_COLUMN = "country_column"
    CELLS_SPLIT = "cells_split"
    CORRECTION_NOT_USED = "correction_not_used"
    NUMBER_FROM_OTHER_COLUMN = "number_from_other_column"
    ROW_FOR_EACH_COLUMN = "row_for_each_column"
    DECLINED = "declined"
    DECLINED_KEPT = "declined_kept"
    CONSENT_UNCLEAR = "consent_unclear"
    CONSENT_NOT_CALCULATED = "consent_not_calculated"
    JOINED_HEADER_ROWS = "joined_header_rows"
