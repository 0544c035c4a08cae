"""Cluster parameter groups: names and values of the audit parameters, groups in use."""

import re

from ministack.services import rds

from ..handlers import refuse

RESOURCE_TYPE = "AWS::RDS::DBClusterParameterGroup"

EVENT = "CONNECT|QUERY|QUERY_DCL|QUERY_DDL|QUERY_DML|TABLE"
AUDIT_PARAMETERS = {
    "server_audit_logging": "0|1|ON|OFF",
    "server_audit_events": f"|({EVENT})(,({EVENT}))*",
    "server_audit_excl_users": ".{0,1024}",
    "server_audit_incl_users": ".{0,1024}",
    "server_audit_logs_upload": "0|1",
}


def parameters_exist(properties, _):
    for name in properties.get("Parameters") or {}:
        if name.startswith("server_audit") and name not in AUDIT_PARAMETERS:
            raise ValueError(f"Could not find parameter with name: {name} (Service: Rds, Status Code: 400)")


def values_are_allowed(properties, _):
    for name, value in (properties.get("Parameters") or {}).items():
        if not re.fullmatch(AUDIT_PARAMETERS.get(name, ".*"), str(value)):
            raise ValueError(f"Invalid parameter value: {value} for: {name} (Service: Rds, Status Code: 400)")


def is_unused(_, name):
    if any(cluster.get("DBClusterParameterGroup") == name for cluster in rds._clusters.values()):
        raise ValueError(f"One or more database clusters are still members of this parameter group {name}, so the group cannot be deleted")


def strict_modification(stock):
    """ModifyDBClusterParameterGroup, by the same rules."""

    def modify(request):
        name, prefix, count = rds._p(request, "DBClusterParameterGroupName"), rds._parameter_member_prefix(request), 1
        parameters = {}
        while parameter := rds._p(request, f"{prefix}.{count}.ParameterName"):
            parameters[parameter] = rds._p(request, f"{prefix}.{count}.ParameterValue")
            count += 1
        try:
            if name.startswith("default."):
                raise ValueError(f"The parameter group {name} is a default group and cannot be modified")
            parameters_exist({"Parameters": parameters}, name)
            values_are_allowed({"Parameters": parameters}, name)
        except ValueError as refusal:
            return rds._error("InvalidParameterValue", str(refusal), 400)
        return stock(request)

    return modify


def apply():
    action = "ModifyDBClusterParameterGroup"
    rds._ACTION_MAP[action] = strict_modification(rds._ACTION_MAP[action])
    refuse(RESOURCE_TYPE, write=[parameters_exist, values_are_allowed], delete=[is_unused])
