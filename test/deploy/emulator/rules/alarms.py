"""Alarms on an expression, which the stock provisioner refuses: kept and described, and not judged."""

from ministack.services.cloudformation import provisioners

from ..handlers import patch

# What an alarm on one metric has in the place of `Metrics`.
OF_ONE_METRIC = {"MetricName": "-", "Namespace": "-", "Statistic": None, "Period": 60, "Dimensions": []}


def with_metrics(stock):
    def record(name, properties):
        metrics = properties.get("Metrics")
        if not metrics:
            return stock(name, properties)
        given = [each for each in OF_ONE_METRIC if each in properties]
        if given:
            raise ValueError(f"Invalid request: {', '.join(given)} cannot be specified with Metrics (Service: CloudWatch, Status Code: 400)")
        alarm = stock(name, {**OF_ONE_METRIC, **{key: value for key, value in properties.items() if key != "Metrics"}})
        return {**{key: value for key, value in alarm.items() if key not in OF_ONE_METRIC}, "Metrics": metrics}

    return record


def apply():
    patch(provisioners, "_cw_metric_alarm_record", with_metrics)
