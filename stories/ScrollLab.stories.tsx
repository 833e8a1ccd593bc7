import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState, type ReactElement } from 'react';
import {
  createScrollStage,
  type ScrollStage,
  type ScrollStageOptions,
} from './scroll/createScrollStage.tsx';
import { checkPixels, scrollCases } from './scroll/scrollCases.ts';

/**
 * The scroll contract (EXPERIENCE §2), case by case: with the browser's own scroll anchoring off and on, with all
 * rows mounted and with those near the viewport only. Each play function measures to the pixel.
 */
const meta: Meta = { title: 'Scroll lab', parameters: { layout: 'centered' } };
export default meta;

type Story = StoryObj;

const settings: readonly ScrollStageOptions[] = [
  { anchoring: 'none', virtualize: true },
  { anchoring: 'auto', virtualize: true },
  { anchoring: 'auto', virtualize: false },
  // What stays on the page: Safari before 27 has no anchoring.
  { anchoring: 'none', virtualize: false },
];

function createStory(name: string): Story {
  const { run } = scrollCases.find((one) => one.name === name)!;
  let show: (stage: ScrollStage) => void;
  function Lab(): ReactElement {
    const [{ Stage }, setStage] = useState(() => createScrollStage(settings[0]));
    useEffect(() => {
      show = setStage;
    }, []);
    return <Stage />;
  }
  return {
    name,
    render: () => <Lab />,
    play: async () => {
      for (const setting of settings) {
        const stage = createScrollStage(setting);
        show(stage);
        await stage.settle();
        await run(stage, checkPixels);
      }
    },
  };
}

export const OpensAtTheEnd = createStory('opens at the end');
export const FollowsGrowth = createStory('follows growth');
export const WheelUpReleases = createStory('wheel up releases');
export const PageUpReleases = createStory('PageUp releases');
export const TrailingWheelDown = createStory('a trailing wheel down keeps following');
export const NestedWheel = createStory('a wheel in a nested code block keeps following');
export const HeldSelection = createStory('a held selection stops movement');
export const ComposerGrows = createStory('the composer grows');
export const Prepends = createStory('prepends 25 rows');
export const PrependsAndGrows = createStory('prepends and grows in one commit');
export const LateImage = createStory('an image above loads late');
export const ReducedMotion = createStory('with reduced motion nothing glides');
export const EndFollowsAgain = createStory('End follows again');
export const WayBackKeepsFocus = createStory('the way back keeps the focus');
export const NoJumpOnCompletion = createStory('nothing jumps when an answer is complete');
export const IdSwap = createStory('an id swap moves nothing');
