/** What a scanner's stream was cut into. */
export type CodeFrame =
  | { readonly type: 'code'; readonly bytes: Uint8Array; readonly symbology: string | null }
  /** More bytes than any code has, all of them dropped. */
  | { readonly type: 'too-long'; readonly length: number }
  /** It began and had no end, or its report says what cannot be. */
  | { readonly type: 'incomplete'; readonly length: number }

/** Cuts what comes from a scanner into codes. Pure: time is told to it by {@link CodeSplitter.silence}. */
export interface CodeSplitter {
  /** What is complete now. */
  push(chunk: Uint8Array): CodeFrame[]
  /** Nothing has come for {@link idleMs}. */
  silence(): CodeFrame[]
  /** How long nothing must come before it matters; read anew after each chunk. */
  readonly idleMs: number
  /** Something has begun that has not ended. */
  readonly isOpen: boolean
}
