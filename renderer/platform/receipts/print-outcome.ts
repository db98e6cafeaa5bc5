import type { PrintOutcome } from '#devices/contract'

/**
 * How a print ended, as it may be told. `printed` only when the printer itself, asked afterwards, reports nothing
 * that would make the paper incomplete: handing over the bytes proves nothing.
 */
export type PrintVerdict =
  { readonly kind: 'printed'; readonly paperLow: boolean } | { readonly kind: 'doubtful' }

/** Judges the printer's own word after the cut. */
export function printVerdict(outcome: PrintOutcome): PrintVerdict {
  const { after } = outcome
  const fine = after.online && after.error === null && after.paper !== 'out' && after.cover === 'closed'
  return fine ? { kind: 'printed', paperLow: after.paper === 'nearEnd' } : { kind: 'doubtful' }
}
