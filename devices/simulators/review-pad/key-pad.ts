import { z } from 'zod'
import { startControlServer } from '../control/control-server.ts'
import { attach, type Attachment } from '../wire/device-end.ts'
import { keyPadPanel } from './key-pad-panel.ts'

/** What the pad with keys can be told. */
export interface KeyPadCommands {
  /** Any characters, as the keys of this pad send them. */
  press: { args: { keys: string }; result: null }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
}

export interface KeyPadSimulator {
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

/** Starts a 评价器 of five keys on a line: it only ever sends what is pressed, followed by CR LF. */
export async function startKeyPadSimulator(options: {
  readonly attachment: Attachment
  readonly controlPort?: number
}): Promise<KeyPadSimulator> {
  const device = await attach(options.attachment, () => undefined)
  const control = await startControlServer(
    options.controlPort ?? 0,
    {
      press: async (args) => {
        const { keys } = z.object({ keys: z.string().min(1) }).parse(args)
        await device.send(Buffer.from(`${keys}\r\n`, 'latin1'))
      },
      unplug: () => device.unplug(),
      plug: () => device.plug(),
    },
    keyPadPanel,
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
