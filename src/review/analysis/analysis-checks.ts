import { Size, SizeRoundingBehavior, Stack, TimeZone, Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkEnvironment } from '../../app/environment';
import { isOfClass, shownOrCopy } from '../../app/of-class';
import { shown } from '../../app/shown';
import { AuditArchive } from '../archive/audit-archive';

/** The least that Athena takes as a limit. */
const MIN_SCAN_LIMIT = 10_000_000;

export function checkedArchive(scope: Construct, archive: AuditArchive): AuditArchive {
  if (!(archive instanceof AuditArchive)) {
    throw new Error(`archive: must be an AuditArchive, got: ${shownOrCopy(archive, AuditArchive)}`);
  }
  if (Stack.of(archive) !== Stack.of(scope)) {
    throw new Error(`archive: ${archive.node.path} is in another stack than its analysis, and the policy of its key has to name the analysis: create both in one stack`);
  }
  return archive;
}

/** The names in the archive of clusters that are gone. */
export function formerNames(identifiers: string[] = [], current: string[]): string[] {
  if (!Array.isArray(identifiers)) {
    throw new Error(`formerClusterIdentifiers: must be a list of identifiers of clusters, got: ${shown(identifiers)}`);
  }
  const names = identifiers.map(identifier => {
    // A comma would be two clusters, and a slash another place in the bucket.
    if (typeof identifier !== 'string' || Token.isUnresolved(identifier) || !/^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(identifier)) {
      throw new Error(`formerClusterIdentifiers: must hold identifiers of clusters, literals of letters, digits and hyphens, got: ${shown(identifier)}`);
    }
    return identifier.toLowerCase();
  });
  const repeated = names.find((name, index) => names.indexOf(name) !== index || current.includes(name));
  if (repeated !== undefined) {
    throw new Error(`formerClusterIdentifiers: '${repeated}' is there twice, or is archived still`);
  }
  return names;
}

export function scanLimitBytes(limit: Size = Size.gibibytes(100)): number {
  const bytes = typeof limit?.toBytes === 'function' && !limit.isUnresolved() ? limit.toBytes({ rounding: SizeRoundingBehavior.NONE }) : undefined;
  if (bytes === undefined || bytes < MIN_SCAN_LIMIT || !Number.isSafeInteger(bytes)) {
    throw new Error(`queryScanLimit: must be a literal Size of at least ${MIN_SCAN_LIMIT} bytes, in whole bytes, got: ${bytes === undefined ? shown(limit) : `${bytes} bytes`}`);
  }
  return bytes;
}

export function timeZoneName(timeZone: TimeZone = TimeZone.ETC_UTC): string {
  const name = timeZone?.timezoneName;
  // It becomes a literal of SQL.
  if (typeof name !== 'string' || Token.isUnresolved(name) || !/^[A-Za-z0-9_+/-]+$/.test(name)) {
    throw new Error(`timeZone: must be a literal TimeZone such as TimeZone.ASIA_TOKYO, got: ${shown(timeZone)}`);
  }
  if (!isTimeZone(name)) {
    throw new Error(`timeZone: must be one of the IANA database, such as TimeZone.ASIA_TOKYO, got: ${shown(name)}`);
  }
  return name;
}

/** Those of the CDK may be newer than those of this Node.js, and the other way round. */
function isTimeZone(name: string): boolean {
  if (Object.values(TimeZone).some(zone => zone instanceof TimeZone && zone.timezoneName === name)) {
    return true;
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export function checkResultsBucket(scope: Construct, archive: s3.IBucket, bucket: s3.IBucket | undefined): void {
  if (bucket === undefined) {
    return;
  }
  if (typeof bucket?.bucketName !== 'string') {
    throw new Error(`queryResultsBucket: must be a bucket, got: ${shown(bucket)}`);
  }
  checkEnvironment(scope, 'queryResultsBucket', bucket.env);
  const resource = bucket.node.defaultChild;
  const isLocked = isOfClass(resource, s3.CfnBucket) && resource.objectLockConfiguration !== undefined;
  if (bucket === archive || bucket.bucketName === archive.bucketName || isLocked) {
    throw new Error(`queryResultsBucket: must be a bucket that deletes results, without Object Lock, not that of the archive, got: ${shown(bucket)}`);
  }
}
