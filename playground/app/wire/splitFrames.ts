/** Cuts the text of an event stream, as it comes in pieces, into its blocks. For the eye: the kit has a real parser. */
export function createFrameSplitter(onFrame: (frame: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split(/\r\n\r\n|\n\n|\r\r/);
    // A line without an end must not fill the memory of the page.
    rest = (blocks.pop() ?? '').slice(-maxRest);
    for (const block of blocks) if (block !== '') onFrame(block);
  };
}

const maxRest = 65_536;
