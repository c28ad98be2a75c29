/** Draws the lanes and the list of a run in the browser. */
export const pageScript = `
(() => {
'use strict';
const { processes, entries } = JSON.parse(document.getElementById('run').textContent);
const steps = document.getElementById('steps');
const lanes = document.getElementById('lanes');
const zoom = document.getElementById('zoom');
const find = document.getElementById('find');
const height = 22, left = 130, top = 24;
const endMs = Math.max(1, ...entries.map(([atMs]) => atMs));
const colours = { call: '#9db7d5', answer: '#e08a00', fault: '#d1242f', window: '#d1242f', process: '#24292f', work: '#2da44e', failure: '#8250df', log: '#bf8700' };

function textOf([atMs, process, kind, what, detail]) {
  return (atMs / 1000).toFixed(3) + ' s  ' + (process || 'system') + '  ' + kind + ' ' + what + (detail ? ': ' + detail : '');
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
  const svg = element('svg', { width: left + width + 20, height: top + (processes.length + 1) * height + 8 });
  [...processes, 'system'].forEach((name, index) => {
    const y = top + index * height;
    svg.append(element('text', { x: 6, y: y + 15 }, name));
    svg.append(element('line', { x1: left, x2: left + width, y1: y + height / 2, y2: y + height / 2, stroke: '#d8dee4' }));
  });
  const secondsEach = [1, 2, 5, 10, 30, 60, 300].find((each) => (each * 1000 * width) / endMs > 60) || 600;
  for (let second = 0; second * 1000 <= endMs; second += secondsEach) {
    svg.append(element('text', { x: x(second * 1000), y: 14, fill: '#57606a' }, second + ' s'));
  }
  entries.forEach((entry, index) => {
    const [atMs, process, kind, , detail] = entry;
    if (kind === 'answer' && detail === '') return;
    const isLarge = kind === 'fault' || kind === 'window' || kind === 'failure' || kind === 'process';
    const y = top + laneOf(process) * height + (isLarge ? 3 : 7);
    const mark = element('rect', { x: x(atMs), y, width: kind === 'failure' ? 6 : 3, height: isLarge ? 16 : 8, fill: colours[kind] || '#57606a' });
    mark.append(element('title', {}, textOf(entry)));
    mark.addEventListener('click', () => choose(index));
    svg.append(mark);
  });
  const failure = entries.findIndex(([, , kind]) => kind === 'failure');
  if (failure >= 0) {
    const at = x(entries[failure][0]);
    svg.append(element('line', { x1: at, x2: at, y1: top, y2: top + (processes.length + 1) * height, stroke: colours.failure, 'stroke-width': 2 }));
  }
  lanes.replaceChildren(svg);
}

function choose(index) {
  for (const chosen of steps.querySelectorAll('.chosen')) chosen.classList.remove('chosen');
  const step = steps.querySelector('[value="' + (index + 1) + '"]');
  if (step === null) return;
  step.classList.add('chosen');
  step.scrollIntoView({ block: 'center' });
}

function list() {
  const wanted = find.value.toLowerCase();
  const shown = [];
  entries.forEach((entry, index) => {
    const text = textOf(entry);
    if (wanted !== '' && !text.toLowerCase().includes(wanted)) return;
    const step = document.createElement('li');
    step.value = index + 1;
    step.className = entry[2];
    step.textContent = text;
    shown.push(step);
  });
  steps.replaceChildren(...shown);
  const failure = steps.querySelector('.failure');
  if (failure !== null) failure.scrollIntoView({ block: 'center' });
}

zoom.addEventListener('input', draw);
find.addEventListener('input', list);
draw();
list();
scrollTo(0, 0);
})();
`;
