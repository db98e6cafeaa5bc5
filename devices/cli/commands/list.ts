import { listPrintQueues } from '#devices/adapters'
import { listHidReaders, listSerialPorts, runProcess, type FoundPort } from '#devices/transports'
import type { Options, Report } from './command.ts'

/** `device list`: what hangs on this machine. */
export async function list(_options: Options, signal: AbortSignal): Promise<Report> {
  const [serial, hid, scanners, queues] = await Promise.all([
    listSerialPorts(),
    listHidReaders(),
    listScanners(signal),
    listPrintQueues(signal),
  ])
  const show = (title: string, ports: readonly FoundPort[]): string[] => [
    `${title}：`,
    ...(ports.length === 0
      ? ['  （没有）']
      : ports.map((port) => `  ${port.transport}  ${port.description}`.trimEnd())),
  ]
  return {
    json: { serial, hid, scanners, queues },
    lines: [
      ...show('串口', serial),
      ...show('USB 身份证阅读机', hid),
      ...show('扫描仪', scanners),
      ...show('打印队列（CUPS）', queues),
    ],
  }
}

async function listScanners(signal: AbortSignal): Promise<FoundPort[]> {
  try {
    const args = ['-f', '%d\t%v %m%n']
    const result = await runProcess({
      program: 'scanimage',
      args,
      timeoutMs: 30_000,
      maxBytes: 1_000_000,
      signal,
    })
    return new TextDecoder()
      .decode(result.stdout)
      .split('\n')
      .filter((line) => line.includes('\t'))
      .map((line) => ({ transport: line.split('\t')[0] ?? '', description: line.split('\t')[1] ?? '' }))
  } catch {
    // No scanimage, no scanners: the other lists are still of use.
    return []
  }
}
