"""From a file's bytes to rows of cells, whatever the format: text, workbooks, web tables, Parquet, JSON lines.

Reading here is tolerant: whatever can be shown is shown, and what is doubtful is said beside it as a ``Doubt``. Whoever
asked decides what a doubt is worth: an import refuses or asks, the reader for people prints it.

    opening                      a file of any kind → its sheets, as ``Raw`` rows
    survey, encodings            bytes → text in UTF-8; legacy, letters, languages, doubled weigh the readings
    dialects, records, splitting text → records of cells, each with its line; delimited puts them together
    workbooks (xlsx, xls, …), webpages, parquet, jsonlines    other formats → rows of typed cells
    layout (starts, endings, looks)    rows → tables: headings, rows, what stands around them
"""
