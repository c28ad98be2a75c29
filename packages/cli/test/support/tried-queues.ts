/** Whether the long run of all tests asks for every variant: `npm run test:full`. */
const isFull = process.env['FOLDMART_FULL'] === '1';

/** The queues that a test of minutes runs on. The suites of the bus prove that both behave alike. */
export const triedQueues: readonly ('kafka' | 'redis')[] = isFull ? ['kafka', 'redis'] : ['kafka'];
