import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderConversation } from '../helpers/renderConversation.tsx';

beforeEach(() => sessionStorage.clear());

async function renderFeed({ canAttach = true, maxFileSize = 1_000 } = {}) {
  const user = userEvent.setup();
  const transport = createScriptedTransport({
    conversations: { c1: ['Hello'] },
    capabilities: { canAttach },
  });
  const { container } = renderConversation(
    transport,
    <ConversationFeed maxFileSize={maxFileSize} />,
  );
  await screen.findByText('Hello');
  const input = screen.getByRole('textbox', { name: 'Message' });
  return { user, transport, container, input };
}

const file = new File(['abc'], 'note.txt', { type: 'text/plain' });
const note = { type: 'file', mediaType: 'text/plain', filename: 'note.txt' };

describe('files', () => {
  it('are chosen, shown, and sent with the text', async () => {
    const { user, transport, container, input } = await renderFeed();
    await user.upload(container.querySelector<HTMLInputElement>('input[type="file"]')!, file);
    expect(await screen.findByText('note.txt')).toBeVisible();
    await user.type(input, 'Here{Enter}');
    await waitFor(() => expect(transport.messages('c1')).toHaveLength(2));
    expect(transport.messages('c1')[1]!.parts).toEqual([
      { type: 'text', text: 'Here' },
      { ...note, url: 'data:text/plain;base64,YWJj' },
    ]);
    expect(screen.queryByRole('button', { name: 'Remove note.txt' })).toBeNull();
  });

  it('are sent without a text, too', async () => {
    const { user, transport, input } = await renderFeed();
    fireEvent.paste(input, { clipboardData: { files: [file] } });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Send' })).toBeEnabled());
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(transport.messages('c1')[1]?.parts).toMatchObject([note]));
  });

  it('are dropped, and taken off again', async () => {
    const { user, container } = await renderFeed();
    fireEvent.drop(container.querySelector('form')!, { dataTransfer: { files: [file] } });
    await user.click(await screen.findByRole('button', { name: 'Remove note.txt' }));
    expect(screen.queryByText('note.txt')).toBeNull();
    expect(screen.getByRole('textbox')).toHaveFocus();
  });

  it('that are too large are refused with a reason', async () => {
    const { input } = await renderFeed({ maxFileSize: 2 });
    fireEvent.paste(input, { clipboardData: { files: [file] } });
    expect(screen.getByRole('alert')).toHaveTextContent('note.txt is larger than 2 bytes.');
    expect(input).toHaveAccessibleDescription('note.txt is larger than 2 bytes.');
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  it('have no place where the backend takes none', async () => {
    const { container, input } = await renderFeed({ canAttach: false });
    expect(screen.queryByRole('button', { name: 'Attach files' })).toBeNull();
    expect(container.querySelector('input[type="file"]')).toBeNull();
    fireEvent.paste(input, { clipboardData: { files: [file] } });
    expect(screen.queryByText('note.txt')).toBeNull();
  });
});
