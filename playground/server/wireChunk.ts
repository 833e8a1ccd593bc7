import {
  createFrameEncoder,
  type CutPlace,
  type Ending,
  type Eol,
  type SseFrame,
} from './sseFrame.ts';

/** Bytes that are written together, and what happens after them. */
export interface WireChunk {
  readonly bytes: Buffer;
  readonly isKeepAlive: boolean;
  readonly fill?: number | undefined;
  readonly ending?: Ending | undefined;
}

/** Turns frames into chunks: usually one per frame, two where a frame is cut, one for frames that are joined. */
export function createChunker(eol: Eol): (frames: readonly SseFrame[]) => readonly WireChunk[] {
  const encode = createFrameEncoder(eol);
  return (frames) => {
    const chunks: WireChunk[] = [];
    let joined = '';
    for (const frame of frames) {
      const text = joined + encode(frame);
      joined = frame.isJoined ? text : '';
      if (!frame.isJoined) chunks.push(...toChunks(frame, Buffer.from(text)));
    }
    return chunks;
  };
}

function toChunks(frame: SseFrame, bytes: Buffer): readonly WireChunk[] {
  const isKeepAlive = frame.kind === 'keep-alive';
  const whole: WireChunk = { bytes, isKeepAlive, fill: frame.fill, ending: frame.ending };
  if (!frame.cut) return [whole];
  const at = findCut(bytes, frame.cut.inside);
  return [
    { bytes: bytes.subarray(0, at), isKeepAlive, ending: frame.cut.ending },
    { ...whole, bytes: bytes.subarray(at) },
  ];
}

function findCut(bytes: Buffer, inside: CutPlace): number {
  const data = bytes.indexOf('data: ');
  switch (inside) {
    case 'field-name':
      return data + 2;
    case 'json':
      return data + 6 + Math.floor((bytes.length - data - 6) / 2);
    case 'utf8':
      return bytes.findIndex((byte) => byte >= 0xc0) + 1;
    case 'crlf':
      return bytes.indexOf('\r\n', data) + 1;
  }
}
