import { render, screen } from '@testing-library/react';
import { version, type ReactElement } from 'react';
import { version as domVersion } from 'react-dom';
import { renderToString, version as serverVersion } from 'react-dom/server';
import { ConversationProvider, useMessages } from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { expect, it } from 'vitest';

it('these tests run on the oldest React that is supported, hooks and Testing Library included', async () => {
  expect([version, domVersion, serverVersion]).toEqual(['18.2.0', '18.2.0', '18.2.0']);
  function Count(): ReactElement {
    return <p>{useMessages('c1').isPending ? 'pending' : 'read'}</p>;
  }
  const page = (
    <ConversationProvider transport={createScriptedTransport()}>
      <Count />
    </ConversationProvider>
  );
  render(page);
  await screen.findByText('read');
  // React 19 has other elements, and its renderer refuses those of 18.
  expect(Reflect.get(page, '$$typeof')).toBe(Symbol.for('react.element'));
  expect(renderToString(page)).toContain('pending');
});
