import type { Decorator } from '@storybook/react-vite';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { Conversation, ConversationProvider } from 'react-conversation-stream';
import { createStage, type Network, type Stage, type StageOptions } from './createStage.ts';

const stages = new WeakMap<HTMLElement, Stage>();

/** The stage a story is played on, for its play function. */
export function getStage(canvasElement: HTMLElement): Stage {
  const stage = stages.get(canvasElement);
  if (!stage) throw new Error('This story has no stage: add the decorator `withStage(…)`.');
  return stage;
}

/** Plays the story on a scripted backend of its own, under the network of the toolbar. */
export const withStage =
  (options: StageOptions = {}): Decorator =>
  (Story, { id, canvasElement, viewMode, globals }) => (
    <StageView
      key={id}
      options={options}
      canvasElement={canvasElement}
      view={viewMode}
      network={globals['network'] as Network}
    >
      <Story />
    </StageView>
  );

interface StageViewProps {
  readonly options: StageOptions;
  readonly canvasElement: HTMLElement;
  readonly view: string;
  readonly network: Network;
  readonly children: ReactNode;
}

function StageView({
  options,
  canvasElement,
  view,
  network,
  children,
}: StageViewProps): ReactElement {
  const [stage] = useState(() => createStage(options));
  stages.set(canvasElement, stage);
  // Not at once: `online` is what a stage begins with, and `prepare` may have said otherwise.
  const shown = useRef<Network>('online');
  useEffect(() => {
    if (network !== shown.current) stage.setNetwork(network);
    shown.current = network;
  }, [stage, network]);
  useEffect(() => () => stage.dispose(), [stage]);
  return (
    <ConversationProvider client={stage.client}>
      <Conversation id={stage.id}>
        <div className="stage" data-view={view}>
          {children}
        </div>
      </Conversation>
    </ConversationProvider>
  );
}
