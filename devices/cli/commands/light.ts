import { lightColourNames, lightColourSchema } from '#devices/contract'
import { UsageError } from '../usage.ts'
import { configure, invokeOnce, text, wholeNumber, type Options, type Report } from './command.ts'

/** `device light set` */
export async function setLight(options: Options, signal: AbortSignal): Promise<Report> {
  const colour = lightColourSchema.safeParse(text(options, 'colour'))
  if (!colour.success) throw new UsageError(colour.error.issues.map((issue) => issue.message).join('\n'))
  const channels = {
    red: wholeNumber(options, 'red', 1),
    yellow: wholeNumber(options, 'yellow', 2),
    green: wholeNumber(options, 'green', 3),
  }
  const isModbus = options['address'] !== undefined
  const config = configure({
    id: 'light',
    kind: 'status-light',
    adapter: isModbus ? 'modbus-relay' : 'lcus',
    transport: text(options, 'transport'),
    options: { channels, ...(isModbus ? { address: wholeNumber(options, 'address', 1) } : {}) },
  })
  const set = await invokeOnce(config, 'light:set', { colour: colour.data }, signal)
  const confirmed = set.confirmed ? '，继电器板已确认' : '，这种继电器板不会确认'
  return { json: set, lines: [`${lightColourNames[set.colour]}${confirmed}`] }
}
