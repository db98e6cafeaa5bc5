import { z } from 'zod'
import { codeHidSchema, codeSerialSchema } from './code.ts'
import { esclSchema } from './escl.ts'
import { escposSchema } from './escpos.ts'
import { ippSchema } from './ipp.ts'
import { reviewKeysSchema, reviewWebSocketSchema } from './review.ts'
import { saneSchema } from './sane.ts'
import { sdtSchema } from './sdt.ts'
import { pcscSchema } from './smart-card.ts'
import { vendorServiceSchema } from './vendor-service.ts'
import { vendorLibrarySchema } from './vendor-library.ts'
import { lcusSchema, modbusRelaySchema } from './status-light.ts'

/** One schema an adapter. */
const entrySchemas = [
  sdtSchema,
  escposSchema,
  saneSchema,
  ippSchema,
  reviewKeysSchema,
  reviewWebSocketSchema,
  lcusSchema,
  modbusRelaySchema,
  codeSerialSchema,
  codeHidSchema,
  pcscSchema,
  esclSchema,
  vendorServiceSchema,
  vendorLibrarySchema,
] as const

const adapterNames = entrySchemas.flatMap(({ shape }) => [...shape.adapter.values]).join('、')

/** One entry of `devices:` in `terminal.yaml`. Messages are for the hall's technician. */
export const deviceConfigSchema = z.discriminatedUnion('adapter', entrySchemas, {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? `驱动 adapter 只能是 ${adapterNames}`
      : '设备要写成一组字段：id、kind、adapter、transport',
})
export type DeviceConfig = z.infer<typeof deviceConfigSchema>
export type AdapterName = DeviceConfig['adapter']
export type DeviceConfigOf<A extends AdapterName> = Extract<DeviceConfig, { adapter: A }>

/** The whole `devices:` list; ids are unique. */
export const deviceConfigListSchema = z.array(deviceConfigSchema).superRefine((devices, context) => {
  const seen = new Set<string>()
  devices.forEach((device, index) => {
    if (seen.has(device.id)) {
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `设备编号 ${device.id} 重复` })
    }
    seen.add(device.id)
  })
})
export type { PortraitDecoderConfig } from './portrait.ts'
