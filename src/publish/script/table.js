// Heat maps: arrows move from cell to cell, Enter opens, T swaps picture and table, a cell tells its details. Grids: up and down between inputs, paste of a range.
import { hide, isOpenFor, line, show } from './popover.js';

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function headsOf(cell) {
  const table = cell.closest('table');
  const head = table.tHead.rows[table.tHead.rows.length - 1].cells[cell.cellIndex];
  return [cell.parentElement.cells[0].textContent, head.querySelector('b')?.textContent ?? head.textContent];
}

function details(cell) {
  const [row, column] = headsOf(cell);
  const lines = [line(`${row}, задание ${column}`)];
  const number = cell.querySelector('.plate')?.textContent ?? cell.textContent;
  const [first, ...rest] = cell.dataset.detail.split('|');
  const value = line(number, true);
  value.append(`; ${first}`);
  lines.push(value, ...rest.map((text) => line(text)));
  const link = cell.querySelector('a');
  if (link) {
    const copy = link.cloneNode(false);
    copy.removeAttribute('tabindex');
    copy.textContent = 'Открыть';
    lines.push(document.createElement('p'));
    lines[lines.length - 1].append(copy);
  }
  show(cell, lines, `${row}, ${column}`);
}

// One stop of Tab for the whole map.
function roving(table) {
  const cells = [...table.tBodies[0].querySelectorAll('td')];
  if (cells.length === 0) return;
  for (const cell of cells) cell.tabIndex = -1;
  for (const link of table.tBodies[0].querySelectorAll('td a')) link.tabIndex = -1;
  let current = cells[0];
  current.tabIndex = 0;
  table.addEventListener('focusin', (event) => {
    const cell = event.target.closest('td');
    if (!cell || event.target !== cell) return;
    current.tabIndex = -1;
    current = cell;
    cell.tabIndex = 0;
    if (cell.dataset.detail) details(cell);
    else hide();
  });
  table.addEventListener('keydown', (event) => {
    const cell = event.target.closest('td');
    const step = STEPS[event.key];
    if (!cell) return;
    if (event.key === 'Enter') cell.querySelector('a')?.click();
    if (!step) return;
    event.preventDefault();
    let next = cell;
    do {
      const row = table.rows[next.parentElement.rowIndex + step[0]];
      next = row?.cells[Math.min(next.cellIndex + step[1], row.cells.length - 1)];
    } while (step[0] && next && next.tagName !== 'TD' && next.closest('tbody'));
    if (next?.tagName === 'TD' && next.closest('tbody')) next.focus();
  });
  table.addEventListener('click', (event) => {
    const cell = event.target.closest('td[data-detail]');
    if (!cell || event.ctrlKey || event.metaKey || isOpenFor(cell)) return;
    event.preventDefault(); // the first press tells, the second or «Открыть» opens
    cell.focus();
    details(cell);
  });
}

for (const table of document.querySelectorAll('table.keys')) roving(table);

document.addEventListener('keydown', (event) => {
  if (event.code !== 'KeyT' || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, textarea, select')) return;
  if (!document.querySelector('table.keys, .chart')) return;
  document.querySelector('.tabline .switch a:not([aria-current])')?.click();
});

// What scrolls inside its own box is reached by Tab and has a name.
function reachable() {
  for (const box of document.querySelectorAll('.scroll, .pic')) {
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', box.querySelector('caption, title')?.textContent ?? 'Таблица');
    } else if (box.hasAttribute('tabindex')) ['tabindex', 'role', 'aria-label'].forEach((name) => box.removeAttribute(name));
  }
}
reachable();
addEventListener('resize', reachable);

// Inputs of a grid: the neighbour above or below, and a range pasted from a spreadsheet.
function inputBelow(input, rows) {
  const cell = input.closest('td');
  const table = cell.closest('table');
  for (let at = cell.parentElement.rowIndex + rows; table.rows[at]; at += rows) {
    const found = table.rows[at].cells[cell.cellIndex]?.querySelector('input');
    if (found) return found;
  }
  return null;
}

for (const grid of document.querySelectorAll('table.x')) {
  const wrong = grid.querySelector('td.wrong'); // a wide form begins where there is something to mend
  const room = wrong && grid.parentElement;
  if (room && wrong.offsetLeft + wrong.offsetWidth > room.clientWidth) room.scrollLeft = wrong.offsetLeft - room.clientWidth / 2;
  grid.addEventListener('keydown', (event) => {
    if (event.target.tagName !== 'INPUT' || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    const next = inputBelow(event.target, event.key === 'ArrowUp' ? -1 : 1);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
  grid.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '');
    if (event.target.tagName !== 'INPUT' || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const start = event.target.closest('td');
    text.split(/\r?\n/).forEach((row, i) => row.split('\t').forEach((value, k) => {
      const input = grid.rows[start.parentElement.rowIndex + i]?.cells[start.cellIndex + k]?.querySelector('input');
      if (input) input.value = value;
    }));
  });
}
