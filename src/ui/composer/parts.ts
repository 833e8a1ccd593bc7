export { Attach } from './Attach.tsx';
export { Files } from './Files.tsx';
export { Input } from './Input.tsx';
export { Root } from './Root.tsx';
export { Send } from './Send.tsx';
export { Stop } from './Stop.tsx';
