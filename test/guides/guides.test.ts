import { errorsOf } from './compiled';
import { templatesOf } from './outcome';
import { type Block, blocksOf, isWhole, PAGES } from './pages';

/** Pages that show every example in TypeScript and in Python; test/python/test_readme.py compares what the two do. */
const IN_BOTH = ['README.md', 'docs/getting-started.md', 'docs/own-detections.md', 'docs/gate.md', 'docs/operations.md', 'docs/faq.md'];

const inLanguage = (language: string, pages = PAGES): Block[] => pages.flatMap(blocksOf).filter(block => block.language === language);

test('every block of TypeScript compiles', () => {
  const blocks = inLanguage('ts');
  expect(blocks.length).toBeGreaterThan(20);
  expect(errorsOf(blocks)).toEqual([]);
}, 300_000);

test.each(IN_BOTH)('%s has each of its examples in Python behind it', page => {
  const languages = blocksOf(page).map(({ language }) => language).filter(language => ['ts', 'python'].includes(language));
  expect(languages).toEqual(Array.from({ length: languages.length / 2 }, () => ['ts', 'python']).flat());
});

test.each(inLanguage('ts', IN_BOTH).filter(isWhole))('$page:$line, $title, runs', block => {
  const templates = templatesOf(block);
  const types = Object.values(templates).flatMap(({ Resources = {} }) => Object.values<any>(Resources).map(({ Type }) => Type));
  // Code that makes nothing is about records, or about the rule pack.
  expect(types.includes('AWS::RDS::DBCluster') || /AuditReplay|\.matches\(|AuroraMysqlAuditChecks/.test(block.code)).toBe(true);
});
