// Files dropped on the page or pasted go to its file field; a range pasted from a spreadsheet goes to its text field. The words say what was taken.
const UNITS = ['байт', 'КБ', 'МБ'];

function size(bytes) {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(unit && value < 10 ? 1 : 0).replace('.', ',')}\u00A0${UNITS[unit]}`;
}

function list(zone, input) {
  let ul = zone.querySelector('ul');
  if (!ul) {
    ul = document.createElement('ul');
    ul.setAttribute('aria-live', 'polite');
    zone.append(ul);
  }
  ul.replaceChildren(...[...input.files].map((file) => {
    const li = document.createElement('li');
    li.textContent = `${file.name}, ${size(file.size)}`;
    return li;
  }));
}

function take(zone, files) {
  const input = zone.querySelector('input[type=file]');
  const kept = new DataTransfer();
  for (const file of [...files].slice(0, input.multiple ? files.length : 1)) kept.items.add(file);
  input.files = kept.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

const zones = [...document.querySelectorAll('.drop')];
for (const zone of zones) {
  const input = zone.querySelector('input[type=file]');
  const hint = document.createElement('p');
  hint.textContent = input.multiple ? 'или перетащите файлы сюда' : 'или перетащите файл сюда';
  zone.append(hint);
  input.addEventListener('change', () => list(zone, input));
}

const zoneOf = (event) => event.target.closest?.('.drop') ?? (zones.length === 1 ? zones[0] : null);
const hasFiles = (event) => event.dataTransfer?.types.includes('Files');

document.addEventListener('dragover', (event) => {
  const zone = zoneOf(event);
  if (!zone || !hasFiles(event)) return;
  event.preventDefault();
  zone.classList.add('over');
});
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null || event.target.closest?.('.drop')) zones.forEach((zone) => zone.classList.remove('over'));
});
document.addEventListener('drop', (event) => {
  const zone = zoneOf(event);
  zones.forEach((each) => each.classList.remove('over'));
  if (!zone || !hasFiles(event)) return;
  event.preventDefault();
  take(zone, event.dataTransfer.files);
});

const area = document.querySelector('textarea[data-paste]');
document.addEventListener('paste', (event) => {
  const data = event.clipboardData;
  if (event.target.closest('input, textarea')) return;
  if (data.files.length && zones.length === 1) take(zones[0], data.files);
  else if (area && /[\t\n]/.test(data.getData('text/plain'))) {
    area.value = data.getData('text/plain');
    area.focus();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  } else return;
  event.preventDefault();
});

if (area) {
  const words = document.createElement('p');
  words.className = 'saved';
  words.setAttribute('aria-live', 'polite');
  area.closest('.field').append(words);
  const tell = () => {
    const rows = area.value.split(/\r?\n/).filter((row) => row.trim() !== '');
    words.textContent = rows.length ? `Вставлено: строк ${rows.length}, столбцов ${Math.max(...rows.map((row) => row.split('\t').length))}` : '';
  };
  area.addEventListener('input', tell);
  tell();
}
