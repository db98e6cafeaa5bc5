import type { DeviceErrorCode } from '#devices/contract'
import type { Advice } from './advice.ts'
import { anyDevice } from './any-device.ts'
import { codeScanner } from './code.ts'
import { documentPrinter } from './document.ts'
import { idCardReader } from './id-card.ts'
import { statusLight } from './light.ts'
import { receiptPrinter } from './receipt.ts'
import { reviewPad } from './review.ts'
import { documentScanner } from './scan.ts'
import { smartCardReader } from './smart-card.ts'

/** What the technician's command says for each code: what happened, and what to do about it. */
export const advice: Readonly<Record<DeviceErrorCode, Advice>> = {
  ...anyDevice,
  ...idCardReader,
  ...receiptPrinter,
  ...documentScanner,
  ...documentPrinter,
  ...reviewPad,
  ...statusLight,
  ...codeScanner,
  ...smartCardReader,
}
