import { act, cleanup } from '@testing-library/react';
import { hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import type { ReactElement } from 'react';
import type { MessageStatus } from 'react-conversation-stream';
import { ChatTranscript } from 'react-conversation-stream/ui';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { message } from '../helpers/message.ts';

afterEach(cleanup);

const settings = { locale: 'en-GB', timeZone: 'UTC' };
const show = (text: string, status: MessageStatus = 'streaming'): ReactElement => (
  <ChatTranscript messages={[message('m1', text, { status })]} {...settings} />
);

describe('on a server', () => {
  it('the text is in the output', () => {
    expect(renderToString(show('One two'))).toContain('class="cs-text">One two</div>');
  });

  it('the live regions are there, empty and without a style attribute', () => {
    const html = renderToString(show('One two'));
    expect(html).toContain('<div aria-live="polite" aria-atomic="true"></div>');
    expect(html).toContain('<div aria-live="assertive" aria-atomic="true"></div>');
    expect(html).not.toMatch(/ style=/);
  });

  it.each(['One two', '', ' Two\r\nlines\n', '<b>&amp;</b>'])(
    'text %j hydrates without a complaint and grows in the node that was sent',
    (text) => {
      const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
      const box = document.createElement('div');
      document.body.append(box);
      box.innerHTML = renderToString(show(text));
      const element = box.querySelector('[data-part="text"]')!;
      let root!: Root;
      act(() => {
        root = hydrateRoot(box, show(text));
      });
      onTestFinished(() => {
        act(() => root.unmount());
        box.remove();
      });
      act(() => root.render(show(`${text} and more`)));
      act(() => root.render(show(`${text} and more and more`, 'complete')));
      expect(box.querySelector('[data-part="text"]')).toBe(element);
      expect(element.textContent).toBe(`${text} and more and more`);
      expect(complain).not.toHaveBeenCalled();
    },
  );
});
