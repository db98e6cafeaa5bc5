import { z } from 'zod'

/** What a device is to the hall, whatever wire it speaks, and what the hall calls it. */
export const deviceKindNames = {
  'id-card-reader': '身份证阅读机',
  'receipt-printer': '凭条打印机',
  'document-scanner': '扫描仪',
  'code-scanner': '扫码器',
  'smart-card-reader': '社保卡读卡器',
  'document-printer': 'A4 打印机',
  'review-pad': '评价器',
  'status-light': '状态灯',
} as const

export type DeviceKind = keyof typeof deviceKindNames
/**
 * A new kind is one more entry above, its operations in a file of its own that operations.ts spreads, its codes under
 * error-codes/ and its adapter under devices/adapters.
 */
export const deviceKinds = Object.keys(deviceKindNames) as [DeviceKind, ...DeviceKind[]]

export const deviceKindSchema = z.enum(deviceKinds, `设备类型 kind 只能是 ${deviceKinds.join('、')}`)

/** The name by which `terminal.yaml`, the screens and the technician's command call one device. */
export const deviceIdSchema = z
  .string('设备编号 id 是文字')
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, '设备编号 id 用小写字母、数字和连字符，最长 40 个字符')
