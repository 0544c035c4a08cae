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
        answer = self._process.stdout.readline() if answers else ""
        if not answer:
            # What comes late would be taken for the answer to the next question.
            self._process.kill()
            raise RuntimeError(f"no answer within {SECONDS} seconds, or an end with code {self._process.wait()}, at {question}")
        return json.loads(answer)

    def _stop(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
