import type { ApiCall, StreamReply } from '../referenceBackend.ts';
import { errorForStatus, LexeyError } from './lexeyError.ts';
import type { StoredConversation } from './lexeyStore.ts';
import type { LexeySystem } from './lexeySystem.ts';
import { startTurn } from './lexeyTurn.ts';

/**
 * `POST …/messages`: stores what the user said, then streams the reply. Sends to one conversation wait for
 * each other (PROTOCOLS §5.6).
 */
export async function sendLexeyMessage(
  system: LexeySystem,
  call: ApiCall,
  stored: StoredConversation,
): Promise<StreamReply> {
  const { rules, store, services } = system;
  const content = readMessage(call, rules.maxLength);
  while (stored.turn) await stored.turn.finished;
  // A reset meanwhile took the conversation away.
  if (store.find(stored.id) !== stored) throw errorForStatus(404);
  const written = stored.messages.filter(({ role }) => role === 'user').length;
  if (written >= rules.messageLimit) throw errorForStatus(429);
  store.insert(stored, { role: 'user', content });
  services.changed();
  const reply = stored.scripts.shift() ?? system.usualReply(content, stored);
  // Not when the headers are out: the reply is made even if its reader is gone by then.
  const turn = startTurn(system, stored, reply, call.faults);
  return {
    type: 'stream',
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
    preceding: () => [],
    fieldNames: { text: 'text', conversation: 'conversationId' },
    run: turn.attach,
  };
}

function readMessage({ body }: ApiCall, maxLength: number): string {
  const message = parse(body)?.['message'];
  if (typeof message !== 'string' || message.trim() === '') {
    throw new LexeyError(400, 'message is required');
  }
  if (message.length > maxLength) {
    throw new LexeyError(400, `message is too long: at most ${maxLength} characters`);
  }
  return message;
}

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>;
  } catch {
    // Answered like a body without a message.
  }
  return undefined;
}
