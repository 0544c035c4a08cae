import { cluster, parameters, type Change } from '../audited-template';
import { said } from '../judged-template';

const SECRET = 'AWS::SecretsManager::Secret';
const fromSecret = (secret: string) => ({ 'Fn::Sub': `{{resolve:secretsmanager:\${${secret}}:SecretString:username::}}` });

/** The master user is told of as such when it is excluded. */
function isMaster(user: string, change: Change): boolean {
  const [finding] = said(t => { parameters(t).server_audit_excl_users = user; change(t); });
  return finding.message.includes('the master user');
}

const withSecret = (template: unknown, id = 'Secret'): Change => t => {
  t.Resources.Secret = { Type: SECRET, Properties: { GenerateSecretString: { SecretStringTemplate: template } } };
  t.Resources.Other = { Type: SECRET, Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"else"}' } } };
  cluster(t).MasterUsername = fromSecret(id);
};

test.each<[string, string, Change, boolean]>([
  ['as it is named', 'boss', t => { cluster(t).MasterUsername = 'boss'; }, true],
  ['not as somebody else', 'boss', t => { cluster(t).MasterUsername = 'chief'; }, false],
  ['not where it is not named', 'boss', t => { delete cluster(t).MasterUsername; }, false],
  ['as its secret says', 'boss', withSecret('{"username":"boss"}'), true],
  ['as its secret says, with spaces', 'boss', withSecret('{ "username" : "boss" , "x": 1 }'), true],
  ['not as another secret says', 'else', withSecret('{"username":"boss"}'), false],
  ['as the other secret says where it is that', 'else', withSecret('{"username":"boss"}', 'Other'), true],
  ['not as its secret says of something else', 'boss', withSecret('{"user":"boss"}'), false],
  ['not where its secret says nothing', 'boss', withSecret({ Ref: 'AWS::NoValue' }), false],
  ['not as the password in the secret', 'boss', t => {
    withSecret('{"username":"boss"}')(t);
    cluster(t).MasterUsername = { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password::}}' };
  }, false],
  ['in either way', 'boss', t => {
    t.Conditions.Europe = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] };
    withSecret('{"username":"boss"}')(t);
    cluster(t).MasterUsername = { 'Fn::If': ['Europe', 'chief', fromSecret('Secret')] };
  }, true],
])('the master user is known %s', (_, user, change, expected) => {
  expect(isMaster(user, change)).toBe(expected);
});
