"""Tables in files that are no workbooks, though Excel may open them.

web_pages          HTML, as panels name it .xls; its tags by `web_markup`, its cells by `web_cells`
web_archives       MHTML
xml_spreadsheets   SpreadsheetML 2003: its formats by `xml_styles`, its values by `xml_values`
json_lists         lists of objects; what is nested in them by `json_objects`
tables             what all of them make: rows, bounded as a sheet is
opening            which of them it is; each table is answered as a sheet then
"""
