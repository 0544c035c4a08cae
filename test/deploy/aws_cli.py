"""Commands of the AWS CLI, as the library prints them, by the API that they stand for."""

import json
import shlex

from botocore import xform_name

from cloud import Account


def printed(output: str, *services: str) -> list[str]:
    """The commands in what the CDK CLI writes."""
    lines = [line.strip().split(" [ack: ")[0] for line in output.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.startswith(tuple(f"aws {service} " for service in services))))


def run(account: Account, command: str, **words: str) -> None:
    """Runs a command, with something real for each of its words in capitals. What the API does not know is an error."""
    _, service, operation, *arguments = shlex.split(command, comments=True)
    client = account.client(service)
    method = operation.replace("-", "_")
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
    members = {f"--{xform_name(name, '-')}": name for name in model.input_shape.members}
    given = {}
    while arguments:
        option = arguments.pop(0)
        if option.startswith("--no-") or not arguments or arguments[0].startswith("--"):
            given[members[option.replace("--no-", "--", 1)]] = not option.startswith("--no-")
        else:
            value = words.get(arguments[0], arguments[0])
            arguments.pop(0)
            given[members[option]] = json.loads(value) if value[0] in "[{" or value.isdigit() else value
    getattr(client, method)(**given)
