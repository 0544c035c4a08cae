import { Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { AuditExceptionOptions } from './audit-exception-options';
import { EXCEPTION_METADATA_TYPE, recordedException } from './recorded-exception';
import { shown } from '../../app/shown';

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
    const recorded = recordedException('AuditException.accept', options, text => !Token.isUnresolved(text));
    this.scope.node.addMetadata(EXCEPTION_METADATA_TYPE, recorded, { stackTrace: true, traceFromFunction: this.accept });
  }
}
