import { spawn, spawnSync } from 'node:child_process'
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listPrintQueues } from '#devices/adapters'
import { slow, temporaryFolder } from './bench.ts'
import { a4Config, freePort, openA4, pdfOf, setUpA4 } from './ipp-bench.ts'

const missing = ['cupsd', 'lpadmin'].filter((program) => spawnSync('which', [program]).status !== 0)
const reason =
  process.getuid?.() !== 0
    ? 'needs root, as which cupsd runs'
    : missing.length > 0
      ? `${missing.join(' and ')} not installed`
      : null

/** A print service of its own, with one queue that hands documents on as they are. */
async function startCups(deviceUri: string): Promise<{ server: string; transport: string }> {
  const folder = await temporaryFolder()
  const port = await freePort()
  const server = `127.0.0.1:${String(port)}`
  const places = {
    ServerRoot: 'etc',
    RequestRoot: 'spool',
    TempDir: 'spool/tmp',
    CacheDir: 'cache',
    StateDir: 'state',
  }
  for (const place of [...Object.values(places), 'etc/ppd', 'log'])
    await mkdir(join(folder, place), { recursive: true })
  const files = [
    'SystemGroup root',
    'User lp',
    'Group lp',
    'FileDevice Yes',
    ...Object.entries(places).map(([name, place]) => `${name} ${join(folder, place)}`),
    ...['Access', 'Error', 'Page'].map((log) => `${log}Log ${join(folder, 'log', log)}`),
  ]
  const allowed = '<Location />\nOrder allow,deny\nAllow from 127.0.0.1\n</Location>'
  const policy = '<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>'
  const settings = [
    'Browsing No',
    'WebInterface No',
    'DefaultAuthType None',
    `Listen ${server}`,
    allowed,
    policy,
  ]
  await writeFile(join(folder, 'cups-files.conf'), `${files.join('\n')}\n`)
  await writeFile(join(folder, 'cupsd.conf'), `${settings.join('\n')}\n`)
  // CUPS works as lp from here on.
  for (const place of ['', ...Object.values(places), 'log']) await chmod(join(folder, place), 0o777)

  const child = spawn(
    'cupsd',
    ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')],
    {
      stdio: 'ignore',
    },
  )
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        child.once('close', () => {
          resolve()
        })
        child.kill('SIGTERM')
      }),
  )
  for (let attempt = 0; ; attempt += 1) {
    const made = spawnSync('lpadmin', ['-h', server, '-p', 'A4', '-E', '-v', deviceUri, '-m', 'raw'])
    if (made.status === 0) return { server, transport: `ipp://${server}/printers/A4` }
    if (attempt === 100) throw new Error(`lpadmin: ${made.stderr.toString()}`)
    await wait(100)
  }
}

describe(`a queue of CUPS${reason === null ? '' : ` (skipped: ${reason})`}`, slow, () => {
  it.skipIf(reason !== null)('prints on the printer behind it, and vouches for the paper', async () => {
    const outDir = await temporaryFolder()
    const { control, config } = await setUpA4({ outDir })
    const { server, transport } = await startCups(config.transport)
    expect(await listPrintQueues(new AbortController().signal, server)).toMatchObject([{ transport }])
    const { print, device } = await openA4(a4Config(transport))
    expect(device.detail).toContain('CUPS queue')
    const pdf = pdfOf(2)
    expect(await print({ pdf })).toMatchObject({ confirmedBy: 'printer' })
    expect((await control.send('status')).documents).toBe(1)
    await expect.poll(() => readdir(outDir), slow).toContain('document-0001.json')
    expect(Uint8Array.from(await readFile(join(outDir, 'document-0001.pdf')))).toEqual(pdf)
  })

  it.skipIf(reason !== null)('passes on that the printer behind it has no paper', async () => {
    const { control, config } = await setUpA4()
    const { transport } = await startCups(config.transport)
    const { print, told } = await openA4(a4Config(transport))
    await control.send('fault', { fault: 'media-empty' })
    const printing = print()
    await expect.poll(() => told.map(({ attention }) => attention), slow).toContain('paper-out')
    await control.send('restore')
    await printing
    expect((await control.send('status')).documents).toBe(1)
  })

  it.skipIf(reason !== null)('that only hands bytes over is not taken for paper', async () => {
    const { transport } = await startCups(`file://${join(await temporaryFolder(), 'port')}`)
    const { print } = await openA4(a4Config(transport))
    expect(await print()).toMatchObject({ confirmedBy: 'queue' })
  })
})
