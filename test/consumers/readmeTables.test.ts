import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as main from 'react-conversation-stream';
import type { ConversationTransport } from 'react-conversation-stream/core';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { createExpysTransport } from 'react-conversation-stream/transports/expys';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import { createSseTransport } from 'react-conversation-stream/transports/sse';
import { describe, expect, it } from 'vitest';
import { getConsumers } from './consumer.ts';
import { findTable } from './readReadme.ts';

/* The README's tables against the code they describe. */
const { packageFolder } = getConsumers();

function readTypes(file: string): Promise<string> {
  return readFile(join(packageFolder, 'dist', file), 'utf8');
}

/** The words of `export type Name = 'a' | 'b';`. */
async function readUnion(file: string, name: string): Promise<string[]> {
  const [, union = ''] =
    new RegExp(`export type ${name} = ([^;]+);`).exec(await readTypes(file)) ?? [];
  return [...union.matchAll(/'([^']+)'/g)].map(([, word = '']) => word);
}

/** Names of the members of an interface, without those it extends. */
async function readMembers(file: string, name: string): Promise<string[]> {
  const types = await readTypes(file);
  const [, body = ''] = new RegExp(`interface ${name}[^{]*\\{(.*?)^\\}`, 'ms').exec(types) ?? [];
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??[:(]/gm)].map(([, member = '']) => member);
}

const sorted = (names: readonly string[]): string[] => names.toSorted((a, b) => a.localeCompare(b));

const policies: Readonly<Record<string, ConversationTransport['policy']>> = {
  BimpeAI: createBimpeTransport({ agentId: 'a', baseUrl: '/b' }).policy,
  Expys: createExpysTransport({ baseUrl: '/b', token: 't' }).policy,
  Lexey: createLexeyTransport({ baseUrl: '/b' }).policy,
  Letta: createLettaTransport({ baseUrl: '/b' }).policy,
  SSE: createSseTransport({ baseUrl: '/b', history: '/h', readMessage: () => null }).policy,
};

describe('the README', () => {
  it('lists every hook there is', async () => {
    const { names } = await findTable('Hooks', 'Hook');
    const hooks = Object.keys(main).filter((name) => name.startsWith('use'));
    expect(sorted(names)).toEqual(sorted(hooks));
  });

  it.each([
    ['`continuity`', 0, 'conversationState', 'Continuity'],
    ['`connection.status`', 0, 'conversationState', 'ConnectionStatus'],
    ['`status` of the turn', 0, 'conversationState', 'TurnStatus'],
    ['`status` of the turn', 2, 'message', 'MessageStatus'],
  ])('lists every state of %s (column %i)', async (title, column, file, union) => {
    const { columns } = await findTable('States', title);
    const words = await readUnion(`core/model/${file}.d.ts`, union);
    expect(words.length).toBeGreaterThan(3);
    expect(sorted(columns[column]!)).toEqual(sorted(words));
  });

  it('lists the options of a client, all of them', async () => {
    const { names } = await findTable('Options', '`createConversationClient`');
    const core = await readMembers(
      'core/conversation/conversation.d.ts',
      'ConversationClientOptions',
    );
    const own = await readMembers(
      'react/createConversationClient.d.ts',
      'ConversationClientOptions',
    );
    expect(sorted(names)).toEqual(sorted([...core, ...own]));
  });

  it.each([
    ['every transport', 'transports/bimpe/createBimpeTransport.d.ts', 'BimpeTransportOptions'],
    ['`policy`', 'core/transport.d.ts', 'ConnectionPolicy'],
    ['`streamMessages`', 'core/streamMessages.d.ts', 'StreamMessagesOptions'],
  ])('lists no option of %s that is not there', async (title, file, name) => {
    const { names } = await findTable('Options', title);
    expect(await readMembers(file, name)).toEqual(expect.arrayContaining(names));
  });

  it('lists no option of the handlers that is not there', async () => {
    const { names } = await findTable('Options', '`createTicketHandler` `createProxyHandler`');
    const members = await Promise.all([
      readMembers('server/upstream.d.ts', 'UpstreamOptions'),
      readMembers('server/createTicketHandler.d.ts', 'TicketHandlerOptions'),
      readMembers('server/createProxyHandler.d.ts', 'ProxyHandlerOptions'),
    ]);
    expect(members.flat()).toEqual(expect.arrayContaining(names));
  });

  it('names the defaults that the transports have', async () => {
    const { head, rows } = await findTable('Options', '`policy`');
    for (const [cell, ...cells] of rows) {
      const name = cell!.replaceAll('`', '') as keyof ConversationTransport['policy'];
      if (name === 'backoff') continue;
      for (const [column, policy] of Object.entries(policies)) {
        const shown = cells[head.indexOf(column) - 1]!;
        expect([name, column, readDefault(shown)]).toEqual([name, column, policy[name]]);
      }
    }
  });

  it('names the limits within which each transport waits', async () => {
    const { head, rows } = await findTable('Options', '`policy`');
    const cells = rows.find(([cell]) => cell === '`backoff`')!;
    for (const [column, { backoff }] of Object.entries(policies)) {
      const [base, cap] = cells[head.indexOf(column)]!.split(' … ').map(readDefault);
      expect([column, backoff(0, () => 1 - 1e-9), backoff(30, () => 1 - 1e-9)]).toEqual([
        column,
        expect.closeTo(Number(base), 0),
        expect.closeTo(Number(cap), 0),
      ]);
    }
  });
});

/** `30,000` → 30000, `∞` → Infinity, `–` → undefined, `message` → itself. */
function readDefault(cell: string): number | string | undefined {
  if (cell === '–') return undefined;
  if (cell === '∞') return Infinity;
  const number = Number(cell.replaceAll(',', ''));
  return Number.isNaN(number) ? cell : number;
}
