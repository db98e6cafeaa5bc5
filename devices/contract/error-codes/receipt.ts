import { again, final } from './facts.ts'

/** 凭条打印机. */
export const receiptPrinter = {
  /** Nothing was printed: there was no paper to begin with. */
  'receipt.paper-out': again,
  /** Paper ended while printing: what came out is incomplete. */
  'receipt.paper-out-while-printing': again,
  /** Nothing was printed: the cover is open. */
  'receipt.cover-open': again,
  /** The cover was opened while printing: what came out is incomplete. */
  'receipt.cover-open-while-printing': again,
  /** The cutter is stuck. */
  'receipt.cutter': again,
  /** The print head is too hot; it recovers by itself. */
  'receipt.overheated': again,
  /** The printer reports a fault that only service can clear. */
  'receipt.unrecoverable': final,
  /** The printer says offline and gives no further reason. */
  'receipt.offline': again,
  /** The bytes were sent, the printer then stopped answering: nobody can say whether it printed. */
  'receipt.outcome-unknown': again,
} as const
