import type { ApiCall, StreamReply } from '../referenceBackend.ts';
import type { SseFrame } from '../sseFrame.ts';
import type { SseStream } from '../sseStream.ts';
import type { Follower, StoredConversation } from './expysStore.ts';
import type { ExpysSystem } from './expysSystem.ts';
import type { StoredMessage, TokenRecord } from './expysTypes.ts';
import { toWireMessage } from './wireMessage.ts';

/** `GET …/stream`: what is said from now on, nothing before it, no ids (PROTOCOLS §4.3). */
export function openExpysStream(
  system: ExpysSystem,
  call: ApiCall,
  stored: StoredConversation,
  token: TokenRecord,
): StreamReply {
  return {
    type: 'stream',
    headers: {
      'content-type': system.rules.contentType,
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
    preceding: () =>
      stored.messages
        .filter(({ isInternal }) => !isInternal)
        .map((message) => toFrame(system, call, message)),
    fieldNames: { text: 'body', conversation: 'conversationID' },
    run: (stream) => follow(system, call, stored, token, stream),
  };
}

/** Follows until the client leaves, or the token expires: then the stream ends as if nothing were. */
function follow(
  system: ExpysSystem,
  call: ApiCall,
  stored: StoredConversation,
  token: TokenRecord,
  stream: SseStream,
): void {
  const { services, rules, store } = system;
  const follower: Follower = {
    memberId: store.member(token.externalUserID).id,
    send: (message) => stream.send(toFrame(system, call, message)),
    end: () => stream.end({ how: 'close' }),
  };
  stream.send(heartbeat);
  stored.followers.add(follower);
  const beat = setInterval(() => {
    if (services.clock.now() >= token.expiresAt) follower.end();
    else if (stream.isIdle) stream.send(heartbeat);
  }, rules.heartbeatInterval);
  stream.onClose(() => {
    clearInterval(beat);
    stored.followers.delete(follower);
  });
}

const heartbeat: SseFrame = { kind: 'keep-alive', fields: [['', 'heartbeat']] };

function toFrame(system: ExpysSystem, call: ApiCall, message: StoredMessage): SseFrame {
  const data = JSON.stringify(toWireMessage(system, call, message));
  return { kind: 'message', fields: [['data', data]] };
}
