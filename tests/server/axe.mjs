// Every page of the registry by the roles that see it: no violation of WCAG 2.2 AA, no sideways scroll at 320 px and at 200 %, no fault of a script or of the policy; and by keyboard alone.
// usage: node axe.mjs WORLD.json
import { claim, enter, launch, sideways, violations, world, picture } from './browser_tools.mjs';

const browser = await launch();
const wrong = [];

async function look(page, role, path) {
  const answer = await page.goto(world.base + path.slice(1));
  if (answer.status() >= 500) wrong.push(`${role} ${path}: ${answer.status()}`);
  for (const words of await violations(page)) wrong.push(`${role} ${path}: ${words}`);
  for (const width of [320, 640]) {
    await page.setViewportSize({ width, height: 720 });
    const over = await sideways(page);
    if (over > 0) wrong.push(`${role} ${path}: scrolls sideways by ${over} px at ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  if (page.faults.length) wrong.push(...page.faults.splice(0).filter((words) => answer.status() === 200 || !/status of 4/.test(words)).map((words) => `${role} ${path}: ${words}`));
}

async function keyboard() {
  const page = await enter(browser, 'reader');
  await page.goto(`${world.base}results/${encodeURIComponent(world.closed)}?view=tasks`);
  await page.keyboard.press('Tab');
  claim(await page.evaluate(() => document.activeElement.getAttribute('href')?.startsWith('#')), 'the first stop is not the way to the contents');
  await page.keyboard.press('Enter');
  claim(await page.evaluate(() => location.hash !== ''), 'the way to the contents leads nowhere');
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body || at === null) return 'nothing';
      const style = getComputedStyle(at);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none' ? '' : at.outerHTML.slice(0, 120);
    });
    if (seen === 'nothing') break;
    if (seen !== '') wrong.push(`focus is not seen: ${seen}`);
  }
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  claim(await page.evaluate(() => document.activeElement.matches('input[type=search], input[name=q]')), '«/» does not lead to the search');
  await page.keyboard.press('Escape');
  const cell = page.locator('table.keys td[tabindex="0"]').first();
  if (await cell.count()) {
    const place = () => page.evaluate(() => [document.activeElement.parentElement.rowIndex, document.activeElement.cellIndex].join());
    await cell.focus();
    const from = await place();
    for (const [key, back] of [['ArrowRight', 'ArrowLeft'], ['ArrowDown', 'ArrowUp']]) {
      await page.keyboard.press(key);
      claim(from !== await place(), `${key} does not walk the map`);
      await page.keyboard.press(back);
      claim(from === await place(), `${back} does not lead back`);
    }
  } else wrong.push('the map of tasks has no cell to stand on');
  await page.context().close();
}

/** Without scripts the same pages say the same and their buttons work. */
async function scriptless() {
  const page = await enter(browser, 'expert', { javaScriptEnabled: false });
  for (const path of ['forms', 'schools', 'procedures', 'account', 'account/name', 'search?q=школа', 'view']) {
    const answer = await page.goto(world.base + path);
    claim(answer.status() === 200 && await page.locator('main h1').isVisible(), `${path} without scripts`);
  }
  await page.goto(`${world.base}account/name`);
  await page.locator('main form button').first().click();
  claim(page.url().startsWith(world.base), page.url());
  await page.context().close();
}

async function paper() {
  const page = await enter(browser, 'observer');
  for (const path of ['forms', 'schools']) {
    await page.goto(world.base + path);
    await page.pdf({ path: `${world.pictures}/paper-${path}.pdf`, format: 'A4', preferCSSPageSize: true });
    await page.emulateMedia({ media: 'print' });
    claim(!await page.locator('header nav').first().isVisible(), `the menu is printed on ${path}`);
    await picture(page, `paper-${path}`, true);
    await page.emulateMedia({ media: 'screen' });
  }
  await page.context().close();
}

/** A telephone: where one is, what to do and how a row stands are on the screen as it opens. */
async function phone(page) {
  const height = 844;
  await page.setViewportSize({ width: 390, height });
  const plan = world.pages.municipality.find((path) => /^\/plans\/\d+$/.test(path));
  const box = (selector) => page.locator(selector).first().boundingBox();
  await page.goto(world.base + plan.slice(1));
  const here = await box('.sections [aria-current]'), row = await box('.acts tbody tr:not(.sec)'), state = await box('.acts tbody .st');
  claim(here.x >= 0 && here.x + here.width <= 390, `the section one is in stands at ${here.x}`);
  claim(row.y < height, `the first measure stands at ${row.y}`);
  claim(state.x + state.width <= 390, `its state ends at ${state.x + state.width}`);
  await picture(page, 'phone-plan');
  await page.goto(world.base + plan.slice(1) + '/measures/4'); // its evidence waits for the office
  for (const y of [0, 600, 100000]) {
    await page.evaluate((at) => window.scrollTo(0, at), y);
    const action = await box('.main-action .primary');
    claim(action.y > height / 2 && action.y + action.height <= height, `what to do with a measure stands at ${action.y} when the page is moved by ${y}`);
  }
  await picture(page, 'phone-measure');
  await page.locator('.main-action .primary').click();
  claim(/#evidence-accept\d+$/.test(page.url()), `«Проверить» leads to ${page.url()}`);
  await page.goto(world.base + plan.slice(1) + '/calendar');
  const days = await page.locator('.days tbody td:visible').evaluateAll((all) => all.map((day) => [day.innerText.trim(), day.getBoundingClientRect().right]));
  claim(days.length > 0 && days.every(([words, right]) => right <= 390 && /\d/.test(words)), `days of the calendar: ${JSON.stringify(days)}`);
}

/** A plan of seventeen measures is three sheets, none of them with a footer alone; its year leaves room for words. */
async function planOnPaper(page) {
  const plan = world.pages.municipality.find((path) => /^\/plans\/\d+$/.test(path)).slice(1);
  const sheets = async (path) => {
    await page.goto(world.base + path);
    return (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  };
  const n = await sheets(plan), board = await sheets(`${plan}/board`);
  claim(n <= 3 && board <= 3, `a plan takes ${n} sheets, its board ${board}`);
  await page.goto(world.base + plan);
  await page.emulateMedia({ media: 'print' });
  const footer = await page.locator('.base').boundingBox(), title = await page.locator('h1').boundingBox(), year = await page.locator('tbody .year').first().boundingBox();
  claim(footer.y + footer.height <= title.y && year.width < 210, `version at ${footer.y}, title at ${title.y}; a year of ${year.width} px`);
  await page.emulateMedia({ media: 'screen' });
}

try {
  await keyboard();
  await scriptless();
  await paper();
  for (const [role, paths] of Object.entries(world.pages)) {
    const page = await enter(browser, role === 'nobody' ? null : role);
    for (const path of paths) await look(page, role, path);
    if (role === 'municipality') await planOnPaper(page), await phone(page);
    await page.context().close();
  }
} finally {
  await browser.close();
}
if (wrong.length) {
  console.error([...new Set(wrong)].join('\n'));
  process.exit(1);
}
console.log(`${Object.values(world.pages).flat().length} pages looked at`);
