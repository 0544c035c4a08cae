"""A program that answers line by line: loaded once, asked many times."""

import atexit
import json
import select
import subprocess
from pathlib import Path

SECONDS = 300


class Answering:
    """A process of its own, which ends with this one. Questions and answers are lines of JSON."""

    def __init__(self, command: list, cwd: Path, environment: dict[str, str]):
        self._process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self._stop)

    def ask(self, question):
        print(json.dumps(question), file=self._process.stdin, flush=True)
        answers, _, _ = select.select([self._process.stdout], [], [], SECONDS)
        assert answers, f"no answer within {SECONDS} seconds to {question}"
        return json.loads(self._process.stdout.readline())

    def _stop(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=30)
