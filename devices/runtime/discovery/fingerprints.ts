/** What a USB id says of the device that bears it. Data with its source; adding a device is adding a line. */
export interface Fingerprint {
  readonly vendorId: number
  readonly productId: number
  readonly name: string
  /**
   * `certain`: this id is this device. `likely`: this id is mostly this device. `converter`: a plug that anything may
   * hang behind; only asking tells (`probe`).
   */
  readonly confidence: 'certain' | 'likely' | 'converter'
  /** The entry of `terminal.yaml` without its id; `transport` is where it was found if absent. Absent where nothing drives it. */
  readonly entry?: Readonly<Record<string, unknown>>
  readonly source: string
}

export const fingerprints: readonly Fingerprint[] = [
  {
    vendorId: 0x2b8b,
    productId: 0x2721,
    name: '身份证阅读机（HID，64 字节报告）',
    confidence: 'certain',
    entry: { kind: 'id-card-reader', adapter: 'sdt', transport: 'hid:2B8B:2721' },
    source: 'devices.md A5: one driver source',
  },
  {
    vendorId: 0x0400,
    productId: 0xc35a,
    name: '身份证阅读机（USB，SDT 协议）',
    confidence: 'certain',
    entry: { kind: 'id-card-reader', adapter: 'sdt', transport: 'usb:0400:C35A' },
    source: 'devices.md A5: two driver sources (libusb, Android)',
  },
  {
    vendorId: 0x10c4,
    productId: 0x0007,
    name: '中正 MR-300 身份证阅读机（HID，有外层报文）',
    confidence: 'likely',
    source: 'devices.md A5: one driver source; the id lies in a chip maker’s own range',
  },
  {
    vendorId: 0x056a,
    productId: 0x00a8,
    name: 'Wacom STU-540 签字板',
    confidence: 'certain',
    source: 'devices.md G: two open drivers of one lineage',
  },
  {
    vendorId: 0x056a,
    productId: 0x00a4,
    name: 'Wacom STU-430 签字板',
    confidence: 'certain',
    source: 'devices.md G: two open drivers of one lineage',
  },
  converter(0x1a86, 0x7523, 'CH340 串口转接'),
  converter(0x10c4, 0xea60, 'CP210x 串口转接'),
  converter(0x0403, 0x6001, 'FT232 串口转接'),
  converter(0x067b, 0x2303, 'PL2303 串口转接'),
]

function converter(vendorId: number, productId: number, name: string): Fingerprint {
  const source = 'USB ids of the Linux serial drivers ch341, cp210x, ftdi_sio, pl2303'
  return { vendorId, productId, name, confidence: 'converter', source }
}

/** The line for a USB id, or null. */
export function fingerprintOf(usb: { vendorId: number; productId: number } | null): Fingerprint | null {
  if (usb === null) return null
  const { vendorId, productId } = usb
  return fingerprints.find((one) => one.vendorId === vendorId && one.productId === productId) ?? null
}
