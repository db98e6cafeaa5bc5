import { again, final } from './facts.ts'

/** A4 打印机. */
export const documentPrinter = {
  /** The printer takes no PDF; IPP Everywhere does not demand it. */
  'document.no-pdf': final,
  /** The printer has no A4 paper among its media. */
  'document.no-a4': final,
  /** The printer or its queue takes no jobs at present. */
  'document.not-accepting': again,
  /** The printer wants a name and a password, or refuses this machine. */
  'document.access-denied': final,
  /** The printer refused the job. */
  'document.refused': again,
  /** The printer gave the job up; what came out may be incomplete. */
  'document.aborted': again,
  /** The job was cancelled at the printer or by the print service; what came out may be incomplete. */
  'document.cancelled-at-printer': again,
  /** Nobody mended what held the printer up; the job was taken back, so that it does not come out later. */
  'document.held-up-too-long': again,
  /** The document was sent, then the printer could not be asked any more: nobody can say whether it printed. */
  'document.outcome-unknown': again,
} as const
