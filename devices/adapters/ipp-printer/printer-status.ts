import { DeviceError, type DocumentPrinterStatus } from '#devices/contract'
import type { DeviceCondition } from '../device-adapter.ts'
import { booleanOf, groupOf, numberOf, stringsOf, valuesOf } from './lookup.ts'
import { mostUrgent, readReason } from './reasons.ts'
import { type IppMessage, groupTags } from './values.ts'

const states = { 3: 'idle', 4: 'processing', 5: 'stopped' } as const

/** What a printer told of itself. */
export interface PrinterFacts {
  readonly status: DocumentPrinterStatus
  readonly operations: readonly number[]
  /**
   * Whether a finished job means paper. A queue of CUPS knows that where its backend speaks IPP and waits for the printer;
   * over USB or a socket it only knows that the bytes are gone.
   */
  readonly knowsPaper: boolean
}

/** Reads the answer to Get-Printer-Attributes. @throws DeviceError `device.protocol` if it says no state */
export function readPrinter(answer: IppMessage): PrinterFacts {
  const group = groupOf(answer, groupTags.printer)
  const state = states[numberOf(group, 'printer-state') as keyof typeof states] as
    (typeof states)[keyof typeof states] | undefined
  if (state === undefined) throw new DeviceError('device.protocol', 'a printer without printer-state')
  const isQueue = valuesOf(group, 'cups-version').length > 0
  const backend = stringsOf(group, 'device-uri')[0] ?? ''
  return {
    status: {
      state,
      acceptingJobs: booleanOf(group, 'printer-is-accepting-jobs') ?? true,
      reasons: stringsOf(group, 'printer-state-reasons')
        .filter((keyword) => keyword !== 'none')
        .map(readReason),
      capabilities: {
        model: stringsOf(group, 'printer-make-and-model')[0] ?? '',
        formats: stringsOf(group, 'document-format-supported'),
        color: booleanOf(group, 'color-supported') ?? false,
        sides: stringsOf(group, 'sides-supported'),
        media: stringsOf(group, 'media-supported'),
        isQueue,
      },
    },
    operations: valuesOf(group, 'operations-supported').flatMap((value) =>
      value.type === 'enum' ? [value.value] : [],
    ),
    knowsPaper: !isQueue || /^(ipps?|dnssd|implicitclass):/.test(backend),
  }
}

/** What the hall has to see to, for the device's state. */
export function toCondition(status: DocumentPrinterStatus): DeviceCondition {
  const reason = mostUrgent(status.reasons)
  if (reason !== null) {
    const worst = status.reasons.some(
      ({ attention, severity }) => attention === reason && severity === 'error',
    )
    return { ok: false, reason, usable: status.acceptingJobs && status.state !== 'stopped' && !worst }
  }
  if (status.state === 'stopped') return { ok: false, reason: 'service-needed', usable: false }
  if (!status.acceptingJobs) return { ok: false, reason: 'paused', usable: false }
  return { ok: true }
}
