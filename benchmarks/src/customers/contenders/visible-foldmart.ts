import { followProjections } from '@foldmart/composition';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { openPool } from '../../event-store/contenders/bare-tables.js';
import { openCustomers, toAppend } from '../domain.js';
import { untilVisible } from '../until-visible.js';

/** The follower of the application, in the process that appends. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const app = await openCustomers(config);
  const { events } = await app.database();
  const stopping = new AbortController();
  const following = followProjections(app, stopping.signal);
  return untilVisible(
    await openPool(config),
    (stream) => events.append([toAppend(stream)]),
    async () => {
      stopping.abort();
      await following;
      await app.close();
    },
  );
}
