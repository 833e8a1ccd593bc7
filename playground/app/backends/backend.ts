import type { ConversationTransport } from 'react-conversation-stream';
import type { BackendConfig } from '../config.ts';

/** A backend the playground can speak to: one file per entry, listed in `../backends.ts`. */
export interface Backend {
  /** In the dev server's config and in the address: `?backend=bimpe`. */
  readonly id: string;
  /** Its name in the switch. */
  readonly label: string;
  /** What is special about its wire, in one line. */
  readonly blurb: string;
  createTransport(config: BackendConfig): ConversationTransport;
  readonly controls: BackendControls;
}

/** What the control plane of its server can do. A control that is left out is not shown. */
export interface BackendControls {
  readonly network: readonly NetworkControl[];
  /** Body of `emit`, without the conversation: somebody says something unasked. */
  readonly say?: Readonly<Partial<Record<Speaker, (text: string) => object>>>;
  /** Body of `edit`, without conversation and id. */
  readonly edit?: (text: string) => object;
  readonly canDelete?: boolean;
}

export type Speaker = 'operator' | 'assistant';
export type NetworkControl =
  | 'drop'
  | 'outage'
  | 'refuse-token'
  | 'half-open'
  | 'duplicate'
  | 'expire-tickets'
  | 'restart';
