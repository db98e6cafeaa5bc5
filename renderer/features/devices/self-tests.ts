import type { DeviceKind, ReceiptDocument } from '#devices/contract'
import type { useDevices } from '#renderer/platform'

type Devices = ReturnType<typeof useDevices>

/** 自检: one ordinary operation on one device, to see whether it works. What it reads is thrown away. */
export interface SelfTest {
  /** Key below `devices.test.` of the button, of what to do meanwhile, and of the good news. */
  readonly words: 'card' | 'print' | 'scan'
  run(devices: Devices, deviceId: string, signal: AbortSignal): Promise<unknown>
}

const cardTimeoutMs = 20_000

/** One entry a kind; a kind without one has no button. */
const selfTests: Partial<Record<DeviceKind, SelfTest>> = {
  'id-card-reader': {
    words: 'card',
    run: (devices, id, signal) =>
      devices.invoke('id-card:read', { timeoutMs: cardTimeoutMs }, { id, signal }),
  },
  'receipt-printer': {
    words: 'print',
    run: (devices, id, signal) => devices.invoke('receipt:print', { document: testPage() }, { id, signal }),
  },
  'document-scanner': {
    words: 'scan',
    run: (devices, id, signal) =>
      devices.invoke('scan:page', { source: 'flatbed', mode: 'gray', dpi: 100 }, { id, signal }),
  },
}

/** The self test of a kind, or null. */
export function selfTestOf(kind: DeviceKind): SelfTest | null {
  return selfTests[kind] ?? null
}

/** Sizes, weights, a rare character that is printed as a picture, and a QR code. */
function testPage(): ReceiptDocument {
  return {
    blocks: [
      { type: 'text', text: '打印机测试', align: 'center', size: 'large', bold: true },
      { type: 'pair', label: '时间', value: new Date().toLocaleString('zh-CN', { hour12: false }) },
      { type: 'pair', label: '生僻字', value: '𬭊 𫘧 𠮷' },
      { type: 'rule', style: 'dashed' },
      { type: 'qr', data: 'https://example.invalid/print-test' },
      { type: 'text', text: '以上完整清晰，就是好的。', align: 'center' },
    ],
  }
}
