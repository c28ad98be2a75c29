import { installPackages } from './apt.mjs';
import { ServicesError } from './failure.mjs';
import { INSTALL_LOCK_PORT } from './instance.mjs';
import { missingForKafka } from './kafka.mjs';
import { withLock } from './lock.mjs';
import { missingForPostgres } from './postgres.mjs';
import { missingForRedis } from './redis.mjs';

const findMissing = async (instance) => {
  const missing = [missingForKafka(instance), missingForRedis(), missingForPostgres()];
  return (await Promise.all(missing)).flat();
};

/** Makes sure that the machine has every program the services need. */
export const ensureInstalled = async (instance, { say }) => {
  if ((await findMissing(instance)).length === 0) return;
  await withLock({ port: INSTALL_LOCK_PORT, purpose: 'install', say }, async () => {
    const missing = await findMissing(instance);
    if (missing.length === 0) return;
    await installPackages(missing, { say });
    const left = await findMissing(instance);
    if (left.length === 0) return;
    const names = left.map(({ what }) => what).join(', ');
    throw new ServicesError(`the distribution's packages do not bring ${names}`);
  });
};
