import { fileURLToPath } from 'node:url';

/** Has the state, the samples, the logs and the report of a soak. */
export const reportFolder = fileURLToPath(new URL('../../reports/soak/', import.meta.url));

export const command = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
export const servicesScript = fileURLToPath(new URL('../services', import.meta.url));
