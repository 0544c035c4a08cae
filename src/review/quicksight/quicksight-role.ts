import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AuditAnalysis } from '../analysis/audit-analysis';

/** The catalog of Glue, as Athena calls it. */
const CATALOG = 'AwsDataCatalog';

const CATALOG_ACTIONS = ['GetDataCatalog', 'GetDatabase', 'GetTableMetadata', 'ListDatabases', 'ListTableMetadata'];

/**
 * The role in which QuickSight asks Athena, instead of the one that all data sources of the account share. It reads the records of the archive, and writes
 * results of queries; it deletes nothing.
 *
 * QuickSight takes a role of its own account only. What it says about itself when it assumes one is not documented: a condition on it might refuse everybody.
 *
 * @see https://docs.aws.amazon.com/quicksight/latest/user/datasource-run-as-role.html
 */
export function quickSightRole(scope: Construct, analysis: AuditAnalysis): iam.Role {
  // There before the role is, and so before QuickSight tries it; stock rule packs want no inline policies.
  const policy = new iam.ManagedPolicy(scope, 'Policy');
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('quicksight.amazonaws.com'),
    description: 'QuickSight reads audit records of Aurora MySQL',
    managedPolicies: [policy],
  });
  analysis.grantRead(new ByManagedPolicy(role, policy));
  policy.addStatements(
    new iam.PolicyStatement({
      actions: CATALOG_ACTIONS.map(action => `athena:${action}`),
      resources: [Stack.of(scope).formatArn({ service: 'athena', resource: 'datacatalog', resourceName: CATALOG })],
    }),
    // QuickSight looks for the catalog by name; the names of catalogs have no narrower resource.
    new iam.PolicyStatement({ actions: ['athena:ListDataCatalogs'], resources: ['*'] }),
  );
  return role;
}

/** A role whose grants stand in a managed policy. */
class ByManagedPolicy implements iam.IPrincipal {
  public readonly grantPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: iam.PrincipalPolicyFragment;
  public readonly principalAccount?: string;

  constructor(role: iam.Role, private readonly policy: iam.ManagedPolicy) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }
}
