export { Actions as Root } from './Actions.tsx';
export { Copy } from './Copy.tsx';
export { Edit } from './Edit.tsx';
export { Regenerate } from './Regenerate.tsx';
export { Retry } from './Retry.tsx';
