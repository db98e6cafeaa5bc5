import { z } from 'zod'
import { startControlServer } from '../control/control-server.ts'
import { attach, type Attachment, type DeviceEnd } from '../wire/device-end.ts'
import { relayBoardPanel } from './panel.ts'

export interface RelayBoardOptions {
  readonly attachment: Attachment
  /** What the board understands. */
  readonly speaks: 'lcus' | 'modbus'
  /** Relays on the board; 4 if absent. */
  readonly relays?: number
  readonly controlPort?: number
}

/** What the board can be told. */
export interface RelayBoardCommands {
  /** Numbers of the relays that are closed. */
  relays: { args: object; result: number[] }
  /** For the next replies: none, one with a byte wrong, or the echo of another relay. */
  'spoil-next': { args: { how: 'silence' | 'corrupt' | 'other-echo'; count?: number }; result: null }
  /** Power off and on: all relays open. */
  /** Which relay is closed: its number, `none` or `several`. */
  status: { args: object; result: { lit: string } }
  'power-cycle': { args: object; result: null }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
}

export interface RelayBoardSimulator {
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

const boardAddress = 1

/** Starts a board of relays for a 状态灯, from the board's side. */
export async function startRelayBoardSimulator(options: RelayBoardOptions): Promise<RelayBoardSimulator> {
  const count = options.relays ?? 4
  const closed = new Set<number>()
  let spoils: ('silence' | 'corrupt' | 'other-echo')[] = []
  let pending = Buffer.alloc(0)
  let end: DeviceEnd | null = null

  const reply = (frame: Buffer): void => {
    const spoil = spoils.shift()
    if (spoil === 'silence') return
    const sent = Buffer.from(frame)
    if (spoil === 'corrupt') sent[4] = (sent[4] ?? 0) ^ 0x40
    void end?.send(
      spoil === 'other-echo' ? sealed([...frame.subarray(0, 3), 9, ...frame.subarray(4, 6)]) : sent,
    )
  }
  const set = (relay: number, on: boolean): void => {
    if (on) closed.add(relay)
    else closed.delete(relay)
  }
  /** @returns how many bytes it took, 0 for "more must come" */
  const obeyModbus = (): number => {
    if (pending.length < 8) return 0
    const frame = pending.subarray(0, 8)
    if (!frame.equals(sealed([...frame.subarray(0, 6)]))) return 1
    if (frame[0] !== boardAddress) return 8
    const coil = frame.readUInt16BE(2)
    const value = frame.readUInt16BE(4)
    if (frame[1] !== 0x05) reply(sealed([boardAddress, (frame[1] ?? 0) | 0x80, 1]))
    else if (coil >= count) reply(sealed([boardAddress, 0x85, 2]))
    else if (value !== 0xff00 && value !== 0) reply(sealed([boardAddress, 0x85, 3]))
    else {
      set(coil + 1, value === 0xff00)
      reply(frame)
    }
    return 8
  }
  const obeyLcus = (): number => {
    if (pending.length < 4) return 0
    const [head = 0, relay = 0, state = 0, sum = 0] = pending
    if (head !== 0xa0 || ((head + relay + state) & 0xff) !== sum) return 1
    if (relay >= 1 && relay <= count && state <= 1) set(relay, state === 1)
    return 4
  }
  end = await attach(options.attachment, (bytes) => {
    pending = Buffer.concat([pending, bytes])
    for (let used = -1; used !== 0; pending = pending.subarray(used)) {
      used = options.speaks === 'modbus' ? obeyModbus() : obeyLcus()
    }
  })

  const device = end
  const control = await startControlServer(
    options.controlPort ?? 0,
    {
      relays: () => [...closed].sort((a, b) => a - b),
      'spoil-next': (args) => {
        const { how, count: times } = z
          .object({ how: z.enum(['silence', 'corrupt', 'other-echo']), count: z.int().min(1).default(1) })
          .parse(args)
        spoils = Array.from({ length: times }, () => how)
      },
      'power-cycle': () => {
        closed.clear()
      },
      unplug: () => device.unplug(),
      plug: () => device.plug(),
      status: () => ({ lit: closed.size > 1 ? 'several' : String([...closed][0] ?? 'none') }),
    },
    relayBoardPanel,
  )
  return {
    transport: device.transport,
    controlPort: control.port,
    close: async () => {
      await control.close()
      await device.close()
    },
  }
}

/** The CRC of Modbus by its table of nibbles, apart from the adapter's way of computing it. */
function sealed(body: readonly number[]): Buffer {
  const nibbles = [
    0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000,
    0x9c01, 0x8801, 0x4400,
  ]
  let crc = 0xffff
  for (const byte of body) {
    crc = (nibbles[(byte ^ crc) & 0x0f] ?? 0) ^ (crc >> 4)
    crc = (nibbles[((byte >> 4) ^ crc) & 0x0f] ?? 0) ^ (crc >> 4)
  }
  return Buffer.from([...body, crc & 0xff, crc >> 8])
}
