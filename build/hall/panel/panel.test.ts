import { request } from 'node:http'
import { connectSimulatorControl, startSdtReaderSimulator, type SdtReaderCommands } from '#devices/simulators'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { simulatorPart } from './panel-part.ts'
import { startPanel } from './panel-server.ts'

interface State {
  id: string
  title: string
  status: string[]
  controls: { label: string; choices?: string[] }[]
}

async function openPanelOfReader() {
  const folder = await mkdtemp(join(tmpdir(), 'panel-'))
  const reader = await startSdtReaderSimulator({ attachment: { pty: join(folder, 'reader') } })
  const panel = await startPanel([await simulatorPart('sdt-reader', reader.controlPort)])
  const control = await connectSimulatorControl<SdtReaderCommands>(reader.controlPort)
  onTestFinished(async () => {
    control.close()
    await panel.stop()
    await reader.close()
    await rm(folder, { recursive: true, force: true })
  })
  const state = async () => (await (await fetch(`${panel.url}state`)).json()) as State[]
  const press = (body: object, headers: object = {}) =>
    fetch(`${panel.url}press`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  return { panel, control, state, press }
}

/** As fetch, but may name any host. */
function statusFor(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

describe('the panel of simulated devices', () => {
  it('shows what a simulator says of itself, and does what is pressed', async () => {
    const { control, state, press } = await openPanelOfReader()
    const [reader] = await state()
    expect(reader).toMatchObject({ id: 'sdt-reader', title: '身份证阅读机', status: ['读卡区上没有卡'] })
    const insert = reader?.controls.findIndex(({ label }) => label === '放上证件') ?? -1
    expect(reader?.controls[insert]?.choices).toContain('港澳台居民居住证')
    const answer = await press({ part: 'sdt-reader', control: insert, choice: 3 })
    expect(await answer.json()).toEqual({ ok: true })
    expect((await control.send('status')).card).toBe(true)
    expect((await state())[0]?.status).toEqual(['卡放在读卡区上'])
  })

  it('is nobody’s who does not know its address', async () => {
    const { panel, press } = await openPanelOfReader()
    const { origin, host } = new URL(panel.url)
    expect((await fetch(origin)).status).toBe(404)
    expect((await fetch(`${origin}/${'0'.repeat(32)}/state`)).status).toBe(404)
    // A page elsewhere that has its own name point to this machine.
    expect(await statusFor(`${panel.url}state`, 'panel.example:80')).toBe(404)
    expect(await statusFor(`${panel.url}state`, host)).toBe(200)
    // A form of another page cannot send JSON.
    expect((await press({}, { 'content-type': 'text/plain' })).status).toBe(500)
  })

  it('sends no command that is not on it', async () => {
    const { press } = await openPanelOfReader()
    const answer = await press({ part: 'sdt-reader', control: 99, choice: 0 })
    expect(await answer.json()).toMatchObject({ ok: false })
    expect((await press({ part: 'sdt-reader', command: 'unplug' })).status).toBe(500)
  })

  it('offers no page to others and asks nobody else for anything', async () => {
    const { panel } = await openPanelOfReader()
    const page = await fetch(panel.url)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).not.toMatch(/https?:/)
  })
})
