import { installPackages } from './apt.mjs';
import { findExecutable } from './executables.mjs';
import { ServicesError } from './failure.mjs';
import { INSTALL_LOCK_PORT } from './instance.mjs';
import { fetchJars, locateJars } from './kafka-jars.mjs';
import { missingForKafka } from './kafka.mjs';
import { withLock } from './lock.mjs';
import { missingForPostgres } from './postgres.mjs';
import { missingForRedis } from './redis.mjs';

const findMissing = async (instance) => {
  const missing = [missingForKafka(instance), missingForRedis(), missingForPostgres()];
  return (await Promise.all(missing)).flat();
};

const installMissing = async (instance, { say }) => {
  const missing = await findMissing(instance);
  if (missing.length === 0) return;
  await installPackages(missing, { say });
  const left = await findMissing(instance);
  if (left.length === 0) return;
  const names = left.map(({ what }) => what).join(', ');
  throw new ServicesError(`the distribution's packages do not bring ${names}`);
};

/** Ensures that every program that the services need is installed, once for all instances. */
export const ensureInstalled = async (instance, { say }) => {
  const [missing, jars] = await Promise.all([findMissing(instance), locateJars(instance)]);
  if (missing.length === 0 && jars.isFetched) return;
  await withLock({ port: INSTALL_LOCK_PORT, purpose: 'install', say }, async () => {
    await installMissing(instance, { say });
    await fetchJars(instance, { maven: await findExecutable('mvn'), say });
  });
};
