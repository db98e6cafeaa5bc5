import { z } from 'zod'

/** Where a device hangs, as written in `terminal.yaml`. */
export type TransportAddress =
  | {
      readonly type: 'serial'
      readonly path: string
      readonly baudRate: number
      /** How the device makes the host wait; not at all if absent. */
      readonly flow?: SerialFlow
    }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number }
  | { readonly type: 'hid'; readonly vendorId: number; readonly productId: number }
  /** A USB device driven by itself, without a driver of the operating system. */
  | { readonly type: 'usb'; readonly vendorId: number; readonly productId: number }
  /** A printer that Linux's usblp shows as a file. */
  | { readonly type: 'lp'; readonly path: string }

/** XON/XOFF in the data, or the RTS/CTS lines (a printer's DTR is wired to the host's CTS). */
export const serialFlows = ['xonxoff', 'rtscts'] as const
export type SerialFlow = (typeof serialFlows)[number]

export const transportForms =
  'serial:路径[?baud=波特率&flow=xonxoff|rtscts]、tcp:主机:端口、lp:/dev/usb/lp0 或 hid:、usb:厂商号:产品号（十六进制）'

/** SDT readers and most receipt printers leave the factory at 115200 8N1 (devices.md A1, C4). */
const defaultBaudRate = 115_200

/**
 * Reads `serial:/dev/ttyUSB0?baud=9600`, `serial:COM3`, `tcp:192.168.1.9:9100`, `tcp:[::1]:9100`, `hid:2B8B:2721`.
 * @returns the address, or a Chinese sentence that says what is wrong
 */
export function parseTransportAddress(text: string): TransportAddress | { readonly problem: string } {
  const colon = text.indexOf(':')
  const rest = text.slice(colon + 1)
  switch (colon < 0 ? '' : text.slice(0, colon)) {
    case 'serial':
      return parseSerial(rest)
    case 'tcp':
      return parseTcp(rest)
    case 'hid':
    case 'usb':
      return parseIds(text.startsWith('usb') ? 'usb' : 'hid', rest)
    case 'lp':
      return rest === '' ? { problem: 'lp 连接缺少路径，例如 lp:/dev/usb/lp0' } : { type: 'lp', path: rest }
    default:
      return { problem: `连接方式“${text}”看不懂，应写成 ${transportForms}` }
  }
}

function parseSerial(rest: string): TransportAddress | { problem: string } {
  const [path = '', query] = rest.split('?', 2)
  if (path === '') return { problem: '串口连接缺少路径，例如 serial:/dev/ttyUSB0 或 serial:COM3' }
  if (query === undefined) return { type: 'serial', path, baudRate: defaultBaudRate }
  const parameters = new URLSearchParams(query)
  const baud = parameters.get('baud') ?? String(defaultBaudRate)
  const flow = serialFlows.find((known) => known === parameters.get('flow'))
  const known = [...parameters.keys()].every((name) => name === 'baud' || name === 'flow')
  if (!known || !/^\d{3,7}$/.test(baud) || (parameters.has('flow') && flow === undefined))
    return {
      problem: `串口参数“?${query}”看不懂，只认识 ?baud=波特率 和 flow=xonxoff|rtscts，例如 ?baud=9600&flow=xonxoff`,
    }
  return { type: 'serial', path, baudRate: Number(baud), ...(flow === undefined ? {} : { flow }) }
}

function parseTcp(rest: string): TransportAddress | { problem: string } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(rest)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined)
    return { problem: `网络连接“tcp:${rest}”应写成 tcp:主机:端口，例如 tcp:192.168.1.9:9100` }
  if (port < 1 || port > 65_535) return { problem: `端口 ${String(port)} 不在 1 到 65535 之间` }
  return { type: 'tcp', host, port }
}

function parseIds(type: 'hid' | 'usb', rest: string): TransportAddress | { problem: string } {
  const match = /^([0-9a-fA-F]{4}):([0-9a-fA-F]{4})$/.exec(rest)
  if (match === null)
    return { problem: `USB 连接“${type}:${rest}”应写成 ${type}:厂商号:产品号，例如 ${type}:2B8B:2721` }
  return { type, vendorId: parseInt(match[1] ?? '', 16), productId: parseInt(match[2] ?? '', 16) }
}

/** A transport address in a configuration, of one of the given types; stays the string that was written. */
export function transportAddressSchema(allowed: readonly TransportAddress['type'][]) {
  return z.string(`缺少连接方式 transport，应写成 ${transportForms}`).superRefine((text, context) => {
    const address = parseTransportAddress(text)
    if ('problem' in address) context.addIssue({ code: 'custom', message: address.problem })
    else if (!allowed.includes(address.type)) {
      context.addIssue({
        code: 'custom',
        message: `这种设备不能用 ${address.type}: 连接，可用 ${allowed.join('、')}`,
      })
    }
  })
}
