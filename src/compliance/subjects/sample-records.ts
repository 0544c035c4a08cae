/**
 * Records that decide what a metric filter looks for.
 *
 * A filter looks for a kind of event when it selects a record of that kind and none of the harmless ones: a filter that
 * counts everything looks for nothing. Upper case is the minimum, nobody has to find every disguise to pass.
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
/** A filter that looks for one user, host or instance does not look for the kind. */
const FROM_ELSEWHERE = '1698498527380921,orders-db-2,billing,10.0.8.15,77';

export const EVENT_KINDS: readonly EventKind[] = [
  {
    name: 'failed-logins',
    described: 'failed logins',
    filterPattern: '"FAILED_CONNECT"',
    records: [
      `${FROM},0,FAILED_CONNECT,,,1045`,
      `${FROM_ELSEWHERE},0,FAILED_CONNECT,,,1045`,
    ],
  },
  {
    name: 'privilege-changes',
    described: 'changes of privileges',
    filterPattern: '?"GRANT " ?"REVOKE "',
    records: [
      `${FROM},20070830,QUERY,shop,'GRANT ALL PRIVILEGES ON shop.* TO \\'user_2\\'@\\'%\\' WITH GRANT OPTION',0`,
      `${FROM_ELSEWHERE},20070831,QUERY,,'GRANT SELECT ON shop.orders TO user_2',0`,
      `${FROM},20070832,QUERY,shop,'REVOKE SELECT ON shop.orders FROM \\'user_2\\'@\\'%\\'',0`,
    ],
  },
];

export const HARMLESS_RECORDS: readonly string[] = [
  `${FROM},0,CONNECT,shop,,0`,
  `${FROM},0,DISCONNECT,shop,,0`,
  `${FROM},20070834,QUERY,shop,'SELECT name FROM orders WHERE id = 7',0`,
  `${FROM},20070835,QUERY,shop,'INSERT INTO orders VALUES (8, \\'tea\\')',0`,
  `${FROM},20070836,READ,shop,orders,`,
  '1703817810074458,aurora-mysql-instance-1,rdsadmin,localhost,223153,20070837,QUERY,,\'SELECT @@aurora_version\',0',
];
