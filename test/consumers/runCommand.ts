import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** ms. Default 90,000. */
  readonly timeout?: number;
}

/** Runs a command as in a fresh shell and resolves with what it printed; rejects, with that, when it fails. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, timeout = 90_000 }: CommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: freshEnv(env), timeout });
    const readOutput = collectOutput(child);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const output = readOutput();
      if (code === 0) resolve(output);
      else
        reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}:\n${output}`));
    });
  });
}

/** A server that runs until `close`. */
export interface RunningServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Starts a server and resolves with the first address it prints. */
export function startCommand(
  command: string,
  args: readonly string[],
  { cwd, env, timeout = 30_000 }: CommandOptions,
): Promise<RunningServer> {
  // A group of its own: npm does not pass the end on to what it runs.
  const child = spawn(command, args, { cwd, env: freshEnv(env), detached: true });
  const readOutput = collectOutput(child);
  const hasEnded = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = (): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid);
    return hasEnded;
  };
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      reject(new Error(`${command} ${args.join(' ')} ${why}:\n${readOutput()}`));
    };
    const timer = setTimeout(() => {
      fail(`printed no address in ${timeout} ms`);
      void close();
    }, timeout);
    void hasEnded.then(() => fail('ended'));
    child.once('error', reject);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [origin] = /http:\/\/[\w.[\]:]+/.exec(line) ?? [];
      if (origin === undefined) return;
      clearTimeout(timer);
      resolve({ origin, close });
    });
  });
}

function collectOutput({ stdout, stderr }: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
  return () => chunks.join('');
}

/** What the test runner and `npm test` add: with it, a production build becomes a test build. */
const added = new Set(['NODE_ENV', 'VITEST', 'TEST', 'DEV', 'PROD', 'MODE', 'SSR', 'FORCE_COLOR']);

function freshEnv(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !added.has(name) && !/^(?:VITEST_|npm_(?:package|lifecycle|config_local))/.test(name),
  );
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env };
}
