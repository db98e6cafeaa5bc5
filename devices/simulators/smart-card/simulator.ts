import { connect, type Socket } from 'node:net'
import { z } from 'zod'
import { startControlServer } from '../control/control-server.ts'
import { Chip, writeSocialSecurityCard } from './card.ts'

/** What can be done with the simulated card. */
export interface SmartCardCommands {
  /** Puts an invented person's card into the reader. */
  insert: {
    args: {
      seed?: number
      without?: readonly number[]
      answers?: 'whole' | 't0' | 'length'
      otherApplication?: boolean
      /** It does not answer to reset: the wrong way round. */
      mute?: boolean
    }
    result: null
  }
  remove: { args: object; result: null }
  /** Pulled out after so many more commands. */
  'remove-after': { args: { commands: number }; result: null }
  /** After so many more commands it stays in and says nothing more. */
  'silent-after': { args: { commands: number }; result: null }
  /** The next answers are noise with good status words. */
  'garble-next': { args: { count?: number }; result: null }
}

export interface SmartCardSimulator {
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

/** Something is in the slot, and what it says after power-up begins with no TS byte: a card the wrong way round, or dead. */
const noAnswerToReset = Buffer.from([0xff])
/** A reset answer for a card with protocol T=0: TS, T0 with eight historical bytes, TB1, TC1 (ISO/IEC 7816-3, 8.2). */
const answerToReset = Buffer.from('3b6800000073c84000009000', 'hex')

/**
 * A card for the virtual reader of vsmartcard. It calls the reader's port: being connected is being put in. Each message is a
 * big-endian length of 16 bits and its bytes; a single byte controls the card (0 off, 1 on, 2 reset, 4 answer to reset), all else is
 * an APDU (devices.md F3).
 * @param readerPort where the reader's driver listens
 */
export async function startSmartCardSimulator(options: {
  readonly readerPort: number
  readonly controlPort?: number
}): Promise<SmartCardSimulator> {
  let socket: Socket | null = null
  let commandsLeft = Number.POSITIVE_INFINITY
  let answersLeft = Number.POSITIVE_INFINITY
  let garbled = 0

  const remove = (): void => {
    socket?.destroy()
    socket = null
    commandsLeft = Number.POSITIVE_INFINITY
    answersLeft = Number.POSITIVE_INFINITY
  }

  function serve(line: Socket, chip: Chip, isMute: boolean): void {
    let heard = Buffer.alloc(0)
    const send = (bytes: Buffer): void => {
      const head = Buffer.alloc(2)
      head.writeUInt16BE(bytes.length)
      line.write(Buffer.concat([head, bytes]))
    }
    const hear = (message: Buffer): void => {
      if (message.length === 1) {
        if (message[0] === 4) send(isMute ? noAnswerToReset : answerToReset)
        else chip.reset()
        return
      }
      if (commandsLeft <= 0) {
        remove()
        return
      }
      commandsLeft -= 1
      if (answersLeft <= 0) return
      answersLeft -= 1
      const answer = chip.answer(message)
      if (garbled > 0 && answer.length > 2) {
        garbled -= 1
        answer.fill(0x5a, 0, answer.length - 2)
      }
      send(answer)
    }
    line.on('error', () => undefined)
    line.on('data', (bytes) => {
      heard = Buffer.concat([heard, bytes])
      while (heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE(0)) {
        const end = 2 + heard.readUInt16BE(0)
        hear(heard.subarray(2, end))
        heard = heard.subarray(end)
      }
    })
  }

  const control = await startControlServer(options.controlPort ?? 0, {
    insert: async (args) => {
      const { seed, without, answers, otherApplication, mute } = insertArgs.parse(args)
      remove()
      const files = writeSocialSecurityCard(seed, without)
      const line = connect(options.readerPort, '127.0.0.1')
      await new Promise<void>((resolve, reject) => {
        line.once('connect', resolve)
        line.once('error', reject)
      })
      socket = line
      serve(line, new Chip(files, { answers, otherApplication }), mute)
    },
    remove: () => {
      remove()
    },
    'remove-after': (args) => {
      commandsLeft = z.object({ commands: z.int().min(0) }).parse(args).commands
    },
    'silent-after': (args) => {
      answersLeft = z.object({ commands: z.int().min(0) }).parse(args).commands
    },
    'garble-next': (args) => {
      garbled = z.object({ count: z.int().min(1).default(1) }).parse(args).count
    },
  })
  return {
    transport: 'pcsc:*',
    controlPort: control.port,
    close: async () => {
      remove()
      await control.close()
    },
  }
}

const insertArgs = z.object({
  seed: z.int().default(1),
  without: z.array(z.int()).default([]),
  answers: z.enum(['whole', 't0', 'length']).default('whole'),
  otherApplication: z.boolean().default(false),
  mute: z.boolean().default(false),
})
