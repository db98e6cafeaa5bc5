import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { LocalDesk } from '../../renderer/workers/desk.ts'
import { afterTest, fillDraft, Machine, matters, until } from '../../renderer/workers/desk.test-support.ts'
import { HubProcess, hubSendOver, Relay } from '../../renderer/workers/hub-line.test-support.ts'
import { layDatabase } from '../support/lay-database.ts'

const run = promisify(execFile)

function hubCommand(...args: string[]): Promise<{ stdout: string }> {
  return run(process.execPath, ['--import', 'tsx', 'sync/hub/main.ts', ...args])
}

const drained = (desk: LocalDesk): Promise<void> =>
  until(async () => (await desk.syncState()).pendingIntakes === 0, 'nothing pending')

/** The hub's own disk is gone, whole. */
async function destroy(hub: HubProcess): Promise<void> {
  await hub.end()
  for (const name of await readdir(hub.folder))
    await rm(join(hub.folder, name), { recursive: true, force: true })
}

describe('a hub whose disk is lost', { timeout: 400_000 }, () => {
  it('gets back from its back-up and its terminals all that it ever confirmed, each once, under the numbers on paper', async () => {
    const hub = await HubProcess.start(layDatabase)
    afterTest(() => hub.remove())
    const folder = await mkdtemp(join(tmpdir(), 'hub-backup-'))
    afterTest(() => rm(folder, { recursive: true, force: true }))
    const relay = await Relay.to(hub)
    const machine = await Machine.make(await hub.encryptionKey())
    machine.shell.hubSend = hubSendOver(machine.shell, () => relay.url)
    const desk = await machine.start()
    const submit = async (): Promise<string> => {
      const id = await fillDraft(desk)
      await desk.submit(id, { matters })
      await drained(desk)
      return id
    }

    const first = await submit()
    // While the hub works, by another process, as an operator does it.
    const made = await hubCommand('backup', '--data', hub.folder, '--to', join(folder, 'monday'))
    expect(made.stdout).toContain('parts')
    const second = await submit()
    const taken = await submit()
    await desk.withdraw(taken, 'other')
    await until(async () => (await desk.getIntake(taken))?.withdrawal?.state === 'done', 'taken back')
    const [pending] = (await desk.getIntake(second))?.cases ?? []
    await hub.asStaff('POST', `/cases/${pending?.caseId}/progress`, { status: 'accepted' })
    await until(async () => (await desk.getIntake(second))?.cases[0]?.status === 'accepted', 'accepted')
    const told = new Map<string, Awaited<ReturnType<LocalDesk['getIntake']>>>()
    for (const id of [first, second, taken]) told.set(id, await desk.getIntake(id))

    await destroy(hub)
    await hubCommand('restore', '--data', hub.folder, '--from', join(folder, 'monday'))
    await hub.restart()

    await until(async () => (await hub.intakesOf('T01')).length === 3, 'all are at the hub again')
    await drained(desk)
    await until(
      async () => (await desk.getIntake(taken))?.withdrawal?.state === 'done',
      'taken back at the restored hub',
    )
    const there = await hub.intakesOf('T01')
    expect(there.map(({ intakeId }) => intakeId).sort()).toEqual([first, second, taken].sort())
    for (const intake of there) {
      const before = told.get(intake.intakeId)
      expect(intake.state).toBe('committed')
      expect(intake.cases).toHaveLength(matters.length)
      // What the citizen holds in hand stays true: receipt number, province number, the departments' numbers.
      expect(intake.receiptNumber).toBe(before?.intake.receiptNumber)
      expect(intake.provinceNumber).toBe(before?.provinceNumber)
      const numbers = (cases: readonly { caseId: string; caseNumber: string }[] = []): string[] =>
        cases.map(({ caseId, caseNumber }) => `${caseId} ${caseNumber}`).sort()
      expect(numbers(intake.cases)).toEqual(numbers(before?.cases))
      // And the window still shows what it was told, once.
      expect((await desk.getIntake(intake.intakeId))?.cases).toEqual(before?.cases)
    }
    expect(there.find(({ intakeId }) => intakeId === taken)?.cases.map(({ status }) => status)).toEqual(
      matters.map(() => 'withdrawn'),
    )
    // A number that was given out in the lost days is not given again.
    const fresh = await submit()
    const numbers = (await hub.intakesOf('T01')).map(({ provinceNumber }) => provinceNumber)
    expect(new Set(numbers).size).toBe(4)
    expect((await desk.getIntake(fresh))?.provinceNumber).not.toBeNull()
  })

  it('is not overwritten, nor worked on by two, and says what is wrong', async () => {
    const hub = await HubProcess.start(layDatabase)
    afterTest(() => hub.remove())
    const folder = await mkdtemp(join(tmpdir(), 'hub-backup-'))
    afterTest(() => rm(folder, { recursive: true, force: true }))
    const to = join(folder, 'monday')
    await hubCommand('backup', '--data', hub.folder, '--to', to)
    await expect(hubCommand('backup', '--data', hub.folder, '--to', to)).rejects.toThrow('is not empty')
    await expect(hubCommand('restore', '--data', hub.folder, '--from', to)).rejects.toThrow('end it first')
    await expect(hubCommand('--port', '0', '--data', hub.folder)).rejects.toThrow('another hub works on')
    await hub.end()
    await expect(hubCommand('restore', '--data', hub.folder, '--from', to)).rejects.toThrow('is not empty')
    // Stopped, it is backed up by the command itself; its key file is as it was.
    const stopped = join(folder, 'tuesday')
    await hubCommand('backup', '--data', hub.folder, '--to', stopped, '--without-keys')
    expect((await readdir(stopped)).sort()).toEqual(['database.ndjson', 'manifest.json', 'parts.ndjson'])
    expect(await readFile(join(to, 'keys', 'encryption-key.json'))).toEqual(
      await readFile(join(hub.folder, 'keys', 'encryption-key.json')),
    )
  })
})
