/** Why a draft could not change places, as a key of `transfer.problems`. */
export type TransferProblem =
  | 'offline'
  | 'takeOffline'
  | 'wrong'
  | 'unknown'
  | 'expired'
  | 'taken'
  | 'claimed'
  | 'damaged'
  | 'large'
  | 'limit'
  | 'failed'

const known: Readonly<Record<string, TransferProblem>> = {
  'transfer-code-wrong': 'wrong',
  'transfer-damaged': 'damaged',
  'transfer-claimed': 'claimed',
  'hub.transfer-unknown': 'unknown',
  'hub.transfer-expired': 'expired',
  'hub.transfer-taken': 'taken',
  'hub.transfer-limit': 'limit',
  'hub.too-large': 'large',
}

/** The sentence for an outcome's code: no answer, or none of ours, is the line's fault. */
export function transferProblem(code: string, taking: boolean): TransferProblem {
  if (Object.hasOwn(known, code)) return known[code] as TransferProblem
  if (code === 'failed') return 'failed'
  return taking ? 'takeOffline' : 'offline'
}
