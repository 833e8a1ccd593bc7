import { createMessage, createRows, type ScrollStage } from './createScrollStage.tsx';

/** What EXPERIENCE §2 asks of a transcript, each as something that can be watched. */
export interface ScrollCase {
  readonly name: string;
  readonly run: (stage: ScrollStage, expect: Check) => Promise<void>;
}

/** Throws when `actual` is more than 1 px from `wanted`. */
export type Check = (what: string, actual: number, wanted: number) => void;

export const checkPixels: Check = (what, actual, wanted) => {
  if (Math.abs(actual - wanted) > 1) throw new Error(`${what}: ${actual} px instead of ${wanted}`);
};

const answer = (text: string): ReturnType<typeof createMessage> =>
  createMessage('answer', text, { status: 'streaming' });

const key = (name: string): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, bubbles: true });

/** Lets the answer grow for some frames. */
async function grow(stage: ScrollStage, steps = 6): Promise<void> {
  for (let step = 1; step <= steps; step += 1) {
    const text = 'Growing and growing. '.repeat(step * 6);
    await stage.change((rows) => [...rows.filter(({ id }) => id !== 'answer'), answer(text)]);
  }
}

/** Grows the answer and checks that a row stays where it is. */
async function stays(stage: ScrollStage, id: string, check: Check): Promise<void> {
  const before = stage.topOf(id);
  await grow(stage);
  check(`top of ${id} while the answer grows`, stage.topOf(id), before);
}

async function follows(stage: ScrollStage, check: Check): Promise<void> {
  await grow(stage);
  check('distance to the end', stage.toEnd(), 0);
}

function firstVisible(stage: ScrollStage): string {
  const { top } = stage.viewport().getBoundingClientRect();
  const rows = [...stage.viewport().querySelectorAll<HTMLElement>('article')];
  return rows.find((row) => row.getBoundingClientRect().top >= top)!.dataset['messageId']!;
}

export const scrollCases: readonly ScrollCase[] = [
  {
    name: 'opens at the end',
    run: async (stage, check) => check('distance to the end', stage.toEnd(), 0),
  },
  { name: 'follows growth', run: follows },
  {
    name: 'wheel up releases',
    async run(stage, check) {
      await stage.scrollBy(-200);
      await stays(stage, firstVisible(stage), check);
    },
  },
  {
    name: 'PageUp releases',
    async run(stage, check) {
      await stage.scrollBy(-stage.viewport().clientHeight * 0.9, key('PageUp'));
      await stays(stage, firstVisible(stage), check);
    },
  },
  {
    name: 'a trailing wheel down keeps following',
    async run(stage, check) {
      await stage.scrollBy(100);
      await follows(stage, check);
    },
  },
  {
    name: 'a wheel in a nested code block keeps following',
    async run(stage, check) {
      const nested = stage.row('m39').querySelector<HTMLElement>('[data-part="text"]')!;
      nested.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, bubbles: true }));
      await follows(stage, check);
    },
  },
  {
    name: 'a held selection stops movement',
    async run(stage, check) {
      await grow(stage, 1);
      const id = firstVisible(stage);
      const text = stage.row(id).querySelector('[data-part="text"]')!;
      document.getSelection()!.selectAllChildren(text);
      await stage.settle();
      await stays(stage, id, check);
      const held = stage.topOf(id);
      document.getSelection()!.removeAllRanges();
      await stage.settle();
      check('top when the selection ends', stage.topOf(id), held);
    },
  },
  {
    name: 'the composer grows',
    async run(stage, check) {
      const composer = document.querySelector('textarea')!;
      composer.rows = 8;
      await stage.settle();
      check('distance to the end while following', stage.toEnd(), 0);
      await stage.scrollBy(-300);
      const id = firstVisible(stage);
      const before = stage.topOf(id);
      composer.rows = 2;
      await stage.settle();
      check('top of the row while holding', stage.topOf(id), before);
    },
  },
  {
    name: 'prepends 25 rows',
    async run(stage, check) {
      await stage.scrollBy(-1_000);
      const id = firstVisible(stage);
      const before = stage.topOf(id);
      await stage.change((rows) => [...createRows(25, 'old'), ...rows]);
      check('top of the row', stage.topOf(id), before);
    },
  },
  {
    name: 'prepends and grows in one commit',
    async run(stage, check) {
      await grow(stage, 1);
      await stage.scrollBy(-1_000);
      const id = firstVisible(stage);
      const before = stage.topOf(id);
      await stage.change((rows) => [
        ...createRows(25, 'old'),
        ...rows.slice(0, -1),
        answer('Much longer now. '.repeat(40)),
      ]);
      check('top of the row', stage.topOf(id), before);
    },
  },
  {
    name: 'an image above loads late',
    async run(stage, check) {
      await stage.scrollBy(-400);
      const id = firstVisible(stage);
      const before = stage.topOf(id);
      const image = document.createElement('div');
      image.style.blockSize = '180px';
      stage.viewport().querySelector('article')!.append(image);
      await stage.settle();
      check('top of the row', stage.topOf(id), before);
    },
  },
  {
    name: 'with reduced motion nothing glides',
    async run(stage, check) {
      await stage.scrollBy(-400);
      const original = window.matchMedia;
      window.matchMedia = () => ({ matches: true }) as MediaQueryList;
      try {
        document.querySelector<HTMLElement>('[data-part="jump-to-latest"]')!.click();
      } finally {
        window.matchMedia = original;
      }
      check('distance to the end at once', stage.toEnd(), 0);
    },
  },
  {
    name: 'End follows again',
    async run(stage, check) {
      await stage.scrollBy(-600);
      await stage.scrollBy(stage.toEnd(), key('End'));
      await follows(stage, check);
    },
  },
  {
    name: 'the way back keeps the focus',
    async run(stage, check) {
      await stage.scrollBy(-2_000);
      const pill = document.querySelector<HTMLElement>('[data-part="jump-to-latest"]')!;
      pill.focus();
      pill.click();
      await stage.settle();
      check('the viewport has the focus', Number(document.activeElement === stage.viewport()), 1);
      await follows(stage, check);
    },
  },
  {
    name: 'nothing jumps when an answer is complete',
    async run(stage, check) {
      await grow(stage);
      await stage.scrollBy(-150);
      const id = firstVisible(stage);
      const before = stage.topOf(id);
      await stage.change((rows) =>
        rows.map((row) => (row.id === 'answer' ? { ...row, status: 'complete' as const } : row)),
      );
      check('top of the row', stage.topOf(id), before);
    },
  },
  {
    name: 'an id swap moves nothing',
    async run(stage, check) {
      await stage.scrollBy(-300);
      const before = stage.topOf('m35');
      await stage.change((rows) =>
        rows.map((row) => (row.id === 'm35' ? { ...row, id: 'swapped' } : row)),
      );
      check('top of the row', stage.topOf('swapped'), before);
    },
  },
];
