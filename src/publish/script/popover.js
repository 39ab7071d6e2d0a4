// One small window beside the thing it speaks of: details of a cell, a term of the help, the list of keys.
let pop = null;
let owner = null;

export function hide() {
  if (!pop) return;
  const back = pop.contains(document.activeElement) ? owner : null;
  pop.remove();
  pop = owner = null;
  if (back) back.focus();
}

// Below the thing, else above; inside the screen. It covers nothing of the row it speaks of.
function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const own = box.getBoundingClientRect();
  const zoom = own.width / box.offsetWidth || 1; // enlarged for weak sight
  const below = at.bottom + 6 + own.height <= innerHeight;
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - own.width - 8));
  const top = below || at.top < own.height + 6 ? at.bottom + 6 : at.top - own.height - 6;
  box.style.left = `${(left + scrollX) / zoom}px`;
  box.style.top = `${(top + scrollY) / zoom}px`;
}

export function show(anchor, nodes, label, role = 'status') {
  hide();
  pop = document.createElement('div');
  pop.className = 'pop';
  pop.setAttribute('role', role);
  pop.setAttribute('aria-label', label);
  pop.append(...nodes);
  owner = anchor;
  document.body.append(pop);
  place(pop, anchor);
}

export function line(text, bold) {
  const p = document.createElement('p');
  const inner = bold ? document.createElement('b') : p;
  inner.textContent = text;
  if (bold) p.append(inner);
  return p;
}

export const isOpenFor = (anchor) => owner === anchor;

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') hide();
});
document.addEventListener('pointerdown', (event) => {
  if (pop && !pop.contains(event.target) && !owner.contains(event.target)) hide();
});

// Help: the page /help is read once, the term's part is shown beside the word. Without an answer the link is an ordinary link.
let help = null;
function helpPage() {
  help ??= fetch('/help').then((reply) => (reply.ok ? reply.text() : Promise.reject(new Error(reply.status)))).then((text) => new DOMParser().parseFromString(text, 'text/html'));
  return help;
}

const isHead = (node) => /^H[1-6]$/.test(node.tagName) || node.classList.contains('hline');

function partOf(page, id) {
  const at = page.getElementById(id);
  if (!at) return null;
  if (at.tagName === 'TR') return [...at.cells].map((cell, i) => line(cell.textContent, i === 0));
  const start = at.closest('.hline') ?? at;
  if (!isHead(start)) return [...start.childNodes].map((node) => node.cloneNode(true));
  const parts = [line(at.textContent, true)];
  for (let next = start.nextElementSibling; next && !isHead(next); next = next.nextElementSibling) parts.push(next.cloneNode(true));
  return parts;
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-help]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (isOpenFor(link)) {
    hide();
    return;
  }
  const id = decodeURIComponent(new URL(link.href).hash.slice(1));
  helpPage().then((page) => {
    const parts = partOf(page, id);
    if (parts) show(link, parts, 'Справка');
    else location.href = link.href;
  }, () => { location.href = link.href; });
});
