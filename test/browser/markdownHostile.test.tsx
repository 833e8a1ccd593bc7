import { cleanup, render } from '@testing-library/react';
import { Markdown } from 'react-conversation-stream/markdown';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findForeign } from '../markdown/findForeign.ts';
import { hostileTexts, payloads } from '../markdown/payloads.ts';

const foreignRequests: string[] = [];
const executed: string[] = [];

beforeAll(() => {
  // Requests that fail are entries as well.
  const observer = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries())
      if (new URL(name).origin !== location.origin) foreignRequests.push(name);
  });
  observer.observe({ type: 'resource' });
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const)
    window[name] = (() => void executed.push(name)) as never;
  window.addEventListener('message', ({ data }) => {
    if (data === 'executed') executed.push('control');
  });
});
beforeEach(() => {
  foreignRequests.length = 0;
  executed.length = 0;
});
afterEach(cleanup);

/** Two frames and a task: handlers of images that fail run by then. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => setTimeout(resolve));
};

describe('hostile texts in a browser', () => {
  it('run nothing, show nothing that is not on the published list, load nothing', async () => {
    const found: string[] = [];
    for (let at = 0; at < hostileTexts.length; at += 400) {
      const { container, unmount } = render(
        <>
          {hostileTexts.slice(at, at + 400).map((text, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <Markdown key={index}>{text}</Markdown>
          ))}
        </>,
      );
      await settle();
      found.push(...findForeign(container));
      for (const control of container.querySelectorAll<HTMLElement>('pre, input, p'))
        for (const type of ['mouseover', 'focusin', 'pointerdown'])
          control.dispatchEvent(new Event(type, { bubbles: true }));
      unmount();
    }
    expect({ found, executed, foreignRequests }).toEqual({
      found: [],
      executed: [],
      foreignRequests: [],
    });
  }, 120_000);

  it('nor while they arrive', async () => {
    const found: string[] = [];
    const { container, rerender } = render(<Markdown isStreaming>{''}</Markdown>);
    for (const payload of payloads) {
      const step = Math.max(1, Math.ceil(payload.length / 10));
      for (let at = step; at < payload.length + step; at += step)
        rerender(<Markdown isStreaming>{payload.slice(0, at)}</Markdown>);
      found.push(...findForeign(container));
    }
    await settle();
    expect({ found, executed, foreignRequests }).toEqual({
      found: [],
      executed: [],
      foreignRequests: [],
    });
  }, 120_000);

  it('do run and load when their HTML is taken as it is: this test would notice', async () => {
    // In frames that may run scripts and nothing else, for some of them leave the page or close it.
    const frames = payloads
      .filter((payload) => /onerror|onload|<script/iu.test(payload))
      .slice(0, 60)
      .map((payload) => {
        const frame = document.createElement('iframe');
        frame.sandbox.add('allow-scripts');
        const tell = `for (const name of ['alert', 'confirm', 'prompt']) self[name] = () => parent.postMessage('executed', '*');`;
        frame.srcdoc = `<script>${tell}</script>${payload}`;
        document.body.append(frame);
        return frame;
      });
    await expect.poll(() => executed.length, { timeout: 10_000 }).toBeGreaterThan(10);
    const taken = document.createElement('div');
    taken.innerHTML = '<img src="http://control.invalid/pixel.png">';
    document.body.append(taken);
    await expect
      .poll(() => foreignRequests, { timeout: 10_000 })
      .toContain('http://control.invalid/pixel.png');
    console.log(`control: ${executed.length} scripts ran, ${foreignRequests.length} requests left`);
    for (const frame of frames) frame.remove();
    taken.remove();
  }, 30_000);
});
