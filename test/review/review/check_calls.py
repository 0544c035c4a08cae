"""Checks arguments of API calls, as a state machine writes them, against the models of the SDK: reads a list of {action, args}, prints what is wrong."""
import json
import sys

import botocore.session
from botocore.validate import ParamValidator

# What Step Functions calls a service, where the SDK for Python calls it otherwise.
SERVICES = {'cloudwatchlogs': 'logs', 'sfn': 'stepfunctions'}

session = botocore.session.get_session()


def model_of(action):
    service, operation = action.split(':')
    return session.get_service_model(SERVICES.get(service, service)).operation_model(operation[0].upper() + operation[1:]).input_shape


def cased(value, shape):
    """Step Functions writes every member with a capital letter."""
    if shape.type_name == 'structure' and isinstance(value, dict):
        names = {member[0].upper() + member[1:]: member for member in shape.members}
        return {names.get(key, f'unknown {key}'): cased(each, shape.members[names[key]]) if key in names else each for key, each in value.items()}
    if shape.type_name == 'list' and isinstance(value, list):
        return [cased(each, shape.member) for each in value]
    if shape.type_name == 'map' and isinstance(value, dict):
        return {key: cased(each, shape.value) for key, each in value.items()}
    return value


def enumerations(value, shape, path):
    """botocore leaves these to the service."""
    if shape.type_name == 'structure' and isinstance(value, dict):
        for key, each in value.items():
            if key in shape.members:
                yield from enumerations(each, shape.members[key], f'{path}.{key}')
            else:
                yield f'{path}: {key}'
    elif shape.type_name == 'list' and isinstance(value, list):
        for each in value:
            yield from enumerations(each, shape.member, path)
    elif shape.type_name == 'map' and isinstance(value, dict):
        for key, each in value.items():
            yield from enumerations(each, shape.value, f'{path}.{key}')
    elif getattr(shape, 'enum', []) and value not in shape.enum:
        yield f'{path}: {value} is none of {shape.enum}'


problems = []
for call in json.load(sys.stdin):
    shape = model_of(call['action'])
    args = cased(call['args'], shape)
    report = ParamValidator().validate(args, shape)
    problems += [f"{call['action']}: {report.generate_report()}"] if report.has_errors() else []
    problems += [f"{call['action']}{each}" for each in enumerations(args, shape, '')]
print(json.dumps(problems))
