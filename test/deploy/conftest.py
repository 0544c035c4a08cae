"""One emulator for all tests, an account of its own for each."""

import json
from itertools import count
from pathlib import Path

import pytest

from cloud import BUILD, QUICK_START, Account, Emulator, synthesize

_numbers = count(1)


def serving(*options: str):
    emulator = Emulator(*options)
    yield emulator
    emulator.stop()


@pytest.fixture(scope="session")
def emulator():
    BUILD.mkdir(parents=True, exist_ok=True)
    yield from serving()


@pytest.fixture(scope="session")
def stock_emulator():
    """MiniStack without the rules."""
    BUILD.mkdir(parents=True, exist_ok=True)
    yield from serving("--stock")


@pytest.fixture
def account(emulator) -> Account:
    return Account(emulator.endpoint, next(_numbers))


@pytest.fixture
def stock_account(stock_emulator) -> Account:
    return Account(stock_emulator.endpoint, next(_numbers))


@pytest.fixture(scope="session")
def bootstrap_stack(emulator) -> dict:
    """What `cdk bootstrap` makes in an account: to run it for each would take as long as a deployment."""
    account = Account(emulator.endpoint, next(_numbers))
    outcome = account.cdk("bootstrap", f"aws://{account.number}/us-east-1")
    assert outcome.succeeded, outcome.output
    cloudformation = account.client("cloudformation")
    (stack,) = cloudformation.describe_stacks(StackName="CDKToolkit")["Stacks"]
    template = cloudformation.get_template(StackName=stack["StackName"])["TemplateBody"]
    return {
        **{key: stack[key] for key in ["StackName", "Parameters"]},
        "TemplateBody": template if isinstance(template, str) else json.dumps(template),
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
    }


@pytest.fixture(scope="session")
def new_environment(emulator, bootstrap_stack):
    """Makes an account that is prepared for the CDK CLI."""

    def prepared() -> Account:
        account = Account(emulator.endpoint, next(_numbers))
        cloudformation = account.client("cloudformation")
        cloudformation.create_stack(**bootstrap_stack)
        cloudformation.get_waiter("stack_create_complete").wait(StackName=bootstrap_stack["StackName"], WaiterConfig={"Delay": 1})
        return account

    return prepared


@pytest.fixture
def environment(new_environment) -> Account:
    return new_environment()


@pytest.fixture(scope="session")
def state(emulator):
    """The directory of a state of the stack `Orders`."""
    synthesize()
    return lambda name: BUILD / "stories" / name


@pytest.fixture(scope="session")
def quick_start() -> Path:
    assert QUICK_START.exists(), f"{QUICK_START} is missing: npx projen synth:quickstart makes it"
    return QUICK_START
