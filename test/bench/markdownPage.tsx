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

/** Milliseconds per update in each tenth of an answer that arrives in steps. */
function timeMarkdown(renderer: string, length: number, step: number): number[] {
  const answer = createAnswer(length);
  const show = renderers[renderer]!;
  const element = document.body.appendChild(document.createElement('main'));
  const root = createRoot(element);
  const updates = Math.floor(length / step);
  const perTenth = Math.floor(updates / 10);
  const tenths: number[] = [];
  let at = 0;
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const start = performance.now();
    for (let update = 0; update < perTenth; update += 1) {
      at += step;
      flushSync(() => root.render(show(answer.slice(0, at))));
    }
    tenths.push((performance.now() - start) / perTenth);
  }
  root.unmount();
  element.remove();
  return tenths;
}

window.timeMarkdown = timeMarkdown;
