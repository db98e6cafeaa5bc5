/*
 * 哈希链: every step carries the digest of the one before it, the first that of where the chain begins. Whoever holds the digest of
 * the last step (the head) has them all: no step can be changed, left out, exchanged or put between without a head that
 * differs.
 *
 *   genesis ──▶ step 1 ──▶ step 2 ──▶ … ──▶ step n ──▶ head
 *   kind, origin,  previous = digest of what is to the left
 *   steps of before
 */

/** One step, as it is digested: who did what, when, at which terminal. */
export interface ChainStep {
  /** Place within the chain, from 1. */
  readonly sequence: number
  readonly at: string
  readonly operatorId: string
  /** `siteCode/terminalId`. */
  readonly terminal: string
  readonly action: string
  /** What it was done to. */
  readonly detail?: string | undefined
  /** Digest of the step before. */
  readonly previous: string
}

/** What is wrong with a chain, and at which step of it. */
export interface ChainFault {
  readonly kind: 'origin' | 'gap' | 'edited'
  readonly at: number
}

async function digestOfText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Digest of a step. The fields stand in an array, so that neither the order of an object's keys nor a key more decides what is
 * digested.
 */
export function digestOf(step: ChainStep): Promise<string> {
  const { sequence, at, operatorId, terminal, action, detail, previous } = step
  return digestOfText(
    JSON.stringify(['yichuang-step/1', sequence, at, operatorId, terminal, action, detail ?? null, previous]),
  )
}

/**
 * Digest of where a chain begins: what it is of, and what was there before it, which is held by it from then on.
 * @param before the steps of before the chain, each as an array of its fields
 */
export function genesisOf(
  kind: 'intake' | 'terminal',
  origin: string,
  before: readonly (readonly (string | null)[])[] = [],
): Promise<string> {
  return digestOfText(JSON.stringify(['yichuang-chain/1', kind, origin, before]))
}

/**
 * Looks at every link. A step that was changed is told at the step after it, whose `previous` does not fit any more;
 * a changed last step is told by the head alone, which the caller has to compare.
 * @param genesis digest of what is before the first step
 * @param first sequence that the first step must have
 */
export async function checkLinks(
  steps: readonly ChainStep[],
  genesis: string,
  first = 1,
): Promise<{ readonly faults: readonly ChainFault[]; readonly head: string }> {
  const faults: ChainFault[] = []
  let head = genesis
  let expected = first
  for (const [index, step] of steps.entries()) {
    if (step.sequence !== expected) faults.push({ kind: 'gap', at: step.sequence })
    if (step.previous !== head) faults.push({ kind: index === 0 ? 'origin' : 'edited', at: step.sequence })
    head = await digestOf(step)
    expected = step.sequence + 1
  }
  return { faults, head }
}
