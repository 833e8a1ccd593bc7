import type { ReactElement } from 'react';
import type { Backend } from './backends/backend.ts';
import { Choice } from './Choice.tsx';
import { useTextFormat } from './useTextFormat.ts';
import { useUrlParam } from './useUrlParam.ts';

const formats = [
  { id: 'plain', title: 'As it is' },
  { id: 'markdown', title: 'Markdown' },
];

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

/** Theme, density, direction, and how texts are shown. */
export function AppearanceControls({ backend }: { readonly backend: Backend }): ReactElement {
  const [format, setFormat] = useTextFormat(backend);
  return (
    <fieldset className="pg-group">
      <legend>Appearance</legend>
      {choices.map((choice) => (
        <UrlChoice key={choice.name} {...choice} />
      ))}
      <Choice label="Text" options={formats} value={format} onChange={setFormat} />
    </fieldset>
  );
}

function UrlChoice({ name, ...choice }: (typeof choices)[number]): ReactElement {
  const [value = '', setValue] = useUrlParam(name);
  return <Choice {...choice} value={value} onChange={setValue} />;
}
