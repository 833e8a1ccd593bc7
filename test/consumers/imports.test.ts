import { describe, expect, it } from 'vitest';
import { type Consumer, copyApp, getConsumers } from './consumer.ts';
import { runCommand } from './runCommand.ts';

const { react18, react19 } = getConsumers();

async function importAll(
  consumer: Consumer,
  ...args: readonly string[]
): Promise<Record<string, string[] | number>> {
  const cwd = await copyApp(consumer, 'imports');
  const script = ['importAll.js'];
  const flags = args.filter((arg) => arg.startsWith('--'));
  const entries = args.filter((arg) => !arg.startsWith('--'));
  const printed = await runCommand('node', [...flags, ...script, ...entries], { cwd });
  return JSON.parse(printed) as Record<string, string[] | number>;
}

describe.each([react18, react19])('in Node, with React $reactVersion', (consumer) => {
  it('imports every entry, and finds the stylesheet', async () => {
    const entries = await importAll(consumer);
    expect(Object.keys(entries)).toEqual(
      expect.arrayContaining(['.', './core', './ui', './server', './styles.css']),
    );
    for (const [entry, names] of Object.entries(entries)) {
      const size = typeof names === 'number' ? names : names.length;
      expect([entry, size]).not.toEqual([entry, 0]);
      expect([entry, names]).not.toEqual([entry, expect.arrayContaining(['default'])]);
    }
  });

  it('imports what runs on a server where only server components may be', async () => {
    const entries = await importAll(
      consumer,
      '--conditions=react-server',
      './core',
      './server',
      './transports',
    );
    expect(entries).toHaveProperty('./core');
    expect(entries).toHaveProperty('./transports/bimpe');
  });
});
