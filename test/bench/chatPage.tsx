import { Profiler } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterFrame } from './afterFrame.ts';
import { AiSdkPlainScreen, AiSdkScreen } from './chats/AiSdkScreen.tsx';
import { appendDeltas } from './chats/appendDeltas.ts';
import { createDeltaFeed } from './chats/deltaFeed.ts';
import { FloorScreen } from './chats/FloorScreen.tsx';
import { OurScreen } from './chats/OurScreen.tsx';
import { OurSinkScreen } from './chats/OurSinkScreen.tsx';
import { OurTranscriptScreen } from './chats/OurTranscriptScreen.tsx';
import { renders } from './chats/Row.tsx';
import type { Screen } from './chats/screen.ts';
import { TanstackAiScreen } from './chats/TanstackAiScreen.tsx';
import { answerId, createPlainMessage } from './messages.ts';

/* Runs in the page: one chat per page, whose answer streams as the bench says. */
const screens: Readonly<Record<string, Screen>> = {
  floor: FloorScreen,
  'ours, plain rows': OurScreen,
  'ours, text sink in plain rows': OurSinkScreen,
  'ours, ChatTranscript': OurTranscriptScreen,
  'AI SDK': AiSdkScreen,
  'AI SDK, plain rows': AiSdkPlainScreen,
  'TanStack AI': TanstackAiScreen,
};

const delta = ' word';
let deltas = createDeltaFeed();
let root: Root;
let said = 0;
let commits = 0;

function push(): void {
  deltas.push(delta);
  said += 1;
}

const nextFrame = (): Promise<number> => new Promise(requestAnimationFrame);

/** Resolves in the first frame in which it is true. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await nextFrame();
}

/** Where the answer is shown: the text of the last row, the kit's or a plain one. */
function findLastText(): Element | undefined {
  return [...document.querySelectorAll('main [data-part="text"], main p')].at(-1);
}

const isAllShown = (): boolean => findLastText()?.textContent === delta.repeat(said);

/** How long the last delta waited for its paint. */
export interface PaintDelay {
  /** Frames painted until it was to be seen, that one included. */
  readonly frames: number;
  /** Milliseconds. */
  readonly time: number;
}

export interface ChatPage {
  /** Mounts the chat, and waits until its answer has begun and the page is calm. */
  start(name: string, length: number): Promise<void>;
  /** Takes the chat away and leaves what it shows: from now on deltas are appended there by hand. */
  freeze(): void;
  /** Pushes so many deltas in each frame, and waits until all are in the DOM. */
  stream(count: number, perFrame: number): Promise<StreamCounts>;
  /** Pushes deltas at a rate per second, between frames as a network does. */
  pour(count: number, rate: number): Promise<PaintDelay>;
}

/** What happened while deltas streamed. */
export interface StreamCounts {
  /** Since the button was pressed: what begins the answer included. */
  readonly commits: number;
  /** Renders of rows that stayed what they were, while deltas came. */
  readonly idleRenders: number;
}

async function start(name: string, length: number): Promise<void> {
  const Shown = screens[name]!;
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(
    <Profiler id="chat" onRender={() => (commits += 1)}>
      <Shown length={length} deltas={deltas} />
    </Profiler>,
  );
  await until(() => findLastText()?.textContent === createPlainMessage(length - 1).text);
  commits = 0;
  document.querySelector<HTMLButtonElement>('body > div > button')!.click();
  push();
  await until(isAllShown);
}

function freeze(): void {
  const shown = document.querySelector('main')!.cloneNode(true);
  root.unmount();
  document.body.prepend(shown);
  deltas = createDeltaFeed();
  void appendDeltas(findLastText()!.firstChild as Text, deltas);
}

async function stream(count: number, perFrame: number): Promise<StreamCounts> {
  renders.clear();
  for (let left = count; left > 0; left -= perFrame) {
    await afterFrame();
    for (let pushed = 0; pushed < Math.min(perFrame, left); pushed += 1) push();
  }
  await until(isAllShown);
  const idleRenders = [...renders].reduce(
    (sum, [id, times]) => sum + (id === answerId ? 0 : times),
    0,
  );
  return { commits, idleRenders };
}

async function pour(count: number, rate: number): Promise<PaintDelay> {
  const start = performance.now();
  let pushed = 0;
  while (pushed < count) {
    await new Promise((resolve) => setTimeout(resolve));
    const due = Math.min(count, ((performance.now() - start) * rate) / 1_000);
    for (; pushed < due; pushed += 1) push();
  }
  const last = performance.now();
  for (let frames = 1; ; frames += 1) {
    await afterFrame();
    if (isAllShown()) return { frames, time: performance.now() - last };
  }
}

declare global {
  interface Window {
    chatPage: ChatPage;
  }
}

window.chatPage = { start, freeze, stream, pour };
