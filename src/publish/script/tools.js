// Link to the clipboard, print, menus that close, undo that expires.
const COPIED_MS = 3000;
const UNDO_MS = 10000;

// An office network is often plain http, where the modern clipboard is closed.
function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'vh';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done ? Promise.resolve() : Promise.reject(new Error('copy'));
}

function say(button, words) {
  const before = button.lastChild.textContent;
  button.setAttribute('aria-live', 'polite');
  button.lastChild.textContent = words;
  setTimeout(() => { button.lastChild.textContent = before; }, COPIED_MS);
}

for (const button of document.querySelectorAll('[data-do]')) {
  button.closest('li').hidden = false;
  button.addEventListener('click', () => {
    if (button.dataset.do === 'print') window.print();
    else copyText(location.href).then(() => say(button, 'Скопировано'), () => say(button, 'Не вышло: скопируйте адрес из строки браузера'));
  });
}

// A link to something folded unfolds it.
function unfold() {
  for (let node = document.getElementById(decodeURIComponent(location.hash.slice(1))); node; node = node.parentElement) {
    if (node.tagName === 'DETAILS') node.open = true;
  }
}
unfold();
addEventListener('hashchange', unfold);

const menus = document.querySelectorAll('details.menu');
document.addEventListener('click', (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
for (const menu of menus) {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

// The message stays, only the way back ends: the server refuses it after that time too.
const undo = document.querySelector('.flash .undo');
if (undo) {
  setTimeout(() => {
    const focused = undo.contains(document.activeElement);
    undo.remove();
    const title = document.querySelector('h1');
    title.tabIndex = -1;
    if (focused) title.focus();
  }, UNDO_MS);
}
