const all = ['core', 'full', 'dev', 'monitoring'].flatMap((profile) => ['--profile', profile]);
const brokers = ['kafka1', 'kafka2', 'kafka3'];
const consumers = ['user', 'product', 'order'].flatMap((type) =>
  [1, 2, 3].map((number) => `${type}-consumer-${number}`),
);

/** @param {string[]} args */
const compose = (...args) => ['dc', ...all, ...args];
/** @param {string[]} services */
const logs = (...services) => compose('logs', '--follow', '--tail', '100', ...services);
/** @param {string} name */
const bench = (name) => ['npm', 'run', 'bench', name];

/** @type {Record<string, [about: string, command: string[]]>} */
const serverTargets = {
  build: ['build the image', compose('build', 'initial-seeder')],
  up: [
    'start the servers, Kafka UI on 8080 and Adminer on 8081',
    compose('up', '--detach', 'postgres', ...brokers, 'redis', 'kafka-ui', 'adminer'),
  ],
  down: [
    'stop everything and remove the containers; the data stays',
    compose('down', '--remove-orphans'),
  ],
  restart: ['restart everything that runs', compose('restart')],
};

/** @type {Record<string, [about: string, command: string[]]>} */
const roleTargets = {
  'start-producer': [
    'start the producer, and the cache worker that it needs',
    compose('up', '--detach', 'producer'),
  ],
  'stop-producer': ['stop the producer', compose('stop', 'producer')],
  'start-consumers': ['start the nine consumers', compose('up', '--detach', ...consumers)],
  'stop-consumers': ['stop the nine consumers', compose('stop', ...consumers)],
  'logs-producer': ['follow the log of the producer', logs('producer')],
  'logs-consumers': ['follow the logs of the consumers', logs(...consumers)],
  'logs-kafka': ['follow the logs of the brokers', logs(...brokers)],
};

/** @type {Record<string, [about: string, command: string[]]>} */
const nodeTargets = {
  test: ['run all tests, on services of their own', ['npm', 'test']],
  'benchmark-kafka': ['compare Kafka with direct writes', bench('kafka')],
  'benchmark-realtime': ['measure the shop at its own pace', bench('realtime')],
  'benchmark-cache': ['compare the cache with queries', bench('cache')],
};

/**
 * The Makefile's targets, for machines without make: what each does, the program and its arguments.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Record<string, [about: string, command: string[]]>}
 */
export const targetsOf = ({ SERVICE = '', PROFILE }) => ({
  help: ['list the targets', []],
  ...serverTargets,
  logs: [
    'follow the logs of all services, or of SERVICE="a b"',
    logs(...SERVICE.split(' ').filter(Boolean)),
  ],
  ps: ['show the containers and their health', compose('ps')],
  topics: [
    'create the missing topics and show all',
    compose('run', '--rm', 'dev', 'topics', 'create'),
  ],
  seed: ['fill the shop with users and products, once', compose('run', '--rm', 'initial-seeder')],
  'start-all': [
    'start the whole system, or PROFILE=core',
    ['dc', '--profile', PROFILE || 'full', 'up', '--detach'],
  ],
  clean: [
    'stop everything and delete its data and its image',
    compose('down', '--remove-orphans', '--volumes', '--rmi', 'local'),
  ],
  ...roleTargets,
  repl: ['open the REPL', compose('run', '--rm', 'dev')],
  shell: [
    'open a shell with the command foldmart',
    compose('run', '--rm', '--entrypoint', 'bash', 'dev'),
  ],
  ...nodeTargets,
});
