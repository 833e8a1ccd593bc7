import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import { useMessages } from 'react-conversation-stream';
import { createTestConversation, type TestConversation } from 'react-conversation-stream/testing';
import { createConversationWrapper } from 'react-conversation-stream/testing/react';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(cleanup);

const create = (): TestConversation =>
  createTestConversation({ act, messages: ['Hello'], reply: 'Sure.' });

describe('a conversation in a user’s test', () => {
  it('renders, sends and is answered, in no time and without a warning', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    const test = create();
    render(<ConversationFeed />, { wrapper: createConversationWrapper(test) });
    await test.advance();
    expect(screen.getByText('Hello')).toBeVisible();
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'Can you help?' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    await test.advance(5_000);
    expect(screen.getByText('Can you help?')).toBeVisible();
    expect(screen.getByText('Sure.')).toBeVisible();
    expect(complain).not.toHaveBeenCalled();
    cleanup();
    test.dispose();
    await test.advance(0);
    expect(test.clock.pendingTimers).toBe(0);
    expect(test.environment.listenerCount).toBe(0);
    expect(test.transport.openStreams).toBe(0);
  });

  it('wraps hooks, too', async () => {
    const test = create();
    const wrapper = createConversationWrapper(test);
    const { result } = renderHook(() => useMessages().messages, { wrapper });
    await test.until(({ isPending }) => !isPending);
    expect(result.current).toHaveLength(1);
    test.dispose();
  });

  it('says what was not reached in time', async () => {
    const test = create();
    await expect(test.until(({ continuity }) => continuity === 'gap', 100)).rejects.toThrow(
      /Not true within 100 ms of virtual time: .*gap/,
    );
  });
});
