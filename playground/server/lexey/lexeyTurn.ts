import type { Fault } from '../fault.ts';
import type { SseFrame } from '../sseFrame.ts';
import type { SseStream } from '../sseStream.ts';
import type { StoredConversation } from './lexeyStore.ts';
import type { LexeySystem } from './lexeySystem.ts';
import type { LexeyStep, ScriptedReply } from './lexeyTypes.ts';

/** One reply in the making. It goes on by itself; whoever reads it may come late or leave early. */
export interface LexeyTurn {
  /** Resolves when the reply is over and stored: the next send may begin. */
  readonly finished: Promise<void>;
  /** Sends what was said so far, then follows. */
  attach(stream: SseStream): void;
  abandon(): void;
}

type FailFault = Extract<Fault, { kind: 'error-then-close' | 'error-then-done' }>;

/** Starts to reply. */
export function startTurn(
  system: LexeySystem,
  stored: StoredConversation,
  reply: ScriptedReply,
  faults: readonly Fault[],
): LexeyTurn {
  const { timers, rules } = system;
  const speech = createSpeech(rules.hasIds);
  const steps = withFailure(reply, faults);
  let text = '';
  let isOver = false;
  let hasFailed = false;
  let waiting: { cancel(): void } | undefined;
  let resolveFinished = (): void => {};
  const finished = new Promise<void>((resolve) => void (resolveFinished = resolve));

  const finish = (): void => {
    isOver = true;
    stored.turn = undefined;
    speech.end();
    resolveFinished();
    letPersonSpeak(system, stored, reply);
    system.services.changed();
  };
  /** In history before the terminator is out, unless a rule says later. */
  const store = (): void => {
    const insert = (): void => {
      if (text) system.store.insert(stored, { content: text });
      system.services.changed();
    };
    if (rules.storeDelay > 0) timers.after(rules.storeDelay, insert);
    else insert();
  };
  const take = (step: LexeyStep): void => {
    if ('text' in step) {
      text += step.text;
      speech.say({ type: 'delta', text: step.text });
    } else if ('status' in step) {
      stored.status = step.status;
      speech.say({ type: 'status', status: step.status });
    } else if ('error' in step) {
      hasFailed = true;
      speech.say({ type: 'error', message: step.error });
    }
  };
  const goOn = (from: number): void => {
    for (let index = from; index < steps.length && !hasFailed; index += 1) {
      const step = steps[index]!;
      const isDue = index === from && waiting !== undefined;
      if (step.delay && !isDue) {
        waiting = timers.after(step.delay, () => goOn(index));
        return;
      }
      waiting = undefined;
      take(step);
    }
    if (!hasFailed || rules.storesFailed) store();
    if (!hasFailed || !faults.some(({ kind }) => kind === 'error-then-close')) speech.done();
    finish();
  };
  const turn: LexeyTurn = {
    finished,
    attach(stream) {
      speech.attach(stream);
      const cut = timers.after(rules.maxDuration, () => stream.end({ how: 'close' }));
      stream.onClose(() => {
        cut.cancel();
        if (!rules.storesAfterDisconnect) turn.abandon();
      });
    },
    abandon() {
      if (isOver) return;
      waiting?.cancel();
      finish();
    },
  };
  stored.turn = turn;
  goOn(0);
  return turn;
}

/** A fault cuts the reply short after so many of its steps. */
function withFailure(reply: ScriptedReply, faults: readonly Fault[]): ScriptedReply {
  const isFailure = (fault: Fault): fault is FailFault =>
    fault.kind === 'error-then-close' || fault.kind === 'error-then-done';
  const said = reply.filter((step) => !('person' in step));
  const failure = faults.find(isFailure);
  if (!failure) return said;
  return [
    ...said.slice(0, failure.after ?? 1),
    { error: failure.message ?? 'Upstream model unavailable' },
  ];
}

function letPersonSpeak(
  { timers, store, services }: LexeySystem,
  stored: StoredConversation,
  reply: ScriptedReply,
): void {
  let delay = 0;
  for (const step of reply) {
    if (!('person' in step)) continue;
    delay += step.delay ?? 0;
    timers.after(delay, () => {
      store.insert(stored, { content: step.person });
      services.changed();
    });
  }
}

interface Speech {
  say(data: Readonly<Record<string, unknown>>): void;
  done(): void;
  end(): void;
  attach(stream: SseStream): void;
}

/** The events of one reply, numbered from 1, kept until somebody reads them. */
function createSpeech(hasIds: boolean): Speech {
  const frames: SseFrame[] = [];
  let stream: SseStream | undefined;
  let id = 0;
  const send = (frame: SseFrame): void => {
    if (stream) stream.send(frame);
    else frames.push(frame);
  };
  const sendData = (data: string, more: Partial<SseFrame> = {}): void => {
    id += 1;
    const numbered: SseFrame['fields'] = hasIds ? [['id', String(id)]] : [];
    send({ kind: 'message', fields: [...numbered, ['data', data]], ...more });
  };
  return {
    say: (data) => sendData(JSON.stringify(data)),
    done: () => sendData('[DONE]', { isDone: true }),
    end: () => send({ kind: 'extra', fields: [], ending: { how: 'close' } }),
    attach(reader) {
      stream = reader;
      for (const frame of frames.splice(0)) reader.send(frame);
    },
  };
}
