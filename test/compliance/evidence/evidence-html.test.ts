import { type CheerioAPI, load } from 'cheerio';
import * as fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { evidence, hostile, outcome, REQUIREMENTS, unmatchedException } from './outcomes';
import { evidenceOf, STATUSES } from '../../../src/compliance/evidence/evidence';
import type { EvidenceDetails } from '../../../src/compliance/evidence/evidence-details';
import { evidenceHtml } from '../../../src/compliance/evidence/evidence-html';
import type { RuleOutcome } from '../../../src/compliance/evidence/rule-outcome';
import { RULES } from '../../../src/compliance/rules/rule-table';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  // The style is part of the page, so that the page needs nothing else; lines end as they are written.
  rules: { 'no-trailing-whitespace': 'off', 'no-inline-style': 'error', 'long-title': 'error' },
});

const page = (...outcomes: RuleOutcome[]) => load(evidenceHtml(evidence(...outcomes)));

const $text = ($: CheerioAPI) => $('body').text();

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
  const cells = $('.matrix tbody td.outcome:not(.not-applicable)').toArray().map(element => $(element).text());
  expect(cells).toEqual(['✎accepted', '?cannot tell', '✓met', '✗violated']);
  expect($('h2:contains(Findings) ~ section .state').toArray().map(element => $(element).text())).toEqual(expect.arrayContaining(
    ['1 ✗ violated', '✗ violated', '1 ? cannot tell', '? cannot tell', '1 ✎ accepted', '✎ accepted']));
});

describe('archives and reviews of a database', () => {
  const said = (...outcomes: RuleOutcome[]) => {
    const $ = page(...outcomes);
    return $('.matrix tbody th small').toArray().map(element => $(element).text());
  };

  test('are named beside it', () => {
    expect(said(outcome('compliant', {
      archives: [{ bucket: 'Platform/Archive/Bucket', lockMode: 'COMPLIANCE', lockDays: 730 }, { bucket: 'Other/Bucket', lockDays: 30 }, { bucket: 'Plain' }],
      reviews: [{ schedule: 'Platform/Review/Schedule' }],
    }))).toEqual([
      'Stack · Cluster',
      'Archive: Platform/Archive/Bucket (COMPLIANCE, 730 days)',
      'Archive: Other/Bucket (30 days)',
      'Archive: Plain (Object Lock not known)',
      'Review: Platform/Review/Schedule',
    ]);
  });

  test('are not spoken of where there is none', () => {
    expect(said(outcome('compliant'))).toEqual(['Stack · Cluster']);
  });

  test('are text, whatever they are named', () => {
    const hostileName = '<img src=x onerror=alert(1)>';
    const $ = page(outcome('compliant', { archives: [{ bucket: hostileName, lockMode: hostileName }], reviews: [{ schedule: hostileName }] }));
    expect($('img')).toHaveLength(0);
    expect($('.matrix tbody th').text()).toContain(`Archive: ${hostileName} (${hostileName})Review: ${hostileName}`);
  });
});

describe('the summary', () => {
  const summary = ($: CheerioAPI) => $('h2:contains(Summary) ~ table').first().find('tbody tr').toArray()
    .map(row => $(row).find('.count').toArray().map(cell => Number($(cell).text())));

  test('counts databases, controls and outcomes', () => {
    const $ = page(outcome('violated', { controls: [] }), outcome('compliant', { ruleId: 'AuroraMysqlAudit-AuditLogging', controls: ['NIST 800-53 r5 AU-2'] }),
      outcome('compliant', { constructPath: 'Other', controls: [] }));
    const [violated, cannotTell, accepted, met] = summary($);
    expect([violated, cannotTell, accepted, met]).toEqual([[1, 0, 1], [0, 0, 0], [0, 0, 0], [1, 1, 2]]);
    expect($('.met').text()).toBe('Met in full: 1 of 2 databases, 1 of 1 controls. A control counts as met where all rules that serve it are.');
  });

  test('of nothing says so', () => {
    expect($text(page())).toContain('There was no DB cluster and no DB instance to judge.');
    expect(page()('.met').text()).toBe('Met in full: – databases, – controls. A control counts as met where all rules that serve it are.');
  });
});

describe('the head of the page', () => {
  const headed = (details: EvidenceDetails) => load(evidenceHtml(evidenceOf([], REQUIREMENTS, details)));

  test('says what the caller says', () => {
    const $ = headed({ title: 'Orders', environment: 'production', commit: '9f2c1d4', approver: 'Ana', date: '2027-01-31' });
    expect([$('h1').text(), $('.subject').text()]).toEqual(['Orders', 'Audit evidence: Aurora MySQL']);
    expect($('main > dl').first().find('dt, dd').toArray().map(element => $(element).text())).toEqual(
      ['Environment', 'production', 'Commit', '9f2c1d4', 'Approved by', 'Ana', 'Date', '2027-01-31']);
  });

  test('invents nothing', () => {
    const $ = headed({});
    expect([$('h1').text(), $('.subject')]).toEqual(['Audit evidence: Aurora MySQL', expect.objectContaining({ length: 0 })]);
    expect($text($)).not.toMatch(/Environment|Commit|Approved by|Date|\d{4}-\d\d-\d\d/);
  });
});

test('a database has a number, its names, and how much it meets', () => {
  const $ = page(
    outcome('compliant', { constructPath: 'web-10/Cluster' }),
    outcome('violated', { constructPath: 'web-2/Cluster', clusterIdentifier: 'orders', controls: ['A', 'B'] }),
    outcome('compliant', { constructPath: 'web-2/Cluster', ruleId: 'AuroraMysqlAudit-AuditLogging', controls: ['B', 'C'] }),
    outcome('not-applicable', { constructPath: 'web-2/Cluster', ruleId: 'AuroraMysqlAudit-AuditUsers', controls: ['D'] }),
  );
  const [first, second] = $('.matrix tbody tr').toArray().map(row => $(row).find('td:not(.outcome), th').toArray().map(cell => $(cell).text()));
  expect(first).toEqual(['1', 'web-2/Clusterorders · Stack · Cluster', '1 of 2', '1 of 3']);
  expect(second.slice(0, 3)).toEqual(['2', 'web-10/ClusterStack · Cluster', '1 of 1']);
});

test('a cell of several findings says how many', () => {
  const $ = page(outcome('violated'), outcome('cannot-tell'));
  expect($('.matrix tbody td.outcome').first().text()).toBe('✗violated 2');
});

describe('a finding', () => {
  const rows = ($: CheerioAPI) => $('.findings tbody tr').toArray().map(row => $(row).find('th, td').toArray().map(cell => $(cell).text()));

  test('has its message, place, source and fix', () => {
    const $ = page(outcome('violated', { locatedAt: 'Stack/Group', templateFile: 'Stack.template.json', source: { file: 'lib/stack.ts', line: 12 } }));
    expect(rows($)).toEqual([['AuditLogExportwrong', '✗ violated', '1Stack/Cluster', 'Stack/GroupProperties.XStack.template.jsonlib/stack.ts:12']]);
    expect($('section > pre').text()).toBe('mend it');
  });

  test('says that it is a warning', () => {
    expect(rows(page(outcome('violated', { level: 'warning' })))[0][1]).toBe('✗ violated warning');
  });

  test('that is the same of several databases is said once, with all places', () => {
    const $ = page(...[1, 2, 3, 5].map(number => outcome('violated', {
      constructPath: `web-${number}`, clusterIdentifier: `web-${number}`, message: `no /aws/rds/cluster/web-${number}/audit, but web-${number}0`, fix: `name: web-${number}`,
    })));
    const [[finding, , databases, where], ...others] = rows($);
    expect([others.length, databases, finding]).toEqual([3, '1web-1', 'AuditLogExportno /aws/rds/cluster/web-1/audit, but web-10']);
    expect(where).toBe('Properties.X');
    const $same = page(...[1, 2, 3, 5].map(number => outcome('violated', {
      constructPath: `web-${number}`, clusterIdentifier: `web-${number}`, message: `no /aws/rds/cluster/web-${number}/audit`, fix: `name: web-${number}`,
    })));
    expect(rows($same)).toEqual([['AuditLogExportno /aws/rds/cluster/{identifier}/audit', '✗ violated', '1–4',
      'Properties.X4 placesProperties.XProperties.XProperties.XProperties.X']]);
    expect($same('section > pre').text()).toBe('name: {identifier}');
  });

  test('whose fix differs from that of others has it at hand', () => {
    const $ = page(outcome('violated', { constructPath: 'A', fix: 'one' }), outcome('violated', { constructPath: 'B', fix: 'other' }));
    expect($('.findings details pre').toArray().map(element => $(element).text())).toEqual(['one', 'other']);
    expect($('section > pre').text()).toBe(RULES[0].fix);
  });

  test('is not made up', () => {
    const $ = page(outcome('compliant'));
    expect($('h2:contains(Findings) + p').text()).toBe('Nothing was found.');
  });
});

describe('an exception', () => {
  const cells = ($: CheerioAPI, heading: string) => $(`${heading} + table tbody tr`).toArray().map(row => $(row).find('th, td').toArray().map(cell => $(cell).text().replace(/\s+/g, ' ').trim()));
  const accepted = (constructPath: string, findingId: string) => outcome('acknowledged', {
    constructPath,
    findingId,
    acknowledgement: {
      id: `AuroraMysqlAudit::${findingId}`, reason: 'archived', constructPath: '', approvedBy: 'Ana', expires: '2027-06-30', source: { file: 'bin/app.ts', line: 7 },
    },
  });

  test('is a decision, with everything that it accepts', () => {
    const [one, other] = ['AuroraMysqlAudit-AuditLogExport', 'AuroraMysqlAudit-AuditLogExport[x]'];
    const $ = page(accepted('A', one), accepted('B', one), accepted('B', other));
    expect(cells($, 'h2:contains(Exceptions)')).toEqual([
      ['archived', 'Ana', '2027-06-30', 'the appbin/app.ts:7', 'AuditLogExport1–2 AuditLogExport[x]2'],
    ]);
  });

  test('says only what is known', () => {
    expect(cells(page(outcome('acknowledged')), 'h2:contains(Exceptions)')).toEqual([['accepted', 'not named', 'no end', 'Stack', 'AuditLogExport1']]);
    expect(page(outcome('compliant'))('h2:contains(Exceptions) + p').text()).toBe('Nothing was accepted.');
  });

  test('that accepts nothing is listed apart', () => {
    const $ = load(evidenceHtml(evidenceOf([], REQUIREMENTS, {}, [
      unmatchedException('b', { constructPath: 'web-10', reason: '' }), unmatchedException('a', { constructPath: 'web-2', approvedBy: 'Ana', expires: '2027-06-30' }),
    ])));
    expect(cells($, 'h3:contains(accept nothing)')).toEqual([['a', 'a', 'Ana', '2027-06-30', 'web-2'], ['b', 'none given', 'not named', 'no end', 'web-10']]);
  });
});

test('a database to which no rule applies is listed with the reason, apart from the others', () => {
  const $ = page(outcome('not-applicable'), outcome('compliant', { constructPath: 'Other' }),
    outcome('not-applicable', { constructPath: 'Other', ruleId: 'AuroraMysqlAudit-AuditUsers', message: 'no group' }));
  expect($('.matrix tbody th').text()).toContain('Other');
  expect($('.matrix tbody tr')).toHaveLength(1);
  expect($('h2:contains(Not applicable) + table tbody tr').toArray().map(row => $(row).find('th, td').toArray().map(cell => $(cell).text()))).toEqual([
    ['no group', 'AWS::RDS::DBCluster', 'AuditUsers', '1'],
    ['not Aurora MySQL', 'AWS::RDS::DBCluster', 'AuditLogExport', 'Stack/Cluster'],
  ]);
});

test('a control says by how many it is met, and by whom it is not', () => {
  const $ = page(...ONE_OF_EACH);
  const row = $('h2:contains(Controls) + table tbody tr:contains("Security Hub RDS.34")');
  expect(row.find('td').toArray().map(cell => $(cell).text())).toEqual(['1 of 4', '2, 4', '1', 'AuditLogExport']);
  expect(row.find('td').last().find('a').attr('href')).toBe('#AuroraMysqlAudit-AuditLogExport');
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
  expect(required).toEqual(['CONNECT, QUERY', '365 days', 'none', 'AuditLogClass']);
  expect($('.matrix thead').text()).not.toContain('AuditLogClass');
});

test('text is text, whatever it says', () => {
  const shape = (text: string) => {
    const $ = page(hostile(text));
    // A path may break between its parts, and what is long may break anywhere.
    return $('*:not(wbr, .id)').toArray().map(element => [$(element).prop('tagName'), ...Object.keys($(element).attr() ?? {})].join(' '));
  };
  const harmless = shape('x');
  const unit = fc.constantFrom('<', '>', '"', '\'', '&', 'script', '/', '-->', '${', '}', 'amp;', ' ', '\u2028', 'x', '=', '`', '</style>', '</dd>');
  fc.assert(fc.property(fc.string({ unit, minLength: 1 }).filter(text => text.trim() !== ''), text => {
    expect(shape(text)).toEqual(harmless);
    expect(page(hostile(text))('.findings p').text()).toBe(text);
  }));
});

test.each(['\u202e', '\u2066', '\u200f', '\u0000', '\u001b', '\u0085', '\ud800'])('%j is made visible', character => {
  expect(page(hostile(`a${character}b`))('.findings p').text()).toBe('a\ufffdb');
});
