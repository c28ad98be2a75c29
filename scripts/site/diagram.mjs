import { createHash } from 'node:crypto';
import { renderMermaidSVG } from 'beautiful-mermaid';

/** The width of a page's text, in pixels. */
const pageWidth = 688;

/**
 * Draws a diagram of Mermaid as the HTML of a figure. Its colours are variables of the page, so it follows the theme. A
 * flowchart that is wider than the page is drawn downwards if that makes it narrower.
 *
 * @param {string} text
 * @returns {string}
 * @throws Error if the diagram cannot be drawn.
 */
export function diagramHtml(text) {
  const stated = draw(text);
  if (stated.width <= pageWidth) return figure(stated.svg);
  const downwards = draw(text.replace(/^(\s*flowchart) (LR|RL)$/m, '$1 TD'));
  return figure(downwards.width < stated.width ? downwards.svg : stated.svg);
}

/** @param {string} text */
function draw(text) {
  const svg = renderMermaidSVG(text, { padding: 8, nodeSpacing: 16, layerSpacing: 28 });
  const width = Number(/<svg [^>]*\bwidth="([\d.]+)"/.exec(svg)?.[1]);
  if (!(width > 0)) throw new Error(`The diagram has no width:\n${text}`);
  return { svg, width };
}

/**
 * Its own style is left out: it loads a font from elsewhere, and would hold for every picture of the page. Its ids are made
 * unique, since a page can have several diagrams.
 *
 * @param {string} svg
 */
function figure(svg) {
  const prefix = `d${createHash('sha256').update(svg).digest('hex').slice(0, 8)}-`;
  const plain = svg
    .replace(/<style>[\s\S]*?<\/style>\n?/, '')
    .replace(/(<svg [^>]*?) style="[^"]*"/, '$1')
    .replaceAll(/( id="|url\(#)/g, `$1${prefix}`);
  return `<figure class="diagram" v-pre>${plain}</figure>\n`;
}

/** The style of all diagrams, with the variables of VitePress for both themes. */
export const diagramStyle = `
.diagram { margin: 24px 0; overflow-x: auto; }
.diagram svg {
  display: block; margin: 0 auto; max-width: 100%; height: auto; overflow: visible;
  --bg: var(--vp-c-bg);
  --_text: var(--vp-c-text-1);
  --_text-sec: var(--vp-c-text-2);
  --_text-muted: var(--vp-c-text-2);
  --_text-faint: var(--vp-c-text-3);
  --_line: var(--vp-c-text-3);
  --_arrow: var(--vp-c-brand-1);
  --_node-fill: var(--vp-c-bg-soft);
  --_node-stroke: var(--vp-c-border);
  --_group-fill: transparent;
  --_group-hdr: var(--vp-c-bg-alt);
  --_inner-stroke: var(--vp-c-divider);
  --_key-badge: var(--vp-c-bg-alt);
}
.diagram text { font-family: var(--vp-font-family-base); }
`;
