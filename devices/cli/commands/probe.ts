import { probe, type ProbeStep } from '#devices/runtime'
import { configuredDevices, entryLines } from '../configuration.ts'
import { text, type Options, type Report } from './command.ts'

/** `device probe`: asks what hangs on a line. */
export async function probeLine(options: Options, signal: AbortSignal): Promise<Report> {
  const configs = await configuredDevices(options['config'])
  const { found, steps } = await probe(text(options, 'transport'), configs, signal)
  const asked = steps.map(show)
  const lines =
    found === null
      ? [
          '没有设备按认得的协议回答。',
          '扫码器、键盘和状态灯不会回答任何询问，没有回答不等于没有设备；也请检查电源和连线。',
        ]
      : [
          `${found.name}。可以在 terminal.yaml 的 devices 里写：`,
          ...entryLines(found.entry).map((line) => `  ${line}`),
        ]
  return { json: { found, steps }, lines: [...asked, ...lines] }
}

function show({ asked, transport, heardBytes, recognised }: ProbeStep): string {
  const heard =
    heardBytes === 0 ? '没有回答' : `回了 ${String(heardBytes)} 个字节，${recognised ? '是它' : '不是它'}`
  return `问 ${transport}：${asked}？${heard}`
}
