import { dockerSet, isDockerUsable } from './docker-set.mjs';
import { wrongUse } from './failure.mjs';
import { nativeSet } from './native-set.mjs';
import { findMarked, readProcessTable } from './process-table.mjs';
import { servicesOf } from './services.mjs';

const runsNatively = async (instance) => {
  const table = await readProcessTable();
  return servicesOf(instance).some((service) => findMarked(table, service));
};

const chooseEngine = async (instance, environment) => {
  const wanted = environment.FOLDMART_SERVICES_ENGINE;
  if (wanted === 'native' || wanted === 'docker') return wanted;
  if (wanted)
    throw wrongUse(`FOLDMART_SERVICES_ENGINE is '${wanted}', but must be docker or native`);
  // A set that was started natively stays native, even if an engine is started later.
  if (await runsNatively(instance)) return 'native';
  return (await isDockerUsable()) ? 'docker' : 'native';
};

/** The instance's set of services: in containers if an engine responds, otherwise as processes. */
export const chooseSet = async (instance, { say, environment = process.env }) => {
  const engine = await chooseEngine(instance, environment);
  return engine === 'docker' ? dockerSet(instance, { say }) : nativeSet(instance, { say });
};
