import { beforeEach, describe, expect, test } from 'vitest';
import type { View, VisiblePart, VisibleRow } from '../oracle/view.ts';
import { createRecord, createStreamRecord, type SimRecord } from '../record.ts';
import { RunOracle } from './runOracle.ts';
import type { RecordedCall, RecordedPart, RecordedRun, RecordedStep } from './runRecord.ts';

/* Every rule must be able to fail: each is shown a state that breaks it. */
const id = 'conv-a';
const question = 'Q';
let record: SimRecord;
let oracle: RunOracle;
let run: RecordedRun;
let step: RecordedStep;
let call: RecordedCall;
let now = 0;

beforeEach(() => {
  now = 10_000;
  record = createRecord();
  oracle = new RunOracle(record, id);
  record.sends.push({
    text: question,
    conversationId: id,
    at: now,
    storedIds: ['u1'],
    answer: { kind: 'resolved', id: 's1' },
  });
  call = {
    type: 'dynamic-tool',
    id: 'c1',
    name: 'tool',
    input: '{"a":1}',
    isError: false,
    output: 'out',
  };
  const stream = createStreamRecord(id, now, now);
  stream.headersAt = now;
  record.streams.push(stream);
  run = {
    id: 'run-0',
    conversationId: id,
    sendText: question,
    questionId: 'u1',
    startedAt: now,
    isBackground: true,
    steps: [],
    status: 'running',
    readers: [stream],
    received: new Set(),
  };
  record.runs.push(run);
  add('u1', 'user', [said('text', question)]);
  step = add('s1', 'assistant', [
    said('reasoning', 'Hm.‹0›', ' So.‹1›'),
    said('text', 'Yes‹2›'),
    call,
  ]);
});

function said(type: 'text' | 'reasoning', ...deltas: string[]): RecordedPart {
  let text = '';
  const told = deltas.map((delta) => {
    text += delta;
    return { text: delta, length: text.length, toldAt: now };
  });
  return { type, text, deltas: told };
}

function add(
  name: string,
  role: RecordedStep['role'],
  parts: readonly RecordedPart[],
): RecordedStep {
  const base = { conversationId: id, runId: 'run-0', createdAt: now, isSpoilt: false };
  const one: RecordedStep = { ...base, id: name, role, parts, storedAt: now };
  record.steps.push(one);
  if (role === 'assistant') run.steps.push(one);
  return one;
}

const think = (text: string): VisiblePart => ({ type: 'reasoning', text });
const say = (text: string): VisiblePart => ({ type: 'text', text });
const invoke = (more: Partial<VisiblePart> = {}): VisiblePart => ({
  type: 'dynamic-tool',
  toolCallId: 'c1',
  state: 'input-available',
  input: { a: 1 },
  ...more,
});
const whole = [think('Hm.‹0› So.‹1›'), say('Yes‹2›'), invoke()];

const row = (name: string, parts: readonly VisiblePart[], status = 'complete'): VisibleRow => ({
  id: name,
  key: name,
  text: parts.map(({ type, text }) => (type === 'text' ? text : '')).join(''),
  status,
  createdAt: 10_000,
  conversationId: id,
  parts,
});
const asked = (): VisibleRow => row('u1', [say(question)]);
const answer = (parts: readonly VisiblePart[], status?: string): VisibleRow =>
  row('s1', parts, status);
const view = (rows: VisibleRow[], continuity: View['continuity'] = 'live'): View => ({
  rows,
  continuity,
  connection: 'open',
  hasOlder: false,
  gaps: [],
});
const broken = (): string[] => [...new Set(oracle.violations.map(({ rule }) => rule))];
const show = (rows: VisibleRow[], continuity?: View['continuity']): string[] => {
  oracle.observe(now, view(rows, continuity));
  now += 10;
  return broken();
};
const wait = (duration: number): string[] => {
  now += duration;
  oracle.recheck(now);
  return broken();
};

describe('a row', () => {
  test('that tells the truth breaks nothing, in pieces or whole', () => {
    expect(show([asked(), answer([think('Hm.‹0›')], 'streaming')])).toEqual([]);
    expect(show([asked(), answer(whole, 'streaming')])).toEqual([]);
    expect(show([asked(), answer(whole)])).toEqual([]);
  });

  const lies: [string, () => VisibleRow[], string][] = [
    ['text said twice', () => [asked(), answer([think('Hm.‹0›Hm.‹0›')], 'streaming')], 'invented'],
    ['parts of one id as one', () => [asked(), answer([say('Hm.‹0›')], 'streaming')], 'invented'],
    ['complete before it is', () => [asked(), answer([think('Hm.‹0›')])], 'false-complete'],
    ['an error without a failure', () => [asked(), answer(whole, 'error')], 'false-error'],
    ['stopped by nobody', () => [asked(), answer(whole, 'stopped')], 'false-stopped'],
    ['an answer above its question', () => [answer(whole), asked()], 'order'],
    ['words nobody said', () => [asked(), row('local:1', [say('Bye')], 'sending')], 'invented'],
    ['an id twice', () => [asked(), answer(whole), answer(whole)], 'duplicate-id'],
    [
      'what another call returned',
      () => {
        call.returnedAt = now;
        const wrong = invoke({ state: 'output-available', output: 'else' });
        return [asked(), answer([...whole.slice(0, 2), wrong])];
      },
      'invented',
    ],
    [
      'what no tool returned yet',
      () => [
        asked(),
        answer([...whole.slice(0, 2), invoke({ state: 'output-available', output: 'out' })]),
      ],
      'invented',
    ],
    [
      'a question beside itself',
      () => [asked(), row('local:1', [say(question)], 'unconfirmed')],
      'twin',
    ],
  ];
  test.each(lies)('with %s is a lie', (_, make, rule) => {
    expect(show(make())).toContain(rule);
  });

  test('with holes is still of one piece, in order', () => {
    step.isSpoilt = true;
    expect(show([asked(), answer([think(' So.‹1›')], 'streaming')], 'reconciling')).toEqual([]);
    const swapped = answer([think(' So.‹1›Hm.‹0›')], 'streaming');
    expect(show([asked(), swapped], 'reconciling')).toContain('invented');
  });
});

describe('from one state to the next', () => {
  test('text only grows, calls go on, and keys stay', () => {
    show([asked(), answer(whole, 'streaming')]);
    expect(show([asked(), answer([think('Hm.‹0›')], 'streaming')])).toContain('regression');
  });

  test('a call does not go back', () => {
    show([asked(), answer(whole, 'streaming')]);
    const back = invoke({ state: 'input-streaming', input: undefined });
    expect(show([asked(), answer([...whole.slice(0, 2), back], 'streaming')])).toContain(
      'regression',
    );
  });

  test('a key stays', () => {
    show([asked(), answer(whole)]);
    expect(show([asked(), { ...answer(whole), key: 'other' }])).toContain('key-changed');
  });

  test('a row stays', () => {
    show([asked(), answer(whole)]);
    expect(show([asked()])).toContain('vanished');
  });

  test('what was stopped stays as it was left', () => {
    record.causes.push({ at: now, conversationId: id, kind: 'stop' });
    show([asked(), answer([think('Hm.‹0›'), say('Y')], 'stopped')]);
    const more = answer([think('Hm.‹0›'), say('Yes‹2›')], 'stopped');
    expect(show([asked(), more])).toContain('stopped-changed');
  });
});

describe('in time', () => {
  test('what arrived is on the screen', () => {
    run.toldAt = now;
    show([asked(), answer([think('Hm.‹0›')], 'streaming')]);
    expect(wait(200)).toContain('behind');
  });

  test('what a page listed is there', () => {
    show([asked()]);
    record.pages.push({ at: now, ids: new Set(['s1']) });
    expect(wait(2_000)).toContain('silent-gap');
  });

  test('what is over is let go of', () => {
    show([asked(), answer(whole)]);
    run.status = 'completed';
    run.endedAt = run.doneAt = now;
    expect(wait(5_000)).toContain('held');
  });

  test('a silent stream is dead', () => {
    show([asked(), answer(whole, 'streaming')]);
    expect(wait(70_000)).toContain('watchdog');
  });
});

describe('over the whole run', () => {
  test('a stop cancels, and nothing follows it', () => {
    record.causes.push({ at: now + 1, conversationId: id, kind: 'stop' });
    const again = createStreamRecord(id, now + 5_000, now + 5_000);
    run.readers.push(again);
    oracle.judgeRequests(now);
    expect(broken()).toEqual(expect.arrayContaining(['not-cancelled', 'stop-resumed']));
  });

  test('whoever comes while a run goes on sees it', () => {
    record.streams[0]!.endsAt = now + 1;
    record.causes.push({ at: now + 2_000, conversationId: id, kind: 'connect' });
    oracle.judgeRequests(now);
    expect(broken()).toContain('not-followed');
  });

  test('a logged send is stored once', () => {
    record.sends[0]!.storedIds.push('u2');
    record.complaints.push({ at: now, rule: 'cursor', detail: '' });
    oracle.judgeRequests(now);
    expect(broken()).toEqual(expect.arrayContaining(['send-doubled', 'cursor']));
  });

  test('in the end it is what the server has, returns included', () => {
    const end = (rows: VisibleRow[]): string[] => {
      oracle.judgeEnd(now, view(rows), false);
      return broken();
    };
    expect(end([asked(), answer(whole)])).toEqual([]);
    call.returnedAt = now;
    expect(end([asked(), answer(whole)])).toEqual(['not-exact']);
  });

  test('nothing is left hanging', () => {
    oracle.judgeRecovery(now, view([asked(), answer(whole, 'streaming')], 'reconciling'));
    expect(broken()).toEqual(['not-recovered']);
    const left = { sockets: 1, timers: 0, listeners: 0, requests: 0 };
    oracle.judgeRelease(now, view([asked(), answer(whole, 'streaming')]), left);
    expect(broken()).toEqual(['not-recovered', 'left-hanging', 'leak']);
  });
});
