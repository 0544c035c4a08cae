"""An account of the emulator, as the CDK CLI and the APIs see it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import boto3

from answering import Answering

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "deploy"
QUICK_START = ROOT / "build" / "examples" / "quickstart-typescript"
REGION = "us-east-1"


class Emulator:
    """The emulator in a process of its own, which ends with this one."""

    def __init__(self, *options: str):
        log = (BUILD / f"emulator{''.join(options)}.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "emulator", *options], cwd=Path(__file__).parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        self.endpoint = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=30)


@dataclass
class Outcome:
    succeeded: bool
    output: str


@cache
def _cdk_cli() -> Answering:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))}
    return Answering(["node", Path(__file__).parent / "cdk-cli.cjs"], BUILD, inherited)


@cache
def _stories() -> Answering:
    # The emulator looks at what it is given; what aws-cdk-lib says of templates is tested elsewhere.
    return Answering(["node", "--import", "tsx", Path(__file__).parent / "stories.ts"], ROOT, {**os.environ, "CDK_VALIDATION": "false"})


class Account:
    """Everything in the emulator belongs to an account: whoever has one of their own starts from nothing."""

    def __init__(self, endpoint: str, number: int):
        self.number = f"{number:012d}"
        self._environment = {
            "AWS_ENDPOINT_URL": endpoint,
            # The emulator takes the account from the key.
            "AWS_ACCESS_KEY_ID": self.number,
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "CI": "true",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
        }
        self.client = cache(self._client)

    def _client(self, service: str):
        environment = self._environment
        return boto3.client(
            service, endpoint_url=environment["AWS_ENDPOINT_URL"], region_name=REGION,
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"], aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"])

    def cdk(self, *arguments: str) -> Outcome:
        """Runs the CDK CLI."""
        command = ["--no-notices", "--no-version-reporting", "--no-color", *arguments]
        return Outcome(**_cdk_cli().ask({"arguments": command, "environment": self._environment}))

    def deploy(self, app: Path, *options: str) -> Outcome:
        return self.cdk("deploy", "--all", "--app", str(app), "--require-approval", "never", *options)

    def destroy(self, app: Path) -> Outcome:
        return self.cdk("destroy", "--all", "--force", "--app", str(app))

    def destroy_stack(self, name: str) -> None:
        """Without the CDK CLI, which would ask the app."""
        cloudformation = self.client("cloudformation")
        cloudformation.delete_stack(StackName=name)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})

    def import_resources(self, app: Path, identifiers: dict[str, dict]) -> Outcome:
        """`cdk import`, told the identifier of each resource by its logical id."""
        mapping = BUILD / f"mapping-{self.number}.json"
        mapping.write_text(json.dumps(identifiers))
        return self.cdk("import", "--app", str(app), "--resource-mapping", str(mapping), "--force")


def synthesize(*names: str, **facts: str) -> None:
    """Writes states of the stack `Orders`, each to a directory of its name: those named, or all that need no facts."""
    problem = _stories().ask({"outdir": str(BUILD / "stories"), "facts": facts, "names": names})
    assert not problem, problem
