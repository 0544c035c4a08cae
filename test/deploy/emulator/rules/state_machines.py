"""State machines: a definition that does not parse is refused, as CreateStateMachine does; the stock provisioner takes it."""

from ministack.services import stepfunctions
from ministack.services.cloudformation import provisioners

from ..handlers import refuse

RESOURCE_TYPE = "AWS::StepFunctions::StateMachine"


def definition_is_valid(properties, _):
    invalid = stepfunctions._validate_definition_jsonata(provisioners._sfn_definition(properties))
    if invalid:
        raise ValueError(f"Invalid State Machine Definition: '{invalid}' (Service: Sfn, Status Code: 400)")


def apply():
    refuse(RESOURCE_TYPE, name="StateMachineName", write=[definition_is_valid])
