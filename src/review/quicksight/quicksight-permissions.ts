/** What QuickSight knows as viewing a dashboard. */
const VIEW_DASHBOARD = ['DescribeDashboard', 'ListDashboardVersions', 'QueryDashboard'];

/** What QuickSight knows as using a data set. */
const USE_DATA_SET = ['DescribeDataSet', 'DescribeDataSetPermissions', 'DescribeIngestion', 'ListIngestions', 'PassDataSet'];

/** What somebody may do with one resource of QuickSight. */
export interface QuickSightPermission {
  readonly principal: string;
  readonly actions: string[];
}

/**
 * QuickSight takes sets of actions that it knows, no others.
 *
 * @see https://docs.aws.amazon.com/quicksight/latest/APIReference/API_ResourcePermission.html
 */
export function mayView(principals: string[]): QuickSightPermission[] {
  return permissions(principals, VIEW_DASHBOARD);
}

/** Those who may make analyses of their own of a data set, which are not those who may change it. */
export function mayUse(principals: string[]): QuickSightPermission[] {
  return permissions(principals, USE_DATA_SET);
}

function permissions(principals: string[], actions: string[]): QuickSightPermission[] {
  return principals.map(principal => ({ principal, actions: actions.map(action => `quicksight:${action}`) }));
}
