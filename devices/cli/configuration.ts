import { readFile } from 'node:fs/promises'
import { deviceConfigListSchema, type DeviceConfig } from '#devices/contract'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { UsageError } from './usage.ts'

/** Of `terminal.yaml` the one part that is about devices. */
const configSchema = z.looseObject({ devices: deviceConfigListSchema.default([]) })

/** The devices of a `terminal.yaml`; none where no file is named. @throws UsageError with what is wrong, in Chinese */
export async function configuredDevices(path: string | boolean | undefined): Promise<DeviceConfig[]> {
  if (typeof path !== 'string') return []
  let content: unknown
  try {
    content = parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`读不了配置文件 ${path}`, { cause: error })
  }
  const config = configSchema.safeParse(content)
  if (config.success) return config.data.devices
  throw new UsageError(
    config.error.issues.map(({ path: at, message }) => `${at.join('.')}：${message}`).join('\n'),
  )
}

/** An entry of the `devices:` list as it is written into `terminal.yaml`, one line an element. */
export function entryLines(entry: DeviceConfig): string[] {
  return stringify([entry]).trimEnd().split('\n')
}
