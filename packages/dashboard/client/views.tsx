import type { ComponentType } from 'preact';
import { ModelsPage } from './models/models-page.jsx';
import { OverviewPage } from './overview/overview-page.jsx';
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
  { name: 'streams', title: 'Streams', component: StreamsPage },
  { name: 'models', title: 'Read models', component: ModelsPage },
];
