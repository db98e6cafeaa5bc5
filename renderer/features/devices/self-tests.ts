import { type DeviceKind, testReceipt } from '#devices/contract'
import type { useDevices } from '#renderer/platform'

type Devices = ReturnType<typeof useDevices>

/** 自检: one ordinary operation on one device, to see whether it works. What it reads is thrown away. */
export interface SelfTest {
  /** Key below `devices.test.` of the button, of what to do meanwhile, and of the good news. */
  readonly words: 'card' | 'print' | 'scan' | 'code' | 'smartCard' | 'ask' | 'review' | 'light'
  run(devices: Devices, deviceId: string, signal: AbortSignal): Promise<unknown>
}

const testTimeoutMs = 20_000
/** Long enough to be seen from the counter. */
const lampMs = 700

/** Each lamp in turn, then green: the window is open. */
async function showLamps(devices: Devices, id: string, signal: AbortSignal): Promise<void> {
  for (const colour of ['red', 'yellow', 'green'] as const) {
    await devices.invoke('light:set', { colour }, { id, signal })
    await new Promise((resolve) => setTimeout(resolve, lampMs))
  }
}

/** One entry a kind; a kind without one has no button. */
const selfTests: Partial<Record<DeviceKind, SelfTest>> = {
  'id-card-reader': {
    words: 'card',
    run: (devices, id, signal) =>
      devices.invoke('id-card:read', { timeoutMs: testTimeoutMs }, { id, signal }),
  },
  'receipt-printer': {
    words: 'print',
    run: (devices, id, signal) =>
      devices.invoke('receipt:print', { document: testReceipt(new Date()) }, { id, signal }),
  },
  'document-scanner': {
    words: 'scan',
    run: (devices, id, signal) =>
      devices.invoke('scan:page', { source: 'flatbed', mode: 'gray', dpi: 100 }, { id, signal }),
  },
  'code-scanner': {
    words: 'code',
    run: (devices, id, signal) => devices.invoke('code:read', { timeoutMs: testTimeoutMs }, { id, signal }),
  },
  'smart-card-reader': {
    words: 'smartCard',
    run: (devices, id, signal) =>
      devices.invoke('smart-card:read', { timeoutMs: testTimeoutMs }, { id, signal }),
  },
  'review-pad': {
    words: 'review',
    run: (devices, id, signal) => devices.invoke('review:ask', { timeoutMs: testTimeoutMs }, { id, signal }),
  },
  'status-light': { words: 'light', run: showLamps },
  // Paper for a test is paper wasted: what it says of itself tells enough.
  'document-printer': {
    words: 'ask',
    run: (devices, id, signal) => devices.invoke('document:status', {}, { id, signal }),
  },
}

/** The self test of a kind, or null. */
export function selfTestOf(kind: DeviceKind): SelfTest | null {
  return selfTests[kind] ?? null
}
