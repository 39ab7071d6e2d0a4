// The walk of a newcomer: the municipal coordinator and a school, from a form to its conclusion, with pictures.
// usage: node walk.mjs WORLD.json before|after
import { writeFileSync, readFileSync, statSync } from 'node:fs';
import { claim, enter, launch, picture, says, world } from './browser_tools.mjs';

const browser = await launch();

async function download(page, click, path) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  await file.saveAs(path);
  claim(statSync(path).size > 500, `${path} is nearly empty`);
}

async function bringForm() {
  const school = await enter(browser, 'school9');
  await picture(school, 'school-first');
  const original = `${world.folder}/form.xlsx`;
  writeFileSync(original, await (await school.request.get(`${world.base}forms/files/sch990009/1/original`)).body());
  await school.getByRole('link', { name: 'Формы', exact: false }).first().click();
  await picture(school, 'school-forms');
  await school.goto(`${world.base}forms/new`);
  await picture(school, 'upload');
  const bytes = readFileSync(original).toString('base64');
  const carried = await school.evaluateHandle((text) => { // dragged from the desktop
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'форма 6 класс.xlsx'));
    return transfer;
  }, bytes);
  await school.dispatchEvent('.drop', 'dragover', { dataTransfer: carried });
  await school.dispatchEvent('.drop', 'drop', { dataTransfer: carried });
  await says(school, 'форма 6 класс.xlsx');
  await school.getByLabel('Процедура').selectOption(world.procedure);
  const started = Date.now();
  await school.getByRole('button', { name: /Прочитать/ }).click();
  await says(school, /Принять можно|Принять пока/);
  claim(Date.now() - started < 5000, 'complaints took longer than five seconds');
  await picture(school, 'complaints', true);
  const draft = school.url();
  const wrong = school.locator('input[name^="c!"]');
  const n = await wrong.count();
  claim(n >= 3, `unreadable cells with an input: ${n}`);
  for (let i = 0; i < n; i += 1) await wrong.nth(i).fill('1');
  await picture(school, 'corrected', true);
  await wrong.first().press('Enter');
  await school.waitForLoadState();
  await says(school, /записан|Записан/);
  await picture(school, 'written', true);
  claim(!/Ждут исправления/.test(await school.locator('main').innerText()), 'what was typed is lost by Enter');
  claim(school.url().startsWith(draft.split('?')[0]), school.url());
  await school.goto(`${world.base}forms/${encodeURIComponent(world.procedure)}/sch990009`);
  await picture(school, 'form-of-school');
  await school.getByRole('button', { name: /Отправить|Сдать/ }).first().click();
  await says(school, /отправлен|на приёмке|ждёт приёмки/i);
  await picture(school, 'sent', true);
  return school;
}

async function accept() {
  const office = await enter(browser, 'municipality');
  await picture(office, 'coordinator-first', true);
  await office.goto(`${world.base}forms?procedure=${encodeURIComponent(world.procedure)}`);
  await picture(office, 'forms-board', true);
  await office.goto(`${world.base}forms/${encodeURIComponent(world.procedure)}/sch990009`);
  await picture(office, 'form-to-accept', true);
  await office.getByRole('button', { name: /^Принять/ }).first().click();
  await says(office, /принят/i);
  await picture(office, 'accepted', true);
  return office;
}

async function conclude(office) {
  await office.goto(`${world.base}signs`);
  await picture(office, 'signs', true);
  await office.locator('main a[href="/signs/sch990005"]').first().click();
  await says(office, 'Почему школа показана');
  await picture(office, 'why', true);
  const school = await enter(browser, 'school');
  await picture(school, 'asked-first', true);
  await school.goto(`${world.base}signs/sch990005`);
  await picture(school, 'why-school', true);
  const answer = school.locator('main textarea').first();
  await answer.fill('Работы проверяли двое учителей, третий смотрел спорные; <b>протоколы</b> хранятся в школе.');
  await school.getByRole('button', { name: /Отправить ответ|Ответить/ }).first().click();
  await says(school, '<b>протоколы</b> хранятся в школе');
  await picture(school, 'answered', true);
  await office.reload();
  await says(office, 'Работы проверяли двое учителей');
  for (const kind of ['DOCX', 'XLSX'])
    await download(office, () => office.getByRole('link', { name: kind, exact: true }).first().click(), `${world.folder}/why.${kind.toLowerCase()}`);
}

async function results(office) {
  const views = { funnel: 'воронка', scores: 'баллы', tasks: 'задания', marks: 'отметки', years: 'годы' };
  for (const [view, name] of Object.entries(views)) {
    await office.goto(`${world.base}results/${encodeURIComponent(world.closed)}?view=${view}`);
    await picture(office, `results-${name}`, true);
  }
  await office.goto(`${world.base}results/${encodeURIComponent(world.closed)}/sch990005`);
  await picture(office, 'results-school', true);
}

async function rest() {
  const office = await enter(browser, 'municipality');
  for (const path of ['procedures', `procedures/${encodeURIComponent(world.closed)}`, 'procedures/new', 'schools', 'schools/sch990005', 'people', 'people/new', 'journal', 'signs/list', 'cases/1', 'forms/reconcile',
                      'contests', 'jobs', 'account', 'account/sessions', 'account/totp', 'help', 'help/sign', 'view', 'api', 'orgs/import', 'search?q=школа', 'none'])
    await office.goto(world.base + path).then(() => picture(office, 'm-' + path.replaceAll(/[^a-z0-9]+/gi, '-'), true));
  const admin = await enter(browser, 'admin');
  for (const path of ['', 'system', 'system/doctor', 'system/settings', 'system/copies'])
    await admin.goto(world.base + path).then(() => picture(admin, 'a-' + (path || 'first').replaceAll('/', '-'), true));
  for (const role of ['region', 'methodologist', 'teacher', 'expert', 'observer', 'reader']) await picture(await enter(browser, role), `first-${role}`, true);
  await picture(await enter(browser, null).then(async (page) => { await page.goto(world.base); return page; }), 'signin');
}

async function after() {
  const office = await enter(browser, 'municipality');
  await office.goto(`${world.base}signs/sch990005`);
  await says(office, 'Работы проверяли двое учителей');
  await office.goto(`${world.base}forms/${encodeURIComponent(world.procedure)}/sch990009`);
  await says(office, /принят/i);
  await picture(office, 'restored', true);
}

try {
  if (process.argv[3] === 'after') await after();
  else if (process.argv[3] === 'rest') await rest();
  else {
    const school = await bringForm();
    const office = await accept();
    await conclude(office);
    await results(office);
    for (const page of [school, office]) claim(page.faults.length === 0, page.faults.join('\n'));
  }
} finally {
  await browser.close();
}
