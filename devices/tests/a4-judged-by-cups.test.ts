import { spawn, spawnSync } from 'node:child_process'
import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { slow, temporaryFolder } from './bench.ts'
import { a4Config, openA4, pdfOf, setUpA4, startIppeveprinter, whyNoIppeveprinter } from './ipp-bench.ts'

const suite = '/usr/share/cups/ipptool/ipp-1.1.test'
const reason = whyNoIppeveprinter()
const hasIpptool = spawnSync('which', ['ipptool']).status === 0

describe('the simulated printer', slow, () => {
  it.skipIf(!hasIpptool)(
    `passes ipptool’s suite for IPP/1.1${hasIpptool ? '' : ' (no ipptool here)'}`,
    async () => {
      const { config } = await setUpA4()
      const folder = await temporaryFolder()
      // Debian leaves out the suite's example documents; what is on them does not matter.
      const examples = [
        'document-a4.pdf',
        'document-letter.pdf',
        'document-a4.ps',
        'document-letter.ps',
        'color.jpg',
        'gray.jpg',
      ]
      for (const name of examples) await writeFile(join(folder, name), pdfOf(1))
      await copyFile(suite, join(folder, 'ipp-1.1.test'))
      // Beside this process, which answers: the event loop has to stay free.
      const { stdout, exitCode } = await run('ipptool', [
        '-tI',
        '-f',
        join(folder, 'document-a4.pdf'),
        '-d',
        'filetype=application/pdf',
        config.transport,
        join(folder, 'ipp-1.1.test'),
      ])
      expect(stdout.split('\n').filter((line) => line.includes('[FAIL]'))).toEqual([])
      expect(stdout).toMatch(/Score: 100%/)
      expect(exitCode).toBe(0)
    },
  )
})

describe(`CUPS’s ippeveprinter${reason === null ? '' : ` (skipped: ${reason})`}`, slow, () => {
  it.skipIf(reason !== null)('prints what it was sent, byte for byte, and says when', async () => {
    const { transport, tray } = await startIppeveprinter()
    const { device, print } = await openA4(a4Config(transport))
    const pdf = pdfOf(2)
    expect(await print({ pdf })).toMatchObject({ confirmedBy: 'printer' })
    const [file, ...others] = await readdir(tray)
    expect(others).toEqual([])
    expect(Uint8Array.from(await readFile(join(tray, file ?? '')))).toEqual(pdf)
    const status = await device.invoke('document:status', {}, new AbortController().signal)
    expect(status).toMatchObject({ state: 'idle', acceptingJobs: true, capabilities: { isQueue: false } })
  })

  it.skipIf(reason !== null)('that takes raster only is told apart', async () => {
    const { transport } = await startIppeveprinter('image/pwg-raster,image/jpeg')
    const { print } = await openA4(a4Config(transport))
    await expect(print()).rejects.toMatchObject({ code: 'document.no-pdf' })
  })

  it.skipIf(reason !== null)('over TLS is trusted by its fingerprint and by no other', async () => {
    const { secure, port } = await startIppeveprinter()
    await expect(openA4(a4Config(secure))).rejects.toMatchObject({ code: 'device.certificate' })
    const wrong = '00'.repeat(32)
    await expect(openA4(a4Config(secure, { certificateSha256: wrong }))).rejects.toMatchObject({
      code: 'device.certificate',
    })
    const { device } = await openA4(a4Config(secure, { certificateSha256: await fingerprintOf(port) }))
    const status = await device.invoke('document:status', {}, new AbortController().signal)
    expect(status.state).toBe('idle')
  })
})

function run(program: string, args: readonly string[]): Promise<{ stdout: string; exitCode: number | null }> {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  return new Promise((resolve) => {
    child.once('close', (exitCode) => {
      resolve({ stdout, exitCode })
    })
  })
}

function fingerprintOf(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
    socket.once('error', reject)
  })
}
