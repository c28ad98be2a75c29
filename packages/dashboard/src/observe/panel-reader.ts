import { Section, type Panel } from '@foldmart/composition';
import type { Clock } from '@foldmart/core';
import type { PanelView } from '../views/overview-view.js';

type PanelState = Pick<PanelView, 'figures' | 'trouble'>;

/** Reads the panels that a domain adds, each by itself, so that a slow or failing one delays no other. */
export class PanelReader {
  readonly #panels: readonly { readonly panel: Panel; readonly section: Section<PanelState> }[];

  constructor(panels: readonly Panel[], clock: Clock) {
    this.#panels = panels.map((panel) => ({
      panel,
      section: new Section(clock, () => readPanel(panel)),
    }));
  }

  async refresh(limitMs: number): Promise<void> {
    await Promise.all(this.#panels.map(({ section }) => section.refresh(limitMs)));
  }

  get views(): readonly PanelView[] {
    return this.#panels.map(({ panel: { name, title }, section: { value, trouble } }) => ({
      name,
      title,
      figures: value?.figures ?? null,
      trouble: value?.trouble ?? trouble ?? null,
    }));
  }
}

/** A panel is foreign code: whatever it throws is shown in its place. */
async function readPanel({ read }: Panel): Promise<PanelState> {
  try {
    return { figures: await read(), trouble: null };
  } catch (error) {
    return { figures: null, trouble: error instanceof Error ? error.message : String(error) };
  }
}
