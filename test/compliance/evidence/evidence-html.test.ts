import { load } from 'cheerio';
import * as fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { evidence, hostile, outcome, REQUIREMENTS } from './outcomes';
import { evidenceOf, STATUSES } from '../../../src/compliance/evidence/evidence';
import { evidenceHtml } from '../../../src/compliance/evidence/evidence-html';
import type { RuleOutcome } from '../../../src/compliance/evidence/rule-outcome';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  // The style is part of the page, so that the page needs nothing else; lines end as they are written.
  rules: { 'no-trailing-whitespace': 'off', 'no-inline-style': 'error', 'long-title': 'error' },
});

const page = (...outcomes: RuleOutcome[]) => load(evidenceHtml(evidence(...outcomes)));

const ONE_OF_EACH = STATUSES.map((status, index) => outcome(status, { constructPath: `Stack/${status}`, logicalId: `Cluster${index}` }));

test.each<[string, RuleOutcome[]]>([
  ['outcomes of every status', ONE_OF_EACH],
  ['hostile names', [hostile('</td><script>alert("1")</script>&amp; \' \u0000 \ud800 --> ]]>')]],
  ['nothing to judge', []],
])('a page about %s is valid and accessible', async (_, outcomes) => {
  const { results } = await validator.validateString(evidenceHtml(evidence(...outcomes)));
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`))).toEqual([]);
});

test('the validator refuses what is not accessible', async () => {
  const { valid } = await validator.validateString(evidenceHtml(evidence()).replace(' lang="en"', ''));
  expect(valid).toBe(false);
});

test('the page loads nothing and runs nothing', () => {
  const $ = page(...ONE_OF_EACH);
  expect($('script, link, img, iframe, object, embed, form, base, [src], [style], [onclick]')).toHaveLength(0);
  expect($('meta[http-equiv=Content-Security-Policy]').attr('content')).toBe('default-src \'none\'; style-src \'unsafe-inline\'');
  expect($('style').text()).not.toMatch(/url\(|@import/);
});

test('every state has a word and a sign besides its colour', () => {
  const $ = page(...ONE_OF_EACH);
  const states = $('.matrix tbody td .state').toArray().map(element => $(element).text());
  expect(states).toEqual(['✎ acknowledged', '? cannot tell', '✓ compliant', '✗ violated']);
});

test('the summary counts resources and outcomes', () => {
  const $ = page(outcome('violated'), outcome('compliant', { ruleId: 'AuroraMysqlAudit-AuditLogging' }), outcome('compliant', { constructPath: 'Other' }));
  const counts = $('h2:contains(Summary) + table tbody tr').toArray().map(row => $(row).find('.count').toArray().map(cell => $(cell).text()));
  expect(counts).toEqual([['1', '1'], ['0', '0'], ['0', '0'], ['1', '2'], ['0', '0']]);
});

test('a cell of several findings says how many', () => {
  const $ = page(outcome('violated'), outcome('cannot-tell'));
  expect($('.matrix tbody td').first().text()).toBe('✗ violated (2)');
});

test('a finding has its message, place, fix and controls', () => {
  const $ = page(outcome('violated', { locatedAt: 'Stack/Group', templateFile: 'Stack.template.json', controls: ['A 1', 'B 2'] }));
  const terms = $('.finding dt').toArray().map(term => [$(term).text(), $(term).next('dd').text()]);
  expect($('.finding > p').text()).toBe('wrong');
  expect(terms).toEqual([
    ['Level', 'error'], ['Where', 'Stack/Group, Properties.X'], ['Template', 'Stack.template.json'], ['Fix', 'mend it'], ['Controls', 'A 1, B 2'],
  ]);
});

test.each([['Stack', 'Stack'], ['', 'on the app']])('an acknowledgement at "%s" has its reason and where it was made', (constructPath, shown) => {
  const $ = page(outcome('acknowledged', { acknowledgement: { id: 'AuroraMysqlAudit-X', reason: 'accepted', constructPath } }));
  const cells = $('h2:contains(Acknowledgements) + table tbody td').toArray().map(cell => $(cell).text());
  expect(cells).toEqual(['Stack/Cluster', 'AuroraMysqlAudit-AuditLogExport', 'accepted', shown]);
  expect($('.finding dd').toArray().map(cell => $(cell).text())).toEqual(expect.arrayContaining(['accepted', shown]));
});

test('a resource to which no rule applies is listed with the reason, apart from the others', () => {
  const $ = page(outcome('not-applicable'));
  expect($('.matrix tbody tr')).toHaveLength(0);
  expect($('h3:contains(no rule applies) + table tbody tr').text()).toBe('Stack/Cluster\nAWS::RDS::DBClusternot Aurora MySQL');
});

test('a control leads to its rules and the resources', () => {
  const $ = page(...ONE_OF_EACH);
  const row = $('h2:contains(Controls) + table tbody tr:contains("Security Hub RDS.34")');
  expect(row.find('td').first().find('a').attr('href')).toBe('#AuroraMysqlAudit-AuditLogExport');
  expect(row.find('td').last().find('div').toArray().map(line => $(line).text())).toEqual([
    '✗ violated Stack/violated', '? cannot tell Stack/cannot-tell', '✎ acknowledged Stack/acknowledged', '✓ compliant Stack/compliant',
  ]);
});

test('every link leads somewhere', () => {
  const $ = page(...ONE_OF_EACH);
  const targets = new Set($('[id]').toArray().map(({ attribs }) => `#${attribs.id}`));
  const links = $('a[href^="#"]').toArray().map(({ attribs }) => attribs.href);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter(link => !targets.has(link))).toEqual([]);
});

test('the page says which rules were left out', () => {
  const $ = load(evidenceHtml(evidenceOf([], { ...REQUIREMENTS, allowedExcludedUsers: [], rulesLeftOut: ['AuroraMysqlAudit-AuditLogClass'] })));
  const required = $('h3:contains(required) + dl dd').toArray().map(cell => $(cell).text());
  expect(required).toEqual(['CONNECT, QUERY', '365 days', 'none', 'AuroraMysqlAudit-AuditLogClass']);
  expect($('.matrix thead').text()).not.toContain('AuditLogClass');
});

test('text is text, whatever it says', () => {
  const shape = (text: string) => {
    const $ = page(hostile(text));
    return $('*').toArray().map(element => [$(element).prop('tagName'), ...Object.keys($(element).attr() ?? {})].join(' '));
  };
  const harmless = shape('x');
  const unit = fc.constantFrom('<', '>', '"', '\'', '&', 'script', '/', '-->', '${', '}', 'amp;', ' ', '\u2028', 'x', '=', '`', '</style>', '</dd>');
  fc.assert(fc.property(fc.string({ unit, minLength: 1 }).filter(text => text.trim() !== ''), text => {
    expect(shape(text)).toEqual(harmless);
    expect(page(hostile(text))('.finding > p').text()).toBe(text);
  }));
});

test.each(['\u202e', '\u2066', '\u200f', '\u0000', '\u001b', '\u0085', '\ud800'])('%j is made visible', character => {
  expect(page(hostile(`a${character}b`))('.finding > p').text()).toBe('a\ufffdb');
});
