import { cleanup, render } from '@testing-library/react';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, it } from 'vitest';
import { createScrollStage } from '../../../stories/scroll/createScrollStage.tsx';
import { checkPixels, scrollCases } from '../../../stories/scroll/scrollCases.ts';

afterEach(cleanup);

for (const virtualize of [false, true]) {
  for (const anchoring of ['auto', 'none'] as const) {
    describe(`windowed: ${virtualize}, scroll anchoring: ${anchoring}`, () => {
      it.each(scrollCases)('$name', async ({ run }) => {
        const stage = createScrollStage({ anchoring, virtualize });
        render(<stage.Stage />);
        await stage.settle();
        await run(stage, checkPixels);
      });
    });
  }
}
