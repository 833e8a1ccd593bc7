import { fireEvent, render, screen } from '@testing-library/react';
import { useState, version, type ReactElement } from 'react';
import {
  Conversation,
  ConversationProvider,
  useMessage,
  useMessageKeys,
  useMessages,
} from 'react-conversation-stream';
import { expect, it } from 'vitest';
import { useTracked } from '../../src/react/useTracked.ts';

/** The call of the compiler's cache, `c` of `react/compiler-runtime`, as Vitest rewrites that import. */
const cacheCall = /\.c\)\(\d+\)/;

it.each([Conversation, ConversationProvider, useMessage, useMessageKeys, useMessages])(
  '%o runs compiled',
  (compiled) => {
    expect(version).toMatch(/^19\./);
    expect(String(compiled)).toMatch(cacheCall);
  },
);

it('the base of all hooks is opted out', () => {
  expect(String(useTracked)).not.toMatch(cacheCall);
});

it('the components of the tests run compiled: what one makes of the same things is kept', () => {
  const lists: object[] = [];
  function Show({ list }: { readonly list: object }): ReactElement {
    note(list);
    return <p>{JSON.stringify(list)}</p>;
  }
  // Passed through a function of the test: a component must not change what is outside of it.
  const note = (list: object): void => void lists.push(list);
  function Counter(): ReactElement {
    const [count, setCount] = useState(0);
    return (
      <>
        <button onClick={() => setCount(count + 1)}>{count}</button>
        <Show list={{ made: 'anew by each render, unless it is compiled' }} />
      </>
    );
  }
  render(<Counter />);
  fireEvent.click(screen.getByRole('button'));
  expect(screen.getByRole('button')).toHaveTextContent('1');
  expect(String(Counter)).toMatch(cacheCall);
  expect(lists).toHaveLength(1);
});
