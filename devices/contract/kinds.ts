import { z } from 'zod'

/**
 * What a device is to the hall, whatever wire it speaks: 居民身份证阅读机, 凭条打印机, 文档扫描仪.
 * A new kind is one more entry here, its operations in operations.ts and its adapter under devices/adapters.
 */
export const deviceKinds = ['id-card-reader', 'receipt-printer', 'document-scanner'] as const

export const deviceKindSchema = z.enum(deviceKinds, `设备类型 kind 只能是 ${deviceKinds.join('、')}`)
export type DeviceKind = z.infer<typeof deviceKindSchema>

/** The name by which `terminal.yaml`, the screens and the technician's command call one device. */
export const deviceIdSchema = z
  .string('设备编号 id 是文字')
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, '设备编号 id 用小写字母、数字和连字符，最长 40 个字符')
