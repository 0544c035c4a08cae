import { checkedDetails } from '../../../src/compliance/evidence/evidence-details';

const PROPS = ['evidenceTitle', 'evidenceEnvironment', 'evidenceCommit', 'evidenceApprover'];

test('details are those that are given, without the spaces around them', () => {
  expect(checkedDetails({ evidenceTitle: ' Orders ', evidenceEnvironment: 'production', evidenceCommit: '9f2c1d4', evidenceApprover: 'Ana', evaluationDate: '2027-01-31' }))
    .toEqual({ title: 'Orders', environment: 'production', commit: '9f2c1d4', approver: 'Ana', date: '2027-01-31' });
  expect(checkedDetails({})).toEqual({});
});

describe.each(PROPS)('%s', prop => {
  test.each<[unknown]>([[''], [' '], ['a\nb'], ['a\rb'], [7], [null]])('is not %j', text => {
    expect(() => checkedDetails({ [prop]: text })).toThrow(`${prop}: must be a line of text that is known at synthesis, got: `);
  });

  test('is not text that is made at deployment', () => {
    expect(() => checkedDetails({ [prop]: 'later' }, text => text !== 'later')).toThrow(`${prop}: must be a line of text that is known at synthesis, got: 'later'`);
    expect(checkedDetails({ [prop]: 'now' }, text => text !== 'later')).toMatchObject({ [prop.replace('evidence', '').toLowerCase()]: 'now' });
  });
});
