import { inject } from 'vitest';

const services = inject('services');

if ('settings' in services) Object.assign(process.env, services.settings);
