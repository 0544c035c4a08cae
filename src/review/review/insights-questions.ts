import { MOST_RECORDS, type QuestionLanguage, RECORD_LENGTH } from './review-questions';
import { commands } from '../queries/audit-query';
import { insightsPredicate } from '../queries/insights-predicate';

/** The questions of a review in the language of Logs Insights: those of the saved queries. */
export const INSIGHTS_LANGUAGE: QuestionLanguage = {
  /** Of records, the beginnings: a hundred statements of 64 kB are more than a state machine takes. */
  records: ({ logsInsights }) => {
    const lines = logsInsights.split('\n| ').filter(line => !/^(display|limit) /.test(line));
    return { query: commands(...lines, `fields substr(@message, 0, ${RECORD_LENGTH}) as record`, 'display @timestamp, record', `limit ${MOST_RECORDS}`) };
  },
  table: ({ logsInsights }) => ({ query: logsInsights }),
  count: detection => {
    const predicate = insightsPredicate(detection);
    return predicate === undefined ? undefined : { query: commands(`filter ${predicate}`, 'stats count(*) as times') };
  },
};
