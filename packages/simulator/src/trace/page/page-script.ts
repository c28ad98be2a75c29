/** Draws the lanes, the list of a run, and what each step has changed, in the browser. */
export const pageScript = `
(() => {
'use strict';
const { processes, entries, heldLines } = JSON.parse(document.getElementById('data').textContent);
const [steps, lanes, zoom, find, changes, showStates] =
  ['steps', 'lanes', 'zoom', 'find', 'changes', 'states'].map((id) => document.getElementById(id));
const height = 22, left = 130, top = 24;
const endMs = Math.max(1, ...entries.map(([atMs]) => atMs));
const failure = entries.findIndex(([, , kind]) => kind === 'failure');
const marks = new Map();
let chosen = -1;

function textOf([atMs, process, kind, what, detail, before]) {
  const change = kind === 'state' && before ? ': ' + before + ' → ' + (detail || 'gone') : detail ? ': ' + detail : '';
  return (atMs / 1000).toFixed(3) + ' s  ' + (process || 'system') + '  ' + (kind === 'state' ? 'change of' : kind) + ' ' + what + change;
}

function laneOf(process) {
  const index = processes.indexOf(process.replace(/#\\d+$/, ''));
  return index < 0 ? processes.length : index;
}

function element(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function draw() {
  const width = Math.max(600, (lanes.clientWidth - left - 20) * Number(zoom.value));
  const x = (atMs) => left + (atMs / endMs) * width;
  const bottom = top + (processes.length + 1) * height;
  const svg = element('svg', { width: left + width + 20, height: bottom + 8 });
  [...processes, 'system'].forEach((name, index) => {
    const y = top + index * height;
    svg.append(element('text', { x: 6, y: y + 15 }, name));
    svg.append(element('line', { x1: left, x2: left + width, y1: y + height / 2, y2: y + height / 2 }));
  });
  const secondsEach = [1, 2, 5, 10, 30, 60, 300].find((each) => (each * 1000 * width) / endMs > 60) || 600;
  for (let second = 0; second * 1000 <= endMs; second += secondsEach) {
    svg.append(element('text', { class: 'time', x: x(second * 1000), y: 14 }, second + ' s'));
  }
  marks.clear();
  entries.forEach((entry, index) => {
    const [atMs, process, kind, , detail] = entry;
    if (kind === 'answer' && detail === '') return;
    const isLarge = ['fault', 'window', 'failure', 'process'].includes(kind);
    const y = top + laneOf(process) * height + (isLarge ? 3 : 7);
    const mark = element('rect', { class: kind, x: x(atMs), y, width: kind === 'failure' ? 6 : 3, height: isLarge ? 16 : 8 });
    mark.append(element('title', {}, textOf(entry)));
    mark.addEventListener('click', () => choose(index, true));
    marks.set(index, mark);
    svg.append(mark);
  });
  if (heldLines > 0) upright('heldLine', entries[heldLines - 1][0]);
  if (failure >= 0) upright('failure', entries[failure][0]);
  function upright(name, atMs) {
    svg.append(element('line', { class: name, x1: x(atMs), x2: x(atMs), y1: top, y2: bottom }));
  }
  lanes.replaceChildren(svg);
}

/** The changes behind an entry, up to the next entry that is none. A change belongs to the entry before it. */
function changesOf(index) {
  let from = index;
  while (from > 0 && entries[from][2] === 'state') from -= 1;
  let to = from + 1;
  while (to < entries.length && entries[to][2] === 'state') to += 1;
  return entries.slice(from + 1, to);
}

function node(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function show(index) {
  const list = document.createElement('dl');
  for (const [, , , what, detail, before] of changesOf(index)) {
    list.append(node('dt', what));
    const values = document.createElement('dd');
    if (before) values.append(node('del', before), document.createElement('br'));
    values.append(node('ins', detail || 'gone'));
    list.append(values);
  }
  const title = node('h2', 'Changed by step ' + (index + 1));
  changes.replaceChildren(title, node('p', textOf(entries[index])), list.children.length > 0 ? list : node('p', 'Nothing on the servers.'));
}

function choose(index, scrolls) {
  for (const each of document.querySelectorAll('.chosen')) each.classList.remove('chosen');
  chosen = index;
  marks.get(index)?.classList.add('chosen');
  show(index);
  const step = steps.querySelector('[value="' + (index + 1) + '"]');
  if (step === null) return;
  step.classList.add('chosen');
  if (scrolls) step.scrollIntoView({ block: 'center' });
}

function list() {
  const wanted = find.value.toLowerCase();
  const shown = [];
  entries.forEach((entry, index) => {
    if (entry[2] === 'state' && !showStates.checked) return;
    const text = textOf(entry);
    if (wanted !== '' && !text.toLowerCase().includes(wanted)) return;
    const step = document.createElement('li');
    step.value = index + 1;
    step.className = entry[2] + (index === heldLines - 1 ? ' lastHeld' : '');
    step.textContent = text;
    step.addEventListener('click', () => choose(index, false));
    shown.push(step);
  });
  steps.replaceChildren(...shown);
}

function move(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || event.target === find || event.target === zoom) return;
  event.preventDefault();
  const shown = [...steps.children].map((step) => step.value - 1);
  const next = shown[Math.max(0, Math.min(shown.length - 1, shown.indexOf(chosen) + by))];
  if (next !== undefined) choose(next, true);
}

zoom.addEventListener('input', draw);
find.addEventListener('input', list);
showStates.addEventListener('change', list);
document.addEventListener('keydown', move);
draw();
list();
choose(heldLines > 0 && heldLines < entries.length ? heldLines : Math.max(0, failure), true);
scrollTo(0, 0);
})();
`;
