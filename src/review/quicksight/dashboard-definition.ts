import type * as quicksight from 'aws-cdk-lib/aws-quicksight';
import { DATA_SET } from './dashboard-fields';
import { filterControls, filterGroups } from './dashboard-filters';
import { layout, visuals } from './dashboard-visuals';

const SHEET_ID = 'audit';

/** The dashboard over a data set. */
export function dashboardDefinition(dataSetArn: string, historyDays: number): quicksight.CfnDashboard.DashboardVersionDefinitionProperty {
  const all = visuals(historyDays);
  return {
    dataSetIdentifierDeclarations: [{ identifier: DATA_SET, dataSetArn }],
    sheets: [{
      sheetId: SHEET_ID,
      name: 'Audit records',
      contentType: 'INTERACTIVE',
      visuals: all.map(({ visual }) => visual),
      layouts: [layout(all)],
      filterControls: filterControls(),
    }],
    filterGroups: filterGroups(SHEET_ID, historyDays),
  };
}

/**
 * Strangers choose names of users, databases and, by their DNS, of hosts. A spreadsheet would calculate what looks like a formula, and a language model
 * would read what looks like an instruction: neither gets them.
 */
export const PUBLISH_OPTIONS: quicksight.CfnDashboard.DashboardPublishOptionsProperty = {
  exportToCsvOption: { availabilityStatus: 'DISABLED' },
  dataQaEnabledOption: { availabilityStatus: 'DISABLED' },
  dataStoriesSharingOption: { availabilityStatus: 'DISABLED' },
  executiveSummaryOption: { availabilityStatus: 'DISABLED' },
  sheetControlsOption: { visibilityState: 'EXPANDED' },
};
