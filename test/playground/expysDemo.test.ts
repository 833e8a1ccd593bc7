import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExpysDemo } from '../../playground/server/expys/expysDemo.ts';
import { startExpys, type ExpysServer } from '../transports/expys/startExpys.ts';
import { takeToken } from './expysClient.ts';

let server: ExpysServer;

beforeEach(async () => {
  server = await startExpys();
});
afterEach(() => server.close());

describe('the demo', () => {
  it('has members, a concierge, people, files without a word, and nothing from the future', () => {
    const now = Date.now();
    server.seed(createExpysDemo(now));
    const messages = server.messages('cnv_lisbon');
    expect(messages.length).toBeGreaterThan(20);
    expect(new Set(messages.map(({ authorID }) => authorID))).toEqual(
      new Set(['mem_ada', 'mem_ben', 'agent_maya', 'agent_tomas']),
    );
    const wordless = messages.filter(({ body }) => body === null);
    expect(wordless.length).toBeGreaterThanOrEqual(3);
    expect(wordless.every(({ attachments }) => attachments.length > 0)).toBe(true);
    const times = messages.map(({ createdAt }) => Date.parse(createdAt));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(now);
    expect(messages.some(({ attachments }) => attachments.some(({ url }) => url === null))).toBe(
      true,
    );
    expect(server.messages('cnv_new')).toEqual([]);
  });
});

/** The vendor's sample as a program: output so far, and its exit code. */
function run(environment: Record<string, string>): {
  output: () => string;
  exit: Promise<unknown>;
  kill: () => void;
} {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'playground/examples/expysStreamMessages.ts'],
    {
      env: { ...process.env, EXPYS_BASE_URL: server.origin, ...environment },
    },
  );
  let text = '';
  for (const pipe of [child.stdout, child.stderr])
    pipe.on('data', (chunk) => (text += String(chunk)));
  const exit = once(child, 'close').then(([code]) => code as unknown);
  return { output: () => text, exit, kill: () => child.kill('SIGKILL') };
}

describe('the sample “stream messages”', () => {
  it('prints a backlog of 20 and stops after five new messages, through a drop', async () => {
    for (let i = 1; i <= 22; i += 1) {
      const createdAt = new Date(Date.now() - 60_000 + i).toISOString();
      server.emit({ conversationId: 'cnv_1', body: i === 22 ? null : `old ${i}`, createdAt });
    }
    const program = run({
      EXPYS_MEMBER_TOKEN: takeToken(server),
      EXPYS_CONVERSATION_ID: 'cnv_1',
    });
    await server.until(() => server.openStreams().length === 1, 20_000);
    server.emit({ conversationId: 'cnv_1', body: 'one', authorID: 'agent_3' });
    server.emit({ conversationId: 'cnv_1', body: null });
    server.dropStreams({ how: 'reset' });
    server.emit({ conversationId: 'cnv_1', body: 'while away' });
    const isBack = () => server.log().filter(({ route }) => route === 'stream').length === 2;
    await server.until(() => isBack() && server.openStreams().length === 1, 20_000);
    for (const body of ['four', 'five', 'six']) server.emit({ conversationId: 'cnv_1', body });
    expect(await program.exit).toBe(0);
    const backlog = Array.from(
      { length: 19 },
      (_, index) => `[history agent_maya] old ${index + 3}`,
    );
    expect(program.output().split('\n')).toEqual([
      ...backlog,
      '[history agent_maya] (no body)',
      'listening for new messages (stops after 5)...',
      '[live agent_3] one',
      '[live agent_maya] (no body)',
      '[live agent_maya] while away',
      '[live agent_maya] four',
      '[live agent_maya] five',
      'done: received 5 live message(s)',
      '',
    ]);
    await server.until(() => server.openStreams().length === 0);
  }, 40_000);

  it('says what is missing', async () => {
    const withoutToken = run({ EXPYS_MEMBER_TOKEN: '', EXPYS_CONVERSATION_ID: 'cnv_1' });
    expect(await withoutToken.exit).not.toBe(0);
    expect(withoutToken.output()).toContain('Set EXPYS_MEMBER_TOKEN');
    const withoutId = run({ EXPYS_MEMBER_TOKEN: 'v4.local.x', EXPYS_CONVERSATION_ID: '' });
    expect(await withoutId.exit).not.toBe(0);
    expect(withoutId.output()).toContain('Set EXPYS_CONVERSATION_ID');
  }, 40_000);
});
