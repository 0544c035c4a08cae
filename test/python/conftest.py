"""What every test of the wheel starts from."""

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
