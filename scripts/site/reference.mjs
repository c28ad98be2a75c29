import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The pages of the reference that the program itself writes: its commands, settings, events and HTTP calls. */
export async function referencePages(root) {
  const [commands, settings, events] = await Promise.all([
    foldmart(root, 'reference'),
    foldmart(root, 'settings', '-o', 'json').then(JSON.parse),
    foldmart(root, 'schemas', 'asyncapi', '-o', 'json').then(JSON.parse),
  ]);
  const { createCouponApi } = await import('@foldmart/http');
  const api = await createCouponApi(/** @type {never} */ ({ logger: silent }));
  await api.ready();
  const openApi = api.swagger();
  await api.close();
  return [
    page('commands', commands.replace(/^# foldmart$/m, '# Commands')),
    page('settings', settingsPage(settings)),
    page('events', eventsPage(events)),
    page('http', httpPage(openApi)),
  ];
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function foldmart(root, ...args) {
  const { stdout } = await run(process.execPath, ['packages/cli/dist/main.js', ...args], {
    cwd: root,
    maxBuffer: 16_000_000,
  });
  return stdout;
}

function page(name, text) {
  return { source: `reference/${name}`, target: `reference/${name}.md`, text };
}

function settingsPage(settings) {
  const rows = settings.map(({ name, about, expected, default: standard }) => [
    `\`${name}\``,
    `${about}; ${expected}`,
    standard === null ? '' : `\`${standard}\``,
  ]);
  return [
    '# Settings',
    'Settings come from the environment, a file `.env`, or `--set`. `foldmart settings --effective` shows those in effect.',
    table(['setting', 'what it is, and what it may be', 'default'], rows),
  ].join('\n\n');
}

function eventsPage({ channels, components }) {
  const sections = Object.entries(channels).flatMap(([topic, { messages }]) => [
    `## Topic ${topic}`,
    ...Object.keys(messages).flatMap((name) =>
      messageSection(name, components.messages[name], components.schemas[name]),
    ),
  ]);
  return [
    '# Events of the shop',
    'As `foldmart schemas asyncapi` describes them. The body of a message is `{"event_type", "data"}`, and these are the fields of `data`.',
    ...sections,
  ].join('\n\n');
}

function messageSection(name, { title, bindings }, { properties, required = [] }) {
  const key = bindings.kafka.key.description;
  const rows = Object.entries(properties).map(([field, schema]) => [
    `\`${field}\``,
    `\`${JSON.stringify(schema)}\``,
    required.includes(field) ? 'required' : '',
  ]);
  return [
    `### ${name}`,
    `${title}. Key: ${key ?? 'any text'}.`,
    table(['field', 'JSON Schema', ''], rows),
  ];
}

function httpPage({ paths }) {
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => [
      `## ${method.toUpperCase()} ${path.replaceAll('{', '\\{')}`,
      inMarkdown([operation.summary, operation.description].filter(Boolean).join('. ')),
      parameterTable(operation.parameters ?? []),
      `Answers: ${Object.keys(operation.responses).join(', ')}.`,
    ]),
  );
  return [
    '# HTTP API of the coupon rush',
    '`foldmart coupon-api` serves it, with this description at `/openapi.json` and as a page at `/docs`.',
    ...sections.filter((section) => section !== ''),
  ].join('\n\n');
}

function parameterTable(parameters) {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, in: place, required, schema }) => [
    `\`${name}\``,
    place,
    `\`${JSON.stringify(schema)}\``,
    required ? 'required' : '',
  ]);
  return table(['parameter', 'in', 'JSON Schema', ''], rows);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function inCell(text) {
  return (text.includes('`') ? text : inMarkdown(text))
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');
}

function inMarkdown(text) {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
