"""What every test of the wheel starts from."""

import os

# Templates are held against the rules of CloudFormation where they are made in TypeScript; here, it would take most of the time. The kernel starts with the import.
os.environ.setdefault("CDK_VALIDATION", "false")

import pytest
from aws_cdk import App, Stack

from stacks import audited_cluster


@pytest.fixture
def app(tmp_path):
    return App(outdir=str(tmp_path))


@pytest.fixture
def stack(app):
    return Stack(app, "Stack")


@pytest.fixture
def cluster(stack):
    """An audited cluster with nothing but defaults."""
    return audited_cluster(stack)
