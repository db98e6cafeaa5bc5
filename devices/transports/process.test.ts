import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runProcess, type ProcessRequest } from './process.ts'

function node(script: string, more: Partial<ProcessRequest> = {}): Promise<unknown> {
  return runProcess({
    program: process.execPath,
    args: ['-e', script],
    timeoutMs: 30_000,
    maxBytes: 1000,
    signal: new AbortController().signal,
    ...more,
  })
}

const forever = 'process.stderr.write("up"); setInterval(() => {}, 1000)'

/** Whether a process runs; one that has ended and waits to be collected does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('a program that drives a device', { timeout: 60_000 }, () => {
  it('hands back its bytes, its words and its exit code', async () => {
    const script =
      'process.stdout.write(Buffer.from([0,255])); process.stderr.write("jammed"); process.exitCode = 6'
    expect(await node(script)).toEqual({ exitCode: 6, stdout: Uint8Array.of(0, 255), stderr: 'jammed' })
  })

  it('is ended when the caller cancels', async () => {
    const cancel = new AbortController()
    const running = node(forever, {
      signal: cancel.signal,
      onDiagnostic: () => {
        cancel.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'device.cancelled' })
  })

  it('is ended when it takes too long', async () => {
    await expect(node(forever, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'device.timeout' })
  })

  it('is killed when it will not end', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); ${forever}`
    const cancel = new AbortController()
    const running = node(stubborn, {
      signal: cancel.signal,
      onDiagnostic: () => {
        cancel.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'device.cancelled' })
  })

  it('that says it failed and then hangs is a result', async () => {
    const script = `process.stdout.write('x'); process.on('SIGTERM', () => {}); ${forever}`
    const result = await node(script, { hasFailed: (stderr) => stderr.includes('up') })
    expect(result).toMatchObject({ exitCode: null, stderr: 'up' })
  })

  it('takes what it has started with it', async () => {
    const script = `
      const { spawn } = require('node:child_process')
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
      process.stderr.write(String(child.pid)); setInterval(() => {}, 1000)`
    const cancel = new AbortController()
    let pid = 0
    const running = node(script, {
      signal: cancel.signal,
      onDiagnostic: (text) => {
        pid = Number(text)
        cancel.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'device.cancelled' })
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
  })

  it('is ended when it floods', async () => {
    const flood = 'setInterval(() => process.stdout.write(Buffer.alloc(4096)), 1)'
    await expect(node(flood)).rejects.toMatchObject({ code: 'device.protocol' })
  })

  it('that is not installed is an error, not a crash', async () => {
    await expect(node('', { program: 'no-such-program-here' })).rejects.toMatchObject({
      code: 'device.open-failed',
    })
  })
})
