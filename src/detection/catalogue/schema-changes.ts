import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { anyTextPattern, bothCases, everyCase, STATEMENT, statements, usualCases } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/**
 * The beginnings of what can be created other than temporary tables, users and roles: AGGREGATE, ALGORITHM, DATABASE, DEFINER, EVENT, FULLTEXT, FUNCTION,
 * INDEX, LOGFILE, OR REPLACE, PROCEDURE, SCHEMA, SERVER, SPATIAL, SQL, TABLE, TABLESPACE, TRIGGER, UNDO, UNIQUE, VIEW.
 */
const CREATED = ['A', 'D', 'E', 'F', 'I', 'L', 'O', 'P', 'S', 'TA', 'TR', 'UN', 'V'];

/** The beginnings of what holds no data and can be dropped: INDEX, VIEW, TRIGGER, EVENT, PROCEDURE, FUNCTION, SERVER, SPATIAL, ROLE, USER, UNDO, LOGFILE. */
const DROPPED = ['I', 'V', 'TR', 'E', 'PROC', 'F', 'S', 'R', 'U', 'L'];

/** Code that stays in the database and runs again: what a back door is made of. */
const STORED_CODE = ['TRIGGER', 'EVENT', 'PROCEDURE', 'FUNCTION'];

export const SCHEMA_CHANGES: CatalogueEntry = {
  filterPattern: anyTextPattern(
    ...CREATED.flatMap(beginning => usualCases(`CREATE ${beginning}`)).map(text => `${STATEMENT}${text}`),
    ...['ALT', 'REN'].flatMap(everyCase).map(text => `${STATEMENT}${text}`),
    // Client tools put a comment before the statement.
    ...['CREATE', 'ALTER'].flatMap(usualCases).flatMap(verb => [`*/ ${verb} `, `*/${verb} `]),
    // What TABLE events record, however the statement was written.
    ',CREATE,', ',ALTER,', ',RENAME,',
  ),
  // Odd spellings: a comment, two spaces or a line break behind CREATE, in any letter case where it is short; stored code behind a comment.
  additionalFilterPatterns: [anyTextPattern(...statements(...DROPPED.map(beginning => `DROP ${beginning}`))), anyTextPattern(
    ...['CREATE', 'create'].flatMap(verb => ['/', '  ', '#', ' /*', ' --', ' #', ' `'].map(sign => `${STATEMENT}${verb}${sign}`)),
    ...['cR', 'Cr', 'cr', 'CR'].flatMap(two => everyCase('ea').map(more => `${STATEMENT}${two}${more}`)).filter(text => !/,'(CREA|crea|Crea)$/.test(text)),
    ...bothCases(...STORED_CODE.map(code => `*/ ${code} `)),
    ...bothCases(...STORED_CODE.map(code => `*/${code}/*`)),
  )],
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DDL, AuditEvent.TABLE],
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'outside of a deployment no change is expected; during one the alarm is the record of it',
  severity: AuditDetectionSeverity.LOW,
  controls: ['PCI DSS v4.0.1 10.2.1.7', 'NIST 800-53 r5 AU-12'],
  runbook: 'The schema or a routine was changed. Match it with a deployment; a trigger, event or routine that nobody planned may be a back door.',
  logsInsightsQuery: recordsLike('(?i)(create|alter|rename|drop|(trigger|event|procedure|function)\\W)'),
  looksFor: 'CREATE, ALTER, RENAME and DROP of tables, views, routines, triggers and events',
  catches: 'CREATE, ALTER and RENAME of databases, tables, indexes, views, triggers, events, procedures and functions; DROP of what holds no data, for tables and databases are seen as destructive',
  misses: 'without TABLE events, verbs behind line comments and versioned comments: a text pattern has no more to offer, '
    + 'and the regular expressions are spent on what is more urgent',
};
