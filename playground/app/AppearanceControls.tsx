import type { ReactElement } from 'react';
import { Choice } from './Choice.tsx';
import { useUrlParam } from './useUrlParam.ts';

const choices = [
  {
    name: 'theme',
    label: 'Theme',
    options: [
      { id: '', title: 'System' },
      { id: 'light', title: 'Light' },
      { id: 'dark', title: 'Dark' },
    ],
  },
  {
    name: 'text',
    label: 'Text',
    options: [
      { id: '', title: 'As it is' },
      { id: 'markdown', title: 'Markdown' },
    ],
  },
  {
    name: 'density',
    label: 'Density',
    options: [
      { id: 'compact', title: 'Compact' },
      { id: '', title: 'Regular' },
      { id: 'comfortable', title: 'Comfortable' },
    ],
  },
  {
    name: 'dir',
    label: 'Direction',
    options: [
      { id: '', title: 'Left to right' },
      { id: 'rtl', title: 'Right to left' },
    ],
  },
] as const;

/** Theme, text, density and direction. */
export function AppearanceControls(): ReactElement {
  return (
    <fieldset className="pg-group">
      <legend>Appearance</legend>
      {choices.map((choice) => (
        <UrlChoice key={choice.name} {...choice} />
      ))}
    </fieldset>
  );
}

function UrlChoice({ name, ...choice }: (typeof choices)[number]): ReactElement {
  const [value = '', setValue] = useUrlParam(name);
  return <Choice {...choice} value={value} onChange={setValue} />;
}
