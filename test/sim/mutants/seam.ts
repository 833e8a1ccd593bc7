import { plantOne, type Mutant } from './mutant.ts';

const holes = 'core/transcript/holes.ts';
const conversation = 'core/conversation/createConversation.ts';

export const seamMutants: readonly Mutant[] = [
  plantOne(
    'history-proven-before-open',
    'A page that was read before the feed opened counts as proof.',
    conversation,
    'transcript.holes.openFeed(isResumed);',
    'transcript.holes.openFeed(isResumed); if (!hasBeenLive && !isPending) transcript.holes.hasTail = false;',
  ),
  plantOne(
    'reconnect-without-reconcile',
    'The cursor is trusted to have brought everything.',
    conversation,
    'transcript.holes.openFeed(isResumed);',
    'transcript.holes.openFeed(isResumed); if (hasBeenLive) transcript.holes.hasTail = false;',
  ),
  plantOne(
    'drop-goes-unnoticed',
    'A lost feed does not put continuity in doubt.',
    holes,
    '    this.lose();\n    // The feed may',
    '    this.lastSaid = undefined;\n    // The feed may',
  ),
  plantOne(
    'receipt-is-proof',
    'The answer to a send counts as news of the feed, though the feed was dead.',
    holes,
    'for (const entry of this.unheard) this.#set(entry, this.#tailSince);',
    '',
  ),
  plantOne(
    'garbage-is-nothing',
    'An event that could not be read is skipped and forgotten.',
    'transports/bimpe/openBimpeFeed.ts',
    'isLossy: true,',
    'isLossy: false,',
  ),
  plantOne(
    'foreign-message-accepted',
    'A message of another conversation is shown.',
    'core/conversation/commitEvents.ts',
    'if (message && message.conversationId !== conversationId) {',
    'if (message && message.conversationId === "") {',
  ),
  plantOne(
    'cache-is-late',
    'What was read last is not written when the reader leaves.',
    conversation,
    '    outbox.close();\n    cache.write();\n',
    '    outbox.close();\n',
  ),
];
