import type { BackendControls } from './backends/backend.ts';
import type { ControlPlane } from './controlPlane.ts';

/** Something that a network or a server does to a conversation. */
export interface NamedFault {
  readonly label: string;
  readonly hint: string;
  commit(scene: FaultScene): Promise<unknown>;
}

export interface FaultScene {
  readonly control: ControlPlane;
  readonly controls: BackendControls;
  readonly conversationId: string;
}

/** Breaks the streams of this conversation. */
export function drop({ control, conversationId }: FaultScene): Promise<unknown> {
  return control.post('drop', { path: `/${conversationId}/`, how: 'reset' });
}

/** Somebody says something unasked. */
function say({ control, controls, conversationId }: FaultScene, text: string): Promise<unknown> {
  return control.post('emit', { conversationId, ...controls.say?.assistant?.(text) });
}

/** The fault waits for its request; then the stream breaks, and the next attempt meets it. */
function dropInto(fault: object): NamedFault['commit'] {
  return async (scene) => {
    await scene.control.post('faults', fault);
    await drop(scene);
  };
}

/** Hits the next send. */
function nextSend(fault: object): NamedFault['commit'] {
  return ({ control }) => control.post('faults', { match: { route: 'send' }, ...fault });
}

const outage = { kind: 'http', status: 503, times: 2, match: { route: 'stream' } };
const refusal = { kind: 'http', status: 401, match: { route: 'stream' } };

export const faults = {
  drop: { label: 'Drop', hint: 'Breaks mid-stream', commit: drop },
  outage: {
    label: 'Outage',
    hint: 'Misses three',
    async commit(scene) {
      await dropInto(outage)(scene);
      for (const text of ['Are you there?', 'I will try again.', 'There you are!'])
        await say(scene, text);
    },
  },
  'half-open': {
    label: 'Half-open',
    hint: 'Silent, found in 45 s',
    async commit(scene) {
      await scene.control.post('half-open', { path: `/${scene.conversationId}/` });
      return say(scene, 'Said while nobody could hear it.');
    },
  },
  'half-open-turn': {
    label: 'Half-open',
    hint: 'Silent mid-answer',
    commit: ({ control, conversationId }) =>
      control.post('half-open', { path: `/${conversationId}/` }),
  },
  duplicate: {
    label: 'Duplicate',
    hint: 'Says three twice',
    commit: dropInto({ kind: 'duplicate', at: 0, count: 3 }),
  },
  'expire-tickets': {
    label: 'Expire tickets',
    hint: 'The next is refused',
    commit: dropInto({ kind: 'auth-expire' }),
  },
  'expire-token': {
    label: 'Expire token',
    hint: 'A fresh one is got',
    commit: dropInto(refusal),
  },
  'cut-answer': {
    label: 'Cut next answer',
    hint: 'After five words',
    commit: nextSend({ kind: 'reset-after', events: 5 }),
  },
  'fail-answer': {
    label: 'Fail next answer',
    hint: 'Says so mid-way',
    commit: nextSend({ kind: 'error-then-done', after: 5 }),
  },
  'refuse-send': {
    label: 'Refuse a send',
    hint: 'Status 500',
    commit: nextSend({ kind: 'http', status: 500 }),
  },
  slow: {
    label: 'Slow line',
    hint: 'Ten bytes at a time',
    commit: dropInto({ kind: 'drip', bytes: 10, ms: 50 }),
  },
  'slow-answer': {
    label: 'Slow answer',
    hint: 'Ten bytes at a time',
    commit: nextSend({ kind: 'drip', bytes: 10, ms: 50 }),
  },
  restart: {
    label: 'Restart server',
    hint: 'Gone for 2 s',
    commit: ({ control }) => control.post('restart', { downtime: 2_000 }),
  },
} as const satisfies Readonly<Record<string, NamedFault>>;

export type FaultName = keyof typeof faults;
