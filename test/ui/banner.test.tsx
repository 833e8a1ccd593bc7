import { act, cleanup, render, screen } from '@testing-library/react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

const drop = { kind: 'drop', error: 'server_error' } as const;
const refuseFeed = { kind: 'refuse', request: 'feed', times: 5 } as const;

/** Lets time pass in steps, so that an effect of one begins in the next. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await act(async () => void (await vi.advanceTimersByTimeAsync(100)));
  }
}

const banner = (): HTMLElement | null => document.querySelector('[data-part="connection-banner"]');

async function renderFeed(delay: number): Promise<ScriptedTransport> {
  const transport = createScriptedTransport({
    conversations: { c1: ['Hello'] },
    policy: { backoff: () => delay },
  });
  const client = createConversationClient({ transport });
  onTestFinished(() => client.dispose());
  render(
    <ConversationProvider client={client}>
      <Conversation id="c1">
        <ConversationFeed />
      </Conversation>
    </ConversationProvider>,
  );
  await pass(100);
  expect(screen.getByText('Hello')).toBeVisible();
  expect(banner()).toBeNull();
  return transport;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the connection banner', () => {
  it('is silent about a drop shorter than two seconds', async () => {
    const transport = await renderFeed(1_500);
    transport.fault(drop);
    await pass(1_400);
    expect(banner()).toBeNull();
    await pass(2_000);
    expect(banner()).toBeNull();
    expect(transport.openStreams).toBe(1);
  });

  it('counts down after two seconds, and goes when the connection is back', async () => {
    const transport = await renderFeed(10_000);
    transport.fault(drop);
    await pass(1_900);
    expect(banner()).toBeNull();
    await pass(200);
    expect(banner()).toHaveTextContent('Connection lost. Trying again in 8 s');
    await pass(3_000);
    expect(banner()).toHaveTextContent('Trying again in 5 s');
    await pass(5_500);
    expect(banner()).toBeNull();
    expect(transport.openStreams).toBe(1);
  });

  it('tries at once when asked to', async () => {
    const transport = await renderFeed(60_000);
    transport.fault(drop);
    await pass(3_000);
    expect(transport.openStreams).toBe(0);
    act(() => screen.getByRole('button', { name: 'Try now' }).click());
    await pass(500);
    expect(transport.openStreams).toBe(1);
    expect(banner()).toBeNull();
  });

  it('has its own words for being offline, and leaves the composer usable', async () => {
    const transport = await renderFeed(1_000);
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    transport.fault(refuseFeed);
    transport.fault(drop);
    window.dispatchEvent(new Event('offline'));
    await pass(5_000);
    expect(banner()).toHaveTextContent('You are offline.');
    expect(screen.getByRole('textbox')).toBeEnabled();
  });

  it('says when access was refused', async () => {
    const transport = await renderFeed(1_000);
    transport.fault({ ...refuseFeed, error: 'unauthorized' });
    transport.fault(drop);
    await pass(10_000);
    expect(banner()).toHaveTextContent('Access was refused.');
    expect(screen.getByRole('button', { name: 'Try now' })).toBeVisible();
  });

  it.each([
    ['forbidden', 1, 'Access was refused. You may have to sign in again.'],
    ['not_found', 1, 'This conversation was not found.'],
    ['not_implemented', 1, 'The server does not stream this conversation.'],
    ['server_error', 100, 'Still no connection. Trying again from time to time.'],
  ] as const)('says when it is over, for now or for good (%s)', async (error, times, words) => {
    const transport = await renderFeed(100);
    transport.fault({ kind: 'refuse', request: 'feed', error, times });
    transport.fault(drop);
    await pass(10_000);
    expect(banner()).toHaveTextContent(words);
    expect(screen.getByRole('button', { name: 'Try now' })).toBeVisible();
  });

  it('says that an attempt is under way, which needs no button', async () => {
    const transport = await renderFeed(100);
    transport.fault({ kind: 'delay', request: 'feed', delay: 20_000 });
    transport.fault(drop);
    await pass(4_000);
    expect(banner()).toHaveTextContent('Connecting…');
    expect(screen.queryByRole('button', { name: 'Try now' })).toBeNull();
  });

  it('leaves no timer behind', async () => {
    const transport = await renderFeed(10_000);
    transport.fault(drop);
    await pass(4_000);
    expect(banner()).toBeVisible();
    cleanup();
    transport.dispose();
    await pass(2_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
