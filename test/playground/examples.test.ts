import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBimpe, type BimpeServer } from '../helpers/startBimpe.ts';

/* The vendor's samples, run as programs against the reference server. */
let server: BimpeServer;
let running: ChildProcess | undefined;

beforeEach(async () => {
  server = await startBimpe();
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await server.close();
});

interface Program {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Resolves with the exit code. */
  readonly exit: Promise<number | null>;
}

function run(
  file: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Program {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', `playground/examples/${file}`, ...args],
    {
      env: {
        ...process.env,
        BIMPEAI_API_KEY: server.apiKey,
        BIMPEAI_BASE_URL: server.origin,
        ...environment,
      },
    },
  );
  running = child;
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  return {
    process: child,
    output: () => text,
    exit: once(child, 'close').then(([code]) => code as number | null),
  };
}

describe('stream messages', () => {
  it('prints role and text of each message, through a drop, until Ctrl-C', async () => {
    const program = run('bimpeStreamMessages.ts', [server.agentId, server.conversationId]);
    await server.until(() => server.openStreams().length === 1, 20_000);
    server.emit({ conversationId: 'cv_1', role: 'user', message: 'Where is my order?' });
    server.dropStreams({ how: 'reset' });
    server.emit({ conversationId: 'cv_1', role: 'assistant', message: 'Out for delivery.' });
    await server.until(() => server.openStreams().length === 1, 20_000);
    server.emit({ conversationId: 'cv_1', role: 'restaurant_user', message: 'Two minutes!' });
    const wanted =
      '[user] Where is my order?\n[assistant] Out for delivery.\n[restaurant_user] Two minutes!\n';
    await expect.poll(program.output, { timeout: 10_000 }).toBe(wanted);
    program.process.kill('SIGINT');
    expect(await program.exit).toBe(0);
    await server.until(() => server.openStreams().length === 0);
  });

  it('says what is missing', async () => {
    const withoutKey = run('bimpeStreamMessages.ts', ['a', 'b'], { BIMPEAI_API_KEY: '' });
    expect(await withoutKey.exit).not.toBe(0);
    expect(withoutKey.output()).toContain('Set BIMPEAI_API_KEY');
    const withoutIds = run('bimpeStreamMessages.ts', []);
    expect(await withoutIds.exit).not.toBe(0);
    expect(withoutIds.output()).toContain(
      'usage: bimpeStreamMessages.ts <agentId> <conversationId>',
    );
  });
});

describe('the ticket on its own', () => {
  it('is issued, unused, with its life in seconds', async () => {
    const program = run('bimpeStreamTicket.ts', [server.agentId, server.conversationId]);
    expect(await program.exit).toBe(0);
    expect(program.output()).toMatch(/^A ticket of \d+ characters, good for 60 seconds\.\n$/);
    expect(server.tickets()).toMatchObject([{ conversationId: 'cv_1' }]);
    expect(server.tickets()[0]!.usedAt).toBeUndefined();
  });
});
