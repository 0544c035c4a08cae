"""The code of docs/adopting.md in Python, with the diff that it makes."""

from collections import Counter
from typing import NamedTuple

from readme import REPOSITORY, fences


class Section(NamedTuple):
    title: str
    code: str
    diff: list[str]


#: What every audit adds to watch the records.
WATCHING = {
    "AWS::CloudWatch::Alarm",
    "AWS::Events::Rule",
    "AWS::Logs::MetricFilter",
    "AWS::Logs::QueryDefinition",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
}


def sections() -> list[Section]:
    found = {}
    for fence in fences((REPOSITORY / "docs" / "adopting.md").read_text()):
        found.setdefault(fence.title, {}).setdefault(fence.language, fence.content)
    return [
        Section(title, each["python"], [line for line in each["text"].splitlines() if line])
        for title, each in found.items()
        if "python" in each
    ]


def difference(before: dict, after: dict) -> list[str]:
    """What an update makes, with the properties that it changes: a line a type of resource."""
    old, new = before.get("Resources", {}), after.get("Resources", {})
    assert set(old) <= set(new)
    lines = Counter(line for name in new if (line := change(old.get(name), new[name])))
    return sorted(line if count == 1 or line.endswith("watches") else f"{line} ({count})" for line, count in lines.items())


def change(old: dict | None, new: dict) -> str | None:
    if old is None:
        return f"[+] {'what watches' if new['Type'] in WATCHING else new['Type']}"
    was, now = old.get("Properties", {}), new.get("Properties", {})
    changed = sorted(name for name in {*was, *now} if was.get(name) != now.get(name))
    return f"[~] {new['Type']} {', '.join(changed)}" if changed else None
