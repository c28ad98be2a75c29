import { memoryShop } from '@foldmart/adapters-memory/shop';
import { cacheSelections } from '@foldmart/composition';
import type { ShopSettings } from '@foldmart/composition/shop';
import { createWireCodec } from '@foldmart/core';
import { shopDomain } from '@foldmart/core/shop';
import { Acknowledged, commandsOracle } from '../oracles/acknowledged.js';
import { consumedOracle } from '../oracles/consumed-oracle.js';
import { identityOracle } from '../oracles/identity-oracle.js';
import { keyOrderOracle } from '../oracles/key-order-oracle.js';
import { logOracle } from '../oracles/log-oracle.js';
import { outboxOracle } from '../oracles/outbox-oracle.js';
import { findUnfinished, findWaitingLetter } from '../oracles/progress.js';
import { publishedOracle } from '../oracles/published-oracle.js';
import { readModelsOracle } from '../oracles/read-models-oracle.js';
import { starvationOracle } from '../oracles/starvation-oracle.js';
import type { Behind } from '../services/services.js';
import type { Scene, Stage, World } from '../worlds/world.js';
import { workAsClerk } from './clerk.js';
import { operate } from './operator.js';
import { shopSettings } from './open-shop.js';
import { produce } from './producer.js';
import { ShopJournal } from './shop-journal.js';
import { cacheOracle, originOracle, parkedOracle, poisonOracle } from './shop-oracles.js';
import { roleProcesses, workProcesses } from './shop-process.js';

const domain = shopDomain();
const topics = domain.topics.map(({ name }) => name);

/**
 * The commerce stream: producers, consumers in their groups, cache workers, outbox relays, asynchronous projections, clerks who
 * send commands, and an operator who mends dead letters and rebuilds. There are two of each, also of what one at a time should do.
 */
export function shopWorld({ behind }: { readonly behind?: Behind } = {}): World {
  const settings = shopSettings();
  return {
    name: 'shop',
    ...(behind === undefined ? {} : { behind }),
    open: (stage) => openScene(stage, settings),
  };
}

function openScene(stage: Stage, settings: ShopSettings): Scene {
  const journal = new ShopJournal();
  const acknowledged = new Acknowledged();
  return {
    processes: [
      ...roleProcesses('consumer', 2, settings, { roles: ['consumers'] }),
      ...roleProcesses('projector', 2, settings, { roles: ['projections'] }),
      ...roleProcesses('relay', 2, settings, { roles: ['outbox'] }),
      ...roleProcesses('cache-worker', 2, settings, { roles: ['cache-worker'] }),
      ...workProcesses('producer', 2, settings, (shop, context) => produce(shop, context, journal)),
      ...workProcesses('clerk', 1, settings, (shop, context) =>
        workAsClerk(shop, context, { acknowledged, journal }),
      ),
      ...workProcesses('operator', 1, settings, operate),
    ],
    oracles: [
      logOracle(stage),
      commandsOracle(stage, acknowledged),
      consumedOracle(stage, domain.consumers, createWireCodec(domain.registry)),
      identityOracle(stage, domain.registry),
      keyOrderOracle(stage, topics),
      outboxOracle(stage, domain.registry, topics),
      originOracle(stage),
      parkedOracle(stage, journal),
      poisonOracle(stage, journal),
      cacheOracle(),
      starvationOracle(stage, cacheSelections({ settings, domain })),
      readModelsOracle(stage, domain, { modules: [memoryShop] }),
      publishedOracle(stage, journal.published),
    ],
    pending: () => findUnfinished(stage, domain, { hasOutbox: true }) ?? findWaitingLetter(stage),
  };
}
