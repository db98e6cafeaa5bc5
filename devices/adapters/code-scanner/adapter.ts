import type { ByteTransport } from '#devices/transports'
import type { DeviceConfigOf } from '#devices/contract'
import type { AdapterContext, DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { openTracedLink } from '../traced-link.ts'
import { HidReports } from './hid-reports.ts'
import { OpenCodeScanner } from './open-scanner.ts'
import { SerialSplitter } from './serial-splitter.ts'

/** More than the longest gap within a code on a slow line, less than between two pulls of a trigger (devices.md B1). */
const defaultIdleMs = 50

/** Honeywell's serial trigger: SYN T CR on, SYN U CR off (devices.md B1). */
const honeywellTrigger = { on: Uint8Array.of(0x16, 0x54, 0x0d), off: Uint8Array.of(0x16, 0x55, 0x0d) }

/** 扫码器 on a serial line or behind a serial server. */
export const codeSerialAdapter: DeviceAdapter<'code-serial'> = {
  name: 'code-serial',
  kind: 'code-scanner',
  async open(config, context, signal) {
    const { suffix = 'auto', idleMs = defaultIdleMs, trigger = 'none', ...reading } = config.options ?? {}
    const habits = {
      ...reading,
      detail: `suffix ${suffix}`,
      splitter: new SerialSplitter(suffix, idleMs),
      trigger: trigger === 'honeywell' ? honeywellTrigger : undefined,
    }
    return new OpenCodeScanner(await openTracedLink(config.transport, context, signal), habits, context)
  },
}

/** 扫码器 on USB HID point of sale (usage page 8C). */
export const codeHidAdapter: DeviceAdapter<'code-hid'> = {
  name: 'code-hid',
  kind: 'code-scanner',
  async open(config, context, signal) {
    return hearHidScanner(await openTracedLink(config.transport, context, signal), config.options, context)
  },
}

/** The scanner at the other end of a link that hands on whole reports. */
export function hearHidScanner(
  link: ByteTransport,
  options: DeviceConfigOf<'code-hid'>['options'],
  context: AdapterContext,
): OpenDevice {
  const { layout = 'auto', encoding } = options ?? {}
  const habits = { detail: `HID POS, layout ${layout}`, splitter: new HidReports(layout), encoding }
  return new OpenCodeScanner(link, habits, context)
}
