import { z } from 'zod'
import { deviceIdSchema } from '../kinds.ts'
import { transportAddressSchema } from '../transport-address.ts'
import { kind, label, section } from './fields.ts'

const channel = z
  .int('继电器序号是整数')
  .min(1, '继电器序号从 1 开始')
  .max(255, '继电器序号最大 255')
  .optional()

/** Which relay switches which colour, counted from 1 as on the board. */
const channels = section(
  { red: channel, yellow: channel, green: channel },
  '状态灯要在 options 里写明 channels，例如 channels: {red: 1, yellow: 2, green: 3}',
).refine((named) => {
  const used = Object.values(named)
  return used.length > 0 && new Set(used).size === used.length
}, 'channels 至少写一种颜色，而且不能有两种颜色用同一路继电器')

/** One 状态灯 on an LCUS relay board (CH340). */
export const lcusSchema = section({
  id: deviceIdSchema,
  kind: kind('status-light', 'lcus'),
  adapter: z.literal('lcus'),
  label,
  transport: transportAddressSchema(['serial', 'tcp']),
  options: section({ channels }, '状态灯要在 options 里写明 channels'),
})

/** One 状态灯 on a relay board that speaks Modbus RTU. */
export const modbusRelaySchema = section({
  id: deviceIdSchema,
  kind: kind('status-light', 'modbus-relay'),
  adapter: z.literal('modbus-relay'),
  label,
  transport: transportAddressSchema(['serial', 'tcp']),
  options: section(
    {
      channels,
      /** The board's Modbus address; 1 if absent. */
      address: z
        .int('站号 address 是整数')
        .min(1, '站号 address 从 1 开始')
        .max(247, '站号 address 最大 247')
        .optional(),
    },
    '状态灯要在 options 里写明 channels',
  ),
})
