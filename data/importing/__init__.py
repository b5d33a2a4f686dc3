"""From a company's files to checked rows: reading, headings, checking, preview, store.

``import_batch`` does the whole; each step is a module of its own:

    files → formats, reading       sheets of text with the line of each row; scanning and filling are its fast way
    headings, mapping, planning    which columns of which tables a sheet feeds
    kinds, attributes, rows        text to values in their types
    merging, checking              the rows beside the stored ones, and every rule
    joining, removing              whom unknown numbers stand for; what a full export lacks
    lastdays                       up to which day a table is known, where that is doubtful
    storing                        into a new version
    telling, report, rejecting     what was found, in words; the refused rows, to be mended
"""

from data.importing.batch import import_batch
from data.importing.options import ImportOptions
from data.importing.report import Change, Counts, Fault, FileReport, ImportReport, Warning_

__all__ = ["Change", "Counts", "Fault", "FileReport", "ImportOptions", "ImportReport", "Warning_", "import_batch"]
