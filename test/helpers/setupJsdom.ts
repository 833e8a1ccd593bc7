import { configure } from '@testing-library/react';
import '@testing-library/jest-dom/vitest';

/* What is announced stands in the page twice. */
configure({ defaultIgnore: 'script, style, [aria-live]' });
