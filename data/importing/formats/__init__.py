"""From a file's bytes to rows of cells, whatever the format: text, workbooks, web tables, Parquet, JSON lines.

Reading here is tolerant: whatever can be shown is shown, and what is doubtful is said beside it as a ``Doubt``. Whoever
asked decides what a doubt is worth: an import refuses or asks, the reader for people prints it.

    encodings                 bytes → text
    dialects, records         text → rows, each with its line
    workbooks, webpages, …    other formats → rows
    layout                    rows → headings, body, and what stands around them
"""
