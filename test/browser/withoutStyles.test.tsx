import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import { createScriptedTransport, createTestMessages } from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createScrollStage } from '../../stories/scroll/createScrollStage.tsx';
import { checkPixels, scrollCases } from '../../stories/scroll/scrollCases.ts';
import { listenToRegions } from '../helpers/listenToRegions.ts';

/* Nothing here imports the stylesheet. What was announced stands in the page once more. */
configure({ defaultIgnore: 'script, style, [aria-live]' });
afterEach(cleanup);

const press = (keys: string): Promise<void> => userEvent.keyboard(keys);
const long = `I will go through it ${'step by step, '.repeat(200)}until the end.`;

/** The two boxes an app gives a size without it, laid out from the start as any box is; no margin to measure. */
const ownBoxes = `
  [data-part="transcript"] { flex: 1; min-block-size: 0; display: flex; flex-direction: column }
  [data-part="viewport"] { flex: 1; min-block-size: 0; overflow: auto }
  [data-part="list"] { margin: 0 }
`;

describe('without the stylesheet', () => {
  it('there is none', () => {
    expect(getComputedStyle(document.documentElement).getPropertyValue('--cs-ink')).toBe('');
  });

  it('a conversation is read, written, stopped, continued by key and spoken', async () => {
    const transport = createScriptedTransport({
      conversations: { c1: createTestMessages(60) },
      shape: 'turn',
      reply: long,
      pace: { delay: 0, interval: 16, size: 24 },
      capabilities: { canAttach: false },
    });
    const client = createConversationClient({ transport });
    onTestFinished(() => {
      cleanup();
      client.dispose();
      transport.dispose();
      sessionStorage.clear();
    });
    render(
      <ConversationProvider client={client}>
        <Conversation id="c1">
          <ConversationFeed />
        </Conversation>
      </ConversationProvider>,
    );
    const heard = listenToRegions();
    const box = (): HTMLElement => screen.getByRole('textbox', { name: 'Message' });
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(20));
    await waitFor(() => expect(box()).toBeEnabled());

    await userEvent.click(screen.getByRole('button', { name: 'Load older messages' }));
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(40));

    box().focus();
    await press('What do I need?{Enter}');
    await screen.findByText('What do I need?');
    await screen.findByText(/^I will go through/);
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await screen.findByText('Stopped');
    await expect.poll(() => heard).toContain('Assistant: Stopped');

    box().focus();
    await userEvent.tab({ shift: true });
    const answer = screen.getAllByRole('article').at(-1)!;
    expect(answer).toHaveFocus();
    await userEvent.click(within(answer).getByRole('button', { name: 'Copy' }));
    await within(answer).findByRole('button', { name: /^(Copied|Could not be copied)/ });
    await press('{Escape}');
    expect(box()).toHaveFocus();
  });
});

for (const virtualize of [false, true]) {
  describe(`without the stylesheet the scroll contract holds (windowed: ${virtualize})`, () => {
    it.each(scrollCases)('$name', async ({ run }) => {
      const stage = createScrollStage({ anchoring: 'none', virtualize });
      render(
        <>
          <style>{ownBoxes}</style>
          <stage.Stage />
        </>,
      );
      await stage.settle();
      await run(stage, checkPixels);
    });
  });
}
