"""How this installation is set up: ``haldur.toml`` in the working folder, overridden by the environment.

``workspace = "data/acme"`` in the file is ``HALDUR_WORKSPACE=data/acme`` in the environment; a missing file means
the defaults.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from data.errors import UsageError

FILE = "haldur.toml"
_LANGUAGES = ("en", "et", "ru")
_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set, with the defaults.

    ``viewer`` is the e-mail of whoever looks when nobody signs in; empty: the local user, with all roles.
    ``language`` is that of the screen until somebody chooses another; ``log_level`` the least that is logged.

    Raises:
        UsageError: a value that can't be, named with what would be accepted.
    """

    workspace: str = "workspace"
    viewer: str = ""
    language: str = "en"
    log_level: str = "info"

    def __post_init__(self) -> None:
        _among("language", self.language, _LANGUAGES)
        _among("log_level", self.log_level, _LEVELS)
        if not self.workspace:
            raise UsageError("The setting workspace is empty; it names the folder that holds the data.")
        if self.viewer and "@" not in self.viewer:
            raise UsageError("The setting viewer is {value}; it would be an e-mail.", value=repr(self.viewer))

    @classmethod
    def read(cls, folder: Path | str = ".", environment: Mapping[str, str] | None = None) -> Self:
        """The settings of ``folder`` with the overrides of ``environment`` (the process's own when None).

        Raises:
            UsageError: the file isn't TOML, names a setting that isn't there, or a value can't be.
        """
        given = _from_file(Path(folder) / FILE) | _from_environment(os.environ if environment is None else environment)
        known = [field.name for field in fields(cls)]
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise UsageError(
                "{file} names {unknown}; the settings are {known}.",
                file=FILE,
                unknown=", ".join(unknown),
                known=", ".join(known),
            )
        for name, value in given.items():
            if not isinstance(value, str):
                raise UsageError("The setting {name} is {value}; it would be text in quotes.", name=name, value=value)
        return cls(**given)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("{file} isn't valid TOML: {reason}.", file=path, reason=str(error)) from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """The overrides among the process's variables; others that begin alike (HALDUR_TEST, say) are left alone."""
    names = {f"HALDUR_{field.name.upper()}": field.name for field in fields(Settings)}
    return {names[name]: value for name, value in environment.items() if name in names and value}


def _among(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(
            "The setting {name} is {value}; it would be one of {choices}.",
            name=name,
            value=repr(value),
            choices=", ".join(choices),
        )
