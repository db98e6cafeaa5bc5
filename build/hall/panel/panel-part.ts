import { connectSimulatorControl, type PanelControl } from '#devices/simulators'
import { z } from 'zod'
import type { NetworkLine } from '../network-line.ts'

/** One sheet of the panel: what it is called, how it is now, what can be pressed. */
export interface PanelPart {
  readonly id: string
  readonly title: string
  readonly controls: readonly PanelControl[]
  /** How it is now, in words. */
  status(): Promise<readonly string[]>
  /** @throws Error with the part's own words if it refuses */
  press(command: string, args: object): Promise<void>
  close(): void
}

/** What every simulator answers to `describe`. */
const descriptionSchema = z.object({
  title: z.string().optional(),
  controls: z.array(
    z.object({
      label: z.string(),
      command: z.string(),
      args: z.looseObject({}).optional(),
      tone: z.enum(['fault', 'mend']).optional(),
      choices: z.array(z.object({ label: z.string(), args: z.looseObject({}) })).optional(),
    }),
  ),
  shows: z.array(z.object({ field: z.string(), words: z.record(z.string(), z.string()) })).default([]),
})

interface AnyCommands {
  [command: string]: { readonly args: object; readonly result: unknown }
}

/**
 * A running simulator as a sheet of the panel, made of nothing but what it says of itself.
 * @param id its name, shown where it gives itself no title
 */
export async function simulatorPart(id: string, controlPort: number): Promise<PanelPart> {
  const control = await connectSimulatorControl<AnyCommands>(controlPort)
  const { title, controls, shows } = descriptionSchema.parse(await control.send('describe', {}))
  return {
    id,
    title: title ?? id,
    // A field that is absent is not the same as one that is undefined.
    controls: controls as readonly PanelControl[],
    async status() {
      if (shows.length === 0) return []
      const state = z.record(z.string(), z.unknown()).parse(await control.send('status', {}))
      return shows.flatMap(({ field, words }) => words[String(state[field])] ?? [])
    },
    async press(command, args) {
      await control.send(command, args)
    },
    close: () => control.close(),
  }
}

/** The line between terminal and hub as a sheet of the panel. */
export function networkPart(line: NetworkLine): PanelPart {
  return {
    id: 'network',
    title: '网络',
    controls: [
      { label: '断网', command: 'cut', tone: 'fault' },
      { label: '恢复网络', command: 'restore', tone: 'mend' },
    ],
    status: () => Promise.resolve([line.connected ? '终端连得上统一受理系统' : '终端和统一受理系统断开了']),
    press: (command) => (command === 'cut' ? line.cut() : line.restore()),
    close: () => undefined,
  }
}
