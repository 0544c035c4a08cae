import { parseLine } from '../../lab/audit-log';
import { benign, cases, wrapper, type Case } from '../../lab/case';
import { labelsOf } from '../../lab/labels';

const AT = '20261123 17:54:13';
const line = (columns: string) => parseLine(`${AT},db-host,app,localhost,7,${columns}`, 'db-host');
const [GRANT] = cases({ labels: ['privilege-change'] }, { grant: [benign('SELECT 1;'), wrapper('CALL p()'), 'GRANT SELECT ON a.* TO b'] });

test.each([
  ['0,CONNECT,shop,,0', ['login']],
  ['0,DISCONNECT,shop,,0', ['disconnect']],
  ['0,FAILED_CONNECT,,,1045', ['failed-login']],
  ['0,CHANGEUSER,,,1045', ['failed-login']],
  ['0,CHANGEUSER,shop,,0', ['login']],
  ['9,WRITE,mysql,db,', ['table-event']],
  ['9,DROP,shop,t,', ['table-event', 'schema-drop']],
  ['9,QUERY,shop,\'GRANT SELECT ON a.* TO b\',0', ['privilege-change']],
  ['9,QUERY,shop,\'inner statement\',0', ['privilege-change']],
  ['9,QUERY,shop,\'SELECT 1\',0', ['benign']],
  ['9,QUERY,shop,\'CALL p()\',1305', ['wrapper']],
])('%s of a privilege change is %j', (columns, labels) => {
  expect(labelsOf(line(columns), GRANT)).toEqual(labels);
});

test('a failed login has the labels of a case that is about logins', () => {
  const [probe]: Case[] = cases({ labels: ['tcp-probe'] }, { probe: [{ probe: '' }] });
  expect(labelsOf(parseLine(`${AT},db-host,,,7,0,FAILED_CONNECT,,,1158`, 'db-host'), probe)).toEqual(['tcp-probe']);
});

test.each([
  [`${AT},db-9,root,10.0.0.8,1,2,QUERY,a,'DROP TABLE b',0`, ['log-forgery']],
  [`${AT},db-9,root,10.0.0.8,1,0,CONNECT,,,0,localhost,7,0,FAILED_CONNECT,,,1045`, ['log-forgery', 'failed-login']],
  [`${AT},db-host,evil`, ['log-forgery-fragment']],
  ['rest,localhost,7,0,DISCONNECT,,,0', ['log-forgery-fragment']],
  ['rest,localhost,7,0,FAILED_CONNECT,,,1045', ['log-forgery-fragment', 'failed-login']],
])('the line %s of a broken record is %j', (text, labels) => {
  expect(labelsOf(parseLine(text, 'db-host'), GRANT)).toEqual(labels);
});

test('a dump is an export where it reads rows', () => {
  const [dump] = cases({ labels: ['data-export'] }, { dump: [{ dump: ['shop'] }] });
  expect(labelsOf(line('9,QUERY,shop,\'SELECT /*!40001 SQL_NO_CACHE */ `id` FROM `t`\',0'), dump)).toEqual(['data-export']);
  expect(labelsOf(line('9,QUERY,shop,\'show create table `t`\',0'), dump)).toEqual(['wrapper']);
});
