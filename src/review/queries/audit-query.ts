/** A question that people ask the audit records of a cluster. Saved queries, widgets of the dashboard and the review are made of the same. */
export interface AuditQuery {
  /** Unique among the queries of a cluster; part of logical ids: letters and digits. */
  readonly id: string;
  /** What the answer is headed with; the last part of the name of the saved query. */
  readonly title: string;
  /** What the answer is good for, and what to look at in it. */
  readonly purpose: string;
  /** The controls that asking serves. */
  readonly controls: string[];
  /** The query in the language of Logs Insights. */
  readonly logsInsights: string;
}

/** The longest query that CloudWatch Logs takes. */
export const MAX_QUERY_LENGTH = 10_000;

/** The commands of a query, one a line. */
export function commands(...lines: string[]): string {
  return lines.join('\n| ');
}
