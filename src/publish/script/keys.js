// «/» search, «g» and a letter: sections, «n»: the page's main button, «?»: the list. By place on the keyboard, so that the Russian layout works too. They can be switched off.
import { line, show, hide } from './popover.js';

const OFF = 'keys-off';
const WAIT_MS = 1500;

const isTyping = (target) => target.closest('input, textarea, select, [contenteditable]') !== null;

// Each section takes the first free letter of its address; the first page is «t» (today).
function sectionKeys() {
  const keys = new Map();
  for (const link of document.querySelectorAll('.sections a')) {
    const path = new URL(link.href).pathname;
    const letters = path === '/' ? 't' : path.replace(/[^a-z]/g, '');
    const free = [...letters].find((letter) => !keys.has(letter));
    if (free) keys.set(free, link);
  }
  return keys;
}

const sections = sectionKeys();
const search = document.getElementById('m-q');
const main = document.querySelector('.body a.btn.primary');

function row(key, words) {
  const p = document.createElement('p');
  for (const part of key.split(' ')) {
    const kbd = document.createElement('kbd');
    kbd.textContent = part;
    p.append(kbd, ' ');
  }
  p.append(words);
  return p;
}

function help() {
  const box = document.createElement('input');
  const label = document.createElement('label');
  box.type = 'checkbox';
  box.checked = localStorage.getItem(OFF) === null;
  box.addEventListener('change', () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1')));
  label.className = 'choice';
  label.append(box, 'клавиши включены');
  const rows = [line('Клавиши', true)];
  if (search) rows.push(row('/', 'поиск'));
  for (const [letter, link] of sections) rows.push(row(`g ${letter}`, link.firstChild.textContent));
  if (main) rows.push(row('n', [...main.childNodes].find((node) => node.nodeType === Node.TEXT_NODE)?.textContent ?? 'главное действие'));
  rows.push(row('?', 'этот список'), row('Esc', 'закрыть'));
  show(document.querySelector('h1'), [...rows, label], 'Клавиши', 'dialog');
  box.focus();
}

let waiting = 0;
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
  const off = localStorage.getItem(OFF) !== null;
  if (event.code === 'Slash' && event.shiftKey) {
    event.preventDefault();
    help();
    return;
  }
  if (off || event.shiftKey) return;
  const letter = event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : '';
  if (event.code === 'Slash' && search) {
    event.preventDefault();
    hide();
    search.focus();
    search.select();
  } else if (waiting && Date.now() - waiting < WAIT_MS && sections.has(letter)) sections.get(letter).click();
  else if (letter === 'n' && main) main.click();
  waiting = letter === 'g' ? Date.now() : 0;
});

// The footer's «Клавиши: ?» opens the list in place.
document.querySelector('.base a[href$="/keys"]')?.addEventListener('click', (event) => {
  event.preventDefault();
  help();
});
