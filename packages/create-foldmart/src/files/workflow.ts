import type { Answers } from '../answers.js';
import { hasServices } from './services.js';

/** The GitHub workflow of a project: types, tests, a simulation, and a run on the chosen services. */
export function workflow(answers: Pick<Answers, 'queue' | 'database'>): string {
  return hasServices(answers) ? onMemory + onServices : onMemory;
}

const onMemory = `\
name: ci
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        node: [20, 22, 24]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ matrix.node }}
          cache: npm
      - run: npm ci
      - run: npm run typecheck
      - run: npm test
      - run: npm run simulate
`;

/** The run publishes nothing and still shows that settings, services and tables fit each other. */
const onServices = `
  services:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - run: npm run services
      - run: cp .env.example .env
      - run: npx foldmart doctor
      - run: npm start -- --duration 10 --verify
`;
