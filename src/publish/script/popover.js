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

// Help: the page of the term is read once and its words are shown beside it. Without an answer the link is an ordinary link.
const pages = new Map();

function helpPage(href) {
  if (!pages.has(href)) {
    const read = fetch(href).then((reply) => (reply.ok ? reply.text() : Promise.reject(new Error(reply.status))));
    pages.set(href, read.then((text) => new DOMParser().parseFromString(text, 'text/html')));
  }
  return pages.get(href);
}

function wordsOf(page, href) {
  const body = page.querySelector('.body');
  const lead = page.querySelector('.head .sub');
  const more = document.createElement('p');
  const link = document.createElement('a');
  link.href = href;
  link.textContent = 'Вся страница';
  more.append(link);
  const words = [...(lead ? [line(lead.textContent)] : []), ...(body ? [...body.children].filter((node) => node.tagName === 'P').slice(0, 3).map((node) => line(node.textContent)) : [])];
  return words.length ? [line(page.querySelector('h1').textContent, true), ...words, more] : null;
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-help]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (isOpenFor(link)) {
    hide();
    return;
  }
  helpPage(link.href).then((page) => {
    const words = wordsOf(page, link.href);
    if (words) show(link, words, 'Справка');
    else location.href = link.href;
  }, () => { location.href = link.href; });
});
