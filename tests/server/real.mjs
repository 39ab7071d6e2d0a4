// The walk with a real form: an administrator, a coordinator and a school on an empty base. Counts are those of «merilo intake», which the tests hold to the contract.
// usage: node real.mjs WORLD.json before|after
import { statSync } from 'node:fs';
import { claim, launch, newcomer, number, pictures, says, world } from './browser_tools.mjs';

const browser = await launch();
const picture = pictures('real');
const PASSWORD = 'корова летит над школой';
const { real } = world;
const place = (path) => world.base + path;

/** A one-time link, then a password of one's own. */
async function enter(link) {
  const page = await newcomer(browser);
  await page.goto(link);
  await page.getByLabel('Новый пароль').fill(PASSWORD);
  await page.getByLabel('Ещё раз').fill(PASSWORD);
  await page.locator('main form button').first().click();
  await page.waitForURL(world.base);
  return page;
}

/** Somebody invited by somebody: the slip shows the code once. */
async function invite(by, login, name, role, org) {
  await by.goto(place('people/new'));
  await by.getByLabel('Имя').fill(name);
  await by.getByLabel('Логин').fill(login);
  await by.locator(`input[name="role"][value="${role}"]`).check();
  const where = by.locator('[name="place"]'); // a list of few, a field where there are hundreds
  await (await where.evaluate((field) => field.tagName) === 'SELECT' ? where.selectOption(org) : where.fill(org));
  await by.getByRole('button', { name: /Пригласить/ }).click();
  await by.waitForURL(/\/slip$/);
  const code = (await by.locator('main').innerText()).match(/[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}/)[0];
  return enter(place(`invite/${code}`));
}

/** A job's page reloads itself by a script; its words are waited for. */
async function jobs(page, what) {
  for (let i = 0; i < 240; i += 1) {
    const text = await page.locator('main').innerText();
    if (what.test(text)) return text.replace(/\u00A0/g, ' ');
    claim(!/Не получилось|не выполнено/.test(text), text);
    await page.waitForTimeout(500);
    await page.reload();
  }
  throw new Error(`${page.url()} never said ${what}`);
}

async function listSchools(office) {
  await office.goto(place('orgs/import'));
  await office.locator('input[type="file"]').setInputFiles(real.listing);
  await office.getByRole('button', { name: /Посмотреть/ }).click();
  await says(office, `Можно записать ${number(real.n_schools)}`);
  await picture(office, 'список-школ');
  await office.getByRole('button', { name: /^Записать/ }).click();
  await says(office, `Записано: ${number(real.n_schools)}`);
  await picture(office, 'школы');
}

async function bringSlice(school) {
  await picture(school, 'школа-первая');
  await school.goto(place('forms/new'));
  await school.locator('input[type="file"]').setInputFiles(real.slice);
  await school.getByRole('button', { name: /Прочитать/ }).click();
  const { rows, rejected } = real.of_slice;
  await says(school, new RegExp(`Принять можно ${number(rows - rejected)} .* из ${number(rows)}, исправить ${number(rejected)}`));
  await picture(school, 'школа-замечания', true);
  const wrong = school.locator('input[name^="c!"]');
  for (let i = 0, n = await wrong.count(); i < n; i += 1) await wrong.nth(i).fill('1');
  await school.getByRole('button', { name: /Исправить и принять всё/ }).click();
  await says(school, /записан/i);
  claim(!/Ждут исправления/.test(await school.locator('main').innerText()), 'a corrected cell still waits');
  await picture(school, 'школа-записано', true);
  await school.goto(place(`forms/${encodeURIComponent(world.procedure)}/${real.school}`));
  await school.getByRole('button', { name: /Отправить|Сдать/ }).first().click();
  await says(school, /ждёт приёмки|на приёмке|отправлен/i);
  await says(school, number(real.of_slice.works + rejected));
  await picture(school, 'школа-сдано', true);
}

async function bringWhole(office) {
  await office.goto(place(`forms/${encodeURIComponent(world.procedure)}/${real.school}`));
  await office.getByRole('button', { name: /^Принять/ }).first().click();
  await says(office, /принят/i);
  await picture(office, 'принято', true);
  await office.goto(place('forms/new'));
  await office.locator('input[type="file"]').setInputFiles(real.whole);
  await office.getByRole('button', { name: /Прочитать/ }).click();
  await picture(office, 'читается');
  await jobs(office, /Принять можно/);
  const { rows, rejected } = real.of_whole;
  await says(office, new RegExp(`Принять можно ${number(rows - rejected)} .* из ${number(rows)}, исправить ${number(rejected)}`));
  await picture(office, 'понято', true);
  await office.getByRole('button', { name: /чист/ }).first().click();
  await picture(office, 'записывается');
  await jobs(office, /Записано|записано/);
  await office.getByRole('link', { name: 'Открыть, что вышло' }).click();
  await says(office, `Осталось исправить ${number(rejected)}`);
  await picture(office, 'записано', true);
  await office.goto(place('forms'));
  await picture(office, 'формы');
}

async function conclude(office) {
  await office.goto(place('jobs'));
  for (let i = 0; i < 240 && /ждёт|идёт/.test(await office.locator('main table').innerText()); i += 1) {
    await office.waitForTimeout(500);
    await office.reload();
  }
  await picture(office, 'задания', true);
  await office.goto(place('signs'));
  await picture(office, 'признаки', true);
  const link = office.locator('main table a[href^="/signs/"]').first();
  const code = (await link.getAttribute('href')).split('/').pop();
  await link.click();
  await says(office, 'Почему школа показана');
  await picture(office, 'почему', true);
  await office.getByRole('button', { name: 'Отправить вопрос' }).click();
  await says(office, /вопрос отправлен|ждём ответа|ждёт ответа/i);
  await picture(office, 'спрошено', true);
  const school = await invite(office, 'asked', 'Спрошенный Завуч', 'school', code);
  await says(school, /вопрос|ответ/i);
  claim(!/До пятницы ничего/.test(await school.locator('h1').innerText()), 'a school that was asked is told that nothing waits');
  await picture(school, 'ответ-первая', true);
  await school.goto(place(`signs/${code}`));
  await school.locator('main textarea').first().fill('Работы проверяли двое учителей, третий смотрел спорные.');
  await school.getByRole('button', { name: /Отправить ответ|Ответить/ }).first().click();
  await says(school, 'третий смотрел спорные');
  await picture(school, 'ответ', true);
  await office.goto(place(`signs/${code}`));
  await says(office, 'третий смотрел спорные');
  for (const kind of ['DOCX', 'XLSX']) {
    const [file] = await Promise.all([office.waitForEvent('download'), office.getByRole('link', { name: kind, exact: true }).first().click()]);
    await file.saveAs(`${world.folder}/why.${kind.toLowerCase()}`);
    claim(statSync(`${world.folder}/why.${kind.toLowerCase()}`).size > 5000, kind);
  }
  for (const view of ['funnel', 'scores', 'tasks', 'marks']) {
    await office.goto(place(`results/${encodeURIComponent(world.procedure)}?view=${view}`));
    await picture(office, `результаты-${view}`, true);
  }
  await office.goto(place(`results/${encodeURIComponent(world.procedure)}/${code}`));
  await picture(office, 'результаты-школа', true);
  await office.goto(world.base);
  await picture(office, 'координатор-первая', true);
}

async function before() {
  const admin = await enter(real.link);
  const office = await invite(admin, 'office', 'Ольга Николаевна Сорокина', 'municipality', 'district');
  await picture(office, 'координатор-пусто');
  await listSchools(office);
  const school = await invite(office, 'zavuch', 'Завуч Первой Школы', 'school', real.school);
  await bringSlice(school);
  await bringWhole(office);
  await conclude(office);
  for (const page of [admin, office, school]) claim(page.faults.length === 0, page.faults.join('\n'));
}

/** The restored base: everybody signs in anew, the form and its correction are there. */
async function after() {
  const office = await newcomer(browser);
  await office.goto(place('signin'));
  await office.getByLabel('Логин').fill('office');
  await office.getByLabel('Пароль').fill(PASSWORD);
  await office.getByRole('button', { name: 'Войти' }).click();
  await office.waitForURL(world.base);
  await office.goto(place(`forms/${encodeURIComponent(world.procedure)}/${real.school}`));
  await says(office, /принят/i);
  await picture(office, 'восстановлено', true);
}

try {
  await (process.argv[3] === 'after' ? after() : before());
} finally {
  await browser.close();
}
