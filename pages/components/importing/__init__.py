"""The steps of the import page: upload, columns, check, store; and the history."""
