import { cleanup, fireEvent, render, waitFor } from '@testing-library/react';
import { Component, createRef, type ReactElement, type ReactNode } from 'react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { Actions, Composer, Transcript } from 'react-conversation-stream/ui';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { partCases, type GivenProps, type PartCase } from './conformance/parts.tsx';

afterEach(cleanup);

/** A send and a stream that get no answer: what composer and banner have something to say about. */
function createBusyClient() {
  const transport = createScriptedTransport({ capabilities: { canStop: true } });
  transport.fault({ kind: 'delay', request: 'feed', delay: Infinity });
  transport.fault({ kind: 'delay', request: 'send', delay: Infinity });
  const client = createConversationClient({ transport });
  onTestFinished(() => {
    cleanup();
    client.dispose();
    transport.dispose();
  });
  return client;
}

async function renderPart(part: PartCase, given: GivenProps): Promise<HTMLElement> {
  const placed = part.root ? part.root.render(part.render(given)) : part.render(given);
  const { container } = render(part.isConnected ? connect(placed) : placed);
  if (part.name === 'Composer.Files') {
    const files = [new File(['x'], 'x.txt')];
    fireEvent.drop(container.querySelector('form')!, { dataTransfer: { files } });
  }
  const find = (): Element | null => container.querySelector(`[data-part="${part.dataPart}"]`);
  if (part.state) {
    const [attribute, value] = part.state;
    await waitFor(() => expect(find()?.getAttribute(attribute)).toBe(value));
  }
  await waitFor(() => expect(find()).not.toBeNull());
  return find() as HTMLElement;
}

function connect(children: ReactElement): ReactElement {
  const client = createBusyClient();
  onTestFinished(client.conversation('c1').connect());
  client
    .conversation('c1')
    .sendMessage('Hello')
    .catch(() => undefined);
  return (
    <ConversationProvider client={client}>
      <Conversation id="c1">{children}</Conversation>
    </ConversationProvider>
  );
}

class Boundary extends Component<{
  readonly children: ReactNode;
  readonly onError: (error: Error) => void;
}> {
  override state = { hasFailed: false };
  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }
  override componentDidCatch(error: Error): void {
    this.props.onError(error);
  }
  override render(): ReactNode {
    return this.state.hasFailed ? null : this.props.children;
  }
}

it('covers every part', () => {
  const isPart = (name: string): boolean => name !== 'Transcript.Row';
  const exported = Object.entries({ Transcript, Actions, Composer }).flatMap(([room, parts]) =>
    Object.keys(parts).map((name) => `${room}.${name}`),
  );
  expect(partCases.map(({ name }) => name)).toEqual(
    expect.arrayContaining(exported.filter(isPart)),
  );
});

describe.each(partCases)('$name', (part) => {
  it('gives its element to a ref', async () => {
    const ref = createRef<HTMLElement>();
    const element = await renderPart(part, { ref });
    expect(ref.current).toBe(element);
  });

  it('adds a class, and a class made of its state', async () => {
    const seen: Record<string, unknown>[] = [];
    const first = await renderPart(part, { className: 'mine' });
    expect(first).toHaveClass(part.ownClass, 'mine');
    cleanup();
    const className = (state: Record<string, unknown>): string => {
      seen.push(state);
      return 'made';
    };
    expect(await renderPart(part, { className })).toHaveClass(part.ownClass, 'made');
    expect(seen.length).toBeGreaterThan(0);
  });

  it('takes a style, and a style made of its state', async () => {
    expect(await renderPart(part, { style: { opacity: 0.5 } })).toHaveStyle({ opacity: '0.5' });
    cleanup();
    const style = (): object => ({ opacity: 0.25 });
    expect(await renderPart(part, { style })).toHaveStyle({ opacity: '0.25' });
  });

  it('says its state in data attributes, the same as its functions get', async () => {
    let state: Record<string, unknown> = {};
    const className = (given: Record<string, unknown>): string => {
      state = given;
      return '';
    };
    const element = await renderPart(part, { className });
    for (const [name, value] of Object.entries(state)) {
      const shown = value === undefined || value === false ? null : value === true ? '' : value;
      expect(element.getAttribute(`data-${name}`)).toBe(shown === null ? null : String(shown));
    }
  });

  it('becomes the element that render gives, which keeps its own props, class and ref', async () => {
    const ref = createRef<HTMLElement>();
    const ownRef = createRef<HTMLElement>();
    const render = <section ref={ownRef} className="given" title="Given" />;
    const element = await renderPart(part, { ref, render });
    expect(element.tagName).toBe('SECTION');
    expect(element).toHaveClass(part.ownClass, 'given');
    expect(element).toHaveAttribute('title', 'Given');
    expect(ref.current).toBe(element);
    expect(ownRef.current).toBe(element);
  });

  it('becomes what the render function makes of its props and state', async () => {
    const made = vi.fn<(props: object, state: object) => ReactElement>((props) => (
      <section {...props} title="Made" />
    ));
    const element = await renderPart(part, { render: made });
    expect(element.tagName).toBe('SECTION');
    expect(element).toHaveAttribute('title', 'Made');
    expect(element).toHaveClass(part.ownClass);
    expect(made.mock.calls[0]![1]).toBeTypeOf('object');
  });

  it('passes any attribute on, and hands an event to its user first', async () => {
    const onClick = vi.fn((event: { preventDefault(): void }) => event.preventDefault());
    const given = { id: 'mine', 'data-extra': 'yes', onClick, Default: () => null };
    const element = await renderPart(part, given);
    expect(element).toHaveAttribute('id', 'mine');
    expect(element).toHaveAttribute('data-extra', 'yes');
    expect(element).not.toHaveAttribute('default');
    fireEvent.click(element);
    expect(onClick).toHaveBeenCalledTimes(1);
  });

  it('writes no style attribute by itself', () => {
    if (part.isConnected) return;
    const placed = part.root ? part.root.render(part.render({})) : part.render({});
    expect(renderToString(placed)).not.toMatch(/\sstyle=/);
  });

  const { root } = part;
  if (!root) return;
  it('outside of its root says what is wrong', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const onError = vi.fn<(error: Error) => void>();
    render(<Boundary onError={onError}>{part.render({})}</Boundary>);
    const gives = root.name === 'Composer.Root' ? 'draft' : 'message';
    expect(onError.mock.calls[0]![0].message).toBe(
      `<${part.name}> is not inside a <${root.name}>, so it has no ${gives}. ` +
        `Put it between <${root.name}> and </${root.name}>.`,
    );
  });
});
