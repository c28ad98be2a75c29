import type { Runtime } from '@foldmart/composition';
import type { ActionLog } from './actions/action-log.js';
import type { LiveStream } from './live/live-stream.js';
import type { Sampler } from './observe/sampler.js';
import type { ResolvedDashboardOptions } from './options.js';

/** What the routes of the page work with. */
export interface PageContext {
  readonly runtime: Runtime;
  readonly options: ResolvedDashboardOptions;
  readonly stream: LiveStream;
  readonly sampler: Sampler;
  readonly actions: ActionLog;
}
