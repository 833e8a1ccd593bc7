import type { ConnectionStatus, ConversationState } from '../../react/index.ts';
import { describeConnection } from '../banner/describeConnection.ts';
import type { Narrator } from './narrator.ts';

const down = new Set<ConnectionStatus>(['connecting', 'waiting', 'offline', 'stalled']);

/** Is the connection one that is tried again? */
export function isDown({ connection }: Pick<ConversationState, 'connection'>): boolean {
  return down.has(connection.status);
}

/**
 * Says once that the connection is gone, after as long as the banner waits, and once that it is back and
 * nothing is missing. A refusal is said at once.
 */
export function watchConnection({
  say,
  sayHere,
  after,
  getLabels,
}: Narrator): (state: ConversationState) => void {
  let hasBeenOpen = false;
  let isSaid = false;
  let cancel: (() => void) | undefined;
  let refused: ConnectionStatus | undefined;
  const sayDown = (): void => {
    isSaid = true;
    const { reconnecting, connecting } = getLabels();
    say(hasBeenOpen ? reconnecting : connecting);
  };
  return (state) => {
    const { status, error } = state.connection;
    if (!isDown(state)) {
      cancel?.();
      cancel = undefined;
    } else if (!isSaid) cancel ??= after(sayDown);
    const isRefused = status === 'unauthorized' || (status === 'closed' && error !== undefined);
    if (isRefused && refused !== status) {
      isSaid = true;
      sayHere(describeConnection({ status, error }, undefined, getLabels())!, {
        isAssertive: true,
      });
    }
    refused = isRefused ? status : undefined;
    if (status !== 'open') return;
    hasBeenOpen = true;
    if (!isSaid || (state.continuity !== 'live' && state.continuity !== 'gap')) return;
    isSaid = false;
    say(getLabels().reconnected);
  };
}
