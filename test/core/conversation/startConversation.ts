import { getMessageText, selectMessages } from 'react-conversation-stream/core';
import type { ConversationTransport, Message } from 'react-conversation-stream/core';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { follow, type Followed, type FollowOptions } from '../feed/follow.ts';
import { epoch } from '../feed/wire.ts';
import { createScriptedBackend, tellPast, type ScriptedBackend } from './scriptedBackend.ts';

export interface Scene extends Followed {
  readonly clock: VirtualClock;
  readonly backend: ScriptedBackend;
  readonly rows: () => readonly Message[];
  readonly ids: () => string[];
  readonly texts: () => string[];
  /** Lets `duration` ms pass, default a frame and a bit. */
  readonly pass: (duration?: number) => Promise<void>;
  /** Lets time pass until the promise is settled, at most ten minutes. */
  readonly settle: (promise: Promise<unknown>) => Promise<void>;
}

export interface SceneOptions extends FollowOptions {
  /** Messages stored before anybody came. Default 3. */
  readonly past?: number;
  readonly transport?: Partial<ConversationTransport>;
  readonly prepare?: (backend: ScriptedBackend) => void;
}

/** A connected conversation with a scripted backend, in virtual time. */
export function start({ past = 3, transport, prepare, ...options }: SceneOptions = {}): Scene {
  const clock = createVirtualClock(epoch);
  const backend = createScriptedBackend(clock, transport);
  backend.stored.push(...tellPast(past));
  prepare?.(backend);
  const followed = follow(backend.transport, clock, options);
  const rows = (): readonly Message[] => selectMessages(followed.state());
  return {
    ...followed,
    clock,
    backend,
    rows,
    ids: () => rows().map(({ id }) => id),
    texts: () => rows().map(getMessageText),
    pass: (duration = 20) => clock.runFor(duration),
    async settle(promise) {
      let isSettled = false;
      const note = (): void => void (isSettled = true);
      promise.then(note, note);
      for (let seconds = 0; seconds < 600 && !isSettled; seconds += 1) await clock.runFor(1_000);
      if (!isSettled) throw new Error('Not settled within ten minutes of virtual time.');
    },
  };
}

/** As `start`, and already live. */
export async function startLive(options?: SceneOptions): Promise<Scene> {
  const scene = start(options);
  await scene.pass(2_000);
  return scene;
}
