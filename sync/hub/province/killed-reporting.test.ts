import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hubInfoSchema, provinceStateSchema, type ProvinceState } from '#sync/api'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openEmbeddedDatabase } from '../database.ts'
import { HubProcess } from '../hub-process.test-support.ts'
import { TestTerminal } from '../terminal.test-support.ts'
import { Platform } from './platform.test-support.ts'
import { inventedCodes, take } from './reporting.test-support.ts'

let folder: string
let hub: HubProcess
let platform: Platform

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-reporting-'))
  platform = await Platform.start()
  const province = { adapter: 'five-tables', url: platform.url.href, token: 'token', ...inventedCodes() }
  await writeFile(join(folder, 'token'), 'token-of-a-file\n')
  await writeFile(join(folder, 'province.yaml'), JSON.stringify({ province }))
  hub = new HubProcess(join(folder, 'data'), ['--province', join(folder, 'province.yaml')])
  await hub.start()
}, 120_000)
afterEach(async () => {
  await hub.end('SIGKILL')
  platform.end()
  await rm(folder, { recursive: true, force: true })
})

async function state(): Promise<ProvinceState> {
  const token = await readFile(join(folder, 'data', 'keys', 'staff.token'), 'utf8')
  const answer = await fetch(`${hub.url}/province`, { headers: { authorization: `Bearer ${token}` } })
  return provinceStateSchema.parse(await answer.json())
}

/** What a hub that was killed held is free when its lease has ended; so long a test does not wait. */
async function endLeases(): Promise<void> {
  const database = await openEmbeddedDatabase(join(folder, 'data', 'db'))
  await database.rows(`UPDATE province_lanes SET lease_until = now() - interval '1 second'`)
  await database.close()
}

it('a hub that is killed while the platform has taken a step, and has not said so, tells it again as the same', async () => {
  const info = hubInfoSchema.parse(await (await fetch(`${hub.url}/hub`)).json())
  const terminal = new TestTerminal(() => hub.url)
  await terminal.enrol()
  await platform.behave('take-and-hang')
  const keys = { publicKey: info.encryptionKey } as Parameters<typeof take>[0]['keys']
  const taken = await take({ keys }, terminal, ['birth-certificate'])
  await expect.poll(() => platform.calls.length, { timeout: 20_000 }).toBe(1)
  expect(await state()).toMatchObject({ taken: 0 })
  await hub.end('SIGKILL')
  await endLeases()
  await hub.start()
  await expect.poll(async () => (await state()).waiting, { timeout: 30_000 }).toBe(0)
  expect(await state()).toMatchObject({ state: 'ok', taken: 1, refused: 0 })
  const rows = await platform.rows()
  expect(platform.calls.map(({ batch }) => batch)).toEqual([
    platform.calls[0]?.batch,
    platform.calls[0]?.batch,
  ])
  expect(platform.calls.map(({ answer }) => answer['sync_sign'])).toEqual(['SUCCESS', 'SUCCESS'])
  expect(platform.calls[0]?.authorization).toBe('Bearer token-of-a-file')
  const accepts = rows.filter(({ table }) => table === 'up_pro_accept')
  expect(accepts).toMatchObject([{ row: { row_guid: taken.cases.get('birth-certificate')?.caseId } }])
}, 240_000)
