"""The examples of README and guides: what jsii makes of the TypeScript ones, and those written in Python beside them."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

REPOSITORY = Path(__file__).parents[2]

#: Those that show every example in both languages.
PAGES = ["README.md", "docs/getting-started.md", "docs/own-detections.md", "docs/gate.md", "docs/operations.md", "docs/faq.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
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
    """The README in the wheel; jsii leaves alone what is written as `TypeScript`, so that nothing is there twice in Python."""
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
        found.append(Fence(title, fence[1].lower().replace("typescript", "ts"), fence[2]))
    return found


def translated(examples: list[Fence]) -> list[str]:
    """What jsii makes of TypeScript."""
    page = "\n".join(f"```ts\n{example.content}```\n" for example in examples)
    made = subprocess.run(
        ["npx", "jsii-rosetta", "markdown", "--language", "python", "/dev/stdin"],
        cwd=REPOSITORY,
        input=page,
        capture_output=True,
        text=True,
        check=True,
    )
    return [fence.content for fence in fences(made.stdout)]


def examples() -> list[Example]:
    """Each TypeScript example of the pages, and the fence right behind it."""
    pairs = []
    for page in PAGES:
        written = fences((REPOSITORY / page).read_text())
        pairs += [(fence, written[index + 1]) for index, fence in enumerate(written) if fence.language == "ts"]
    python = translated([fence for fence, _ in pairs])
    assert len(python) == len(pairs)
    return [Example(fence.title, code, behind.content) for (fence, behind), code in zip(pairs, python)]
