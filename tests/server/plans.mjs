// The walk of a plan: each document is loaded, corrected where it is not clear, approved, sent to the schools, carried out in part with evidence, controlled, reported and printed.
// usage: node plans.mjs WORLD.json
import { claim, enter, launch, pictures, says, violations, world } from './browser_tools.mjs';

const browser = await launch();
const picture = pictures('plan');
const place = (path) => world.base + path;

async function save(page, click, path) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  await file.saveAs(path);
}

async function press(page, name, words) {
  await page.getByRole('button', { name }).first().click();
  await page.waitForLoadState();
  if (words !== undefined) await says(page, words);
}

async function clean(page, name) {
  const wrong = await violations(page);
  claim(wrong.length === 0, `${name}: ${wrong.join('\n')}`);
}

/** The document beside what was read of it; unclear places are mended there. */
async function load(office, story) {
  await office.goto(place('plans/new?from=file'));
  await office.locator('input[type="file"]').setInputFiles(story.file);
  if (story.year !== undefined) await office.getByLabel('Учебный год').selectOption(story.year);
  await press(office, /Прочитать/, new RegExp(`Прочитано ${story.measures} `));
  await picture(office, `${story.name}-прочитано`, true);
  if (story.name === world.plans[0].name) await clean(office, 'документ и прочитанное');
  for (const { from, to } of story.mend ?? []) {
    const fields = office.locator('textarea[name^="term"]');
    const all = await fields.evaluateAll((each) => each.map((one) => one.value));
    const at = all.findIndex((value) => value.replace(/\u00A0/g, ' ') === from);
    claim(at >= 0, `${story.name}: нет срока «${from}» среди ${all.join(' | ')}`);
    await fields.nth(at).fill(to);
  }
  if ((story.mend ?? []).length > 0) {
    await press(office, /Сохранить исправленное/);
    const kept = await office.locator('textarea[name^="term"]').evaluateAll((each) => each.map((one) => one.value));
    for (const { from, to } of story.mend) claim(kept.includes(to) && !kept.includes(from), `${story.name}: «${to}» не записано`);
    await picture(office, `${story.name}-исправлено`, true);
  }
  return office.url().match(/plans\/(\d+)/)[1];
}

async function schedules(office, plan, story) {
  for (const { name, from, to, year } of story.schedules ?? []) {
    await office.goto(place('schedules'));
    await office.getByLabel('График или событие').fill(name);
    await office.getByLabel(/^С( |$)/).fill(from);
    await office.getByLabel(/^По( |$)/).fill(to);
    await office.locator('select[name="year"]').selectOption(year);
    await press(office, /^Внести/);
  }
  if ((story.schedules ?? []).length > 0) {
    await office.goto(place('schedules'));
    await picture(office, `${story.name}-графики`, true);
    await office.goto(place(`plans/${plan}`));
    await picture(office, `${story.name}-сроки-по-графику`, true);
  }
}

async function approve(page, plan, story, number, by) {
  await page.goto(place(`plans/${plan}/approve`));
  if (by !== undefined) await page.locator('input[name="by"]').fill(by);
  await page.locator('input[name="number"]').fill(number);
  if ((await page.locator('input[name="on"]').inputValue()) === '') await page.locator('input[name="on"]').fill(story.day);
  if ((await page.locator('input[name="asis"]').count()) > 0) await page.locator('input[name="asis"]').check();
  await press(page, /^Утвердить план/, number);
  await picture(page, `${story.name}-утверждён-${number}`, true);
}

async function sendDown(office, plan, story) {
  await office.goto(place(`plans/${plan}/cascade`));
  await picture(office, `${story.name}-вниз`);
  await press(office, /^Отправить/, 'Ознакомлены 0 из 12');
  return office.url().match(/cascades\/(\d+)/)[1];
}

async function schoolsPlan(school, cascade, story) {
  await school.goto(place('inbox'));
  await says(school, story.words);
  await picture(school, `${story.name}-школе`);
  await school.goto(place(`inbox/${cascade}`));
  await press(school, /^Ознакомлен/, 'ознакомлены');
  await picture(school, `${story.name}-ознакомлены`, true);
  await press(school, /^Составить/, 'Черновик');
  const own = school.url().match(/plans\/(\d+)/)[1];
  await approve(school, own, story, '7-шк', 'приказ директора');
  return own;
}

/** What a school brings: a link, a file, a record of a register. */
async function prove(school, own, story) {
  for (const [n, kind] of [[1, 'link'], [2, 'file'], [3, 'record']]) {
    if (n > story.measures) continue;
    await school.goto(place(`plans/${own}/measures/${n}/evidence`));
    await school.locator(`input[name="kind"][value="${kind}"]`).check();
    if (kind === 'link') await school.locator('input[name="href"]').fill('https://example.org/plan');
    if (kind === 'file') await school.locator('input[name="file"]').setInputFiles({ name: 'протокол.txt', mimeType: 'text/plain', buffer: Buffer.from('Протокол заседания: решили проверять работы вдвоём.') });
    if (kind === 'record') {
      const records = school.locator('select[name="record"]');
      await records.selectOption(await records.locator('option').evaluateAll((all) => all.map((one) => one.value).find((value) => value !== '')));
    }
    await school.locator('input[name="title"]').fill(`Подтверждение ${n}`);
    await picture(school, `${story.name}-приложить-${kind}`, true);
    await press(school, /Отправить на проверку/, 'ждёт проверки');
  }
  await picture(school, `${story.name}-принесено`, true);
}

/** The controller accepts one and returns another with a reason; the school's roll-up is seen above without retyping. */
async function control(office, plan, own, story) {
  await office.goto(place(`plans/${own}/measures/1`));
  await picture(office, `${story.name}-на-проверке`, true);
  await press(office, /^Принять подтверждение/, 'принято');
  await picture(office, `${story.name}-принято`, true);
  await office.goto(place(`plans/${own}/measures/2`));
  const back = office.locator('form:has(textarea[name="reason"])').filter({ hasText: /Вернуть/ }).first();
  const fold = office.locator('details:has(textarea[name="reason"])').filter({ hasText: /Вернуть/ }).first();
  if (await fold.count() > 0) await fold.locator('summary').click();
  await back.locator('textarea[name="reason"]').fill('Нет подписи секретаря.');
  await back.getByRole('button').click();
  await office.waitForLoadState();
  await says(office, 'Нет подписи секретаря');
  await picture(office, `${story.name}-возвращено`, true);
  for (const page of ['matrix', 'rollup', 'board', 'calendar', 'execution', 'editions']) {
    await office.goto(place(`plans/${plan}/${page}`));
    await picture(office, `${story.name}-${page}`, true);
    if (story.name === world.plans[0].name) await clean(office, page);
  }
}

async function paper(office, plan, story) {
  for (const kind of [story.paper, 'report']) {
    await office.goto(place(`plans/${plan}/papers?kind=${kind}`));
    await press(office, /^Показать/);
    await picture(office, `${story.name}-бумага-${kind}`, true);
    await save(office, () => office.getByRole('button', { name: /Скачать DOCX/ }).first().click(), `${world.folder}/${story.name}-${kind}.docx`);
  }
  await office.goto(place(`plans/${plan}/execution`));
  await save(office, () => office.getByRole('link', { name: 'DOCX' }).first().click(), `${world.folder}/${story.name}-execution.docx`);
}

const office = await enter(browser, 'municipality');
const school = await enter(browser, 'school5');
for (const story of world.plans) {
  const plan = await load(office, story);
  await schedules(office, plan, story);
  await approve(office, plan, story, '259-од');
  const cascade = await sendDown(office, plan, story);
  const own = await schoolsPlan(school, cascade, story);
  await prove(school, own, story);
  await control(office, plan, own, story);
  await office.goto(place(`cascades/${cascade}`));
  await says(office, 'Ознакомлены 1 из 12');
  await picture(office, `${story.name}-доска`, true);
  await paper(office, plan, story);
}
const faults = [...office.faults, ...school.faults];
claim(faults.length === 0, faults.join('\n'));
await browser.close();
