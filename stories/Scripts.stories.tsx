import type { Meta, StoryObj } from '@storybook/react-vite';
import { MarkdownText } from 'react-conversation-stream/markdown';
import { ChatTranscript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { shownMessage } from './stage/shownMessage.ts';

/** Texts of the world, and texts that are too wide for a column. Each block has the direction of its own text. */
const meta = {
  title: 'Scripts',
  component: ChatTranscript,
  args: { components: { Text: MarkdownText } },
  decorators: [
    (Story) => (
      <div className="stage" data-size="phone">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ChatTranscript>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A question of one's own and an answer. */
const pair = (question: string, answer: string, name: string) => [
  shownMessage('1', { role: 'user', text: question }),
  shownMessage('2', { text: answer, author: { id: 'a', name, kind: 'human' } }),
];

function expectNoSidewaysScroll(canvasElement: HTMLElement): void {
  const viewport = canvasElement.querySelector('[data-part="viewport"]')!;
  for (const box of [document.documentElement, viewport])
    void expect(box.scrollWidth).toBe(box.clientWidth);
}

const play: Story['play'] = ({ canvasElement }) => expectNoSidewaysScroll(canvasElement);

/** Right to left, with code, which is not. */
export const ArabicAndCode: Story = {
  args: {
    messages: pair(
      'كيف أشغّل البرنامج؟',
      `# التشغيل

اكتب \`npm start -- --port=3000\` ثم افتح العنوان.

1. ثبّت الحزم بالأمر \`npm ci\`.
2. انتظر حتى تظهر كلمة ready!

> In English: it takes a minute.

\`\`\`sh
npm start -- --port=3000  # المنفذ
\`\`\`

| الأمر | المعنى |
| --- | --- |
| \`npm test\` | الاختبارات |`,
      'ليلى',
    ),
  },
  play: async ({ canvas, canvasElement }) => {
    expectNoSidewaysScroll(canvasElement);
    const code = canvas.getByText('npm start -- --port=3000');
    await expect(getComputedStyle(code).direction).toBe('ltr');
  },
};

/** Hebrew and English in one line, and a name that would turn the line around it. */
export const HebrewAndEnglish: Story = {
  args: {
    messages: pair(
      'מתי ה-check-in? (2 אנשים)',
      'ה-check-in נפתח ב-15:00, ו-*late check-in* אפשרי עד 23:30.\n\nThe code is `#4711*`.',
      'דנה (Front desk)',
    ),
  },
  play,
};

/** No spaces to break at. */
export const Cjk: Story = {
  args: {
    messages: pair(
      '最終便は何時に出ますか？荷物が多いのですが、桟橋まで車で行けますか？',
      `**最終便**は十八時四十分に出ます。桟橋の手前まで車で入れますので、荷物が多くても大丈夫です。

请在出发前十分钟到达码头，并出示您的船票。如果错过了最后一班船，岛上的旅馆还有空房。

마지막 배는 오후 여섯 시 사십 분에 출발합니다. 표는 선착장에서도 살 수 있습니다.`,
      '渡辺',
    ),
  },
  play,
};

/** One character to a reader, many to a program. */
export const Emoji: Story = {
  args: {
    messages: pair(
      '👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈👍🏽🇵🇹',
      `Families: ${'👨‍👩‍👧‍👦'.repeat(40)}\n\nFlags: ${'🇵🇹🇯🇵🇪🇬'.repeat(20)}\n\nSkin: 👋🏻👋🏼👋🏽👋🏾👋🏿`,
      '👩🏽‍🍳 Inês',
    ),
  },
  play,
};

/** Four hundred letters without a place to break. */
export const LongWords: Story = {
  args: {
    messages: pair(
      'w'.repeat(400),
      `# ${'Heading'.repeat(30)}

${'Donaudampfschifffahrtsgesellschaft'.repeat(12)}

https://example.com/${'a-very-long-path/'.repeat(24)}

- \`${'identifier'.repeat(40)}\``,
      'Name'.repeat(40),
    ),
  },
  play,
};

/** What is wide scrolls in itself, by keyboard as well; the page does not. */
export const WideTables: Story = {
  args: {
    messages: pair(
      'Compare them, please.',
      `| Room ${'| Column '.repeat(14)}|
|${'---|'.repeat(15)}
${`| Seven ${'| a cell with text '.repeat(14)}|\n`.repeat(3)}
\`\`\`ts
const line = '${'a line of code that does not end, '.repeat(8)}';
\`\`\``,
      'Marlowe',
    ),
  },
  play: async ({ canvas, canvasElement }) => {
    expectNoSidewaysScroll(canvasElement);
    const table = canvas.getByRole('region', { name: 'Table' });
    await expect(table.scrollWidth).toBeGreaterThan(table.clientWidth);
    table.focus();
    await expect(table).toHaveFocus();
  },
};
