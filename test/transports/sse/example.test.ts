import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';

/* The worked example as two programs: its server, and somebody who listens. */
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function run(
  file: string,
  args: readonly string[],
  environment: Record<string, string>,
): { readonly output: () => string; readonly process: ChildProcess } {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', `playground/examples/${file}`, ...args],
    {
      env: { ...process.env, ...environment },
    },
  );
  running.push(child);
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  return { output: () => text, process: child };
}

it('prints what is said in a room, until Ctrl-C', async () => {
  const server = run('byoServer.ts', [], { PORT: '0' });
  await expect.poll(server.output, { timeout: 15_000 }).toMatch(/^http:\S+\n$/);
  const BYO_BASE_URL = server.output().trim();
  const listener = run('byoStreamMessages.ts', ['lobby'], { BYO_BASE_URL });
  const say = (text: string): Promise<Response> =>
    fetch(`${BYO_BASE_URL}/rooms/lobby/notes`, {
      method: 'POST',
      body: JSON.stringify({ text }),
    });
  // Nobody can see from outside when it listens: it is greeted until it answers.
  await expect
    .poll(() => say('ping').then(listener.output), { timeout: 15_000, interval: 200 })
    .toContain('[user] ping');
  await say('Hello');
  await expect.poll(listener.output).toContain('[user] Hello\n');
  await expect.poll(listener.output).toContain('[assistant] You said: Hello\n');
  listener.process.kill('SIGINT');
  expect(await once(listener.process, 'close')).toEqual([0, null]);
}, 40_000);

it('says what is missing', async () => {
  const listener = run('byoStreamMessages.ts', [], {});
  expect(await once(listener.process, 'close')).not.toEqual([0, null]);
  expect(listener.output()).toContain('usage: byoStreamMessages.ts <room>');
}, 20_000);
