import { z } from 'zod'
import { deviceConfigSchema } from './config/index.ts'

/** The ways in which devices hang on a machine, and what the hall's technician calls them. */
export const deviceBusNames = {
  serial: '串口',
  hid: 'USB HID',
  usb: 'USB',
  sane: '扫描仪（SANE）',
  cups: '打印队列（CUPS）',
  pcsc: '智能卡读卡器（PC/SC）',
  mdns: '局域网通告（mDNS）',
} as const
export type DeviceBus = keyof typeof deviceBusNames
const deviceBuses = Object.keys(deviceBusNames) as [DeviceBus, ...DeviceBus[]]

/**
 * 设备建议: something found on this machine, with the entry of `terminal.yaml` that would make it a device of this
 * terminal. Found is not configured: nothing is opened on the strength of a proposal.
 */
export const deviceProposalSchema = z.strictObject({
  bus: z.enum(deviceBuses),
  /** Where it hangs, as far as that can be written down. */
  address: z.string().nullable(),
  /** What it says of itself. */
  description: z.string(),
  /** `1A86:7523`; null where it has none. */
  usbId: z.string().nullable(),
  /** What this program takes it for; null where it does not know it. */
  name: z.string().nullable(),
  confidence: z.enum(['certain', 'likely', 'converter', 'unknown']),
  /** The suggested entry; null where it has to be asked first, or no driver knows it. */
  entry: deviceConfigSchema.nullable(),
  /** The id of the configured device that it is, if it is one. */
  configuredAs: z.string().nullable(),
})
export type DeviceProposal = z.infer<typeof deviceProposalSchema>
