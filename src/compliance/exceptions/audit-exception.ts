import { Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { closest } from 'fastest-levenshtein';
import type { AuditExceptionOptions } from './audit-exception-options';
import { checkedDay } from './calendar-day';
import { shown } from '../../recording/shown';
import { PACK_NAME, RULE_IDS } from '../rules/rule-table';

/** Under which exceptions are kept at the construct. */
export const EXCEPTION_METADATA_TYPE = 'cdk-audited-aurora-mysql:exception';

/** An exception as it is kept. */
export interface RecordedException extends Omit<AuditExceptionOptions, 'rules'> {
  /** Without the name of the pack and the colons; every rule where it is absent. */
  readonly rules?: readonly string[];
}

/**
 * A decision to live with findings of `AuroraMysqlAuditChecks`: what is accepted, why, by whom and for how long.
 *
 * It speaks of the findings about clusters and other resources within a scope. Evidence and the validation report keep it.
 * One that has expired accepts nothing, and one that matches no finding is reported.
 *
 * @example
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { AuditException } from 'cdk-audited-aurora-mysql';
 *
 * declare const cluster: rds.DatabaseCluster;
 *
 * AuditException.of(cluster).accept({
 *   rules: ['AuroraMysqlAudit-AuditLogRetention'],
 *   reason: 'records are archived in S3 for seven years',
 *   approvedBy: 'security@example.com',
 *   expires: '2027-06-30',
 * });
 */
export class AuditException {
  /**
   * Exceptions for everything within a construct.
   *
   * @param scope a cluster, stack, stage, app or any other construct
   */
  public static of(scope: IConstruct): AuditException {
    if (!Construct.isConstruct(scope)) {
      throw new Error(`AuditException.of: must be given a construct, got: ${shown(scope)}`);
    }
    return new AuditException(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Accepts findings.
   *
   * @param options what, why, by whom and for how long
   */
  public accept(options: AuditExceptionOptions): void {
    if (typeof options !== 'object' || options === null) {
      throw new Error(`AuditException.accept: must be given options, got: ${shown(options)}`);
    }
    const { rules, reason, approvedBy, expires } = options;
    const recorded: RecordedException = {
      ...(rules === undefined ? {} : { rules: checkedIds(rules) }),
      reason: checkedText('reason', 'must say why', reason),
      ...(approvedBy === undefined ? {} : { approvedBy: checkedText('approvedBy', 'must name somebody', approvedBy) }),
      ...(expires === undefined ? {} : { expires: checkedDay('expires', expires) }),
    };
    this.scope.node.addMetadata(EXCEPTION_METADATA_TYPE, recorded, { stackTrace: true, traceFromFunction: this.accept });
  }
}

function checkedText(prop: string, wanted: string, text: string): string {
  if (typeof text !== 'string' || text.trim() === '' || Token.isUnresolved(text)) {
    throw new Error(`${prop}: ${wanted}, in text that is known at synthesis, got: ${shown(text)}`);
  }
  return text.trim();
}

function checkedIds(ids: readonly string[]): string[] {
  if (!Array.isArray(ids) || ids.length === 0) {
    throw new Error(`rules: must be a list of at least one id, or be left out to accept every finding, got: ${shown(ids)}`);
  }
  return ids.map(given => {
    const id = typeof given === 'string' ? given.replace(`${PACK_NAME}::`, '') : given;
    const [, rule] = /^([^[\]]+)(?:\[[^[\]]+\])?$/.exec(id) ?? [];
    if (!RULE_IDS.includes(rule)) {
      throw new Error(`rules: must hold ids of rules or of their findings, got: ${shown(given)}${typeof id === 'string' ? `; did you mean '${closest(id, RULE_IDS)}'?` : ''}`);
    }
    return id;
  });
}
