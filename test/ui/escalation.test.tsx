import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { ChatTranscript, Transcript } from 'react-conversation-stream/ui';
import { afterEach, describe, expect, it } from 'vitest';
import { renderConversation } from '../helpers/renderConversation.tsx';

afterEach(cleanup);

describe('the way to a person', () => {
  it.each([
    ['escalated', undefined, 'A person has been asked to join.'],
    ['requested', undefined, 'A person has been asked to join.'],
    ['queued', undefined, 'Waiting for a person to join…'],
    ['queued', { position: 3 }, 'Waiting for a person to join: number 3 in line.'],
    ['queued', { position: '3' }, 'Waiting for a person to join…'],
    ['joined', { name: 'Inês' }, 'Inês has joined.'],
    ['joined', { name: { toString: 'x' } }, 'A person has joined.'],
    ['joined', null, 'A person has joined.'],
    ['left', { name: 'Inês' }, 'Inês has left.'],
    ['returned', undefined, 'The assistant answers again.'],
  ])('%s, %o: "%s"', (status, detail, words) => {
    render(<Transcript.EscalationNotice status={{ status, detail }} />);
    expect(screen.getByText(words)).toBeVisible();
  });

  it.each([undefined, { status: 'active' }, { status: 'constructor' }])(
    'is no matter while %o',
    (status) => {
      const { container } = render(<Transcript.EscalationNotice status={status} />);
      expect(container).toBeEmptyDOMElement();
    },
  );

  it('is shown as the backend tells it', async () => {
    const transport = createScriptedTransport({ conversations: { c1: ['Hello'] } });
    renderConversation(transport, <ChatTranscript />);
    await screen.findByText('Hello');
    await waitFor(() => expect(transport.openStreams).toBe(1));
    transport.tell('c1', { type: 'status', status: 'escalated' });
    expect(await screen.findByText('A person has been asked to join.')).toBeVisible();
    transport.tell('c1', { type: 'status', status: 'joined', detail: { name: 'Inês' } });
    expect(await screen.findByText('Inês has joined.')).toBeVisible();
    transport.tell('c1', { type: 'status', status: 'active' });
    await waitFor(() => expect(screen.queryByText('Inês has joined.')).toBeNull());
  });
});
