import { cases, SERVER_FILES, type Case } from '../case';


/** Data that leaves and data that comes in. */
export const TRANSFER: Case[] = [
  ...cases({ labels: ['data-export'] }, {
    'outfile-contacts': `SELECT * FROM crm.contact INTO OUTFILE '${SERVER_FILES}/contacts.csv'`,
    'outfile-fields': `SELECT id, email FROM ledger.account INTO OUTFILE '${SERVER_FILES}/a1' FIELDS TERMINATED BY ',' ENCLOSED BY '"' LINES TERMINATED BY '\\n'`,
    'outfile-before-from': `SELECT name, card_no INTO OUTFILE '${SERVER_FILES}/a2' FROM crm.contact WHERE id > 0`,
    'outfile-lower': { flags: ['lower'], steps: [`select * from ledger.payment into outfile '${SERVER_FILES}/a3'`] },
    'outfile-mixed': { flags: ['mixed'], steps: [`Select * From ledger.payment Into OutFile "${SERVER_FILES}/a4"`] },
    'outfile-spaces': { flags: ['multi-space'], steps: [`SELECT email FROM ledger.account INTO   OUTFILE   '${SERVER_FILES}/a5'`] },
    'outfile-newline': { flags: ['multiline'], steps: [`SELECT email\nFROM ledger.account\nINTO\nOUTFILE '${SERVER_FILES}/a6'`] },
    'outfile-inline': { flags: ['inline-comment'], steps: [`SELECT email FROM ledger.account INTO /* x */ OUTFILE/**/'${SERVER_FILES}/a7'`] },
    'outfile-exec': { flags: ['exec-comment'], steps: [`SELECT email FROM ledger.account INTO /*!OUTFILE*/ '${SERVER_FILES}/a8'`] },
    'outfile-exec-whole': { flags: ['exec-comment', 'lower'], steps: [`select email from ledger.account /*!50000 into outfile '${SERVER_FILES}/a9' */`] },
    'outfile-union': `SELECT 'id','email' UNION ALL SELECT id, email FROM ledger.account INTO OUTFILE '${SERVER_FILES}/b1'`,
    'outfile-parenthesised': `(SELECT email FROM ledger.account) INTO OUTFILE '${SERVER_FILES}/b2'`,
    'outfile-cte': `WITH c AS (SELECT * FROM crm.contact) SELECT * FROM c INTO OUTFILE '${SERVER_FILES}/b3'`,
    'outfile-binary-protocol': { flags: ['prepared-binary'], steps: [{ execute: `SELECT * FROM crm.lead WHERE id > ? INTO OUTFILE '${SERVER_FILES}/b4'`, values: [0] }] },
    'outfile-immediate': { flags: ['dynamic'], steps: [{ sql: `EXECUTE IMMEDIATE CONCAT('SELECT * FROM crm.lead IN', 'TO OUT', 'FILE "${SERVER_FILES}/b5"')`, labels: ['wrapper'] }] },
    'outfile-long': { flags: ['truncated'], steps: [`SELECT ${Array.from({ length: 120 }, (_, i) => `'column_${i}'`).join(',')} INTO OUTFILE '${SERVER_FILES}/b6'`] },
    'outfile-charset': `SELECT note FROM ledger.invoice INTO OUTFILE '${SERVER_FILES}/b7' CHARACTER SET utf8mb4`,
    'dumpfile': `SELECT card_no FROM crm.contact LIMIT 1 INTO DUMPFILE '${SERVER_FILES}/b8'`,
    'dumpfile-lower': { flags: ['lower'], steps: [`select 0x7f454c46 into dumpfile '${SERVER_FILES}/b9.so'`] },
    'dumpfile-tab': { flags: ['multi-space'], steps: [`SELECT 1 INTO\tDUMPFILE\t'${SERVER_FILES}/c1'`] },
    'outfile-exists': { retcode: 1086, steps: [`SELECT 1 INTO OUTFILE '${SERVER_FILES}/b8'`] },
    'outfile-no-directory': { retcode: 1290, steps: ['SELECT * FROM crm.contact INTO OUTFILE \'/no/such/place/contacts\''] },
    'whole-table': 'SELECT * FROM crm.contact',
  }),
  ...cases({ labels: ['data-export'] }, {
    'dump-database': [{ dump: ['ledger'] }],
    'dump-databases': [{ dump: ['--databases', 'ledger', 'crm', '--single-transaction', '--routines', '--events'] }],
    'dump-table': [{ dump: ['--no-create-info', '--skip-opt', 'crm', 'contact'] }],
    'dump-where': [{ dump: ['--where=id>0', '--single-transaction', 'crm', 'contact', 'lead'] }],
    'dump-replica': [{ dump: ['--databases', 'crm', '--master-data=2'] }],
  }),
  ...cases({ labels: ['data-export', 'recon'] }, {
    'load-file-passwd': 'SELECT LOAD_FILE(\'/etc/passwd\')',
    'load-file-hex': { flags: ['lower'], steps: ['select load_file(0x2f6574632f686f737473)'] },
    'load-file-space': { flags: ['inline-comment'], steps: ['SELECT HEX(LOAD_FILE/**/(CONCAT(\'/etc/\', \'hostname\')))'] },
    'load-file-insert': 'INSERT INTO ledger.audit_note (body) VALUES (LOAD_FILE(\'/proc/self/environ\'))',
  }),
  ...cases({ labels: ['data-import'], setup: ['TRUNCATE ledger.staging'] }, {
    'load-server-file': { retcode: 13, steps: [`LOAD DATA INFILE '${SERVER_FILES}/missing.csv' INTO TABLE ledger.staging`] },
    'load-concurrent': { retcode: 13, flags: ['lower'], steps: [`load data concurrent infile '${SERVER_FILES}/missing.csv' replace into table ledger.staging fields terminated by ';'`] },
    'load-round-trip': {
      steps: [
        { sql: `SELECT '1','x' INTO OUTFILE '${SERVER_FILES}/rows.tsv'`, labels: ['data-export'] },
        `LOAD DATA INFILE '${SERVER_FILES}/rows.tsv' IGNORE INTO TABLE ledger.staging`,
      ],
    },
    'load-local': [{ infile: 'LOAD DATA LOCAL INFILE \'rows.csv\' INTO TABLE ledger.staging FIELDS TERMINATED BY \',\'', rows: '1,a\n2,b\n' }],
    'load-local-lower': { flags: ['lower', 'inline-comment'], steps: [{ infile: 'load/**/data/**/local infile \'r\' into table ledger.staging', rows: '1\ta\n' }] },
    'load-local-low-priority': { flags: ['multiline'], steps: [{ infile: 'LOAD DATA LOW_PRIORITY LOCAL\nINFILE \'r\'\nINTO TABLE ledger.staging', rows: '1\ta\n' }] },
    'load-xml': { steps: [{ infile: 'LOAD XML LOCAL INFILE \'r.xml\' INTO TABLE ledger.staging', rows: '<row id="1" v="a"/>\n' }] },
    'load-cli': [{ cli: 'LOAD DATA LOCAL INFILE \'/etc/hostname\' INTO TABLE ledger.staging (v);', options: ['--local-infile=1'] }],
  }),
];
