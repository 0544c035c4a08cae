/**
 * Records that decide what a metric filter looks for.
 *
 * A filter looks for a kind of event when it selects a record of that kind and none of the harmless ones: a filter that
 * counts everything looks for nothing. Upper case is the minimum, nobody has to find every disguise to pass. The records of
 * a kind share nothing but what makes them that: users, hosts, databases, numbers, outcomes and privileges come from tables.
 */
export interface EventKind {
  /** Part of the id of the finding. */
  readonly name: string;
  readonly described: string;
  /** The least that looks for them. */
  readonly filterPattern: string;
  /** Each has to be selected by a filter, not all by the same one. */
  readonly records: readonly string[];
}

/** What records have in common with others by chance. The lists differ in length: each value meets many others. */
const SERVERS = ['aurora-mysql-instance-1', 'orders-db-2', 'reporting-writer', 'db3'];
const USERS = ['user_1', '', 'admin', 'Admin', 'root', 'app.user-2', 'svc@corp', 'billing', 'etl-job'];
const HOSTS = ['172.31.49.222', '10.0.8.15', '192.168.7.20', 'localhost', 'worker-17.eu.example.com', '203.0.113.9', '::1', 'fd00:ec2::12'];
const DATABASES = ['', 'shop', 'Shop', 'my-db', 'mysql', 'warehouse_2', ''];
const ACCOUNTS = ["\\'user_2\\'@\\'%\\'", 'user_2', "\\'ann\\'@\\'10.0.0.%\\'", 'etl@localhost', '`app`@`%`'];
const REFUSED = [1045, 1049, 1044, 1698, 1130, 3118, 3159, 3955, 1251, 1862];
const OUTCOMES = [0, 1044, 0, 1227, 0, 1410, 0];

/** `GRANT` and `REVOKE` take them between that and `TO` or `FROM`. */
const PRIVILEGES = [
  'ALL PRIVILEGES ON shop.*', 'SELECT ON shop.orders', 'INSERT, UPDATE ON warehouse_2.*', 'DELETE ON *.*', 'EXECUTE ON PROCEDURE shop.close_day',
  'CREATE USER ON *.*', 'PROCESS ON *.*', 'SELECT (name) ON mysql.user', "PROXY ON \\'boss\\'@\\'%\\'", "\\'reader\\', \\'writer\\'", 'auditor',
  'ROLE_ADMIN ON *.*', 'USAGE ON *.*', 'AWS_LAMBDA_ACCESS', 'UPDATE ON `shop`.*', 'TRIGGER ON shop.*',
];

/** Enough for each value to meet several of each other list. */
const FAILED_LOGINS = 24;

const turn = <T>(list: readonly T[], index: number): T => list[index % list.length];

/** A record without its timestamp, up to the operation. */
const from = (index: number) => [
  1690000000000000 + index * 987654321987, turn(SERVERS, index), turn(USERS, index), turn(HOSTS, index), 7 + index * 4099,
].join();

const failedLogin = (_: unknown, index: number) => `${from(index)},0,FAILED_CONNECT,${turn(DATABASES, index)},,${turn(REFUSED, index)}`;

const statement = (text: string, index: number) =>
  `${from(index)},${41 + index * 65537},QUERY,${turn(DATABASES, index)},'${text}',${turn(OUTCOMES, index)}`;

const PRIVILEGE_CHANGES = [
  ...PRIVILEGES.map((privilege, index) => `GRANT ${privilege} TO ${turn(ACCOUNTS, index)}`),
  ...PRIVILEGES.map((privilege, index) => `REVOKE ${privilege} FROM ${turn(ACCOUNTS, index)}`),
  "GRANT ALL PRIVILEGES ON shop.* TO \\'user_2\\'@\\'%\\' WITH GRANT OPTION",
  '/* etl */ GRANT INSERT, UPDATE ON warehouse_2.* TO etl@localhost',
  "REVOKE ALL PRIVILEGES, GRANT OPTION FROM \\'ben\\'@\\'localhost\\'",
];

export const EVENT_KINDS: readonly EventKind[] = [
  {
    name: 'failed-logins',
    described: 'failed logins',
    filterPattern: '"FAILED_CONNECT"',
    records: Array.from({ length: FAILED_LOGINS }, failedLogin),
  },
  {
    name: 'privilege-changes',
    described: 'changes of privileges',
    filterPattern: '?"GRANT " ?"REVOKE "',
    records: PRIVILEGE_CHANGES.map(statement),
  },
];

const HARMLESS_STATEMENTS = [
  'SELECT name FROM orders WHERE id = 7',
  'SELECT 1',
  "INSERT INTO orders VALUES (8, \\'tea\\')",
  'UPDATE stock SET amount = 1045',
  "SELECT a FROM t WHERE note = \\'back TO front\\'",
  'ALTER TABLE a RENAME TO b',
  'DELETE FROM carts WHERE id = 9',
  'SELECT @@aurora_version',
];

export const HARMLESS_RECORDS: readonly string[] = [
  ...USERS.flatMap((_, index) => ['CONNECT', 'DISCONNECT'].map(operation => `${from(index)},0,${operation},${turn(DATABASES, index)},,0`)),
  ...HARMLESS_STATEMENTS.map(statement),
  ...['READ', 'WRITE'].map((operation, index) => `${from(index)},20070836,${operation},shop,orders,`),
];
