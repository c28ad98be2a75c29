import { placeUrl } from '../state/location.js';

interface StreamLinkProps {
  readonly streamId: string;
  /** The version to show; the newest if absent. */
  readonly version?: number;
}

/** Leads to a stream. */
export function StreamLink({ streamId, version }: StreamLinkProps) {
  const query = version === undefined ? {} : { version: String(version) };
  return (
    <a class="id-link" href={placeUrl(['streams', streamId], query)}>
      {streamId}
    </a>
  );
}
