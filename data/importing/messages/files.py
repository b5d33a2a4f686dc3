"""Why a whole file, or a table, can't be taken: nothing of the import is stored."""

FILES: dict[str, str] = {
    "orphaned": (
        "Replacing {table} would leave stored rows of {child} ({count}) without “{value}”, which the file lacks. "
        "Add it to the file, or import with upsert instead of replace."
    ),
    "unsure-removal": (
        "Rows of {table} are refused, so it isn't sure which stored rows the files lack. "
        "Mend the refused rows first, or import without marking any of {table} removed."
    ),
    "no-rows": "{file} has headings but no rows, so nothing would be left of {table}. Export it again with its rows.",
    "needs-director": "{table} may be imported by a director only. Ask a director to import this file.",
    "unknown-table": (
        "{file} could not be recognised from its headings ({headings}). "
        "Say what it holds with --table, or in a mapping file:\n[{stem}.{example}.columns]\n{suggestion}"
    ),
    "missing-column": (
        "{file} was taken for {table} but has no column for {missing}. Headings that nothing uses: {unused}. "
        "Name the right one in a mapping file:\n{suggestion}"
    ),
    "foreign-currency": (
        "{column} is in {currency}, but {table} can hold amounts in {workspace} alone, the workspace's currency. "
        "Convert them, or name the right currency in a mapping file (currency under read)."
    ),
    "toml-syntax": "{file} can't be read: {reason}.",
    "bad-access": "{file}: {reason}.",
    "bad-scheme": "{file}: {reason}.",
    "empty-file": "{file} is empty. Export it again.",
    "not-in-encoding": (
        "{file} is not in {encoding}: line {line} holds the byte {byte}. "
        "Save it as “CSV UTF-8” (in Excel: Save as → CSV UTF-8) and import it again."
    ),
    "mixed-encodings": (
        "{file} is in {encoding} up to line {line}, which isn't: it holds the byte {byte} in “{value}”. "
        "Correct that line, or export the file again, all of it in UTF-8."
    ),
    "nul-bytes": "{file} holds NUL bytes (first in line {line}), so it isn't plain text. Export it again.",
    "wrong-kind": "{file} is {kind}, not a table that can be imported. {remedy}",
    "headings-misfit": (
        "No row of {file} fits its headings: line {line} has {found} cells, the headings {expected}. "
        "If values hold the separator ({separator}), put them in double quotes, or export with another one."
    ),
    "unclosed-quote": '{file} opens a double quote in line {line} that nothing closes. Close it, or double it ("").',
    "duplicate-heading": "{file} has the heading “{value}” more than once (columns {columns}). Rename one of them.",
    "blank-heading": "Column {columns} of {file} has values but no heading. Give it one, or delete the column.",
    "too-long": "The row that begins in line {line} of {file} has a value longer than {limit} characters. Shorten it.",
    "too-many-columns": "{file} has {count} columns; at most {limit} are read. Export only those that are needed.",
    "too-large": "{file} is larger than {limit} once unpacked. Export it in parts.",
    "bad-archive": "{file} can't be unpacked ({reason}). Make the archive again, without a password.",
    "no-files": "{file} holds no files that can be imported. Name a CSV file, or a folder or zip with CSV files in it.",
    "not-found": "There is no file {file}.",
    "locked-workbook": "{file} is protected by a password. Open it, save it without one, and import it again.",
    "damaged-workbook": (
        "{file} can't be read as a workbook ({reason}). "
        "Open it in Excel or LibreOffice, save it again as .xlsx, and import that."
    ),
    "no-sheets": "{file} has no sheet with cells, only charts or macros. Export the table itself.",
    "empty-workbook": "No sheet of {file} holds anything. Export it again.",
    "only-hidden-sheets": (
        "Only hidden sheets of {file} hold anything ({value}). Show the one that you mean and save the file, "
        'or say in a mapping file which to read, as in sheet = "{first}".'
    ),
    "no-such-sheet": "{file} has no sheet “{value}”. Its sheets: {known}.",
    "uncomputed-formulas": (
        "{file} holds formulas that were never computed, the first in {cell}. "
        "Open it in Excel or LibreOffice, save it, and import it again."
    ),
    "sheet-too-wide": "{file} has more than {limit} columns. Export only those that are needed.",
    "no-web-table": (
        "{file} is a web page without a table. Perhaps the export had ended at a sign-in page: sign in, export again."
    ),
    "broken-page": (
        "{file} is a web page that can't be read to its end: something in it is nested too deep or too long. "
        "Open it in a spreadsheet and save it as .xlsx."
    ),
    "page-encoding": (
        "{file} should be in {encoding}, but line {line} holds the byte {byte}, which that doesn't have. "
        'Export it again, or say in a mapping file what it is in, as in encoding = "cp1257".'
    ),
    "bad-parquet": "{file} can't be read as Parquet ({reason}). Export it again.",
    "bad-json": "Line {line} of {file} is not the JSON that is read ({reason}). Write one record a line, or one list.",
    "no-records": "{file} holds no records. Write one a line, such as {example}.",
    "json-too-large": "{file} is a list of records larger than {limit}. Write one record a line, or export in parts.",
    "repeated-key": "A record in {file} has the key “{value}” twice (line {line}). Rename one of them.",
}

ORPHANED_BY_REMOVAL = (
    "Marking what the files of {table} lack as removed would leave rows of {child} ({count}) without “{value}”. "
    "Add it to the file, import {child} without those rows and mark them removed too, or mark none of {table}."
)
