"""One table of all that belongs to the codes of findings about a file.

Sentences may be reworded. In one, `{row}` is the row of the finding as seen in Excel; whoever finds
it gives the other fields.
"""

from __future__ import annotations

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.consent_rules import CONSENT_FINDINGS
from jetmsg_core.contacts.findings.finding_rule import FindingRule, blocks, warns
from jetmsg_core.contacts.findings.question_rules import QUESTIONS

_SAVE_AS_CSV = (
    "Open it in Excel, save the sheet with the contacts as CSV UTF-8, and upload that file."
)
_DIVIDED = "A {sign} inside a cell divides it, and the cells after it move to the next column."
_QUOTES_ADVICE = 'Put quotes (") round cells that hold a {sign}, or save the sheet as .xlsx'
_FAR = "The sheet '{sheet}' has something in {where}, far from the rest"
_DELETE = "Delete the rows and columns that are not needed, save it, and upload it again."


FINDINGS: dict[FileFindingCode, FindingRule] = {
    FileFindingCode.FILE_TOO_LARGE: blocks(
        "The file has more than {megabytes} MB, which is the most that is read at once. Split it "
        "into smaller files, or ask your administrator to raise the limit."
    ),
    FileFindingCode.EMPTY_FILE: blocks("The file is empty. Choose the file with your contacts."),
    FileFindingCode.NOT_A_CONTACT_FILE: blocks("This is {kind}, not a list of contacts. {advice}."),
    FileFindingCode.WEB_PAGE: blocks(
        "This is a web page without a table of contacts, though it may open in Excel. If you see "
        "the list there, save it as an Excel workbook (.xlsx) and upload that."
    ),
    FileFindingCode.WORKBOOK_NAMED_AS_TEXT: blocks(
        "This is an Excel or OpenDocument workbook though its name ends in {extension}. Rename it "
        "to .xlsx (or .xls, .ods), or save it as CSV UTF-8, and upload it again."
    ),
    FileFindingCode.UNREADABLE_WORKBOOK: blocks(
        "This workbook could not be read: it may be damaged, protected by a password, or too large "
        f"for the memory. {_SAVE_AS_CSV}"
    ),
    FileFindingCode.PASSWORD_PROTECTED: blocks(
        "This workbook is protected by a password. Open it in Excel, choose File > Info > Protect "
        "Workbook > Encrypt with Password, empty the password, save it, and upload it again."
    ),
    FileFindingCode.BROKEN_JSON: blocks(
        "This JSON file is cut off or damaged in {where}. Export it again and upload it, or ask "
        "for the list as a CSV file."
    ),
    FileFindingCode.WORKBOOK_TOO_SLOW: blocks(
        f"This workbook takes too long to read. {_SAVE_AS_CSV}"
    ),
    FileFindingCode.WORKBOOK_NOT_NOW: blocks(
        "The workbook cannot be read just now: this computer is too busy. Try again in a minute, "
        "or save the sheet as CSV UTF-8 and upload that."
    ),
    FileFindingCode.WORKBOOK_TOO_LARGE: blocks(
        "Unpacked, this workbook takes more than {unpacked} MB. Save the one sheet that is "
        "needed as CSV UTF-8 and upload that, or ask your administrator to raise the limit."
    ),
    FileFindingCode.SHEET_TOO_LARGE: blocks(f"{_FAR}, and would not fit into memory. {_DELETE}"),
    FileFindingCode.TOO_MUCH_TEXT: blocks(
        "The cells of this workbook hold more than {millions} million characters, which is the "
        "most that is read at once. Delete the columns that are not needed, or ask your "
        "administrator to raise the limit."
    ),
    FileFindingCode.TOO_MANY_ROWS: blocks(
        "The file has {row_count} rows with something in them; at most {most} are read at "
        "once. Split it into smaller files, or ask your administrator to raise the limit."
    ),
    FileFindingCode.TOO_MANY_COLUMNS: blocks(
        "The file has {column_count} columns; at most {most} are read. Remove the ones no "
        "message needs, or ask your administrator to raise the limit. If it should have fewer, "
        "choose what separates the columns.",
        of_a_sheet=f"{_FAR} (at most {{most}} columns are read). {_DELETE}",
    ),
    FileFindingCode.UNCLOSED_QUOTE: blocks(
        'A quote (") opened in row {row} is never closed, so the rows after it run together. '
        "Remove the quote or close it, and upload the file again."
    ),
    FileFindingCode.CELL_TOO_LONG: blocks(
        "Row {row} holds a cell of more than 131,072 characters. Shorten it, and upload the file "
        "again."
    ),
    FileFindingCode.CELLS_BEYOND_HEADER: blocks(
        "Most rows have more cells than {names}: {count} of {row_count}. "
        f"{_DIVIDED} {_QUOTES_ADVICE}; or give every column a name. Then upload it again."
    ),
    FileFindingCode.NO_CONTACTS: blocks("There is no row below the column names to send to."),
    FileFindingCode.NO_NUMBER_COLUMN: blocks(
        "No column with mobile numbers was found. Choose the column, or check that this is the "
        "right file.",
        answer="Name it with --column NAME.",
    ),
    **QUESTIONS,
    FileFindingCode.NUL_CHARACTERS: warns(
        "The file had NUL characters, which mean nothing in a text. They were removed."
    ),
    FileFindingCode.EXCEL_ERRORS: warns(
        "Cells that show an Excel error, such as {example}: {count}. If the message uses such a "
        "cell, its person is left out or reads the default. Correct the formulas, and upload the "
        "file again."
    ),
    FileFindingCode.HIDDEN_ROWS: warns(
        "Rows hidden in Excel, perhaps by a filter: {count}. They were read like the others; "
        "delete them if they should get no message."
    ),
    FileFindingCode.FORMATS_IGNORED: warns(
        "Numbers that Excel shows in a format, such as 15% or ₹1,500: {count}. A message shows "
        "them as they are stored, such as {example}. To send what Excel shows, save the file as "
        ".xlsx and upload that."
    ),
    FileFindingCode.NESTED_VALUES: warns(
        "Cells with several values in one: {count}. A message shows them with commas between."
    ),
    FileFindingCode.HIDDEN_COLUMNS: warns(
        "Columns hidden in Excel: {listed}. They were read like the others; look at them before "
        "you send."
    ),
    FileFindingCode.FORMULAS_WITHOUT_RESULTS: warns(
        "Formulas in the column '{column}' without a result in the file: {count}. The program "
        "that wrote the file did not calculate them, so they are empty here. Open the workbook "
        "in Excel, save it, and upload it again."
    ),
    FileFindingCode.LOOK_NOT_SHOWN: warns(
        "Cells of the column '{column}' that Excel may show in another way: {count}, such as "
        "{example}. A message shows them as they are stored. If that is wrong, format the column "
        "as Text in Excel and type them again."
    ),
    FileFindingCode.LOOK_DISPUTED: warns(
        "Cells of the column '{column}' that programs show in different ways: {count}. A message "
        "shows {example} for the first. If you see something else in Excel, format the column as "
        "Text and type them again."
    ),
    FileFindingCode.LOOK_INDIAN: warns(
        "Amounts of the column '{column}' are written as in India, such as {example}. Excel "
        "shows them differently on a computer that is set to another country."
    ),
    FileFindingCode.LOOK_SHORTENED: warns(
        "Long numbers of the column '{column}', which Excel shortens, as in 9.19877E+11: "
        "{count}. A message shows all their digits, such as {example}."
    ),
    FileFindingCode.LOOKS_UNKNOWN: warns(
        "How Excel shows the numbers and dates of the column '{column}' is not known for this "
        "kind of workbook. A message shows them as they are stored, such as {example}. Save the "
        "workbook as .xlsx and upload that."
    ),
    FileFindingCode.DIGITS_LOST: warns(
        "Numbers of the column '{column}' with more than 15 digits: {count}. Excel keeps 15, so "
        "the last digits may be wrong, as in {example}. Format the column as Text, type the "
        "numbers again, and upload the file."
    ),
    FileFindingCode.DATES_REWRITTEN: warns(
        "Dates were written as DD-MM-YYYY. If a message should show them differently, format "
        "their column as Text in Excel."
    ),
    FileFindingCode.UNREADABLE_DURATIONS: warns(
        "Rows that hold a number in the format of a time, which cannot be read: {count}. All "
        "cells of such a row show #NUM!. Give the number the format Number in Excel, save the "
        "workbook as .xlsx, and upload it again."
    ),
    FileFindingCode.OTHER_SHEETS: warns("Only the sheet '{sheet}' was read, not {others}."),
    FileFindingCode.SHEETS_JOINED: warns(
        "All sheets were read as one list. The column '{branch}' says from which sheet a row is. "
        "Row numbers continue from sheet to sheet: {ranges}."
    ),
    FileFindingCode.SHEETS_WITHOUT_NUMBERS: warns(
        "Sheets without a list of mobile numbers were left out: {sheets}."
    ),
    FileFindingCode.SHEETS_SAY_NO: warns(
        "The names or titles of these sheets say no to messages: {sheets}. The column '{column}' "
        "says so in each of their rows."
    ),
    FileFindingCode.HIDDEN_SHEETS: warns(
        "Hidden sheets were not read: {sheets}. If contacts are there, unhide the sheet in Excel."
    ),
    FileFindingCode.SHEETS_DIFFER: blocks(
        "The sheets '{first}' and '{sheet}' cannot be read as one list: their columns of numbers "
        "have different names. Give their columns the same names, or read one sheet at a time."
    ),
    FileFindingCode.TITLE_ROWS: warns(
        "The filled rows above row {header_row} were taken for a title and left out."
    ),
    FileFindingCode.HEADER_GUESSED: warns(
        "Row {row} ({titles}) was taken for the column names. If it is a contact, say that the "
        "file has no header."
    ),
    FileFindingCode.CONTACTS_ABOVE_HEADER: warns(
        "Rows that look like contacts are left out, because row {header_row} was chosen for the "
        "column names: {count}."
    ),
    FileFindingCode.DUPLICATE_HEADERS: warns(
        "Several columns are called '{name}'. The later ones were numbered, as in '{name} (2)'."
    ),
    FileFindingCode.ROWS_IN_ONE_CELL: warns(
        "Each row was in one cell, so it was divided at every {sign}. Check that the columns are "
        "right."
    ),
    FileFindingCode.SHORT_ROWS: warns(
        "Rows with fewer cells than the others: {count}. Their missing cells are empty."
    ),
    FileFindingCode.LONG_ROWS: warns(
        "Rows with more cells than there are columns: {count}. "
        f"{_DIVIDED} So these rows are rejected. {_QUOTES_ADVICE}, and upload it again."
    ),
    FileFindingCode.OPEN_QUOTES: warns(
        "Rows with a quote that is not closed, or that follows a backslash: {count}. Their cells "
        "may have shifted, so these rows are rejected. Correct the quotes in the file, and "
        "upload it again."
    ),
    FileFindingCode.RIVAL_NUMBER_COLUMNS: warns(
        "'{best}' was taken for the numbers, but {others} {hold} numbers too. Which is right?"
    ),
    FileFindingCode.MORE_NUMBERS: warns(
        "{others} also has numbers in some rows. Messages go to those in '{best}' only."
    ),
    FileFindingCode.NUMBERS_ELSEWHERE: warns(
        "Rows without a number in '{best}' that have one in {others}: {count}. They get no message."
    ),
    FileFindingCode.COUNTRY_COLUMN: warns(
        "Rows rejected because '{column}' names another country than India: {count}. If that "
        "column is not about the numbers, say so."
    ),
    FileFindingCode.CELLS_SPLIT: warns(
        "Cells with several numbers: {count}. Each number got a row of its own, with the other "
        "cells of its row. Rows added by this: {more}."
    ),
    FileFindingCode.CORRECTION_NOT_USED: warns(
        "Your correction is not used, because this row is read differently now. Read the file as "
        "before, or type it again."
    ),
    FileFindingCode.NUMBER_FROM_OTHER_COLUMN: warns(
        "Rows without a usable number in '{first}': {count} take it from {others}, as you chose."
    ),
    FileFindingCode.ROW_FOR_EACH_COLUMN: warns(
        "A row was read again for each filled cell in the columns {names}, with its other cells "
        "beside it. Rows added by this: {more}."
    ),
    **CONSENT_FINDINGS,
    FileFindingCode.JOINED_HEADER_ROWS: warns(
        "The column names are in two rows, {upper} and {row}, and were joined, as in "
        "'{example}'. If that is wrong, choose the row of the column names."
    ),
}
