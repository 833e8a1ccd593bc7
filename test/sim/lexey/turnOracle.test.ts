import { beforeEach, describe, expect, test } from 'vitest';
import type { View, VisibleRow } from '../oracle/view.ts';
import { createRecord, createStreamRecord, type RecordedTurn, type SimRecord } from '../record.ts';
import { TurnOracle } from './turnOracle.ts';

/* Every rule must be able to fail: each is shown a state that breaks it. */
const id = 'cv_a';
let record: SimRecord;
let oracle: TurnOracle;
let now = 0;

beforeEach(() => {
  now = 1_000;
  record = createRecord();
  oracle = new TurnOracle(record, id);
});

const store = (name: string, text: string, sendText?: string): void => {
  const versions = [{ text, at: now }];
  const own = sendText === undefined ? {} : { sendText };
  record.messages.push({ id: name, conversationId: id, createdAt: now, at: now, versions, ...own });
  record.listed.set(name, now);
};
const ask = (text: string, ...storedIds: string[]): void => {
  const answer = { kind: 'resolved', id: '' } as const;
  record.sends.push({ text, conversationId: id, at: now, storedIds, answer });
  for (const name of storedIds) store(name, text, text);
};
const reply = (sendText: string, text: string, told = text): RecordedTurn => {
  const stream = createStreamRecord(id, now, now);
  stream.headersAt = now;
  const turn: RecordedTurn = {
    conversationId: id,
    sendText,
    text,
    told,
    coming: [],
    isWhole: false,
    isSpoilt: false,
    hasFailed: false,
    stream,
  };
  record.streams.push(stream);
  record.turns.push(turn);
  return turn;
};
const row = (text: string, status = 'complete', key = text): VisibleRow => ({
  id: `id ${key}`,
  key,
  text,
  status,
  createdAt: 0,
  conversationId: id,
});
const view = (rows: VisibleRow[], continuity: View['continuity'] = 'live'): View => ({
  rows,
  continuity,
  connection: 'idle',
  hasOlder: false,
  gaps: [],
});
const broken = (): string[] => [...new Set(oracle.violations.map(({ rule }) => rule))];
const show = (rows: VisibleRow[]): string[] => {
  oracle.observe(now, view(rows));
  now += 10;
  return broken();
};

describe('a row', () => {
  test('that tells the truth breaks nothing', () => {
    ask('Q1', 'a');
    const turn = reply('Q1', 'Hello you', 'Hello');
    expect(show([row('Q1'), row('Hello', 'streaming', 'r')])).toEqual([]);
    turn.told = 'Hello you';
    turn.isWhole = true;
    expect(show([row('Q1'), row('Hello you', 'complete', 'r')])).toEqual([]);
  });

  const lies: [string, (turn: RecordedTurn) => VisibleRow[], string][] = [
    ['words nobody said', () => [row('Q1'), row('Bye', 'streaming', 'r')], 'invented'],
    ['complete before it is', () => [row('Q1'), row('Hello', 'complete', 'r')], 'false-complete'],
    ['an error nobody told', () => [row('Q1'), row('Hello', 'error', 'r')], 'false-error'],
    ['stopped by nobody', () => [row('Q1'), row('Hello', 'stopped', 'r')], 'false-stopped'],
    ['less than was told', () => [row('Q1'), row('Hel', 'interrupted', 'r')], 'partial-dropped'],
    [
      'twice',
      () => [row('Q1'), row('Hello', 'streaming', 'r'), row('Hello', 'streaming', 's')],
      'invented',
    ],
    ['before its question', () => [row('Hello', 'streaming', 'r'), row('Q1')], 'order'],
    ['below a row that waits', () => [row('Q2', 'queued'), row('Q1')], 'local-last'],
  ];
  test.each(lies)('%s', (_, make, rule) => {
    ask('Q1', 'a');
    ask('Q2');
    expect(show(make(reply('Q1', 'Hello you', 'Hello')))).toContain(rule);
  });

  test('that is doubled by history', () => {
    ask('Q1', 'a');
    Object.assign(reply('Q1', 'Hello'), { isWhole: true, storedId: 'b' });
    store('b', 'Hello');
    expect(
      show([row('Q1'), row('Hello', 'complete', 'r'), row('Hello', 'complete', 'b')]),
    ).toContain('twin');
  });

  test('that is stored and still failed', () => {
    ask('Q1', 'a');
    expect(show([row('Q1'), row('Q1', 'failed', 'local')])).toContain('twin');
  });

  test('whose text shrinks, whose key changes, or that goes', () => {
    ask('Q1', 'a');
    const turn = reply('Q1', 'Hello you');
    show([row('Q1'), row('Hello you', 'streaming', 'r')]);
    expect(show([row('Q1'), row('Hello', 'streaming', 'r')])).toContain('regression');
    turn.isWhole = true;
    expect(show([row('Q1'), row('Hello you', 'complete', 'x')])).toEqual(
      expect.arrayContaining(['key-changed', 'vanished']),
    );
  });

  test('in another order than the server’s', () => {
    store('a', 'one');
    store('b', 'two');
    expect(show([row('two'), row('one')])).toContain('order');
  });
});

describe('time', () => {
  const wait = (ms: number): string[] => {
    now += ms;
    oracle.recheck(now);
    return broken();
  };

  test('a reply that arrived and is not shown, or not all of it', () => {
    ask('Q1', 'a');
    const turn = reply('Q1', 'Hello you');
    turn.toldAt = now;
    show([row('Q1')]);
    expect(wait(100)).toContain('reply-missing');
    show([row('Q1'), row('Hello', 'streaming', 'r')]);
    expect(wait(100)).toContain('reply-behind');
  });

  test('a reply that streams although its connection is over', () => {
    ask('Q1', 'a');
    const turn = reply('Q1', 'Hello you');
    turn.stream.endsAt = now;
    show([row('Q1'), row('Hello you', 'streaming', 'r')]);
    expect(wait(100)).toContain('left-streaming');
  });

  test('a connection that is held when the reply is done, silent, or too old', () => {
    const turn = reply('Q1', 'Hello');
    turn.doneAt = now;
    expect(wait(100)).toContain('held');
    turn.doneAt = undefined!;
    turn.stream.silentAt = now;
    expect(wait(62_000)).toContain('watchdog');
  });

  test('a message that a page listed and nobody shows', () => {
    store('a', 'one');
    show([]);
    expect(wait(2_000)).toContain('silent-gap');
  });

  test('a cut reply that history has, and a person nobody listens to', () => {
    ask('Q1', 'a');
    const turn = reply('Q1', 'Hello you', 'Hello');
    Object.assign(turn.stream, { endsAt: now, endedBy: 'server' });
    Object.assign(turn, { storedId: 'b', escalatedAt: now });
    now += 10;
    store('b', 'Hello you');
    store('c', 'Maya here');
    record.listed.clear();
    show([row('Q1'), row('Hello', 'interrupted', 'r')]);
    wait(20_000);
    expect(oracle.violations.filter(({ rule }) => rule === 'not-healed')).toHaveLength(2);
  });
});

describe('requests and the end', () => {
  test('a send that is repeated, stored twice, or beside another', () => {
    ask('Q1', 'a', 'b');
    reply('Q1', 'one');
    reply('Q1', 'two');
    const request = { endpoint: 'send', conversationId: id, at: now } as const;
    record.requests.push(request, request);
    oracle.recheck(now);
    oracle.judgeRequests(now);
    expect(broken()).toEqual(['two-turns', 'send-doubled', 'post-repeated']);
  });

  test('rows that differ from history, wait, or were lost', () => {
    store('a', 'one');
    ask('Q1');
    oracle.judgeEnd(now, view([row('two'), row('Q1', 'failed')], 'gap'));
    expect(broken()).toEqual(['not-live', 'not-exact', 'send-pending', 'send-lost']);
  });

  test('what nobody stored may stay', () => {
    ask('Q1', 'a');
    reply('Q1', 'Hello');
    oracle.judgeEnd(now, view([row('Q1'), row('Hello', 'interrupted')]));
    expect(broken()).toEqual([]);
  });

  test('a state that never heals', () => {
    oracle.judgeRecovery(now, view([row('x', 'streaming')], 'reconciling'));
    expect(broken()).toEqual(['not-recovered']);
  });

  test('anything left after the release', () => {
    ask('Q1');
    delete record.sends[0]!.answer;
    const left = { sockets: 1, timers: 0, listeners: 0, requests: 0 };
    oracle.judgeRelease(now, view([row('x', 'streaming')]), left);
    expect(broken()).toEqual(['left-hanging', 'unanswered', 'leak']);
  });
});
