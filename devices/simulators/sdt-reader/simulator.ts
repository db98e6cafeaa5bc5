import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { startControlServer, type ControlHandlers } from '../control/control-server.ts'
import { inventPrints, writeCard } from '../fixtures/card-image.ts'
import { inventPerson, type CardEdition, type InventedPerson } from '../fixtures/people.ts'
import { attach, type Attachment } from '../wire/device-end.ts'
import { corrupted, FaultQueue, withBytesDropped, type LineFault } from './line-faults.ts'
import { readerPanel } from './panel.ts'
import { sendPaced } from './paced-line.ts'
import {
  SecurityModule,
  stepOf,
  type ModuleFault,
  type ReaderHabits,
  type StepName,
} from './security-module.ts'
import { buildReply, RequestInbox } from './wire.ts'

export interface SdtReaderOptions {
  readonly attachment: Attachment
  /** 0 (if absent) for any free port. */
  readonly controlPort?: number
  /** How long the module takes over a card's data; real ones take about a second. */
  readonly readMs?: number
  /** Sends no faster than a serial line of this speed would; as fast as it goes if absent. */
  readonly paceBaud?: number
}

interface Fault {
  readonly step?: StepName
  /** How many replies it hits; 1 if absent. */
  readonly count?: number
}

/** What the reader can be told through its control port. */
export interface SdtReaderCommands {
  'insert-card': {
    args: {
      seed?: number
      edition?: CardEdition
      fields?: Record<string, string>
      latestAddress?: string
      prints?: boolean
    }
    result: InventedPerson
  }
  'remove-card': { args: object; result: null }
  'corrupt-next-frame': { args: Fault; result: null }
  'drop-bytes': { args: Fault & { bytes: number }; result: null }
  'delay-next-frame': { args: Fault & { ms: number }; result: null }
  'split-next-frame': { args: Fault & { pieceBytes: number; gapMs: number }; result: null }
  'prefix-garbage': { args: Fault & { hex: string }; result: null }
  'stay-silent': { args: Fault; result: null }
  'refuse-next': { args: Fault & { status: number }; result: null }
  'unplug-during-next': { args: Fault & { afterBytes: number }; result: null }
  'odd-preamble': { args: Fault & { change: 'short' | 'long' }; result: null }
  'send-twice': { args: Fault; result: null }
  'module-fault': { args: { fault: ModuleFault }; result: null }
  habits: { args: ReaderHabits; result: null }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
  'clear-faults': { args: object; result: null }
  status: {
    args: object
    result: { card: boolean; requests: Partial<Record<StepName, number>>; faultsWaiting: number }
  }
}

export interface SdtReaderSimulator {
  /** For the adapter's configuration. */
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

const editions = ['resident', 'residence-permit', 'foreigner-2017', 'foreigner-2023'] as const
const steps = [
  'reset',
  'status',
  'id',
  'find',
  'select',
  'read',
  'fingerprints',
  'address',
  'settings',
  'unknown',
] as const
const faultArgs = z.object({ step: z.enum(steps).optional(), count: z.int().min(1).max(1000).default(1) })
const habitsArgs = z.strictObject({
  find: z.int().min(0).max(255).optional(),
  select: z.int().min(0).max(255).optional(),
  findBytes: z.int().min(0).max(8).optional(),
  selectBytes: z.int().min(0).max(8).optional(),
  unknown: z.array(z.enum(steps)).optional(),
  deafTo: z.array(z.enum(steps)).optional(),
})
const insertArgs = z.object({
  seed: z.int().default(1),
  edition: z.enum(editions).default('resident'),
  fields: z.record(z.string(), z.string()).default({}),
  latestAddress: z.string().max(35).optional(),
  prints: z.boolean().default(false),
})

/** Starts an 身份证阅读机 that speaks SDT from the device's side. */
export async function startSdtReaderSimulator(options: SdtReaderOptions): Promise<SdtReaderSimulator> {
  const module = new SecurityModule()
  const inbox = new RequestInbox()
  const faults = new FaultQueue()
  const requests: Partial<Record<StepName, number>> = {}
  const readMs = options.readMs ?? 700
  const stopping = new AbortController()
  let turn: Promise<void> = Promise.resolve()

  const end = await attach(options.attachment, (bytes) => {
    for (const request of inbox.receive(bytes)) {
      // One answer after another, as from a device with one processor.
      turn = turn.then(async () => {
        if ('damage' in request) {
          await end.send(buildReply(request.damage))
          return
        }
        const step = stepOf(request)
        requests[step] = (requests[step] ?? 0) + 1
        if (module.habits.deafTo?.includes(step) === true) return
        const { status, data } = module.answer(request)
        if (step === 'read' && status === 0x90) await pauseFor(readMs)
        await sendThrough(buildReply(status, data), faults.take(step))
      })
    }
  })

  const pauseFor = async (ms: number): Promise<void> => {
    await wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
  const send = (bytes: Uint8Array): Promise<void> =>
    options.paceBaud === undefined
      ? end.send(bytes)
      : sendPaced(bytes, options.paceBaud, (piece) => end.send(piece))
  const unplug = async (): Promise<void> => {
    inbox.forget()
    await end.unplug()
  }
  const sendThrough = async (reply: Uint8Array, change: LineFault['change'] | null): Promise<void> => {
    switch (change?.type) {
      case undefined:
        return send(reply)
      case 'preamble':
        return end.send(
          change.change === 'short' ? reply.subarray(1) : Buffer.concat([reply.subarray(0, 1), reply]),
        )
      case 'twice':
        return end.send(Buffer.concat([reply, reply]))
      case 'corrupt':
        return end.send(corrupted(reply))
      case 'drop':
        return end.send(withBytesDropped(reply, change.bytes))
      case 'silence':
        return
      case 'status':
        return end.send(buildReply(change.status))
      case 'prefix':
        return end.send(Buffer.concat([change.garbage, reply]))
      case 'delay':
        await pauseFor(change.ms)
        return end.send(reply)
      case 'split':
        for (let at = 0; at < reply.length; at += change.pieceBytes) {
          await end.send(reply.subarray(at, at + change.pieceBytes))
          await pauseFor(change.gapMs)
        }
        return
      case 'unplug':
        await end.send(reply.subarray(0, change.afterBytes))
        return unplug()
    }
  }
  const addFault = (args: unknown, change: LineFault['change']): void => {
    const { step, count } = faultArgs.parse(args)
    faults.add({ step, change }, count)
  }

  const commands: ControlHandlers = {
    'insert-card': (args) => {
      const { seed, edition, fields, latestAddress, prints } = insertArgs.parse(args)
      // Fields are text of the card as it is; a test may well write what no office would.
      const person = { ...inventPerson(seed, edition), ...fields } as InventedPerson
      module.insert({
        ...writeCard(person, seed),
        latestAddress,
        ...(prints ? { prints: inventPrints(seed) } : {}),
      })
      return person
    },
    'remove-card': () => {
      module.remove()
    },
    'corrupt-next-frame': (args) => {
      addFault(args, { type: 'corrupt' })
    },
    'drop-bytes': (args) => {
      addFault(args, { type: 'drop', ...z.object({ bytes: z.int().min(1) }).parse(args) })
    },
    'delay-next-frame': (args) => {
      addFault(args, { type: 'delay', ...z.object({ ms: z.int().min(0) }).parse(args) })
    },
    'split-next-frame': (args) => {
      const form = z.object({ pieceBytes: z.int().min(1), gapMs: z.int().min(0) })
      addFault(args, { type: 'split', ...form.parse(args) })
    },
    'prefix-garbage': (args) => {
      const { hex } = z.object({ hex: z.string().regex(/^([0-9a-fA-F]{2} ?)+$/) }).parse(args)
      addFault(args, { type: 'prefix', garbage: Buffer.from(hex.replaceAll(' ', ''), 'hex') })
    },
    'stay-silent': (args) => {
      addFault(args, { type: 'silence' })
    },
    'refuse-next': (args) => {
      addFault(args, { type: 'status', ...z.object({ status: z.int().min(0).max(255) }).parse(args) })
    },
    'unplug-during-next': (args) => {
      addFault(args, { type: 'unplug', ...z.object({ afterBytes: z.int().min(0) }).parse(args) })
    },
    'odd-preamble': (args) => {
      addFault(args, { type: 'preamble', ...z.object({ change: z.enum(['short', 'long']) }).parse(args) })
    },
    'send-twice': (args) => {
      addFault(args, { type: 'twice' })
    },
    habits: (args) => {
      module.habits = habitsArgs.parse(args)
    },
    'module-fault': (args) => {
      module.fault = z
        .object({ fault: z.enum(['none', 'self-test-failed', 'not-authorised']) })
        .parse(args).fault
    },
    'clear-faults': () => {
      faults.clear()
    },
    unplug,
    plug: () => end.plug(),
    status: () => ({ card: module.hasCard, requests, faultsWaiting: faults.length }),
  }
  const control = await startControlServer(options.controlPort ?? 0, commands, readerPanel())

  return {
    transport: end.transport,
    controlPort: control.port,
    close: async () => {
      stopping.abort()
      await control.close()
      await turn
      await end.close()
    },
  }
}
