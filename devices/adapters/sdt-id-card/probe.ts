import type { ProbeQuestion } from '../probe-question.ts'
import { SdtFrameScanner } from './framing.ts'
import { readerBaudRates } from './line-speed.ts'
import { canAnswer, sdtCommands } from './protocol.ts'

/** 身份证阅读机: asks the security module for its health, at the speeds readers are shipped with (devices.md A1). */
export const sdtProbe: ProbeQuestion = {
  name: '身份证阅读机（SDT 协议）',
  entry: { kind: 'id-card-reader', adapter: 'sdt' },
  baudRates: readerBaudRates,
  request: sdtCommands.samStatus.request,
  waitMs: 700,
  recognises: (bytes) =>
    new SdtFrameScanner()
      .push(bytes)
      .some((found) => found.type === 'frame' && canAnswer(sdtCommands.samStatus, found)),
}
