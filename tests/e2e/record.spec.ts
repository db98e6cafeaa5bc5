import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { demonstrationAccount, demonstrationAdministrator } from '#build/hall'
import { atWindow, signIn } from '#tests/journey'
import { expect, test } from '@playwright/test'

const run = promisify(execFile)

/** The command as a technician gives it. */
async function verify(
  path: string,
): Promise<{ code: number; json: { faults: { kind: string; at: number }[]; lines: number } }> {
  const args = ['--import', 'tsx', 'sync/audit/cli/main.ts', 'verify', path, '--json']
  const told = await run(process.execPath, args).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  )
  return { code: told.code, json: JSON.parse(told.stdout) as Awaited<ReturnType<typeof verify>>['json'] }
}

test.describe.serial('who did what at a terminal', () => {
  const at = atWindow('record', { inspect: false })
  const recordPath = (): string => join(at.hall.profileDir, 'audit', 'record-00001.jsonl')
  const lines = async (): Promise<{ action: string; operatorId: string; detail?: string }[]> =>
    (await readFile(recordPath(), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; operatorId: string; detail?: string })

  test('is in its record: who signed in, who was refused, and nothing of what was typed', async () => {
    await at.terminal.start()
    const { page } = at.terminal
    await page.getByTestId('sign-in-operator').fill(demonstrationAccount.id)
    await page.getByTestId('sign-in-password').fill('not-the-password')
    await page.getByTestId('sign-in-submit').click()
    await expect(page.getByTestId('sign-in-problem')).toBeVisible()
    await page.getByTestId('sign-in-password').fill(demonstrationAccount.password)
    await page.getByTestId('sign-in-submit').click()
    await expect(page.getByTestId('operator-menu')).toBeVisible()
    const said = await lines()
    expect(said.map(({ action, operatorId }) => [action, operatorId])).toEqual([
      ['begun', '-'],
      ['started', '-'],
      ['sign-in-refused', '1001'],
      ['sign-in', '1001'],
    ])
    expect(await readFile(recordPath(), 'utf8')).not.toContain('not-the-password')
    expect(await verify(at.hall.profileDir)).toMatchObject({ code: 0, json: { lines: 4 } })
  })

  test('a clerk is offered neither the record nor the emptying, and gets neither by asking', async () => {
    const { page } = at.terminal
    await page.getByTestId('operator-menu').click()
    await expect(page.getByTestId('sign-out')).toBeVisible()
    await expect(page.getByTestId('terminal-care')).toHaveCount(0)
    const answers = await page.evaluate(async () => [
      await window.terminal.recordExport(),
      await window.terminal.wipe({ second: { operatorId: '9001', password: 'yichuang-9001' } }),
    ])
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
      'session.no-right',
      'session.no-right',
    ])
    await page.getByTestId('sign-out').click()
    await expect(page.getByTestId('sign-in-operator')).toBeVisible()
  })

  test('can be taken away by who may, and holds', async () => {
    await signIn(at, demonstrationAdministrator)
    const { page } = at.terminal
    const file = join(at.hall.dir, 'record.jsonl')
    await at.terminal.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await page.getByTestId('operator-menu').click()
    await page.getByTestId('terminal-care').click()
    await page.getByTestId('record-export').click()
    await expect(page.getByText('操作记录已导出')).toBeVisible()
    await at.terminal.shoot('care')
    expect(await verify(file)).toMatchObject({ code: 0, json: { lines: 6 } })
  })

  test('the emptying takes two: not the same person, not a wrong password', async () => {
    const { page } = at.terminal
    await page.getByTestId('wipe').click()
    const dialog = page.getByTestId('second-person')
    await page.getByTestId('second-operator').fill(demonstrationAdministrator.id)
    await page.getByTestId('second-password').fill(demonstrationAdministrator.password)
    await page.getByTestId('second-go').click()
    await expect(dialog).toContainText('第二个人不能是正在登录的人')
    await page.getByTestId('second-operator').fill(demonstrationAccount.id)
    await page.getByTestId('second-password').fill('wrong')
    await page.getByTestId('second-go').click()
    await expect(dialog).toContainText('工号或者口令不对')
    await at.terminal.shoot('second-person')
    expect((await lines()).slice(-2).map(({ action, detail }) => [action, detail])).toEqual([
      ['confirm-refused', 'session.same-person wipe 9001'],
      ['confirm-refused', 'session.wrong-password wipe 9001'],
    ])
  })

  test('two empty it: drafts and logs are gone, the record says who, and the terminal is still itself', async () => {
    const { page, app } = at.terminal
    const identity = await readFile(join(at.hall.profileDir, 'keys', 'identity.key'))
    const before = (await lines()).length
    // The test starts it again itself.
    await app.evaluate(({ app: program }) => {
      program.relaunch = () => undefined
    })
    const ended = app.waitForEvent('close')
    await page.getByTestId('second-password').fill(demonstrationAccount.password)
    await page.getByTestId('second-go').click()
    await ended
    expect(await readdir(at.hall.profileDir)).toContain('IndexedDB')
    await at.terminal.start()
    await signIn(at, demonstrationAdministrator)
    expect(
      (await lines()).slice(before).map(({ action, operatorId, detail }) => [action, operatorId, detail]),
    ).toEqual([
      ['confirmed', '1001', 'wipe 9001'],
      ['wiped', '9001', undefined],
      ['started', '-', expect.anything()],
      ['sign-in', '9001', undefined],
    ])
    expect(await readFile(join(at.hall.profileDir, 'keys', 'identity.key'))).toEqual(identity)
    const log = await readFile(join(at.hall.profileDir, 'logs', 'terminal.log'), 'utf8')
    expect(log).toContain('terminal.wiped')
    expect(log).not.toContain('terminal.left')
    expect((await verify(at.hall.profileDir)).code).toBe(0)
  })

  test('what somebody edits or cuts off on the disk is told by the command and at the next start', async () => {
    await at.terminal.close()
    const whole = await readFile(recordPath(), 'utf8')
    const texts = whole.trim().split('\n')
    await writeFile(
      recordPath(),
      whole.replace('"operatorId":"1001","terminal"', '"operatorId":"9001","terminal"'),
    )
    const edited = await verify(at.hall.profileDir)
    expect(edited.code).toBe(3)
    expect(edited.json.faults.map(({ kind }) => kind)).toEqual(['edited', 'forged'])
    await writeFile(recordPath(), `${texts.slice(0, 4).join('\n')}\n`)
    expect((await verify(at.hall.profileDir)).json.faults).toEqual([{ kind: 'cut', at: texts.length }])
    await at.terminal.start()
    await signIn(at)
    const [damage] = (await lines()).slice(4)
    expect(damage).toMatchObject({ action: 'record-damaged', detail: 'cut' })
    expect((await verify(at.hall.profileDir)).json.faults.map(({ kind }) => kind)).toEqual(['gap', 'edited'])
  })
})
