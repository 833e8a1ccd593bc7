import type { ConversationTransport } from 'react-conversation-stream';
import type { BackendConfig } from '../config.ts';
import type { ServerState } from '../controlPlane.ts';
import type { FaultName } from '../faults.ts';

/** A backend the playground can speak to: one file per entry, listed in `../backends.ts`. */
export interface Backend {
  /** In the dev server's config and in the address: `?backend=bimpe`. */
  readonly id: string;
  /** Its name in the switch. */
  readonly label: string;
  /** What is special about its wire, in one line. */
  readonly blurb: string;
  /** Its texts are meant to be read as Markdown. */
  readonly writesMarkdown?: boolean;
  /** What shows it best. */
  readonly prompts: readonly Prompt[];
  createTransport(config: BackendConfig): ConversationTransport;
  readonly controls: BackendControls;
  /** Where a frame says how far the stream is. Left out: nowhere. */
  readonly readCursor?: (frame: string) => string | undefined;
  /** What of a frame tells it from the next, where most of it is the same. Left out: all. */
  readonly condense?: (frame: string) => string;
  /** Facts for the inspector out of what the server knows. */
  readonly describeServer?: (
    state: ServerState,
    conversationId: string,
  ) => readonly (readonly [name: string, value: string])[];
}

/** Something to say, and what it shows. */
export interface Prompt {
  readonly text: string;
  readonly hint: string;
}

/** What the control plane of its server can do. A control that is left out is not shown. */
export interface BackendControls {
  readonly network: readonly FaultName[];
  /** Body of `emit`, without the conversation: somebody says something unasked. */
  readonly say?: Readonly<Partial<Record<Speaker, (text: string) => object>>>;
  /** Body of `edit`, without conversation and id. */
  readonly edit?: (text: string) => object;
  readonly canDelete?: boolean;
}

export type Speaker = 'operator' | 'assistant';
