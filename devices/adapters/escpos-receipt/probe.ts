import type { ProbeQuestion } from '../probe-question.ts'
import { encodeStatusQuestion, PrinterReplyScanner } from './status.ts'

/** 凭条打印机: asks for the printer's state, which prints nothing (devices.md C1, C4). */
export const escposProbe: ProbeQuestion = {
  name: '凭条打印机（ESC/POS）',
  entry: { kind: 'receipt-printer', adapter: 'escpos' },
  baudRates: [115_200, 19_200, 9600],
  request: encodeStatusQuestion(1),
  waitMs: 500,
  // An answer is one byte; more than that is somebody else talking.
  recognises: (bytes) =>
    bytes.length === 1 && new PrinterReplyScanner().push(bytes).some(({ type }) => type === 'answer'),
}
