import { Annotations, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { checkRegion } from '../app/environment';
import { logsStatement, notifierStatement } from '../app/key-statements';
import { shown } from '../app/shown';

/** The key of one cluster's audit. */
export interface AuditEncryptionKeyProps {
  /** The names of the log groups that it encrypts, with a wildcard. */
  readonly logGroupNames: string;
  /** What becomes of a new key when it leaves the stack. */
  readonly removalPolicy: RemovalPolicy;
  /** The key to use instead of a new one. */
  readonly given?: kms.IKey;
}

/**
 * The key for the log groups of one cluster and for its alarm topic: the one given, or a new one.
 *
 * CloudWatch Logs may use it for the log groups of this cluster only, CloudWatch alarms and EventBridge for what they publish.
 */
export function auditEncryptionKey(scope: Construct, { logGroupNames, removalPolicy, given }: AuditEncryptionKeyProps): kms.IKey {
  const key = given === undefined ? undefined : checkedKey(scope, given);
  return withPolicy(scope, logGroupNames, key ?? new kms.Key(scope, 'Key', {
    description: `Audit logs of Aurora MySQL, ${logGroupNames}`,
    enableKeyRotation: true,
    removalPolicy,
  }));
}

/** A key that is made when it is first asked for: where nothing of an audit is to be encrypted, there is none. */
export class KeyOnDemand {
  private key?: kms.IKey;

  constructor(private readonly make: () => kms.IKey) {}

  /** The key, if it was asked for. */
  public get made(): kms.IKey | undefined {
    return this.key;
  }

  public get(): kms.IKey {
    return this.key ??= this.make();
  }
}

/** The key behind an alias, wherever the app knows it: log groups, and the calls that disable a key, name keys and no aliases. */
function checkedKey(scope: Construct, given: kms.IKey): kms.IKey {
  if (typeof given?.addToResourcePolicy !== 'function') {
    throw new Error(`auditLogEncryptionKey: must be a KMS key, got: ${shown(given)}`);
  }
  const key = behindAliases(given);
  checkRegion(scope, 'auditLogEncryptionKey', key.env?.region);
  if (isAlias(key)) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:keyAlias',
      `auditLogEncryptionKey: ${key.keyArn} is an alias whose key is not known here; CloudWatch Logs takes the ARN of a key, `
      + 'and that the key is disabled is not noticed; use kms.Key.fromKeyArn or kms.Alias.fromAliasAttributes');
  }
  return key;
}

/** The id by which calls name the key; none where only an alias is known. */
export function watchableKeyId(key: kms.IKey): string | undefined {
  return isAlias(key) ? undefined : key.keyId;
}

/** Of a key that was imported by the ARN of an alias the id lacks the prefix. */
function isAlias(key: kms.IKey): boolean {
  return key.keyId.startsWith('alias/') || key.keyArn.includes(':alias/');
}

function behindAliases(key: kms.IKey): kms.IKey {
  const target = aliasTarget(key);
  return target === undefined ? key : behindAliases(target);
}

function aliasTarget(key: kms.IKey): kms.IKey | undefined {
  try {
    return (key as kms.IAlias).aliasTargetKey;
  } catch {
    // An alias imported by its name alone has no target to tell.
    return undefined;
  }
}

function withPolicy(scope: Construct, logGroupNames: string, key: kms.IKey): kms.IKey {
  const stack = Stack.of(scope);
  // No Sids: they have to be unique in a policy, and several clusters may share a key.
  const refused = [logsStatement(stack, logGroupNames), notifierStatement()]
    .filter(statement => !key.addToResourcePolicy(statement, true).statementAdded);
  if (refused.length > 0) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedKey',
      'auditLogEncryptionKey: the policy of an imported key cannot be changed here; it must hold: '
      + JSON.stringify(stack.resolve(refused.map(statement => statement.toStatementJson()))));
  }
  return key;
}
