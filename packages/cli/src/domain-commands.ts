import type { DomainCommandOutline } from './command-outline.js';

/** The commands that every domain has, the shop like any other. */
export const domainCommands: readonly DomainCommandOutline[] = [
  {
    name: 'topics',
    hasOptions: false,
    summary: () => 'show, create and change topics, read them and publish to them',
    add: async (program, run, help) => {
      (await import('./commands/topics.js')).addTopicsCommand(program, run, help);
    },
  },
  {
    name: 'groups',
    hasOptions: false,
    summary: () => 'show consumer groups, their members and their lag, and reset their offsets',
    add: async (program, run, help) => {
      (await import('./commands/groups.js')).addGroupsCommand(program, run, help);
    },
  },
  {
    name: 'monitor',
    hasOptions: true,
    summary: () => 'show rates, lag, cache, dead letters and projections on one live screen',
    add: async (program, run, help) => {
      (await import('./commands/monitor.js')).addMonitorCommand(program, run, help);
    },
  },
  {
    name: 'dashboard',
    hasOptions: true,
    summary: () => 'serve the live page: streams, read models, consumers, projections',
    add: async (program, run, help) => {
      (await import('./commands/dashboard.js')).addDashboardCommand(program, run, help);
    },
  },
  {
    name: 'cache-worker',
    hasOptions: true,
    summary: () => 'refresh the cache from the store every CACHE_REFRESH_INTERVAL seconds',
    add: async (program, run, help) => {
      (await import('./commands/cache-worker.js')).addCacheWorkerCommand(program, run, help);
    },
  },
  {
    name: 'consume',
    hasOptions: true,
    summary: () => 'persist events from the queue, as several consumers in this process or as one',
    add: async (program, run) => {
      (await import('./commands/consume.js')).addConsumeCommand(program, run);
    },
  },
  {
    name: 'gaps',
    hasOptions: false,
    summary: () => 'list messages that a group acknowledged and the database does not have',
    add: async (program, run) => {
      (await import('./commands/gaps.js')).addGapsCommand(program, run);
    },
  },
  {
    name: 'dead-letters',
    hasOptions: false,
    summary: () =>
      'show messages that could not be processed, mend them, and replay or discard them',
    add: async (program, run) => {
      (await import('./commands/dead-letters.js')).addDeadLettersCommand(program, run);
    },
  },
  {
    name: 'outbox',
    hasOptions: false,
    summary: () => 'publish the events of commands that were handled on this database',
    add: async (program, run) => {
      (await import('./commands/outbox.js')).addOutboxCommand(program, run);
    },
  },
  {
    name: 'stream',
    hasOptions: false,
    summary: () => 'list streams, and show one',
    add: async (program, run) => {
      (await import('./commands/stream.js')).addStreamCommand(program, run);
    },
  },
  {
    name: 'schemas',
    hasOptions: false,
    summary: () => 'show the schemas of the events, describe them, and find breaking changes',
    add: async (program, run) => {
      (await import('./commands/schemas.js')).addSchemasCommand(program, run);
    },
  },
  {
    name: 'events',
    hasOptions: false,
    summary: () => 'read the log as a whole',
    add: async (program, run) => {
      (await import('./commands/events.js')).addEventsCommand(program, run);
    },
  },
  {
    name: 'projections',
    hasOptions: false,
    summary: () => 'inspect, rebuild and resume the projections that fill the read models',
    add: async (program, run) => {
      (await import('./commands/projections.js')).addProjectionsCommand(program, run);
    },
  },
  {
    name: 'verify',
    hasOptions: true,
    summary: () => 'fold the whole log and compare every read model with the result',
    add: async (program, run, help) => {
      (await import('./commands/verify.js')).addVerifyCommand(program, run, help);
    },
  },
  {
    name: 'repl',
    hasOptions: false,
    summary: () => 'evaluate JavaScript with the application, queue, cache and database at hand',
    add: async (program, run, help) => {
      (await import('./commands/repl.js')).addReplCommand(program, run, help);
    },
  },
  {
    name: 'doctor',
    alias: 'test-connection',
    hasOptions: false,
    summary: () => 'check every connection by a round trip, and say how to fix failures',
    add: async (program, run) => {
      (await import('./commands/doctor.js')).addDoctorCommand(program, run);
    },
  },
];
