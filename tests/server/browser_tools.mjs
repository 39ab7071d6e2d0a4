// What the tests in a real browser share: the world that browser.py made, a signed-in page, pictures, axe.
import { createRequire } from 'node:module';
import { readFileSync, mkdirSync } from 'node:fs';

export const world = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const require = createRequire(world.modules + '/');
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

mkdirSync(world.pictures, { recursive: true });

export async function launch() {
  const root = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: [...root, '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
}

/** A fresh browser that nobody has signed in with. */
export async function newcomer(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'ru-RU', acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.faults = [];
  page.on('console', (message) => message.type() === 'error' && page.faults.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (fault) => page.faults.push(`${page.url()}: ${fault}`));
  return page;
}

/** One person in a fresh browser; links work once. */
export async function enter(browser, role, options = {}) {
  const page = await newcomer(browser, options);
  if (role !== null) {
    await page.goto(world.links[role]);
    await page.locator('main form button').first().click();
    await page.waitForURL(world.base);
  }
  return page;
}

/** Takes pictures numbered in their order; those of another walk have a word before the number. */
export function pictures(walk) {
  let taken = 0;
  return async (page, name, whole = false) => {
    taken += 1;
    await page.screenshot({ path: `${world.pictures}/${walk === '' ? '' : `${walk}-`}${String(taken).padStart(2, '0')}-${name}.png`, fullPage: whole });
  };
}
export const picture = pictures('');

/** «26 666» as says() sees it. */
export function number(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function claim(truth, words) {
  if (!truth) throw new Error(words);
}

export async function says(page, words) {
  const text = (await page.locator('body').innerText()).replace(/\u00A0/g, ' ');
  claim(words instanceof RegExp ? words.test(text) : text.includes(words), `${page.url()} does not say «${words}»:\n${text.slice(0, 1500)}`);
}

/** Violations of WCAG 2.2 A and AA, in words. The policy of the page forbids foreign scripts; axe comes in past it. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }));
  claim(found.passes.length > 10, `axe has checked only ${found.passes.length} rules`);
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any?.[0]?.message ?? ''}`).join('; ')}`);
}

/** Does the page itself scroll sideways? Tables and grids may, inside. */
export async function sideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
