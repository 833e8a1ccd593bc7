import type { ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Markdown } from 'react-conversation-stream/markdown';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Streamdown } from 'streamdown';
import { createAnswer } from './markdownAnswer.ts';

/* Runs in the page. Each renderer as its documentation shows it. */
const plugins = [remarkGfm];
const renderers: Readonly<Record<string, (text: string) => ReactElement>> = {
  ours: (text) => <Markdown isStreaming>{text}</Markdown>,
  streamdown: (text) => <Streamdown>{text}</Streamdown>,
  'react-markdown': (text) => <ReactMarkdown remarkPlugins={plugins}>{text}</ReactMarkdown>,
};

declare global {
  interface Window {
    timeMarkdown: typeof timeMarkdown;
  }
}

/**
 * Milliseconds per update in each tenth of an answer that arrives in steps. Of each tenth at most its last
 * `sampled` updates are made: the slowest renderers would take minutes for all.
 */
function timeMarkdown(renderer: string, length: number, step: number, sampled: number): number[] {
  const answer = createAnswer(length);
  const show = renderers[renderer]!;
  const element = document.body.appendChild(document.createElement('main'));
  const root = createRoot(element);
  const update = (at: number): void => flushSync(() => root.render(show(answer.slice(0, at))));
  const tenths: number[] = [];
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    const end = (length / 10) * tenth;
    const updates = Math.min(sampled, Math.floor(length / step / 10));
    update(end - updates * step);
    const start = performance.now();
    for (let left = updates - 1; left >= 0; left -= 1) update(end - left * step);
    tenths.push((performance.now() - start) / updates);
  }
  root.unmount();
  element.remove();
  return tenths;
}

window.timeMarkdown = timeMarkdown;
