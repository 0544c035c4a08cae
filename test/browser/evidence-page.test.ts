/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium';
import { barePage, mixedPage } from './evidence-pages';

/** A sheet of A4 in landscape without its margins of 12 mm, in CSS pixels. */
const PAPER = Math.floor((297 - 24) / 25.4 * 96);

let browser: Browser;
const contents: Record<string, string> = {};

beforeAll(async () => {
  browser = await launchChromium();
  contents.mixed = mixedPage(50);
  contents.bare = barePage(50);
}, 300_000);

afterAll(() => browser?.close());

async function opened<T>(content: string, width: number, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  try {
    await page.setContent(content);
    // The compiler of the tests wraps functions in this, also those that are sent to the page.
    await page.evaluate('globalThis.__name = given => given');
    return await use(page);
  } finally {
    await page.close();
  }
}

/** What is seen only in part, or not at all because it stands beside the page. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isBeside = (element: Element) => [...element.getClientRects()].some(({ left, right }) => left < -0.5 || right > width + 0.5);
    const isClipped = (element: Element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline';
    return [...document.querySelectorAll('body *')].filter(element => !element.closest('.unseen, thead'))
      .concat(width < 960 ? [] : [...document.querySelectorAll('thead, thead *')])
      .filter(element => isBeside(element) || isClipped(element))
      .map(element => `${element.tagName} ${element.className}: ${element.textContent!.trim().slice(0, 60)}`);
  });
}

/** Numbers and ids that stand on two lines, or break within a word. */
function broken(page: Page): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('.number, .id, .state')].filter(element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const tops = [...range.getClientRects()].filter(({ width }) => width > 1).map(({ top, bottom }) => Math.round((top + bottom) / 2));
    return Math.max(...tops) - Math.min(...tops) > 4;
  }).map(element => element.textContent!.trim()));
}

async function printedPages(content: string): Promise<number> {
  const pdf = await opened(content, 1280, page => page.pdf({ preferCSSPageSize: true, printBackground: true }));
  const text = pdf.toString('latin1');
  const counts = [...text.matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count (\d+)/g)].map(([, count]) => Number(count));
  expect(text.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(Math.max(...counts));
  return Math.max(...counts);
}

describe.each(['mixed', 'bare'])('a page about fifty %s clusters', name => {
  test.each([1280, 1920, 768, 390])('shows everything at %d pixels', async width => {
    await opened(contents[name], width, async page => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await cutOff(page)).toEqual([]);
      expect(await broken(page)).toEqual([]);
    });
  });

  test('shows everything on paper', async () => {
    await opened(contents[name], PAPER, async page => {
      await page.emulateMedia({ media: 'print' });
      expect(await cutOff(page)).toEqual([]);
      expect(await broken(page)).toEqual([]);
    });
  });

  test('prints on at most thirty pages', async () => {
    const pages = await printedPages(contents[name]);
    expect(pages).toBeGreaterThan(2);
    expect(pages).toBeLessThanOrEqual(30);
  });

  test('lists clusters in the order in which people count', async () => {
    await opened(contents[name], 1280, async page => {
      const names = await page.locator('.matrix tbody th').evaluateAll(all => all.map(element => element.textContent!.split('/')[0]));
      expect(names.filter(stack => stack.startsWith('Web-'))).toEqual(Array.from({ length: 50 }, (_, index) => `Web-${index + 1}`));
    });
  });

  test('has links that lead somewhere', async () => {
    await opened(contents[name], 1280, async page => {
      expect(await page.locator('a[href^="#"]').evaluateAll(all =>
        all.map(element => element.getAttribute('href')!).filter(href => document.getElementById(href.slice(1)) === null))).toEqual([]);
    });
  });
});

test.each(['light', 'dark'] as const)('text stands out from what is behind it in %s colours', async colorScheme => {
  await opened(contents.mixed, 1280, async page => {
    await page.emulateMedia({ colorScheme });
    const contrasts = await page.evaluate(() => {
      const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
      const luminance = (colour: string) => channels(colour).slice(0, 3)
        .map(value => value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
      const behind = (element: Element | null): string => {
        const colour = element === null ? 'rgb(255, 255, 255)' : getComputedStyle(element).backgroundColor;
        return element === null || channels(colour)[3] !== 0 ? colour : behind(element.parentElement);
      };
      return [...document.querySelectorAll('body *')].filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent!.trim() !== ''))
        .map(element => {
          const [one, other] = [getComputedStyle(element).color, behind(element)].map(luminance).sort((a, b) => b - a);
          return { element: `${element.tagName} ${element.className}`, contrast: (one + 0.05) / (other + 0.05) };
        });
    });
    expect(contrasts.length).toBeGreaterThan(100);
    expect([...new Set(contrasts.filter(({ contrast }) => contrast < 4.5).map(({ element }) => element))]).toEqual([]);
  });
});

describe('the measures notice', () => {
  const measured = (body: string) => opened(`<!DOCTYPE html><body style="margin: 0">${body}`, 1280, async page => [await cutOff(page), await broken(page)]);

  test.each<[string, string]>([
    ['what stands beside the page', '<p style="margin-left: 1270px; white-space: nowrap">beside the page</p>'],
    ['a clipped column', '<div style="width: 50px; overflow: hidden"><p style="width: 200px">cut</p></div>'],
  ])('%s', async (_, body) => {
    expect(await measured(body)).toEqual([[expect.any(String)], []]);
  });

  test('a number on two lines', async () => {
    expect(await measured('<p style="width: 0"><span class="number">1 of 2</span></p>')).toEqual([expect.anything(), ['1 of 2']]);
  });

  test('nothing where all is well', async () => {
    expect(await measured('<p>text <span class="number">1 of 2</span></p>')).toEqual([[], []]);
  });
});
