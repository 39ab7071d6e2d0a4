// Long texts are kept in the browser while they are written: Esc, a closed window or a lost session loses nothing. They go when the server has said that it is done, or at sign-out.
const PREFIX = 'draft:';
const SENT = 'draft-sent';

const keyOf = (area) => `${PREFIX}${location.pathname}:${area.form?.id ?? ''}:${area.name}`;

function all() {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

if (document.querySelector('.flash[role=status]')) {
  for (const key of JSON.parse(localStorage.getItem(SENT) ?? '[]')) localStorage.removeItem(key);
}
localStorage.removeItem(SENT);

for (const area of document.querySelectorAll('textarea[data-draft]')) {
  const key = keyOf(area);
  const words = document.createElement('p');
  words.className = 'saved';
  area.closest('.field').append(words);
  const kept = localStorage.getItem(key);
  if (kept !== null && kept !== '' && area.value === '') {
    area.value = kept;
    words.textContent = 'Черновик возвращён: он хранился в этом браузере.';
  }
  area.addEventListener('input', () => {
    if (area.value === '') localStorage.removeItem(key);
    else localStorage.setItem(key, area.value);
    words.textContent = area.value === '' ? '' : 'Черновик хранится в этом браузере.';
  });
  area.form?.addEventListener('submit', () => {
    localStorage.setItem(SENT, JSON.stringify([...area.form.querySelectorAll('textarea[data-draft]')].map(keyOf)));
  });
}

for (const form of document.querySelectorAll('.account form')) {
  form.addEventListener('submit', () => all().forEach((key) => localStorage.removeItem(key)));
}
