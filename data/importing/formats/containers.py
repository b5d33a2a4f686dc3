"""The zip archives that workbooks are: opened with a cap on what they unpack to, small parts parsed safely."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from lxml import etree

from data.errors import UnreadableFile
from data.importing import files
from data.importing.files import unreadable

MAX_PART = 64 * 1024**2
"""How large a part may be that is parsed whole: styles, relations, the list of sheets."""


class Container:
    """A workbook's archive: its parts by name, whatever the case and slashes in which it names them."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._parts = {self._key(info.filename): info for info in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return self._key(part) in self._parts

    def open(self, part: str) -> IO[bytes]:
        """A part as bytes.

        Raises:
            UnreadableFile: there is no such part.
        """
        info = self._parts.get(self._key(part))
        if info is None:
            raise damaged(self.name, f"{part} is missing")
        return self._archive.open(info)

    def tree(self, part: str) -> etree._Element:
        """A small part as a tree; entities stay unresolved and nothing is fetched.

        Raises:
            UnreadableFile: the part is missing, too large or no XML.
        """
        with self.open(part) as file:
            content = file.read(MAX_PART + 1)
        if len(content) > MAX_PART:
            raise damaged(self.name, f"{part} is too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(content, parser)

    @staticmethod
    def _key(part: str) -> str:
        return part.replace("\\", "/").lstrip("/").lower()


@contextmanager
def opened(path: Path, name: str) -> Iterator[Container]:
    """The archive of a workbook.

    Raises:
        UnreadableFile: it is damaged, encrypted, or unpacks to more than ``files.MAX_UNPACKED``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > files.MAX_UNPACKED:
                raise unreadable("too-large", file=name, limit=f"{files.MAX_UNPACKED // 1024**2} MB")
            yield Container(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        UnicodeError,
    ) as error:
        raise damaged(name, str(error) or type(error).__name__) from error
    except etree.XMLSyntaxError as error:
        raise damaged(name, error.msg or "it is no XML") from error


def damaged(name: str, reason: str) -> UnreadableFile:
    """The error of a workbook that can't be read to its end."""
    return unreadable("damaged-workbook", file=name, reason=reason)


def relations(container: Container, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part names: id → (kind, name of the part)."""
    folder, base = posixpath.split(part)
    listed = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
    if listed not in container:
        return {}
    return {
        attribute(one, "Id"): (
            attribute(one, "Type").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, attribute(one, "Target"))).lstrip("/"),
        )
        for one in named(container.tree(listed), "Relationship")
    }


def local(element: etree._Element) -> str:
    """An element's name without its namespace; '' of a comment."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def named(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name below ``tree``, in whatever namespace."""
    return (element for element in tree.iter() if local(element) == name)


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace; '' where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
