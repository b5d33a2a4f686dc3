"""From a company's files to checked rows: reading, headings, checking, report."""
