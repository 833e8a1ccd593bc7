import { execFile } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLexey, type LexeyServer } from '../helpers/startLexey.ts';

/* The vendor's sample, run as a program against the reference server. */
let server: LexeyServer;

beforeEach(async () => {
  server = await startLexey();
});
afterEach(() => server.close());

interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
  const env = {
    ...process.env,
    LEXEY_API_KEY: server.apiKey,
    LEXEY_BASE_URL: server.baseUrl,
    ...environment,
  };
  return new Promise((resolve) => {
    const command = ['playground/examples/lexeyCollectText.ts', ...args];
    execFile('node_modules/.bin/tsx', command, { env }, (error, output, errors) =>
      resolve({ code: error ? Number(error.code) : 0, output, errors }),
    );
  });
}

describe('collect the full text', () => {
  it('prints the reply as a whole, and says when a person takes over', async () => {
    server.say('Our', ' business hours', { status: 'escalated' }, ' are 9am–5pm.');
    expect(await run(['When are you open?', 'cv_1'])).toEqual({
      code: 0,
      output: 'Our business hours are 9am–5pm.\n',
      errors: expect.stringContaining('[status] escalated'),
    });
    expect(server.contents()).toEqual(['When are you open?', 'Our business hours are 9am–5pm.']);
  });

  it('begins a conversation when it is given none', async () => {
    const { code, output } = await run(['hello']);
    expect([code, output]).toEqual([0, 'Hello! 👋 What can I look up for you?\n']);
    expect(server.log().map(({ route }) => route)).toEqual(['create', 'send']);
  });

  it('prints what came of a reply that broke off, or failed, and says so', async () => {
    server.say('half', ' of it');
    server.queueFault({ kind: 'close-after', events: 1 });
    const cut = await run(['hi', 'cv_1']);
    expect(cut.output).toBe('half\n');
    expect(cut.errors).toContain('before the reply did');
    server.say('half', { error: 'Upstream model unavailable' });
    const failed = await run(['hi', 'cv_1']);
    expect(failed.output).toBe('half\n');
    expect(failed.errors).toContain('Upstream model unavailable');
  });

  it('says what is missing, and why it was refused, without the key', async () => {
    const withoutKey = await run(['hi'], { LEXEY_API_KEY: '' });
    expect(withoutKey.code).not.toBe(0);
    expect(withoutKey.errors).toContain('Set LEXEY_API_KEY');
    expect((await run([])).errors).toContain('usage: lexeyCollectText.ts <message>');
    const refused = await run(['hi'], { LEXEY_API_KEY: 'lxc_wrong_key_1' });
    expect(refused.code).not.toBe(0);
    expect(refused.errors).toContain('unauthorized');
    expect(refused.errors).not.toContain('lxc_wrong_key_1');
  });
});
