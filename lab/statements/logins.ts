import { cases, type Case } from '../case';

const login = (user: string, password = 'wrong', database?: string) => [{ login: { user, password, database } }];

/** Who gets in and who does not. */
export const LOGINS: Case[] = [
  ...cases({ labels: ['failed-login'] }, {
    'login-wrong-password': login('svc_web'),
    'login-wrong-password-database': login('svc_web', 'hunter2', 'ledger'),
    'login-empty-password': login('ops_admin', ''),
    'login-no-such-user': login('backup_agent'),
    'login-guess-root': login('root', 'root'),
    'login-guess-admin': login('admin', 'admin'),
    'login-guess-sa': login('sa', 'sa'),
    'login-guess-mysql': login('mysql', 'mysql', 'mysql'),
    'login-rdsadmin': login('rdsadmin', 'guess'),
    'login-locked': login('locked_out', 'Lab-0nly!'),
    'login-no-such-database': login('ops_admin', 'Lab-0nly!', 'ledger_2019'),
    'login-burst': ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(password => ({ login: { user: 'svc_etl', password } })),
    'login-spray': ['svc_web', 'svc_etl', 'report_ro', 'monitor', 'migrator', 'former'].map(user => ({ login: { user, password: 'Summer2024' } })),
    'login-limit': { steps: ['x', 'y'].map(() => ({ login: { user: 'one_only' } })) },
    'login-changed-user-wrong-password': { as: { user: 'svc_web' }, steps: [{ changeUser: { user: 'ops_admin', password: 'guess' } }] },
    'login-changed-user-unknown': { as: { user: 'report_ro' }, steps: [{ changeUser: { user: 'nobody', password: 'x' } }] },
    'login-changed-user-after-work': {
      as: { user: 'svc_web', database: 'ledger' }, steps: [{ sql: 'SELECT 2', labels: ['benign'] }, { changeUser: { user: 'root', password: '' } }],
    },
    'login-cli': { as: { user: 'ops_admin', password: 'oops' }, steps: [{ cli: 'SELECT 1' }] },
    'login-cli-database': { as: { user: 'ops_admin', database: 'no_such_schema' }, steps: [{ cli: 'SELECT 1' }] },
    'login-dump-wrong-password': { as: { user: 'backup', password: 'x' }, steps: [{ dump: ['ledger'] }] },
  }),
  ...cases({ labels: ['failed-login'], flags: ['odd-identity'] }, {
    'login-name-comma': login('finance,audit'),
    'login-name-quote': login('d\'arcy'),
    'login-name-backslash': login('corp\\svc'),
    'login-name-space': login('jane doe'),
    'login-name-email': login('jane@example.com'),
    'login-name-unicode': login('ユーザー'),
    'login-name-empty-database': login('x', 'y', ''),
    'login-name-long': login('n'.repeat(80)),
    'login-name-tab': login('tab\tbed'),
    'login-name-percent': login('%'),
    'login-database-comma': login('ops_admin', 'Lab-0nly!', 'a,b'),
  }),
  ...cases({ labels: ['failed-login'], flags: ['lookalike-user'] }, {
    'login-name-drop': login('DROP TABLE invoice'),
    'login-name-revoke': login('REVOKE ALL'),
    'login-name-query': login('QUERY'),
    'login-name-rdsadmin-like': login('rdsadmin1'),
    'login-name-rdsadmin-space': login('rdsadmin '),
    'login-name-localhost': login('rdsadmin,localhost'),
    'login-name-set-global': login('SET GLOBAL x=1'),
  }),
  ...cases({ labels: ['failed-login'], flags: ['forged-user'] }, {
    'login-forged-columns': login('z,10.9.9.9,5,6,QUERY,ledger,\'REVOKE ALL\',0'),
    'login-forged-drop': login('rdsadmin,localhost,1,2,QUERY,,\'DROP DATABASE ledger\',0'),
    'login-forged-connect': login('svc_web,10.0.3.9,1,0,CONNECT,ledger,,0'),
    'login-forged-disconnect': login('a,b,1,0,DISCONNECT,,,0'),
  }),
  ...cases({ labels: ['log-forgery', 'failed-login'], flags: ['odd-identity'] }, {
    'forged-line-connect': login('q\n20260301 12:00:00,db-9,ops_admin,10.0.0.8,12,0,CONNECT,,,0\nr'),
    'forged-line-drop': login('\n20260301 12:00:01,db-9,root,10.0.0.8,12,13,QUERY,ledger,\'DROP TABLE invoice\',0\n'),
    'forged-line-benign': login('s\n20260301 12:00:02,db-9,rdsadmin,localhost,1,2,QUERY,,\'SELECT 1\',0'),
    'forged-line-login-failure': login('\n20260301 12:00:03,db-9,victim,10.0.0.8,3,0,FAILED_CONNECT,,,1045\n'),
  }),
  ...cases({ labels: ['tcp-probe'] }, {
    'probe-silent': [{ probe: '' }],
    'probe-http': [{ probe: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' }],
    'probe-zeros': [{ probe: '\0\0\0\0\0\0\0\0\0\0\0\0' }],
  }),
  ...cases({ labels: ['access-denied', 'failed-login'] }, {
    'login-database-denied': login('report_ro', 'Lab-0nly!', 'ledger'),
    'login-database-denied-mysql': login('svc_web', 'Lab-0nly!', 'mysql'),
  }),
  ...cases({ labels: ['benign'], as: { user: 'svc_web', database: 'ledger' } }, {
    'login-fine': ['SELECT 3'],
    'login-changed-database': ['USE crm', 'SELECT COUNT(*) FROM contact'],
  }),
  ...cases({ labels: ['benign'], flags: ['odd-identity'] }, {
    'as-comma': { as: { user: 'sales,ops' }, steps: ['SELECT name FROM crm.lead'] },
    'as-quote': { as: { user: 'o\'neil' }, steps: ['SELECT phone FROM crm.contact WHERE id = 1'] },
    'as-unicode': { as: { user: 'müller' }, steps: ['SELECT 5'] },
  }),
  ...cases({ labels: ['benign'], flags: ['lookalike-user'] }, {
    'as-grant': { as: { user: 'grant' }, steps: ['SELECT source FROM crm.lead'] },
    'as-drop-table': { as: { user: 'drop table' }, steps: ['SELECT source FROM crm.lead LIMIT 2'] },
    'as-query': { as: { user: 'QUERY' }, steps: ['SELECT 6'] },
    'as-localhost': { as: { user: 'localhost' }, steps: ['SELECT id FROM crm.contact'] },
    'as-rdsadmin2': { as: { user: 'rdsadmin2' }, steps: ['SELECT id FROM crm.lead'] },
  }),
];
