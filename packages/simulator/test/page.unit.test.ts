import { expect, it } from 'vitest';
import { writePage } from '../src/trace/page/write-page.js';

it('the page of a run has its steps, marks the failure, and needs no other file', () => {
  const page = writePage({
    world: 'a <world>',
    entries: [
      { atMs: 0, process: 'app-1#1', kind: 'process', what: 'starts', detail: '' },
      { atMs: 5, process: '', kind: 'failure', what: 'no money is lost', detail: '</script><b>' },
    ],
    failure: { oracle: 'no money is lost', detail: '1 & 2', atMs: 5 },
  });
  expect(page).toContain('<title>Simulation of a &lt;world&gt;</title>');
  expect(page).toContain('Does not hold: <b>no money is lost</b><br>1 &amp; 2');
  expect(page).toContain('"processes":["app-1"]');
  expect(page).not.toContain('</script><b>');
  expect(page).not.toMatch(/(src|href)=/);
});
