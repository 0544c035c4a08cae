"""The examples of the README: what jsii makes of the TypeScript ones, and those written in Python beside them."""

import re
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

REPOSITORY = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


class Fence(NamedTuple):
    """A fenced block and the last heading before it."""

    title: str
    language: str
    content: str


class Example(NamedTuple):
    """One example, twice in Python."""

    title: str
    translated: str
    written: str


def wheel() -> Path:
    (found,) = (REPOSITORY / "dist" / "python").glob("*.whl")
    return found


def description() -> str:
    """The README in the wheel, where jsii has put Python in the place of TypeScript."""
    with ZipFile(wheel()) as opened:
        (path,) = [name for name in opened.namelist() if name.endswith("/METADATA")]
        return opened.read(path).decode()


def readme() -> str:
    return (REPOSITORY / "README.md").read_text()


def fences(text: str) -> list[Fence]:
    """All fenced blocks, in order; comments inside them are no headings."""
    found, title, end = [], "", 0
    for fence in FENCE.finditer(text):
        title = [title, *HEADING.findall(text, end, fence.start())][-1]
        end = fence.end()
        found.append(Fence(title, fence[1], fence[2]))
    return found


def examples() -> list[Example]:
    """Each TypeScript example of the README, and the fence right behind it, which is not published beside the translation."""
    written, published = fences(readme()), fences(description())
    kept = [fence for before, fence in zip([None, *written], written) if not (fence.language == "python" and before and before.language == "ts")]
    assert [fence.language.replace("ts", "python") for fence in kept] == [fence.language for fence in published]
    behind = dict(zip(map(id, written), written[1:]))
    return [
        Example(fence.title, translation.content, behind[id(fence)].content)
        for fence, translation in zip(kept, published)
        if fence.language == "ts"
    ]
