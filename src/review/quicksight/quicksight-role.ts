import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AuditAnalysis } from '../analysis/audit-analysis';

/** The catalog of Glue, as Athena calls it. */
const CATALOG = 'AwsDataCatalog';

/** A role, and what has to be there before anybody uses it. */
export interface QuickSightRole {
  readonly role: iam.Role;
  readonly grant: iam.Grant;
}

/**
 * The role in which QuickSight asks Athena, instead of the one that all data sources of the account share. It reads the records of the archive, and writes
 * results of queries; it deletes nothing.
 *
 * QuickSight takes a role of its own account only. What it says about itself when it assumes one is not documented: a condition on it might refuse everybody.
 *
 * @see https://docs.aws.amazon.com/quicksight/latest/user/datasource-run-as-role.html
 */
export function quickSightRole(scope: Construct, analysis: AuditAnalysis): QuickSightRole {
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('quicksight.amazonaws.com'),
    description: 'QuickSight reads audit records of Aurora MySQL',
  });
  const catalog = Stack.of(scope).formatArn({ service: 'athena', resource: 'datacatalog', resourceName: CATALOG });
  return {
    role,
    grant: analysis.grantRead(role)
      .combine(iam.Grant.addToPrincipal({
        grantee: role,
        actions: ['GetDataCatalog', 'GetDatabase', 'GetTableMetadata', 'ListDatabases', 'ListTableMetadata'].map(action => `athena:${action}`),
        resourceArns: [catalog],
      }))
      // QuickSight looks for the catalog by name; the names of catalogs have no narrower resource.
      .combine(iam.Grant.addToPrincipal({ grantee: role, actions: ['athena:ListDataCatalogs'], resourceArns: ['*'] })),
  };
}
