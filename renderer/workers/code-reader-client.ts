import { transfer, wrap } from 'comlink'

/** A code in a picture: its bytes as they are encoded, whatever they mean, and its AIM symbology identifier. */
export interface SeenCode {
  readonly bytes: Uint8Array
  readonly symbology: string
}

/** The worker's end. */
export interface CodeReading {
  read(frame: ImageBitmap): Promise<SeenCode[]>
}

/** The page's end of the worker that looks for codes in pictures of a camera. */
export interface CodeReader {
  /** All codes in the picture, which is given away. */
  readonly read: (frame: ImageBitmap) => Promise<SeenCode[]>
  /** Ends the worker and what it was doing. */
  readonly close: () => void
}

/** Starts the worker: it brings a reader of a megabyte, and is there only while a camera looks for a code. */
export function connectCodeReader(): CodeReader {
  // Written in one: so Vite finds the worker.
  const worker = new Worker(new URL('./code-reader.worker.ts', import.meta.url), {
    type: 'module',
    name: 'code-reader',
  })
  const remote = wrap<CodeReading>(worker)
  return {
    read: (frame) => remote.read(transfer(frame, [frame])),
    close: () => worker.terminate(),
  }
}
