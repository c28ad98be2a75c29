import type { Panel } from '@foldmart/composition';
import type { CommandContext } from './command-context.js';
import type { MonitorTable } from './monitor/monitor-sample.js';
import type { ReplTools } from './repl/repl-tool.js';

/** How the commands speak of a domain. */
export interface DomainHelp {
  /** As help texts call it. */
  readonly name: string;
  /** What to do if a table that follows from the log without a projection differs from it. */
  readonly onDerivedDifference?: string;
  /** What to do if there is nothing to cache. */
  readonly onEmptyCache?: string;
  /** Tables that the monitor shows beside those of every domain. */
  readonly monitorTables?: (context: CommandContext) => Promise<readonly MonitorTable[]>;
  /** Parts of the live page, beside those of every domain. */
  readonly panels?: (system: CommandContext['system']) => Promise<readonly Panel[]>;
  /** Names that the REPL has beside those of every domain, or instead of them. */
  readonly replTools?: (context: CommandContext) => Promise<ReplTools>;
  /** Why a topic must keep its number of partitions now; undefined if it need not. */
  readonly keepsPartitions?: (
    context: CommandContext,
    topic: string,
  ) => Promise<string | undefined>;
}
