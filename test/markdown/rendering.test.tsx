import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { StrictMode, type ComponentPropsWithoutRef, type ReactElement } from 'react';
import { ChatTranscript } from 'react-conversation-stream/ui';
import {
  createHighlighter,
  createMarkdownText,
  Markdown,
  MarkdownText,
  type Highlight,
} from 'react-conversation-stream/markdown';
import { common, createLowlight } from 'lowlight';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { message } from '../helpers/message.ts';

afterEach(cleanup);

/** A paragraph that tells each time it is rendered. */
function createCounting() {
  const rendered: string[] = [];
  function Paragraph({ children, ...props }: ComponentPropsWithoutRef<'p'>): ReactElement {
    rendered.push(props.id ?? '');
    return <p {...props}>{children}</p>;
  }
  return { rendered, components: { p: Paragraph } };
}

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index} with **bold** text.\n\n`).join(
    '',
  );

describe('while a text arrives', () => {
  it('finished blocks are not rendered again', () => {
    const { rendered, components } = createCounting();
    const whole = `${paragraphs(100)}The last one grows word by word and is rendered each time.`;
    const start = paragraphs(100).length;
    const { rerender } = render(
      <Markdown isStreaming components={components}>
        {whole.slice(0, start)}
      </Markdown>,
    );
    rendered.length = 0;
    let updates = 0;
    for (let at = start + 6; at <= whole.length; at += 6) {
      rerender(
        <Markdown isStreaming components={components}>
          {whole.slice(0, at)}
        </Markdown>,
      );
      updates += 1;
    }
    expect(rendered).toHaveLength(updates);
  });

  it('is rendered once more at its end, not as a whole', () => {
    const { rendered, components } = createCounting();
    const text = `${paragraphs(50)}The **end`;
    const tree = (isStreaming: boolean): ReactElement => (
      <Markdown isStreaming={isStreaming} components={{ ...components }} labels={{ table: 'T' }}>
        {text}
      </Markdown>
    );
    const { rerender } = render(tree(true));
    rendered.length = 0;
    rerender(tree(false));
    expect(rendered).toHaveLength(1);
  });

  it('finished items, rows and lines keep their nodes', () => {
    const { container, rerender } = render(<Markdown isStreaming>{''}</Markdown>);
    const show = (text: string): void => rerender(<Markdown isStreaming>{text}</Markdown>);
    let list = '';
    for (let index = 0; index < 70; index += 1) {
      list += `- item ${index}\n`;
      show(list);
    }
    const first = container.querySelector('li')!;
    show(`${list}- last`);
    expect(container.querySelectorAll('li')).toHaveLength(71);
    expect(container.querySelector('li')).toBe(first);
  });

  it('a selection in what has arrived survives what arrives', () => {
    const { container, rerender } = render(<Markdown isStreaming>Some words</Markdown>);
    const node = container.querySelector('p')!.firstChild as Text;
    const range = document.createRange();
    range.setStart(node, 2);
    range.setEnd(node, 6);
    for (const text of ['Some words and', 'Some words and more', 'Some words and more.\n\nNext'])
      rerender(<Markdown isStreaming>{text}</Markdown>);
    expect(container.querySelector('p')).toHaveTextContent('Some words and more.');
    expect(String(range)).toBe('me w');
    expect(range.startContainer).toBe(node);
  });

  it('a definition that comes late changes what waits for it, and nothing else', () => {
    const { rendered, components } = createCounting();
    const text = `${paragraphs(40)}See [it].\n\n${paragraphs(40)}`;
    const { rerender } = render(<Markdown components={components}>{text}</Markdown>);
    expect(screen.queryByRole('link')).toBeNull();
    rendered.length = 0;
    rerender(<Markdown components={components}>{`${text}[it]: https://a.example\n`}</Markdown>);
    expect(screen.getByRole('link')).toHaveAttribute('href', 'https://a.example');
    expect(rendered).toHaveLength(1);
  });

  it('is the same in strict mode', () => {
    const text = `${paragraphs(5)}- a\n- b\n\n\`\`\`ts\nconst a = 1;\n\`\`\`\n`;
    const once = render(<Markdown>{text}</Markdown>).container.innerHTML;
    cleanup();
    const { container, rerender } = render(<StrictMode>{null}</StrictMode>);
    for (let at = 1; at <= text.length; at += 3)
      rerender(
        <StrictMode>
          <Markdown isStreaming>{text.slice(0, at)}</Markdown>
        </StrictMode>,
      );
    rerender(
      <StrictMode>
        <Markdown>{text}</Markdown>
      </StrictMode>,
    );
    expect(container.innerHTML).toBe(once);
  });
});

describe('as the Text of a transcript', () => {
  it('shows the parts of messages', () => {
    const messages = [message('m1', '**Hello** there')];
    render(<ChatTranscript messages={messages} components={{ Text: MarkdownText }} />);
    expect(screen.getByText('Hello').localName).toBe('strong');
  });

  it('leaves what a user typed as it was typed', () => {
    const typed = 'Line one\nLine  two\nC:\\dir\\*file*\n1986. A great year';
    const messages = [message('m1', typed, { role: 'user' }), message('m2', '*So* it was')];
    const { container, rerender } = render(
      <ChatTranscript messages={messages} components={{ Text: MarkdownText }} />,
    );
    const text = (): Element => container.querySelector('[data-part="bubble"] > div')!;
    expect(text().innerHTML).toBe(typed);
    expect(text()).toHaveClass('cs-text');
    expect(screen.getByText('So').localName).toBe('em');
    const Text = createMarkdownText({});
    rerender(<ChatTranscript messages={messages} components={{ Text }} />);
    expect(text().innerHTML).toBe(typed);
  });

  it('is calm as long as the part arrives', () => {
    const part = { type: 'text', text: 'A **bold', state: 'streaming' } as const;
    const streaming = { status: 'streaming' };
    const { container, rerender } = render(<MarkdownText part={part} message={streaming} />);
    expect(container).toHaveTextContent('A bold');
    rerender(<MarkdownText part={{ ...part, state: 'done' }} message={streaming} />);
    expect(container).toHaveTextContent('A **bold');
    rerender(<MarkdownText part={part} message={{ status: 'interrupted' }} />);
    expect(container).toHaveTextContent('A **bold');
  });

  it('takes settings once', () => {
    const Text = createMarkdownText({ imageOrigins: ['https://a.example'] });
    const part = { text: '![cat](https://a.example/cat.png)' };
    render(<Text part={part} message={{ status: 'complete' }} />);
    expect(screen.getByRole('img', { name: 'cat' })).toHaveAttribute('loading', 'lazy');
  });
});

describe('code', () => {
  const code = '```ts\nconst answer = 42;\n```';

  it('is a named region one can scroll with the keyboard', () => {
    render(<Markdown>{code}</Markdown>);
    const region = screen.getByRole('region', { name: 'Code, ts' });
    expect(region).toHaveAttribute('tabindex', '0');
    expect(region).toHaveTextContent('const answer = 42;');
  });

  it('is coloured once its fence has closed', async () => {
    const highlight = createHighlighter(async () => createLowlight(common));
    const { container, rerender } = render(
      <Markdown isStreaming highlight={highlight}>
        {code.slice(0, -4)}
      </Markdown>,
    );
    await act(async () => {});
    expect(container.querySelector('[data-token]')).toBeNull();
    rerender(<Markdown highlight={highlight}>{code}</Markdown>);
    await waitFor(() => expect(screen.getByText('const')).toHaveAttribute('data-token', 'keyword'));
    expect(container.querySelector('code')!.textContent).toBe('const answer = 42;\n');
  });

  it.each<[string, Highlight]>([
    ['changes it', () => [{ text: 'rm -rf /' }]],
    ['fails', () => Promise.reject(new Error('offline'))],
    [
      'throws',
      vi.fn<Highlight>(() => {
        throw new Error('broken');
      }),
    ],
    ['knows nothing', () => undefined],
  ])('stays as it is when the highlighter %s', async (_what, highlight) => {
    const { container } = render(<Markdown highlight={highlight}>{code}</Markdown>);
    await act(async () => {});
    expect(container.querySelector('code')!.innerHTML).toBe('const answer = 42;\n');
  });

  it('loads its highlighter once, and again after a failure', async () => {
    const load = vi
      .fn<() => Promise<ReturnType<typeof createLowlight>>>()
      .mockRejectedValueOnce(new Error('offline'))
      .mockResolvedValue(createLowlight(common));
    const highlight = createHighlighter(load);
    await expect(highlight('a', 'ts')).rejects.toThrow('offline');
    expect(await highlight('const a', 'ts')).toContainEqual({ text: 'const', kind: 'keyword' });
    expect(await highlight('const a', 'klingon')).toBeUndefined();
    expect(load).toHaveBeenCalledTimes(2);
  });
});

describe('elements', () => {
  it('can be replaced one by one', () => {
    const components = {
      a: ({ children, ...props }: ComponentPropsWithoutRef<'a'>) => (
        <a {...props} data-mine="">
          {children}
        </a>
      ),
    };
    render(<Markdown components={components}>[a](https://a.example)</Markdown>);
    expect(screen.getByRole('link')).toHaveAttribute('data-mine');
  });

  it('of tasks have names', () => {
    render(<Markdown labels={{ taskDone: 'Erledigt' }}>{'- [x] a\n- [ ] b'}</Markdown>);
    expect(screen.getByRole('checkbox', { name: 'Erledigt' })).toBeChecked();
    expect(screen.getByRole('checkbox', { name: 'Not done' })).not.toBeChecked();
  });

  it('of tables align without style', () => {
    render(<Markdown>{'|a|\n|-:|\n|b|'}</Markdown>);
    expect(screen.getByRole('cell')).toHaveAttribute('data-align', 'right');
    expect(screen.getByRole('region', { name: 'Table' }).innerHTML).not.toContain('style');
  });
});
