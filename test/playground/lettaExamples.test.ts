import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLetta, type LettaServer } from '../helpers/startLetta.ts';

/* The vendor's sample, and one of ours, run as programs against the reference server. */
let server: LettaServer;
let running: ChildProcess | undefined;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await server.close();
});

interface Program {
  readonly output: () => string;
  /** Resolves with the exit code. */
  readonly exit: Promise<number | null>;
}

function run(file: string, args: readonly string[], more: Record<string, string> = {}): Program {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', `playground/examples/${file}`, ...args],
    {
      env: {
        ...process.env,
        LETTA_API_KEY: server.apiKey,
        LETTA_BASE_URL: server.origin,
        ...more,
      },
    },
  );
  running = child;
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  return {
    output: () => text,
    exit: once(child, 'close').then(([code]) => code as number | null),
  };
}

const script = (conversationId: string, holdAfter?: number) =>
  server.script({
    conversationId,
    replies: [
      {
        steps: [
          { text: 'Let me look.', tools: [{ name: 'look', input: {}, output: '31 C' }] },
          { text: 'It is warm. ☀️' },
        ],
        ...(holdAfter === undefined ? {} : { holdAfter }),
      },
    ],
  });

describe('resuming the stream of a conversation', () => {
  it('prints the active run from its beginning to its end', async () => {
    script(server.conversationId, 2);
    server.startRun({ conversationId: server.conversationId, text: 'How is it?' });
    const program = run('lettaResumeStream.ts', [server.conversationId]);
    await server.until(() => server.openStreams().length === 1, 20_000);
    server.proceed(server.conversationId);
    expect(await program.exit).toBe(0);
    expect(program.output()).toBe('Let me look.\n[look] 31 C\n\nIt is warm. ☀️\n');
  });

  it('means the agent’s own conversation, when none is named', async () => {
    server.seed({ conversations: [{ id: server.agentId }] });
    script(server.agentId, 2);
    server.startRun({ conversationId: server.agentId, text: 'How is it?' });
    const program = run('lettaResumeStream.ts', [], { LETTA_AGENT_ID: server.agentId });
    await server.until(() => server.openStreams().length === 1, 20_000);
    server.proceed(server.agentId);
    expect(await program.exit).toBe(0);
    expect(program.output()).toContain('It is warm. ☀️');
  });

  it('with no active run says so, and what the conversation ended with', async () => {
    server.emit({ conversationId: server.conversationId, kind: 'assistant', content: 'See you.' });
    const program = run('lettaResumeStream.ts', [server.conversationId]);
    expect(await program.exit).toBe(0);
    expect(program.output()).toBe('No active run to resume.\n[assistant] See you.\n');
  });

  it('says what is missing', async () => {
    const withoutKey = run('lettaResumeStream.ts', [server.conversationId], { LETTA_API_KEY: '' });
    expect(await withoutKey.exit).not.toBe(0);
    expect(withoutKey.output()).toContain('Set LETTA_API_KEY');
    const withoutAgent = run('lettaResumeStream.ts', []);
    expect(await withoutAgent.exit).not.toBe(0);
    expect(withoutAgent.output()).toContain('say whose with agentId');
  });
});

describe('sending a message', () => {
  it('prints the answer', async () => {
    script(server.conversationId);
    const program = run('lettaSendMessage.ts', [server.conversationId, 'How is it?']);
    expect(await program.exit).toBe(0);
    expect(program.output()).toBe('Let me look.\nIt is warm. ☀️\n');
  });

  it('says what is missing', async () => {
    const program = run('lettaSendMessage.ts', []);
    expect(await program.exit).not.toBe(0);
    expect(program.output()).toContain('usage: lettaSendMessage.ts <conversationId> <text>');
  });
});
