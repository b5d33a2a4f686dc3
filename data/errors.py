"""The errors that Haldur raises, each with a sentence for the person who meets it.

HaldurError
├── UsageError          the call's words are off                      exit 2
│   └── UnknownName     no such analysis, query, table, metric
├── DataRefused         files or rows that can't be taken as they are  exit 1
│   ├── UnreadableFile  a file that isn't what its name says
│   └── MappingError    a mapping that names what isn't there
├── NotPermitted        the viewer may not do or see this              exit 4
└── WorkspaceError      the workspace can't be used as it is           exit 3
    ├── NoWorkspace     nothing has been imported yet
    ├── DamagedVersion  a version that fails its check
    ├── WorkspaceBusy   another import is writing
    └── DiskFull        no room for another version

A message is a template with named values, so that a page can show it in its reader's language:
``HaldurError("{file} is empty", file="deals.csv")``.
"""

from typing import Any


class HaldurError(Exception):
    """A fault told in a sentence: what, where, what was given, what would be accepted, what to do."""

    exit_status = 3

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values) if values else template)
        self.template = template
        self.values = values


class UsageError(HaldurError):
    """The call's words are off."""

    exit_status = 2


class UnknownName(UsageError):
    """There is no analysis, query, table or metric of that name."""


class DataRefused(HaldurError):
    """Files or rows that can't be taken as they are; nothing was stored."""

    exit_status = 1


class UnreadableFile(DataRefused):
    """A file that can't be read as a table."""


class MappingError(DataRefused):
    """A mapping that names a table, column or value that isn't there."""


class NotPermitted(HaldurError):
    """The viewer may not do or see this."""

    exit_status = 4


class WorkspaceError(HaldurError):
    """The workspace can't be used as it is."""


class NoWorkspace(WorkspaceError):
    """Nothing has been imported into the workspace yet."""


class DamagedVersion(WorkspaceError):
    """A version of the workspace fails its check; an earlier one is offered."""


class WorkspaceBusy(WorkspaceError):
    """Another process is writing to the workspace."""


class DiskFull(WorkspaceError):
    """The disk has no room for another version; the last one is untouched."""
