import type { ComponentType } from 'preact';
import { AskPage } from './ask/ask-page.jsx';
import { DeadLettersPage } from './dead-letters/dead-letters-page.jsx';
import { ModelsPage } from './models/models-page.jsx';
import { OverviewPage } from './overview/overview-page.jsx';
import { QueuePage } from './queue/queue-page.jsx';
import { StreamsPage } from './streams/streams-page.jsx';

/** A view of the page. */
export interface View {
  /** The first part of its path. */
  readonly name: string;
  readonly title: string;
  readonly component: ComponentType;
}

/** The views, in the order of the navigation. */
export const views: readonly View[] = [
  { name: '', title: 'Overview', component: OverviewPage },
  { name: 'queue', title: 'Topics and groups', component: QueuePage },
  { name: 'streams', title: 'Streams', component: StreamsPage },
  { name: 'models', title: 'Read models', component: ModelsPage },
  { name: 'dead-letters', title: 'Dead letters', component: DeadLettersPage },
  { name: 'ask', title: 'Ask', component: AskPage },
];
