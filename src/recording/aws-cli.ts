/** Commands of the AWS CLI for what this app cannot set itself, one a line. */

/** All audit parameters are dynamic: at work at once, without a restart. */
export function setParameters(group: string, parameters: Record<string, string>): string {
  const list = Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue, ApplyMethod: 'immediate' }));
  return `aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name ${group} --parameters '${JSON.stringify(list)}'`;
}

export function exportLog(clusterIdentifier: string, logType: string): string {
  return `aws rds modify-db-cluster --db-cluster-identifier ${clusterIdentifier} --cloudwatch-logs-export-configuration '${JSON.stringify({ EnableLogTypes: [logType] })}'`;
}

/** A group that is attached for the first time is at work after a restart. FAMILY is `aurora-mysql8.0`, say. */
export function attachGroup(clusterIdentifier: string, group: string): string[] {
  return [
    `aws rds create-db-cluster-parameter-group --db-cluster-parameter-group-name ${group} --db-parameter-group-family FAMILY --description audit`,
    `aws rds modify-db-cluster --db-cluster-identifier ${clusterIdentifier} --db-cluster-parameter-group-name ${group} --apply-immediately`,
    restartInstance(),
  ];
}

export function restartInstance(): string {
  return 'aws rds reboot-db-instance --db-instance-identifier INSTANCE     # each one';
}

/** @param days none where records never expire */
export function setRetention(logGroup: string, days: number | undefined): string {
  return days === undefined ? `aws logs delete-retention-policy --log-group-name ${logGroup}`
    : `aws logs put-retention-policy --log-group-name ${logGroup} --retention-in-days ${days}`;
}

export function setKey(logGroup: string, keyArn: string): string {
  return `aws logs associate-kms-key --log-group-name ${logGroup} --kms-key-id ${keyArn}`;
}

export function protectLogGroup(logGroup: string): string {
  return `aws logs put-log-group-deletion-protection --log-group-identifier ${logGroup} --deletion-protection-enabled`;
}
