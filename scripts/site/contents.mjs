/** The pages of the site in the order in which they are listed. A page that is not here is not in the menu. */
export const contents = [
  {
    text: 'Start',
    pages: [
      ...['index', 'getting-started', 'comparison', 'packages', 'architecture', 'contributing'],
    ],
  },
  {
    text: 'Build a domain',
    pages: [
      ...['streams', 'projections', 'evolution', 'schemas', 'schema-registry', 'outbox'],
      ...['testing', 'simulation'],
    ],
  },
  {
    text: 'Operate',
    pages: [
      ...['operating', 'dashboard', 'dead-letters', 'telemetry', 'reliability', 'security'],
      ...['deployment', 'cluster', 'performance', 'benchmarks'],
    ],
  },
  {
    text: 'The shop',
    pages: [
      ...['shop/index', 'shop/cache', 'shop/consumers', 'shop/kafka', 'shop/operators-list'],
      ...['shop/troubleshooting', 'coupon-rush', 'generation'],
    ],
  },
  {
    text: 'Reference',
    pages: ['reference/commands', 'reference/settings', 'reference/events', 'reference/http'],
  },
];

/** The pages in Korean, in the order in which they are listed. */
export const koreanContents = [
  {
    text: '시작',
    pages: ['ko/index', 'ko/deployment', 'ko/generation', 'ko/benchmarks'],
  },
  {
    text: '상점',
    pages: [
      ...['ko/shop/index', 'ko/shop/cache', 'ko/shop/consumers', 'ko/shop/kafka'],
      ...['ko/shop/operators-list', 'ko/shop/troubleshooting'],
    ],
  },
];

/**
 * Every page that is a README of a package, and of an example.
 *
 * @param {string[]} targets
 */
export function packageContents(targets) {
  const below = (/** @type {string} */ directory) =>
    targets
      .filter((target) => target.startsWith(`${directory}/`))
      .map((target) => target.replace(/\.md$/, ''));
  return [
    { text: 'Packages', pages: below('packages') },
    { text: 'Examples', pages: below('examples') },
  ];
}
