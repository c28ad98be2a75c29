import type { Answers } from '../answers.js';
import type { ThingNames } from '../thing-names.js';
import { hasServices } from './services.js';

const guides = 'https://github.com/foldmart/foldmart/blob/main/docs';

/** The README of a project. */
export function readme(app: string, thing: ThingNames, answers: Answers): string {
  const sections = [
    introduction(app, thing),
    ...(hasServices(answers) ? [services(answers)] : []),
    layout(thing),
    next,
  ];
  return sections.join('\n');
}

const introduction = (app: string, { words, kebab }: ThingNames): string => `\
# ${app}

An event-sourced application on [Foldmart](https://github.com/foldmart/foldmart). A guest reserves a ${words}. If another guest has
it, the guest waits, and those who wait get it in their order.

\`\`\`sh
npm install
npm test
npm start
\`\`\`

\`npm start\` runs everything until Ctrl+C. Without settings it runs in memory, and its data ends with the process.

\`npm test\` runs examples, properties, and a simulation of several processes that crash. \`npm run simulate\` tries a hundred seeds.

\`\`\`sh
npx foldmart reserve ${kebab}-1 ann
npx foldmart --help
\`\`\`
`;

const services = ({ queue, database }: Answers): string => `\
## On ${[serviceNames[queue], serviceNames[database]].filter((name) => name !== '').join(' and ')}

\`\`\`sh
npm run services
cp .env.example .env
${queue === 'memory' ? '' : 'npx foldmart topics create\n'}npx foldmart doctor
npm start
\`\`\`

\`npm run services\` starts the containers of \`compose.yaml\`. \`doctor\` makes a round trip through each service and says how to correct
what fails. ${database === 'postgres' ? 'Tables are created at first use.' : 'Without a database, the log ends with the process.'}
${database === 'postgres' ? '\n`npx foldmart verify` folds the whole log again and compares every row. `npx foldmart stream list` shows what is in the log.\n' : ''}`;

const serviceNames = { memory: '', redis: 'Redis', kafka: 'Kafka', postgres: 'Postgres' } as const;

const layout = ({ words, kebab }: ThingNames): string => `\
## Where things are

| file                       | what it has                                                             |
| -------------------------- | ----------------------------------------------------------------------- |
| \`src/${kebab}.ts\` | the rules of a ${words}: its events, commands and state |
| \`src/read-models.ts\`       | tables for queries, and the projections that fill them                  |
| \`src/next-in-line.ts\`      | a subscription: a command as a consequence of an event                  |
| \`src/domain.ts\`            | all of it together                                                      |
| \`foldmart.config.ts\`       | the domain for the \`foldmart\` command, with commands of its own         |
| \`foldmart.simulation.ts\`   | what clients do in a simulation, and what must hold                     |
`;

const next = `\
## Next

- [Getting started](${guides}/getting-started.md) explains deciders, projections and subscriptions.
- [Evolution](${guides}/evolution.md) shows how to change an event that is already stored.
- [Testing](${guides}/testing.md) and [Simulation](${guides}/simulation.md) say what the tests check.
`;
