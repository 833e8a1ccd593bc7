import * as ui from 'react-conversation-stream/ui';
import { readFileSync } from 'node:fs';
import type { ComponentType } from 'react';
import { describe, expect, it } from 'vitest';

interface StoryFile {
  readonly default: {
    readonly title: string;
    readonly component?: ComponentType;
    readonly subcomponents?: Readonly<Record<string, ComponentType>>;
    readonly parameters?: { readonly docs?: { readonly description?: { component?: string } } };
  };
}

const files = import.meta.glob<StoryFile>('../../stories/**/*.stories.tsx', { eager: true });
const pages = Object.values(files)
  .map(({ default: meta, ...stories }) => ({ ...meta, demos: Object.keys(stories).length }))
  .filter(({ title }) => /^(Parts|Components)\//u.test(title));

const isComponent = ([name, value]: [string, unknown]): boolean =>
  /^[A-Z]/u.test(name) && (typeof value === 'function' || Object.hasOwn(Object(value), '$$typeof'));

const { Transcript, Actions, Composer, ...others } = ui;
const components = Object.entries({ Transcript, Actions, Composer, '': others }).flatMap(
  ([room, parts]) =>
    Object.entries(parts as Record<string, unknown>)
      .filter(isComponent)
      .map(([name, part]) => [room ? `${room}.${name}` : name, part] as const),
);

describe('the documentation', () => {
  it('shows the chat from the parts as its story plays it', () => {
    const page = readFileSync('stories/docs/Composing.mdx', 'utf8');
    expect(page).toContain(readFileSync('stories/examples/OwnChat.tsx', 'utf8'));
  });

  it.each(components)('has a page for %s', (_, component) => {
    const shown = pages.filter(
      (page) =>
        page.component === component ||
        Object.values(page.subcomponents ?? {}).includes(component as ComponentType),
    );
    expect(shown.map(({ title }) => title)).not.toEqual([]);
  });

  it.each(pages.filter(({ title }) => title.startsWith('Parts/')))(
    'shows $title, how it is put together, and what it says and takes',
    ({ demos, parameters }) => {
      const text = parameters?.docs?.description?.component ?? '';
      expect(demos).toBeGreaterThan(0);
      for (const section of ['Anatomy', 'Data attributes', 'Tokens', 'Props'])
        expect(text).toContain(`### ${section}`);
      expect(text).toMatch(/`--cs-[a-z]/u);
      expect(text).toContain('`data-part`');
    },
  );
});
