/**
 * Records that decide what a metric filter looks for.
 *
 * A filter looks for a kind of event when it selects a record of that kind and none of the harmless ones: a filter that
 * counts everything looks for nothing. Upper case is the minimum, nobody has to find every disguise to pass. The records of
 * a kind share nothing but what makes them that: other users, hosts, databases, numbers and outcomes.
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

const FROM = '1728498527380921,aurora-mysql-instance-1,user_1,172.31.49.222,147189';
const FROM_ELSEWHERE = '1698498527380921,orders-db-2,billing,10.0.8.15,77';
const FROM_LOCALHOST = '1759312800000007,reporting-writer,root,localhost,9';
const FROM_A_NAME = '1741000000123456,db3,etl-job,worker-17.eu.example.com,5000123';

export const EVENT_KINDS: readonly EventKind[] = [
  {
    name: 'failed-logins',
    described: 'failed logins',
    filterPattern: '"FAILED_CONNECT"',
    records: [
      `${FROM},0,FAILED_CONNECT,,,1045`,
      `${FROM_ELSEWHERE},0,FAILED_CONNECT,shop,,1045`,
      `${FROM_LOCALHOST},0,FAILED_CONNECT,mysql,,1698`,
      `${FROM_A_NAME},0,FAILED_CONNECT,warehouse_2,,1049`,
      '1728498527380999,aurora-mysql-instance-1,,203.0.113.9,147190,0,FAILED_CONNECT,,,1130',
    ],
  },
  {
    name: 'privilege-changes',
    described: 'changes of privileges',
    filterPattern: '?"GRANT " ?"REVOKE "',
    records: [
      `${FROM},20070830,QUERY,shop,'GRANT ALL PRIVILEGES ON shop.* TO \\'user_2\\'@\\'%\\' WITH GRANT OPTION',0`,
      `${FROM_ELSEWHERE},20070831,QUERY,,'GRANT SELECT ON shop.orders TO user_2',0`,
      `${FROM_LOCALHOST},41,QUERY,mysql,'GRANT \\'reader\\', \\'writer\\' TO \\'ann\\'@\\'10.0.0.%\\'',0`,
      `${FROM_A_NAME},7,QUERY,warehouse_2,'/* etl */ GRANT INSERT, UPDATE ON warehouse_2.* TO etl@localhost',1044`,
      `${FROM},20070832,QUERY,shop,'REVOKE SELECT ON shop.orders FROM \\'user_2\\'@\\'%\\'',0`,
      `${FROM_LOCALHOST},42,QUERY,,'REVOKE ALL PRIVILEGES, GRANT OPTION FROM \\'ben\\'@\\'localhost\\'',0`,
      `${FROM_ELSEWHERE},20070833,QUERY,mysql,'REVOKE auditor FROM etl',1227`,
    ],
  },
];

export const HARMLESS_RECORDS: readonly string[] = [
  `${FROM},0,CONNECT,shop,,0`,
  `${FROM_ELSEWHERE},0,CONNECT,,,0`,
  `${FROM},0,DISCONNECT,shop,,0`,
  `${FROM_A_NAME},0,DISCONNECT,,,0`,
  `${FROM},20070834,QUERY,shop,'SELECT name FROM orders WHERE id = 7',0`,
  `${FROM_LOCALHOST},43,QUERY,mysql,'SELECT 1',0`,
  `${FROM},20070835,QUERY,shop,'INSERT INTO orders VALUES (8, \\'tea\\')',0`,
  `${FROM_A_NAME},8,QUERY,warehouse_2,'UPDATE stock SET amount = 1045',1205`,
  `${FROM},20070836,READ,shop,orders,`,
  `${FROM_ELSEWHERE},20070838,WRITE,shop,orders,`,
  '1703817810074458,aurora-mysql-instance-1,rdsadmin,localhost,223153,20070837,QUERY,,\'SELECT @@aurora_version\',0',
];
