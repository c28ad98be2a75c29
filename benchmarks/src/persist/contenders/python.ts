import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { preparePython, runPython } from '../../measure/python.js';
import { orderTopic } from '../../measure/service-settings.js';
import { createRoundDatabase, dropRoundDatabase, namesOf } from '../round-database.js';

interface PythonReport {
  readonly messages: number;
  readonly seconds: number;
  readonly cpu_seconds: number;
}

/** The way of the system that the shop replaces; the program is `python/persist.py`. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const python = preparePython(['confluent-kafka', 'sqlalchemy', 'psycopg2-binary']);
  const { brokers, postgres } = config.services;
  const { user, password, host, port } = postgres;
  return {
    prepare: (round) => createRoundDatabase(config, round),
    async run(round) {
      const { database, group } = namesOf(config, round);
      const report = await runPython<PythonReport>(python, 'persist.py', {
        brokers: brokers.join(','),
        topic: orderTopic(config.services),
        group,
        database: `postgresql+psycopg2://${user}:${password}@${host}:${String(port)}/${database}`,
        messages: round.size,
      });
      const { messages: count, seconds, cpu_seconds: cpuSeconds } = report;
      return { count, seconds, cpuSeconds };
    },
    after: (round) => dropRoundDatabase(config, round),
    close: async () => undefined,
  };
}
