import { cleanup, render } from '@testing-library/react';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, it } from 'vitest';
import { createScrollStage } from '../../../stories/scroll/createScrollStage.tsx';
import { checkPixels, scrollCases } from '../../../stories/scroll/scrollCases.ts';

afterEach(cleanup);

describe.each(['auto', 'none'] as const)('with scroll anchoring %s', (anchoring) => {
  it.each(scrollCases)('$name', async ({ run }) => {
    const stage = createScrollStage({ anchoring });
    render(<stage.Stage />);
    await stage.settle();
    await run(stage, checkPixels);
  });
});
