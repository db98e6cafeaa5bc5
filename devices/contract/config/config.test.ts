import { describe, expect, it } from 'vitest'
import { deviceConfigListSchema, deviceConfigSchema } from './index.ts'

const reader = { id: 'reader', kind: 'id-card-reader', adapter: 'sdt', transport: 'serial:/dev/ttyUSB0' }

const printer = { id: 'printer', kind: 'receipt-printer', adapter: 'escpos', transport: 'lp:/dev/usb/lp0' }

const pad = {
  id: 'pad',
  kind: 'review-pad',
  adapter: 'review-keys',
  transport: 'serial:/dev/ttyUSB1?baud=9600',
  options: { keys: '54321' },
}
const light = {
  id: 'light',
  kind: 'status-light',
  adapter: 'modbus-relay',
  transport: 'serial:/dev/ttyUSB2?baud=9600',
  options: { channels: { red: 1, yellow: 2, green: 3 } },
}

function problems(candidate: unknown): string[] {
  const result = deviceConfigSchema.safeParse(candidate)
  return result.success ? [] : result.error.issues.map((issue) => issue.message)
}

describe('the devices part of terminal.yaml', () => {
  it('takes one device of each kind', () => {
    expect(problems(reader)).toEqual([])
    expect(problems({ ...reader, transport: 'hid:2B8B:2721', label: '窗口读卡器' })).toEqual([])
    expect(
      problems({
        id: 'printer',
        kind: 'receipt-printer',
        adapter: 'escpos',
        transport: 'tcp:192.168.1.9:9100',
      }),
    ).toEqual([])
    const logos = [{ name: 'hall', file: '/opt/yichuang/hall.png', atHead: true }]
    expect(problems({ ...printer, options: { logos, presenter: true, linesPerPart: 100 } })).toEqual([])
    expect(problems({ ...printer, transport: 'usb:0416:5011' })).toEqual([])
    expect(problems({ ...printer, transport: 'serial:COM3?flow=rtscts' })).toEqual([])
    expect(
      problems({
        id: 'scanner',
        kind: 'document-scanner',
        adapter: 'sane',
        transport: 'test:0',
        options: {},
      }),
    ).toEqual([])
  })

  it('takes review pads and status lights', () => {
    expect(problems(pad)).toEqual([])
    expect(problems(light)).toEqual([])
    expect(
      problems({
        ...pad,
        adapter: 'review-websocket',
        transport: 'ws://192.168.1.20:8890/',
        options: { key: 'counter-03-pad' },
      }),
    ).toEqual([])
    expect(problems({ ...light, adapter: 'lcus' })).toEqual([])
  })

  it.each([
    [{ ...pad, options: undefined }, '评价器要在 options 里写明按键 keys'],
    [{ ...pad, options: { keys: '1234' } }, '按键 keys 是五个字符'],
    [{ ...pad, options: { keys: '11345' } }, '五个字符不能重复'],
    [
      { ...pad, adapter: 'review-websocket', transport: 'serial:COM3', options: { key: 'counter-03' } },
      '应写成 ws://',
    ],
    [{ ...light, options: { channels: {} } }, '至少写一种颜色'],
    [{ ...light, options: { channels: { red: 1, green: 1 } } }, '不能有两种颜色用同一路继电器'],
    [{ ...light, options: { channels: { red: 0 } } }, '继电器序号从 1 开始'],
    [{ ...light, options: undefined }, '状态灯要在 options 里写明 channels'],
    [{ ...reader, adapter: 'sdk' }, '驱动 adapter 只能是'],
    [{ ...reader, kind: 'receipt-printer' }, 'kind 应是 id-card-reader'],
    [{ ...reader, id: '读卡器' }, '设备编号 id 用小写字母'],
    [{ ...reader, transport: 'usb' }, '连接方式“usb”看不懂'],
    [{ ...reader, transport: 'serial:/dev/ttyUSB0?speed=1' }, '只认识 ?baud='],
    [{ ...reader, transport: 'serial:/dev/ttyUSB0?baud=9600&flow=dtr' }, 'flow=xonxoff|rtscts'],
    [{ ...reader, transport: 'serial:COM3?baud=9600&flow=xonxoff', kind: 'x' }, 'kind 应是 id-card-reader'],
    [{ ...printer, transport: 'usb:416:5011' }, 'usb:厂商号:产品号'],
    [{ ...printer, transport: 'lp:' }, 'lp 连接缺少路径'],
    [{ ...printer, options: { linesPerPart: 3 } }, 'linesPerPart 至少 30 行'],
    [{ ...printer, options: { logos: [{ name: '徽', file: 'a.png' }] } }, '徽标名称用小写字母'],
    [{ ...reader, transport: 'tcp:printer:99999' }, '不在 1 到 65535 之间'],
    [{ ...reader, transport: undefined }, '缺少连接方式 transport'],
    [{ ...reader, baud: 9600 }, '不认识的字段：baud'],
    [{ ...reader, options: { poll: 1 } }, '不认识的字段：poll'],
    [
      { id: 'printer', kind: 'receipt-printer', adapter: 'escpos', transport: 'hid:2B8B:2721' },
      '这种设备不能用 hid: 连接',
    ],
    ['reader', '设备要写成一组字段'],
  ])('tells a technician in Chinese what is wrong: %j', (candidate, message) => {
    expect(problems(candidate).join('\n')).toContain(message)
  })

  it('refuses two devices of the same id', () => {
    const result = deviceConfigListSchema.safeParse([reader, reader])
    expect(result.error?.issues[0]).toMatchObject({ path: [1, 'id'], message: '设备编号 reader 重复' })
  })
})
